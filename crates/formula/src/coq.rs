//! Verdicts as theorems that another program checks: files for Coq, about the formula itself and with a script made from
//! the certificate.

use std::{collections::VecDeque, fmt, fmt::Write};

use provenance::{Language, Text};

use crate::{
    Exact, Fact, Formula, Function, Ground, Law, LawVerdict, Month, Polynomial, Rate, Roles,
    formula::{Kind, Node, Operation},
    proof::{Side, parts},
};

/// A file of theorems for Coq 8.16 or later.
///
/// A formula is defined as it stands, with whole numbers `x` of cases on time and `y` late: a numerator, a denominator, and
/// the condition that nothing was divided by zero. A proved law is a theorem about every month, multiplied across where it
/// divides; a refuted one a theorem about the month that breaks it. What then has to be trusted is that the definition is
/// what the text means, that the laws, written out at the head of the file, are those that are wanted, and Coq's kernel.
///
/// ```
/// use formula::{ProofFile, Rate, Roles, Term, Vocabulary, read};
///
/// let term = |id: &str, ja: &str| Term { id: id.into(), ja: vec![ja.to_owned()], en: vec![] };
/// let vocabulary = Vocabulary::new([term("all", "全件数"), term("on-time", "期限内件数")])?;
/// let roles = Roles { all: "all".into(), on_time: "on-time".into(), late: None };
/// let formula = read("期限内件数÷全件数×100", &vocabulary)?;
/// let mut file = ProofFile::new();
/// file.add("S-2-1", &Rate::new(&formula, &roles, &vocabulary));
/// assert_eq!((file.theorems(), file.left_out().len()), (8, 0));
/// let text = file.to_string();
/// assert!(text.contains("Definition f1 (x y : Z) : value := mul (div (num x 1) (f1_1 x y)) (num 100 1)."));
/// assert!(text.contains("Theorem f1_range : forall x y, month x y -> range 100 f1 x y."));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct ProofFile {
    text: String,
    formulas: usize,
    theorems: usize,
    left_out: Vec<LeftOut>,
}

/// A verdict of which no theorem is written, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The formula, as it was named.
    pub name: String,
    /// The law.
    pub law: Law,
    /// Why there is no theorem.
    pub why: WhyLeftOut,
}

/// Why no theorem is written of a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyLeftOut {
    /// It is neither proved nor refuted.
    Undecided,
    /// The formula has cases, bounds or roundings, which the file does not define.
    NoRatio,
    /// The certificate has not the facts of which a script is made, or what they are about grows too large.
    NoScript,
}

impl WhyLeftOut {
    /// The reason in words.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::Undecided => Text::new("証明も反証もされていない", "it is neither proved nor refuted"),
            Self::NoRatio => Text::new(
                "場合分け・上下限・端数処理を含む式は書き出さない",
                "formulas with cases, bounds or roundings are not written out",
            ),
            Self::NoScript => Text::new(
                "証明書の事実から証明の手順を作れない",
                "no script can be made of the certificate's facts",
            ),
        }
    }
}

/// What every file begins with: numbers as fractions, the laws, and the two tactics of the scripts.
const HEAD: &str = include_str!("coq/head.v");

impl Default for ProofFile {
    fn default() -> Self {
        Self::new()
    }
}

impl ProofFile {
    /// A file without theorems.
    #[must_use]
    pub fn new() -> Self {
        Self { text: HEAD.to_owned(), formulas: 0, theorems: 0, left_out: Vec::new() }
    }

    /// Adds a formula and a theorem for each verdict on its laws.
    pub fn add(&mut self, name: &str, rate: &Rate<'_>) {
        self.add_verdicts(name, rate, &rate.verdicts());
    }

    /// The same with verdicts given: a certificate that is none makes a theorem that Coq refuses.
    pub fn add_verdicts(&mut self, name: &str, rate: &Rate<'_>, verdicts: &[(Law, LawVerdict)]) {
        let (formula, roles, vocabulary) = rate.parts();
        self.formulas += 1;
        let id = format!("f{}", self.formulas);
        let printed = formula.print(vocabulary, Language::Ja);
        let _ = write!(self.text, "\n(* {}: {} *)\n", as_comment(name), as_comment(&printed));
        let mut left_out = |law: Law, why: WhyLeftOut| {
            self.left_out.push(LeftOut { name: name.to_owned(), law, why });
        };
        let Some(written) = Written::of(&id, formula, roles) else {
            for (law, _) in verdicts {
                left_out(*law, WhyLeftOut::NoRatio);
            }
            return;
        };
        self.text.push_str(&written.definitions);
        let mut known = Lemmas::default();
        for (law, verdict) in verdicts {
            let theorem = match verdict {
                LawVerdict::Refuted(example) => {
                    Ok(refuted(&written, *law, &rate.scale().whole(), example.month))
                }
                LawVerdict::Proved(certificate) => match &certificate.ground {
                    Ground::Form { from, facts, .. } => {
                        let whole = certificate.scale.whole();
                        let script = Script { written: &written, law: *law, whole, from: *from };
                        script.theorem(facts, &mut known).ok_or(WhyLeftOut::NoScript)
                    }
                    Ground::Shares(_) | Ground::Ratio(_) => Err(WhyLeftOut::NoScript),
                },
                LawVerdict::CheckedUpTo(_) | LawVerdict::Unknown(_) => Err(WhyLeftOut::Undecided),
            };
            match theorem {
                Ok(theorem) => {
                    self.text.push_str(&theorem);
                    self.theorems += 1;
                }
                Err(why) => left_out(*law, why),
            }
        }
    }

    /// How many theorems it has.
    #[must_use]
    pub fn theorems(&self) -> usize {
        self.theorems
    }

    /// The verdicts of which it has none.
    #[must_use]
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }
}

/// The file's text.
impl fmt::Display for ProofFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// A text within a comment, which may neither end it nor begin another, nor open a string.
fn as_comment(text: &str) -> String {
    text.replace("(*", "( *").replace("*)", "* )").replace('"', "'").replace(['\n', '\r'], " ")
}

/// A part of a formula as the file defines it: numerator and denominator, multiplied out.
#[derive(Clone)]
struct Fraction {
    top: Polynomial,
    bottom: Polynomial,
}

/// A formula as the file defines it.
struct Written {
    id: String,
    /// The definitions, each divisor before what divides by it.
    definitions: String,
    /// The numerators of the divisors, in their order.
    divisors: Vec<Polynomial>,
    whole: Fraction,
}

impl Written {
    /// `None` where a part has no definition, or grows too large.
    fn of(id: &str, formula: &Formula, roles: &Roles) -> Option<Self> {
        let one = || Polynomial::constant(Exact::from(1));
        let mut written = Self {
            id: id.to_owned(),
            definitions: String::new(),
            divisors: Vec::new(),
            whole: Fraction { top: one(), bottom: one() },
        };
        let (text, whole) = written.part(&formula.root, roles)?;
        written.whole = whole;
        let names = written.names();
        let _ = writeln!(written.definitions, "Definition {id} (x y : Z) : value := {}.", unbracketed(&text));
        let _ = writeln!(
            written.definitions,
            "Lemma {id}_sound : forall x y, sound ({id} x y).\nProof. intros; unfold {}; sound_value. Qed.",
            names.join(", ")
        );
        Some(written)
    }

    /// The names of the definitions.
    fn names(&self) -> Vec<String> {
        let divisors = (1..=self.divisors.len()).rev().map(|n| format!("{}_{n}", self.id));
        [self.id.clone()].into_iter().chain(divisors).collect()
    }

    fn part(&mut self, node: &Node, roles: &Roles) -> Option<(String, Fraction)> {
        let one = || Polynomial::constant(Exact::from(1));
        let whole = |top: Polynomial| Fraction { top, bottom: one() };
        let (x, y) = (Polynomial::term(1, 0, Exact::from(1)), Polynomial::term(0, 1, Exact::from(1)));
        Some(match &node.kind {
            Kind::Number(number) => {
                let (n, d) = (number.numerator(), number.denominator());
                let sign = if number.is_negative() { format!("({n})") } else { n.to_string() };
                let constant = |whole| Polynomial::constant(Exact::from(whole));
                (format!("(num {sign} {d})"), Fraction { top: constant(n), bottom: constant(d) })
            }
            Kind::Term(id) if roles.late.as_ref() == Some(id) => ("(num y 1)".to_owned(), whole(y)),
            Kind::Term(id) if roles.on_time == *id => ("(num x 1)".to_owned(), whole(x)),
            Kind::Term(id) if roles.all == *id => ("(num (x + y) 1)".to_owned(), whole(x.plus(&y))),
            Kind::Term(_) | Kind::Cases(..) => return None,
            Kind::Negate(inner) => {
                let (text, inner) = self.part(inner, roles)?;
                (format!("(neg {text})"), Fraction { top: inner.top.negated(), bottom: inner.bottom })
            }
            Kind::Percent(inner) => {
                let (text, inner) = self.part(inner, roles)?;
                let bottom = inner.bottom.times_number(&Exact::from(100));
                (format!("(mul {text} (num 1 100))"), Fraction { top: inner.top, bottom })
            }
            Kind::Binary(operation, left, right) => {
                let (a_text, a) = self.part(left, roles)?;
                let (mut b_text, b) = self.part(right, roles)?;
                if *operation == Operation::Divide {
                    self.divisors.push(b.top.clone());
                    let name = format!("{}_{}", self.id, self.divisors.len());
                    let _ = writeln!(
                        self.definitions,
                        "Definition {name} (x y : Z) : value := {}.",
                        unbracketed(&b_text)
                    );
                    b_text = format!("({name} x y)");
                }
                let word = match operation {
                    Operation::Add => "add",
                    Operation::Subtract => "sub",
                    Operation::Multiply => "mul",
                    Operation::Divide => "div",
                };
                (format!("({word} {a_text} {b_text})"), a.joined(*operation, &b)?)
            }
            Kind::Call(function @ (Function::Sum | Function::Mean), arguments) => {
                let mut arguments_left = arguments.iter();
                let (mut text, mut sum) = self.part(arguments_left.next()?, roles)?;
                for argument in arguments_left {
                    let (next_text, next) = self.part(argument, roles)?;
                    text = format!("(add {text} {next_text})");
                    sum = sum.joined(Operation::Add, &next)?;
                }
                if *function == Function::Mean {
                    let count = arguments.len();
                    text = format!("(mul {text} (num 1 {count}))");
                    sum.bottom = sum.bottom.times_number(&Exact::from(u64::try_from(count).ok()?));
                }
                (text, sum)
            }
            Kind::Call(..) => return None,
        })
    }
}

fn unbracketed(text: &str) -> &str {
    text.strip_prefix('(').and_then(|text| text.strip_suffix(')')).unwrap_or(text)
}

impl Fraction {
    fn number(number: &Exact) -> Self {
        Self { top: Polynomial::constant(number.clone()), bottom: Polynomial::constant(Exact::from(1)) }
    }

    /// As the head of the file defines it, with nothing cancelled.
    fn joined(&self, operation: Operation, other: &Self) -> Option<Self> {
        let (a, b, c, d) = (&self.top, &self.bottom, &other.top, &other.bottom);
        Some(match operation {
            Operation::Add => Self { top: a.times(d)?.plus(&c.times(b)?), bottom: b.times(d)? },
            Operation::Subtract => Self { top: a.times(d)?.minus(&c.times(b)?), bottom: b.times(d)? },
            Operation::Multiply => Self { top: a.times(c)?, bottom: b.times(d)? },
            Operation::Divide => Self { top: a.times(d)?, bottom: b.times(c)? },
        })
    }

    fn moved(&self) -> Self {
        Self { top: self.top.shifted(1, -1), bottom: self.bottom.shifted(1, -1) }
    }

    /// What has to be no less than zero for this to be at most the other, as the head of the file defines it.
    fn at_most(&self, other: &Self) -> Option<Polynomial> {
        let square = self.bottom.times(&other.bottom)?;
        let (left, right) = (self.top.times(&other.bottom)?, other.top.times(&self.bottom)?);
        right.minus(&left).times(&square)
    }
}

/// The theorem that a month breaks a law.
fn refuted(written: &Written, law: Law, whole: &Exact, Month { on_time, late }: Month) -> String {
    let (id, word) = (&written.id, word(law));
    format!(
        "Theorem {id}_{word}_refuted : month {on_time} {late} /\\ ~ {word} {whole} {id} {on_time} {late}.\n\
         Proof. refuted_law. Qed.\n"
    )
}

/// The name of a law's definition in the file.
fn word(law: Law) -> String {
    law.id().replace('-', "_")
}

/// The script of one law of one formula.
struct Script<'a> {
    written: &'a Written,
    law: Law,
    whole: Exact,
    /// From how many cases on the facts are.
    from: u64,
}

/// Lemmas that a formula has a value: of which months, and of which facts they are made.
#[derive(Default)]
struct Lemmas(Vec<(Side, u64, Vec<Fact>, String)>);

/// An inequality that a law needs.
struct Needed {
    /// Both sides, as they are written.
    statement: String,
    /// What has to be no less than zero.
    difference: Polynomial,
    /// Whether it is needed where all cases are on time.
    with_all_on_time: bool,
}

/// What takes the definitions apart.
const REDUCE: &str = "cbn [top bottom has num add sub mul div neg]";

impl Script<'_> {
    /// The theorem with the lemmas that it needs. The certificate's facts are put into the scripts as they are: where they
    /// are none, Coq refuses the script. `None` where facts are missing or left over.
    fn theorem(&self, facts: &[Fact], known: &mut Lemmas) -> Option<String> {
        let Written { id, whole: f, .. } = self.written;
        let (word, w, from) = (word(self.law), &self.whole, self.from);
        let (side, start) = match self.law {
            Law::AllOnTime => (Side::InTime, from),
            Law::NoneOnTime => (Side::Late, from),
            Law::Affine => (Side::Both, from.max(2)),
            _ => (Side::Both, from),
        };
        let mut facts: VecDeque<&Fact> = facts.iter().collect();
        let mut text = String::new();
        let has = self.has_value(side, start, &mut facts, known, &mut text)?;
        let needed = match self.law {
            Law::Range => vec![
                Needed {
                    statement: format!("at_most (num 0 1) ({id} x y)"),
                    difference: Fraction::number(&Exact::from(0)).at_most(f)?,
                    with_all_on_time: true,
                },
                Needed {
                    statement: format!("at_most ({id} x y) (num {w} 1)"),
                    difference: f.at_most(&Fraction::number(w))?,
                    with_all_on_time: true,
                },
            ],
            Law::Monotone => vec![Needed {
                statement: format!("at_most ({id} x y) ({id} (x + 1) (y - 1))"),
                difference: f.at_most(&f.moved())?,
                with_all_on_time: false,
            }],
            _ => Vec::new(),
        };
        let mut steps = Vec::new();
        for (n, needed) in (1..).zip(&needed) {
            let name = format!("{id}_{word}_{n}");
            text.push_str(&self.inequality(&name, needed, &mut facts)?);
            steps.push(format!("apply {name}; lia"));
        }
        let zero = match (self.law, facts.pop_front()) {
            (Law::Defined | Law::Range | Law::Monotone, None) => String::new(),
            (Law::Defined | Law::Range | Law::Monotone, Some(_)) => return None,
            (_, Some(Fact::Zero(polynomial))) if facts.is_empty() => written_out(&polynomial.primitive()),
            _ => return None,
        };
        let unfolded = self.written.names().join(", ");
        let equal = format!("unfold same, {unfolded}; {REDUCE}; equal ({zero})");
        let body = match self.law {
            Law::Defined => format!("apply {has}; lia"),
            Law::Range => format!("split; [apply {has}; lia | split; [{}]]", steps.join(" | ")),
            Law::AllOnTime => format!("intro E; subst y; split; [apply {has}; lia | {equal}]"),
            Law::NoneOnTime => format!("intro E; subst x; split; [apply {has}; lia | {equal}]"),
            Law::Monotone => {
                format!(
                    "intro M; split; [apply {has}; lia | split; [apply {has}; lia | {}]]",
                    steps.join(" | ")
                )
            }
            Law::Affine => format!(
                "intro M; split; [apply {has}; lia | split; [apply {has}; lia | split; [apply {has}; lia | {equal}]]]"
            ),
            Law::Scale | Law::Complement => {
                format!("split; [apply {has}; lia | split; [apply {has}; lia | {equal}]]")
            }
        };
        let small = if from > 1 { small_months(from, &word, &unfolded) } else { String::new() };
        let _ = writeln!(
            text,
            "Theorem {id}_{word} : forall x y, month x y -> {word} {w} {id} x y.\nProof.\n  intros x y [X [Y N]].\n{small}  \
             unfold {word}; {body}.\nQed."
        );
        Some(text)
    }

    /// The lemma that the formula has a value in the months on a side with so many cases or more: its name. It is written
    /// where the file does not have it of the same facts.
    fn has_value(
        &self,
        side: Side,
        start: u64,
        facts: &mut VecDeque<&Fact>,
        Lemmas(known): &mut Lemmas,
        text: &mut String,
    ) -> Option<String> {
        let Written { id, divisors, .. } = self.written;
        let count = match side {
            Side::Both => alternatives(start).len().saturating_add(2),
            _ => 1,
        };
        // The facts of each divisor: one of each part, or one of the whole.
        let mut of_divisors: Vec<Vec<Fact>> = Vec::new();
        for _ in divisors {
            let taken = if matches!(facts.front(), Some(Fact::Indivisible(_))) { 1 } else { count };
            let own = (0..taken).map(|_| facts.pop_front().cloned()).collect::<Option<Vec<Fact>>>()?;
            of_divisors.push(own);
        }
        let all: Vec<Fact> = of_divisors.concat();
        if let Some((.., name)) = known.iter().find(|(a, b, facts, _)| (*a, *b, facts) == (side, start, &all))
        {
            return Some(name.clone());
        }
        let name = format!("{id}_has_{}", known.len().saturating_add(1));
        known.push((side, start, all, name.clone()));
        let (binders, months, at, intros) = match side {
            Side::InTime => ("x", format!("{start} <= x"), "x 0", "intros x N"),
            Side::Late => ("y", format!("{start} <= y"), "0 y", "intros y N"),
            Side::Both => ("x y", format!("0 <= x -> 0 <= y -> {start} <= x + y"), "x y", "intros x y X Y N"),
        };
        let mut uses = String::new();
        for ((n, divisor), facts) in (1_usize..).zip(divisors).zip(&of_divisors) {
            let lemma = format!("{name}_{n}");
            let unfolded: Vec<String> = (1..=n).rev().map(|n| format!("{id}_{n}")).collect();
            let unfold = format!("unfold {}; {REDUCE}", unfolded.join(", "));
            let _ = writeln!(text, "Lemma {lemma} : forall {binders}, {months} -> top ({id}_{n} {at}) <> 0.");
            if let [Fact::Indivisible(_)] = facts.as_slice() {
                let _ = writeln!(text, "Proof. {intros}; {unfold}; lia. Qed.");
            } else {
                let scripts = parts(divisor, side, start).into_iter().zip(facts).map(|(part, fact)| {
                    let Fact::Positive(shown) = fact else { return None };
                    let shown = shown.primitive();
                    let constant = shown.coefficient(0, 0);
                    let rest = written_out(&shown.minus(&Polynomial::constant(constant.clone())));
                    let factor = ratio(&part, &shown)?;
                    Some(format!("{unfold}; not_zero ({rest}) ({constant}) ({factor})"))
                });
                let statement = format!("top ({id}_{n} x y) <> 0");
                text.push_str(&by_parts(intros, &statement, side, start, scripts.collect::<Option<_>>()?));
            }
            uses.push_str(&format!(" | apply {lemma}; assumption"));
        }
        let _ = writeln!(
            text,
            "Lemma {name} : forall {binders}, {months} -> has ({id} {at}).\n\
             Proof. {intros}; unfold {id}; cbn [has num add sub mul div neg]; repeat split; first [exact I{uses}]. Qed."
        );
        Some(name)
    }

    /// A lemma of an inequality in all months with so many cases or more.
    fn inequality(&self, name: &str, needed: &Needed, facts: &mut VecDeque<&Fact>) -> Option<String> {
        let (from, Needed { statement, difference, with_all_on_time }) = (self.from, needed);
        let unfold = format!("unfold {}", self.written.names().join(", "));
        // In months with all on time there is no case to move.
        let parts = parts(difference, Side::Both, from).into_iter().skip(usize::from(!with_all_on_time));
        let scripts = parts.map(|part| {
            let Some(Fact::NotNegative(shown)) = facts.pop_front() else { return None };
            // Where nothing cancels in the certificate's form that does not in the definition, and the other way round,
            // the difference is the fact's polynomial times what was cancelled.
            let shown = &shown.primitive();
            let rest = part.divided_by(shown).filter(Polynomial::has_no_negative_coefficient);
            let times = match rest {
                Some(rest) => written_out(&rest),
                None if shown.is_zero() => "1".to_owned(),
                None => ratio(&part, shown)?,
            };
            Some(format!("{unfold}; ordered (({}) * ({times}))", written_out(shown)))
        });
        let scripts: Vec<String> = scripts.collect::<Option<_>>()?;
        let (later, intros) =
            if *with_all_on_time { ("", "intros x y X Y N") } else { (" -> 0 < y", "intros x y X Y N M") };
        let proof = if *with_all_on_time {
            by_parts(intros, statement, Side::Both, from, scripts)
        } else {
            by_parts_with_late(intros, statement, from, scripts)
        };
        Some(format!(
            "Lemma {name} : forall x y, 0 <= x -> 0 <= y -> {from} <= x + y{later} -> {statement}.\n{proof}"
        ))
    }
}

/// The number by which a polynomial is a multiple of another, as Coq reads it; by their first terms, so that of one that is
/// no multiple Coq refuses what is made of it.
fn ratio(part: &Polynomial, shown: &Polynomial) -> Option<String> {
    let first = |polynomial: &Polynomial| polynomial.terms().next_back().map(|(_, value)| value.clone());
    let ratio = first(part)?.checked_div(&first(shown)?)?;
    ratio.is_whole().then(|| ratio.to_string())
}

/// The parts of all months of so many cases or more, as alternatives, with what `x` and `y` are counted from.
fn alternatives(from: u64) -> Vec<(u64, u64)> {
    (1..from.max(2)).map(|k| (k, from.saturating_sub(k).max(1))).collect()
}

/// A proof part by part.
fn by_parts(intros: &str, statement: &str, side: Side, from: u64, scripts: Vec<String>) -> String {
    if let (Side::Both, 1, [in_time, late, mixed]) = (side, from, scripts.as_slice()) {
        return format!(
            "Proof.\n  apply (each_month (fun x y => {statement})).\n  - intros u U; {in_time}.\n  - intros v V; \
             {late}.\n  - intros u v U V; {mixed}.\nQed.\n"
        );
    }
    let mut scripts = scripts.into_iter();
    let mut text = format!("Proof.\n  {intros}.\n");
    let branch = |text: &mut String, open: &str, script: String| {
        let _ = writeln!(text, "  {open}{script}.");
    };
    match side {
        Side::InTime => {
            branch(&mut text, &format!("count x from {from} as u; "), scripts.next().unwrap_or_default())
        }
        Side::Late => {
            branch(&mut text, &format!("count y from {from} as v; "), scripts.next().unwrap_or_default())
        }
        Side::Both => {
            let mixed = alternatives(from);
            let all: Vec<String> = [format!("({from} <= x /\\ y = 0)"), format!("(x = 0 /\\ {from} <= y)")]
                .into_iter()
                .chain(mixed.iter().map(|(k, l)| format!("({k} <= x /\\ {l} <= y)")))
                .collect();
            let _ = writeln!(text, "  assert (P : {}) by lia.", all.join(" \\/ "));
            let pattern = pattern(all.len());
            let _ = writeln!(text, "  clear X Y N; destruct P as {pattern}.");
            branch(
                &mut text,
                &format!("- subst y; count x from {from} as u; "),
                scripts.next().unwrap_or_default(),
            );
            branch(
                &mut text,
                &format!("- subst x; count y from {from} as v; "),
                scripts.next().unwrap_or_default(),
            );
            for ((k, l), script) in mixed.into_iter().zip(scripts) {
                branch(&mut text, &format!("- count x from {k} as u; count y from {l} as v; "), script);
            }
        }
    }
    text.push_str("Qed.\n");
    text
}

/// A proof part by part of months with at least one case late.
fn by_parts_with_late(intros: &str, statement: &str, from: u64, scripts: Vec<String>) -> String {
    if let (1, [late, mixed]) = (from, scripts.as_slice()) {
        return format!(
            "Proof.\n  apply (each_month_with_late (fun x y => {statement})).\n  - intros v V; {late}.\n  - intros u v U \
             V; {mixed}.\nQed.\n"
        );
    }
    let mut scripts = scripts.into_iter();
    let mixed = alternatives(from);
    let all: Vec<String> = [format!("(x = 0 /\\ {from} <= y)")]
        .into_iter()
        .chain(mixed.iter().map(|(k, l)| format!("({k} <= x /\\ {l} <= y)")))
        .collect();
    let mut text = format!("Proof.\n  {intros}.\n  assert (P : {}) by lia.\n", all.join(" \\/ "));
    let _ = writeln!(text, "  clear X Y N M; destruct P as {}.", pattern(all.len()));
    let _ = writeln!(text, "  - subst x; count y from {from} as v; {}.", scripts.next().unwrap_or_default());
    for ((k, l), script) in mixed.into_iter().zip(scripts) {
        let _ = writeln!(text, "  - count x from {k} as u; count y from {l} as v; {script}.");
    }
    text.push_str("Qed.\n");
    text
}

/// What takes so many alternatives apart, each into two facts.
fn pattern(alternatives: usize) -> String {
    let mut pattern = "[A B]".to_owned();
    for _ in 1..alternatives {
        pattern = format!("[[A B]|{pattern}]");
    }
    pattern
}

/// The months below so many cases, each worked out.
fn small_months(from: u64, word: &str, unfolded: &str) -> String {
    let months: Vec<String> = Month::between(1, from.saturating_sub(1))
        .map(|Month { on_time, late }| format!("(x = {on_time} /\\ y = {late})"))
        .collect();
    format!(
        "  assert (S : {from} <= x + y \\/ x + y < {from}) by lia. destruct S as [S|S].\n\
         \x20 2: {{ assert (P : {}) by lia. clear S X Y N; destruct P as {}; subst x y; unfold {word}, {unfolded}; small_month. }}\n\
         \x20 clear N.\n",
        months.join(" \\/ "),
        pattern(months.len())
    )
}

/// A polynomial in `u` and `v`, which count from a month on, as Coq reads it.
fn written_out(polynomial: &Polynomial) -> String {
    let term = |((i, j), value): ((u32, u32), &Exact)| {
        let powers = (0..i).map(|_| "u").chain((0..j).map(|_| "v"));
        let size = if value.is_negative() { format!("({value})") } else { value.to_string() };
        [size].into_iter().chain(powers.map(str::to_owned)).collect::<Vec<_>>().join(" * ")
    };
    let terms: Vec<String> = polynomial.terms().map(term).collect();
    if terms.is_empty() { "0".to_owned() } else { terms.join(" + ") }
}

//! The names that a text uses by itself: what stands between its signs, and before and behind its words of calculation.
//!
//! Whoever pastes a formula need not list its names. What is found here becomes a vocabulary, and the text is then read
//! like any other: a wrong cut is refused, never read otherwise.

use crate::{
    Term, Vocabulary,
    lexicon::{Noun, Particle, Verb, Word},
    read::{Mode, Reader},
    source::{Folded, Gap, signs},
    statement::{article, fraction},
    token::{Lexer, Part},
};

mod compound;
mod words;

use self::words::{ITEM_MARKS, goes_with, is_multiple, is_same, is_shared, measures, noun, quotes};

/// The most names of one text.
const NAMES_MAX: usize = 64;

/// How calls of a sheet begin that count or sum the cells which meet a condition: each stands for a figure.
const OF_CELLS: &[&str] = &["COUNT", "SUMIF", "AVERAGEIF"];
/// Those that do so over a range. Any other, such as `MEDIAN`, is a calculation that formulas do not have.
const OF_RANGES: &[&str] = &["SUM", "AVERAGE", "MAX", "MIN"];

impl Vocabulary {
    /// The names by which a text calls its figures, each a term of its own; their identifiers are `name-1`, `name-2`, ….
    ///
    /// A name is what stands between signs, or before and behind words of calculation (`AをBで除した`, `A divided by B`),
    /// if it is the noun of a figure: nothing that calculates, rounds, limits or compares is one. Empty where nothing is
    /// found.
    ///
    /// ```
    /// use formula::{Vocabulary, read};
    /// use provenance::Language;
    ///
    /// let text = "稼働率(%)＝(契約時間－停止時間)÷契約時間×100";
    /// let names = Vocabulary::of_text(text);
    /// assert_eq!(names.terms().len(), 2);
    /// let printed = read(text, &names)?.print(&names, Language::Ja);
    /// assert_eq!(printed, "稼働率(%)＝(契約時間-停止時間)÷契約時間×100");
    /// // A condition is no name.
    /// assert!(Vocabulary::of_text("95%以上").terms().is_empty());
    /// # Ok::<(), formula::ReadError>(())
    /// ```
    #[must_use]
    pub fn of_text(text: &str) -> Self {
        let none = Self::default();
        if text.chars().count() > crate::LENGTH_MAX {
            return none;
        }
        let signs = signs(text);
        let folded = Folded::of(&signs);
        let tokens = Lexer::new(&signs, &none, false).tokens();
        let reader = Reader::new(text, &signs, &folded, tokens, &none, Mode::default());
        let (mut names, mut doubtful) = names(&reader, false);
        // `(total-down)/total`: what stands beside the hyphen is a name of its own elsewhere.
        let is_other = |part: &str| names.iter().any(|name| is_same(name, part));
        let signs = ['-', '－', '‐', '−'];
        if names.iter().chain(&doubtful).any(|name| name.contains(signs) && name.split(signs).any(is_other)) {
            (names, doubtful) = self::names(&reader, true);
        }
        // `uptime-downtime` may be a difference as well: the reader refuses it and tells both ways.
        names.retain(|name| !doubtful.contains(name));
        let term = |(n, name): (usize, String)| Term {
            id: format!("name-{}", n + 1).as_str().into(),
            ja: vec![name],
            en: vec![],
        };
        let mut found = Self::new(names.into_iter().enumerate().map(term)).unwrap_or(none);
        found.is_found = true;
        found
    }
}

/// The names of a text, each once, and those that may be differences.
fn names(reader: &Reader<'_>, hyphens_part: bool) -> (Vec<String>, Vec<String>) {
    let (mut names, mut doubtful): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    // 「遅延日数1日につき」
    let per_day = (0..reader.end).filter(|at| reader.is_word(*at, Word::PerDay)).filter_map(|at| {
        let (days, _) = reader.text_of(at, at + 1).split_once(['1', '１', '一'])?;
        days.ends_with("日数").then(|| days.to_owned())
    });
    let of_part = |part: Cell| match part {
        Cell::Noun(from, to) => noun(reader, from, to),
        Cell::Call(from, to) => Some(reader.text_of(from, to).to_owned()),
    };
    let parts = Cut::of(reader, hyphens_part).parts;
    for name in per_day.map(Some).chain(parts.into_iter().map(of_part)) {
        if let Some(name) = name
            && names.iter().all(|known| !is_same(known, &name))
            && names.len() < NAMES_MAX
        {
            if compound::may_subtract(&name) {
                doubtful.push(name.clone());
            }
            names.push(name);
        }
    }
    (names, doubtful)
}

/// A place at which a name may stand.
#[derive(Clone, Copy)]
enum Cell {
    Noun(usize, usize),
    /// A call of a sheet that counts or sums cells: 「COUNTIF(B2:B13,"済")」.
    Call(usize, usize),
}

/// The places at which names may stand.
struct Cut<'a, 'b> {
    reader: &'a Reader<'b>,
    /// Whether hyphens within words are signs.
    hyphens_part: bool,
    parts: Vec<Cell>,
}

impl<'a, 'b> Cut<'a, 'b> {
    fn of(reader: &'a Reader<'b>, hyphens_part: bool) -> Self {
        let mut cut = Cut { reader, hyphens_part, parts: Vec::new() };
        let end = reader.end;
        let mut from = 0;
        while from < end {
            // `(i) A / B`
            let begins = from == 0 || matches!(reader.part_at(from - 1), Some(Part::Stop));
            if let Some(behind) = begins.then(|| cut.mark(from).or_else(|| article(reader, from))).flatten() {
                from = behind;
                continue;
            }
            if let Some(behind) = cut.call(from) {
                cut.parts.push(Cell::Call(from, behind));
                from = behind;
                continue;
            }
            let to = (from..end).find(|at| cut.ends(*at, from)).unwrap_or(end);
            if to > from && !cut.is_defined(from, to) {
                cut.piece(from, cut.named_from(from, to));
            }
            from = if cut.is_sign(to) { to + 1 } else { to.max(from + 1) };
        }
        cut
    }

    /// Where the name begins that a sentence gives its figure, 「…占める割合を遵守率とする」; else its end.
    fn named_from(&self, from: usize, to: usize) -> usize {
        let reader = self.reader;
        let closes = reader.is_word(to, Word::Closes) && reader.text_of(to, to + 1).starts_with('と');
        let particle = (from..to).rev().find(|at| reader.is_word(*at, Word::Particle(Particle::Wo)));
        let is_figure = |at: usize| {
            matches!(reader.word_at(at), Some(Word::Noun(_) | Word::Aggregate(_) | Word::Fold))
                || matches!(reader.part_at(at), Some(Part::Close(_)))
        };
        match particle.filter(|particle| closes && *particle > from && is_figure(particle - 1)) {
            Some(particle) if noun(reader, particle + 1, to).is_some() => particle,
            _ => to,
        }
    }

    /// Where the mark of an item ends that stands in brackets before what it marks.
    fn mark(&self, at: usize) -> Option<usize> {
        let reader = self.reader;
        let is_open = matches!(reader.part_at(at), Some(Part::Open(_)));
        let close = at + 2;
        let behind = reader.part_at(close + 1)?;
        let is_marked = is_open
            && matches!(reader.part_at(close), Some(Part::Close(_)))
            && ITEM_MARKS.contains(&reader.folded(at + 1, close))
            && matches!(behind, Part::Unknown | Part::Word(_));
        is_marked.then_some(close + 1)
    }

    fn push(&mut self, from: usize, to: usize) {
        // `incidents per 1,000 calls`
        let is_per = from > 0 && self.reader.folded(from - 1, from) == "per";
        let is_counted = is_per
            && matches!(self.reader.part_at(from), Some(Part::Number(_)))
            && self.reader.folded(from + 2, from + 3) != "of";
        let from = from + usize::from(is_counted);
        // `MROUND(A,5)` calls what formulas do not have.
        if !(to > from && self.reader.is_sheet_call(to - 1)) {
            self.parts.push(Cell::Noun(from, to));
        }
    }

    /// Where a call of a sheet ends that stands for a figure: of a function that no formula has, or over a range.
    fn call(&self, at: usize) -> Option<usize> {
        let reader = self.reader;
        let close =
            matches!(reader.part_at(at + 1), Some(Part::Open(_))).then(|| reader.partner(at + 1))??;
        let name = reader.text_of(at, at + 1);
        let has =
            |wanted: fn(&Part) -> bool| (at + 2..close).any(|at| reader.part_at(at).is_some_and(wanted));
        let is_range = has(|part| matches!(part, Part::Colon))
            && !has(|part| matches!(part, Part::Operator(_) | Part::Open(_)));
        let is_count = OF_CELLS.iter().any(|begins| name.starts_with(begins));
        let is_whole = is_count || is_range && OF_RANGES.contains(&name);
        (reader.gap_at(at + 1) == Gap::None && is_whole).then_some(close + 1)
    }

    /// Whether what began at a place ends before another.
    fn ends(&self, at: usize, from: usize) -> bool {
        self.is_sign(at) || at > from && self.reader.gap_at(at) == Gap::Line
    }

    /// Whether a sign stands at a place that is no part of a word.
    fn is_sign(&self, at: usize) -> bool {
        match self.reader.part_at(at) {
            Some(Part::Operator(_)) => self.hyphens_part || !self.is_hyphen(at),
            Some(
                Part::Equals
                | Part::About
                | Part::Relation(_)
                | Part::Open(_)
                | Part::Close(_)
                | Part::Comma
                | Part::Stop
                | Part::Colon
                | Part::Semicolon
                | Part::Bar
                | Part::Mark
                | Part::Bullet
                | Part::Quote
                | Part::Blank
                | Part::Raised
                | Part::Percent
                | Part::BadNumber(_),
            ) => true,
            // 「障害による停止時間」 closes nothing.
            Some(Part::Word(Word::Closes)) => {
                let is_last = matches!(
                    self.reader.part_at(at + 1),
                    None | Some(Part::Stop | Part::Comma | Part::Close(_))
                );
                // 「Bとする割合」
                let is_that = self.reader.text_of(at, at + 1).starts_with('と')
                    && matches!(self.reader.word_at(at + 1), Some(Word::Noun(_)));
                is_last || is_that
            }
            Some(Part::Word(Word::Function(_) | Word::Cases | Word::IfError)) => {
                matches!(self.reader.part_at(at + 1), Some(Part::Open(_)))
            }
            // `A > 0 or C > 0`
            Some(Part::Word(Word::And | Word::Or))
                if at > 1
                    && matches!(self.reader.part_at(at - 1), Some(Part::Number(_)))
                    && matches!(self.reader.part_at(at - 2), Some(Part::Relation(_) | Part::Equals)) =>
            {
                true
            }
            // `AND(`
            Some(Part::Word(Word::And | Word::Or)) => {
                matches!(self.reader.part_at(at + 1), Some(Part::Open(_)))
                    && self.reader.gap_at(at + 1) == Gap::None
                    && self.reader.text_of(at, at + 1).is_ascii()
            }
            // `A × (X / B)`
            Some(Part::Word(Word::Ex)) => {
                let is_operand = |side: Option<usize>| {
                    side.and_then(|side| self.reader.part_at(side))
                        .is_some_and(|part| !matches!(part, Part::Operator(_) | Part::Open(_) | Part::Equals))
                };
                is_operand(at.checked_sub(1))
                    && is_operand(Some(at + 1)) | matches!(self.reader.part_at(at + 1), Some(Part::Open(_)))
                    && !matches!(self.reader.part_at(at + 1), Some(Part::Close(_)))
            }
            // 「Aを分子、Bを分母とする割合」
            Some(Part::Unknown) => {
                let is_wo = |at: usize| self.reader.is_word(at, Word::Particle(Particle::Wo));
                fraction::is_side(self.reader, at) && (at > 0 && is_wo(at - 1) || is_wo(at + 1))
            }
            Some(Part::Word(word)) => matches!(
                word,
                Word::Defines
                    | Word::Case
                    | Word::If
                    | Word::Otherwise
                    | Word::Both
                    | Word::Further
                    | Word::Then
            ),
            _ => false,
        }
    }

    /// Whether a hyphen or a stroke stands within a word of Latin letters: `on-time`, `30-day`, `B/L`.
    fn is_hyphen(&self, at: usize) -> bool {
        let reader = self.reader;
        let is_latin = |at: usize| {
            let word = reader.folded(at, at + 1);
            !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric())
        };
        let is_letters = |at: usize| {
            let word = reader.folded(at, at + 1);
            word.chars().all(char::is_alphabetic) && word.chars().count() <= 2
        };
        // 「B/L件数」, 「A-1件数」; not `A/B`, `A2/B2`.
        let goes_on = |at: usize| {
            reader.gap_at(at) == Gap::None
                && !reader.folded(at, at + 1).is_ascii()
                && matches!(
                    reader.part_at(at),
                    Some(Part::Unknown | Part::Unit(_) | Part::Word(Word::Noun(_)))
                )
        };
        let (Some(before), behind) = (at.checked_sub(1), at + 1) else { return false };
        let is_joined = reader.gap_at(at) == Gap::None
            && reader.gap_at(behind) == Gap::None
            && is_latin(before)
            && is_latin(behind);
        let is_numbered = matches!(reader.part_at(behind), Some(Part::Number(_)));
        // `A1-B1` of a sheet.
        let is_cell = |at: usize| {
            let word = reader.folded(at, at + 1);
            let digits = word.trim_start_matches(|c: char| c.is_ascii_alphabetic());
            let is_column = (1..=2).contains(&(word.len() - digits.len()));
            is_column && !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit())
        };
        is_joined
            && !(is_cell(before) && is_cell(behind))
            && match reader.folded(at, at + 1) {
                "-" if is_numbered => is_letters(before) && goes_on(behind + 1),
                // `A-B` is a difference, `e-mail` a word.
                "-" => [before, behind].iter().any(|at| reader.folded(*at, at + 1).chars().count() > 1),
                "/" => is_letters(before) && is_letters(behind) && goes_on(behind + 1),
                _ => false,
            }
    }

    /// Whether a part is the name of the figure itself: 「稼働率(%)＝」, `availability is`, 「…＝遵守率」.
    fn is_defined(&self, from: usize, to: usize) -> bool {
        let reader = self.reader;
        let equals = |at: usize| {
            matches!(reader.part_at(at), Some(Part::Equals | Part::About))
                || reader.is_word(at, Word::Defines)
        };
        // `Uptime % =`
        let mut behind = to + usize::from(matches!(reader.part_at(to), Some(Part::Percent)));
        if let Some(Part::Open(_)) = reader.part_at(behind)
            && let Some(close) = reader.partner(behind)
        {
            behind = close + 1;
        }
        let begins = from == 0
            || matches!(
                reader.part_at(from - 1),
                Some(Part::Stop | Part::Colon | Part::Semicolon | Part::Bullet)
            );
        let ends = behind >= reader.end || matches!(reader.part_at(behind), Some(Part::Stop));
        // 「違約金は、」
        let is_subject = to < reader.end && reader.is_word(to - 1, Word::Particle(Particle::Ha));
        begins && (equals(behind) || is_subject)
            || from > 1 && equals(from - 1) && ends && !self.calculates(from, to)
    }

    /// Whether something is calculated in words within a part.
    fn calculates(&self, from: usize, to: usize) -> bool {
        (from..to).any(|at| {
            matches!(
                self.reader.word_at(at),
                Some(
                    Word::Verb(..)
                        | Word::Aggregate(_)
                        | Word::Between(_)
                        | Word::Of(_)
                        | Word::Doer(_)
                        | Word::Fraction
                        | Word::PerDay
                )
            )
        })
    }

    /// The names of a part between signs: all of it, or what stands around its words of calculation.
    fn piece(&mut self, from: usize, to: usize) {
        let reader = self.reader;
        // 「稼働率99.9％以上：0％」
        let is_bounded = to > from + 1
            && matches!(reader.part_at(to - 1), Some(Part::Number(_)))
            && matches!(reader.part_at(to), Some(Part::Percent))
            && reader.word_as(to + 1, |word| matches!(word, Word::Compares(_))).is_some();
        let to = if is_bounded { to - 1 } else { to };
        let is_split = |at: usize| match reader.word_at(at) {
            Some(Word::Of(_) | Word::Doer(_)) => true,
            Some(Word::Multiple(..)) => is_multiple(reader, at),
            // `ten percent of the fee`
            Some(Word::Percent) => {
                reader.text_of(at, at + 1).is_ascii() && reader.is_word(at + 1, Word::Share)
            }
            Some(Word::Between(_)) => noun(reader, from, to).is_none(),
            Some(Word::And) => reader.text_of(at, at + 1).is_ascii(),
            _ => false,
        };
        if (from..to).any(is_split) {
            return self.english(from, to);
        }
        let is_unit = |at: usize| matches!(reader.part_at(at), Some(Part::Unit(_)));
        let takes = |at: usize| {
            matches!(reader.word_at(at), Some(Word::Verb(Verb::Subtract | Verb::Add | Verb::Times, _)))
        };
        // 「全件数が0の場合」
        let is_compared = |at: usize| {
            let is_number = matches!(reader.part_at(at + 1), Some(Part::Number(_)));
            // 「月額料金の30分の1」
            let is_share = at + 2 == to
                || matches!(
                    reader.word_at(at + 2),
                    Some(Word::Fraction | Word::Fold | Word::Tenths | Word::Percent)
                );
            // 「委託料に年2.5パーセントの割合で」
            let is_yearly = reader.is_word(at + 1, Word::PerYear)
                && matches!(reader.part_at(at + 2), Some(Part::Number(_)))
                && matches!(reader.word_at(at), Some(Word::Particle(Particle::Ni | Particle::Against)));
            is_yearly
                || is_number
                    && match reader.word_at(at) {
                        Some(Word::Particle(Particle::Ga)) => true,
                        Some(Word::Particle(Particle::No)) => is_share,
                        // 「契約金額に10％を乗じ」
                        Some(Word::Particle(Particle::Ni | Particle::Kara)) => {
                            at + 2 == to
                                || takes(at + 2)
                                || is_unit(at + 2) && (at + 3 == to || takes(at + 3))
                        }
                        // 「Aを2倍し」
                        Some(Word::Particle(Particle::Wo)) => {
                            matches!(reader.word_at(at + 2), Some(Word::Verb(Verb::Times, _)))
                        }
                        _ => false,
                    }
        };
        if let Some(ga) = (from..to).find(|at| is_compared(*at)) {
            let is_ha = |at: &usize| reader.is_word(*at, Word::Particle(Particle::Ha));
            let start = (from..ga).rev().find(is_ha).map_or(from, |ha| ha + 1);
            // 「遅延日数に応じて契約金額の0.1％」
            let is_over = |at: usize| {
                matches!(reader.word_at(at), Some(Word::Particle(Particle::Over) | Word::PerDay))
                    || reader.is_word(at, Word::Particle(Particle::Against))
                        && reader.text_of(at, at + 1).starts_with("に対し")
            };
            let mut begun = start;
            for at in start..ga {
                if is_over(at) {
                    self.push(begun, at);
                    begun = at + 1;
                }
            }
            if self.calculates(begun, ga) {
                self.piece(begun, ga);
            } else {
                self.push(begun, ga);
            }
            return self.piece(ga + 1, to);
        }
        let is_japanese = |at: usize| match reader.word_at(at) {
            Some(Word::Verb(verb, _)) => verb.operates(),
            word => matches!(
                word,
                Some(
                    Word::Aggregate(_)
                        | Word::Occupies
                        | Word::Particle(
                            Particle::Within | Particle::Ha | Particle::Over | Particle::Against
                        )
                )
            ),
        };
        let is_said = |at: usize| {
            matches!(
                reader.word_at(at),
                Some(Word::Particle(Particle::Ha | Particle::Against | Particle::Within))
            )
        };
        let has_words = (from..to).any(is_japanese);
        if has_words && ((from..to).any(is_said) || noun(reader, from, to).is_none()) {
            return self.japanese(from, to);
        }
        self.push(from, to);
    }

    /// `A divided by B`, `the ratio of A to B`, `subtracting A from B`.
    fn english(&mut self, from: usize, to: usize) {
        let reader = self.reader;
        // Before the first word that takes two operands, `to`, `by`, `from` and `and` belong to names.
        let mut is_open = false;
        let mut start = from;
        for at in from..to {
            let ends = match reader.word_at(at) {
                Some(Word::Of(_) | Word::Doer(_)) => {
                    is_open = true;
                    true
                }
                Some(Word::Between(_)) => {
                    is_open = false;
                    true
                }
                Some(Word::And) => true,
                Some(Word::Multiple(..)) => is_multiple(reader, at),
                Some(Word::To | Word::By | Word::From) if is_open => {
                    is_open = false;
                    true
                }
                Some(Word::Percent) => reader.is_word(at + 1, Word::Share),
                Some(Word::AsPercentage | Word::RoundedTo | Word::Rounds(_)) => true,
                _ => false,
            };
            if ends {
                self.push(start, at);
                start = at + 1;
            }
        }
        self.push(start, to);
    }

    /// 「AをBで除した値」, 「AにBを乗じた額」, 「AからBを減じて」, 「AのうちB」, 「A及びBの合計」.
    fn japanese(&mut self, from: usize, to: usize) {
        let reader = self.reader;
        let particle = |at: usize| match reader.word_at(at) {
            Some(Word::Particle(particle)) => Some(particle),
            _ => None,
        };
        let mut start = (from..to).find(|at| particle(*at) == Some(Particle::Ha)).map_or(from, |at| at + 1);
        // 「1から超過率を減じた値」
        let is_figure = |at: usize| {
            matches!(reader.part_at(at), Some(Part::Number(_)))
                && matches!(particle(at + 1), Some(Particle::Kara | Particle::Ni))
        };
        start += if is_figure(start) { 2 } else { 0 };
        let mut at = start;
        while at < to {
            match reader.word_at(at) {
                Some(Word::Verb(verb, _)) if verb.operates() => {
                    let second = at.checked_sub(1).filter(|second| *second > start);
                    if let Some(second) = second
                        && let Some(behind) = particle(second)
                    {
                        let partner = (start..second)
                            .rev()
                            .find(|at| particle(*at).is_some_and(|before| goes_with(before, behind)));
                        match partner {
                            Some(partner) => {
                                self.list(start, partner);
                                self.list(partner + 1, second);
                            }
                            None => self.list(start, second),
                        }
                    }
                    start = at + 1;
                    // 「除した値に」: what was made so far is no name.
                    while start < to
                        && matches!(
                            reader.word_at(start),
                            Some(
                                Word::Noun(_) | Word::Particle(_) | Word::After | Word::Doing | Word::Result
                            )
                        )
                    {
                        start += 1;
                    }
                    at = start;
                }
                Some(Word::Aggregate(_)) => {
                    self.list(start, at);
                    start = at + 1;
                    at += 1;
                }
                Some(
                    Word::Particle(Particle::Within | Particle::Over | Particle::Against) | Word::Occupies,
                ) if particle(at) != Some(Particle::Against) || !self.calculates(at, to) => {
                    // 「BがAに占める」
                    if particle(at) == Some(Particle::Within)
                        && let Some(ga) = (start..at).find(|at| particle(*at) == Some(Particle::Ga))
                    {
                        self.list(start, ga);
                        start = ga + 1;
                    }
                    // 「Bの全件数に占める割合」
                    let nos: Vec<usize> =
                        (start..at).filter(|at| particle(*at) == Some(Particle::No)).collect();
                    if let [no] = nos.as_slice()
                        && particle(at) == Some(Particle::Within)
                        && reader.text_of(at, at + 1).contains("占め")
                        && matches!(reader.word_at(at + 1), Some(Word::Noun(Noun::Share | Noun::Percentage)))
                        && measures(reader.folded(start, *no))
                        && measures(reader.folded(no + 1, at))
                    {
                        self.list(start, *no);
                        start = no + 1;
                    }
                    self.list(start, at);
                    start = at + 1;
                    at += 1;
                }
                _ => at += 1,
            }
        }
        // 「Aに対するBの割合」
        let is_share =
            |at: usize| matches!(reader.word_at(at), Some(Word::Noun(Noun::Share | Noun::Percentage)));
        let has_no = to > start + 2 && is_share(to - 1) && particle(to - 2) == Some(Particle::No);
        self.list(start, if has_no && start > from { to - 2 } else { to });
    }

    /// The names of a list: 「A、B及びC」.
    fn list(&mut self, from: usize, to: usize) {
        let reader = self.reader;
        let is_summed = reader.word_as(to, |word| matches!(word, Word::Aggregate(_))).is_some()
            || reader.word_as(to + 1, |word| matches!(word, Word::Aggregate(_))).is_some();
        let joints: Vec<usize> = (from..to)
            .filter(|at| {
                // 「満足と答えた者」
                let is_quoting =
                    reader.text_of(*at, at + 1) == "と" && (!is_summed || quotes(reader, *at, to));
                reader.is_word(*at, Word::And) && !is_quoting
            })
            .collect();
        // 「本社及び支社の従業員数」 is one figure of both, 「電話、メール及び窓口の受付件数」 of three.
        if is_shared(reader, from, &joints, to) {
            if from == 0 || reader.part_at(from - 1) != Some(&Part::Comma) {
                self.push(from, to);
            }
            return;
        }
        let mut start = from;
        for joint in joints {
            self.push(start, joint);
            start = joint + 1;
        }
        self.push(start, to);
    }
}

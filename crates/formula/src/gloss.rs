//! What may stand beside a figure without a word in the formula: references, dates, abbreviations, and glosses of a
//! fixed list.
//!
//! What is not recognised here may count, restrict, sum, order or compare, and so change the figure: it is refused.

use crate::{kanji, lexicon, pieces::Pieces, read::Reader, token::Part};

/// Glosses that name the same amount, as they are matched: how it is paid and taxed, of which period it is, of how much.
static GLOSSES: Pieces = Pieces::of(&[
    "税込",
    "税込み",
    "税抜",
    "税抜き",
    "税別",
    "消費税込",
    "消費税込み",
    "消費税抜き",
    "消費税別",
    "消費税",
    "税率",
    "消費税率",
    "月額",
    "年額",
    "日額",
    "当月",
    "当月分",
    "対象月",
    "対象月分",
    "当該月",
    "当該月分",
    "月間",
    "年間",
    "当年度",
    "当該年度",
    "当期",
    "全体",
    "システム全体",
    "サービス全体",
    "初動",
    "初期対応",
    "一次対応",
    "一次回答",
    "満点",
    "名称",
    "仮称",
    "略称",
    "目標値",
    "実績値",
    "固定値",
    "定数",
    "係数",
    "見込",
    "見込み",
    "予定",
    "実績",
    "整数値",
    "inclvat",
    "exclvat",
    "includingvat",
    "excludingvat",
    "inclusiveofvat",
    "exclusiveofvat",
    "includingtax",
    "excludingtax",
    "inclusiveoftax",
    "exclusiveoftax",
    "permonth",
    "peryear",
    "perday",
    "perhour",
    "percall",
    "percase",
    "perincident",
    "perticket",
    "thismonth",
    "inthemonth",
    "themonth",
    "systemwide",
    "firstresponse",
    "initialresponse",
    "target",
    "actual",
    "constant",
    "fixed",
]);

/// How a reference ends.
const REFERS: &[&str] = &[
    "を参照のこと",
    "を参照すること",
    "を参照",
    "参照",
    "のとおりとする",
    "のとおり",
    "の通り",
    "によるものとする",
    "による",
    "に定める",
    "に定めるもの",
    "に定める額",
    "に規定する",
    "に規定する額",
    "に示す",
    "に記載",
    "に記載の額",
    "記載のとおり",
    "に準ずる",
];
/// What is referred to.
static REFERENCES: Pieces = Pieces::of(&[
    "別表",
    "別紙",
    "別添",
    "別記",
    "別図",
    "別掲",
    "様式",
    "付録",
    "附属書",
    "付属書",
    "仕様書",
    "契約書",
    "要領",
    "要綱",
    "要求水準書",
    "提案書",
    "見積書",
    "約款",
    "本書",
    "本表",
    "上表",
    "下表",
    "左記",
    "上記",
    "下記",
    "前述",
    "後述",
    "前記",
    "後記",
    "前条",
    "前項",
    "次条",
    "次項",
    "脚注",
    "注釈",
    "備考",
    "定義",
    "用語",
    "詳細は",
    "詳細",
    "算定方法は",
    "集計方法は",
    "測定方法は",
    "表",
    "図",
    "第",
    "条",
    "項",
    "号",
    "章",
    "節",
    "頁",
    "ページ",
    "の",
    "-",
    "‐",
    "－",
    ".",
    "、",
    ",",
    "及び",
    "「",
    "」",
]);
const REFERENCES_EN: &[&str] = &[
    "pleasesee",
    "see",
    "referto",
    "asdefinedin",
    "definedin",
    "assetoutin",
    "setoutin",
    "asspecifiedin",
    "specifiedin",
    "asper",
    "annexes",
    "annex",
    "appendix",
    "schedule",
    "table",
    "section",
    "clause",
    "article",
    "exhibit",
    "paragraph",
    "part",
    "figure",
    "note",
    "footnote",
    "attachment",
    "theagreement",
    "thecontract",
    "thisagreement",
    "above",
    "below",
    "of",
    "to",
    "and",
    "(",
    ")",
    ".",
    "-",
    ",",
];
/// What a date, or the period that one names, is made of.
static DATES: Pieces = Pieces::of(&[
    "令和",
    "平成",
    "昭和",
    "西暦",
    "年度分",
    "年度",
    "年",
    "月分",
    "月末",
    "月",
    "日",
    "末",
    "現在",
    "時点",
    "元",
    "基準日",
    "契約締結日",
    "契約時",
    "契約締結時",
    "公告日",
    "の",
    "/",
    "-",
    ".",
]);
const DATES_EN: &[&str] = &[
    "asof",
    "asat",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "fy",
    "thedateofthecontract",
    "contractdate",
    "-",
    "/",
    ".",
    ",",
];
/// What a sentence beside the figure says of when and how it is reported.
static REPORTED: Pieces = Pieces::of(&[
    "毎月",
    "月次で",
    "月次",
    "月ごとに",
    "四半期ごとに",
    "年度ごとに",
    "年次で",
    "翌月",
    "報告書に",
    "集計する",
    "集計し",
    "算出する",
    "測定する",
    "報告する",
    "記載する",
    "計測する",
    "確認する",
    "し",
    "、",
    "measured",
    "calculated",
    "reported",
    "monthly",
    "everymonth",
    "eachmonth",
    "quarterly",
    "everyquarter",
    "itis",
    "is",
    "theresultis",
    "and",
    "by",
    "theprovider",
    "thecontractor",
    "thesupplier",
    "in",
    "themonthlyreport",
]);
/// With which a sentence only leads to the figure.
const INTRODUCES: &[&str] = &[
    "次の式",
    "次の算式",
    "次の計算式",
    "次式",
    "以下の式",
    "以下の計算式",
    "以下の算式",
    "下記の式",
    "下記の計算式",
    "次のとおり",
    "以下のとおり",
    "下記のとおり",
    "次の方法",
    "以下の方法",
];
const INTRODUCES_EN: &[&str] = &["asfollows", "followingformula", "formulabelow", "followingway"];

/// Abbreviations of what is done with numbers, which are no names.
const SUMMED: &[&str] = &[
    "avg", "ave", "med", "std", "cum", "acc", "ytd", "mtd", "qtd", "est", "adj", "ex", "inc", "excl", "incl",
    "tot",
];

impl Reader<'_> {
    /// Whether what stands between two places says nothing that the figure would have to hold.
    pub(crate) fn is_gloss(&self, from: usize, to: usize) -> bool {
        let text = self.folded(from, to);
        GLOSSES.holds(text) || is_reference(text) || is_date(text) || self.is_abbreviation(from, to)
    }

    /// Whether a sentence only refers to another place, says when the figure is reported, or leads to it.
    pub(crate) fn is_aside(&self, from: usize, to: usize) -> bool {
        let text = self.folded(from, to);
        let text = text.trim_matches(|c: char| "。.、,:：".contains(c));
        let leads = INTRODUCES.iter().chain(INTRODUCES_EN).any(|words| text.contains(words))
            && !self.changes_the_figure(from, to);
        GLOSSES.holds(text) || is_reference(text) || is_date(text) || made_of(text, &REPORTED, false) || leads
    }

    /// Whether a sentence only refers to another place: 「詳細は別紙2参照」, `See Annex 2`.
    pub(crate) fn refers(&self, from: usize, to: usize) -> bool {
        let text = self.folded(from, to);
        is_reference(text.trim_matches(|c: char| "。.、,:：".contains(c)))
    }

    /// A letter, or letters in capitals, that no name of the vocabulary is: 予定価格（P）, 平均故障間隔（MTBF）; also a name in
    /// quotation marks.
    fn is_abbreviation(&self, from: usize, to: usize) -> bool {
        let holds_term = (from..to).any(|at| matches!(self.part_at(at), Some(Part::Term(_))));
        if holds_term {
            return false;
        }
        let words = self.words(from, to);
        let is_capitals = (1..=8).contains(&words.len()) && words.chars().all(|c| c.is_ascii_uppercase());
        let is_quoted = matches!(self.part_at(from), Some(Part::Quote | Part::Open(_)))
            && matches!(self.part_at(to - 1), Some(Part::Quote | Part::Close(_)))
            && to - from == 3
            && matches!(self.part_at(from + 1), Some(Part::Unknown));
        let folded = self.folded(from, to);
        let sums = SUMMED.contains(&folded) || lexicon::CHANGES_EN.holds(folded);
        let is_word = (from..to).any(|at| !matches!(self.part_at(at), Some(Part::Unknown)));
        is_capitals && !sums && !is_word || is_quoted
    }
}

fn is_reference(text: &str) -> bool {
    let plain = REFERS.iter().find_map(|end| text.strip_suffix(end)).unwrap_or(text);
    let refers = plain.len() < text.len();
    let names = |at: usize| {
        let rest = plain.get(at..).unwrap_or("");
        REFERENCES.begin(rest).any(|word| word.chars().nth(1).is_some())
    };
    let names = || plain.char_indices().any(|(at, _)| names(at));
    let is_article = plain.starts_with('第') && plain.contains(['条', '項', '号', '章', '節']);
    let is_japanese = made_of(plain, &REFERENCES, true) && (refers || names() || is_article);
    let leads = [
        "see",
        "pleasesee",
        "referto",
        "as",
        "definedin",
        "setoutin",
        "specifiedin",
        "annex",
        "appendix",
        "schedule",
        "table",
        "section",
        "clause",
        "exhibit",
        "attachment",
    ];
    let is_english =
        leads.iter().any(|lead| plain.starts_with(lead)) && made_of_english(plain, REFERENCES_EN);
    is_japanese || is_english
}

fn is_date(text: &str) -> bool {
    let ends = ["現在", "時点", "年度", "年度分", "月分", "月末", "月", "年"];
    let is_japanese = ends.iter().any(|end| text.ends_with(end))
        && text.chars().any(|c| c.is_ascii_digit() || kanji::is_digit(c))
        || text.ends_with("現在")
        || text.ends_with("時点");
    let starts = ["asof", "asat", "fy"];
    // 3月 may be three months: of a period it says 月分, of a date the year or the day.
    let counts =
        text.ends_with('月') && !text.contains('年') || text.ends_with('年') && text.chars().count() < 5;
    is_japanese && !counts && made_of(text, &DATES, true)
        || starts.iter().any(|start| text.starts_with(start)) && made_of_english(text, DATES_EN)
}

/// Whether a text is made of such words alone, and of numbers where they may stand.
fn made_of(text: &str, words: &Pieces, counts: bool) -> bool {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let longest = words.begin(rest).map(str::len).max();
        rest = match longest {
            Some(length) => rest.get(length..).unwrap_or(""),
            None if counts && (first.is_ascii_digit() || kanji::is_digit(first)) => {
                rest.get(first.len_utf8()..).unwrap_or("")
            }
            None => return false,
        };
    }
    !text.is_empty()
}

/// The same of English, where a letter may stand for a number: `Annex B`.
fn made_of_english(text: &str, words: &[&str]) -> bool {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let longest = words.iter().filter_map(|word| rest.strip_prefix(word)).min_by_key(|rest| rest.len());
        let is_mark = first.is_ascii_digit()
            || first.is_ascii_lowercase() && !rest.chars().nth(1).is_some_and(|c| c.is_ascii_lowercase());
        rest = match longest {
            Some(behind) => behind,
            None if is_mark => rest.get(first.len_utf8()..).unwrap_or(""),
            None => return false,
        };
    }
    !text.is_empty()
}

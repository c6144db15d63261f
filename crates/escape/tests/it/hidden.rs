//! The table of hidden characters against Unicode's own properties.

use escape::{is_hidden, read_back, terminal};
use regex::Regex;

#[test]
fn hidden_are_the_characters_that_unicode_says() {
    // The engine knows no property for noncharacters.
    let says = Regex::new(
        r"^[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}]--\p{Prepended_Concatenation_Mark}]$",
    )
    .unwrap();
    // Characters whose picture is empty have no property of their own.
    let is_blank = |c: char| matches!(c, '\u{2800}' | '\u{13441}' | '\u{13442}' | '\u{1d159}');
    let is_noncharacter =
        |c: char| matches!(c, '\u{fdd0}'..='\u{fdef}') || matches!(u32::from(c) & 0xffff, 0xfffe | 0xffff);
    let differ: Vec<String> = ('\0'..=char::MAX)
        .filter(|c| {
            is_hidden(*c)
                != (says.is_match(c.encode_utf8(&mut [0; 4])) || is_noncharacter(*c) || is_blank(*c))
        })
        .map(|c| c.escape_unicode().to_string())
        .collect();
    assert_eq!(differ, [""; 0]);
}

/// 葛城 and 辻 are written with a selector in many people's names.
#[test]
fn a_selector_stays_where_it_varies_something() {
    for name in ["葛\u{e0100}城", "辻\u{e0101}", "神\u{fe00}", "☎\u{fe0f}", "㊙\u{fe0e}", "𠮟\u{e0101}る"]
    {
        assert_eq!(terminal(name), name);
    }
    for (hiding, shown) in [
        ("\u{fe0f}", r"\u{fe0f}"),
        ("葛\u{e0100}\u{e0101}", "葛\u{e0100}\\u{e0101}"),
        ("a\u{e0100}", r"a\u{e0100}"),
        ("か\u{e0100}", r"か\u{e0100}"),
        ("葛 \u{e0100}", r"葛 \u{e0100}"),
        ("葛\u{200b}\u{e0100}", r"葛\u{200b}\u{e0100}"),
        ("a\u{180b}", r"a\u{180b}"),
        ("1\u{fe0f}", r"1\u{fe0f}"),
        ("☎\u{fe0f}\u{fe0f}", "☎\u{fe0f}\\u{fe0f}"),
    ] {
        assert_eq!(terminal(hiding), shown);
        assert_eq!(read_back(shown), hiding);
    }
}

/// One of each kind, with the first and last.
const SELECTORS: [char; 8] =
    ['\u{fe00}', '\u{fe02}', '\u{fe03}', '\u{fe0e}', '\u{fe0f}', '\u{180b}', '\u{e0100}', '\u{e01ef}'];

/// `inc\u{fe0f}idents.csv` was told as `incidents.csv`: any visible character counted as varied.
#[test]
fn regression_no_selector_hides_behind_what_it_does_not_vary() {
    let pattern = |pattern: &str| {
        let pattern = Regex::new(pattern).unwrap();
        move |c: char| pattern.is_match(c.encode_utf8(&mut [0; 4]))
    };
    let is_kanji = pattern(r"^[\p{Unified_Ideograph}\x{3007}]$");
    // In the planes of kanji what is not assigned yet will be one.
    let may_be_kanji = |c: char| is_kanji(c) || ('\u{20000}'..='\u{33fff}').contains(&c);
    let is_emoji = pattern(r"^[\p{Emoji}--[0-9\#*]]$");
    let (mut kanji, mut emoji) = (0, 0);
    for base in '\0'..=char::MAX {
        for selector in SELECTORS {
            let text = String::from_iter([base, selector]);
            let stays = terminal(&text).ends_with(selector);
            match selector {
                '\u{fe00}'..='\u{fe02}' | '\u{e0100}'..='\u{e01ef}' => {
                    assert!(!stays || may_be_kanji(base), "{}", text.escape_unicode());
                    assert!(stays || !is_kanji(base), "{}", text.escape_unicode());
                    kanji += u32::from(stays && is_kanji(base));
                }
                '\u{fe0e}' | '\u{fe0f}' => {
                    assert!(!stays || is_emoji(base), "{}", text.escape_unicode());
                    emoji += u32::from(stays);
                }
                _ => assert!(!stays, "{}", text.escape_unicode()),
            }
        }
    }
    assert!(kanji > 4 * 90_000, "{kanji}");
    // The signs that have both forms, less ten digits, `#` and `*`.
    assert_eq!(emoji, 2 * 342);
    assert_eq!(
        terminal(&escape::name(std::path::Path::new("inc\u{fe0f}idents.csv"))),
        r"inc\u{fe0f}idents.csv"
    );
    assert_eq!(terminal("a\u{2800}b"), r"a\u{2800}b");
}

#[test]
fn japanese_stays_as_it_is() {
    for text in [
        "が",
        "か\u{3099}",
        "ﾊﾟｿｺﾝ",
        "①㈱Ⅳ～－−〜‖",
        "令和６年　６月",
        "\u{e000}",
        "𠮷野家",
        "C:\\新規\\台帳.csv",
    ] {
        assert_eq!(terminal(text), text);
    }
}

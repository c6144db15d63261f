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
    let is_noncharacter =
        |c: char| matches!(c, '\u{fdd0}'..='\u{fdef}') || matches!(u32::from(c) & 0xffff, 0xfffe | 0xffff);
    let differ: Vec<String> = ('\0'..=char::MAX)
        .filter(|c| is_hidden(*c) != (says.is_match(c.encode_utf8(&mut [0; 4])) || is_noncharacter(*c)))
        .map(|c| c.escape_unicode().to_string())
        .collect();
    assert_eq!(differ, [""; 0]);
}

/// 葛城 and 辻 are written with a selector in many people's names.
#[test]
fn a_selector_stays_where_it_varies_something() {
    for name in
        ["葛\u{e0100}城", "辻\u{e0101}", "神\u{fe00}", "☎\u{fe0f}", "1\u{fe0f}\u{20e3}", "𠮟\u{e0101}る"]
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
    ] {
        assert_eq!(terminal(hiding), shown);
        assert_eq!(read_back(shown), hiding);
    }
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

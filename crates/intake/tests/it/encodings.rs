//! Encodings: declared, detected, wrong.

use intake::{Encoding, Found, decode, encode_cp932};
use proptest::prelude::*;

const TEXT: &str = "番号,件名\n1,表示の不具合～①\n";

#[test]
fn each_encoding_is_found_and_verified() {
    let cp932 = encode_cp932(TEXT).unwrap();
    assert_eq!(decode(&cp932, Encoding::Detect).unwrap(), (TEXT.into(), Found::Cp932));
    assert_eq!(decode(&cp932, Encoding::Cp932).unwrap().1, Found::Cp932);
    assert_eq!(decode(TEXT.as_bytes(), Encoding::Detect).unwrap().1, Found::Utf8);
    let bom = [b"\xEF\xBB\xBF".as_slice(), TEXT.as_bytes()].concat();
    assert_eq!(decode(&bom, Encoding::Utf8).unwrap(), (TEXT.into(), Found::Utf8Bom));
    assert_eq!(decode(b"id\n1\n", Encoding::Cp932).unwrap().1, Found::Ascii);
}

#[test]
fn a_wrong_declaration_is_refused_with_the_way_out() {
    let cp932 = encode_cp932(TEXT).unwrap();
    assert_eq!(
        decode(&cp932, Encoding::Utf8).unwrap_err().to_string(),
        "line 1, byte 1 of the line: 0x94 is not UTF-8; the file is valid CP932: declare it so"
    );
    assert_eq!(
        decode(TEXT.as_bytes(), Encoding::Cp932).unwrap_err().to_string(),
        "line 1, byte 1 of the line: 0xE7 is not CP932; the file is valid UTF-8: declare it so"
    );
    assert_eq!(
        decode(b"id\n1,\xFF\xFF\n", Encoding::Detect).unwrap_err().to_string(),
        "line 2, byte 3 of the line: 0xFF is not UTF-8, nor is the file CP932"
    );
}

#[test]
fn a_character_that_cp932_would_change_is_named() {
    for (text, message) in [
        (
            "a\nb〜",
            "line 2, character 2: `〜` (U+301C) has no exact place in CP932; write UTF-8, or replace it",
        ),
        ("−", "line 1, character 1: `−` (U+2212) has no exact place in CP932; write UTF-8, or replace it"),
        ("¥", "line 1, character 1: `¥` (U+00A5) has no exact place in CP932; write UTF-8, or replace it"),
        ("𠮷", "line 1, character 1: `𠮷` (U+20BB7) has no exact place in CP932; write UTF-8, or replace it"),
    ] {
        assert_eq!(encode_cp932(text).unwrap_err().to_string(), message);
    }
}

proptest! {
    #[test]
    fn what_is_encoded_comes_back(text in "[ -~ぁ-んァ-ヶ一-龠①-⑳～（）]{0,60}") {
        if let Ok(bytes) = encode_cp932(&text) {
            prop_assert_eq!(decode(&bytes, Encoding::Detect).map(|(text, _)| text.into_owned()), Ok(text));
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        for encoding in [Encoding::Detect, Encoding::Utf8, Encoding::Cp932] {
            let _ = decode(&bytes, encoding);
        }
    }
}

//! Memory: what the command takes at most, and its last words where that is used up.

use std::env;

use ::memory::Memory;
use keiyaku::provenance::{Language, Text};

use crate::failure::{Failure, MEMORY};

/// The last words in Japanese.
macro_rules! ja {
    () => {
        "keiyaku: メモリが上限に達したため中止した。書き終えた出力と台帳に記録した内容はそのまま残る。入力を分けるか、環境変数 KEIYAKU_MEMORY（既定は4G）で上限を上げる\n"
    };
}

/// The last words in English.
macro_rules! en {
    () => {
        "keiyaku: stopped at the limit of memory; outputs that were complete and what journals recorded stay; hand in less at once, or raise the limit by the variable KEIYAKU_MEMORY (4G if it is not set)\n"
    };
}

/// The allocator of the command.
#[global_allocator]
static ALLOCATOR: Memory = Memory::new(concat!(ja!(), en!()), MEMORY);

/// The variable of the environment that holds another limit.
const VARIABLE: &str = "KEIYAKU_MEMORY";

/// What is taken at most where nothing else is said: many times what the largest files that are read need.
const MOST: u64 = 4 << 30;

/// Says the last words in one language.
pub(crate) fn speak(language: Language) {
    ALLOCATOR.say(match language {
        Language::Ja => ja!(),
        Language::En => en!(),
    });
}

/// Limits what the process takes, unless less is allowed already.
pub(crate) fn limit() -> Result<(), Failure> {
    let most = match env::var(VARIABLE) {
        Ok(text) => bytes(&text).ok_or_else(|| wrong(&text))?,
        Err(env::VarError::NotPresent) => MOST,
        Err(env::VarError::NotUnicode(text)) => return Err(wrong(&escape::name(text))),
    };
    ::memory::limit(most);
    Ok(())
}

/// A number of bytes: `512M`, `4G`, or a plain number.
fn bytes(text: &str) -> Option<u64> {
    let (digits, unit) = match text.strip_suffix(['G', 'g']) {
        Some(digits) => (digits, 1 << 30),
        None => text.strip_suffix(['M', 'm']).map_or((text, 1), |digits| (digits, 1 << 20)),
    };
    // `+4` is no number of bytes.
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse::<u64>().ok().filter(|_| is_number)?.checked_mul(unit)
}

fn wrong(text: &str) -> Failure {
    Failure::Told(Text::new(
        format!("環境変数{VARIABLE}の`{text}`はメモリの量でない。512M、4Gのように書く"),
        format!("variable {VARIABLE}: `{text}` is not an amount of memory; write it as in 512M or 4G"),
    ))
}

#[cfg(test)]
mod tests {
    use super::bytes;

    #[test]
    fn amounts_are_read_to_the_byte() {
        assert_eq!([bytes("512M"), bytes("4g"), bytes("1000")], [Some(512 << 20), Some(4 << 30), Some(1000)]);
        for wrong in ["", "M", "+4G", "4 G", "4T", "-1", "1.5G", "99999999999G", "４G"] {
            assert_eq!(bytes(wrong), None, "{wrong}");
        }
    }
}

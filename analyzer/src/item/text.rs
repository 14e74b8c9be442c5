//! What a string literal says.

use std::ops::Range;

/// A backslash that escapes nothing. The range is in bytes of the literal, quotes included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum EscapeError {
    /// `\x`, where `x` has no meaning.
    Unknown(Range<usize>),
    /// `\u` without four digits, or half a surrogate pair.
    Unicode(Range<usize>),
}

/// The text of a string literal that is written with its quotes. Escapes that mean nothing are left out.
pub fn string_value(literal: &str) -> String {
    decode(literal, |_| {})
}

/// The text of a literal that is written with its quotes. What an escape error stands for is left out.
pub(crate) fn decode(literal: &str, mut on_error: impl FnMut(EscapeError)) -> String {
    let end = literal.len() - usize::from(literal.len() > 1 && literal.ends_with('"'));
    let mut text = String::with_capacity(literal.len());
    let mut at = 1.min(end);
    while at < end {
        let rest = &literal[at..end];
        let plain = rest.find('\\').unwrap_or(rest.len());
        text.push_str(&rest[..plain]);
        at += plain;
        let Some(escaped) = literal[at..end].chars().nth(1) else { break };
        let length = 1 + escaped.len_utf8();
        match escaped {
            '"' | '\\' | '/' => text.push(escaped),
            'b' => text.push('\u{8}'),
            'f' => text.push('\u{C}'),
            'n' => text.push('\n'),
            'r' => text.push('\r'),
            't' => text.push('\t'),
            'u' => {
                let (length, character) = unicode(&literal[at..end]);
                match character {
                    Some(character) => text.push(character),
                    None => on_error(EscapeError::Unicode(at..at + length)),
                }
                at += length;
                continue;
            }
            _ => on_error(EscapeError::Unknown(at..at + length)),
        }
        at += length;
    }
    text
}

/// Reads `\uXXXX`, or two of them that make one character. Answers how many bytes they take.
fn unicode(text: &str) -> (usize, Option<char>) {
    let Some(high) = unit(text) else {
        let digits = text[2..].bytes().take(4).take_while(u8::is_ascii_hexdigit).count();
        return (2 + digits, None);
    };
    if let Some(character) = char::from_u32(high) {
        return (6, Some(character));
    }
    let Some(low) = text.get(6..).and_then(unit) else { return (6, None) };
    let pair = [high, low].map(|unit| u16::try_from(unit).unwrap_or_default());
    match char::decode_utf16(pair).next() {
        Some(Ok(character)) if (0xD800..0xDC00).contains(&high) => (12, Some(character)),
        _ if (0xDC00..0xE000).contains(&high) => (6, None),
        _ => (12, None),
    }
}

fn unit(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(literal: &str, text: &str, errors: &[EscapeError]) {
        let mut found = Vec::new();
        assert_eq!(decode(literal, |error| found.push(error)), text, "{literal}");
        assert_eq!(found, errors, "{literal}");
    }

    #[test]
    fn escapes() {
        check(r#""a\"b\\c\/\b\f\n\r\té""#, "a\"b\\c/\u{8}\u{C}\n\r\té", &[]);
        check(r#""\u00e9 \ud83d\ude00""#, "é 😀", &[]);
        check(r#""a\xb""#, "ab", &[EscapeError::Unknown(2..4)]);
        check(r#""\éb""#, "b", &[EscapeError::Unknown(1..4)]);
        check(r#""\u12""#, "", &[EscapeError::Unicode(1..5)]);
        check(r#""\u00zz""#, "zz", &[EscapeError::Unicode(1..5)]);
        check(r#""\ud83dx""#, "x", &[EscapeError::Unicode(1..7)]);
        check(r#""\ud83d\u0041""#, "", &[EscapeError::Unicode(1..13)]);
        check(r#"""#, "", &[]);
        check(r#""abc"#, "abc", &[]);
        check(r#""abc\"#, "abc", &[]);
    }
}

//! Semantic tokens as the protocol wants them: places relative to the token before, and what changed since the last answer.

use crate::text::{Text, Unit};
use ide::{Modifiers, Token, TokenKind};
use std::collections::HashMap;
use tower_lsp_server::ls_types::{
    SemanticToken, SemanticTokenModifier, SemanticTokenType, SemanticTokens, SemanticTokensDelta,
    SemanticTokensEdit, SemanticTokensFullDeltaResult, SemanticTokensLegend, Uri,
};

/// The protocol's words for the kinds of tokens. Their places in this list are what is sent.
const KINDS: [(TokenKind, SemanticTokenType); 14] = [
    (TokenKind::Keyword, SemanticTokenType::KEYWORD),
    (TokenKind::Namespace, SemanticTokenType::NAMESPACE),
    (TokenKind::Class, SemanticTokenType::CLASS),
    (TokenKind::Interface, SemanticTokenType::INTERFACE),
    (TokenKind::Enum, SemanticTokenType::ENUM),
    (TokenKind::EnumMember, SemanticTokenType::ENUM_MEMBER),
    (TokenKind::Property, SemanticTokenType::PROPERTY),
    (TokenKind::Type, SemanticTokenType::TYPE),
    (TokenKind::Decorator, SemanticTokenType::DECORATOR),
    (TokenKind::Parameter, SemanticTokenType::PARAMETER),
    (TokenKind::Function, SemanticTokenType::FUNCTION),
    (TokenKind::String, SemanticTokenType::STRING),
    (TokenKind::Number, SemanticTokenType::NUMBER),
    (TokenKind::Comment, SemanticTokenType::COMMENT),
];

/// The protocol's words for the modifiers, in the order of the modifiers' bits.
const MODIFIERS: [(Modifiers, SemanticTokenModifier); 5] = [
    (Modifiers::DECLARATION, SemanticTokenModifier::DECLARATION),
    (Modifiers::READONLY, SemanticTokenModifier::READONLY),
    (Modifiers::DEPRECATED, SemanticTokenModifier::DEPRECATED),
    (Modifiers::DEFAULT_LIBRARY, SemanticTokenModifier::DEFAULT_LIBRARY),
    (Modifiers::DOCUMENTATION, SemanticTokenModifier::DOCUMENTATION),
];

/// What the numbers in an answer mean.
pub(super) fn legend() -> SemanticTokensLegend {
    SemanticTokensLegend {
        token_types: KINDS.map(|(_, word)| word).to_vec(),
        token_modifiers: MODIFIERS.map(|(_, word)| word).to_vec(),
    }
}

/// Tokens as they are sent. They must be in the order of the text, each on one line.
pub(super) fn encode(tokens: &[Token], text: &Text, unit: Unit) -> Vec<SemanticToken> {
    let Some(first) = tokens.first() else { return Vec::new() };
    let content = text.content();
    // One walk over the text: to look each place up by itself takes several times as long.
    let start = text.line_column(first.range.start().into(), Unit::Utf8);
    let (mut at, mut line, mut column) = (usize::from(first.range.start()) - start.column, start.line, 0);
    let mut before = (0, 0);
    let mut encoded = Vec::with_capacity(tokens.len());
    for token in tokens {
        let between = content.get(at..token.range.start().into()).unwrap_or_default();
        match between.rfind(['\n', '\r']) {
            Some(last) => {
                line += line_breaks(between);
                column = length(&between[last + 1..], unit);
            }
            None => column += length(between, unit),
        }
        let own_length = length(content.get(std::ops::Range::from(token.range)).unwrap_or_default(), unit);
        let is_same_line = line == before.0;
        encoded.push(SemanticToken {
            delta_line: number(line - before.0),
            delta_start: number(if is_same_line { column - before.1 } else { column }),
            length: number(own_length),
            token_type: number(KINDS.iter().position(|(kind, _)| *kind == token.kind).unwrap_or_default()),
            token_modifiers_bitset: token.modifiers.bits(),
        });
        before = (line, column);
        column += own_length;
        at = token.range.end().into();
    }
    encoded
}

fn number(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn length(text: &str, unit: Unit) -> usize {
    match unit {
        Unit::Utf8 => text.len(),
        Unit::Utf16 if text.is_ascii() => text.len(),
        Unit::Utf16 => text.chars().map(char::len_utf16).sum(),
        Unit::Utf32 => text.chars().count(),
    }
}

fn line_breaks(text: &str) -> usize {
    let bytes = text.as_bytes();
    let is_break = |(index, byte): &(usize, &u8)| match byte {
        b'\n' => true,
        b'\r' => bytes.get(index + 1) != Some(&b'\n'),
        _ => false,
    };
    bytes.iter().enumerate().filter(is_break).count()
}

/// The last answer for each document.
#[derive(Default)]
pub(super) struct LastTokens {
    answers: HashMap<Uri, (u64, Vec<SemanticToken>)>,
    count: u64,
}

impl LastTokens {
    /// Keeps an answer, under a new number.
    pub(super) fn keep(&mut self, uri: Uri, data: Vec<SemanticToken>) -> SemanticTokens {
        self.count += 1;
        self.answers.insert(uri, (self.count, data.clone()));
        SemanticTokens { result_id: Some(self.count.to_string()), data }
    }

    /// What changed since the answer of a number; everything, if that was not the last answer for the document.
    pub(super) fn delta(
        &mut self,
        uri: Uri,
        previous: &str,
        data: Vec<SemanticToken>,
    ) -> SemanticTokensFullDeltaResult {
        let last = self.answers.remove(&uri).filter(|(number, _)| number.to_string() == previous);
        let answer = self.keep(uri, data);
        match last {
            None => SemanticTokensFullDeltaResult::Tokens(answer),
            Some((_, last)) => SemanticTokensFullDeltaResult::TokensDelta(SemanticTokensDelta {
                result_id: answer.result_id,
                edits: difference(&last, &answer.data).into_iter().collect(),
            }),
        }
    }

    /// Forgets a document.
    pub(super) fn forget(&mut self, uri: &Uri) {
        self.answers.remove(uri);
    }
}

/// The one replacement that makes `new` of `old`. Places are relative, so what stands behind an edit is the same as before.
fn difference(old: &[SemanticToken], new: &[SemanticToken]) -> Option<SemanticTokensEdit> {
    let start = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let (old, new) = (&old[start..], &new[start..]);
    let same_end = old.iter().rev().zip(new.iter().rev()).take_while(|(old, new)| old == new).count();
    let (old, new) = (&old[..old.len() - same_end], &new[..new.len() - same_end]);
    // The protocol counts numbers, of which a token has five.
    let edit = SemanticTokensEdit {
        start: number(start * 5),
        delete_count: number(old.len() * 5),
        data: (!new.is_empty()).then(|| new.to_vec()),
    };
    (!old.is_empty() || !new.is_empty()).then_some(edit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use analyzer::TextRange;
    use std::str::FromStr;

    fn token(start: u32, end: u32) -> Token {
        let range = TextRange::new(start.into(), end.into());
        Token { range, kind: TokenKind::Class, modifiers: Modifiers::READONLY }
    }

    fn places(tokens: &[Token], text: &str, unit: Unit) -> Vec<(u32, u32, u32)> {
        let encoded = encode(tokens, &Text::new(text), unit);
        encoded.into_iter().map(|token| (token.delta_line, token.delta_start, token.length)).collect()
    }

    #[test]
    fn places_are_relative() {
        let text = "\r\n// é😀\r x yy\r\n\nz";
        let tokens = [token(2, 11), token(13, 14), token(15, 17), token(20, 21)];
        assert_eq!(places(&tokens, text, Unit::Utf8), [(1, 0, 9), (1, 1, 1), (0, 2, 2), (2, 0, 1)]);
        assert_eq!(places(&tokens, text, Unit::Utf16)[0], (1, 0, 6));
        assert_eq!(places(&tokens[..1], text, Unit::Utf32), [(1, 0, 5)]);
        assert_eq!(places(&tokens[2..], text, Unit::Utf16), [(2, 3, 2), (2, 0, 1)]);
        assert_eq!(places(&[], text, Unit::Utf16), []);
    }

    #[test]
    fn the_legend_names_the_bits_in_order() {
        for (index, (modifier, _)) in MODIFIERS.iter().enumerate() {
            assert_eq!(modifier.bits(), 1 << index);
        }
        let text = Text::new("x");
        let encoded = encode(&[token(0, 1)], &text, Unit::Utf16);
        assert_eq!(legend().token_types[encoded[0].token_type as usize], SemanticTokenType::CLASS);
    }

    #[test]
    fn a_delta_is_one_edit() {
        let one = |length| SemanticToken { length, ..SemanticToken::default() };
        let old = [one(1), one(2), one(3)];
        assert_eq!(difference(&old, &old), None);
        let edit = |start, delete_count, data| Some(SemanticTokensEdit { start, delete_count, data });
        assert_eq!(difference(&old, &[one(1), one(3)]), edit(5, 5, None));
        assert_eq!(difference(&old, &[one(1), one(2), one(2), one(3)]), edit(10, 0, Some(vec![one(2)])));
        assert_eq!(difference(&old, &[]), edit(0, 15, None));
    }

    #[test]
    fn an_answer_that_is_not_the_last_is_answered_whole() {
        let uri = Uri::from_str("untitled:x").expect("a URI");
        let mut last = LastTokens::default();
        let first = last.keep(uri.clone(), vec![SemanticToken::default()]).result_id.expect("a number");
        let second = last.delta(uri.clone(), &first, Vec::new());
        assert!(matches!(second, SemanticTokensFullDeltaResult::TokensDelta(_)));
        let third = last.delta(uri.clone(), &first, Vec::new());
        assert!(matches!(third, SemanticTokensFullDeltaResult::Tokens(_)));
        last.forget(&uri);
        assert!(last.answers.is_empty());
    }
}

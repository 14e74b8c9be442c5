//! Words that are alike: what a misspelt name was probably meant to be.

/// The word that is most like a misspelt one, if any is like it.
pub(crate) fn most_similar<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut search = Search::new(word);
    candidates.into_iter().filter(|candidate| search.is_better(candidate)).last()
}

/// The names of a schema, for finding those that are like another one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Dictionary {
    words: Vec<Word>,
}

#[derive(Debug, Clone)]
struct Word {
    letters: u64,
    text: Box<str>,
}

impl Dictionary {
    /// Adds a word, if it is not there.
    pub(crate) fn insert(&mut self, text: &str) {
        let letters = letters(text);
        if !self.words.iter().any(|word| word.letters == letters && *word.text == *text) {
            self.words.push(Word { letters, text: text.into() });
        }
    }

    /// Removes a word, if it is there.
    pub(crate) fn remove(&mut self, text: &str) {
        let letters = letters(text);
        if let Some(at) = self.words.iter().position(|word| word.letters == letters && *word.text == *text) {
            self.words.swap_remove(at);
        }
    }

    /// The word that is most like a misspelt one, if any is like it.
    pub(crate) fn most_similar(&self, text: &str) -> Option<&str> {
        let own = letters(text);
        let mut search = Search::new(text);
        let mut best = None;
        for word in &self.words {
            // A mistake changes two letters at most: one goes, one comes. That rules out most words, and is cheap to see.
            let mistakes = (word.letters ^ own).count_ones().div_ceil(2) as usize;
            if mistakes <= search.limit && search.is_better(&word.text) {
                best = Some(&*word.text);
            }
        }
        best
    }
}

/// Which letters and digits a word has, in any case, each a bit.
fn letters(word: &str) -> u64 {
    let bit = |byte: u8| 1 << (byte.to_ascii_lowercase() % 64);
    word.bytes().fold(0, |letters, byte| letters | bit(byte))
}

/// A search for the word that is most like another one.
struct Search<'w> {
    word: &'w str,
    lower: String,
    /// How many mistakes a better word may have.
    limit: usize,
    best: Option<(usize, Box<str>)>,
}

/// How many mistakes a word can have and still be known: about one for three letters, and one for a short word.
fn limit(word: &str) -> usize {
    ((word.len() + 1) / 3).clamp(1, 4)
}

impl<'w> Search<'w> {
    fn new(word: &'w str) -> Self {
        Search { word, lower: word.to_lowercase(), limit: limit(word), best: None }
    }

    /// Whether this word is more like it than all before; of words that are equally like it, the first in the alphabet.
    fn is_better(&mut self, candidate: &str) -> bool {
        // Most words are ruled out by their length.
        if candidate.len().abs_diff(self.word.len()) > self.limit || candidate == self.word {
            return false;
        }
        let distance = strsim::damerau_levenshtein(&self.lower, &candidate.to_lowercase());
        if distance > self.limit || distance >= self.lower.chars().count() {
            return false;
        }
        let is_better =
            self.best.as_ref().is_none_or(|(best, text)| (distance, candidate) < (*best, &**text));
        if is_better {
            self.limit = distance;
            self.best = Some((distance, candidate.into()));
        }
        is_better
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_found() {
        let words = ["User", "Users", "UserProfile", "Post"];
        assert_eq!(most_similar("Usr", words), Some("User"));
        assert_eq!(most_similar("user", words), Some("User"));
        assert_eq!(most_similar("Pots", words), Some("Post"));
        assert_eq!(most_similar("Comment", words), None);
        assert_eq!(most_similar("X", words), None);
        assert_eq!(most_similar("Link", ["Int"]), None);
    }

    #[test]
    fn a_dictionary_finds_what_a_list_finds() {
        let words = ["User", "Users", "UserProfile", "Post", "Größe"];
        let mut dictionary = Dictionary::default();
        words.iter().for_each(|word| dictionary.insert(word));
        dictionary.insert("Gone");
        dictionary.remove("Gone");
        for word in ["Usr", "user", "Pots", "Comment", "Grösse", "Gon", ""] {
            assert_eq!(dictionary.most_similar(word), most_similar(word, words), "{word}");
        }
    }
}

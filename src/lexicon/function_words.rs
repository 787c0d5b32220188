//! Function words: what questions are made of, whatever they are about.

use std::sync::LazyLock;

use super::word_hash::WordSet;

/// English function words, parted by white space.
pub const FUNCTION_WORDS: &str = "a about after again all also already always am an and another any anybody \
    anyone anything anyway are around as ask at away back be because been before being best better but by can \
    come could did do does doing done each ever every everything for from get gets getting give go goes \
    going good got had has have having he help her here him his how i if in into instead is it its just kind \
    know let like long lot make makes many may maybe me mean might mine more most much must my myself need \
    needs never new no not now of off on once one only or other our ours out over own per please possible \
    put quite really right same say see she should show so some somebody someone something soon still such take \
    takes tell than that the their them then there these they thing things think this those through time to \
    today together told too try trying under until up us use using very want wants was way ways we well were \
    what when where whether which while who whom whose why will wish with without would wrong yes yet you your \
    yours work works working happen happens possible able find look looking keep";

/// Chinese function characters; white space counts nothing.
pub const FUNCTION_CHARS: &str = "的了吗呢吧啊呀哦嘛么什怎哪里为何几多少久我你您他她它们咱是在有没不能可以会\
    要想得请问给让把被个这那些样就都也还再和跟与或到去来对从用做办法如果时候现后前上下点会应该需谁";

/// Whether a word is one of [`FUNCTION_WORDS`].
pub fn is_function_word(word: &str) -> bool {
    static WORDS: LazyLock<WordSet<&str>> =
        LazyLock::new(|| FUNCTION_WORDS.split_ascii_whitespace().collect());
    WORDS.contains(word)
}

/// Whether a text is one of [`FUNCTION_CHARS`].
pub fn is_function_char(text: &str) -> bool {
    static CHARS: LazyLock<WordSet<&str>> = LazyLock::new(|| {
        let starts = FUNCTION_CHARS.char_indices();
        let chars = starts.map(|(at, ch)| &FUNCTION_CHARS[at..at + ch.len_utf8()]);
        chars.filter(|ch| !ch.trim().is_empty()).collect()
    });
    CHARS.contains(text)
}

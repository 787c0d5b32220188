//! Words that begin, join and mark questions, in both languages.

/// Connectives that begin another question after a comma, whatever follows.
pub(crate) const ALWAYS: [&str; 17] = [
    "还有就是",
    "还有",
    "另外",
    "此外",
    "顺便问一下",
    "顺便问下",
    "顺便问",
    "顺便",
    "再问一下",
    "再问",
    "对了",
    "以及",
    "and also",
    "by the way",
    "btw",
    "another question",
    "also",
];

/// Connectives that do where an asking word follows.
pub(crate) const BEFORE_ASKING: [&str; 8] =
    ["and then", "and", "plus", "but", "然后", "同时", "那", "和"];

/// English words that open a question.
pub(crate) const OPENERS: [&str; 24] = [
    "how", "what", "where", "when", "which", "who", "why", "can", "could", "do", "does", "did",
    "is", "are", "may", "should", "will", "would", "what's", "how's", "where's", "whats", "am",
    "must",
];

/// Words that follow an opener in a question; without a comma both must stand there.
pub(crate) const FOLLOWERS: [&str; 20] = [
    "do", "does", "did", "is", "are", "can", "could", "much", "many", "long", "i", "you", "we",
    "to", "should", "will", "it", "there", "about", "my",
];

/// Chinese words that ask.
pub(crate) const ASKING: [&str; 23] = [
    "怎么",
    "怎样",
    "如何",
    "咋",
    "为什么",
    "为何",
    "为啥",
    "吗",
    "呢",
    "多少",
    "几",
    "什么",
    "啥",
    "哪",
    "能不能",
    "可不可以",
    "可以",
    "是否",
    "有没有",
    "是不是",
    "要不要",
    "多久",
    "谁",
];

/// What tells of trouble behind `and`, which is asked about as well: "and I can't log in".
pub(crate) const TROUBLES: [&str; 5] = [
    "i can't",
    "i cannot",
    "i can not",
    "i couldn't",
    "i don't know",
];

/// What asks nothing by itself: it belongs to what stands beside it.
pub(crate) const VAGUE: [&str; 6] = [
    "怎么办",
    "怎么回事",
    "什么情况",
    "什么意思",
    "咋办",
    "咋回事",
];

/// Chinese words that ask for something of their own, and so are worth a character of content.
pub(crate) const SPECIFIC: [&str; 6] = ["多久", "多少", "哪", "什么时候", "几", "谁"];

//! English words brought to one spelling: contractions opened, compounds written in one way.

use super::bloom_filter::BloomFilter;
use super::tokenizer::{TokenKind, Tokens};

/// Short forms without their apostrophe, as people type them.
const BARE_CONTRACTIONS: &[(&str, &[&str])] = &[
    ("dont", &["do", "not"]),
    ("didnt", &["did", "not"]),
    ("doesnt", &["does", "not"]),
    ("isnt", &["is", "not"]),
    ("wasnt", &["was", "not"]),
    ("werent", &["were", "not"]),
    ("arent", &["are", "not"]),
    ("havent", &["have", "not"]),
    ("hasnt", &["has", "not"]),
    ("hadnt", &["had", "not"]),
    ("wouldnt", &["would", "not"]),
    ("couldnt", &["could", "not"]),
    ("shouldnt", &["should", "not"]),
    ("wont", &["will", "not"]),
    ("cant", &["can", "not"]),
    ("cannot", &["can", "not"]),
    ("im", &["i", "am"]),
    ("ive", &["i", "have"]),
    ("youre", &["you", "are"]),
    ("whats", &["what", "is"]),
    ("wheres", &["where", "is"]),
    ("hows", &["how", "is"]),
    ("thats", &["that", "is"]),
];

/// What people write in place of a word.
const SHORTHAND: &[(&str, &[&str])] = &[
    ("u", &["you"]),
    ("ur", &["your"]),
    ("pls", &["please"]),
    ("plz", &["please"]),
    ("thx", &["thanks"]),
    ("acct", &["account"]),
    ("acc", &["account"]),
    ("msg", &["message"]),
    ("msgs", &["messages"]),
    ("pwd", &["password"]),
    ("txn", &["transaction"]),
    ("cuz", &["because"]),
    ("coz", &["because"]),
    ("gonna", &["going", "to"]),
    ("wanna", &["want", "to"]),
    ("gotta", &["have", "to"]),
];

/// Words written together here and apart there: read as apart.
const SPLIT: &[(&str, &[&str])] = &[
    ("login", &["log", "in"]),
    ("logins", &["log", "in"]),
    ("logon", &["log", "on"]),
    ("logout", &["log", "out"]),
    ("signin", &["sign", "in"]),
    ("signup", &["sign", "up"]),
    ("signups", &["sign", "up"]),
    ("signout", &["sign", "out"]),
    ("setup", &["set", "up"]),
    ("topup", &["top", "up"]),
    ("topups", &["top", "up"]),
    ("checkout", &["check", "out"]),
    ("checkin", &["check", "in"]),
    ("payout", &["pay", "out"]),
    ("pickup", &["pick", "up"]),
    ("backup", &["back", "up"]),
    ("cashback", &["cash", "back"]),
    ("someone's", &["someone"]),
];

/// Words written apart here and together there: read as together.
pub(super) const JOIN: &[(&str, &str, &str)] = &[
    ("chat", "gpt", "chatgpt"),
    ("open", "ai", "openai"),
    ("wi", "fi", "wifi"),
    ("e", "mail", "email"),
    ("e", "mails", "emails"),
    ("pay", "pal", "paypal"),
    ("web", "site", "website"),
    ("web", "page", "webpage"),
    ("user", "name", "username"),
    ("pass", "word", "password"),
    ("pass", "code", "passcode"),
    ("on", "line", "online"),
    ("off", "line", "offline"),
    ("smart", "phone", "smartphone"),
    ("pay", "check", "paycheck"),
    ("time", "zone", "timezone"),
    ("you", "tube", "youtube"),
    ("face", "book", "facebook"),
    ("air", "port", "airport"),
    ("screen", "shot", "screenshot"),
];

/// The words that are written otherwise.
static REWRITTEN: BloomFilter = {
    let tables = [BARE_CONTRACTIONS, SHORTHAND, SPLIT];
    let (mut filter, mut table) = (BloomFilter::EMPTY, 0);
    while table < tables.len() {
        let mut at = 0;
        while at < tables[table].len() {
            filter = filter.with(tables[table][at].0);
            at += 1;
        }
        table += 1;
    }
    filter
};

/// The first words of joined compounds.
static JOINED: BloomFilter = {
    let (mut filter, mut at) = (BloomFilter::EMPTY, 0);
    while at < JOIN.len() {
        filter = filter.with(JOIN[at].0);
        at += 1;
    }
    filter
};

/// ISO code of a currency sign.
pub(super) fn currency_sign(ch: char) -> Option<&'static str> {
    Some(match ch {
        '$' => "usd",
        '¥' => "cny",
        '€' => "eur",
        '£' => "gbp",
        _ => return None,
    })
}

/// Adds a word, its contraction opened, its compound parted.
pub(super) fn push_word(tokens: &mut Tokens, word: &str, start: u32, end: u32, joined: bool) {
    let mut push =
        |text: &str, joined: bool| tokens.push(TokenKind::Word, text, start, end, joined);
    let parts = |table: &[(&str, &'static [&'static str])]| {
        table
            .iter()
            .find(|(from, _)| *from == word)
            .map(|(_, to)| *to)
    };
    let rewritten = REWRITTEN.may_contain(word);
    if let Some(parts) = rewritten
        .then(|| {
            parts(BARE_CONTRACTIONS)
                .or_else(|| parts(SHORTHAND))
                .or_else(|| parts(SPLIT))
        })
        .flatten()
    {
        for (number, part) in parts.iter().enumerate() {
            push(part, joined || number > 0);
        }
        return;
    }
    let Some((stem, tail)) = word.split_once('\'') else {
        push(word, joined);
        return;
    };
    match (stem, tail) {
        ("can", "t") => push("can", joined),
        ("won", "t") => push("will", joined),
        (_, "t") => push(stem.strip_suffix('n').unwrap_or(stem), joined),
        _ => push(stem, joined),
    }
    match tail {
        "t" => push("not", true),
        "m" => push("am", true),
        "ve" => push("have", true),
        "ll" => push("will", true),
        "re" => push("are", true),
        "d" => push("would", true),
        "s" => {}
        other => {
            for part in other.split('\'').filter(|part| !part.is_empty()) {
                push(part, true);
            }
        }
    }
}

/// Writes joined compounds (`chat gpt`) as one word.
pub(super) fn join_compounds(tokens: &mut Tokens) {
    let mut write = 0;
    let mut read = 0;
    while read < tokens.list.len() {
        let mut token = tokens.list[read];
        let next_joined = tokens.list.get(read + 1).is_some_and(|next| next.joined);
        let next_joined = next_joined && JOINED.may_contain(tokens.text(&token));
        let found = JOIN
            .iter()
            .filter(|_| next_joined)
            .find(|(first, second, _)| tokens.at(read) == *first && tokens.at(read + 1) == *second);
        if let Some((_, _, whole)) = found {
            read += 1;
            token.text = tokens.store(whole);
            token.stem = token.text;
            token.end = tokens.list[read].end;
        }
        tokens.list[write] = token;
        write += 1;
        read += 1;
    }
    tokens.list.truncate(write);
}

//! English words that are written in more than one way, and the one way in which they are read.

/// Short forms and the words that they stand for.
pub type Expansions = &'static [(&'static str, &'static [&'static str])];

/// Contractions without their apostrophe, as people type them.
pub const BARE_CONTRACTIONS: Expansions = &[
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

/// Chat shorthand.
pub const SHORTHAND: Expansions = &[
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

/// Compounds that some write as one word. They are read as two.
pub const SPLIT: Expansions = &[
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

/// Compounds that some write as two words. They are read as one: first part, second part, whole.
pub const JOINED: &[(&str, &str, &str)] = &[
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

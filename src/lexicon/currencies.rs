//! Names and signs of currencies, and English number words.

/// ISO code of a currency sign.
pub fn currency_sign(ch: char) -> Option<&'static str> {
    Some(match ch {
        '$' => "usd",
        '¥' => "cny",
        '€' => "eur",
        '£' => "gbp",
        _ => return None,
    })
}

/// English names of currencies (singular and plural), with what they are.
pub const UNITS: &[(&str, &str)] = &[
    ("usd", "usd"),
    ("dollar", "usd"),
    ("dollars", "usd"),
    ("buck", "usd"),
    ("bucks", "usd"),
    ("cny", "cny"),
    ("rmb", "cny"),
    ("yuan", "cny"),
    ("eur", "eur"),
    ("euro", "eur"),
    ("euros", "eur"),
    ("gbp", "gbp"),
    ("pound", "gbp"),
    ("pounds", "gbp"),
    ("quid", "gbp"),
];

/// Chinese names of currencies, longest first.
pub const HAN_UNITS: &[(&str, &str)] = &[
    ("人民币", "cny"),
    ("美元", "usd"),
    ("美金", "usd"),
    ("美刀", "usd"),
    ("块钱", "cny"),
    ("元钱", "cny"),
    ("欧元", "eur"),
    ("英镑", "gbp"),
    ("刀", "usd"),
    ("块", "cny"),
    ("元", "cny"),
];

/// English number words; read as numbers only before a currency or a unit.
pub const NUMBER_WORDS: &[(&str, u64)] = &[
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
    ("hundred", 100),
    ("thousand", 1_000),
];

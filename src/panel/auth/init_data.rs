//! What Telegram signs about whoever opens the Mini App (`initData`), checked.
//!
//! The data is a query string. All pairs but `hash` stand in the check string, also `signature`:
//! with the bot's token it is checked by HMAC-SHA-256. Data that carries Telegram's own signature
//! alone is checked by Ed25519, which needs the bot's number and no secret. Whatever is wrong, the
//! answer is the same refusal; only its kind differs, for the words on the page.

use hmac::{Hmac, KeyInit, Mac};
use ring::signature::{ED25519, UnparsedPublicKey};
use serde::Deserialize;
use sha2::Sha256;
use url::form_urlencoded;

/// How old the data may be, in seconds: an hour. The page opens at once; after that a session holds.
pub const OLDEST_SECONDS: i64 = 3600;

/// How far Telegram's clock may be ahead of ours, in seconds.
const AHEAD_SECONDS: i64 = 60;

/// The longest data that is looked at, in bytes; real ones have about one thousand.
const LONGEST_BYTES: usize = 8192;

/// The public key with which Telegram signs for third parties, in production.
const TELEGRAM_KEY: [u8; 32] = [
    0xe7, 0xbf, 0x03, 0xa2, 0xfa, 0x46, 0x02, 0xaf, 0x45, 0x80, 0x70, 0x3d, 0x88, 0xdd, 0xa5, 0xbb,
    0x59, 0xf3, 0x2e, 0xd8, 0xb0, 0x2a, 0x56, 0xc1, 0x87, 0xfe, 0x7d, 0x34, 0xca, 0xed, 0x24, 0x2d,
];

/// What the data is checked with.
#[derive(Clone)]
pub struct Keys {
    /// HMAC-SHA-256 of the bot's token under the word that Telegram fixed.
    secret: Vec<u8>,
    /// The bot's number, the part of its token before the colon.
    bot: String,
    /// Telegram's public key.
    telegram: [u8; 32],
}

/// Whoever opened the Mini App.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// Their number on Telegram.
    pub person: i64,
    /// The language of their program, as Telegram names it.
    pub language: Option<String>,
    /// Unix seconds at which Telegram signed.
    pub at_seconds: i64,
}

/// Why data is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// It is not signed for this bot.
    Forged,
    /// It is signed, and too old.
    Expired,
}

#[derive(Deserialize)]
struct User {
    id: i64,
    #[serde(default)]
    is_bot: bool,
    language_code: Option<String>,
}

impl Keys {
    /// The keys of the bot with this token.
    pub fn of_token(token: &str) -> Keys {
        Keys {
            secret: hmac(b"WebAppData", token.as_bytes()).unwrap_or_default(),
            bot: token.split(':').next().unwrap_or_default().to_owned(),
            telegram: TELEGRAM_KEY,
        }
    }

    /// Who opened the Mini App with this data.
    ///
    /// # Errors
    /// [`Refused`], where the data is not genuine or too old.
    pub fn check(&self, data: &str, now_seconds: i64) -> Result<Opened, Refused> {
        if data.len() > LONGEST_BYTES || self.secret.is_empty() {
            return Err(Refused::Forged);
        }
        let mut pairs: Vec<(String, String)> = form_urlencoded::parse(data.as_bytes())
            .into_owned()
            .collect();
        pairs.sort();
        // A key that stands twice could be read in two ways.
        if pairs.windows(2).any(|two| two[0].0 == two[1].0) {
            return Err(Refused::Forged);
        }
        let value = |name: &str| {
            let found = pairs.iter().find(|(key, _)| key == name);
            found.map(|(_, value)| value.as_str())
        };
        let is_genuine = match (value("hash"), value("signature")) {
            (Some(hash), _) => self.is_ours(&pairs, hash),
            (None, Some(signature)) => self.is_telegrams(&pairs, signature),
            (None, None) => false,
        };
        if !is_genuine {
            return Err(Refused::Forged);
        }
        let at_seconds: i64 = value("auth_date")
            .and_then(|text| text.parse().ok())
            .ok_or(Refused::Forged)?;
        let age = now_seconds.saturating_sub(at_seconds);
        if !(-AHEAD_SECONDS..=OLDEST_SECONDS).contains(&age) {
            return Err(Refused::Expired);
        }
        let user = value("user").and_then(|text| serde_json::from_str::<User>(text).ok());
        let user = user.filter(|user| !user.is_bot).ok_or(Refused::Forged)?;
        Ok(Opened {
            person: user.id,
            language: user.language_code,
            at_seconds,
        })
    }

    fn is_ours(&self, pairs: &[(String, String)], hash: &str) -> bool {
        let (Some(hash), Ok(mut mac)) = (
            hex::decode(hash).ok(),
            Hmac::<Sha256>::new_from_slice(&self.secret),
        ) else {
            return false;
        };
        mac.update(check_string(pairs, &["hash"]).as_bytes());
        // Compares in constant time.
        mac.verify_slice(&hash).is_ok()
    }

    fn is_telegrams(&self, pairs: &[(String, String)], signature: &str) -> bool {
        let Some(signature) = from_base64(signature) else {
            return false;
        };
        let signed = format!(
            "{}:WebAppData\n{}",
            self.bot,
            check_string(pairs, &["hash", "signature"])
        );
        let key = UnparsedPublicKey::new(&ED25519, &self.telegram);
        key.verify(signed.as_bytes(), &signature).is_ok()
    }
}

/// The pairs but those named, one a line, in the order of their keys.
fn check_string(pairs: &[(String, String)], without: &[&str]) -> String {
    let lines: Vec<String> = pairs
        .iter()
        .filter(|(key, _)| !without.contains(&key.as_str()))
        .map(|(key, value)| format!("{key}={value}"))
        .collect();
    lines.join("\n")
}

/// HMAC-SHA-256; `None` never comes, since keys of any length are taken.
fn hmac(key: &[u8], message: &[u8]) -> Option<Vec<u8>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    mac.update(message);
    Some(mac.finalize().into_bytes().to_vec())
}

/// Reads base64 in its alphabet for addresses, with or without padding.
fn from_base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0u32, 0);
    for byte in text.trim_end_matches('=').bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'-' => 62,
            b'_' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 0xff) as u8);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use ring::signature::{Ed25519KeyPair, KeyPair};

    use super::*;

    const TOKEN: &str = "42:an-invented-token";
    const NOW: i64 = 1_800_000_000;

    fn pairs(at_seconds: i64, person: i64) -> Vec<(String, String)> {
        let user = format!(r#"{{"id":{person},"first_name":"Lin 林","language_code":"zh-hans"}}"#);
        let pairs = [
            ("auth_date", at_seconds.to_string()),
            ("query_id", "AAF&=".to_owned()),
            ("signature", "AAAA".to_owned()),
            ("user", user),
        ];
        pairs.map(|(key, value)| (key.to_owned(), value)).to_vec()
    }

    fn encode(pairs: &[(String, String)]) -> String {
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs)
            .finish()
    }

    fn signed(token: &str, at_seconds: i64, person: i64) -> String {
        let mut pairs = pairs(at_seconds, person);
        let secret = hmac(b"WebAppData", token.as_bytes()).unwrap();
        let hash = hmac(&secret, check_string(&pairs, &["hash"]).as_bytes()).unwrap();
        pairs.insert(1, ("hash".into(), hex::encode(&hash)));
        encode(&pairs)
    }

    fn check(data: &str) -> Result<i64, Refused> {
        let opened = Keys::of_token(TOKEN).check(data, NOW);
        opened.map(|opened| opened.person)
    }

    #[test]
    fn genuine_data_names_its_person() {
        let opened = Keys::of_token(TOKEN).check(&signed(TOKEN, NOW - 5, 7), NOW);
        let expected = Opened {
            person: 7,
            language: Some("zh-hans".into()),
            at_seconds: NOW - 5,
        };
        assert_eq!(opened, Ok(expected));
    }

    #[test]
    fn what_is_forged_foreign_or_old_is_refused() {
        let genuine = signed(TOKEN, NOW - 5, 7);
        let twice = format!("{genuine}&auth_date={NOW}");
        for (what, data, expected) in [
            ("another bot's", signed("43:x", NOW, 7), Refused::Forged),
            ("changed", genuine.replace("7%2C", "8%2C"), Refused::Forged),
            ("a key twice", twice, Refused::Forged),
            (
                "unsigned",
                encode(&pairs(NOW, 7))[..0].into(),
                Refused::Forged,
            ),
            ("old", signed(TOKEN, NOW - 3601, 7), Refused::Expired),
            (
                "from the future",
                signed(TOKEN, NOW + 61, 7),
                Refused::Expired,
            ),
            (
                "nobody's",
                genuine.replace("user=", "usor="),
                Refused::Forged,
            ),
        ] {
            assert_ne!(data, genuine, "{what}");
            assert_eq!(check(&data), Err(expected), "{what}");
        }
    }

    #[test]
    fn telegrams_own_signature_holds_without_the_token() {
        let pair = Ed25519KeyPair::from_seed_unchecked(&[7; 32]).unwrap();
        let mut keys = Keys::of_token("42:another-token");
        keys.telegram.copy_from_slice(pair.public_key().as_ref());
        let mut pairs = pairs(NOW, 7);
        let text = format!("42:WebAppData\n{}", check_string(&pairs, &["signature"]));
        pairs[2].1 = to_base64(pair.sign(text.as_bytes()).as_ref());
        assert_eq!(
            keys.check(&encode(&pairs), NOW).map(|one| one.person),
            Ok(7)
        );
        // Without a hash, nothing else will do.
        pairs[3].1 = pairs[3].1.replace('7', "8");
        assert_eq!(keys.check(&encode(&pairs), NOW), Err(Refused::Forged));
        assert_eq!(check(&encode(&pairs)), Err(Refused::Forged));
    }

    fn to_base64(bytes: &[u8]) -> String {
        const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        let mut text = String::new();
        for three in bytes.chunks(3) {
            let mut bits = 0u32;
            for place in 0..3 {
                bits = bits << 8 | u32::from(three.get(place).copied().unwrap_or(0));
            }
            for place in 0..=three.len() {
                text.push(char::from(
                    ALPHABET[(bits >> (18 - 6 * place) & 63) as usize],
                ));
            }
        }
        text
    }
}

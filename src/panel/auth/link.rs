//! Links of one use: how somebody logs in with a browser of their own.
//!
//! A link names nobody: it holds when it was made, a random number and a keyed hash over both and
//! its admin. The key stays in the store, so `wenda panel link` makes links that the running process
//! takes. Which links were used is kept in memory for as long as they hold; links from before the
//! process began are refused, so that a restart makes none usable twice.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// For how long a link holds, in seconds: five minutes.
pub const HOLDS_SECONDS: i64 = 300;

/// Bytes of the hash that stand in a link.
const HASH_BYTES: usize = 16;

/// The key with which links are made and known.
#[derive(Clone)]
pub struct LinkKey(String);

/// A genuine link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Whom it lets in.
    pub admin: i64,
    /// Unix seconds at which it was made.
    pub at_seconds: i64,
    /// The number that makes it another one than every other.
    pub nonce: [u8; 16],
}

impl LinkKey {
    /// The key of this secret.
    pub fn new(secret: String) -> LinkKey {
        LinkKey(secret)
    }

    /// The part of an address that lets `admin` in once.
    pub fn token(&self, admin: i64, at_seconds: i64) -> String {
        self.write(&Link {
            admin,
            at_seconds,
            nonce: super::bytes::random(),
        })
    }

    fn write(&self, link: &Link) -> String {
        let time = link.at_seconds.to_be_bytes();
        [
            hex::encode(time),
            hex::encode(link.nonce),
            hex::encode(self.hash(link)),
        ]
        .concat()
    }

    /// The link with this token, where it was made with this key for one of `admins`.
    pub fn read(&self, token: &str, admins: &[i64]) -> Option<Link> {
        let bytes = hex::decode(token).ok()?;
        let (time, rest) = bytes.split_at_checked(8)?;
        let (nonce, hash) = rest.split_at_checked(16)?;
        let at_seconds = i64::from_be_bytes(time.try_into().ok()?);
        let nonce = nonce.try_into().ok()?;
        let links = admins.iter().map(|&admin| Link {
            admin,
            at_seconds,
            nonce,
        });
        let mut known = links.filter(|link| super::bytes::same(&self.hash(link), hash));
        known.next()
    }

    fn hash(&self, link: &Link) -> Vec<u8> {
        // HMAC takes keys of any length; without a hash no link would ever be known.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.0.as_bytes()) else {
            return Vec::new();
        };
        mac.update(b"panel link");
        mac.update(&link.admin.to_be_bytes());
        mac.update(&link.at_seconds.to_be_bytes());
        mac.update(&link.nonce);
        mac.finalize().into_bytes()[..HASH_BYTES].to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_names_its_admin_to_whoever_has_the_key_alone() {
        let key = LinkKey::new("secret".into());
        let token = key.token(123_456_789, 1000);
        let link = key.read(&token, &[5, 123_456_789]).unwrap();
        assert_eq!((link.admin, link.at_seconds), (123_456_789, 1000));
        assert!(
            !token.contains("75bcd15"),
            "the number is not in it: {token}"
        );
        assert_eq!(key.read(&token, &[5]), None, "no admin any more");
        assert_eq!(
            LinkKey::new("other".into()).read(&token, &[123_456_789]),
            None
        );
        assert_ne!(key.token(5, 1000), key.token(5, 1000));
    }

    #[test]
    fn what_is_no_link_is_refused() {
        let key = LinkKey::new("secret".into());
        let token = key.token(5, 1000);
        let later = format!("00000000000003e9{}", &token[16..]);
        for text in [
            "",
            "0",
            "zz",
            &token[..64],
            &format!("{token}00"),
            &later,
            "ＡＡ",
        ] {
            assert_eq!(key.read(text, &[5]), None, "{text}");
        }
    }
}

//! The door: what lets in, how often, and from when on.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use sha2::{Digest, Sha256};

use crate::text::Language;

use super::init_data::{self, Keys, Refused};
use super::link::{self, LinkKey};
use super::session::Sessions;
use super::throttle::Throttle;

/// Why somebody is not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denied {
    /// It is not signed by us, or by Telegram for this bot; or it is for nobody who may.
    Unknown,
    /// It held for a while, and does not any more.
    Expired,
    /// It was used before.
    Used,
    /// Too many tries.
    TooMany,
}

/// The door.
pub struct Auth {
    /// The numbers of those who may: admins, then editors.
    people: Vec<i64>,
    /// How many of them, from the first, are admins.
    admins: usize,
    keys: Keys,
    link_key: LinkKey,
    /// Who is in.
    pub sessions: Sessions,
    throttle: Throttle,
    /// Hashes of what was used to log in, with the Unix seconds until which they matter.
    used: Mutex<HashMap<[u8; 32], i64>>,
    /// From when on what lets in must be, in Unix seconds: since the process began, and for each
    /// admin since they logged out everywhere.
    since: Mutex<HashMap<i64, i64>>,
    began_seconds: i64,
}

impl Auth {
    /// A door for `admins`, and for `editors`, who may change entries and nothing else; of a process
    /// that begins now.
    pub fn new(
        admins: Vec<i64>,
        editors: &[i64],
        keys: Keys,
        link_key: LinkKey,
        now_seconds: i64,
    ) -> Auth {
        let count = admins.len();
        let mut people = admins;
        for editor in editors {
            if !people.contains(editor) {
                people.push(*editor);
            }
        }
        Auth {
            people,
            admins: count,
            keys,
            link_key,
            sessions: Sessions::default(),
            throttle: Throttle::default(),
            used: Mutex::default(),
            since: Mutex::default(),
            began_seconds: now_seconds,
        }
    }

    /// Whether they still may.
    pub fn may(&self, person: i64) -> bool {
        self.people.contains(&person)
    }

    /// Whether they may do all that there is; editors may not.
    pub fn is_admin(&self, person: i64) -> bool {
        self.people[..self.admins].contains(&person)
    }

    /// The number of somebody as pages show it: their place in the configuration, from 1, among admins
    /// or among editors.
    pub fn place(&self, person: i64) -> Option<usize> {
        let place = self.people.iter().position(|&known| known == person)?;
        Some(match place < self.admins {
            true => place + 1,
            false => place - self.admins + 1,
        })
    }

    /// Those who may.
    pub fn people(&self) -> &[i64] {
        &self.people
    }

    /// Whether a link may be shown with a button that uses it: it is genuine and not too old.
    pub fn knows_link(&self, token: &str, now_seconds: i64) -> bool {
        let link = self.link_key.read(token, &self.people);
        link.is_some_and(|link| now_seconds - link.at_seconds <= link::HOLDS_SECONDS)
    }

    /// Logs in by a link; returns what the session's cookie is to hold.
    ///
    /// # Errors
    /// [`Denied`].
    pub fn by_link(
        &self,
        token: &str,
        language: Language,
        from: IpAddr,
        now_seconds: i64,
    ) -> Result<String, Denied> {
        self.throttled(from, now_seconds)?;
        let link = self.link_key.read(token, &self.people);
        let link = link.ok_or(Denied::Unknown)?;
        if now_seconds - link.at_seconds > link::HOLDS_SECONDS
            || !self.is_recent(link.admin, link.at_seconds)
        {
            return Err(Denied::Expired);
        }
        self.use_once(
            &link.nonce,
            link.at_seconds + link::HOLDS_SECONDS,
            now_seconds,
        )?;
        Ok(self.sessions.begin(link.admin, language, now_seconds))
    }

    /// Logs in by what Telegram signed; returns what the session's cookie is to hold.
    ///
    /// # Errors
    /// [`Denied`].
    pub fn by_telegram(
        &self,
        data: &str,
        fallback: Language,
        from: IpAddr,
        now_seconds: i64,
    ) -> Result<String, Denied> {
        self.throttled(from, now_seconds)?;
        let opened = self
            .keys
            .check(data, now_seconds)
            .map_err(|why| match why {
                Refused::Forged => Denied::Unknown,
                Refused::Expired => Denied::Expired,
            })?;
        if !self.may(opened.person) {
            return Err(Denied::Unknown);
        }
        if !self.is_recent(opened.person, opened.at_seconds) {
            return Err(Denied::Expired);
        }
        // What was signed is used once, however its pairs are ordered or written.
        let mut pairs: Vec<(String, String)> = url::form_urlencoded::parse(data.as_bytes())
            .into_owned()
            .collect();
        pairs.sort();
        let signed = format!("{pairs:?}");
        let until = opened.at_seconds + init_data::OLDEST_SECONDS;
        self.use_once(signed.as_bytes(), until, now_seconds)?;
        let language = match opened.language.as_deref() {
            Some(code) if code.starts_with("zh") => Language::Zh,
            Some(_) => Language::En,
            None => fallback,
        };
        Ok(self.sessions.begin(opened.person, language, now_seconds))
    }

    /// Ends every session of this admin; what could let them in until now does no longer.
    pub fn log_out_everywhere(&self, admin: i64, now_seconds: i64) {
        self.sessions.end_all(admin);
        let mut since = self.since.lock().unwrap_or_else(PoisonError::into_inner);
        since.insert(admin, now_seconds + 1);
    }

    fn is_recent(&self, admin: i64, at_seconds: i64) -> bool {
        let since = self.since.lock().unwrap_or_else(PoisonError::into_inner);
        // A link of the very second of the start may have been used before it.
        at_seconds > self.began_seconds
            && since.get(&admin).is_none_or(|&since| at_seconds >= since)
    }

    fn throttled(&self, from: IpAddr, now_seconds: i64) -> Result<(), Denied> {
        match self.throttle.allows(from, now_seconds) {
            true => Ok(()),
            false => Err(Denied::TooMany),
        }
    }

    fn use_once(&self, what: &[u8], until: i64, now_seconds: i64) -> Result<(), Denied> {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        used.retain(|_, until| *until >= now_seconds);
        match used.insert(Sha256::digest(what).into(), until) {
            None => Ok(()),
            Some(_) => Err(Denied::Used),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
    const NOW: i64 = 1_800_000_000;

    fn auth() -> Auth {
        let keys = Keys::of_token("42:invented");
        Auth::new(
            vec![7, 8],
            &[],
            keys,
            LinkKey::new("secret".into()),
            NOW - 1000,
        )
    }

    fn link(admin: i64, at_seconds: i64) -> String {
        LinkKey::new("secret".into()).token(admin, at_seconds)
    }

    fn log_in(auth: &Auth, token: &str) -> Result<(), Denied> {
        auth.by_link(token, Language::En, HERE, NOW).map(|_| ())
    }

    #[test]
    fn a_link_lets_its_admin_in_once() {
        let auth = auth();
        let token = link(7, NOW - 10);
        assert!(
            auth.knows_link(&token, NOW),
            "looking at it does not use it"
        );
        let cookie = auth.by_link(&token, Language::Zh, HERE, NOW).unwrap();
        assert_eq!(auth.sessions.find(&cookie, NOW).unwrap().1.admin, 7);
        assert_eq!(log_in(&auth, &token), Err(Denied::Used));
    }

    #[test]
    fn old_links_and_links_of_strangers_are_refused() {
        let auth = auth();
        assert_eq!(log_in(&auth, &link(7, NOW - 301)), Err(Denied::Expired));
        assert_eq!(log_in(&auth, &link(9, NOW)), Err(Denied::Unknown));
        assert_eq!(log_in(&auth, "00"), Err(Denied::Unknown));
    }

    #[test]
    fn a_link_from_before_the_start_is_refused_since_it_may_have_been_used() {
        let keys = Keys::of_token("42:invented");
        let auth = Auth::new(vec![7], &[], keys, LinkKey::new("secret".into()), NOW - 5);
        assert_eq!(log_in(&auth, &link(7, NOW - 5)), Err(Denied::Expired));
        assert_eq!(log_in(&auth, &link(7, NOW - 4)), Ok(()));
    }

    #[test]
    fn logging_out_everywhere_takes_older_links_along() {
        let auth = auth();
        let cookie = auth
            .by_link(&link(7, NOW), Language::En, HERE, NOW)
            .unwrap();
        auth.log_out_everywhere(7, NOW);
        assert!(auth.sessions.find(&cookie, NOW).is_none());
        assert_eq!(log_in(&auth, &link(7, NOW)), Err(Denied::Expired));
        assert_eq!(log_in(&auth, &link(8, NOW)), Ok(()));
    }

    #[test]
    fn tries_are_limited_also_good_ones() {
        let auth = auth();
        let tries: Vec<_> = (0..30).map(|_| log_in(&auth, "00")).collect();
        assert_eq!(tries[0], Err(Denied::Unknown));
        assert_eq!(tries[29], Err(Denied::TooMany));
        assert_eq!(log_in(&auth, &link(7, NOW)), Err(Denied::TooMany));
        let later = auth.by_link(&link(7, NOW + 60), Language::En, HERE, NOW + 61);
        assert!(later.is_ok());
    }
}

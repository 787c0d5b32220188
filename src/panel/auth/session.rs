//! Who is logged in. Sessions stay in memory: a restart logs everybody out, and nothing of them
//! ever lies on a disk.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use sha2::{Digest, Sha256};

use crate::text::Language;

/// For how long a session holds at most, in seconds: twelve hours.
pub const LONGEST_SECONDS: i64 = 12 * 3600;

/// For how long it holds without a request, in seconds: two hours.
const IDLE_SECONDS: i64 = 2 * 3600;

/// How many sessions are kept at most: a hundred are more than a team needs, and take little room.
const MOST: usize = 100;

/// Names a session to us: the hash of what its cookie holds, which itself is not kept.
pub type SessionKey = [u8; 32];

/// One logged-in admin.
#[derive(Debug, Clone)]
pub struct Session {
    /// Their number.
    pub admin: i64,
    /// What every change must bring, so that it comes from our own page.
    pub csrf: String,
    /// The language of the pages.
    pub language: Language,
    began_seconds: i64,
    used_seconds: i64,
}

/// All sessions.
#[derive(Default)]
pub struct Sessions {
    by_key: Mutex<HashMap<SessionKey, Session>>,
}

impl Sessions {
    /// Begins a session and returns what its cookie is to hold.
    pub fn begin(&self, admin: i64, language: Language, now_seconds: i64) -> String {
        let cookie = hex::encode(super::bytes::random::<32>());
        let session = Session {
            admin,
            csrf: hex::encode(super::bytes::random::<16>()),
            language,
            began_seconds: now_seconds,
            used_seconds: now_seconds,
        };
        let mut all = self.all();
        all.retain(|_, session| holds(session, now_seconds));
        if all.len() >= MOST {
            let oldest = all.iter().min_by_key(|(_, session)| session.used_seconds);
            if let Some(key) = oldest.map(|(key, _)| *key) {
                all.remove(&key);
            }
        }
        all.insert(key(&cookie), session);
        cookie
    }

    /// The session whose cookie holds this, if it still holds.
    pub fn find(&self, cookie: &str, now_seconds: i64) -> Option<(SessionKey, Session)> {
        let key = key(cookie);
        let mut all = self.all();
        let session = all.get_mut(&key)?;
        if !holds(session, now_seconds) {
            all.remove(&key);
            return None;
        }
        session.used_seconds = now_seconds;
        Some((key, session.clone()))
    }

    /// From now on the pages of this session are in `language`.
    pub fn speak(&self, key: &SessionKey, language: Language) {
        if let Some(session) = self.all().get_mut(key) {
            session.language = language;
        }
    }

    /// Ends a session.
    pub fn end(&self, key: &SessionKey) {
        self.all().remove(key);
    }

    /// Ends every session of this admin.
    pub fn end_all(&self, admin: i64) {
        self.all().retain(|_, session| session.admin != admin);
    }

    fn all(&self) -> std::sync::MutexGuard<'_, HashMap<SessionKey, Session>> {
        // Nothing is half done behind this lock.
        self.by_key.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn holds(session: &Session, now_seconds: i64) -> bool {
    now_seconds - session.began_seconds < LONGEST_SECONDS
        && now_seconds - session.used_seconds < IDLE_SECONDS
}

fn key(cookie: &str) -> SessionKey {
    Sha256::digest(cookie.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_found_by_its_cookie_until_it_ends() {
        let sessions = Sessions::default();
        let cookie = sessions.begin(7, Language::En, 1000);
        let (key, session) = sessions.find(&cookie, 1001).unwrap();
        assert_eq!((session.admin, session.csrf.len()), (7, 32));
        assert!(sessions.find("", 1001).is_none());
        assert!(sessions.find(&session.csrf, 1001).is_none());
        sessions.end(&key);
        assert!(sessions.find(&cookie, 1001).is_none());
    }

    #[test]
    fn time_ends_it_idle_or_not() {
        let sessions = Sessions::default();
        let idle = sessions.begin(7, Language::En, 0);
        assert!(sessions.find(&idle, IDLE_SECONDS).is_none());
        let busy = sessions.begin(7, Language::En, 0);
        for hour in 1..12 {
            assert!(sessions.find(&busy, hour * 3600).is_some(), "{hour}");
        }
        assert!(sessions.find(&busy, LONGEST_SECONDS).is_none());
    }

    #[test]
    fn one_admin_ends_all_their_own_and_no_others() {
        let sessions = Sessions::default();
        let cookies = [7, 7, 8].map(|admin| sessions.begin(admin, Language::En, 0));
        sessions.end_all(7);
        let found = cookies.map(|cookie| sessions.find(&cookie, 1).is_some());
        assert_eq!(found, [false, false, true]);
    }

    #[test]
    fn there_are_never_more_than_the_most() {
        let sessions = Sessions::default();
        let first = sessions.begin(7, Language::En, 0);
        for second in 1..=MOST {
            sessions.begin(7, Language::En, i64::try_from(second).unwrap());
        }
        assert_eq!(sessions.all().len(), MOST);
        assert!(sessions.find(&first, 200).is_none());
    }
}

//! The admin at the terminal plays others: who speaks, with which number, and where.

use super::Session;
use super::speaker::{NO_BOT, PERSON, Speaker};
use crate::conversation::{Account, wording};
use crate::model::incoming::Place;

impl Session {
    /// Who speaks from now on.
    pub(super) fn speak_as(&mut self, name: &str) -> String {
        let has_staff = self.assistant.settings().conversation.staff.is_some();
        let (speaker, words) = match name {
            "staff" if !has_staff => {
                let line = wording::CHAT_NO_STAFF.get(self.language);
                return format!("{line}\n");
            }
            "staff" => (Speaker::Staff, wording::CHAT_AS_STAFF),
            "me" => (Speaker::Owner, wording::CHAT_AS_MYSELF),
            "guest" => (Speaker::Guest, wording::CHAT_AS_GUEST),
            "business" => (Speaker::Business, wording::CHAT_AS_BUSINESS),
            name => (Speaker::Person(name.to_owned()), wording::CHAT_AS),
        };
        if !self.spoken.contains(&speaker) {
            self.spoken.push(speaker.clone());
        }
        self.assistant.set_account(match speaker {
            Speaker::Guest => Account {
                username: NO_BOT.to_owned(),
                start_link: format!("https://t.me/{NO_BOT}?start="),
                ..Account::default()
            },
            _ => Account::default(),
        });
        self.speaker = speaker;
        format!("{}\n", words.fill(self.language, &[("name", name)]))
    }

    /// The number of a speaker.
    pub(super) fn person(&self, speaker: &Speaker) -> i64 {
        match speaker {
            Speaker::Owner | Speaker::Guest | Speaker::Business => PERSON,
            Speaker::Staff => PERSON + 1,
            // The letters of the name, so that it is the same number each time.
            Speaker::Person(name) => name.bytes().fold(1_000, |number, byte| {
                (number * 31 + i64::from(byte)) % 1_000_000_007
            }),
        }
    }

    /// Where the speaker speaks.
    pub(super) fn place(&self) -> Place {
        let staff = self.assistant.settings().conversation.staff.as_ref();
        match (&self.speaker, staff) {
            (Speaker::Staff, Some(staff)) => staff.place(),
            (Speaker::Guest, _) => Place::Guest,
            (speaker, _) => Place::Private {
                chat: self.person(speaker),
                topic: None,
            },
        }
    }

    /// Whose chat this is, of those who spoke.
    pub(super) fn speaker_at(&self, place: Place) -> Speaker {
        if place.is_group() {
            return Speaker::Staff;
        }
        let here = |speaker: &&Speaker| Some(self.person(speaker)) == place.chat();
        let found = self.spoken.iter().find(here);
        found.cloned().unwrap_or(Speaker::Owner)
    }
}

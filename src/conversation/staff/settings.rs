//! What the operator sets about people who answer.

use crate::conversation::staff::hours::Schedule;
use crate::model::card::StaffChatId;
use crate::model::incoming::Place;

/// Where people answer, and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Staff {
    /// The number of the staff's chat.
    pub chat: StaffChatId,
    /// The topic in it where cards go; `None` for no certain one.
    pub topic: Option<i64>,
    /// Whether each person gets a topic of their own.
    pub topics: bool,
    /// When people are there; `None` where nothing is promised.
    pub hours: Option<Schedule>,
    /// Whether what finds no answer, or one that did not help, becomes a card by itself; otherwise
    /// people are offered to ask for it.
    pub by_itself: bool,
}

impl Staff {
    /// The same after the group went on under this number.
    pub fn moved_to(&self, chat: i64) -> Staff {
        Staff {
            chat: StaffChatId::new(chat),
            ..self.clone()
        }
    }

    /// Where cards go.
    pub fn place(&self) -> Place {
        Place::Group {
            chat: self.chat.number(),
            topic: self.topic.filter(|_| !self.topics),
        }
    }
}

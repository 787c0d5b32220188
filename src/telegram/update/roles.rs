//! Who may do what, as the configuration says.

use crate::model::card::StaffChatId;

/// The people whom the configuration names, and where the staff is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Roles {
    /// The numbers of the FAQ's admins.
    pub admins: Vec<i64>,
    /// The numbers of those who may change entries and nothing else.
    pub editors: Vec<i64>,
    /// The staff's chat, where people answer.
    pub staff_chat: Option<StaffChatId>,
}

impl Roles {
    /// Whether this is the staff's chat.
    pub fn is_staff_chat(&self, chat: i64) -> bool {
        self.staff_chat.as_ref().is_some_and(|staff| staff.is(chat))
    }

    /// Whether this person may change entries.
    pub fn may_edit(&self, person: i64) -> bool {
        self.admins.contains(&person) || self.editors.contains(&person)
    }
}

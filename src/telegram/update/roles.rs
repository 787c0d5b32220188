//! Who may do what, as the configuration says.

/// The people whom the configuration names, and where the staff is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Roles {
    /// The numbers of the FAQ's admins.
    pub admins: Vec<i64>,
    /// The numbers of those who may change entries and nothing else.
    pub editors: Vec<i64>,
    /// The staff's chat, where people answer.
    pub staff_chat: Option<i64>,
}

impl Roles {
    /// Whether this person may change entries.
    pub fn may_edit(&self, person: i64) -> bool {
        self.admins.contains(&person) || self.editors.contains(&person)
    }
}

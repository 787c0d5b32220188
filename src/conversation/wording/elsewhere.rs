//! What people are told in chats that we are not in: inline, and by a mention.

use crate::conversation::wording::localized_text::{LocalizedText, localized};

pub(in crate::conversation) const INLINE_NOTHING: LocalizedText =
    localized("没找到，来问我 →", "Nothing found. Ask me here →");
pub(in crate::conversation) const INLINE_ASK: LocalizedText =
    localized("私聊问我 →", "Ask me in private →");

/// The button to a private chat below an answer.
pub(in crate::conversation) const ASK_MORE: LocalizedText =
    localized("💬 私聊问我", "💬 Ask me in private");
/// The button to an answer in a private chat, where only its beginning is shown.
pub(in crate::conversation) const READ_ALL: LocalizedText =
    localized("📄 看完整回答", "📄 Read the whole answer");
pub(in crate::conversation) const GUEST_DID_YOU_MEAN: LocalizedText = localized(
    "您想问的是不是下面这些？点开看答案：",
    "Did you mean one of these? Each opens its answer:",
);
pub(in crate::conversation) const GUEST_NOTHING: LocalizedText = localized(
    "抱歉，这个问题我还不会，已经记下了。",
    "Sorry, I don't have an answer to this yet; it's noted.",
);
pub(in crate::conversation) const GUEST_HOW: LocalizedText = localized(
    "请把问题写在 @{name} 后面，例如：@{name} {example}",
    "Please write your question after @{name}, like this: @{name} {example}",
);

//! Every fixed sentence that people are told, Chinese and English side by side. What admins are
//! told stands in `admin::wording`.
//!
//! Written for people in a hurry, on a phone: short, warm, no officialese. Each language is written
//! for itself; none is a translation of the other. `{name}` marks what is filled in.

mod audience;
mod business;
mod elsewhere;
mod groups;
mod localized_text;
mod menu;
pub(in crate::conversation) mod staff;
mod terminal;

pub use audience::Audience;
pub use localized_text::LocalizedText;
pub(crate) use localized_text::localized;
pub use menu::{
    ABOUT, CommandScope, DESCRIPTION, DESCRIPTION_WITH_CONTACT, INLINE_PLACEHOLDER, MENU, MenuItem,
};

pub use terminal::{
    ASK_WAITS, CHAT_AS, CHAT_AS_BUSINESS, CHAT_AS_GUEST, CHAT_AS_MYSELF, CHAT_AS_STAFF,
    CHAT_BANNER, CHAT_CARD, CHAT_IN_YOUR_NAME, CHAT_NO_BUTTON, CHAT_NO_STAFF,
};

pub(in crate::conversation) use business::*;
pub(in crate::conversation) use elsewhere::*;
pub(in crate::conversation) use groups::*;

use crate::model::reply::Block;
use crate::text::Language;

// Beginning.
pub(in crate::conversation) const WELCOME: LocalizedText = localized(
    "您好，我是问答小助手 👋\n直接把问题发给我就行，中文、英文、混着说、打错字都没关系。我只说这里写好的答案，不会的会告诉您。",
    "Hi, I answer questions here 👋\nJust send me yours, in Chinese, English or both; typos are fine. I only say what has been written for you, and tell you when I don't know.",
);
pub(in crate::conversation) const TRY_THESE: LocalizedText =
    localized("比如可以问：", "For example:");
pub(in crate::conversation) const IN_GROUPS: LocalizedText = localized(
    "在群里请用 /ask 加上问题，或者直接回复我的消息。群里的 @ 我收不到。",
    "In groups, use /ask with your question or reply to a message of mine. Mentions don't reach me there.",
);
pub(in crate::conversation) const HELP: LocalizedText = localized(
    "把问题直接发给我，一条消息问一件事最好。问错了可以直接编辑那条消息，我会跟着改。\n\n/topics 按主题浏览\n/lang 选择回复语言\n/privacy 我记录什么\n/forget_me 删掉关于您的记录",
    "Send me your question as it is; one per message works best. If you edit it, I'll correct my answer.\n\n/topics browse by topic\n/lang choose the reply language\n/privacy what I keep\n/forget_me delete what I keep about you",
);
pub(in crate::conversation) const IN_GROUPS_ALL: LocalizedText = localized(
    "在群里：/ask 加问题，回复我的消息，或者 @ 我。",
    "In groups: /ask with a question, reply to me, or mention me.",
);
pub(in crate::conversation) const YOURS: LocalizedText = localized(
    "您负责这里的问答，还可以：",
    "As an admin of this FAQ you also have:",
);
pub(in crate::conversation) const NO_SUCH_ENTRY: LocalizedText = localized(
    "这个链接指向的内容已经不在了，不过您可以直接问我。",
    "What this link led to is gone, but you can simply ask me.",
);
pub(in crate::conversation) const ASK_WITH_WORDS: LocalizedText = localized(
    "请把问题写在一起，例如：/ask {example}",
    "Please add your question, like this: /ask {example}",
);
pub(in crate::conversation) const UNKNOWN_COMMAND_NEAR: LocalizedText = localized(
    "这个命令我不认识。您是想用 /{name} 吗？",
    "I don't know that command. Did you mean /{name}?",
);
pub(in crate::conversation) const UNKNOWN_COMMAND: LocalizedText = localized(
    "这个命令我不认识。直接问问题就行，或者看看 /help。",
    "I don't know that command. Just ask, or see /help.",
);

// Answers.
pub(in crate::conversation) const HELP_ARTICLE: LocalizedText =
    localized("📖 帮助文章", "📖 Help article");
pub(in crate::conversation) const FURTHER_READING: LocalizedText =
    localized("🔗 延伸阅读", "🔗 Read more");
pub(in crate::conversation) const HELPFUL: LocalizedText = localized("👍 有用", "👍 Helpful");
pub(in crate::conversation) const NOT_HELPFUL: LocalizedText =
    localized("👎 没用", "👎 Not helpful");
pub(in crate::conversation) const BACK: LocalizedText = localized("← 返回", "← Back");
pub(in crate::conversation) const DID_YOU_MEAN: LocalizedText = localized(
    "您想问的是不是下面这些？点一下就能看到答案：",
    "Did you mean one of these? Tap to see the answer:",
);
pub(in crate::conversation) const OTHER_SIDE: LocalizedText = localized(
    "关于「{asked}」，我这里没有现成的答案。下面讲的是另一种情况，也许有用：",
    "I have no answer about “{asked}”. This is about something close but different; it may still help:",
);
pub(in crate::conversation) const WHICH_ONE: LocalizedText = localized(
    "是哪一个？点按钮，或者回复编号都行：",
    "Which one? Tap it, or send its number:",
);
pub(in crate::conversation) const WHAT_EXACTLY: LocalizedText = localized(
    "抱歉没帮上忙。具体是哪里不行？用一句话告诉我。",
    "Sorry about that. What exactly is not working? Tell me in a sentence.",
);
pub(in crate::conversation) const WHAT_WAS_BAD: LocalizedText =
    localized("哪里不好？", "What was wrong with it?");
pub(in crate::conversation) const REASON_WRONG: LocalizedText = localized("内容有误", "Wrong");
pub(in crate::conversation) const REASON_OLD: LocalizedText = localized("过时了", "Outdated");
pub(in crate::conversation) const REASON_UNCLEAR: LocalizedText = localized("没看懂", "Unclear");
pub(in crate::conversation) const ALSO_ASKED: LocalizedText = localized(
    "您还问了「{asked}」，是不是想问下面这些？",
    "You also asked “{asked}”. Did you mean one of these?",
);
pub(in crate::conversation) const ALSO_ABOVE: LocalizedText = localized(
    "您还问了「{asked}」，最接近的是上面的回答。",
    "You also asked “{asked}”. The answer above comes nearest.",
);
pub(in crate::conversation) const ALSO_NOTHING: LocalizedText = localized(
    "您还问了「{asked}」，这个我还不会。",
    "You also asked “{asked}”. I don't have an answer to that yet.",
);
pub(in crate::conversation) const NONE_OF_THESE: LocalizedText =
    localized("都不是", "None of these");
pub(in crate::conversation) const NO_ANSWER: LocalizedText = localized(
    "抱歉，这个问题我还不会。我记下来了，负责的人会看到。",
    "Sorry, I don't have an answer to this yet. I've noted it for the people in charge.",
);
pub(in crate::conversation) const REPHRASE: LocalizedText = localized(
    "换个说法再问一次，也许就能找到。",
    "Saying it another way may help.",
);
pub(in crate::conversation) const CONTACT: LocalizedText =
    localized("想找人工：{contact}", "To reach a person: {contact}");
pub(in crate::conversation) const BROWSE: LocalizedText =
    localized("🗂 按主题浏览", "🗂 Browse topics");
pub(in crate::conversation) const THANKS_FOR_HELPFUL: LocalizedText =
    localized("太好了，谢谢反馈！", "Great, thanks for telling us!");
pub(in crate::conversation) const SORRY_NOT_HELPFUL: LocalizedText = localized(
    "抱歉没帮上忙，已经记下了。也许是这些？",
    "Sorry that didn't help; it's noted. Maybe one of these?",
);
pub(in crate::conversation) const SORRY_NOTHING_ELSE: LocalizedText = localized(
    "抱歉没帮上忙，已经记下了。",
    "Sorry that didn't help; it's noted.",
);
pub(in crate::conversation) const NOTED: LocalizedText =
    localized("已记下，谢谢。", "Noted, thank you.");
pub(in crate::conversation) const ALREADY_NOTED: LocalizedText = localized(
    "您已经评价过了，谢谢。",
    "You've already told us, thank you.",
);
pub(in crate::conversation) const JUST_ANSWERED: LocalizedText = localized(
    "「{title}」刚刚回答过，就在上面 ↑",
    "“{title}” was answered just above ↑",
);
pub(in crate::conversation) const SEE_ABOVE: LocalizedText =
    localized("↑ 看上面的回答", "↑ See the answer");
pub(in crate::conversation) const SHOW_HERE: LocalizedText =
    localized("在这里显示", "Show it here");

// Buttons that no longer do what they did.
pub(in crate::conversation) const ENTRY_GONE: LocalizedText = localized(
    "这条内容已经被移除了，请直接再问一次。",
    "This entry is no longer there. Please just ask again.",
);
pub(in crate::conversation) const BUTTON_OLD: LocalizedText = localized(
    "这个按钮太旧了，请直接再问一次。",
    "This button is too old. Please just ask again.",
);
pub(in crate::conversation) const NOT_YOUR_BUTTON: LocalizedText = localized(
    "这是给提问的人的按钮。您可以用 /ask 自己问我。",
    "This button is for the person who asked. Use /ask to ask me yourself.",
);

// Small talk, and what has no words.
pub(in crate::conversation) const GREETING: LocalizedText = localized(
    "您好！有什么想问的？直接发给我就行。",
    "Hi there! What would you like to know?",
);
pub(in crate::conversation) const THANKS: LocalizedText = localized(
    "不客气，有问题随时来。",
    "You're welcome! I'm here if you need anything else.",
);
pub(in crate::conversation) const FAREWELL: LocalizedText =
    localized("再见，有问题随时来。", "Bye! Come back any time.");
pub(in crate::conversation) const AGREEMENT: LocalizedText = localized(
    "好的 👌 还有问题随时问。",
    "Alright 👌 Ask away if there's more.",
);
pub(in crate::conversation) const WHO_AM_I: LocalizedText = localized(
    "我是问答机器人，回答都是人事先写好的。直接把问题发给我试试。",
    "I'm a bot that answers questions; people wrote the answers beforehand. Try me!",
);
pub(in crate::conversation) const NON_TEXT_STICKER: LocalizedText = localized(
    "收到 😊 有问题请用文字告诉我。",
    "Got it 😊 If you have a question, put it in words for me.",
);
pub(in crate::conversation) const NON_TEXT_VOICE: LocalizedText = localized(
    "语音我还听不懂，请打字告诉我。",
    "I can't listen to recordings yet. Please type your question.",
);
pub(in crate::conversation) const NON_TEXT_PICTURE: LocalizedText = localized(
    "图片我看不懂，只能读文字。请把问题打出来，或者写在图片说明里。",
    "I can't see pictures, only read text. Please type your question, or put it in the caption.",
);
pub(in crate::conversation) const NON_TEXT_OTHER: LocalizedText = localized(
    "我只能读文字，请把问题打出来。",
    "I can only read text. Please type your question.",
);

pub(in crate::conversation) const REACH_A_PERSON: LocalizedText = localized("好的。", "Sure.");

// Browsing.
pub(in crate::conversation) const TOPICS: LocalizedText =
    localized("想看哪一类？", "Pick a topic:");
pub(in crate::conversation) const NO_TOPICS: LocalizedText =
    localized("这里还没有内容。", "There is nothing here yet.");
pub(in crate::conversation) const OTHER_TOPIC: LocalizedText = localized("其他", "Other");
pub(in crate::conversation) const PREVIOUS_PAGE: LocalizedText =
    localized("‹ 上一页", "‹ Previous");
pub(in crate::conversation) const NEXT_PAGE: LocalizedText = localized("下一页 ›", "Next ›");

// Languages.
pub(in crate::conversation) const WHICH_LANGUAGE: LocalizedText =
    localized("用哪种语言回复您？", "Which language should I reply in?");
pub(in crate::conversation) const LANGUAGE_BOTH: LocalizedText =
    localized("中文 + English", "English + 中文");
pub(in crate::conversation) const LANGUAGE_EN: LocalizedText = localized("English", "English");
pub(in crate::conversation) const LANGUAGE_ZH: LocalizedText = localized("中文", "中文");
pub(in crate::conversation) const LANGUAGE_SET: LocalizedText = localized(
    "好，以后这样回复：{language}",
    "Done. I'll reply in: {language}",
);
pub(in crate::conversation) const LANGUAGE_IN_GROUP: LocalizedText = localized(
    "群里的回复语言由群管理员用 /settings 设置。您自己的，请私聊我发 /lang。",
    "In this group its admins set the language with /settings. For yourself, send me /lang in private.",
);

// Privacy.
pub(in crate::conversation) const PRIVACY: LocalizedText = localized(
    "我会记录：您问我的话（卡号、电话、邮箱、密钥先打码）、我怎么答的、您的评价、您选的语言。\n不记录：您的名字、账号和聊天里的其他内容；是谁问的只存成一串无法还原的代号。\n问题保留 {days} 天后删除。现在就想删，发 /forget_me。",
    "What I keep: what you ask me (card numbers, phones, mail addresses and keys are masked first), how I answered, your feedback, your language.\nWhat I don't keep: your name, your account, anything else from the chat; who asked is stored only as a code that cannot be turned back.\nQuestions are deleted after {days} days. To delete yours now, send /forget_me.",
);
pub(in crate::conversation) const PRIVACY_LATER: LocalizedText = localized(
    "我没答上来的问题，会保留这个聊天的号码一天：负责人这期间写好答案，我就发给您。",
    "Where I have no answer, the number of this chat is kept for a day: if the people in charge write an answer by then, I send it to you.",
);
/// Before an answer that comes later.
pub(in crate::conversation) const ANSWERED_LATER: LocalizedText = localized(
    "您问过「{text}」，现在有答案了：",
    "You asked “{text}”. Here is the answer:",
);
pub(in crate::conversation) const FORGOTTEN: LocalizedText = localized(
    "好了，关于您的记录都删掉了，包括语言选择。",
    "Done. Everything I kept about you is deleted, your language choice included.",
);

// Admins.
pub(in crate::conversation) const ADMINS_IN_PRIVATE: LocalizedText = localized(
    "这个命令请私聊我发。",
    "Please send me this command in private.",
);
pub(in crate::conversation) const WHY_HOW: LocalizedText = localized(
    "请把 /why 作为回复，发给我的某一条回答。",
    "Send /why as a reply to one of my answers.",
);

pub(in crate::conversation) const WHY_QUESTION: LocalizedText =
    localized("问题：{text}", "Question: {text}");
pub(in crate::conversation) const WHY_ANSWERED: LocalizedText =
    localized("直接回答了第一条：", "Answered with the first of these:");
pub(in crate::conversation) const WHY_SUGGESTED: LocalizedText =
    localized("没把握，列出了这些：", "Not sure, so these were offered:");
pub(in crate::conversation) const WHY_UNANSWERED: LocalizedText = localized(
    "没有够接近的，最近的是：",
    "Nothing came close enough; the nearest were:",
);
pub(in crate::conversation) const WHY_REPEATED: LocalizedText = localized(
    "刚回答过第一条，所以只指了路：",
    "The first had just been answered, so it pointed there:",
);
pub(in crate::conversation) const WHY_OPENED: LocalizedText =
    localized("不是提问，是点开的：", "Not asked, but opened:");
pub(in crate::conversation) const WHY_SMALLTALK: LocalizedText = localized(
    "当作寒暄，没有去找答案。",
    "Taken for small talk; no answer was looked for.",
);
pub(in crate::conversation) const WHY_COMMAND: LocalizedText = localized(
    "这是命令的回复，不是回答。",
    "That was a command's reply, not an answer.",
);
pub(in crate::conversation) const WHY_MARGIN: LocalizedText =
    localized("领先第二名 {margin}", "Ahead of the second by {margin}");
pub(in crate::conversation) const WHY_NEAREST: LocalizedText =
    localized("最接近的问法：{phrasing}", "Nearest phrasing: {phrasing}");
pub(in crate::conversation) const WHY_FAQ: LocalizedText =
    localized("问答库版本：{revision}", "FAQ version: {revision}");
pub(in crate::conversation) const WHY_NOW: LocalizedText = localized(
    "问答库已变成 {revision}，现在问会得到：{decided}",
    "The FAQ is now {revision}; asked now: {decided}",
);
pub(in crate::conversation) const WHY_NOTHING: LocalizedText = localized("没有答案", "nothing");
pub(in crate::conversation) const WHY_GONE: LocalizedText = localized("（已移除）", "(removed)");

// When something is wrong.
const TOO_FAST: LocalizedText = localized(
    "慢一点，我有点跟不上。过一分钟再发给我。",
    "A bit slower, please. I'll listen again in a minute.",
);
const FAILED: LocalizedText = localized(
    "抱歉，我这边出了点问题，请再试一次。",
    "Sorry, something went wrong on my side. Please try again.",
);

/// What a person reads who sends more than we can follow.
pub fn too_fast() -> Vec<Block> {
    both(&TOO_FAST)
}

/// What a person reads when we failed to handle what they sent.
pub fn failed() -> Vec<Block> {
    both(&FAILED)
}

fn both(words: &LocalizedText) -> Vec<Block> {
    [Language::Zh, Language::En]
        .map(|language| Block::Plain(words.get(language).to_owned()))
        .to_vec()
}

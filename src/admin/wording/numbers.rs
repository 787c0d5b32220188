//! `/stats` in words, and the words beside the picture.

use crate::admin::promise::Observed;
use crate::admin::wording::phrases::{fine_percent, percent, rest, say};
use crate::admin::{Counts, Numbers, Part, Period, Promise, date};
use crate::model::reply::Block;
use crate::text::Language;

/// How many topics or groups are named.
const NAMED: usize = 8;

/// The numbers of a period.
pub fn numbers(language: Language, period: Period, numbers: &Numbers) -> Vec<Block> {
    let title = match period {
        Period::Day => say(language, "最近 24 小时", "The last 24 hours"),
        Period::Week => say(language, "最近 7 天", "The last 7 days"),
        Period::Month => say(language, "最近 30 天", "The last 30 days"),
    };
    let mut blocks = vec![Block::Title(title)];
    let total = &numbers.total;
    if total.questions == 0 {
        blocks.push(Block::Plain(say(
            language,
            "没有人提问。",
            "Nobody asked anything.",
        )));
    } else {
        blocks.extend(whole(language, numbers));
        blocks.extend(promise(language, &numbers.promise));
        let named = |zh: &str, en: &str| say(language, zh, en);
        let parts = [
            (named("按主题", "by topic"), &numbers.topics),
            (named("按语言", "by language"), &numbers.languages),
            (named("按群", "by group"), &numbers.groups),
        ];
        let lists = parts
            .iter()
            .map(|(name, parts)| list(language, name, parts));
        blocks.push(Block::Quote(lists.flatten().collect()));
        if total.unanswered > 0 || total.not_helpful > 0 {
            blocks.push(Block::Plain(say(
                language,
                "没答上的见 /unanswered。",
                "See /unanswered for what was not answered.",
            )));
        }
    }
    blocks.push(Block::Plain(
        "/stats day · /stats week · /stats month".into(),
    ));
    blocks
}

/// The words beside the picture of the weeks.
pub fn picture(language: Language, numbers: &Numbers) -> Vec<Block> {
    let from = numbers.weeks.first().map_or(0, |week| week.from_seconds);
    let (from, until) = (date(from), date(numbers.until_seconds));
    vec![Block::Plain(match language {
        Language::Zh => format!(
            "每周提问数，{from} 至 {until}。\n自下而上：深绿＝确认解决，浅绿＝推定解决，橙＝未解决。"
        ),
        Language::En => format!(
            "Questions a week, {from} to {until}.\nFrom below: dark green solved (confirmed), light green \
             solved (assumed), orange not solved."
        ),
    })]
}

/// Why answers did not help, in brackets; nothing where nobody said.
fn reasons(language: Language, (wrong, outdated, unclear): (usize, usize, usize)) -> String {
    if wrong + outdated + unclear == 0 {
        return String::new();
    }
    match language {
        Language::Zh => format!("（有误 {wrong}，过时 {outdated}，没看懂 {unclear}）"),
        Language::En => format!(" (wrong {wrong}, outdated {outdated}, unclear {unclear})"),
    }
}

fn whole(language: Language, numbers: &Numbers) -> Vec<Block> {
    let total = &numbers.total;
    let share = |part| percent(total.share(part));
    let before = numbers.before.questions;
    let Counts {
        questions,
        answered,
        suggested,
        taken,
        unanswered,
        helpful,
        not_helpful,
        confirmed,
        assumed,
        wrong,
        outdated,
        unclear,
    } = *total;
    let lines = match language {
        Language::Zh => [
            format!("提问 {questions}（上一期 {before}）"),
            format!("直接回答 {answered}（{}）", share(answered)),
            format!(
                "给出候选 {suggested}（{}），其中选用 {taken}",
                share(suggested)
            ),
            format!("没答上 {unanswered}（{}）", share(unanswered)),
            format!(
                "有用 {helpful}，没用 {not_helpful}{}",
                reasons(language, (wrong, outdated, unclear))
            ),
            format!(
                "解决：确认 {confirmed}（{}），推定 {assumed}（{}）",
                share(confirmed),
                share(assumed)
            ),
        ],
        Language::En => [
            format!("{questions} questions ({before} in the period before)"),
            format!("answered {answered} ({})", share(answered)),
            format!(
                "suggested {suggested} ({}), taken {taken}",
                share(suggested)
            ),
            format!("not answered {unanswered} ({})", share(unanswered)),
            format!(
                "helpful {helpful}, not helpful {not_helpful}{}",
                reasons(language, (wrong, outdated, unclear))
            ),
            format!(
                "solved: confirmed {confirmed} ({}), assumed {assumed} ({})",
                share(confirmed),
                share(assumed)
            ),
        ],
    };
    vec![Block::Plain(lines.join("\n"))]
}

/// Wrong answers: accepted and observed side by side; nothing where nothing was answered.
fn promise(language: Language, promise: &Promise) -> Option<Block> {
    let Observed {
        answers,
        said_wrong,
        none_of_these,
        asked_again,
    } = promise.observed;
    if answers == 0 {
        return None;
    }
    let (accepted, share) = (fine_percent(promise.accepted), promise.observed.share());
    let (wrong, share) = (promise.observed.wrong(), fine_percent(share));
    let (low, high) = promise.observed.range();
    let (low, high) = (fine_percent(low), fine_percent(high));
    let mut words = match language {
        Language::Zh => format!(
            "答错：可接受 {accepted}，观察到 {wrong}/{answers}（{share}，实际约在 {low} 至 {high}）：说有误 \
             {said_wrong}，都不是 {none_of_these}，随即又问 {asked_again}"
        ),
        Language::En => format!(
            "wrong answers: accepted {accepted}, observed {wrong} of {answers} ({share}, likely {low} to \
             {high}): said to be wrong {said_wrong}, none of these {none_of_these}, asked again soon \
             {asked_again}"
        ),
    };
    if !promise.observed.is_enough() {
        words.push_str(&say(
            language,
            "。回答太少，还说明不了什么",
            "; too few answers to tell",
        ));
    }
    if promise.aimed_at < promise.accepted {
        let aim = fine_percent(promise.aimed_at);
        words.push_str(&match language {
            Language::Zh => format!("。因此目前按 {aim} 作答"),
            Language::En => format!("; for that reason it aims at {aim} now"),
        });
    }
    Some(Block::Plain(words))
}

fn list(language: Language, name: &str, parts: &[Part]) -> Vec<Block> {
    let mut lines = Vec::new();
    for part in parts.iter().take(NAMED) {
        let counts = &part.counts;
        let name = match part.name.as_str() {
            "" => say(language, "（无主题）", "(no topic)"),
            "private" => say(language, "私聊", "private chats"),
            "guest" => say(language, "在别处被提到", "mentioned elsewhere"),
            "inline" => say(language, "行内提问", "inline"),
            "business" => say(language, "商家聊天", "business chats"),
            "zh" => say(language, "中文", "Chinese"),
            "en" => say(language, "英文", "English"),
            name => name.to_owned(),
        };
        lines.push(match language {
            Language::Zh => format!(
                "{name}：{}，没答上 {}，解决：确认 {}，推定 {}",
                counts.questions, counts.unanswered, counts.confirmed, counts.assumed
            ),
            Language::En => format!(
                "{name}: {}, not answered {}, solved: confirmed {}, assumed {}",
                counts.questions, counts.unanswered, counts.confirmed, counts.assumed
            ),
        });
    }
    let more = rest(language, parts.len(), NAMED);
    if !more.is_empty() {
        lines.push(more.trim().to_owned());
    }
    vec![
        Block::Title(name.to_owned()),
        Block::Plain(lines.join("\n")),
    ]
}

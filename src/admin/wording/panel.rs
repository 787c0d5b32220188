//! The way to the admins' page, in words and buttons.

use crate::admin::wording::phrases::say;
use crate::model::reply::Action;
use crate::model::reply::{Block, Button};
use crate::text::Language;

/// Says how to reach the page: the Mini App, where there can be one, and the link of one use;
/// without `ways` there is no page.
pub fn panel(
    language: Language,
    ways: Option<(Option<String>, String)>,
) -> (Vec<Block>, Vec<Vec<Button>>) {
    let Some((app, link)) = ways else {
        let none = say(
            language,
            "没有开启管理页面（config.toml 的 [panel] listen）。",
            "The admins' page is off ([panel] listen in config.toml).",
        );
        return (vec![Block::Plain(none)], Vec::new());
    };
    let hint = say(
        language,
        "管理页面。链接只能用一次，五分钟内有效；请不要转发。",
        "The admins' page. The link works once, within five minutes; do not pass it on.",
    );
    let Some(app) = app else {
        // Telegram takes no button that leads to this machine.
        return (vec![Block::Plain(hint), Block::Code(link)], Vec::new());
    };
    let inside = Button {
        label: say(language, "在 Telegram 里打开", "Open in Telegram"),
        action: Action::App(app),
    };
    let outside = say(language, "在浏览器里打开", "Open in a browser");
    let rows = vec![vec![inside], vec![Button::open(outside, link)]];
    (vec![Block::Plain(hint)], rows)
}

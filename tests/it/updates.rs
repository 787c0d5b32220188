//! `tests/updates/NAME.json`, an update of invented people, and `NAME.txt`, what it comes in as.
//! `UPDATE_GOLDEN=1` rewrites the texts; read the difference.

use wenda::telegram::update::dto::Update;
use wenda::telegram::update::identity::Identity;
use wenda::telegram::update::incoming;
use wenda::telegram::update::roles::Roles;

use super::bot::ADMIN;
use super::fake_bot_api::BOT;

#[test]
fn updates_come_in_as_what_they_are() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/updates");
    let me = Identity {
        id: BOT.0,
        username: BOT.1.to_owned(),
        hears_all: true,
    };
    let roles = Roles {
        admins: vec![ADMIN],
        ..Roles::default()
    };
    let rewrites = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut wrong = Vec::new();
    let mut count = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|kind| kind != "json") {
            continue;
        }
        count += 1;
        let value: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let update = Update::read(value["update_id"].as_u64().unwrap(), &value);
        let found = match incoming::read(&update, &me, &roles, 1_763_800_000) {
            Some(incoming) => format!("{incoming:#?}\n"),
            None => "nothing for us\n".to_owned(),
        };
        let expected = path.with_extension("txt");
        if rewrites {
            std::fs::write(&expected, &found).unwrap();
        } else if std::fs::read_to_string(&expected).unwrap_or_default() != found {
            wrong.push(format!("{}: {found}", path.display()));
        }
    }
    assert!(count >= 20, "only {count} updates found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

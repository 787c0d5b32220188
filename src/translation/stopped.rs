//! What stops a command: no token, a store that cannot be opened, a FAQ that does not load.

use super::pair::Pair;

pub(super) const PAIRS: &[Pair] = &[
    ("no bot token", "没有机器人的 token"),
    (
        "set TELOXIDE_TOKEN to the token that @BotFather gave you, or TELOXIDE_TOKEN_FILE to a file that holds it, or put it into a file `token` beside config.toml",
        "把 @BotFather 给的 token 写进 TELOXIDE_TOKEN，或让 TELOXIDE_TOKEN_FILE 指向存放它的文件，或放进 config.toml 旁边名为 `token` 的文件",
    ),
    (
        "{}: cannot read the token file: {}",
        "{}：无法读取 token 文件：{}",
    ),
    (
        "the service gets it from systemd; by hand, run this as the user that may read it",
        "服务从 systemd 得到它；手动运行时，请用有权读取的用户",
    ),
    (
        "the bot token does not have the form 123456789:letters-and-digits",
        "机器人的 token 不是 123456789:字母和数字 这种形式",
    ),
    (
        "copy it again from @BotFather, without quotes or spaces",
        "从 @BotFather 重新复制，不带引号和空格",
    ),
    (
        "Telegram does not accept the bot token",
        "Telegram 不接受这个机器人的 token",
    ),
    (
        "copy it again from @BotFather; after /revoke the old one stays invalid",
        "从 @BotFather 重新复制；用过 /revoke 之后旧的不再有效",
    ),
    (
        "`telegram.api_url` cannot be used: {}",
        "`telegram.api_url` 不能用：{}",
    ),
    ("cannot listen on {}: {}", "无法监听 {}：{}"),
    (
        "Telegram refuses `telegram.webhook.url`: {}",
        "Telegram 拒绝了 `telegram.webhook.url`：{}",
    ),
    (
        "the FAQ at `{}` does not load; see above",
        "`{}` 的问答库无法载入；原因见上面",
    ),
    (
        "the FAQ at `{}` does not load (see above), and no version of it was ever accepted",
        "`{}` 的问答库无法载入（见上面），之前也没有采用过任何版本",
    ),
    ("cannot open the store `{}`: {}", "无法打开数据库 `{}`：{}"),
    (
        "no room left on the store's disk",
        "数据库所在的磁盘没有空间了",
    ),
    ("make room on the disk", "请腾出磁盘空间"),
    (
        "the store is in use by another process: {}",
        "数据库正被另一个进程使用：{}",
    ),
    (
        "stop the `wenda run` that has it open",
        "请停止打开它的 `wenda run`",
    ),
    ("the store is damaged: {}", "数据库已损坏：{}"),
    (
        "put a backup back: `wenda restore FILE`; docs/backup.md has more",
        "恢复一份备份：`wenda restore 文件`；详见 docs/backup.md",
    ),
    (
        "a newer Wenda wrote the store: it has schema {}, this version knows up to {}",
        "数据库是更新版本的 Wenda 写的：结构版本 {}，这个版本只认识到 {}",
    ),
    (
        "run the version of Wenda that wrote it, or a newer one; or put back a backup made before the upgrade: `wenda restore FILE`",
        "请运行写它的那个版本或更新的版本；或恢复升级之前的备份：`wenda restore 文件`",
    ),
    ("the store failed: {}", "数据库出错：{}"),
    (
        "there is no store at `{}` (`storage.path`)",
        "`{}`（`storage.path`）没有数据库",
    ),
    (
        "`wenda run` makes it; is this the configuration of the bot that runs? (`--config`, WENDA_CONFIG)",
        "`wenda run` 会创建它；这是正在运行的机器人的配置吗？（`--config`、WENDA_CONFIG）",
    ),
];

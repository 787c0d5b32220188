//! What the benches share: their sizes, and a FAQ of any size made up from a few lists of words,
//! the same one in every run.

#![allow(dead_code, reason = "each bench uses a part of it")]

use wenda::faq::{Conditions, Entry, EntryContent, EntryId, Faq, FilePlace, Localized, Phrasing};
use wenda::text::Language;

const ACTIONS: [(&str, &str); 40] = [
    ("cancel", "取消"),
    ("change", "更改"),
    ("activate", "激活"),
    ("renew", "续订"),
    ("verify", "验证"),
    ("download", "下载"),
    ("share", "分享"),
    ("delete", "删除"),
    ("restore", "恢复"),
    ("upgrade", "升级"),
    ("pause", "暂停"),
    ("report", "举报"),
    ("export", "导出"),
    ("import", "导入"),
    ("rename", "重命名"),
    ("track", "追踪"),
    ("return", "退还"),
    ("replace", "更换"),
    ("unlock", "解锁"),
    ("register", "注册"),
    ("transfer", "转移"),
    ("print", "打印"),
    ("schedule", "预约"),
    ("merge", "合并"),
    ("hide", "隐藏"),
    ("extend", "延长"),
    ("approve", "批准"),
    ("reject", "拒绝"),
    ("archive", "归档"),
    ("sync", "同步"),
    ("translate", "翻译"),
    ("connect", "连接"),
    ("remove", "移除"),
    ("install", "安装"),
    ("compare", "比较"),
    ("repair", "维修"),
    ("order", "订购"),
    ("insure", "投保"),
    ("sell", "出售"),
    ("inspect", "检查"),
];

const THINGS: [(&str, &str); 50] = [
    ("subscription", "订阅"),
    ("invoice", "发票"),
    ("password", "密码"),
    ("profile picture", "头像"),
    ("shipping address", "收货地址"),
    ("gift card", "礼品卡"),
    ("router", "路由器"),
    ("ticket", "工单"),
    ("warranty", "保修"),
    ("payment plan", "付款计划"),
    ("phone number", "手机号"),
    ("mailbox", "邮箱"),
    ("loyalty points", "积分"),
    ("parcel", "包裹"),
    ("contract", "合同"),
    ("playlist", "歌单"),
    ("calendar", "日历"),
    ("backup", "备份"),
    ("voucher", "优惠券"),
    ("membership", "会员"),
    ("bank account", "银行账户"),
    ("two factor code", "双重验证码"),
    ("language setting", "语言设置"),
    ("notification", "通知"),
    ("report card", "成绩单"),
    ("water meter", "水表"),
    ("parking permit", "停车证"),
    ("library book", "图书"),
    ("passport", "护照"),
    ("insurance policy", "保险单"),
    ("loan", "贷款"),
    ("hotel room", "酒店房间"),
    ("flight", "航班"),
    ("rental car", "租车"),
    ("coupon", "折扣券"),
    ("salary slip", "工资单"),
    ("camera", "摄像头"),
    ("printer", "打印机"),
    ("server", "服务器"),
    ("domain name", "域名"),
    ("certificate", "证书"),
    ("meeting room", "会议室"),
    ("photo album", "相册"),
    ("video call", "视频通话"),
    ("group chat", "群聊"),
    ("wishlist", "心愿单"),
    ("refund", "退款"),
    ("exchange rate", "汇率"),
    ("tax form", "税表"),
    ("gym locker", "储物柜"),
];

const PLACES: [(&str, &str); 10] = [
    ("in the mobile app", "在手机应用里"),
    ("on the website", "在网站上"),
    ("for a business customer", "作为企业客户"),
    ("from abroad", "在国外"),
    ("after the deadline", "过了截止日期"),
    ("for a family member", "替家人"),
    ("without a receipt", "没有收据"),
    ("on a shared computer", "在公用电脑上"),
    ("at the counter", "在柜台"),
    ("during the trial", "在试用期内"),
];

const ENGLISH: [&str; 5] = [
    "How do I {a} my {t} {p}?",
    "I would like to {a} a {t} {p}, what are the steps",
    "is it possible to {a} the {t} {p}",
    "can't {a} {t} {p}",
    "help me {a} this {t} {p} please",
];

const CHINESE: [&str; 5] = [
    "{p}怎么{a}{t}？",
    "我想{p}{a}{t}，该怎么办",
    "{t}可以{p}{a}吗",
    "{p}{a}不了{t}",
    "请问{a}{t}{p}需要什么",
];

/// How many phrasings to measure with: those named on the command line, else four sizes.
pub fn sizes() -> Vec<usize> {
    let named: Vec<usize> = std::env::args()
        .filter_map(|arg| arg.parse().ok())
        .collect();
    match named.is_empty() {
        true => vec![12, 1_000, 10_000, 100_000],
        false => named,
    }
}

/// A FAQ of `entries` entries (at most 20,000) with ten phrasings each, half of them Chinese.
pub fn faq(entries: usize) -> Faq {
    let mut faq = Faq::default();
    for number in 0..entries {
        let mut phrasings = Vec::new();
        for (templates, language) in [(ENGLISH, Language::En), (CHINESE, Language::Zh)] {
            phrasings.extend(templates.iter().map(|template| Phrasing {
                text: fill(template, number, language),
                language,
            }));
        }
        let entry = EntryContent {
            id: EntryId::new(&format!("entry-{number}")).expect("an id"),
            topic: None,
            phrasings,
            keywords: Vec::new(),
            answer: Localized {
                en: Some("Answer.".into()),
                zh: None,
            },
            link: None,
            more: Vec::new(),
            image: None,
            related: Vec::new(),
            tests: Vec::new(),
            conditions: Conditions::default(),
            written: None,
        };
        faq.entries.push(Entry::new(entry, FilePlace::default()));
    }
    faq
}

/// Questions that the FAQ does not hold word by word, each with the number of its entry.
pub fn questions(entries: usize, count: usize) -> Vec<(usize, String)> {
    (0..count)
        .map(|at| {
            let number = (at * 7919 + 13) % entries;
            let text = match at % 4 {
                0 => fill("what must i do to {a} my {t} {p}", number, Language::En),
                1 => fill("你好，{t}怎么{p}{a}呢", number, Language::Zh),
                2 => fill("i want {a} {t} {p} asap", number, Language::En),
                _ => fill("{p}想{a}{t}", number, Language::Zh),
            };
            (number, text)
        })
        .collect()
}

/// Entries beyond the 20,000 combinations of the lists are told apart by a model's name.
fn fill(template: &str, number: usize, language: Language) -> String {
    let pick = |pair: (&'static str, &'static str)| match language {
        Language::En => pair.0,
        Language::Zh => pair.1,
    };
    template
        .replace("{a}", pick(ACTIONS[number % 40]))
        .replace("{t}", pick(THINGS[number / 40 % 50]))
        .replace("{p}", pick(PLACES[number / 2000 % 10]))
}

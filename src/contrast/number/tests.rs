//! The same quantity in other words, another quantity, and numbers that say nothing.

use super::*;
use crate::text::analyze;

fn all(text: &str) -> Vec<Quantity> {
    let analysis = analyze(text);
    let (mut at, mut found) = (0, Vec::new());
    while at < analysis.tokens().len() {
        match quantity_at(&analysis, at) {
            Some((quantity, end)) => {
                found.extend(quantity);
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

#[test]
fn the_same_quantity_in_other_words() {
    for group in [
        &["5刀", "$5", "US$5.00", "five dollars", "5 bucks", "五美元"][..],
        &["50块", "¥50", "五十元", "fifty yuan"],
        &[
            "30天",
            "thirty-day pass",
            "a month",
            "月卡",
            "monthly pass",
            "1个月",
        ],
        &[
            "一周",
            "7 days",
            "weekly",
            "seven-day pack",
            "一个星期",
            "周卡",
        ],
        &["年卡", "yearly", "annual plan", "12 months", "一年"],
        &["半小时", "half an hour", "30 minutes", "三十分钟"],
        &["24小时", "1 day", "一天", "24 hours"],
        &["周六", "Saturday", "星期六"],
        &["5G", "5 g", "5g网络"],
        &["twenty five minutes", "25分钟", "25 min"],
        &["B2", "level b2", "负二层", "地下2层"],
        &["the first hour", "1小时内", "首小时"],
        &["10 lessons", "ten lessons", "10节课", "十课时"],
        &["5公斤", "5 kg", "five kilograms", "十斤"],
        &["20 stamps", "twenty stamps"],
        &["八级", "8级"],
    ] {
        let first = all(group[0]);
        assert_eq!(first.len(), 1, "{}", group[0]);
        for other in group {
            assert_eq!(all(other), first, "{other}");
        }
    }
}

#[test]
fn another_quantity_is_another() {
    for (one, other) in [
        ("$5", "$50"),
        ("$5", "$500"),
        ("30天", "7天"),
        ("monthly", "yearly"),
        ("4G", "5G"),
        ("gpt 4", "gpt-5"),
        ("周六", "周日"),
        ("10GB", "100GB"),
        ("三年级", "4年级"),
        ("二楼", "3层"),
        ("B2", "B3"),
        ("前30分钟", "前2个小时"),
        ("10节课", "5节课"),
        ("三级", "八级"),
        ("20 stamps", "100 stamps"),
    ] {
        let (one, other) = (all(one)[0], all(other)[0]);
        assert!(excludes(one, other), "{one:?} {other:?}");
    }
    assert!(!excludes(all("周末")[0], all("Sunday")[0]));
    assert!(!excludes(all("工作日")[0], all("周二")[0]));
}

#[test]
fn numbers_that_say_nothing() {
    for text in [
        "on 20 Nov",
        "3 December",
        "订单20261125",
        "for two people",
        "2个人",
        "15岁",
        "at 8 pm",
        "晚上8点",
        "5月3日",
        "call 555 0199",
    ] {
        assert_eq!(all(text), [], "{text}");
    }
}

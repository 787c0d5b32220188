//! Chinese headings.

use super::kinds::{Certainty, Column};
use crate::text::Language;

/// Endings of Chinese headings, longest first within a kind, and what they name.
pub(super) fn chinese(heading: &str, language: Option<Language>) -> Option<(Column, Certainty)> {
    let heading =
        heading.trim_end_matches(|c: char| c.is_ascii_digit() || "一二三四五六".contains(c));
    let heading = match heading
        .strip_suffix(['a', 'b', 'c'])
        .filter(|rest| !rest.is_empty())
    {
        Some(rest) => rest,
        None => heading,
    };
    let ends = |list: &[&str]| list.iter().any(|end| heading.ends_with(end));
    let is = |list: &[&str]| list.contains(&heading);
    let sure = |column: Column, whole: &[&str]| {
        let certainty = if is(whole) {
            Certainty::Whole
        } else {
            Certainty::Last
        };
        Some((column, certainty))
    };
    if ends(&["编号", "编码", "标识", "id"]) {
        return sure(Column::Id, &["编号"]);
    }
    if ends(&[
        "序号",
        "号",
        "时间",
        "日期",
        "状态",
        "人",
        "者",
        "次数",
        "数量",
        "数",
        "点击",
        "来源",
        "备注",
        "说明人",
        "评分",
        "点赞",
        "版本",
        "生效",
        "有效期",
        "优先级",
    ]) {
        return sure(Column::Ignored, &[]);
    }
    if ends(&[
        "分类", "类别", "类型", "主题", "模块", "板块", "栏目", "目录", "分组", "类目", "所属",
        "大类", "小类", "领域", "部门", "业务", "场景",
    ]) {
        return sure(Column::Topic(language), &["分类", "类别", "主题"]);
    }
    if ends(&["链接", "网址", "地址", "url"]) && !is(&["地址"]) {
        return sure(Column::Link, &["链接", "网址"]);
    }
    if ends(&["链接标签", "链接文字", "链接名称"]) {
        return sure(Column::LinkLabel(language), &[]);
    }
    if ends(&["关键词", "关键字", "标签", "关键语"]) {
        return sure(Column::Keywords, &["关键词", "关键字", "标签"]);
    }
    if ends(&["图片", "配图", "截图"]) {
        return sure(Column::Image, &["图片"]);
    }
    if ends(&["语言", "语种"]) {
        return sure(Column::Language, &["语言"]);
    }
    let further = [
        "相似", "扩展", "拓展", "其他", "其它", "同义", "更多", "别名", "近似", "类似", "泛化",
        "变体", "附加", "补充", "等价",
    ];
    let question = [
        "问题",
        "提问",
        "问法",
        "问句",
        "问",
        "疑问",
        "用户说",
        "说法",
        "语料",
        "训练语料",
        "query",
    ];
    if further.iter().any(|word| heading.contains(word))
        && (ends(&question) || ends(&["别名", "词", "相似", "索引"]))
    {
        return sure(Column::Similar(language), &[]);
    }
    if ends(&["索引"]) {
        return sure(Column::Similar(language), &[]);
    }
    if ends(&["相关问题", "关联问题", "推荐问题"]) {
        return sure(Column::Ignored, &[]);
    }
    if ends(&question) {
        return sure(
            Column::Question(language),
            &["问题", "提问", "问", "问句", "标准问题"],
        );
    }
    if ends(&[
        "答案",
        "回答",
        "回复",
        "解答",
        "答复",
        "应答",
        "答",
        "话术",
        "解决方案",
        "解决办法",
        "解决方法",
        "处理方法",
        "回答内容",
        "答案内容",
    ]) {
        return sure(Column::Answer(language), &["答案", "回答", "回复", "答"]);
    }
    if ends(&["问题内容", "问题描述", "问题标题"]) {
        return sure(Column::Question(language), &[]);
    }
    if ends(&["标题", "名称", "题目", "术语"]) {
        return sure(Column::Title(language), &["标题"]);
    }
    if ends(&[
        "内容", "正文", "描述", "释义", "解释", "定义", "详情", "说明",
    ]) {
        return sure(Column::Content(language), &["内容"]);
    }
    if is(&["相关", "相关条目"]) {
        return sure(Column::Related, &["相关"]);
    }
    if is(&["测试"]) {
        return sure(Column::Tests, &["测试"]);
    }
    None
}

pub(super) fn chinese_language(base: &str) -> Option<Language> {
    let starts = |list: &[&str]| list.iter().any(|word| base.contains(word));
    if starts(&["英文", "英语"]) {
        Some(Language::En)
    } else if starts(&["中文", "汉语", "简体", "繁体"]) {
        Some(Language::Zh)
    } else {
        None
    }
}

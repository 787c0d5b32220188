//! Findings about how questions find their entries.

use super::pair::Pair;

pub(super) const PAIRS: &[Pair] = &[
    (
        "question `{}` of `{}` is more like `{}` (“{}”) than like the rest of its own entry",
        "`{1}` 的问法 `{0}` 更像 `{2}`（“{3}”），不太像自己条目里的其他问法",
    ),
    (
        "move it to `{}`, reword it, or add more phrasings like it to `{}` ({} against {})",
        "移到 `{}`，换个说法，或给 `{}` 补上更多类似的问法（{} 对 {}）",
    ),
    (
        "entry `{}` asks nearly the same as `{}` ({})",
        "条目 `{}` 与 `{}` 问的几乎一样（{}）",
    ),
    (
        "make one entry of the two, or let their questions say what tells them apart",
        "合并成一个条目，或在问法里写明两者的区别",
    ),
    (
        "let the title name what this entry alone is about, and add phrasings like it",
        "让标题写明这个条目独有的内容，并补上类似的问法",
    ),
    (
        "keyword `{}` stands in {} entries ({})",
        "关键词 `{}` 出现在 {} 个条目里（{}）",
    ),
    (
        "a keyword helps where it speaks for one entry; remove it from the others",
        "关键词只属于一个条目才有用；请从其他条目里删掉",
    ),
    (
        "no word of the synonym group of `{}` stands in any question",
        "`{}` 这一组同义词没有一个出现在问法里",
    ),
    (
        "add the word that your questions use to the group, or remove it",
        "把问法里用的词加进这一组，或删掉这一组",
    ),
    (
        "entry `{}` has the same answer as `{}`",
        "条目 `{}` 与 `{}` 的答案相同",
    ),
    (
        "make one entry of the two, with the phrasings of both",
        "合并成一个条目，保留两边的问法",
    ),
    (
        "told apart by one word or number: {}",
        "只靠一个词或数字区分：{}",
    ),
    (
        "nothing to do; questions that name neither side are offered both",
        "无需处理；没有说明是哪一个的问题，会两个都给出",
    ),
    (
        "no entry answers the other side of {}",
        "没有条目回答相反的问题：{}",
    ),
    (
        "entries that mean nearly the same: {}",
        "意思几乎相同的条目：{}",
    ),
    (
        "make one entry of the two, or say in their questions how they differ",
        "请合并成一个条目，或在问法里写明区别",
    ),
    (
        "questions in English find {} of {} entries by their meaning alone: {}",
        "英文提问时，{1} 个条目中有 {0} 个只能靠意思找到：{2}",
    ),
    (
        "questions in Chinese find {} of {} entries by their meaning alone: {}",
        "中文提问时，{1} 个条目中有 {0} 个只能靠意思找到：{2}",
    ),
    (
        "add `{}` questions to those that are asked often",
        "给常被问到的条目补上 `{}` 问法",
    ),
    (
        "people may ask for it; until an entry answers, such questions are offered this one",
        "可能有人会问；在有条目回答之前，这类问题会给出这一条",
    ),
    (
        "test `{}` must reach `{}`, but {}",
        "测试 `{}` 应当到达 `{}`，但{}",
    ),
    (
        "out-of-scope question `{}` must not be answered, but {}",
        "范围外问题 `{}` 不应有答案，但{}",
    ),
    (
        "add a phrasing like it to `{}` ({})",
        "给 `{}` 补上类似的问法（{}）",
    ),
    (
        "make the phrasings and keywords of that entry say more exactly what it is about ({})",
        "让那个条目的问法和关键词更准确（{}）",
    ),
    ("`{}` has {} through “{}”", "`{0}` 通过“{2}”得 {1}"),
    ("`{}` has {} through “{}”; {}", "`{0}` 通过“{2}”得 {1}；{3}"),
    ("`{}` is not among the first {}", "`{}` 不在前 {} 个之中"),
];

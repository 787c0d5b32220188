//! Kinds of sources as programs and site generators write them, one of each.

use super::*;

/// Whether something that was left out is told with these words.
fn tells(name: &str, text: &str, words: &str) {
    let imported = read_one(name, text);
    let found = imported
        .notes
        .iter()
        .any(|note| note.message.contains(words));
    assert!(found, "{words}: {:?}", imported.notes);
}

#[test]
fn boxes_within_terms_and_foldings_stay_in_their_answer() {
    check(
        "faq.md",
        "# Shop\n\nHow do I pay?\n\n:   By card.\n\n    !!! note\n        Keep it.\n\nIs it open?\n\n:   Yes.\n",
        &[("How do I pay?", "By card.\n\n\nKeep it."), TWO[1]],
    );
    check(
        "faq.md",
        "??? question \"How do I pay?\"\n    By card.\n\n    !!! tip \"Cheap\"\n        No fee.\n\n    Or cash.\n\n??? question \"Is it open?\"\n    Yes.\n",
        &[
            (
                "How do I pay?",
                "By card.\n\n**Cheap**\n\nNo fee.\n\nOr cash.",
            ),
            TWO[1],
        ],
    );
}

#[test]
fn foldings_that_do_not_ask_beside_those_that_do() {
    check(
        "faq.md",
        "# Shop\n\n## Orders\n\n??? question \"How do I pay?\"\n    By card.\n\n## Trouble\n\n??? question \"No sound at all\"\n    - Is it on? Not one you built?\n    - Turn it up.\n\n??? question \"Is it open?\"\n    Yes.\n",
        &[
            TWO[0],
            (
                "No sound at all",
                "- Is it on? Not one you built?\n- Turn it up.",
            ),
            TWO[1],
        ],
    );
}

#[test]
fn a_folded_question_below_a_question_is_an_entry() {
    check(
        "faq.mdx",
        "## How do I pay?\n\nBy card.\n\n<details>\n<summary>Is it open?</summary>\n\nYes.\n\n</details>\n",
        &TWO,
    );
}

#[test]
fn tables_of_contents_are_no_questions_and_no_topics() {
    let page = "# Shop\n\n## 目录\n\n- [How do I pay?](#pay)\n- [Is it open?](#open)\n\n### How do I pay?\n\nBy card.\n\n### Is it open?\n\nYes.\n";
    check("faq.md", page, &TWO);
    let imported = read_one("faq.md", page);
    let topic = imported.faq.entries[0].topic.clone().unwrap_or_default();
    assert_eq!(topic.en.as_deref(), Some("Shop"));
    assert_eq!(imported.notes, []);
}

#[test]
fn habits_of_sites() {
    // VuePress and Docusaurus.
    check(
        "faq.mdx",
        "import X from './x';\n\nexport const P = ({n}) => (\n  <b>{n}</b>\n);\n\n## How do I pay? <Badge text=\"new\"/>\n\n```sh:no-line-numbers\npay\n```\n\n## Is it open?\n\nYes<Price n={5} />.\n",
        &[
            ("How do I pay?", "```sh\npay\n```"),
            ("Is it open?", "Yes."),
        ],
    );
    // Hugo and Jekyll.
    let page = "## How do I pay?\n\n{{< hint info >}}\nBy card.\n{{< /hint >}}\n\n{{< figure src=\"https://a.b/c.png\" title=\"Card\" >}}\n\n## Is it open?\n\n{% highlight sh %}\nopen\n{% endhighlight %}\n\nSee {{ site.name }} [terms]({% link terms.md %}).\n";
    check(
        "faq.md",
        page,
        &[
            ("How do I pay?", "By card.\n\n![Card](https://a.b/c.png)"),
            ("Is it open?", "```sh\nopen\n```\n\nSee  terms."),
        ],
    );
    tells("faq.md", page, "variable `site.name`");
    tells("faq.md", page, "`terms.md` leads nowhere");
}

#[test]
fn restructured_text() {
    check(
        "faq.rst",
        "Shop\n====\n\nHow do I pay?\n-------------\n\n.. code-block:: sh\n\n   {% pay %}\n\nIs it open?\n-----------\n\nYes.\n",
        &[("How do I pay?", "```sh\n{% pay %}\n```"), TWO[1]],
    );
    check(
        "faq.rst",
        ".. note:: x\n\nHow do I pay?\n   By card.\n\nIs it open?\n   Yes.\n",
        &TWO,
    );
    tells(
        "faq.rst",
        "How do I pay?\n-------------\n\nBy card.\n\n.. include:: more.rst\n",
        "directive `include`",
    );
}

#[test]
fn web_pages_that_lay_their_questions_out_in_lists() {
    check(
        "faq.html",
        "<html><body><ul class=\"tabs\"><li><div class=\"accordion-section\"><div class=\"accordion-section-title\">How do I pay? <span>+</span></div><div class=\"accordion-section-content\">By card.</div></div></li><li><div><button class=\"faq__question\">Is it open?</button><div>Yes.</div></div></li></ul></body></html>",
        &TWO,
    );
}

#[test]
fn exports_of_help_desks_and_bots() {
    let cases = [
        (
            "faq.json",
            r#"{"How do I pay?":{"answer":"By card.","triggers":["pay"]},"Is it open?":{"answer":"Yes."}}"#,
        ),
        (
            "canned.json",
            r#"[{"short_code":"How do I pay?","content":"By card."},{"short_code":"Is it open?","content":"Yes."}]"#,
        ),
        (
            "result.json",
            r#"{"chats":{"list":[{"name":"Shop","messages":[{"id":1,"text":"How do I pay?"},{"id":2,"text":"By card.","reply_to_message_id":1},{"id":3,"text":"Is it open?"},{"id":4,"text":"Yes.","reply_to_message_id":3}]}]}}"#,
        ),
        (
            "qna.tsv",
            "Question\tAnswer\tSource\tQnaId\tSourceDisplayName\nHow do I pay?\tBy card.\tx\t1\tx.tsv\nIs it open?\tYes.\tx\t2\tx.tsv\n",
        ),
        (
            "notes.txt",
            "#separator:tab\n#html:true\n#deck column:1\n#tags column:4\nShop\tHow do I pay?\tBy card.\tcard\nShop\tIs it open?\tYes.\t\n",
        ),
    ];
    for (name, text) in cases {
        check(name, text, &TWO);
    }
    let articles = r#"{"articles":[{"title":"How do I pay?","body":"<p>By card.</p>","url":"https://a.b/api/1.json","html_url":"https://a.b/1","draft":false},{"title":"Is it open?","body":"Yes.","draft":true}]}"#;
    let imported = read_one("articles.json", articles);
    assert_eq!(imported.faq.entries.len(), 1);
    let link = imported.faq.entries[0].link.as_ref();
    assert_eq!(link.map(|link| link.url.as_str()), Some("https://a.b/1"));
    tells("articles.json", articles, "switched off");
}

#[test]
fn what_is_no_question_is_told() {
    tells(
        "faq.json",
        r#"[{"question":"How do I pay?","answer":"By card."},{"question":"Is it open?"}]"#,
        "no question with an answer: Is it open?",
    );
    tells(
        "notes.txt",
        "#separator:tab\nFront\tBack\nHow do I pay?\tBy card.\nThe {{c1::shop}} is open\tx\n",
        "a text with gaps",
    );
    tells(
        "faq.md",
        "# Shop\n\n## Paying\n\nBy card.\n\n## Hours\n\nNine.\n",
        "no title asks",
    );
    // A row of several lines in a tab-separated file.
    check(
        "faq.tsv",
        "Question\tAnswer\nHow do I pay?\tBy card.\\nOr cash.\nIs it open?\tYes.\n",
        &[("How do I pay?", "By card.\nOr cash."), TWO[1]],
    );
}

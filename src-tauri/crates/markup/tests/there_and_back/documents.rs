//! HTML as archives of newsrooms hold it.

use proptest::{prelude::*, sample::select};

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('\u{a0}', "&nbsp;")
}

fn quoted(text: impl AsRef<str>) -> String {
    escaped(text.as_ref()).replace('"', "&quot;")
}

/// No link is within another one.
fn unlinked(html: &str) -> String {
    html.replace("<a ", "<span ").replace("</a>", "</span>")
}

/// What looks like Markdown or HTML and is words, and what is easily lost.
const ODD: &[&str] = &[
    "1.",
    "12) b",
    "#",
    "# a",
    "###### x",
    "*",
    "* a",
    "**",
    "_",
    "_a_",
    "a_b_c",
    "[x]",
    "[ ]",
    "[a](b)",
    "[^1]",
    "[a]: b",
    ">",
    "> a",
    "|",
    "a | b",
    "| a |",
    "---",
    "- a",
    "-",
    "+ a",
    "===",
    "=",
    ":---",
    "--- | ---",
    "~",
    "~~a~~",
    "~~~",
    "`",
    "``",
    "`a`",
    "```",
    "&amp;",
    "&copy;",
    "&#65;",
    "&",
    "<",
    "<b>",
    "</p>",
    "<!-- a -->",
    "a < b",
    ":::",
    ": a",
    "\\",
    "a\\",
    "\\*",
    "\\|",
    "    four",
    "https://example.org/a_b_c*d*",
    "www.example.org",
    "a@example.org",
    "<https://e.org>",
    "!",
    "![a](b)",
    "!important",
    "$a$",
    "{#id}",
    "a*b*c",
    "5*3*2",
    "**a** b",
    "snake_case_",
    "\u{a0}",
    "a\u{a0}b",
    " \u{a0} ",
    "\u{200b}",
    "a\u{200b}",
    "\u{200d}",
    "\u{feff}x",
    "\u{ad}",
    "\u{200f}",
    "\u{200e}a",
    "\u{202b}ab\u{202c}",
    "\u{2003}",
    "\u{3000}",
    "\u{2028}",
    "e\u{301}",
    "\u{301}",
    "日本",
    "「語」",
    "。",
    "“a”",
    "«a»",
    "—",
    "…",
    "خبر",
    "עברית",
    "🙂",
    "👩‍👧",
    "ß",
    "(a)",
    "a.",
    "a,",
    "'s",
    "\"",
    "a: b",
    "/",
    "x^2",
    "~1",
    "1986",
    "1986.",
    "0.",
    "1) a",
    "\n",
    "  ",
    "\t",
    " a ",
    "a  b",
    "a\nb",
    "$",
    "€5",
    "*a",
    "a*",
    "_a",
    "a_",
    "`a",
    "a`",
    "a~",
    "~a",
    "a!",
    "a[",
    "]",
    "](",
    "](x)",
    "[",
    "{{< a >}}",
    "[gallery]",
    "%20",
    "100%",
    "C#",
    "F# ",
    "a #",
];

/// Words, and what looks like Markdown or HTML and is words.
fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-zäéñ]{1,6}",
        2 => "[a-z]{1,4}( [a-z]{1,4}){1,3}",
        5 => select(ODD.to_vec()).prop_map(str::to_owned),
        1 => "[ -~]{1,8}",
    ]
    .prop_map(|text| escaped(&text))
}

fn address() -> impl Strategy<Value = String> {
    select(vec![
        "https://example.org/",
        "https://example.org/a_(b)",
        "https://example.org/a(b",
        "https://example.org/a)b",
        "https://example.org/a b",
        "https://example.org/\"q\"",
        "https://example.org/<x>",
        "https://example.org/a_b_c",
        "https://example.org/ä/日本",
        "https://example.org/?a=1&b=2",
        "https://example.org/?a=1&copy=2",
        "https://example.org/?a&lt;b",
        "https://example.org/a|b",
        "https://example.org/`a`",
        "https://example.org/*a*",
        "https://example.org/[a]",
        "https://example.org/a\\b",
        "/relative/path",
        "page.html",
        "../up",
        "mailto:a@example.org",
        "tel:+4912",
        "//example.net/x",
        "https://example.org/#frag",
        "asset:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
        "https://example.org/%20%C3%A4",
        "https://müller.example/",
        "?q=1",
        "https://example.org/'a'",
        "https://example.org/~a!b",
        "javascript:alert(1)",
        "data:text/html,x",
        "#top",
        "",
        "ftp://example.org/",
        "https://example.org/((a)",
        "https://example.org/!$+;^{}",
    ])
    .prop_map(quoted)
}

fn attribute() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => Just(String::new()),
        2 => "[a-z]{1,6}( [a-z]{1,4})?",
        2 => select(vec!["a \"b\"", "[x]", "](y)", "a*b*", "_a_", "\\", "a\\", "&amp;", "<b>", "`a`", "a | b", "!", "a\nb", "1.", "é", "'", "(a)", ")", "[", "]", "~"]).prop_map(str::to_owned),
    ]
    .prop_map(|text| quoted(&text))
}

fn image() -> impl Strategy<Value = String> {
    (address(), attribute(), attribute(), any::<bool>()).prop_map(|(src, alt, title, titled)| {
        let title = if titled {
            format!(" title=\"{title}\"")
        } else {
            String::new()
        };
        format!("<img src=\"{src}\" alt=\"{alt}\"{title}>")
    })
}

const WRAPS: [&str; 26] = [
    "b", "strong", "i", "em", "s", "del", "strike", "sub", "sup", "ins", "mark", "small", "u",
    "kbd", "samp", "var", "dfn", "cite", "q", "span", "font", "time", "bdi", "label", "big", "tt",
];

fn inline() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        8 => words(),
        1 => Just("<br>".to_owned()),
        1 => Just(" ".to_owned()),
        1 => image(),
        1 => words().prop_map(|text| format!("<code>{text}</code>")),
        1 => Just("<wbr>".to_owned()),
        1 => Just("<script>act()</script>".to_owned()),
        1 => Just("<iframe src=\"https://video.example/v?a=1&amp;b=2\" title=\"A *film*\"></iframe>".to_owned()),
        1 => Just("<video controls><source src=\"https://video.example/v_1_.mp4\"></video>".to_owned()),
        1 => words().prop_map(|text| format!("<ruby>{text}<rp>(</rp><rt>x</rt><rp>)</rp></ruby>")),
        1 => Just("<a id=\"anchor\"></a>".to_owned()),
    ];
    leaf.prop_recursive(4, 16, 4, |inner| {
        let some = prop::collection::vec(inner, 0..4).prop_map(|all| all.concat());
        prop_oneof![
            3 => (select(vec!["b", "strong", "i", "em", "s", "del"]), some.clone()).prop_map(|(tag, inside)| format!("<{tag}>{inside}</{tag}>")),
            2 => (select(WRAPS.to_vec()), some.clone()).prop_map(|(tag, inside)| format!("<{tag}>{inside}</{tag}>")),
            1 => (attribute(), some.clone()).prop_map(|(title, inside)| format!("<abbr title=\"{title}\">{inside}</abbr>")),
            1 => (address(), some.clone()).prop_map(|(to, inside)| format!("<a href=\"{to}\">{}</a>", unlinked(&inside))),
            1 => (address(), attribute(), some.clone()).prop_map(|(to, title, inside)| format!("<a href=\"{to}\" title=\"{title}\" onclick=\"act()\">{}</a>", unlinked(&inside))),
            1 => some.clone().prop_map(|inside| format!("<code>{inside}</code>")),
            2 => some,
        ]
    })
}

fn run() -> impl Strategy<Value = String> {
    prop::collection::vec(inline(), 0..5).prop_map(|all| all.concat())
}

fn pre() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        3 => words(),
        1 => select(vec!["", "    a", "\tb", "```", "~~~", "````x", "  - a", "> b", "&lt;b&gt;", "# c", "trailing  "]).prop_map(str::to_owned),
    ];
    let open = select(vec![
        ("<pre>", "</pre>"),
        ("<pre><code>", "</code></pre>"),
        ("<pre><code class=\"language-rust\">", "</code></pre>"),
        ("<pre class=\"lang-c++\">", "</pre>"),
        ("<pre>poem <b>bold</b>\n", "</pre>"),
    ]);
    (open, prop::collection::vec(line, 1..5))
        .prop_map(|((open, close), lines)| format!("{open}{}{close}", lines.join("\n")))
}

fn table() -> impl Strategy<Value = String> {
    let span = select(vec![
        "",
        "",
        "",
        "",
        "",
        "",
        " colspan=\"2\"",
        " rowspan=\"2\"",
        " colspan=\"1\"",
        " align=\"right\"",
        " style=\"text-align: center\"",
    ]);
    let cell = (
        span,
        prop_oneof![6 => run(), 1 => run().prop_map(|p| format!("<p>{p}</p>")), 1 => run().prop_map(|p| format!("<p>{p}</p><p>{p}x</p>")), 1 => Just("<ul><li>a</li><li>b</li></ul>".to_owned())],
    );
    let row = prop::collection::vec(cell, 1..4);
    let kind = 0..6_usize;
    let caption = prop_oneof![4 => Just(String::new()), 1 => run().prop_map(|text| format!("<caption>{text}</caption>"))];
    (kind, caption, prop::collection::vec(row, 1..4)).prop_map(|(kind, caption, rows)| {
        let mut out = format!("<table>{caption}");
        for (number, row) in rows.iter().enumerate() {
            let head = number == 0 && kind != 1;
            let name = if head && kind < 4 { "th" } else { "td" };
            let (open, close) = match (number, kind) {
                (0, 2 | 5) => ("<thead>", "</thead>"),
                (2, 3) => ("<tfoot>", "</tfoot>"),
                _ => ("", ""),
            };
            out.push_str(open);
            out.push_str("<tr>");
            for (at, (span, text)) in row.iter().enumerate() {
                let name = if kind == 4 && at == 0 { "th" } else { name };
                out.push_str(&format!("<{name}{span}>{text}</{name}>"));
            }
            out.push_str("</tr>");
            out.push_str(close);
        }
        out + "</table>"
    })
}

fn list(inner: BoxedStrategy<String>) -> impl Strategy<Value = String> {
    let item = prop_oneof![
        4 => run(),
        2 => inner.clone(),
        2 => (run(), inner.clone()).prop_map(|(text, block)| format!("{text}{block}")),
        1 => (run(), inner).prop_map(|(text, block)| format!("<p>{text}</p>{block}<p>x</p>")),
        1 => run().prop_map(|text| format!("<input type=\"checkbox\" checked> {text}")),
        1 => Just(String::new()),
    ];
    let kind = select(vec![
        ("<ul>", "</ul>"),
        ("<ul>", "</ul>"),
        ("<ol>", "</ol>"),
        ("<ol>", "</ol>"),
        ("<ol start=\"3\">", "</ol>"),
        ("<ol start=\"0\">", "</ol>"),
        ("<ol type=\"a\">", "</ol>"),
        ("<ol start=\"70000\">", "</ol>"),
        ("<ol start=\"-2\">", "</ol>"),
        ("<ol reversed>", "</ol>"),
        ("<ol><li value=\"7\">seven</li>", "</ol>"),
        ("<ul><ul><li>deep</li></ul>", "</ul>"),
        ("<menu>", "</menu>"),
    ]);
    (kind, prop::collection::vec(item, 1..4)).prop_map(|((open, close), items)| {
        let items: String = items
            .iter()
            .map(|item| format!("<li>{item}</li>\n"))
            .collect();
        format!("{open}{items}{close}")
    })
}

fn block() -> BoxedStrategy<String> {
    let leaf = prop_oneof![
        6 => run().prop_map(|text| format!("<p>{text}</p>")),
        2 => run(),
        1 => (2..=6_usize, run()).prop_map(|(level, text)| format!("<h{level}>{text}</h{level}>")),
        1 => pre(),
        1 => table(),
        1 => Just("<hr>".to_owned()),
        1 => (run(), image()).prop_map(|(text, image)| format!("<figure>{image}<figcaption>{text}</figcaption></figure>")),
        1 => (words(), address()).prop_map(|(text, to)| format!("<figure><a href=\"{to}\"><img src=\"p.jpg\" alt=\"\"></a><figcaption>{text}</figcaption></figure>")),
        1 => image().prop_map(|image| format!("<figure class=\"wp-block-image\">{image}</figure>")),
        1 => run().prop_map(|text| format!("<address>{text}</address>")),
        1 => Just("<p>&nbsp;</p>".to_owned()),
        1 => Just("<p></p>".to_owned()),
        1 => Just("\n".to_owned()),
        1 => Just("<!-- wp:paragraph -->".to_owned()),
        1 => words().prop_map(|text| format!("<p>{text}<br><br>{text}</p>")),
        1 => (run(), run()).prop_map(|(term, text)| format!("<dl><dt>{term}</dt><dd>{text}</dd><dd>more</dd></dl>")),
        1 => words().prop_map(|text| format!("<ul><li>{text}</li></ul><ul><li>{text}</li></ul>")),
        1 => words().prop_map(|text| format!("<ol><li>{text}</li></ol><ol start=\"4\"><li>{text}</li></ol>")),
    ];
    leaf.prop_recursive(3, 20, 3, |inner| {
        let some = prop::collection::vec(inner.clone(), 0..4).prop_map(|all| all.concat());
        prop_oneof![
            3 => list(inner.boxed()),
            2 => some.clone().prop_map(|inside| format!("<blockquote>{inside}</blockquote>")),
            1 => (select(vec!["div", "section", "article", "center", "b", "em", "span", "del"]), some.clone()).prop_map(|(tag, inside)| format!("<{tag}>{inside}</{tag}>")),
            1 => (run(), some.clone()).prop_map(|(title, inside)| format!("<details><summary>{title}</summary>{inside}</details>")),
            1 => some.clone().prop_map(|inside| format!("<dl><dt>term</dt><dd>{inside}</dd></dl>")),
            1 => some.clone().prop_map(|inside| format!("<figure>{inside}<figcaption>caption</figcaption></figure>")),
            1 => some.prop_map(|inside| format!("<a href=\"https://card.example/\"><div>{}</div></a>", unlinked(&inside))),
        ]
    })
    .boxed()
}

/// A text with footnotes as some program makes them: of each the mark and the text, and what is around the texts.
fn notes() -> impl Strategy<Value = String> {
    let kind = 0..6_usize;
    (kind, prop::collection::vec((run(), words(), run()), 1..4)).prop_map(|(kind, all)| {
        let (mut text, mut notes) = (String::new(), String::new());
        for (at, (before, after, note)) in all.iter().enumerate() {
            let n = at + 1;
            let (mark, body) = match kind {
                0 => (
                    format!("<sup data-fn=\"u{n}\" class=\"fn\"><a href=\"#u{n}\" id=\"u{n}-link\">{n}</a></sup>"),
                    format!("<li id=\"u{n}\">n{note} <a href=\"#u{n}-link\" aria-label=\"Jump to footnote reference {n}\">↩︎</a></li>"),
                ),
                1 => (
                    format!("<sup class=\"footnote-ref\"><a href=\"#fn{n}\" id=\"fnref{n}\">[{n}]</a></sup>"),
                    format!("<li id=\"fn{n}\" class=\"footnote-item\"><p>n{note} <a href=\"#fnref{n}\" class=\"footnote-backref\">↩︎</a></p></li>"),
                ),
                2 => (
                    format!("<a href=\"#fn{n}\" class=\"footnote-ref\" id=\"fnref{n}\" role=\"doc-noteref\"><sup>{n}</sup></a>"),
                    format!("<li id=\"fn{n}\"><p>n{note}</p><p>more<a href=\"#fnref{n}\" class=\"footnote-back\" role=\"doc-backlink\">↩︎</a></p></li>"),
                ),
                3 => (
                    format!("<a href=\"#_ftn{n}\" name=\"_ftnref{n}\"><span class=\"MsoFootnoteReference\">[{n}]</span></a>"),
                    format!("<div id=\"ftn{n}\"><p class=\"MsoFootnoteText\"><a href=\"#_ftnref{n}\" name=\"_ftn{n}\">[{n}]</a> n{note}</p></div>"),
                ),
                4 => (
                    format!("<a name=\"_ftnref{n}\" href=\"#_ftn{n}\">[{n}]</a>"),
                    format!("<p><a name=\"_ftn{n}\" href=\"#_ftnref{n}\">[{n}]</a> n{note}</p>"),
                ),
                _ => (
                    format!("<sup id=\"fnref:{n}\"><a href=\"#fn:{n}\" rel=\"footnote\">{n}</a></sup>"),
                    format!("<li id=\"fn:{n}\"><p>n{note} <a href=\"#fnref:{n}\" rev=\"footnote\">Back</a></p></li>"),
                ),
            };
            text.push_str(&format!("<p>t{before}{mark}{after}</p>"));
            notes.push_str(&body);
        }
        match kind {
            0 => format!("{text}<ol class=\"wp-block-footnotes\">{notes}</ol>"),
            1 | 2 => format!("{text}<section class=\"footnotes\"><hr><ol>{notes}</ol></section>"),
            5 => format!("{text}<div class=\"footnotes\"><ol>{notes}</ol></div>"),
            _ => format!("{text}{notes}"),
        }
    })
}

/// A document; its highest heading is a second one, as on a page.
pub fn document() -> impl Strategy<Value = String> {
    let blocks = prop::collection::vec(block(), 1..5).prop_map(|all| all.concat());
    let rest = prop_oneof![3 => Just(String::new()), 1 => notes()];
    (blocks, rest).prop_map(|(blocks, rest)| {
        let html = blocks + &rest;
        let highest = (2..=6)
            .find(|level| html.contains(&format!("<h{level}>")))
            .unwrap_or(2);
        (highest..=6).fold(html, |html, level| {
            let (from, to) = (format!("h{level}>"), format!("h{}>", level + 2 - highest));
            html.replace(&from, &to)
        })
    })
}

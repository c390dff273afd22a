//! What WordPress itself does to a text before it shows it: paragraphs of classic texts.

use super::ends::Ends;

/// Those whose line ends and empty lines are theirs.
const VERBATIM: [&str; 4] = ["pre", "script", "style", "textarea"];

/// A classic text with its paragraphs: an empty line ends one, a line's end within one is a break.
pub(super) fn paragraphs(html: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 16);
    let mut run = String::new();
    let mut rest = html;
    let closes = Ends::of(html, "</", '>');
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        run.push_str(before);
        let name: String = tag
            .trim_start_matches(['<', '/'])
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase();
        let end = if VERBATIM.contains(&name.as_str()) && !tag.starts_with("</") {
            let from = html.len() - tag.len();
            let end = closes.after(&name, from);
            end.map(|end| end + name.len() + 3 - from)
        } else {
            tag.find('>').map(|end| end + 1)
        };
        let end = end.unwrap_or(tag.len());
        let (whole, after) = tag.split_at(end);
        if markup::from_html::is_block(&name) {
            flush(&mut run, &mut out);
            out.push_str(whole);
        } else {
            run.push_str(whole);
        }
        rest = after;
    }
    run.push_str(rest);
    flush(&mut run, &mut out);
    out
}

/// Puts paragraphs around what stands between two elements that are blocks.
fn flush(run: &mut String, out: &mut String) {
    let text = std::mem::take(run);
    let text = text.replace("\r\n", "\n");
    let several =
        text.trim().contains("\n\n") || text.split('\n').any(|line| line.trim().is_empty());
    if text.trim().is_empty() {
        return;
    }
    let mut paragraph: Vec<&str> = vec![];
    let mut all: Vec<String> = vec![];
    for line in text.split('\n') {
        if line.trim().is_empty() {
            if !paragraph.is_empty() {
                all.push(paragraph.join("<br>\n"));
                paragraph.clear();
            }
        } else {
            paragraph.push(line.trim());
        }
    }
    if !paragraph.is_empty() {
        all.push(paragraph.join("<br>\n"));
    }
    // Within an element that holds words itself, a list's item say, there is no paragraph unless there are several.
    let within = !several && out.ends_with('>') && !out.ends_with("</p>");
    for one in all {
        if within {
            out.push_str(&one);
        } else {
            out.push_str(&format!("\n<p>{one}</p>\n"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::paragraphs;

    fn markdown(html: &str) -> String {
        markup::from_html::markdown(&paragraphs(html))
            .trim()
            .to_owned()
    }

    #[test]
    fn a_classic_text_gets_its_paragraphs() {
        let cases = [
            ("One.\n\nTwo,\nthree.", "One.\n\nTwo,  \nthree."),
            (
                "<h2>Head</h2>\nOne.\n\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\nTwo.",
                "## Head\n\nOne.\n\n- a\n- b\n\nTwo.",
            ),
            ("<p>One.</p>\n<p>Two.</p>", "One.\n\nTwo."),
            (
                "One <em>two</em>\n\n<blockquote>Three.\n\nFour.</blockquote>",
                "One *two*\n\n> Three.\n>\n> Four.",
            ),
            ("<pre>a\n\nb</pre>\n\nc", "```\na\n\nb\n```\n\nc"),
        ];
        for (html, wanted) in cases {
            let found = markdown(html).replace("\\\n", "  \n");
            assert_eq!(found, wanted, "{html}");
        }
    }
}

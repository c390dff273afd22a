//! A difference of two revisions, as text: what is gone in `[-…-]`, what is new in `{+…+}`, or in red and green.

use crate::out::{Ink, Out};
use desk::Diff;
use model::Result;
use serde_json::Value;

/// How many characters of unchanged text stand around a change.
const AROUND: usize = 60;

/// Prints each field that differs.
///
/// # Errors
/// What writing says.
pub fn print(diff: &Diff, out: &mut Out) -> Result<()> {
    let kind = |segment| {
        serde_json::to_value(segment)
            .map(|fields: Value| fields["kind"].clone())
            .unwrap_or_default()
    };
    let coloured = out.coloured();
    let mut same = true;
    for field in &diff.fields {
        // A field that is the same is listed too, where the window shows it.
        if field.segments.iter().all(|segment| kind(segment) == "same") {
            continue;
        }
        same = false;
        out.inked(&[(Some(Ink::Bold), &field.field)])?;
        let last = field.segments.len().saturating_sub(1);
        let mut parts = Vec::new();
        for (n, segment) in field.segments.iter().enumerate() {
            parts.push(match kind(segment).as_str() {
                Some("inserted") => (
                    Some(Ink::Green),
                    marked(&segment.text, "{+", "+}", coloured),
                ),
                Some("deleted") => (Some(Ink::Red), marked(&segment.text, "[-", "-]", coloured)),
                _ => (None, shortened(&segment.text, n > 0, n < last)),
            });
        }
        let parts: Vec<(Option<Ink>, &str)> = parts
            .iter()
            .map(|(ink, text)| (*ink, text.as_str()))
            .collect();
        out.inked(&parts)?;
        out.line("")?;
    }
    for words in moved(&diff.html) {
        same = false;
        out.inked(&[(Some(Ink::Bold), "moved"), (None, ": "), (None, &words)])?;
    }
    if same {
        out.line("Nothing differs.")
    } else {
        Ok(())
    }
}

/// How each block begins that stands elsewhere than it did, hardly changed: the page's HTML names them.
fn moved(html: &str) -> Vec<String> {
    let blocks = html.split("<div class=\"moved\">").skip(1);
    let words = blocks.map(|block| {
        let block = block.split("</div>").next().unwrap_or_default();
        let now: String = block
            .split("<del>")
            .enumerate()
            .map(|(nth, part)| match part.split_once("</del>") {
                Some((_, rest)) if nth > 0 => rest,
                _ => part,
            })
            .collect();
        let text = now.split('<').enumerate().map(|(nth, part)| match nth {
            0 => part,
            _ => part.split_once('>').map_or("", |(_, text)| text),
        });
        let text = ["lt;<", "gt;>", "quot;\"", "amp;&"].iter().fold(
            text.collect::<String>(),
            |text, escape| {
                let (name, sign) = escape.split_at(escape.len() - 1);
                text.replace(&format!("&{name}"), sign)
            },
        );
        shortened(text.trim(), true, false)
    });
    words.collect()
}

fn marked(text: &str, open: &str, close: &str, coloured: bool) -> String {
    if coloured {
        text.to_owned()
    } else {
        format!("{open}{text}{close}")
    }
}

/// Unchanged text with its middle left out: what follows a change, and what leads up to the next.
fn shortened(text: &str, follows: bool, leads: bool) -> String {
    let letters: Vec<char> = text.chars().collect();
    let head = if follows { AROUND } else { 0 };
    let tail = if leads { AROUND } else { 0 };
    if letters.len() <= head + tail + 1 {
        return text.to_owned();
    }
    let first: String = letters.iter().take(head).collect();
    let end: String = letters.iter().skip(letters.len() - tail).collect();
    format!("{first} … {end}")
        .trim_matches(if follows { '\0' } else { ' ' })
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::{moved, shortened};

    #[test]
    fn what_moved_is_named_as_it_reads_now() {
        let page = "<p>One.</p>\n<div class=\"moved\"><p>Salt &amp; <del>fish</del><ins>ice</ins> came by <em>boat</em>.</p></div>\n\
            <p>Two.</p><div class=\"moved-away\"><p>Salt</p></div>";
        assert_eq!(moved(page), ["Salt & ice came by boat."]);
        assert_eq!(moved("<p>One.</p>"), Vec::<String>::new());
    }

    #[test]
    fn unchanged_text_keeps_what_is_next_to_a_change() {
        let long = "a".repeat(100) + &"b".repeat(100);
        assert_eq!(shortened("kept", true, true), "kept");
        assert_eq!(
            shortened(&long, true, true),
            format!("{} … {}", "a".repeat(60), "b".repeat(60))
        );
        assert!(shortened(&long, false, true).ends_with(&"b".repeat(60)));
    }
}

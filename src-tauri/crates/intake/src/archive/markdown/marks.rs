//! What programs put between marks of theirs, `{{< … >}}` or `{% … %}`: found outside of code, with what it is told.

use crate::archive::common::left;
use model::archive::Item;
use std::{collections::HashMap, ops::Range};

/// Places that code takes, to be asked in the order of a text.
pub(super) struct Code(Vec<Range<usize>>);

impl Code {
    pub fn of(text: &str) -> Self {
        Self(markup::code(text))
    }

    /// These places, in the order of a text.
    pub fn at(places: Vec<Range<usize>>) -> Self {
        Self(places)
    }

    pub fn holds(&self, at: usize) -> bool {
        let next = self.0.partition_point(|range| range.start <= at);
        let last = next.checked_sub(1).and_then(|last| self.0.get(last));
        last.is_some_and(|range| range.contains(&at))
    }
}

/// Something between marks.
#[derive(Debug, Clone)]
pub(super) struct Call {
    pub range: Range<usize>,
    /// Which pair of marks it is, by its place among those that were asked for.
    pub marks: usize,
    /// What is between.
    pub inner: Range<usize>,
}

/// Every one of a text in its order, and none within another.
pub(super) fn calls(text: &str, marks: &[(&str, &str)]) -> Vec<Call> {
    let mut all = vec![];
    let mut at = 0;
    // Marks that nothing closes any more are not looked for again.
    let find = |from: usize, mark: &str| Some(from + text.get(from..)?.find(mark)?);
    // Where each begins next, so that none is looked for twice.
    let mut nexts: Vec<Option<usize>> = marks.iter().map(|(begin, _)| find(0, begin)).collect();
    loop {
        for (next, (begin, _)) in nexts.iter_mut().zip(marks) {
            if next.is_some_and(|next| next < at) {
                *next = find(at, begin);
            }
        }
        let first = nexts.iter().zip(marks).enumerate();
        let first = first.filter_map(|(nth, (next, marks))| Some(((*next)?, nth, marks)));
        let Some((start, nth, (begin, end))) = first.min_by_key(|(next, ..)| *next) else {
            return all;
        };
        let inner = start + begin.len();
        match find(inner, end) {
            Some(ends) => {
                at = ends + end.len();
                all.push(Call {
                    range: start..at,
                    marks: nth,
                    inner: inner..ends,
                });
            }
            // Marks that nothing closes any more are not looked for again.
            None => {
                if let Some(next) = nexts.get_mut(nth) {
                    *next = None;
                }
            }
        }
    }
}

/// Which calls end what began before them, by the names that they end.
pub(super) struct Closers(HashMap<String, Vec<usize>>);

impl Closers {
    /// Of calls of which `name` says what they end.
    pub fn of(all: &[Call], name: &dyn Fn(&Call) -> Option<String>) -> Self {
        let mut found: HashMap<String, Vec<usize>> = HashMap::new();
        for (nth, call) in all.iter().enumerate() {
            if let Some(name) = name(call) {
                found.entry(name).or_default().push(nth);
            }
        }
        Self(found)
    }

    /// The first from a call on that ends a name.
    pub fn after(&self, name: &str, nth: usize) -> Option<usize> {
        let all = self.0.get(name)?;
        all.get(all.partition_point(|own| *own < nth)).copied()
    }
}

/// What a call is told: by name, or by place.
#[derive(Debug, Default)]
pub(super) struct Said(Vec<(Option<String>, String)>);

impl Said {
    /// Reads `src="a b" c 'd'`.
    pub fn of(text: &str) -> Self {
        let mut all = vec![];
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let (first, after) = word(rest);
            let name = first.trim_end();
            let next = after.trim_start();
            let named = next.strip_prefix('=').filter(|_| {
                !rest.starts_with(['"', '\'', '`'])
                    && name
                        .chars()
                        .all(|c| c.is_alphanumeric() || "-_.".contains(c))
            });
            match named {
                Some(value) => {
                    let (value, after) = word(value.trim_start());
                    all.push((Some(name.to_lowercase()), value));
                    rest = after.trim_start();
                }
                None => {
                    all.push((None, first));
                    rest = next.strip_prefix('=').unwrap_or(next).trim_start();
                }
            }
        }
        Self(all)
    }

    /// What is said by one of these names; empty where nothing is.
    pub fn get(&self, names: &[&str]) -> String {
        let found = names.iter().find_map(|name| {
            let same = |(own, _): &&(Option<String>, String)| own.as_deref() == Some(*name);
            self.0.iter().find(same)
        });
        found
            .map(|(_, value)| value.trim().to_owned())
            .unwrap_or_default()
    }

    /// What is said without a name, by its place.
    pub fn nth(&self, nth: usize) -> String {
        let mut all = self.0.iter().filter(|(name, _)| name.is_none());
        all.nth(nth)
            .map(|(_, value)| value.clone())
            .unwrap_or_default()
    }
}

/// The first word of a text, or what stands in quotation marks, and the rest.
fn word(text: &str) -> (String, &str) {
    if let Some(quote) = text
        .chars()
        .next()
        .filter(|c| matches!(c, '"' | '\'' | '`'))
    {
        let mut value = String::new();
        let mut guarded = false;
        for (at, c) in text.char_indices().skip(1) {
            match c {
                '\\' if !guarded && quote != '`' => guarded = true,
                c if c == quote && !guarded => {
                    return (value, text.get(at + 1..).unwrap_or_default());
                }
                c => {
                    value.push(c);
                    guarded = false;
                }
            }
        }
        return (value, "");
    }
    let end = text
        .char_indices()
        .find(|(at, c)| c.is_whitespace() || *c == '=' && *at > 0)
        .map_or(text.len(), |(at, _)| at);
    // What begins with `=` is a word of one mark, so that there is always less of the rest.
    let end = if end == 0 {
        text.chars().next().map_or(0, char::len_utf8)
    } else {
        end
    };
    (
        text.get(..end).unwrap_or_default().to_owned(),
        text.get(end..).unwrap_or_default(),
    )
}

/// What is not known stays in sight as code, and is said once of each name.
pub(super) fn unknown(written: &str, name: &str, what: &str, item: &mut Item) -> String {
    let place = format!("{what} “{name}”");
    // It stays in sight; a thousand of them need not be said one by one.
    if item.left.len() < 1_000 && !item.left.iter().any(|left| left.place == place) {
        let why = "It is not known; it stands in the text as it was written";
        item.left.push(left(place, written, why));
    }
    let line = written.split_whitespace().collect::<Vec<_>>().join(" ");
    let fence = if line.contains('`') { "``" } else { "`" };
    format!("{fence}{line}{fence}")
}

/// A picture as Markdown, with its caption.
pub(super) fn picture(address: &str, alt: &str, caption: &str, link: &str) -> String {
    let alt = crate::archive::common::words(&crate::lines::squeeze(alt)).replace(']', "\\]");
    let caption = crate::lines::squeeze(caption);
    let caption = match caption.is_empty() {
        true => String::new(),
        false => format!(
            " \"{}\"",
            caption.replace('\\', "\\\\").replace('"', "\\\"")
        ),
    };
    let image = format!("![{alt}]({}{caption})", markup::destination(address));
    match link {
        "" => image,
        link => format!("[{image}]({})", markup::destination(link)),
    }
}

/// The text with each range as it is given; they come in order, and none within another.
pub(super) fn spliced(text: &str, edits: Vec<(Range<usize>, String)>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (range, new) in edits {
        if range.start < at {
            continue;
        }
        out.push_str(text.get(at..range.start).unwrap_or_default());
        out.push_str(&new);
        at = range.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// A film's page by where it is shown and its name there.
pub(super) fn film(place: &str, id: &str) -> Option<String> {
    let id = id.trim();
    if id.is_empty() {
        return None;
    }
    if id.starts_with("https://") || id.starts_with("http://") {
        return Some(format!("<{id}>"));
    }
    let safe = id
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "-_./".contains(c));
    let base = match place {
        "youtube" => "https://www.youtube.com/watch?v=",
        "vimeo" => "https://vimeo.com/",
        "dailymotion" => "https://www.dailymotion.com/video/",
        "instagram" => "https://www.instagram.com/p/",
        "bilibili" => "https://www.bilibili.com/video/",
        _ => return None,
    };
    safe.then(|| format!("<{base}{id}>"))
}

#[cfg(test)]
mod tests {
    use super::{Said, calls};

    #[test]
    fn what_is_said_is_read_by_name_and_place() {
        let said = Said::of("figure.html src=\"a \\\"b\\\".png\" alt='c' d= e = f `g h`");
        assert_eq!(said.nth(0), "figure.html");
        assert_eq!(said.get(&["src"]), "a \"b\".png");
        assert_eq!(said.get(&["alt"]), "c");
        assert_eq!(said.get(&["d"]), "e");
        for odd in ["=", "= = =", "\"", "a=", "'a", "==a"] {
            Said::of(odd);
        }
    }

    #[test]
    fn marks_that_nothing_closes_are_none() {
        let marks = [("{{<", ">}}"), ("{%", "%}")];
        assert_eq!(calls("a {{< b >}} {% c %} {{< d", &marks).len(), 2);
        assert_eq!(calls(&"{{<".repeat(50_000), &marks).len(), 0);
        assert_eq!(calls(&"{% %}{{<".repeat(20_000), &marks).len(), 20_000);
    }
}

//! Front matter: the fields that stand before a text, as YAML between `---`, as TOML between `+++`, or as JSON.

mod fields;
mod value;
mod yaml;

pub(crate) use fields::take;
pub(crate) use value::{Value, scalar};

use model::page::Leftover;

/// Most bytes of front matter: past that it is text that only begins like some.
const MOST: usize = 1 << 20;

/// The fields before a text.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Front {
    /// In their order.
    pub fields: Vec<(String, Value)>,
    /// Whether there was any, even if nothing stands in it.
    pub there: bool,
    /// Whether it is TOML, as only Hugo and Zola have it.
    pub is_toml: bool,
    /// What of it could not be read.
    pub left: Vec<Leftover>,
}

impl Front {
    /// The first field by one of these names, whatever their case.
    pub fn get(&self, names: &[&str]) -> Option<&Value> {
        let found = |name: &&str| {
            let same = |(own, _): &&(String, Value)| own.eq_ignore_ascii_case(name);
            self.fields.iter().find(same)
        };
        names.iter().find_map(found).map(|(_, value)| value)
    }

    /// Takes the first field by one of these names out.
    pub fn take(&mut self, names: &[&str]) -> Option<Value> {
        for name in names {
            let found = self.fields.iter();
            let mut found = found.map(|(own, _)| own.eq_ignore_ascii_case(name));
            if let Some(at) = found.position(|same| same) {
                return Some(self.fields.remove(at).1);
            }
        }
        None
    }
}

/// The front matter of a text, and what comes after it.
pub(crate) fn split(text: &str) -> (Front, &str) {
    let start = text.trim_start_matches(['\u{feff}', '\n', ' ', '\t', '\r']);
    let fenced = |fence: &str| {
        let after = start.strip_prefix(fence)?;
        let (rest, after) = after.split_once('\n')?;
        rest.trim().is_empty().then_some(())?;
        closed(after, fence)
    };
    if let Some((fields, body)) = fenced("---") {
        return (of_yaml(fields), body);
    }
    if let Some((fields, body)) = fenced("+++") {
        return (of_toml(fields), body);
    }
    if let Some((fields, body)) = fenced(";;;") {
        return (of_json(fields), body);
    }
    if start.starts_with('{') && !start.starts_with("{{") && !start.starts_with("{%") {
        let mut all = serde_json::Deserializer::from_str(start).into_iter::<Value>();
        if let Some(Ok(Value::Map(fields))) = all.next() {
            let front = Front {
                fields,
                there: true,
                ..Front::default()
            };
            return (front, start.get(all.byte_offset()..).unwrap_or_default());
        }
    }
    (Front::default(), text)
}

/// What stands before the line that closes it, and what comes after that.
fn closed<'a>(text: &'a str, fence: &str) -> Option<(&'a str, &'a str)> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end();
        if bare == fence || fence == "---" && bare == "..." {
            return Some((text.get(..at)?, text.get(at + line.len()..)?));
        }
        at += line.len();
        if at > MOST {
            return None;
        }
    }
    None
}

fn of_yaml(text: &str) -> Front {
    let mut front = Front {
        there: true,
        ..Front::default()
    };
    match yaml::read(text) {
        Ok(Value::Map(fields)) => front.fields = fields,
        Ok(Value::Null) => {}
        Ok(other) => front
            .left
            .push(left(&other.text(), "It is no list of fields")),
        // `title: Ferries: what next` is none of YAML's, and what many write.
        Err(why) => line_by_line(text, &why, &mut front),
    }
    front
}

fn of_toml(text: &str) -> Front {
    let mut front = Front {
        there: true,
        is_toml: true,
        ..Front::default()
    };
    match toml::from_str::<Value>(text) {
        Ok(Value::Map(fields)) => front.fields = fields,
        Ok(_) => {}
        Err(why) => {
            let why = why.message().to_owned();
            line_by_line(text, &why, &mut front);
        }
    }
    front
}

fn of_json(text: &str) -> Front {
    let text = text.trim();
    let text = match text.starts_with('{') {
        true => text.to_owned(),
        false => format!("{{{text}}}"),
    };
    let mut front = Front {
        there: true,
        ..Front::default()
    };
    match serde_json::from_str::<Value>(&text) {
        Ok(Value::Map(fields)) => front.fields = fields,
        Ok(_) => {}
        Err(why) => front.left.push(left(&text, &why.to_string())),
    }
    front
}

fn left(text: &str, why: &str) -> Leftover {
    Leftover {
        place: "front matter".into(),
        text: text.trim().to_owned(),
        why: format!("It can’t be read: {}", why.trim()),
    }
}

/// What can be read of broken front matter by its lines: `key: value`, `key = value`, and lists of `- item` below a key. The rest
/// is left.
fn line_by_line(text: &str, why: &str, front: &mut Front) {
    let mut rest = vec![];
    let mut list: Option<(String, Vec<Value>)> = None;
    for line in text.lines() {
        let bare = line.trim();
        if bare.is_empty() || bare.starts_with('#') {
            continue;
        }
        if let (Some((_, items)), Some(item)) = (&mut list, bare.strip_prefix("- ")) {
            items.push(Value::Text(unquoted(item)));
            continue;
        }
        if let Some((key, items)) = list.take() {
            front.fields.push((key, Value::List(items)));
        }
        let mark = if front.is_toml { '=' } else { ':' };
        let pair = bare.split_once(mark).filter(|(key, _)| {
            let plain = |c: char| c.is_alphanumeric() || "-_. ".contains(c);
            !key.trim().is_empty() && key.len() <= 60 && key.chars().all(plain)
        });
        match pair {
            Some((key, value)) if line.starts_with(char::is_alphanumeric) => {
                let (key, value) = (key.trim().to_owned(), value.trim());
                if value.is_empty() {
                    list = Some((key, vec![]));
                } else {
                    front.fields.push((key, inline(value)));
                }
            }
            _ => rest.push(line),
        }
    }
    if let Some((key, items)) = list {
        front.fields.push((key, Value::List(items)));
    }
    if !rest.is_empty() {
        front.left.push(left(&rest.join("\n"), why));
    }
}

/// A value on its line: `[a, b]` is a list, the rest a scalar.
fn inline(value: &str) -> Value {
    let list = value
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    match list {
        Some(items) => {
            let items = items.split(',').map(unquoted);
            Value::List(
                items
                    .filter(|item| !item.is_empty())
                    .map(Value::Text)
                    .collect(),
            )
        }
        None if value.starts_with(['"', '\'']) => Value::Text(unquoted(value)),
        None => scalar(value),
    }
}

fn unquoted(text: &str) -> String {
    let text = text.trim();
    let inner = |mark: char| text.strip_prefix(mark)?.strip_suffix(mark);
    inner('"')
        .or_else(|| inner('\''))
        .unwrap_or(text)
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Value, split};

    fn text(front: &super::Front, name: &str) -> String {
        front.get(&[name]).map(Value::text).unwrap_or_default()
    }

    #[test]
    fn the_three_sorts_of_front_matter_say_the_same() {
        for whole in [
            "---\ntitle: \"The quay\"\ndraft: true\ndate: 2024-05-01T10:00:00Z\ntags: [ports, ships]\nextra:\n  image: a.png\n---\nBody\n",
            "\u{feff}+++\ntitle = \"The quay\"\ndraft = true\ndate = 2024-05-01T10:00:00Z\ntags = [\"ports\", \"ships\"]\n[extra]\nimage = \"a.png\"\n+++\nBody\n",
            "{\"title\": \"The quay\", \"draft\": true, \"date\": \"2024-05-01T10:00:00Z\", \"tags\": [\"ports\", \"ships\"], \"extra\": {\"image\": \"a.png\"}}\nBody\n",
        ] {
            let (front, body) = split(whole);
            assert!(front.there && front.left.is_empty(), "{whole}");
            assert_eq!(body.trim(), "Body", "{whole}");
            assert_eq!(text(&front, "Title"), "The quay");
            assert_eq!(text(&front, "date"), "2024-05-01T10:00:00Z", "{whole}");
            assert_eq!(front.get(&["draft"]), Some(&Value::Bool(true)));
            assert_eq!(front.get(&["tags"]).unwrap().texts(), ["ports", "ships"]);
            let extra = front.get(&["extra"]).unwrap();
            assert_eq!(extra.at("image").unwrap().text(), "a.png");
        }
    }

    #[test]
    fn what_is_no_front_matter_is_text() {
        for whole in [
            "Words\n---\nMore\n",
            "---\n\nA rule, and no end of it\n",
            "{{< figure >}} words",
            "{not json",
            "---",
            "",
        ] {
            let (front, body) = split(whole);
            assert!(!front.there, "{whole}");
            assert_eq!(body, whole);
        }
    }

    #[test]
    fn broken_front_matter_is_read_by_its_lines() {
        let (front, body) = split(
            "---\ntitle: Ferries: what next\nauthor: 'Ana Li'\ntags:\n- a\n- b\n\tx: [\n---\nBody\n",
        );
        assert_eq!(body, "Body\n");
        assert_eq!(text(&front, "title"), "Ferries: what next");
        assert_eq!(text(&front, "author"), "Ana Li");
        assert_eq!(front.get(&["tags"]).unwrap().texts(), ["a", "b"]);
        assert_eq!(front.left.len(), 1);
        assert!(front.left[0].text.contains("x: ["));
    }
}

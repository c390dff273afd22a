//! YAML, event by event, with bounds of our own: what an alias repeats is counted like what is written.

use super::value::{Value, scalar};
use saphyr_parser::{Event, Parser, ScalarStyle};
use std::collections::HashMap;

/// Most values, those that aliases repeat among them.
const MOST: usize = 20_000;
/// Deepest list or map.
const DEPTH: usize = 32;

/// A list or a map that is still open.
struct Open {
    anchor: usize,
    value: Value,
    /// A map's key whose value comes next.
    key: Option<String>,
}

/// The first document of a YAML text; why not, where it is none.
pub(super) fn read(text: &str) -> Result<Value, Refused> {
    let mut parser = Parser::new_from_str(text);
    let mut reader = Reader {
        anchors: HashMap::new(),
        open: vec![],
        whole: None,
        count: 0,
    };
    while let Some(event) = parser.next_event() {
        let (event, _) = event.map_err(|why| Refused(why.info().to_owned()))?;
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let value = match style {
                    ScalarStyle::Plain => scalar(&text),
                    _ => Value::Text(text.into_owned()),
                };
                reader.add(anchor, value, 1)?;
            }
            Event::Alias(anchor) => {
                let (value, count) = reader.anchors.get(&anchor).cloned().unwrap_or_default();
                reader.add(0, value, count.max(1))?;
            }
            Event::SequenceStart(anchor, _) => reader.begin(anchor, Value::List(vec![]))?,
            Event::MappingStart(anchor, _) => reader.begin(anchor, Value::Map(vec![]))?,
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(done) = reader.open.pop() {
                    reader.add(done.anchor, done.value, 1)?;
                }
            }
            Event::DocumentEnd => break,
            _ => {}
        }
    }
    Ok(reader.whole.unwrap_or_default())
}

/// Why a text is not taken as YAML.
#[derive(Debug)]
pub(super) struct Refused(String);

impl std::ops::Deref for Refused {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

struct Reader {
    /// What is named, and of how many values it is.
    anchors: HashMap<usize, (Value, usize)>,
    open: Vec<Open>,
    whole: Option<Value>,
    count: usize,
}

impl Reader {
    fn begin(&mut self, anchor: usize, value: Value) -> Result<(), Refused> {
        if self.open.len() >= DEPTH {
            return Err(Refused("it is nested too deep".into()));
        }
        self.open.push(Open {
            anchor,
            value,
            key: None,
        });
        Ok(())
    }

    /// Puts a value where it belongs; `count` is of how many values it is.
    fn add(&mut self, anchor: usize, value: Value, count: usize) -> Result<(), Refused> {
        self.count += count;
        if self.count > MOST {
            return Err(Refused("it holds too much".into()));
        }
        if anchor > 0 {
            let size = size(&value);
            self.count += size;
            self.anchors.insert(anchor, (value.clone(), size));
        }
        let Some(open) = self.open.last_mut() else {
            self.whole.get_or_insert(value);
            return Ok(());
        };
        match (&mut open.value, open.key.take()) {
            (Value::List(all), _) => all.push(value),
            (Value::Map(_), None) => open.key = Some(value.text()),
            (Value::Map(all), Some(key)) if key == "<<" => merge(all, value),
            (Value::Map(all), Some(key)) => match all.iter_mut().find(|(own, _)| *own == key) {
                // A field that is written twice is what it was written last.
                Some((_, own)) => *own = value,
                None => all.push((key, value)),
            },
            _ => {}
        }
        Ok(())
    }
}

/// How much there is in a value: its bytes, of which a hundred count as one value.
fn size(value: &Value) -> usize {
    match value {
        Value::List(all) => 1 + all.iter().map(size).sum::<usize>(),
        Value::Map(all) => 1 + all.iter().map(|(_, value)| 1 + size(value)).sum::<usize>(),
        Value::Text(text) | Value::Number(text) => 1 + text.len() / 100,
        _ => 1,
    }
}

/// `<<: *defaults`: what the map does not say itself.
fn merge(all: &mut Vec<(String, Value)>, from: Value) {
    let maps = match from {
        Value::List(maps) => maps,
        one => vec![one],
    };
    for map in maps {
        if let Value::Map(fields) = map {
            for (key, value) in fields {
                if !all.iter().any(|(own, _)| *own == key) {
                    all.push((key, value));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Value, read};

    #[test]
    fn blocks_flows_and_aliases_are_read() {
        let value = read("a: &x [1, two]\nb: *x\nc: |\n  one\n  two\nd: {e: \"f\", g: ~}\nh: no\n");
        let value = value.unwrap();
        assert_eq!(value.at("b").unwrap().texts(), ["1", "two"]);
        assert_eq!(value.at("c").unwrap().text(), "one\ntwo");
        assert_eq!(value.at("d").unwrap().said(&["g", "e"]), "f");
        assert!(value.at("h").is_some_and(Value::is_false));
    }

    #[test]
    fn an_alias_bomb_is_refused_at_once() {
        let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for nth in 1..30 {
            let before = format!("*a{}", nth - 1);
            let all = vec![before; 10].join(", ");
            text.push_str(&format!("a{nth}: &a{nth} [{all}]\n"));
        }
        assert!(read(&text).is_err());
        assert!(read(&"[".repeat(100_000)).is_err());
        assert!(read(&"- ".repeat(100_000)).is_err());
    }
}

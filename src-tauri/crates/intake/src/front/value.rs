//! What a field of front matter holds, in its order.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// A value of front matter.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) enum Value {
    #[default]
    Null,
    Bool(bool),
    /// As it is written.
    Number(String),
    Text(String),
    List(Vec<Value>),
    Map(Vec<(String, Value)>),
}

impl Value {
    /// As plain text; of a list or a map what is in it, with commas between.
    pub fn text(&self) -> String {
        match self {
            Self::Null => String::new(),
            Self::Bool(is) => is.to_string(),
            Self::Number(text) | Self::Text(text) => text.trim().to_owned(),
            Self::List(all) => {
                let all: Vec<String> = all.iter().map(Self::text).collect();
                all.join(", ")
            }
            Self::Map(all) => {
                let all = all.iter().map(|(key, value)| match value {
                    Self::Null => key.clone(),
                    value => format!("{key}: {}", value.text()),
                });
                all.collect::<Vec<_>>().join(", ")
            }
        }
    }

    /// The texts of a list, or the one that it is, without those that are empty.
    pub fn texts(&self) -> Vec<String> {
        let all = match self {
            Self::List(all) => all.iter().map(Self::text).collect(),
            other => vec![other.text()],
        };
        all.into_iter().filter(|text| !text.is_empty()).collect()
    }

    /// A map's field, whatever its case.
    pub fn at(&self, name: &str) -> Option<&Self> {
        let Self::Map(all) = self else { return None };
        let found = all.iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value)
    }

    /// The text of the first of a map's fields by one of these names that says something.
    pub fn said(&self, names: &[&str]) -> String {
        let mut all = names.iter().filter_map(|name| self.at(name));
        let found = all.find(|value| !value.text().is_empty());
        found.map(Self::text).unwrap_or_default()
    }

    /// Whether it says yes, in whatever way.
    pub fn is_true(&self) -> bool {
        matches!(
            self.text().to_ascii_lowercase().as_str(),
            "true" | "yes" | "on" | "1"
        )
    }

    /// Whether it says no.
    pub fn is_false(&self) -> bool {
        matches!(
            self.text().to_ascii_lowercase().as_str(),
            "false" | "no" | "off" | "0"
        )
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.trim().is_empty(),
            Self::List(all) => all.iter().all(Self::is_empty),
            Self::Map(all) => all.is_empty(),
            _ => false,
        }
    }

    /// Each scalar in it by its name, with dots where it lies deeper: `extra.image`. No recursion: how deep it is, is its
    /// writer's choice.
    pub fn scalars(self, name: String) -> Vec<(String, String)> {
        let mut out = vec![];
        let mut open = vec![(name, self)];
        while let Some((name, value)) = open.pop() {
            match value {
                Self::List(all) => {
                    open.extend(all.into_iter().rev().map(|item| (name.clone(), item)));
                }
                Self::Map(all) => {
                    let all = all.into_iter().rev();
                    open.extend(all.map(|(key, item)| (format!("{name}.{key}"), item)));
                }
                other => out.push((name, other.text())),
            }
        }
        out
    }
}

/// A plain scalar of YAML, by its core schema.
pub(crate) fn scalar(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ if text.len() <= 40 && text.parse::<f64>().is_ok_and(f64::is_finite) => {
            Value::Number(text.to_owned())
        }
        _ => Value::Text(text.to_owned()),
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Of)
    }
}

/// By what a moment of TOML gives itself away.
const MOMENT: &str = "$__toml_private_datetime";

struct Of;

impl<'de> Visitor<'de> for Of {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, is: bool) -> Result<Value, E> {
        Ok(Value::Bool(is))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        Value::deserialize(from)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> Result<Value, A::Error> {
        let mut out = vec![];
        while let Some(item) = all.next_element()? {
            out.push(item);
        }
        Ok(Value::List(out))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut all: A) -> Result<Value, A::Error> {
        let mut out: Vec<(String, Value)> = vec![];
        while let Some((key, value)) = all.next_entry::<String, Value>()? {
            if key == MOMENT {
                return Ok(value);
            }
            out.push((key, value));
        }
        Ok(Value::Map(out))
    }
}

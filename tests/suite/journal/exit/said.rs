//! The format is written down: every line is as `docs/export.schema.json` has it, and `docs/EXPORT.md` names it.

use super::{super::KINDS, CHIEF, full, lines};
use serde_json::Value;
use std::{collections::BTreeSet, fs};

fn doc(name: &str) -> String {
    fs::read_to_string(format!("{}/../docs/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// Whether a value is as a piece of the schema says, which uses no more than what is here.
fn fits(schema: &Value, root: &Value, value: &Value) -> bool {
    let all = |name: &str| schema[name].as_array().into_iter().flatten();
    if let Some(way) = schema["$ref"].as_str() {
        let there = root.pointer(way.trim_start_matches('#')).unwrap();
        return fits(there, root, value);
    }
    let kind = match schema["type"].as_str() {
        None => true,
        Some("string") => value.is_string(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("boolean") => value.is_boolean(),
        Some("null") => value.is_null(),
        Some("array") => value.is_array(),
        Some("object") => value.is_object(),
        Some(other) => panic!("{other}"),
    };
    let fields = value.as_object();
    let known = |name: &String| schema["properties"].get(name).is_some();
    let items = schema["items"].is_object();
    kind && (schema["const"].is_null() || schema["const"] == *value)
        && (all("enum").count() == 0 || all("enum").any(|one| one == value))
        && (all("oneOf").count() == 0
            || all("oneOf").filter(|one| fits(one, root, value)).count() == 1)
        && (all("anyOf").count() == 0 || all("anyOf").any(|one| fits(one, root, value)))
        && all("required").all(|name| value.get(name.as_str().unwrap()).is_some())
        && (schema["additionalProperties"] != false
            || fields.is_none_or(|all| all.keys().all(known)))
        && schema["minProperties"]
            .as_u64()
            .is_none_or(|least| fields.is_some_and(|all| all.len() as u64 >= least))
        && schema["maxProperties"]
            .as_u64()
            .is_none_or(|most| fields.is_some_and(|all| all.len() as u64 <= most))
        && fields.is_none_or(|all| {
            all.iter()
                .all(|(name, inner)| match schema["properties"].get(name) {
                    Some(field) => fits(field, root, inner),
                    None => true,
                })
        })
        && (!items
            || value
                .as_array()
                .is_some_and(|all| all.iter().all(|one| fits(&schema["items"], root, one))))
}

#[test]
fn every_line_is_as_its_description_says() {
    let room = full();
    room.json(
        CHIEF,
        &["library", "export", "all.jsonl", "--private", "--keys"],
    );
    let schema: Value = serde_json::from_str(&doc("export.schema.json")).unwrap();
    let described = schema["$defs"]["lines"].as_object().unwrap();
    let text = doc("EXPORT.md");
    let mut seen = BTreeSet::new();
    for line in lines(&room.path("all.jsonl")) {
        let kind = line["kind"].as_str().unwrap();
        let one = described
            .get(kind)
            .unwrap_or_else(|| panic!("{kind} is not described"));
        assert!(fits(one, &schema, &line), "{line}");
        assert!(fits(&schema, &schema, &line), "as a whole: {line}");
        seen.insert(kind.to_owned());
    }
    for kind in described.keys() {
        assert!(
            text.contains(&format!("`{kind}`")),
            "{kind} is not in EXPORT.md"
        );
        assert!(seen.contains(kind), "no line is a {kind}");
    }
    let first = fs::read_to_string(room.path("all.jsonl")).unwrap();
    assert!(first.lines().all(|line| line.starts_with("{\"kind\":\"")));
}

#[test]
fn every_event_is_named_where_the_journal_is_described() {
    let text = doc("EXPORT.md");
    for kind in KINDS {
        assert!(
            text.contains(&format!("`{kind}`")),
            "{kind} is not in EXPORT.md"
        );
    }
}

//! The JSON Schema that editors use: it is the one the program prints, every shipped file names it and agrees with it,
//! and it refuses what the loader refuses.

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

fn rules() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("rules")
}

fn yaml_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            yaml_files(&path, found);
        } else if path.extension().is_some_and(|e| e == "yaml") {
            found.push(path);
        }
    }
}

fn shipped() -> Vec<PathBuf> {
    let mut found = Vec::new();
    yaml_files(&rules(), &mut found);
    found.sort();
    assert!(found.len() > 20);
    found
}

/// The first place where a value does not agree with a schema, of the part of JSON Schema that ours uses.
fn disagreement(root: &Value, schema: &Value, value: &Value, at: &str) -> Option<String> {
    let check = |schema: &Value, value: &Value, at: &str| disagreement(root, schema, value, at);
    let Some(schema) = schema.as_object() else {
        return (*schema != Value::Bool(true)).then(|| format!("{at}: nothing"));
    };
    for key in schema.keys() {
        let known = [
            "$defs",
            "$ref",
            "$schema",
            "additionalProperties",
            "anyOf",
            "const",
            "default",
            "description",
            "enum",
            "format",
            "items",
            "oneOf",
            "properties",
            "required",
            "title",
            "type",
            "minimum",
        ];
        assert!(known.contains(&key.as_str()), "the schema uses `{key}`, which this test does not know");
    }
    if let Some(Value::String(reference)) = schema.get("$ref") {
        let pointer = reference.strip_prefix('#').unwrap();
        if let Some(wrong) = check(root.pointer(pointer).unwrap(), value, at) {
            return Some(wrong);
        }
    }
    if let Some(ty) = schema.get("type") {
        let found = match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(_) => "number",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        };
        let allowed = ty.as_array().map_or_else(|| vec![ty], |types| types.iter().collect());
        let fits = |ty: &&Value| *ty == found || (*ty == "integer" && value.is_i64());
        if !allowed.iter().any(fits) {
            return Some(format!("{at}: {found} is none of {ty}"));
        }
    }
    let listed = schema.get("enum").and_then(Value::as_array).is_none_or(|options| options.contains(value));
    if !listed || schema.get("const").is_some_and(|only| only != value) {
        return Some(format!("{at}: {value} is not listed"));
    }
    for choice in ["anyOf", "oneOf"] {
        let options = schema.get(choice).and_then(Value::as_array);
        if options.is_some_and(|options| options.iter().all(|option| check(option, value, at).is_some())) {
            return Some(format!("{at}: fits none of {choice}"));
        }
    }
    if let (Some(items), Value::Array(values)) = (schema.get("items"), value) {
        let wrong = values.iter().enumerate().find_map(|(i, value)| check(items, value, &format!("{at}[{i}]")));
        if wrong.is_some() {
            return wrong;
        }
    }
    let Value::Object(map) = value else { return None };
    let lacking = schema.get("required").and_then(Value::as_array).into_iter().flatten();
    if let Some(key) = lacking.filter_map(Value::as_str).find(|key| !map.contains_key(*key)) {
        return Some(format!("{at}: lacks {key}"));
    }
    let properties = schema.get("properties").and_then(Value::as_object);
    map.iter().find_map(|(key, value)| {
        let own = properties.and_then(|p| p.get(key)).or(schema.get("additionalProperties"));
        match own {
            Some(Value::Bool(false)) => Some(format!("{at}: {key} is unknown")),
            Some(own) => check(own, value, &format!("{at}.{key}")),
            None => None,
        }
    })
}

fn read(text: &str) -> Value {
    yaml_serde::from_str(text).unwrap()
}

#[test]
fn the_schema_in_the_repository_is_the_one_that_the_program_prints() {
    let path = rules().join("schema.json");
    let printed = format!("{:#}\n", hucha::rulebook::schema());
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        fs::write(&path, &printed).unwrap();
    }
    let kept = fs::read_to_string(path).unwrap();
    assert!(kept == printed, "rules/schema.json is old: UPDATE_SCHEMA=1 cargo test --test schema");
}

#[test]
fn every_shipped_file_names_the_schema_and_agrees_with_it() {
    let schema = hucha::rulebook::schema();
    for path in shipped() {
        let text = fs::read_to_string(&path).unwrap();
        let depth = path.strip_prefix(rules()).unwrap().components().count() - 1;
        let header = format!("# yaml-language-server: $schema={}schema.json", "../".repeat(depth));
        assert_eq!(text.lines().next(), Some(header.as_str()), "{}", path.display());
        assert_eq!(disagreement(&schema, &schema, &read(&text), ""), None, "{}", path.display());
    }
}

#[test]
fn what_the_loader_refuses_for_its_shape_the_schema_refuses_too() {
    let schema = hucha::rulebook::schema();
    let wrong = |text: &str| disagreement(&schema, &schema, &read(text), "").unwrap_or_default();
    assert_eq!(wrong("ruels: []"), ": ruels is unknown");
    assert_eq!(wrong("classes: [{name: a, title: {cn: 甲}}]"), ".classes[0].title: cn is unknown");
    assert_eq!(wrong("classes: {name: a}"), ".classes: object is none of \"array\"");
    assert_eq!(wrong("redirects: [{from: EX101}]"), ".redirects[0]: lacks to");
    assert_eq!(
        wrong("classes: [{name: [a], title: {zh: 甲}}]"),
        ".classes[0].name: array is none of [\"string\",\"number\",\"boolean\"]"
    );
}

//! The JSON Schema of rule files, made from the very types that they are read into.

use super::raw::{Document, Entries, Node};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema, schema_for};
use std::borrow::Cow;

/// The schema of a rule file. One schema serves all of them: any file may hold any section.
#[must_use]
pub fn schema() -> serde_json::Value {
    let mut schema = schema_for!(Document);
    schema.insert("title".to_owned(), "hucha rule file".into());
    schema.to_value()
}

impl JsonSchema for Entries {
    fn schema_name() -> Cow<'static, str> {
        "Row".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let node = generator.subschema_for::<Node>();
        json_schema!({
            "description": "Cells by the name of their field, and linked rows by the name of the link.",
            "type": "object",
            "additionalProperties": node,
        })
    }
}

impl JsonSchema for Node {
    fn schema_name() -> Cow<'static, str> {
        "CellOrRows".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let row = generator.subschema_for::<Entries>();
        json_schema!({
            "description": "A cell (empty for a blank), the row of a to-one link, or the rows of a to-many link.",
            "anyOf": [
                {"type": ["string", "number", "boolean", "null"]},
                row,
                {"type": "array", "items": row},
            ],
        })
    }
}

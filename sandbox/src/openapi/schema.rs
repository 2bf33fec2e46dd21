//! Schemas of answers, from answers.

use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What all samples of a value have in common. `name` is the field's.
pub(super) fn infer(name: &str, samples: &[&Value]) -> Value {
    let types: BTreeSet<&str> = samples.iter().map(|value| kind(name, value)).collect();
    let mut schema = Map::new();
    let types: Vec<&str> = types.into_iter().collect();
    if types == ["null"] {
        // What it is otherwise, no sample tells.
        return json!({ "description": "null, or what this story did not come to" });
    }
    schema.insert("type".to_owned(), if let [only] = types.as_slice() { json!(only) } else { json!(types) });
    if types.contains(&"object") {
        let objects: Vec<&Map<String, Value>> = samples.iter().filter_map(|value| value.as_object()).collect();
        let mut fields: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
        for (name, value) in objects.iter().flat_map(|object| object.iter()) {
            fields.entry(name).or_default().push(value);
        }
        let always: Vec<&str> =
            fields.iter().filter(|(_, values)| values.len() == objects.len()).map(|(name, _)| *name).collect();
        if !always.is_empty() {
            schema.insert("required".to_owned(), json!(always));
        }
        let properties: Map<String, Value> =
            fields.iter().map(|(name, values)| ((*name).to_owned(), infer(name, values))).collect();
        schema.insert("properties".to_owned(), Value::Object(properties));
    }
    if types.contains(&"array") {
        let items: Vec<&Value> = samples.iter().filter_map(|value| value.as_array()).flatten().collect();
        let items = if items.is_empty() { json!({}) } else { infer(name, &items) };
        schema.insert("items".to_owned(), items);
    }
    if types.contains(&"integer") && name.ends_with("Id") {
        schema.insert("format".to_owned(), json!("int64"));
    }
    Value::Object(schema)
}

fn kind(name: &str, value: &Value) -> &'static str {
    let whole = ["Id", "quantity", "number", "status", "Seconds", "Days"].iter().any(|end| name.ends_with(end));
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) if whole => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

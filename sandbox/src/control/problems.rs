//! What is wrong with a JSON text that a test gave: all of it at once, each with its path.

use crate::plain::plain;
use crate::wire::Answer;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

/// One thing that is wrong.
#[derive(Debug, Serialize)]
pub(super) struct Problem {
    /// As in `worlds[0].payments[2].amount`; empty for the whole.
    path: String,
    message: String,
}

/// All that is wrong so far.
#[derive(Debug, Default)]
pub(super) struct Problems(Vec<Problem>);

impl Problems {
    pub(super) fn add(&mut self, path: impl Into<String>, message: impl Into<String>) {
        self.0.push(Problem { path: path.into(), message: message.into() });
    }

    pub(super) fn are_none(&self) -> bool {
        self.0.is_empty()
    }

    /// 400 with each of them.
    pub(super) fn answer(&self) -> Answer {
        let said = |problem: &Problem| match problem.path.as_str() {
            "" => problem.message.clone(),
            path => format!("{path}: {}", problem.message),
        };
        let error = self.0.iter().map(said).collect::<Vec<_>>().join("; ");
        Answer::json(400, &json!({ "error": error, "problems": self.0 }))
    }

    /// Reads an object. What is wrong is said of every field that does not go with `good`, an object that can be read.
    pub(super) fn read<T: DeserializeOwned>(&mut self, value: &Value, path: &str, good: &Value) -> Option<T> {
        let Value::Object(given) = value else {
            self.add(path, "not an object");
            return None;
        };
        let made = |fields: Map<String, Value>| serde_json::from_value::<T>(Value::Object(fields));
        let error = match made(given.clone()) {
            Ok(made) => return Some(made),
            Err(error) => error,
        };
        let before = self.0.len();
        for (name, value) in given {
            let mut fields = good.as_object().cloned().unwrap_or_default();
            fields.insert(name.clone(), value.clone());
            if let Err(error) = made(fields) {
                self.add(below(path, name), plain(&error, name));
            }
        }
        if self.0.len() == before {
            self.add(path, plain(&error, ""));
        }
        None
    }

    /// The same of what can be read of the object, for what is wrong with the values of an object that cannot be read
    /// whole: `good` with the fields that go with it.
    pub(super) fn sound<T: DeserializeOwned>(value: &Value, good: &Value) -> Option<T> {
        let made = |fields: &Map<String, Value>| serde_json::from_value::<T>(Value::Object(fields.clone()));
        let mut sound = good.as_object()?.clone();
        for (name, value) in value.as_object()? {
            let mut fields = sound.clone();
            fields.insert(name.clone(), value.clone());
            if made(&fields).is_ok() {
                sound = fields;
            }
        }
        made(&sound).ok()
    }

    /// A list in an object, each element with its path.
    pub(super) fn list<'a>(&mut self, value: Option<&'a Value>, path: &str) -> Vec<(String, &'a Value)> {
        match value {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Array(list)) => {
                list.iter().enumerate().map(|(place, value)| (format!("{path}[{place}]"), value)).collect()
            }
            Some(_) => {
                self.add(path, "not a list");
                Vec::new()
            }
        }
    }
}

/// The path of a field.
pub(super) fn below(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

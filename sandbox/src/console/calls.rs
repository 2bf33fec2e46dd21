//! The call log, searched.

use crate::log::Entry;
use crate::query;
use crate::wire::Answer;
use crate::world::World;
use serde_json::json;

/// `q=words&failed=1&last=8`: what has all the words in it, of answers those that are no success, and only the last.
pub(super) fn answer(world: &World, query: &str) -> Result<Answer, String> {
    let pairs = query::pairs(query).ok_or("the query cannot be read")?;
    let mut words: Vec<String> = Vec::new();
    let mut failed = false;
    let mut last = usize::MAX;
    for (name, value) in pairs {
        match name.as_str() {
            "q" => words = value.split_whitespace().map(str::to_lowercase).collect(),
            "failed" => failed = value == "1",
            "last" => last = value.parse().map_err(|_| "last: a whole number")?,
            _ => return Err(format!("{name}: is none of q, failed and last")),
        }
    }
    let has = |entry: &Entry| {
        let operation = entry.operation.as_deref().unwrap_or_default();
        let note = entry.note.as_deref().unwrap_or_default();
        let fault = entry.fault.as_deref().unwrap_or_default();
        let notes = entry.notes.join(" ");
        let texts = [operation, &entry.path, &entry.query, &entry.request_body, &entry.reply_body, note, fault, &notes];
        let text = texts.join(" ").to_lowercase();
        words.iter().all(|word| text.contains(word.as_str()))
    };
    let well = |entry: &Entry| {
        let code = entry.reply_body.strip_prefix(r#"{"returnCode":""#);
        entry.status == 200 && entry.fault.is_none() && code.is_some_and(|code| code.starts_with('0'))
    };
    let mut found: Vec<&Entry> = world.log().filter(|entry| !(failed && well(entry)) && has(entry)).collect();
    found.drain(..found.len().saturating_sub(last));
    Ok(Answer::json(200, &json!({ "all": world.log().count(), "calls": found })))
}

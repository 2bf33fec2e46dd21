//! The broken rules of a request or a configuration, all in one list.

use serde::Serialize;

use crate::at::At;
use crate::json::json;
use crate::outcome::Changes;
use crate::return_code::ReturnCode;
use crate::rule::{Rule, Told};
use crate::version::Version;

/// One broken rule of a request or of a configuration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Issue {
    /// Where: a JSON path such as `amount` or `extras.addFriends[0].type`.
    pub path: String,
    /// Which rule, a stable name such as `required`, `max-bytes`, `unknown-field`.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
    pub rule: &'static str,
    /// What is wrong and what to do, in English.
    pub message: String,
    /// The same in Chinese as written in Taiwan.
    pub message_zh_tw: String,
    /// What LINE Pay would have answered to this alone, four digits; absent where that is not known, and for what LINE
    /// Pay takes, ignores or never sees.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
    pub return_code: Option<ReturnCode>,
}

json! {
    Issue {
        = "path": path,
        = "rule": rule,
        = "message": message,
        = "messageZhTw": message_zh_tw,
        ? "returnCode": return_code,
    }
}

/// All broken rules of one request; at most one for each path, the first found, and at most 50.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Issues {
    list: Vec<Issue>,
    /// The request that LINE Pay would have got.
    request: Option<(Version, &'static str, Changes)>,
}

impl Issues {
    /// For a request of `operation`, which changes so much: each issue tells what LINE Pay would have answered. What
    /// never reaches LINE Pay has its list from `default`.
    #[must_use]
    pub fn of(version: Version, operation: &'static str, changes: Changes) -> Issues {
        Issues { list: Vec::new(), request: Some((version, operation, changes)) }
    }

    /// Adds an issue unless its path already has one, or there are as many as anyone reads.
    pub fn push<'a>(&mut self, at: impl Into<At<'a>>, rule: Rule<'_>) {
        self.add(&at.into(), &rule);
    }

    #[cold]
    #[inline(never)]
    fn add(&mut self, at: &At<'_>, rule: &Rule<'_>) {
        const MOST: usize = 50;
        let path = at.text();
        if self.list.len() >= MOST || self.has(&path) {
            return;
        }
        let Told { row, english: message, chinese: message_zh_tw } = rule.tell();
        // Only the client sends requests; the validator's module does without the table of answers.
        let request = self.request.filter(|_| cfg!(feature = "client"));
        let return_code = request
            .and_then(|(version, operation, changes)| row.answer.code(row.name, version, operation, changes, &path));
        self.list.push(Issue { path, rule: row.name, message, message_zh_tw, return_code });
    }

    /// Does this path have an issue?
    #[must_use]
    #[inline(never)]
    pub fn has(&self, path: &str) -> bool {
        self.list.iter().any(|issue| issue.path == path)
    }

    /// Has this path, or an item or field below it, an issue?
    #[must_use]
    #[inline(never)]
    pub fn has_any_below(&self, path: &str) -> bool {
        let below = |rest: &str| rest.is_empty() || rest.starts_with(['[', '.']);
        self.list.iter().any(|issue| issue.path.strip_prefix(path).is_some_and(below))
    }

    /// No issue at all?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The issues in the order they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Issue> {
        self.list.iter()
    }

    /// The issues themselves.
    pub(crate) fn into_list(self) -> Vec<Issue> {
        self.list
    }
}

//! The call log, with credentials masked.

use crate::compared::Compared;
use crate::wire::{Answer, Delivery, Request};
use serde::{Deserialize, Serialize};

/// One call of the API.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Entry {
    pub(crate) number: u64,
    /// The sandbox's time.
    pub(crate) at: String,
    /// `reserve`, `confirm`, …; none for an unknown path.
    pub(crate) operation: Option<String>,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) peer: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) request_body: String,
    pub(crate) status: u16,
    pub(crate) reply_body: String,
    /// The fault that spoilt the answer.
    pub(crate) fault: Option<String>,
    /// How long the caller was to wait for the answer, or for its end.
    #[serde(default)]
    pub(crate) wait_seconds: Option<u64>,
    /// How long the answer took to make, as the host measured it. Kept in memory alone.
    #[serde(default)]
    pub(crate) milliseconds: Option<f64>,
    /// What exactly was wrong with the request: LINE Pay itself does not tell.
    pub(crate) note: Option<String>,
    /// What was taken although LINE Pay's documents say otherwise.
    #[serde(default)]
    pub(crate) notes: Vec<String>,
    /// Of a wrong signature.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) signature: Option<Box<Compared>>,
}

/// So many calls are kept.
pub(crate) const KEPT: u64 = 200;
/// So many characters of a text are kept.
const TEXT: usize = 4000;
const MASK: &str = "*****";
const SECRET_HEADERS: [&str; 4] = ["x-line-channelsecret", "x-line-authorization", "authorization", "cookie"];

impl Entry {
    pub(crate) fn new(request: &Request, secret: &str, number: u64, at: String) -> Entry {
        let clean = |text: &str| clean(text, secret);
        Entry {
            number,
            at,
            operation: None,
            method: clean(&request.method),
            path: clean(&request.path),
            query: clean(&request.query),
            peer: clean(&request.peer),
            headers: request
                .headers
                .iter()
                .map(|(name, value)| {
                    let hidden = SECRET_HEADERS.iter().any(|secret| name.eq_ignore_ascii_case(secret));
                    (clean(name), if hidden { MASK.to_owned() } else { clean(value) })
                })
                .collect(),
            request_body: clean(&String::from_utf8_lossy(&request.body)),
            status: 0,
            reply_body: String::new(),
            fault: None,
            wait_seconds: None,
            milliseconds: None,
            note: None,
            notes: Vec::new(),
            signature: None,
        }
    }

    pub(crate) fn finish(&mut self, answer: &Answer, secret: &str) {
        self.status = answer.status;
        self.wait_seconds = match answer.delivery {
            Delivery::Hang { seconds } | Delivery::Delay { seconds } | Delivery::Drip { seconds } => Some(seconds),
            _ => None,
        };
        self.reply_body = clean(&answer.body, secret);
        let clean = |note: String| clean(&note, secret);
        self.note = self.note.take().map(clean);
        self.notes = std::mem::take(&mut self.notes).into_iter().map(clean).collect();
        if let Some(compared) = &mut self.signature {
            compared.texts().for_each(|text| *text = clean(std::mem::take(text)));
        }
    }
}

/// Without the secret, and not longer than is kept.
fn clean(text: &str, secret: &str) -> String {
    // Most texts are shorter than a secret, and none has it: a search costs more than the rest of an entry.
    if text.len() < secret.len() || !text.contains(secret) {
        return cut(text);
    }
    cut(&text.replace(secret, MASK))
}

fn cut(text: &str) -> String {
    if text.len() <= TEXT {
        return text.to_owned();
    }
    match text.char_indices().nth(TEXT) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

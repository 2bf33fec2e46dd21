//! A host that always gives the same answer.

use super::shop::START;
use linepay_edge::HttpRequest;
use linepay_edge::flow::{Host, HttpReply, LinePayEvent, Lost};
use std::cell::{Cell, RefCell};

/// Gives the same answer to everything.
pub(crate) struct Canned {
    pub(crate) answer: Result<HttpReply, Lost>,
    pub(crate) sent: Cell<usize>,
    pub(crate) slept: RefCell<Vec<u32>>,
    pub(crate) events: RefCell<String>,
    /// Whether v2's question for authorisations finds nothing.
    pub(crate) captured_only: bool,
}

impl Canned {
    pub(crate) fn new(answer: Result<(u16, &str), Lost>) -> Canned {
        Canned {
            answer: answer.map(|(status, text)| HttpReply { status, text: text.to_owned() }),
            sent: Cell::new(0),
            slept: RefCell::default(),
            events: RefCell::default(),
            captured_only: false,
        }
    }

    /// The payment details; nothing is only authorised.
    pub(crate) fn details(text: &str) -> Canned {
        Canned { captured_only: true, ..Canned::new(Ok((200, text))) }
    }
}

impl Host for Canned {
    async fn send(&self, request: &HttpRequest) -> Result<HttpReply, Lost> {
        self.sent.set(self.sent.get() + 1);
        if self.captured_only && request.url().contains("/payments/authorizations?") {
            let text = r#"{"returnCode":"1150","returnMessage":"Transaction record not found."}"#.to_owned();
            return Ok(HttpReply { status: 200, text });
        }
        self.answer.clone()
    }

    fn now(&self) -> u64 {
        START
    }

    async fn sleep(&self, milliseconds: u32) {
        self.slept.borrow_mut().push(milliseconds);
    }

    fn nonce(&self) -> String {
        String::new()
    }

    fn event(&self, event: &LinePayEvent) {
        let text = format!("{event:?} {}\n", serde_json::to_string(event).unwrap());
        self.events.borrow_mut().push_str(&text);
    }
}

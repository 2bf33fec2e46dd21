//! One operation: where it lives, what it changes, and the forms of its request and its reply.

use super::doc::Doc;
use super::object::Object;
use serde::Serialize;

use crate::json::json_names;
use crate::outcome::Changes;
use crate::return_code::ReturnCode;
use crate::row::Row;
use crate::version::{PerVersion, Version};

/// The HTTP method of a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// A query: its fields travel in the URL.
    Get,
    /// Everything else: its fields travel in the body.
    Post,
}

impl Method {
    /// The method's name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
        }
    }
}

/// Where an operation lives in one version.
#[derive(Clone, Copy, Debug)]
pub struct Route {
    /// `GET` or `POST`.
    pub method: Method,
    /// The path behind the version. A field's name in braces stands for that field of the request.
    pub path: &'static str,
}

/// A step that the merchant takes with a payment or a regKey.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub enum Step {
    /// Charge or authorise what the buyer has approved.
    Confirm,
    /// Take what is authorised.
    Capture,
    /// Set free what is authorised.
    Void,
    /// Give back what is captured.
    Refund,
    /// Charge the payment's regKey again.
    PreApproval,
    /// End the payment's regKey.
    RegKeyExpire,
}

impl Step {
    /// All steps.
    pub const ALL: [Step; 6] =
        [Step::Confirm, Step::Capture, Step::Void, Step::Refund, Step::PreApproval, Step::RegKeyExpire];
}

json_names! {
    Step {
        Confirm: "confirm",
        Capture: "capture",
        Void: "void",
        Refund: "refund",
        PreApproval: "preApproval",
        RegKeyExpire: "regKeyExpire",
    }
}

/// What becomes of one row of a list that LINE Pay returned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// It belongs to the answer.
    Yes,
    /// It is of another kind. Where no row is left, nothing was found.
    No,
    /// No such row can be: the reply is malformed.
    Malformed,
}

/// What a successful reply holds.
#[derive(Clone, Copy)]
pub enum Answers {
    /// One object, in `info`.
    Info(&'static Object),
    /// Nothing but success: an empty object of this name.
    Nothing(&'static Object),
    /// Rows, in `info`; the reply has them under the field of this one's name.
    Rows {
        /// The reply's own form, whose one field is the list.
        reply: &'static Object,
        /// The form of a row.
        row: &'static Object,
        /// The field of the reply.
        name: &'static str,
        /// Which rows belong to the answer; all, if nothing is said.
        keep: Option<fn(Version, &Row<'_>) -> Keep>,
    },
    /// The return code itself, each with its word; beside it what `info` may hold.
    Status {
        /// The reply's own form.
        reply: &'static Object,
        /// The codes that are an answer, and the word that the reply has for each.
        codes: &'static [(ReturnCode, &'static str)],
    },
}

/// One operation of LINE Pay.
pub struct Operation {
    /// The name in JavaScript and in errors, for example `paymentCheck`.
    pub name: &'static str,
    /// Where it lives; `None` in a version that does not have it.
    pub routes: PerVersion<Route>,
    /// How long LINE Pay may take, in milliseconds (line-pay-api 1.6).
    pub read_timeout: u32,
    /// What it changes, and so what a lost answer may have done.
    pub changes: Changes,
    /// The step that it takes in the life of a payment, and the field that says over how much. Queries take none.
    pub step: Option<(Step, Option<&'static str>)>,
    /// The form of its request; it may differ in v2.
    pub requests: PerVersion<&'static Object>,
    /// What a successful reply holds.
    pub answers: Answers,
    /// The reply names a page where the buyer approves, unless the request has this field.
    pub page_unless: Option<&'static str>,
    /// What is gone for good with a lost reply, and what to do then; added to errors whose outcome is unknown.
    pub lost: Option<&'static str>,
    /// What may have happened when the reply is lost, and who is asked; of what changes something.
    pub ask: &'static str,
    doc: Doc<&'static str>,
    sections: Doc<&'static [&'static str]>,
}

/// Only the client sends: the validator's module would carry all paths for nothing.
const SENDS: bool = cfg!(any(feature = "client", feature = "catalogue"));

impl Route {
    const fn of(method: Method, path: &'static str) -> Route {
        Route { method, path: if SENDS { path } else { "" } }
    }
}

impl Operation {
    /// A query, at `path` in every version.
    #[must_use]
    pub const fn get(name: &'static str, path: &'static str, request: &'static Object, answers: Answers) -> Operation {
        Operation::new(name, Route::of(Method::Get, path), request, answers)
    }

    /// What is no query, at `path` in every version.
    #[must_use]
    pub const fn post(name: &'static str, path: &'static str, request: &'static Object, answers: Answers) -> Operation {
        Operation::new(name, Route::of(Method::Post, path), request, answers)
    }

    const fn new(name: &'static str, route: Route, request: &'static Object, answers: Answers) -> Operation {
        Operation {
            name,
            routes: PerVersion::same(route),
            read_timeout: 20_000,
            changes: Changes::Nothing,
            step: None,
            requests: PerVersion::same(request),
            answers,
            page_unless: None,
            lost: None,
            ask: "it may have been carried out; ask paymentCheck (v2, for what is authorised only: authCheck) before \
                  anything is repeated",
            doc: Doc::of(""),
            sections: Doc::of(&[]),
        }
    }

    /// What it does and what to know of it, in English: for documentation alone.
    #[must_use]
    pub const fn doc(self, text: &'static str) -> Operation {
        Operation { doc: Doc::of(text), ..self }
    }

    /// What it does, in English; empty without the feature `catalogue`.
    #[must_use]
    pub const fn text(&self) -> &'static str {
        self.doc.or("")
    }

    /// The sections of docs/line-pay-api.md that tell of it: for documentation alone.
    #[must_use]
    pub const fn told_in(self, sections: &'static [&'static str]) -> Operation {
        Operation { sections: Doc::of(sections), ..self }
    }

    /// The sections of docs/line-pay-api.md that tell of it.
    #[must_use]
    pub const fn sections(&self) -> &'static [&'static str] {
        self.sections.or(&[])
    }

    /// It changes something.
    #[must_use]
    pub const fn changes(self, changes: Changes) -> Operation {
        Operation { changes, ..self }
    }

    /// It is a step in the life of a payment, over what `amount` names.
    #[must_use]
    pub const fn step(self, step: Step, amount: Option<&'static str>) -> Operation {
        Operation { step: Some((step, amount)), ..self }
    }

    /// LINE Pay may take so many milliseconds instead of 20 seconds.
    #[must_use]
    pub const fn within(self, read_timeout: u32) -> Operation {
        Operation { read_timeout, ..self }
    }

    /// In v2 it is elsewhere.
    #[must_use]
    pub const fn in_v2(self, path: &'static str) -> Operation {
        let mut routes = self.routes;
        if let Some(Route { method, .. }) = routes.v2 {
            routes.v2 = Some(Route::of(method, path));
        }
        Operation { routes, ..self }
    }

    /// Only these versions have it.
    #[must_use]
    pub const fn only(self, versions: &[Version]) -> Operation {
        Operation { routes: self.routes.only(versions), ..self }
    }

    /// In v2 its request has another form.
    #[must_use]
    pub const fn request_in_v2(self, request: &'static Object) -> Operation {
        let mut requests = self.requests;
        requests.v2 = Some(request);
        Operation { requests, ..self }
    }

    /// The reply names a page where the buyer approves, unless the request has the field `name`.
    #[must_use]
    pub const fn page_unless(self, name: &'static str) -> Operation {
        Operation { page_unless: Some(name), ..self }
    }

    /// What a lost reply takes along.
    #[must_use]
    pub const fn lost(self, lost: &'static str) -> Operation {
        Operation { lost: Some(lost), ..self }
    }

    /// What may have happened when the reply is lost, and who is asked: paymentCheck, if nothing is said.
    #[must_use]
    pub const fn ask(self, ask: &'static str) -> Operation {
        Operation { ask, ..self }
    }

    /// Where `version` has it.
    #[must_use]
    pub const fn route(&self, version: Version) -> Option<Route> {
        self.routes.get(version)
    }

    /// The form of its request in `version`.
    #[must_use]
    pub const fn request(&self, version: Version) -> Option<&'static Object> {
        self.requests.get(version)
    }
}

impl std::fmt::Debug for Operation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl Eq for Operation {}

impl PartialEq for Operation {
    fn eq(&self, other: &Operation) -> bool {
        self.name == other.name
    }
}

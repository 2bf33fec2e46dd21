//! The flow, one step at a time. A task is a future of the flow and the host that it runs over: what it wants done of
//! the world it puts down as an effect and waits; the package does it and resumes. No promise and no closure: nothing
//! here waits for anything.
//!
//! A step ends with a text: `S` a request to send, `W` a pause in milliseconds, `L` a record to read, `K` one to keep,
//! `H` a hook to call, `R` or `E` how it ended, `G` a task that is not here. Before it there may be `V`, the events as
//! a JSON list, and a line break. Among them may be one without a type: what the task will end with, for whoever need
//! not wait for the rest.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use super::convert::failed;
use crate::error::{Code, Error, Outcome, Retry};
use crate::flow::{
    Asked, Hooks, Host, HttpReply, Kept, Ledger, LedgerRead, LedgerWrite, LinePayEvent, Lost, Payment, Told,
};
use crate::json::{Json, Out};
use crate::order::life::Lapse;
use crate::prepare::HttpRequest;
use crate::row::Row;
use crate::text::{concat, digits, line};

/// How many tasks wait at most. The one that has waited longest makes room: a worker whose request was cancelled
/// never resumes, and whoever does resume brings all along that the task was given and begins it anew.
const MOST_TASKS: usize = 1000;

/// What says that a task is not here.
pub(super) const GONE: &str = "G";

/// What each step is given: the time, and a nonce for the request that it may come to.
pub(super) struct Step {
    pub(super) now: f64,
    pub(super) nonce: String,
}

/// Between a task and whoever drives it.
#[derive(Default)]
struct Wire {
    effect: RefCell<Option<String>>,
    answer: RefCell<Option<Result<HttpReply, Lost>>>,
    now: Cell<f64>,
    nonce: RefCell<String>,
    calls: Cell<u32>,
    observed: bool,
    events: RefCell<String>,
}

/// The host of one task.
pub(super) struct TaskHost(Rc<Wire>);

type Work = Pin<Box<dyn Future<Output = String>>>;

struct Task {
    number: u64,
    work: Work,
    wire: Rc<Wire>,
}

thread_local! {
    /// Those that wait, the one that was touched last at the end.
    static TASKS: RefCell<Vec<Task>> = const { RefCell::new(Vec::new()) };
}

/// Begins a task; the numbers are the package's, which uses none twice.
pub(super) fn begin(number: u64, step: Step, observed: bool, make: impl FnOnce(TaskHost) -> Work) -> String {
    if TASKS.with_borrow(|tasks| tasks.iter().any(|task| task.number == number)) {
        return GONE.to_owned();
    }
    if let Some(refusal) = without_nonce(&step) {
        return refusal;
    }
    let wire = Rc::new(Wire { observed, ..Wire::default() });
    let work = make(TaskHost(Rc::clone(&wire)));
    go_on(Task { number, work, wire }, step)
}

/// Goes on with a task, its effect done. One that is not here, or not here any more, is left to the package.
pub(super) fn resume(number: u64, step: Step, answer: Result<HttpReply, Lost>) -> String {
    if let Some(refusal) = without_nonce(&step) {
        return refusal;
    }
    let task = TASKS.with_borrow_mut(|tasks| {
        let place = tasks.iter().position(|task| task.number == number)?;
        Some(tasks.remove(place))
    });
    let Some(task) = task else {
        return GONE.to_owned();
    };
    *task.wire.answer.borrow_mut() = Some(answer);
    go_on(task, step)
}

/// An empty nonce would be signed like any other, and could be guessed. The task stays where it was.
fn without_nonce(step: &Step) -> Option<String> {
    let message = "the step was given no nonce";
    step.nonce.is_empty().then(|| failed(Error::new(Code::Unsupported, Outcome::Unknown, Retry::AskFirst, message)))
}

fn go_on(mut task: Task, step: Step) -> String {
    task.wire.now.set(step.now);
    *task.wire.nonce.borrow_mut() = step.nonce;
    let polled = task.work.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    let events = task.wire.events.take();
    let text = match polled {
        Poll::Ready(result) => result,
        Poll::Pending => {
            // A future that waits has put down for what.
            let effect = task.wire.effect.take().unwrap_or_else(|| GONE.to_owned());
            let longest = TASKS.with_borrow_mut(|tasks| {
                let longest = (tasks.len() >= MOST_TASKS).then(|| tasks.remove(0));
                tasks.push(task);
                longest
            });
            drop(longest);
            effect
        }
    };
    if events.is_empty() { text } else { concat(&["V", &events, "]\n", &text]) }
}

impl TaskHost {
    /// Puts an effect down and waits for its answer.
    async fn ask(&self, effect: String) -> Result<HttpReply, Lost> {
        *self.0.effect.borrow_mut() = Some(effect);
        poll_fn(|_| self.0.answer.borrow_mut().take().map_or(Poll::Pending, Poll::Ready)).await
    }

    /// Tells something with the events of this step.
    pub(super) fn note(&self, json: &str) {
        let mut events = self.0.events.borrow_mut();
        let first = events.is_empty();
        events.push(if first { '[' } else { ',' });
        events.push_str(json);
    }
}

/// A ledger's clock and the version of a record, out of the first line of its answer; and the rest.
fn of_ledger(answer: &HttpReply) -> Option<(u64, Option<String>, &str)> {
    let (head, text) = line(&answer.text);
    let row = Row::of(head)?;
    Some((row.need("now")?, row.maybe("version")?, text))
}

/// `L` and `K` are followed by JSON, `K` and a line break by the text to keep. Answered by 200 with the ledger's clock
/// and the version as JSON, a line break and the record's text; 404 where there is none, with the clock; 409 where the
/// version is another; 500 with the reason where nothing can be told.
impl Ledger for TaskHost {
    async fn read(&self, key: &str, limit: u64) -> Result<LedgerRead, String> {
        let mut out = Out::default();
        out.raw("L");
        out.object(|out| {
            out.field("key", key);
            out.field("limit", &limit);
        });
        let Ok(answer) = self.ask(out.finish()).await else { return Err(String::new()) };
        let read = match (answer.status, of_ledger(&answer)) {
            (404, Some((now, ..))) => Some(LedgerRead { record: None, now }),
            (200, Some((now, Some(version), text))) => {
                Some(LedgerRead { record: Some(Kept { text: text.to_owned(), version }), now })
            }
            _ => None,
        };
        read.ok_or(answer.text)
    }

    async fn write(
        &self,
        key: &str,
        text: &str,
        if_version: Option<&str>,
        wake_at: Option<u64>,
        limit: u64,
    ) -> LedgerWrite {
        let mut out = Out::default();
        out.raw("K");
        out.object(|out| {
            out.field("key", key);
            out.maybe("ifVersion", if_version.map(str::to_owned).as_ref());
            out.maybe("wakeAt", wake_at.as_ref());
            out.field("limit", &limit);
        });
        out.raw("\n");
        out.raw(text);
        let Ok(answer) = self.ask(out.finish()).await else { return LedgerWrite::Unknown };
        match (answer.status, of_ledger(&answer)) {
            (200, Some((now, Some(version), _))) => LedgerWrite::Done { version, now },
            (409, _) => LedgerWrite::Conflict,
            _ => LedgerWrite::Unknown,
        }
    }
}

/// `H` and as JSON what the hook is told. Answered by 200 where it took it, 504 where it has not ended in time.
impl Hooks for TaskHost {
    async fn tell(&self, told: &Told, limit: u64) -> Option<bool> {
        let mut out = Out::default();
        out.raw("H");
        out.object(|out| {
            out.field("told", told);
            out.field("limit", &limit);
        });
        let answer = self.ask(out.finish()).await;
        let status = answer.map_or(0, |answer| answer.status);
        (status != 504).then_some(status == 200)
    }

    /// As `H`, with the payment in the place of what is told. The answer's text says what is to be done.
    async fn expiring(&self, payment: &Payment, limit: u64) -> Option<Lapse> {
        let mut out = Out::default();
        out.raw("H");
        out.object(|out| {
            out.field("expiring", payment);
            out.field("limit", &limit);
        });
        let answer = self.ask(out.finish()).await.ok().filter(|answer| answer.status == 200)?;
        Lapse::named(&answer.text)
    }

    /// As `H`, with what is asked about in the place of what is told.
    async fn may_confirm(&self, asked: &Asked, limit: u64) -> bool {
        let mut out = Out::default();
        out.raw("H");
        out.object(|out| {
            out.field("asked", asked);
            out.field("limit", &limit);
        });
        self.ask(out.finish()).await.is_ok_and(|answer| answer.status == 200)
    }
}

impl Host for TaskHost {
    /// `S` and, a line each, the time limit, the method, the URL, and of each header its name and its value; after an
    /// empty line what a POST sends.
    async fn send(&self, request: &HttpRequest) -> Result<HttpReply, Lost> {
        let timeout = digits(request.timeout().into());
        let mut parts = vec!["S", &timeout, "\n", request.method().as_str(), "\n", request.url()];
        for (name, value) in request.headers() {
            parts.extend(["\n", name, "\n", value]);
        }
        parts.extend(["\n\n", request.body().unwrap_or_default()]);
        self.ask(concat(&parts)).await
    }

    fn now(&self) -> u64 {
        // Milliseconds since 1970 are positive and far below 2^53.
        self.0.now.get() as u64
    }

    async fn sleep(&self, milliseconds: u32) {
        let _ = self.ask(concat(&["W", &digits(milliseconds.into())])).await;
    }

    /// That of the step: a step ends with one request at most.
    fn nonce(&self) -> String {
        self.0.nonce.borrow().clone()
    }

    /// Counts within the task, so that a task that is begun anew counts the same; the package makes it a number of
    /// its own.
    fn call_number(&self) -> u32 {
        self.0.calls.set(self.0.calls.get().saturating_add(1));
        self.0.calls.get()
    }

    fn is_observed(&self) -> bool {
        self.0.observed
    }

    fn event(&self, event: &LinePayEvent) {
        self.note(&event.json());
    }
}

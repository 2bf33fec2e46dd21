//! The network between the shop and LINE Pay.

use crate::books::as_received;
use crate::fault::Fault;
use crate::life::{HOUR, MINUTE, SECOND};
use crate::process::Process;
use crate::world::{Event, World};
use linepay_edge::flow::{HttpReply, Lost};
use linepay_edge::{HttpRequest, Version};
use linepay_sandbox::Request;

/// A request on its way.
pub(crate) struct Exchange {
    pub(crate) operation: &'static str,
    pub(crate) transaction: Option<String>,
    request: Request,
    /// How many copies have not arrived yet.
    pub(crate) copies: u32,
    reply: Option<HttpReply>,
}

/// LINE Pay's own words for "I have failed": nobody knows what became of the request.
const FAILED: [&str; 3] = ["9000", "1198", "1199"];
/// And what it says to the copy of a confirm that comes after the first: that it was done before.
const BEFORE: [&str; 2] = ["1172", "1152"];
/// Or that there is nothing to confirm any more.
const AFTER: [&str; 6] = ["1172", "1159", "1180", "1152", "1159", "1180"];
/// And for a card that is declined.
const DECLINED: [&str; 3] = ["1142", "1281", "1288"];
/// And to a charge that it wants later.
const LATER: [&str; 2] = ["1197", "1280"];

/// Which operation it is, and of which transaction.
pub(crate) fn subject(request: &Request) -> (&'static str, Option<String>) {
    let mut parts = request.path.rsplit('/');
    let operation = match parts.next().unwrap_or_default() {
        "request" => "reserve",
        "confirm" => "confirm",
        "capture" => "capture",
        "void" => "void",
        "refund" => "refund",
        "payment" => "preApproval",
        "check" => "statusCheck",
        "authorizations" => "authCheck",
        _ => "paymentCheck",
    };
    let is_id = |part: &&str| part.len() > 12 && part.bytes().all(|byte| byte.is_ascii_digit());
    (operation, parts.find(is_id).map(str::to_owned))
}

pub(crate) async fn send(process: &Process<'_, '_>, request: &HttpRequest) -> Result<HttpReply, Lost> {
    let world = process.world;
    let mut received = as_received(request);
    let (operation, transaction) = subject(&received);
    let query = matches!(operation, "statusCheck" | "authCheck" | "paymentCheck");
    world.tell("send", || format!("{operation} {} by {}", transaction.as_deref().unwrap_or(""), process.task.name));
    world.leaves(process, operation, transaction.as_deref());
    if operation == "reserve" {
        world.reserves(&received.body);
    }
    let charges = operation == "preApproval";
    if charges {
        world.charge_leaves(&received);
    }
    let begin = world.now();
    let end = begin + u64::from(request.timeout());
    let mut kinds = Fault::WIRE.to_vec();
    // Nobody can guard a partial refund against a network that delivers it twice: LINE Pay knows no name for it.
    let part = operation == "refund" && received.body.windows(12).any(|part| part == b"refundAmount");
    kinds.extend(match (query, part) {
        (true, _) => &Fault::QUERIES[..],
        (false, true) => &[Fault::Late],
        (false, false) => &Fault::CHANGES[..],
    });
    if operation == "confirm" || charges {
        kinds.push(Fault::Refused);
    }
    let fault = world.fault(&process.task, &kinds, 100);
    if let Some(fault) = fault {
        world.covers_of(fault, operation, transaction.as_deref());
        world.tell(fault.name(), || operation.to_owned());
    }
    if matches!(fault, Some(Fault::StaleCall | Fault::StaleTime)) {
        let words = if fault == Some(Fault::StaleCall) { "stale=1" } else { "stale" };
        received.headers.push(("x-sandbox-fault".to_owned(), words.to_owned()));
    }
    let (there, back) = (process.way(), process.way());
    let much = |least, most| process.task.much(least, most);
    // The first of two copies is declined, and the second is not.
    let declined = charges && fault == Some(Fault::Twice) && much(1, 1 << 20).is_multiple_of(2);
    let (arrives, heard) = match fault {
        _ if declined => (None, there),
        Some(Fault::LostRequest | Fault::Refused | Fault::CodeBefore | Fault::GatewayBefore) => (None, there),
        Some(Fault::HangBefore) => (None, end - begin),
        Some(Fault::HangAfter) => (Some(there), end - begin),
        Some(Fault::Late) => (Some(end - begin + much(SECOND, 5 * HOUR)), end - begin),
        Some(Fault::Slow) => {
            let time = end - begin - much(1, SECOND).min(end - begin - 1);
            (Some(if much(1, 2) == 1 { there } else { time.max(1) }), time.max(there))
        }
        _ => (Some(there), there + back),
    };
    let number = world.exchanges.borrow().len();
    let copies = u32::from(arrives.is_some()) + u32::from(fault == Some(Fault::Twice));
    world.exchanges.borrow_mut().push(Exchange { operation, transaction, request: received, copies, reply: None });
    if let Some(time) = arrives {
        world.at(begin + time, Event::Arrive(number));
    }
    if fault == Some(Fault::Twice) {
        world.at(begin + there + much(1, MINUTE), Event::Arrive(number));
    }
    process.step(operation).await;
    world.until((begin + heard).min(end)).await;
    process.step(operation).await;
    let reply = world.exchanges.borrow_mut()[number].reply.take();
    let code = |codes: &[&'static str]| {
        let code = codes[process.task.much(1, 1 << 20) as usize % codes.len()];
        let text = format!("{{\"returnCode\":\"{code}\",\"returnMessage\":\"by the simulation\"}}");
        Ok(HttpReply { status: 200, text })
    };
    // Of a registration over nothing v2 has nothing to ask that such a word could be held against.
    let blind = world.life.quotes[0].amount == 0 && world.life.quotes.iter().any(|quote| quote.version == Version::V2);
    let wrong = (operation == "confirm" && !blind || charges) && process.task.much(1, 1 << 20).is_multiple_of(2);
    let later = charges && (declined || fault == Some(Fault::Refused)) && much(1, 1 << 20).is_multiple_of(4);
    match (fault, reply) {
        (Some(Fault::LostRequest | Fault::LostReply), _) => Err(Lost::Network),
        (Some(Fault::HangBefore | Fault::HangAfter | Fault::Late), _) => Err(Lost::Timeout),
        (Some(Fault::GatewayBefore | Fault::GatewayAfter), _) => {
            Ok(HttpReply { status: 502, text: "<html>Bad Gateway</html>".to_owned() })
        }
        (Some(Fault::CodeBefore), _) if wrong => code(&BEFORE),
        (Some(Fault::CodeAfter), _) if wrong && !charges => code(&AFTER),
        (Some(Fault::CodeAfter), _) if wrong => code(&BEFORE),
        (Some(Fault::CodeBefore | Fault::CodeAfter), _) => code(&FAILED),
        (Some(Fault::Refused | Fault::Twice), _) if later => code(&LATER),
        (Some(Fault::Refused), _) => code(&DECLINED),
        (Some(Fault::Twice), _) if declined => code(&DECLINED),
        (Some(Fault::Truncated), Some(reply)) => {
            let text = reply.text.chars().take(reply.text.chars().count() / 2).collect();
            Ok(HttpReply { text, ..reply })
        }
        (_, Some(reply)) if begin + heard <= end => Ok(reply),
        _ => Err(Lost::Timeout),
    }
}

impl World<'_> {
    /// A request is there: LINE Pay does its part. Whoever still waits hears the first answer.
    pub(crate) fn arrives(&self, number: usize) {
        let (operation, request) = {
            let mut exchanges = self.exchanges.borrow_mut();
            let exchange = &mut exchanges[number];
            exchange.copies = exchange.copies.saturating_sub(1);
            (exchange.operation, exchange.request.clone())
        };
        let answer = self.books.receive(&request, self.now());
        self.tell("arrives", || format!("{operation} {}: {}", request.query, answer.body));
        let mut exchanges = self.exchanges.borrow_mut();
        exchanges[number].reply.get_or_insert(HttpReply { status: answer.status, text: answer.body });
    }
}

//! Replies: any text as the answer to any operation. A success is what the text says and what was asked for; a
//! failure keeps the text and says no more of the money than the text allows; and what a payment's life learns of
//! it all adds up.

use crate::judge::Judged;
use crate::tree::Tree;
use crate::{driver::Random, fixture, raw::Raw};
use linepay_edge::input::Input;
use linepay_edge::operations::{NAMES, find};
use linepay_edge::outcome::Changes;
use linepay_edge::payment::{Asked, PaymentLife, PaymentState, Source, Step};
use linepay_edge::return_code::{Class, ReturnCode};
use linepay_edge::{Code, Error, Expected, Operation, Outcome, Reply, Request, Version};

/// Between the exchanges of one input.
const NEXT: char = '\u{1e}';

/// One exchange: `operation version status`, the request and what is known besides as JSON, each on a line of its own
/// (a line that cannot be read counts as absent), then the reply's text.
struct Exchange<'a> {
    operation: &'static Operation,
    version: Version,
    status: u16,
    /// What was asked, if it keeps every rule: its text and what became of it.
    request: Option<(String, Request)>,
    known: Expected,
    text: &'a str,
}

/// Up to eight exchanges about one payment.
pub fn check(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut life = PaymentLife::default();
    for part in text.split(NEXT).take(8) {
        let exchange = Exchange::read(part);
        let result = exchange.accept(&exchange.known);
        match &result {
            Ok(reply) => exchange.believed(reply),
            Err(error) => exchange.failed(error),
        }
        match &result {
            Ok(reply) => {
                let request = exchange.request.as_ref().map(|(text, _)| {
                    let asked = Asked::of(exchange.operation.name, exchange.version, Input::of(text));
                    asked.expect("what keeps every rule can be learnt from")
                });
                life.learn(Source { request: request.as_ref(), reply });
            }
            Err(error) => error
                .return_code()
                .into_iter()
                .for_each(|code| life.learn_refusal(exchange.operation.name, exchange.version, code)),
        }
        adds_up(&life);
    }
    from_javascript(&text);
}

/// Every fixture alone, and payments of some length.
pub fn seeds() -> Vec<Vec<u8>> {
    let fixtures = fixture::all();
    let text = |fixture: &fixture::Fixture| {
        let fixture::Fixture { operation, version, request, known, reply, .. } = fixture;
        format!("{operation} {version} 200\n{request}\n{known}\n{reply}")
    };
    let mut seeds: Vec<String> = fixtures.iter().map(text).collect();
    let mut random = Random::new(7);
    for _ in 0..60 {
        let chosen: Vec<_> = (0..4).map(|_| seeds[random.below(fixtures.len())].clone()).collect();
        seeds.push(chosen.join(&NEXT.to_string()));
    }
    // What LINE Pay itself would not send, although the text is good.
    let status = |(number, seed): (usize, &String)| seed.replacen("200", ["502", "302", "299"][number % 3], 1);
    let others: Vec<String> = seeds.iter().take(fixtures.len()).enumerate().map(status).collect();
    seeds.extend(others);
    seeds.into_iter().map(String::into_bytes).collect()
}

/// A value as the package writes it.
fn written(text: &str) -> Option<String> {
    Tree::read(text).map(|tree| tree.text())
}

impl<'a> Exchange<'a> {
    fn read(text: &'a str) -> Exchange<'a> {
        let mut lines = text.splitn(4, '\n');
        let mut line = || lines.next().unwrap_or("");
        let head: Vec<&str> = line().split(' ').collect();
        let word = |place: usize| head.get(place).copied().unwrap_or("");
        let named = NAMES.iter().copied().find(|name| *name == word(0));
        let operation = find(named.unwrap_or(NAMES[text.len() % NAMES.len()])).expect("it is one of the names");
        let version = word(1).parse().unwrap_or(Version::ALL[text.len() % 3]);
        let request = written(line()).and_then(|text| {
            let request = Request::read(operation, version, Input::of(&text), None).ok()?;
            Some((text, request))
        });
        let known = written(line()).and_then(|text| Expected::read(Input::of(&text), operation.name).ok());
        let known = known.unwrap_or_default();
        let status = word(2).parse().unwrap_or(200);
        Exchange { operation, version, status, request, known, text: line() }
    }

    fn accept(&self, known: &Expected) -> Result<Reply, Error> {
        let expected = self.request.as_ref().map_or_else(|| known.clone(), |(_, request)| request.expects(known));
        self.operation.accept(self.version, &expected, self.status, self.text)
    }

    fn code(raw: Option<&Raw>) -> Option<String> {
        let raw = raw?;
        match (raw.get("returnCode"), raw.get("resultCode")) {
            (Some(code), _) => code.text().map(str::to_owned),
            (None, Some(Raw::Number(digits))) => Some(format!("{digits:0>4}")),
            (None, Some(code)) => code.text().map(str::to_owned),
            (None, None) => None,
        }
    }

    /// A success is in the text, and fits.
    fn believed(&self, reply: &Reply) {
        assert!((200..300).contains(&self.status), "status {} is no success", self.status);
        let raw = Raw::read(self.text).expect("a believed reply is JSON");
        let code = Exchange::code(Some(&raw)).expect("a believed reply has a return code");
        let answers: &[&str] =
            if self.operation.name == "statusCheck" { &["0000", "0110", "0121", "0122", "0123"] } else { &["0000"] };
        assert!(answers.contains(&code.as_str()), "{code} is no answer of {}", self.operation.name);
        let request = self.request.as_ref().and_then(|(text, _)| Raw::read(text));
        let request = request.as_ref().map(|request| (self.operation.name, request));
        Judged { version: self.version, request, known: &self.known, raw: &raw }.judge(reply);
        let freely = self.accept(&Expected::default());
        assert_eq!(freely.as_ref(), Ok(reply), "what fits some expectations is the same without them");
    }

    /// A failure keeps the text and claims nothing that the text does not say.
    fn failed(&self, error: &Error) {
        assert_eq!(error.raw(), Some(self.text), "the text is untouched");
        assert_eq!(error.operation(), Some(self.operation.name));
        assert!(error.issues().is_empty(), "a reply breaks no rule of a request");
        let report = serde_json::to_string(&error.report()).expect("an error can be written");
        assert!(report.len() < 20_000 + 40 * self.text.len(), "{} bytes of error", report.len());

        let raw = Raw::read(self.text);
        let code = Exchange::code(raw.as_ref()).and_then(|code| ReturnCode::new(&code));
        let (outcome, changes) = (error.outcome(), self.operation.changes);
        if changes == Changes::Nothing {
            assert_eq!(outcome, Outcome::NotExecuted, "a question changes nothing");
            return;
        }
        let says_success = code.as_ref().is_some_and(ReturnCode::is_success);
        match outcome {
            Outcome::Executed => {
                assert!(says_success, "only 0000 says that it was carried out");
                assert!(matches!(error.code(), Code::Mismatch | Code::MalformedReply));
            }
            Outcome::NotExecuted => {
                let code = code.expect("without a return code nobody knows");
                assert!((200..300).contains(&self.status), "a gateway does not know");
                let another = changes == Changes::Reservation && matches!(code.as_str(), "1145" | "1172");
                let says = matches!(code.class(), Some(Class::User | Class::Fix | Class::Retry));
                assert!(another || says, "{code} does not say that nothing happened");
                assert!(matches!(error.code(), Code::Refused | Code::NotFound));
            }
            Outcome::Unknown => {
                let settled = (200..300).contains(&self.status) && says_success;
                // A duplicate key makes a reply illegible to the client, and not to the reading here.
                assert!(!settled || error.code() == Code::MalformedReply, "0000 says that it was carried out");
            }
        }
    }
}

/// What holds of a payment's life whatever LINE Pay has said.
fn adds_up(life: &PaymentLife) {
    let (captured, refunded) = (life.captured.hundredths(), life.refunded.hundredths());
    let left = (captured - refunded).max(0);
    assert_eq!(life.refundable.hundredths(), left, "{life:?}");
    assert!(refunded >= 0, "{life:?}");
    let fits = match life.state {
        PaymentState::Captured => refunded == 0,
        PaymentState::PartlyRefunded => refunded > 0 && refunded < captured,
        PaymentState::Refunded => refunded > 0 && refunded >= captured,
        _ => true,
    };
    assert!(fits, "{life:?}");
    for now in [0, 1_778_123_045_000, u64::MAX] {
        for step in life.legal_steps(now) {
            assert!(life.check(step, None, now).is_ok());
        }
        if life.state != PaymentState::Unknown {
            let refunds = |hundredths: i64| {
                let amount = linepay_edge::money::Amount::from_hundredths(hundredths);
                amount.is_some() && life.allows(Step::Refund, amount, now).is_ok()
            };
            assert!(!refunds(left + 1), "no more than what is left may be given back: {life:?}");
            assert!(!refunds(0) && !refunds(-1), "{life:?}");
        }
    }
    let written = serde_json::to_string(life).expect("a life can be written");
    // Damaged text is refused on its way in; LINE Pay has it from another system than this.
    if !written.contains('\u{fffd}') {
        let kept = self::written(&written).expect("a life is plain data");
        let read = PaymentLife::read(Input::of(&kept), "refund");
        assert_eq!(read.as_ref(), Ok(life), "a life that was kept is the same again");
    }
}

/// The same text as a JavaScript caller's sources.
fn from_javascript(text: &str) {
    let sources = text.split(NEXT).take(8).map(|part| {
        let mut lines = part.splitn(4, '\n');
        let operation = lines.next().unwrap_or("").split(' ').next().unwrap_or("").to_owned();
        let request = lines.next().and_then(Tree::read).unwrap_or(Tree::Nothing);
        let entries = [
            ("operation", Tree::Text(operation)),
            ("text", Tree::Text(lines.nth(1).unwrap_or("").into())),
            ("request", request),
        ];
        Tree::Object(entries.map(|(name, value)| (name.to_owned(), value)).into())
    });
    if let Ok(life) = PaymentLife::of("v3", &Tree::List(sources.collect()).text()) {
        adds_up(&life);
    }
}

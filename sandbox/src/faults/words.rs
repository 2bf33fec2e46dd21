//! Faults in words: `hang=5 after`, as a call's header has them, and `SBX-CONFIRM-HANG5-AFTER-…`, as an orderId begins
//! for clients that can add no header.

use super::{Fault, Kind, When};
use crate::code::Code;
use crate::method::Method;
use crate::script::{Act, Deed};

/// How such an orderId begins.
const MARK: &str = "SBX";
const BEGIN: &str = "SBX-";

const WORDS: [(&str, Kind); 11] = [
    ("status502", Kind::Status502),
    ("html502", Kind::Html502),
    ("hang", Kind::Hang),
    ("drop", Kind::Drop),
    ("reset", Kind::Reset),
    ("delay", Kind::Delay),
    ("drip", Kind::Drip),
    ("truncated", Kind::Truncated),
    ("late", Kind::Late),
    ("twice", Kind::Twice),
    ("stale", Kind::Stale),
];

/// Whether an orderId begins as one that asks for something.
pub(crate) fn is_pattern(order_id: &str) -> bool {
    order_id.get(..4).is_some_and(|begin| begin.eq_ignore_ascii_case(BEGIN))
}

/// Whether such an orderId may stand in a JSON text in which nothing is written as `\u…`.
pub(crate) fn may_have_a_pattern(json: &[u8]) -> bool {
    json.windows(BEGIN.len()).any(|part| part.eq_ignore_ascii_case(BEGIN.as_bytes()))
}

/// Reads the header of a call.
pub(crate) fn of_header(text: &str) -> Result<Fault, String> {
    let mut words = text.split([' ', ',', ';']).filter(|word| !word.is_empty()).peekable();
    let fault = fault(&mut words)?;
    match words.next() {
        None => Ok(fault),
        Some(word) => Err(format!("{word:?} is no word of a fault; there are before, after")),
    }
}

/// What the buyer of an order does, where its orderId says so.
pub(crate) fn buyer_of(order_id: &str) -> Option<Act> {
    let mut words = order_id.split('-').peekable();
    while words.next_if(|word| word.eq_ignore_ascii_case(MARK)).is_some() {
        if words.next_if(|word| word.eq_ignore_ascii_case("buyer")).is_some() {
            return buyer(&mut words).ok();
        }
        // What a fault does not take belongs to nobody.
        words.next();
        fault(&mut words).ok()?;
    }
    None
}

/// Reads an orderId that begins with the mark: `SBX-CONFIRM-1199-42`, `SBX-BUYER-DECLINE-42`, and several one after
/// the other. Gives the faults, each with its operation.
pub(crate) fn pattern(order_id: &str, operations: &[(&str, bool)]) -> Result<Vec<Fault>, String> {
    let mut words = order_id.split('-').peekable();
    let mut faults = Vec::new();
    while words.next_if(|word| word.eq_ignore_ascii_case(MARK)).is_some() {
        let subject = words.next().unwrap_or_default();
        if subject.eq_ignore_ascii_case("buyer") {
            buyer(&mut words)?;
            continue;
        }
        let known = operations.iter().map(|(name, _)| *name).find(|name| name.eq_ignore_ascii_case(subject));
        let operation = known.ok_or_else(|| format!("{subject:?} is BUYER or one of LINE Pay's operations"))?;
        let fault = Fault { operation: Some(operation.to_owned()), ..fault(&mut words)? };
        fault.check(operations)?;
        faults.push(fault);
    }
    Ok(faults)
}

fn fault<'a>(words: &mut std::iter::Peekable<impl Iterator<Item = &'a str>>) -> Result<Fault, String> {
    let word = words.next().unwrap_or_default();
    let mut fault = kind(word).ok_or_else(|| {
        let names: Vec<_> = WORDS.iter().map(|(name, _)| *name).collect();
        format!("{word:?} is no fault; there are a return code of four digits, {}", names.join(", "))
    })?;
    loop {
        if words.next_if(|word| word.eq_ignore_ascii_case("after")).is_some() {
            fault.when = When::After;
        } else if words.next_if(|word| word.eq_ignore_ascii_case("before")).is_some() {
            fault.when = When::Before;
        } else if words.next_if(|word| word.eq_ignore_ascii_case("xall")).is_some() {
            fault.times = Some(u64::MAX);
        } else if let Some(times) = words.peek().and_then(|word| times(word)) {
            fault.times = Some(times);
            words.next();
        } else {
            return Ok(fault);
        }
    }
}

/// `x3`
fn times(word: &str) -> Option<u64> {
    word.strip_prefix(['x', 'X'])?.parse().ok().filter(|times| *times > 0)
}

/// `1199`, `code=1199`, `hang`, `hang5`, `hang=5`.
fn kind(word: &str) -> Option<Fault> {
    let word = word.to_ascii_lowercase();
    let digits = word.strip_prefix("code=").unwrap_or(&word);
    if let Ok(code) = Code::try_from(digits.to_owned()) {
        return Some(Fault { code: Some(code), ..Fault::new(Kind::Code) });
    }
    let (name, kind) = WORDS.iter().find(|(name, _)| word.starts_with(name))?;
    let rest = word.strip_prefix(name)?;
    if rest.is_empty() {
        return Some(Fault::new(*kind));
    }
    let number = Some(rest.strip_prefix('=').unwrap_or(rest).parse().ok()?);
    Some(match kind {
        Kind::Stale => Fault { calls: number, ..Fault::new(*kind) },
        _ => Fault { seconds: number, ..Fault::new(*kind) },
    })
}

/// `DECLINE`, `APPROVE30-BALANCE`.
fn buyer<'a>(words: &mut std::iter::Peekable<impl Iterator<Item = &'a str>>) -> Result<Act, String> {
    const DEEDS: [(&str, Deed); 4] =
        [("approve", Deed::Approve), ("decline", Deed::Decline), ("cancel", Deed::Cancel), ("abandon", Deed::Abandon)];
    let word = words.next().unwrap_or_default().to_ascii_lowercase();
    let wrong = || format!("{word:?} is nothing that a buyer does: APPROVE, DECLINE, CANCEL or ABANDON");
    let (name, deed) = DEEDS.iter().find(|(name, _)| word.starts_with(name)).ok_or_else(wrong)?;
    let after = match word.strip_prefix(name).unwrap_or_default() {
        "" => 0,
        digits => digits.parse().map_err(|_| wrong())?,
    };
    let method = words.peek().and_then(|word| match word.to_ascii_lowercase().as_str() {
        "card" => Some(Method::CreditCard),
        "balance" => Some(Method::Balance),
        "point" => Some(Method::Point),
        _ => None,
    });
    let method = method.inspect(|_| {
        words.next();
    });
    Ok(Act::new(*deed, method, after))
}

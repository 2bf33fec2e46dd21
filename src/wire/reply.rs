//! The reader of replies, and the judge of whether they fit what was asked.

use super::expected::{Expected, among};
use super::field::{Field, Need};
use super::kind::{Adds, Kind};
use super::object::Object;
use super::operation::{Answers, Keep, Operation};
use super::with_loss;
use crate::envelope::{Envelope, Malformed};
use crate::error::{Code, Error, Mismatch};
use crate::id::{OrderId, TransactionId};
use crate::json::{Json, Level, Out};
use crate::money::Amount;
use crate::outcome::{Changes, Outcome, Retry};
use crate::return_code::Is;
use crate::row::{Field as Readable, Row, spelt};
use crate::text::{concat, digits};
use crate::url::{Url, is_line_link};
use crate::version::Version;

/// A reply that fits: the fields that its operation declares, those of another kind that no rule depends on left out.
///
/// It may hold a regKey, so it prints its operation only.
#[derive(Clone, PartialEq)]
pub struct Reply {
    pub(crate) operation: &'static Operation,
    pub(crate) text: String,
}

impl Reply {
    /// The operation.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// It as JSON: ids as texts, amounts as numbers without trailing zeros.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its fields.
    #[must_use]
    pub fn row(&self) -> Row<'_> {
        Row::of(&self.text).unwrap_or_default()
    }
}

impl std::fmt::Debug for Reply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Reply({})", self.operation.name)
    }
}

impl Operation {
    /// Reads the text of a reply and believes it only if it fits. Needs no request
    /// and no secret, so the browser-side validator uses it as it is.
    ///
    /// # Errors
    /// [`Code::Gateway`], [`Code::MalformedReply`], [`Code::Refused`], [`Code::NotFound`] or
    /// [`Code::Mismatch`], each with what it means for the money.
    pub fn accept(
        &'static self,
        version: Version,
        expected: &Expected,
        status: u16,
        text: &str,
    ) -> Result<Reply, Error> {
        let judge = Judge { operation: self, text };
        let envelope = judge.envelope(status)?;
        let mut reader = Reader { version, expected, out: Out::with_room(text.len()), mismatch: None };
        reader.answer(self.answers, &envelope).map_err(|why| judge.unread(why))?;
        match reader.mismatch {
            Some(mismatch) => Err(judge.mismatch(mismatch)),
            None => Ok(Reply { operation: self, text: reader.out.finish() }),
        }
    }

    /// The error for a reply that says success and is none of the operation's.
    #[cfg(feature = "typed")]
    pub(crate) fn malformed(&'static self, text: &str) -> Error {
        Judge { operation: self, text }.unread(Unread::Malformed)
    }
}

/// Why there is no reply although LINE Pay gave an answer.
enum Unread {
    /// Its shape is not the operation's.
    Malformed,
    /// It holds nothing of what was asked for.
    NothingFound,
}

struct Reader<'e> {
    version: Version,
    expected: &'e Expected,
    out: Out,
    /// The first thing that does not fit.
    mismatch: Option<Mismatch>,
}

/// What does not fit in one object: of several the one that says most of it.
type Worst = Option<(u8, Mismatch)>;

impl Reader<'_> {
    fn answer(&mut self, answers: Answers, envelope: &Envelope<'_>) -> Result<(), Unread> {
        let info = envelope.info;
        match answers {
            Answers::Nothing(_) => {
                self.out.raw("{}");
                Ok(())
            }
            Answers::Info(object) => info.and_then(|info| self.object(info, object)).ok_or(Unread::Malformed),
            Answers::Status { reply, codes } => {
                let code = envelope.return_code;
                self.out.raw("{");
                self.out.field("status", codes.iter().find(|(known, _)| *known == code).map_or("", |(_, word)| word));
                self.out.field("returnCode", &code);
                // Whatever else it has, no rule depends on it.
                let row = info.and_then(Row::of).unwrap_or_default();
                for field in reply.fields.iter().filter(|field| !matches!(field.name, "status" | "returnCode")) {
                    self.field(&row, field, &mut None).ok_or(Unread::Malformed)?;
                }
                self.out.raw("}");
                Ok(())
            }
            Answers::Rows { row, name, keep, .. } => {
                let items = info.and_then(items).ok_or(Unread::Malformed)?;
                let mut kept = false;
                self.out.raw("{");
                self.out.name(name);
                self.out.raw("[");
                for item in items {
                    let (length, fits) = (self.out.length(), self.mismatch.is_none());
                    self.out.comma();
                    let fields = Row::of(item).ok_or(Unread::Malformed)?;
                    self.fields(&fields, row).ok_or(Unread::Malformed)?;
                    match keep.map_or(Keep::Yes, |keep| keep(self.version, &fields)) {
                        Keep::Yes => kept = true,
                        Keep::Malformed => return Err(Unread::Malformed),
                        Keep::No => {
                            self.out.cut(length);
                            self.mismatch.take_if(|_| fits);
                        }
                    }
                }
                self.out.raw("]}");
                // Where LINE Pay has a question of its own, its empty answer is one.
                if kept || keep.is_none() || self.version == Version::V2 { Ok(()) } else { Err(Unread::NothingFound) }
            }
        }
    }

    /// Reads an object and writes it; `None` if it is none of this form.
    fn object(&mut self, text: &str, object: &Object) -> Option<()> {
        self.fields(&Row::of(text)?, object)
    }

    fn fields(&mut self, row: &Row<'_>, object: &Object) -> Option<()> {
        let mut worst = None;
        self.out.raw("{");
        for field in object.fields {
            self.field(row, field, &mut worst)?;
        }
        self.out.raw("}");
        if let (None, Some((_, mismatch))) = (&self.mismatch, worst) {
            self.mismatch = Some(mismatch);
        }
        Some(())
    }

    fn field(&mut self, row: &Row<'_>, field: &Field, worst: &mut Worst) -> Option<()> {
        let length = self.out.length();
        let found = match field.need {
            Need::Lenient => row.find(field.name).flatten(),
            _ => row.find(field.name)?,
        };
        let there = found.filter(|text| *text != "null");
        let empty = match field.need {
            Need::Required => found.is_none(),
            Need::ListUnless(other) => found.is_none() && row.lenient::<String>(other).is_none(),
            _ => false,
        };
        if empty {
            return None;
        }
        // A list that is left out may count as an empty one, and the other way about; no other kind is read of this.
        let counted = match (field.need, there) {
            (Need::ListUnless(_) | Need::Required, None) => Some("[]"),
            (Need::Lenient, None) if found.is_some() => Some("[]"),
            (Need::List, Some(text)) if items(text).is_some_and(|items| items.is_empty()) => None,
            (_, there) => there,
        };
        if let Some(text) = counted {
            self.out.name(field.name);
            let read = self.value(text, field, worst);
            if read.is_none() {
                self.out.cut(length);
                return (matches!(field.need, Need::Lenient)).then_some(());
            }
        } else if field.repeats && self.expected.payment_page {
            put(worst, 0, Some(Mismatch::new(field.name, "a payment page", "nothing")));
        }
        if let Some(adds) = field.adds {
            let sum = self.sum_fits(field.name, there, adds, row)?;
            put(worst, 3, sum);
        }
        Some(())
    }

    /// Reads a value and writes it; `None` if it is of another kind.
    fn value(&mut self, text: &str, field: &Field, worst: &mut Worst) -> Option<()> {
        match field.kind {
            Kind::TransactionId | Kind::TransactionIds => {
                let id = TransactionId::read(text)?;
                let asked = &self.expected.transaction_ids;
                if field.repeats {
                    put(worst, 1, among(field.name, asked, &id, |id| id.text()));
                } else if field.is_new && asked.contains(&id) {
                    put(worst, 1, Some(Mismatch::new(field.name, "a new id", "the payment's own id")));
                }
                id.write(&mut self.out);
            }
            Kind::OrderId | Kind::OrderIds => {
                let id = OrderId::read(text)?;
                if field.repeats {
                    put(worst, 0, among(field.name, &self.expected.order_ids, &id, |id| id.as_str().to_owned()));
                }
                id.write(&mut self.out);
            }
            Kind::Amount(_) => Amount::read(text)?.write(&mut self.out),
            Kind::Count | Kind::CountFromOne => u32::read(text)?.write(&mut self.out),
            Kind::Boolean => bool::read(text)?.write(&mut self.out),
            Kind::Object(object) => self.object(text, object)?,
            Kind::List(object, _) => {
                self.out.raw("[");
                for item in items(text)? {
                    self.out.comma();
                    self.object(item, object)?;
                }
                self.out.raw("]");
            }
            Kind::PaymentPage => {
                let page = spelt(text)?;
                if !Url::read(&page).is_some_and(|url| url.is_safe()) {
                    put(worst, 0, Some(Mismatch::new("paymentUrl.web", "an https URL", &page)));
                }
                self.out.string(&page);
            }
            Kind::LineLink => {
                let link = spelt(text).filter(|link| is_line_link(link))?;
                self.out.string(&link);
            }
            Kind::Currency => {
                let currency = spelt(text)?;
                if let (true, Some(asked)) = (field.repeats, self.expected.currency)
                    && asked.as_str() != currency
                {
                    put(worst, 2, Some(Mismatch::new(field.name, asked.as_str(), &currency)));
                }
                self.out.string(&currency);
            }
            Kind::AnyText
            | Kind::Text(_)
            | Kind::Shown(_)
            | Kind::OneOf(_)
            | Kind::Url
            | Kind::ReturnUrl
            | Kind::Texts(_)
            | Kind::RegKey => self.out.string(&spelt(text)?),
        }
        Some(())
    }

    /// Do the parts add up to what is expected? The outer `None` if they are no parts.
    fn sum_fits(&self, name: &str, list: Option<&str>, adds: Adds, row: &Row<'_>) -> Option<Option<Mismatch>> {
        let parts = list.map_or(Some(Vec::new()), items)?;
        let Some(asked) = self.expected.amount else { return Some(None) };
        let judged = match adds {
            Adds::Up => true,
            Adds::UpIfAny => !parts.is_empty(),
            Adds::UpIfPayment => row.lenient::<String>("transactionType").as_deref() == Some("PAYMENT"),
        };
        if !judged || (parts.is_empty() && asked == Amount::ZERO) {
            return Some(None);
        }
        let mut sum = (!parts.is_empty()).then_some(Amount::ZERO);
        for part in &parts {
            let amount = Row::of(part)?.need("amount")?;
            sum = sum.and_then(|sum| sum.plus(amount));
        }
        Some(match sum {
            Some(sum) if sum == asked => None,
            Some(sum) => Some(Mismatch::new(name, &asked.text(), &sum.text())),
            None => Some(Mismatch::new(name, &asked.text(), "nothing")),
        })
    }
}

/// Keeps what weighs more: the order, then the transaction, the currency, and last the sum.
fn put(worst: &mut Worst, weight: u8, mismatch: Option<Mismatch>) {
    if let Some(mismatch) = mismatch
        && worst.as_ref().is_none_or(|(known, _)| weight < *known)
    {
        *worst = Some((weight, mismatch));
    }
}

fn items(text: &str) -> Option<Vec<&str>> {
    match Level::of(text)? {
        Level::List(items) => Some(items),
        _ => None,
    }
}

/// What one reply means when it is not believed.
struct Judge<'a> {
    operation: &'static Operation,
    text: &'a str,
}

impl<'a> Judge<'a> {
    /// The envelope of an answer.
    fn envelope(&self, status: u16) -> Result<Envelope<'a>, Error> {
        let changes = self.operation.changes;
        let unclear = if changes == Changes::Nothing { Outcome::NotExecuted } else { Outcome::Unknown };
        if !(200..300).contains(&status) {
            let what = match status {
                300..400 => "a redirect, which is never followed",
                421 => "a server that answers for another host; give the client that server's address as baseUrl",
                _ => "a gateway failure",
            };
            let what = concat(&["HTTP status ", &digits(status.into()), ": ", what]);
            let mut error = self.failure(Code::Gateway, unclear, self.ask(), what);
            error.0.status = Some(status);
            return Err(error);
        }
        let envelope = Envelope::read(self.text).map_err(|why| self.malformed(why, unclear))?;
        let code = envelope.return_code;
        let answers = match self.operation.answers {
            Answers::Status { codes, .. } => codes.iter().any(|(known, _)| *known == code),
            _ => code.is_success(),
        };
        if answers {
            return Ok(envelope);
        }
        let kind = if code.is(Is::NotFound) { Code::NotFound } else { Code::Refused };
        let message = concat(&[code.as_str(), " ", code.meaning(), ": ", &envelope.return_message]);
        let mut error = self.failure(kind, code.outcome(changes), code.retry(changes), message);
        error.0.return_code = Some(code);
        error.0.return_message = Some(envelope.return_message.into_owned());
        Err(error)
    }

    fn unread(&self, why: Unread) -> Error {
        match why {
            Unread::Malformed => self.malformed(Malformed::Info, self.executed()),
            Unread::NothingFound => {
                let message = "nothing of what was asked for was found".to_owned();
                self.failure(Code::NotFound, Outcome::NotExecuted, Retry::Never, message)
            }
        }
    }

    fn mismatch(&self, mismatch: Mismatch) -> Error {
        let Mismatch { field, asked, got } = &mismatch;
        let message = concat(&["the reply's ", field, " does not fit: asked for ", asked, ", got ", got]);
        let mut error = self.failure(Code::Mismatch, self.executed(), self.ask(), message);
        error.0.mismatch = Some(mismatch);
        error
    }

    fn malformed(&self, why: Malformed, outcome: Outcome) -> Error {
        self.failure(Code::MalformedReply, outcome, self.ask(), why.message().to_owned())
    }

    /// Of a reply that says success.
    fn executed(&self) -> Outcome {
        if self.operation.changes == Changes::Nothing { Outcome::NotExecuted } else { Outcome::Executed }
    }

    fn ask(&self) -> Retry {
        match self.operation.changes {
            // A reservation moves no money, and no query knows it: reserve again, with a new orderId.
            Changes::Nothing | Changes::Reservation => Retry::Again,
            Changes::Payment | Changes::RegKey => Retry::AskFirst,
        }
    }

    fn failure(&self, code: Code, outcome: Outcome, retry: Retry, message: String) -> Error {
        let mut error = Error::new(code, outcome, retry, with_loss(message, outcome, self.operation.lost));
        error.0.operation = Some(self.operation.name);
        error.0.raw = Some(self.text.to_owned());
        error
    }
}

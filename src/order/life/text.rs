//! A record as the text that a ledger keeps, and as people may see it.

use super::charge::Charge;
use super::paid::{KeyState, Lapse, Paid, Refund};
use super::record::{Noted, Record, Reservation, Terms, Trouble, WriteId};
use super::work::{Delivery, Work};
use crate::config::Config;
use crate::json::{Json, Out};
use crate::order::Order;

/// The number of this form of the text.
pub(super) const FORMAT: u32 = 1;
/// A text is shorter than this, in bytes.
pub(super) const MOST_TEXT: usize = 32 * 1_024;

impl Record {
    /// The text that a ledger keeps: JSON of less than 32 KiB. The oldest lines of the journal fall off where it would
    /// be longer. It holds the regKey until that is delivered.
    #[must_use]
    pub fn text(&self) -> String {
        let mut lines: &[Noted] = &self.journal;
        loop {
            let text = self.with_journal(lines, None);
            if text.len() < MOST_TEXT || lines.is_empty() {
                return text;
            }
            lines = lines.get(lines.len().div_ceil(4)..).unwrap_or_default();
        }
    }

    /// The same for people: without the regKey and the names of writes, with what is left to give back and what each
    /// problem means. Of the links to pay those that are LINE Pay's by this configuration.
    #[must_use]
    pub fn view(&self, config: &Config) -> String {
        self.with_journal(&self.journal, Some(config))
    }

    fn with_journal(&self, journal: &[Noted], people: Option<&Config>) -> String {
        let redacted = people.is_some();
        let mut out = Out::default();
        out.object(|out| {
            out.field("format", &FORMAT);
            out.field("channelId", &self.shop.channel_id);
            out.field("environment", self.shop.environment.as_str());
            out.field("orderId", &self.order_id);
            out.name("terms");
            terms(out, &self.terms, self);
            out.name("reservations");
            list(out, &self.reservations, |out, held| reservation(out, held, self, people));
            if let Some(held) = &self.charge {
                out.name("charge");
                charge(out, held, self, redacted);
            }
            if self.abandoned {
                out.field("abandoned", &true);
            }
            if let Some(held) = &self.work {
                out.name("work");
                work(out, held, redacted);
            }
            if let Some(held) = &self.payment {
                out.name("payment");
                paid(out, held, self, redacted);
            }
            out.name("others");
            out.list(&self.others);
            out.name("regKey");
            out.object(|out| {
                out.field("state", self.reg_key.as_str());
                if let (KeyState::Held(key), false) = (&self.reg_key, redacted) {
                    out.field("key", key.as_str());
                }
            });
            out.name("outbox");
            list(out, &self.outbox, |out, entry| delivery(out, entry, redacted));
            out.name("problems");
            list(out, &self.problems, |out, known| trouble(out, known, redacted.then_some(self)));
            out.name("journal");
            list(out, journal, |out, line| {
                out.object(|out| {
                    out.field("at", &line.at);
                    out.field("what", &line.what);
                });
            });
            if !redacted {
                out.name("writeIds");
                out.list(&self.write_ids);
            }
        });
        out.finish()
    }
}

fn list<T>(out: &mut Out, items: &[T], write: impl Fn(&mut Out, &T)) {
    out.raw("[");
    for item in items {
        out.comma();
        write(out, item);
    }
    out.raw("]");
}

/// The orderId is said again only where LINE Pay was given another one.
fn terms(out: &mut Out, terms: &Terms, record: &Record) {
    let Order { order_id, amount, currency, capture, preapproved, shipping } = &terms.order;
    out.object(|out| {
        out.maybe("orderId", Some(order_id).filter(|id| **id != record.order_id));
        out.field("amount", amount);
        out.field("currency", currency);
        out.field("capture", capture);
        out.field("preapproved", preapproved);
        if let Some(shipping) = shipping {
            out.name("shipping");
            out.object(|out| {
                out.field("quoted", &shipping.quoted);
                out.field("most", &shipping.most);
            });
        }
        out.field("version", terms.version.as_str());
    });
}

fn reservation(out: &mut Out, held: &Reservation, record: &Record, people: Option<&Config>) {
    let links = people.map(|config| held.payment_url.as_ref().and_then(|kept| config.kept_links(kept)));
    out.object(|out| {
        out.field("transactionId", &held.transaction);
        out.name("terms");
        terms(out, &held.terms, record);
        out.field("made", &held.made);
        out.maybe("paymentUrl", links.as_ref().unwrap_or(&held.payment_url).as_ref());
        out.maybe("link", held.link.as_ref());
        if held.sent {
            out.field("sent", &true);
        }
        out.field("state", &held.state);
    });
}

/// People see how it stands, a program what it goes on with.
fn charge(out: &mut Out, charge: &Charge, record: &Record, redacted: bool) {
    out.object(|out| {
        if redacted {
            let state = match charge.refused {
                _ if record.payment.is_some() => "paid",
                Some(_) if record.work.is_none() => "refused",
                _ => "in-hand",
            };
            out.field("state", state);
            out.maybe("returnCode", charge.code().as_ref());
            out.maybe("keyEnded", Some(&true).filter(|_| charge.key_ended(record.terms.version)));
            return;
        }
        out.maybe("regKey", charge.by.as_ref().map(|by| &by.reg_key));
        out.maybe("productName", charge.by.as_ref().map(|by| &by.product_name));
        out.field("mark", &charge.mark);
        out.field("sent", &charge.sent);
        out.field("open", &charge.open);
        out.maybe("refused", charge.refused.as_ref());
        out.field("over", &charge.over);
    });
}

fn work(out: &mut Out, work: &Work, redacted: bool) {
    out.object(|out| {
        out.field("step", &work.step.step);
        out.maybe("transactionId", Some(&work.step.transaction).filter(|id| id.is_known()));
        out.maybe("amount", work.step.amount.as_ref());
        out.maybe("key", work.step.key.as_ref());
        out.maybe("fence", Some(&work.fence).filter(|_| !redacted));
        out.field("written", &work.written);
        out.field("until", &work.until);
        out.field("attempt", &work.attempt);
        out.name("known");
        out.list(&work.known);
        out.field("stuck", &work.stuck);
    });
}

fn paid(out: &mut Out, paid: &Paid, record: &Record, redacted: bool) {
    let found = &paid.found;
    out.object(|out| {
        out.field("transactionId", &paid.transaction);
        out.maybe("orderId", Some(&paid.order_id).filter(|id| **id != record.order_id));
        out.field("at", &paid.at);
        out.field("money", &found.money);
        out.field("amount", &found.amount);
        out.maybe("authorized", paid.authorized.as_ref());
        out.maybe("currency", found.currency.as_ref());
        out.maybe("expires", found.expires.as_ref());
        out.maybe("payInfo", found.pay_info.as_ref());
        out.maybe("shipping", found.shipping.as_ref());
        out.maybe("lapse", paid.lapse.as_ref());
        out.maybe("left", Some(&paid.left()).filter(|_| redacted));
        out.name("refunds");
        list(out, &paid.refunds, refund);
    });
}

fn refund(out: &mut Out, refund: &Refund) {
    out.object(|out| {
        out.field("key", &refund.key);
        out.maybe("asked", refund.asked.as_ref());
        out.field("amount", &refund.amount);
        out.maybe("refundTransactionId", refund.id.as_ref());
        out.field("state", &refund.state);
    });
}

fn delivery(out: &mut Out, delivery: &Delivery, redacted: bool) {
    out.object(|out| {
        out.field("event", &delivery.event);
        out.field("key", &delivery.key);
        if let Some((fence, until)) = &delivery.trying {
            out.maybe("fence", Some(fence).filter(|_| !redacted));
            out.field("until", until);
        }
        out.field("attempts", &delivery.attempts);
    });
}

fn trouble(out: &mut Out, trouble: &Trouble, of: Option<&Record>) {
    out.object(|out| {
        out.field("kind", &trouble.kind);
        out.maybe("transactionId", trouble.transaction.as_ref());
        out.field("since", &trouble.since);
        out.maybe("message", of.map(|record| record.problem(trouble).message).as_ref());
    });
}

impl Json for WriteId {
    fn write(&self, out: &mut Out) {
        out.string(&self.0);
    }
}

impl Lapse {
    pub(crate) fn named(name: &str) -> Option<Lapse> {
        Lapse::ALL.into_iter().find(|value| value.as_str() == name)
    }
}

//! The situations that `decisions` asks about.

use super::books::{id, units};
use super::settings::{PLAIN, Setting};
use super::situations::{Order, Situation};
use crate::id::TransactionId;
use crate::order::life::{Act, Change, Lapse, Money, Move, Outcome, TroubleKind};
use crate::order::{Advice, Extra};
use crate::wire::Step;

const HOUR: u64 = 60;
const V3: Setting = Setting { v3: true, ..PLAIN };
const HELD: Setting = Setting { capture: false, ..PLAIN };
const KEY: Setting = Setting { preapproved: true, ..PLAIN };
const ZERO: Setting = Setting { zero: true, ..KEY };
const ZERO_V3: Setting = Setting { v3: true, ..ZERO };

fn new(setting: &Setting) -> Order {
    Order::new(setting)
}

fn paid() -> Order {
    new(&PLAIN).confirm().paid(Money::Captured)
}

fn told() -> Order {
    paid().told().later(1)
}

fn authorised() -> Order {
    new(&HELD).confirm().paid(Money::Authorized).told().later(1)
}

fn key_lost() -> Order {
    let order = new(&KEY).confirm();
    let found = order.found(Money::Captured);
    order.outcome(Outcome::Paid { found, reg_key: None })
}

fn twice(order: Order) -> Order {
    let extra =
        Extra { transaction_id: id(7), left: Some(units(50)), currency: "TWD".to_owned(), advice: Advice::Refund };
    let outcome = Box::new(Outcome::Paid { found: order.found(Money::Captured), reg_key: None });
    order.write(Change::Outcome { transaction: id(1), outcome, extras: vec![extra.clone(), extra] })
}

fn give_back() -> Change {
    Change::Intent(Move { step: Step::Refund, transaction: id(1), amount: None, key: Some("abandon".to_owned()) })
}

pub(super) fn situations() -> Vec<Situation> {
    reserved()
        .into_iter()
        .chain(confirming())
        .chain(told_and_paid())
        .chain(with_the_payment())
        .chain(charged())
        .collect()
}

fn charged() -> Vec<Situation> {
    let copy = || Order::charging().again().declined(false);
    vec![
        Order::charging().named("a charge in hand"),
        Order::charging().again().named("a charge taken over"),
        Order::charging().put_off().named("a charge wanted later"),
        Order::charging().put_off().again().named("a charge wanted later, taken over"),
        Order::charging().put_off().abandoned().again().named("a charge wanted later, abandoned, taken over"),
        copy().named("a charge, a second copy refused"),
        copy().again().named("a charge, a second copy refused, taken over"),
        copy()
            .later(6 * HOUR)
            .write(Change::TakeOver)
            .named("a charge, a second copy refused, taken over 6 hours later"),
        Order::charging().abandoned().again().named("a charge taken over, abandoned"),
        Order::charging().again_and_again(8).later(3).named("a charge that eight took over"),
        Order::charging().again_and_again(8).later(6 * HOUR).named("a charge that eight took over, 6 hours later"),
        Order::charging().declined(true).named("a charge refused"),
        Order::charging().declined(true).later(2 * HOUR).named("a charge refused, 2 hours ago"),
        Order::charging()
            .declined(true)
            .write(Change::Dead(TransactionId::default()))
            .named("a charge refused, and asked about"),
        Order::charging().paid(Money::Captured).named("charged, untold"),
        Order::charging().paid(Money::Captured).told().later(1).named("charged and told"),
    ]
}

fn reserved() -> Vec<Situation> {
    vec![
        new(&PLAIN).trouble(TroubleKind::Unknown, 1).named("a trouble without a step, v2"),
        new(&PLAIN).named("reserved, v2"),
        new(&PLAIN).later(20).named("reserved, v2, 20 minutes ago"),
        new(&PLAIN).later(2 * HOUR).named("reserved, v2, 2 HOUR ago"),
        new(&V3).named("reserved, v3"),
        new(&V3).write(Change::Returned(id(1))).later(2 * HOUR).named("returned, v3, 2 HOUR ago"),
        new(&V3).shipped().named("reserved with a shipping fee of 60 to 100, v3"),
        new(&V3)
            .shipped()
            .write(Change::Trouble(TroubleKind::ShippingFee, id(1)))
            .named("a shipping fee was told to a person, v3"),
        new(&PLAIN).write(Change::Returned(id(1))).later(20).named("returned, v2, 20 minutes ago"),
        new(&PLAIN).write(Change::Withdrawn(id(1))).later(2 * HOUR).named("withdrawn, v2, 2 HOUR ago"),
        new(&PLAIN).reserved(2, 1, &PLAIN).named("other terms since, v2"),
        new(&PLAIN).reserved(2, 1, &PLAIN).reserved(3, 1, &PLAIN).later(2 * HOUR).named("three, v2, 2 HOUR ago"),
        new(&PLAIN).reserved(2, 0, &PLAIN).write(Change::Withdrawn(id(2))).named("the newer one is withdrawn, v2"),
        (2..=8).fold(new(&PLAIN), |order, id| order.reserved(id, 0, &PLAIN)).named("eight reservations, v2"),
        (2..=8)
            .fold(new(&PLAIN), |order, id| order.reserved(id, 0, &PLAIN))
            .write(Change::Dead(id(3)))
            .named("eight reservations, one dead, v2"),
        new(&PLAIN).reserved(2, 0, &PLAIN).write(Change::Dead(id(2))).abandoned().named("abandoned, v2"),
        new(&ZERO_V3).named("a registration over nothing reserved, v3"),
        new(&V3).write(Change::Withdrawn(id(1))).named("withdrawn, v3"),
        new(&PLAIN).shipped().named("reserved with a shipping fee of 60 to 100, v2"),
        new(&V3)
            .shipped()
            .trouble(TroubleKind::OtherOrder, 1)
            .trouble(TroubleKind::ShippingFee, 2)
            .named("two other troubles, v3"),
        new(&PLAIN).reserved(2, 0, &PLAIN).write(Change::Dead(id(2))).reserved(3, 0, &PLAIN).named("one is dead, v2"),
    ]
}

fn confirming() -> Vec<Situation> {
    vec![
        new(&PLAIN)
            .confirm()
            .outcome(Outcome::Open { trouble: None })
            .write(Change::Withdrawn(id(1)))
            .named("refused once and withdrawn, v2"),
        new(&V3)
            .confirm()
            .outcome(Outcome::Open { trouble: None })
            .write(Change::Withdrawn(id(1)))
            .later(2 * HOUR)
            .named("refused once and withdrawn, v3, 2 hours"),
        new(&ZERO)
            .confirm()
            .outcome(Outcome::Open { trouble: None })
            .write(Change::Withdrawn(id(1)))
            .later(2 * HOUR)
            .named("over nothing, refused once and withdrawn, v2, 2 hours"),
        new(&PLAIN)
            .confirm()
            .outcome(Outcome::Open { trouble: None })
            .write(Change::Withdrawn(id(1)))
            .reserved(2, 0, &PLAIN)
            .second_stuck()
            .later(3 * HOUR)
            .named("the older one refused once and withdrawn, the newer one stuck, 3 hours"),
        new(&PLAIN)
            .confirm()
            .outcome(Outcome::Open { trouble: None })
            .reserved(2, 1, &KEY)
            .later(2 * HOUR)
            .named("the older one refused once, a key is expected of the newer one, 2 hours"),
        new(&PLAIN).reserved(2, 0, &PLAIN).confirm().named("a confirm in hand, v2"),
        new(&PLAIN).reserved(2, 0, &PLAIN).confirm().again().named("a confirm taken over, v2"),
        new(&PLAIN).later(30).confirm().named("a confirm in hand after the time to approve, v2"),
        new(&V3).confirm().later(3).named("a confirm whose time is up, v3"),
        new(&V3).confirm().again().named("a confirm taken over, v3"),
        new(&V3).confirm().again().abandoned().named("a confirm taken over, abandoned, v3"),
        new(&PLAIN).confirm().again_and_again(8).later(3).named("a confirm that eight took over, v2"),
        new(&PLAIN).reserved(2, 0, &PLAIN).confirm().stuck().later(HOUR).named("a confirm that is stuck, v2"),
        new(&HELD).confirm().stuck().later(7 * HOUR).named("a confirm to authorise that is stuck, 7 HOUR, v2"),
        new(&ZERO).confirm().named("a registration over nothing in hand, v2"),
        new(&ZERO).confirm().again().named("a registration over nothing taken over, v2"),
        new(&ZERO_V3).confirm().again().named("a registration over nothing taken over, v3"),
        new(&PLAIN).confirm().abandoned().named("a confirm in hand, abandoned, v2"),
        new(&PLAIN).confirm().seconds(105).named("a confirm whose time is just up, v2"),
        new(&PLAIN).confirm().again_and_again(7).seconds(105).named("a confirm that seven took over, v2"),
        new(&PLAIN)
            .confirm()
            .again_and_again(8)
            .seconds(105)
            .named("a confirm that eight took over, its time just up, v2"),
        new(&V3).shipped().over_a_fee().named("a confirm over a fee of 80 in hand, v3"),
        new(&PLAIN)
            .reserved(2, 0, &PLAIN)
            .write(Change::Withdrawn(id(2)))
            .confirm()
            .trouble(TroubleKind::Unknown, 2)
            .stuck()
            .trouble(TroubleKind::OtherOrder, 2)
            .later(3 * HOUR)
            .named("a confirm that is stuck, other troubles, v2, 3 hours"),
        new(&ZERO).confirm().stuck().later(7 * HOUR).named("a confirm over nothing that is stuck, v2, 7 hours"),
    ]
}

fn told_and_paid() -> Vec<Situation> {
    vec![
        new(&ZERO).confirm().paid(Money::Registered).told().named("registered over nothing, told"),
        paid().named("paid, being told"),
        paid().tried().later(1).named("paid, told twice in vain"),
        new(&KEY).confirm().paid(Money::Captured).later(2).named("paid with a regKey, untold"),
        key_lost().named("paid, the regKey lost"),
        told().named("paid and told"),
        told().reserved(2, 1, &KEY).named("paid, a later reservation"),
        twice(paid()).named("paid twice"),
        new(&HELD).confirm().paid(Money::Captured).named("captured where it should be authorised"),
        new(&PLAIN).confirm().paid(Money::Authorized).named("authorised where it should be captured"),
        new(&PLAIN).confirm().paid(Money::Released).named("released before it was known"),
        authorised().named("authorised and told"),
        authorised().lapses(Some(0)).named("an authorisation that lapses now"),
        authorised().lapses(None).named("an authorisation of which nobody knows the end"),
        new(&HELD).confirm().paid(Money::Authorized).named("authorised, being told"),
        authorised().abandoned().named("authorised, abandoned"),
        told().abandoned().named("paid, abandoned"),
        new(&PLAIN)
            .confirm()
            .outcome(Outcome::Open { trouble: None })
            .reserved(2, 1, &PLAIN)
            .later(2 * HOUR)
            .named("the older one refused once, v2, 2 hours"),
        new(&ZERO_V3)
            .confirm()
            .outcome(Outcome::Open { trouble: None })
            .write(Change::Withdrawn(id(1)))
            .later(2 * HOUR)
            .named("over nothing, refused once and withdrawn, v3, 2 hours"),
        new(&PLAIN)
            .confirm()
            .outcome(Outcome::Open { trouble: Some(TroubleKind::Refused) })
            .reserved(2, 1, &PLAIN)
            .second_paid()
            .told()
            .later(2 * HOUR)
            .named("the older one refused once, the newer one paid, 2 hours"),
        told().reserved(2, 1, &PLAIN).later(2 * HOUR).named("paid, a later reservation, 2 hours"),
        paid().seconds(70).named("paid, being told, its time just up"),
        new(&KEY).confirm().paid(Money::Captured).told_one().named("paid, a regKey being told"),
        key_lost().told_one().named("paid, a lost regKey being told"),
        new(&HELD).confirm().paid(Money::Authorized).abandoned().named("authorised, being told, abandoned"),
    ]
}

fn with_the_payment() -> Vec<Situation> {
    vec![
        authorised()
            .lapses(Some(3_600))
            .write(Change::Lapsing(Lapse::Capture))
            .captured_elsewhere()
            .named("to be captured at its end, and captured elsewhere"),
        told().refund(Some(100), "a").done(None).told().named("a part refunded, its id not known"),
        authorised().lapses(Some(72 * 3_600)).named("an authorisation that ends in three days"),
        authorised().lapses(Some(72 * 3_600 + 1)).named("an authorisation that ends a second later"),
        authorised().lapses(Some(3_600)).write(Change::Lapsing(Lapse::Leave)).named("the shop knows of its end"),
        authorised().lapses(Some(3_600)).write(Change::Lapsing(Lapse::Capture)).named("to be captured at its end"),
        authorised().lapses(Some(3_600)).write(Change::Lapsing(Lapse::Void)).named("to be voided at its end"),
        new(&HELD)
            .confirm()
            .paid(Money::Authorized)
            .tried()
            .lapses(Some(3_600))
            .later(2)
            .named("it ends soon, paid untold"),
        authorised().wants(Act::Capture { amount: None }).named("a capture in hand"),
        authorised().wants(Act::Capture { amount: Some(units(120)) }).done(None).named("captured a part, untold"),
        authorised().wants(Act::Capture { amount: None }).again().named("a capture taken over"),
        authorised().wants(Act::Void).named("a void in hand"),
        authorised().wants(Act::Void).done(None).named("voided, untold"),
        told().refund(Some(100), "a").named("a refund of a part in hand"),
        told().refund(Some(100), "a").again().named("a refund of a part taken over"),
        told().refund(Some(100), "a").stuck().later(7 * HOUR).named("a refund of a part that is stuck, 7 HOUR"),
        told().refund(Some(100), "a").done(Some(51)).told().named("a part refunded"),
        told()
            .refund(Some(100), "a")
            .done(None)
            .told()
            .refund(Some(100), "b")
            .named("another part in hand, the first without its id"),
        told().refund(Some(100), "a").outcome(Outcome::Refused { found: None }).named("a refund refused"),
        told().refund(None, "all").named("a refund of all in hand"),
        told().refund(None, "all").again().named("a refund of all taken over"),
        told()
            .refund(Some(100), "a")
            .done(Some(51))
            .told()
            .refund(None, "all")
            .later(3)
            .named("a refund of the rest, its time up"),
        told().refund(None, "all").done(Some(52)).named("all refunded, untold"),
        told()
            .abandoned()
            .write(give_back())
            .outcome(Outcome::Refused { found: None })
            .named("abandoned, and the refund refused"),
        paid().tried().later(1).refund(None, "all").named("a refund of all in hand, paid was told in vain"),
        paid()
            .tried()
            .later(1)
            .refund(Some(100), "a")
            .stuck()
            .later(HOUR)
            .named("a part that is stuck, paid untold, 1 hour"),
        told().refund(Some(100), "a").done(Some(51)).told().refund(Some(100), "b").named("another part in hand"),
        told()
            .refund(Some(40), "a")
            .done(None)
            .told()
            .refund(Some(100), "b")
            .named("a part in hand, one of 40 without its id"),
        told().refund(None, "all").done(Some(52)).told().abandoned().named("all refunded and told, abandoned"),
        authorised().lapses(Some(10)).wants(Act::Capture { amount: None }).named("a capture in hand, lapsing in 10 s"),
        authorised()
            .lapses(None)
            .wants(Act::Capture { amount: None })
            .stuck()
            .later(HOUR)
            .named("a capture that is stuck, nobody knows its end"),
    ]
}

//! What is remembered of one order.

use super::charge::Charge;
use super::paid::{KeyState, Paid};
use super::work::{Delivery, Work};
use crate::config::Environment;
use crate::id::{OrderId, TransactionId};
use crate::json::json_names;
use crate::order::{Extra, Order};
use crate::row::JsonText;
use crate::version::Version;
use crate::wire::Reply;

/// Everything that is remembered of one order: a pure value. It is read from a ledger, changed by
/// [`apply`](super::apply) and written back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Whose order it is.
    pub shop: ShopBinding,
    /// The merchant's order.
    pub order_id: OrderId,
    /// What a payment is made over, if one is made now.
    pub terms: Terms,
    /// The reservations, in the order of their making. Dead ones fall off when there are too many.
    pub reservations: Vec<Reservation>,
    /// The charge, where the order is charged by regKey. Then it has no reservation.
    pub charge: Option<Charge>,
    /// Did the shop abandon the order?
    pub abandoned: bool,
    /// The one step in hand.
    pub work: Option<Work>,
    /// The payment.
    pub payment: Option<Paid>,
    /// Further payments of the order, which must not be.
    pub others: Vec<Extra>,
    /// The key for automatic payments.
    pub reg_key: KeyState,
    /// What the shop's hooks are still to be told, in order.
    pub outbox: Vec<Delivery>,
    /// What a person should look at.
    pub problems: Vec<Trouble>,
    /// The last things that happened.
    pub journal: Vec<Noted>,
    /// The last writes.
    pub write_ids: Vec<WriteId>,
}

/// To which channel of which LINE Pay a record belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShopBinding {
    /// The channel's id.
    pub channel_id: String,
    /// Which LINE Pay.
    pub environment: Environment,
}

/// What a reservation is made over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// What the shop quoted, under the orderId that LINE Pay was given.
    pub order: Order,
    /// By which version of LINE Pay's API.
    pub version: Version,
}

impl Terms {
    /// Are they the same, whatever orderId LINE Pay was given?
    #[must_use]
    pub fn same(&self, other: &Terms) -> bool {
        let (a, b) = (&self.order, &other.order);
        self.version == other.version
            && (a.amount, a.currency, a.capture, a.preapproved, a.shipping)
                == (b.amount, b.currency, b.capture, b.preapproved, b.shipping)
    }
}

/// A reservation of the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reservation {
    /// Its transaction.
    pub transaction: TransactionId,
    /// What it was made over.
    pub terms: Terms,
    /// When its reserve was answered, in milliseconds since 1970. Its windows are counted from here.
    pub made: u64,
    /// Where the buyer pays: `paymentUrl` of the answer. Kept as long as it may be given again.
    pub payment_url: Option<JsonText>,
    /// When the shop's link that it was made with stops being good, in seconds since 1970: by that a cancel page that
    /// names no transaction is told from those of other reservations.
    pub link: Option<u64>,
    /// Was a confirm of it ever written down? Then one may have left.
    pub sent: bool,
    /// Where it stands.
    pub state: ReservationState,
}

impl Reservation {
    /// By the answer to reserve; `None` where it names no transaction. `made`: the ledger's clock by then, or later.
    #[must_use]
    pub fn of(reply: &Reply, terms: Terms, made: u64) -> Option<Reservation> {
        let row = reply.row();
        let payment_url = row.find("paymentUrl").flatten().map(JsonText::of);
        let transaction = row.need("transactionId")?;
        let state = ReservationState::Open;
        Some(Reservation { transaction, terms, made, payment_url, link: None, sent: false, state })
    }
}

/// Where a reservation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReservationState {
    /// The buyer has its link.
    Open,
    /// The buyer came back to confirmUrl, and it is not confirmed yet.
    Returned,
    /// The buyer came back to cancelUrl.
    Withdrawn,
    /// The shop abandoned the order.
    Abandoned,
    /// The order was reserved over other terms since.
    Superseded,
    /// A confirm of it was written down, and its outcome is not known.
    Unresolved,
    /// It can no longer be confirmed.
    Dead,
    /// It made the payment.
    Won,
}

impl ReservationState {
    /// All states.
    pub const ALL: [ReservationState; 8] = [
        ReservationState::Open,
        ReservationState::Returned,
        ReservationState::Withdrawn,
        ReservationState::Abandoned,
        ReservationState::Superseded,
        ReservationState::Unresolved,
        ReservationState::Dead,
        ReservationState::Won,
    ];

    /// Is nothing more to come of it?
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, ReservationState::Dead | ReservationState::Won)
    }

    /// May the buyer be sent to it?
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, ReservationState::Open | ReservationState::Returned)
    }
}

/// What a person should look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// What kind.
    pub kind: TroubleKind,
    /// Of which transaction.
    pub transaction: Option<TransactionId>,
    /// Since when, in milliseconds since 1970.
    pub since: u64,
}

/// What kind of trouble it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TroubleKind {
    /// What became of a step cannot be found out by asking: `resolve` it.
    Unknown,
    /// LINE Pay refused a step, or it never left.
    Refused,
    /// The order has another payment, which must not be: see `others`.
    PaidTwice,
    /// The payment's sum is not the one that it was confirmed over.
    AmountDiffers,
    /// The payment is captured where it should only be authorised, or the other way about.
    CaptureDiffers,
    /// The buyer chose a shipping fee that the terms do not allow.
    ShippingFee,
    /// A confirm of the order was answered for another one.
    OtherOrder,
}

/// A line of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    /// When, in milliseconds since 1970.
    pub at: u64,
    /// What happened.
    pub what: String,
}

/// The name of one write: unguessable, and another one each time. Whoever wrote what it names has the step in hand, or
/// the attempt to call a hook.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WriteId(pub String);

json_names! {
    ReservationState {
        Open: "open",
        Returned: "returned",
        Withdrawn: "withdrawn",
        Abandoned: "abandoned",
        Superseded: "superseded",
        Unresolved: "unresolved",
        Dead: "dead",
        Won: "won",
    }
    TroubleKind {
        Unknown: "unknown",
        Refused: "refused",
        PaidTwice: "paid-twice",
        AmountDiffers: "amount-differs",
        CaptureDiffers: "capture-differs",
        ShippingFee: "shipping-fee",
        OtherOrder: "other-order",
    }
}

impl TroubleKind {
    /// All kinds.
    pub const ALL: [TroubleKind; 7] = [
        TroubleKind::Unknown,
        TroubleKind::Refused,
        TroubleKind::PaidTwice,
        TroubleKind::AmountDiffers,
        TroubleKind::CaptureDiffers,
        TroubleKind::ShippingFee,
        TroubleKind::OtherOrder,
    ];
}

impl Record {
    /// The record of an order that is reserved for the first time.
    #[must_use]
    pub fn new(shop: ShopBinding, order_id: OrderId, terms: Terms) -> Record {
        let reg_key = if terms.order.preapproved { KeyState::Expected } else { KeyState::NotExpected };
        Record {
            shop,
            order_id,
            terms,
            reservations: Vec::new(),
            charge: None,
            abandoned: false,
            work: None,
            payment: None,
            others: Vec::new(),
            reg_key,
            outbox: Vec::new(),
            problems: Vec::new(),
            journal: Vec::new(),
            write_ids: Vec::new(),
        }
    }

    /// A reservation by its transaction.
    #[must_use]
    pub fn reservation(&self, transaction: TransactionId) -> Option<&Reservation> {
        self.reservations.iter().find(|held| held.transaction == transaction)
    }

    pub(super) fn reservation_mut(&mut self, transaction: TransactionId) -> Option<&mut Reservation> {
        self.reservations.iter_mut().find(|held| held.transaction == transaction)
    }

    /// Does a person have to settle the step in hand?
    #[must_use]
    pub fn is_stuck(&self) -> bool {
        self.work.as_ref().is_some_and(|work| work.stuck)
    }

    /// Is it still to be settled, whoever has looked at it?
    pub(super) fn waits(&self, trouble: &Trouble) -> bool {
        match trouble.kind {
            TroubleKind::Unknown => self.work.is_some(),
            TroubleKind::AmountDiffers => self.payment.as_ref().is_some_and(|paid| !paid.is_over()),
            _ => false,
        }
    }

    /// Is everything known and told? Only what is closed may ever be removed.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        let key = match self.reg_key {
            KeyState::Held(_) | KeyState::Lost => false,
            KeyState::Expected => self.payment.is_none(),
            KeyState::NotExpected | KeyState::Delivered | KeyState::LostTold => true,
        };
        let money =
            self.payment.as_ref().is_none_or(|paid| !paid.is_authorised() && (!self.abandoned || paid.is_over()));
        self.work.is_none()
            && self.reservations.iter().all(|held| held.state.is_over())
            && self.outbox.is_empty()
            && self.charge.as_ref().is_none_or(|charge| charge.over || self.payment.is_some())
            && key
            && money
    }

    /// Is a hook being called, as far as anybody can know?
    pub(super) fn hook_under_way(&self, now: u64) -> bool {
        self.outbox.iter().any(|delivery| delivery.under_way(now))
    }
}

//! The safeguards, one row each: what they say, and a switch by which the tests take one away to see that something
//! notices.

macro_rules! rules {
    ($($name:ident: $text:literal,)*) => {
        /// One safeguard of an order's life.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Rule {
            $(#[doc = concat!($text, ".")] $name,)*
        }

        impl Rule {
            /// Every safeguard.
            pub const ALL: &[Rule] = &[$(Rule::$name,)*];

            /// What it says, in English.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self {
                    $(Rule::$name => $text,)*
                }
            }
        }
    };
}

rules! {
    CompareVersion: "a record is written only over the version that was read",
    IntentFirst: "what is to be done is written down before the request leaves",
    LostWriteUnknown: "a write whose answer is lost does not count as done",
    LostWriteReread: "nor does it count as failed: the record is read again, and its effect looked for",
    SendRight: "the right to send ends before the step may be taken over",
    FenceOutcome: "only who has the step in hand writes what came of it",
    UnsentOwn: "what was not sent ends a step in another's hand only if that one cannot send it: a refund in part",
    LeaseBeforeTakeover: "nobody takes a step over before its time is up",
    UnresolvedBlocks: "no other reservation is confirmed while a confirm is without an answer",
    OwnRow: "\"paid before\" counts only together with the transaction's own row",
    SameStepAgain: "a confirm of which LINE Pay knows nothing is sent again; it does not count as dead",
    GoneWithoutRow: "\"over\" as the answer to a confirm means dead only where there is no row",
    NoRowTwice: "\"no row\" is two answers, the second some time after the first",
    UnapprovedWaits: "\"not approved\" does not mean dead while the buyer may still approve",
    WindowAtSend: "it means dead only as the answer to a confirm that was written down after that",
    CopiesOut: "a refused confirm frees the reservation only if no copy of it is without an answer",
    AskFirst: "v3 and v4 ask statusCheck before a first confirm",
    OneInHand: "one step is in hand at a time",
    PartNotRepeated: "a partial refund without an answer is never sent again",
    NewRowOnly: "only a refund that was not known before settles a partial refund",
    AllAsksFirst: "\"refund all that is left\" is sent again only after asking",
    KeyOnce: "a refund's key is used once",
    ResolveWaits: "\"not done\" is taken from a person only when no copy can arrive any more",
    OnlyRecorded: "only a transaction that the order reserved is confirmed",
    Supersede: "other terms supersede the reservations that are open",
    SupersedeWithdrawn: "and those that the buyer withdrew",
    PayWaits: "a wish to pay waits while a step is in hand",
    LinkAgain: "the same terms give the open reservation's link again",
    PaidEnds: "an order with a payment, given back or not, confirms nothing more",
    ReturnRevives: "a buyer who comes back to confirmUrl revives what the buyer withdrew",
    AbandonedStays: "but never what the shop abandoned",
    SweepConfirms: "the sweep confirms for a buyer who has approved and does not come back",
    SweepSparesWithdrawn: "but nothing that was withdrawn",
    SweepSparesSuperseded: "and nothing that was superseded",
    V2WaitsForWindow: "in v2 the sweep confirms only when LINE Pay's documented time to approve is over",
    AttemptFirst: "the attempt is written down before a hook is called",
    HookRight: "the right to call a hook ends like the right to send",
    HooksInOrder: "hooks are called in the order of what happened",
    RefundedNotPaid: "a payment that was wholly given back is no longer told as paid",
    StepWaitsForHook: "no step with the payment begins while a hook is being called",
    HookWaitsForStep: "no hook is called while a step is in hand",
    KeyOwnEntry: "the regKey is told by itself, not with the payment",
    ZeroGone: "of a registration over nothing, \"over\" proves nothing: statusCheck is asked; in v2 a person looks",
    ZeroOverTwice: "and there \"over\" by statusCheck is two answers, the second some time after the first",
    ChargeOnce: "an order is charged once: what came of it is given again to the same orderId",
    ChargeAlone: "an order that is charged by regKey takes no buyer's page",
    ChargeCopies: "a refusal ends a charge only if no copy of it is without an answer, or can arrive any more",
    ChargeAsksLast: "and is asked about once more, long after: it may have come twice",
    OtherIdAsks: "another orderId is taken only where LINE Pay lists no payment of the order, in two answers",
    AllIdsAsked: "LINE Pay is asked for all orderIds that it was given for an order",
    SentAsksLast: "what a confirm was sent for is called dead by its age, or a person's word, only after asking",
}

#[cfg(not(any(test, feature = "removable")))]
impl Rule {
    /// Is it in force? Always.
    #[allow(clippy::unused_self, reason = "in a test it depends on the rule")]
    pub(crate) const fn holds(self) -> bool {
        true
    }
}

#[cfg(any(test, feature = "removable"))]
thread_local! {
    /// The one that is not in force.
    static WITHOUT: std::cell::Cell<Option<Rule>> = const { std::cell::Cell::new(None) };
}

#[cfg(any(test, feature = "removable"))]
impl Rule {
    /// Is it in force?
    #[must_use]
    pub fn holds(self) -> bool {
        WITHOUT.get() != Some(self)
    }

    /// Takes one away in this thread, or none.
    pub fn without(rule: Option<Rule>) {
        WITHOUT.set(rule);
    }
}

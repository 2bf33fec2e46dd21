//! Everything that can go wrong.

/// One kind of thing that goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fault {
    /// The connection fails before LINE Pay has the request.
    LostRequest,
    /// It breaks after LINE Pay has done its part.
    LostReply,
    /// No answer in time; LINE Pay never has the request.
    HangBefore,
    /// No answer in time; LINE Pay has done its part.
    HangAfter,
    /// No answer in time; LINE Pay has the request up to hours later.
    Late,
    /// LINE Pay has the request twice.
    Twice,
    /// The answer comes just before the time is up.
    Slow,
    /// A gateway's page; LINE Pay never has the request.
    GatewayBefore,
    /// A gateway's page in the place of the answer.
    GatewayAfter,
    /// Half of the answer.
    Truncated,
    /// LINE Pay answers that it has failed, and did nothing.
    CodeBefore,
    /// LINE Pay answers that it has failed, and did its part.
    CodeAfter,
    /// LINE Pay refuses: the card is declined.
    Refused,
    /// A query tells what was before the last call.
    StaleCall,
    /// A query tells what was some seconds ago.
    StaleTime,
    /// The ledger does not answer a read.
    ReadFails,
    /// The ledger answers a read slowly.
    ReadSlow,
    /// The ledger does not make a write, and does not say so.
    WriteLost,
    /// The ledger makes a write, and does not say so.
    WriteUnheard,
    /// The ledger makes a write later than it may, if the record has not changed by then.
    WriteLate,
    /// The ledger answers a write slowly.
    WriteSlow,
    /// The ledger is down for minutes.
    LedgerDown,
    /// The shop's hook throws.
    HookThrows,
    /// The shop's hook takes it, and then throws.
    HookThrowsAfter,
    /// The shop's hook does not end.
    HookHangs,
    /// The process ends.
    Crash,
    /// The process stands still for a while.
    Pause,
}

impl Fault {
    pub(crate) const ALL: [Fault; 27] = [
        Fault::LostRequest,
        Fault::LostReply,
        Fault::HangBefore,
        Fault::HangAfter,
        Fault::Late,
        Fault::Twice,
        Fault::Slow,
        Fault::GatewayBefore,
        Fault::GatewayAfter,
        Fault::Truncated,
        Fault::CodeBefore,
        Fault::CodeAfter,
        Fault::Refused,
        Fault::StaleCall,
        Fault::StaleTime,
        Fault::ReadFails,
        Fault::ReadSlow,
        Fault::WriteLost,
        Fault::WriteUnheard,
        Fault::WriteLate,
        Fault::WriteSlow,
        Fault::LedgerDown,
        Fault::HookThrows,
        Fault::HookThrowsAfter,
        Fault::HookHangs,
        Fault::Crash,
        Fault::Pause,
    ];

    /// Of any exchange with LINE Pay.
    pub(crate) const WIRE: [Fault; 10] = [
        Fault::LostRequest,
        Fault::LostReply,
        Fault::HangBefore,
        Fault::HangAfter,
        Fault::Slow,
        Fault::GatewayBefore,
        Fault::GatewayAfter,
        Fault::Truncated,
        Fault::CodeBefore,
        Fault::CodeAfter,
    ];
    /// Of what changes something, besides.
    pub(crate) const CHANGES: [Fault; 3] = [Fault::Late, Fault::Twice, Fault::Late];
    /// Of queries, besides.
    pub(crate) const QUERIES: [Fault; 4] = [Fault::StaleCall, Fault::StaleTime, Fault::StaleCall, Fault::StaleTime];
    pub(crate) const READS: [Fault; 3] = [Fault::ReadFails, Fault::ReadSlow, Fault::LedgerDown];
    pub(crate) const WRITES: [Fault; 5] =
        [Fault::WriteLost, Fault::WriteUnheard, Fault::WriteLate, Fault::WriteSlow, Fault::LedgerDown];
    pub(crate) const HOOKS: [Fault; 3] = [Fault::HookThrows, Fault::HookThrowsAfter, Fault::HookHangs];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Fault::LostRequest => "lost-request",
            Fault::LostReply => "lost-reply",
            Fault::HangBefore => "hang-before",
            Fault::HangAfter => "hang-after",
            Fault::Late => "late",
            Fault::Twice => "twice",
            Fault::Slow => "slow",
            Fault::GatewayBefore => "gateway-before",
            Fault::GatewayAfter => "gateway-after",
            Fault::Truncated => "truncated",
            Fault::CodeBefore => "code-before",
            Fault::CodeAfter => "code-after",
            Fault::Refused => "refused",
            Fault::StaleCall => "stale-call",
            Fault::StaleTime => "stale-time",
            Fault::ReadFails => "read-fails",
            Fault::ReadSlow => "read-slow",
            Fault::WriteLost => "write-lost",
            Fault::WriteUnheard => "write-unheard",
            Fault::WriteLate => "write-late",
            Fault::WriteSlow => "write-slow",
            Fault::LedgerDown => "ledger-down",
            Fault::HookThrows => "hook-throws",
            Fault::HookThrowsAfter => "hook-throws-after",
            Fault::HookHangs => "hook-hangs",
            Fault::Crash => "crash",
            Fault::Pause => "pause",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Fault> {
        Fault::ALL.into_iter().find(|fault| fault.name() == name)
    }
}

/// A set of faults.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Faults(u32);

impl Faults {
    pub(crate) const fn has(self, fault: Fault) -> bool {
        self.0 >> fault as u32 & 1 == 1
    }

    #[must_use]
    pub(crate) const fn with(self, fault: Fault) -> Faults {
        Faults(self.0 | 1 << fault as u32)
    }

    pub(crate) fn each(self) -> impl Iterator<Item = Fault> {
        Fault::ALL.into_iter().filter(move |fault| self.has(*fault))
    }
}

//! Kinds of lives, for `--only`.

/// One kind of life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    V2,
    V3,
    V4,
    /// Authorised, not captured.
    Authorise,
    /// With a regKey.
    Preapproved,
    /// A registration over nothing.
    Zero,
    /// Reserved over other terms as well.
    Terms,
    /// Somebody of the shop acts.
    Operator,
    /// Nothing goes wrong.
    Calm,
    /// Several reservations that may be confirmed, and buyers who come back to each.
    Windows,
    /// The buyer comes back too early, and approves at the last moment.
    Deadline,
    /// Charged by regKey.
    Charge,
    /// LINE Pay calls its orderId taken.
    Taken,
    /// A part is given back, and a person says what became of it.
    Person,
    /// A confirm that comes before the buyer has approved, and once more after it; then the buyer leaves.
    Again,
    /// A confirm that is late, and a copy of it that is refused.
    Copies,
    /// Who has a step in hand stands still, and comes back when somebody else has finished it.
    Stalled,
    /// A registration over nothing that is over by a late word of LINE Pay's, and made.
    Registered,
}

impl Kind {
    pub(crate) const ALL: [(&str, Kind); 18] = [
        ("v2", Kind::V2),
        ("v3", Kind::V3),
        ("v4", Kind::V4),
        ("authorise", Kind::Authorise),
        ("preapproved", Kind::Preapproved),
        ("zero", Kind::Zero),
        ("terms", Kind::Terms),
        ("operator", Kind::Operator),
        ("calm", Kind::Calm),
        ("windows", Kind::Windows),
        ("deadline", Kind::Deadline),
        ("person", Kind::Person),
        ("again", Kind::Again),
        ("copies", Kind::Copies),
        ("stalled", Kind::Stalled),
        ("registered", Kind::Registered),
        ("charge", Kind::Charge),
        ("taken", Kind::Taken),
    ];

    /// What chance alone seldom brings together: every fourth of the other lives is of one of these.
    pub(crate) const DENSE: [Kind; 4] = [Kind::Windows, Kind::Windows, Kind::Deadline, Kind::Person];

    /// And a few of a hundred of these, each for one safeguard that nothing else needs.
    pub(crate) const RARE: [Kind; 7] =
        [Kind::Again, Kind::Copies, Kind::Copies, Kind::Copies, Kind::Registered, Kind::Registered, Kind::Stalled];

    pub(crate) fn named(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|(known, _)| *known == name).map(|(_, kind)| kind)
    }

    pub(crate) fn name(self) -> &'static str {
        Kind::ALL.into_iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }
}

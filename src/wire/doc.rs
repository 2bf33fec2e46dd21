//! What a declaration says to people. It is kept for what xtask writes, and never reaches a module.

/// What a declaration says, as text or as a list: nothing, unless the crate is built with the feature `catalogue`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Doc<T> {
    #[cfg(feature = "catalogue")]
    told: T,
    #[cfg(not(feature = "catalogue"))]
    told: std::marker::PhantomData<T>,
}

impl<T: Copy> Doc<T> {
    #[cfg(feature = "catalogue")]
    pub(super) const fn of(told: T) -> Doc<T> {
        Doc { told }
    }

    #[cfg(not(feature = "catalogue"))]
    pub(super) const fn of(_told: T) -> Doc<T> {
        Doc { told: std::marker::PhantomData }
    }

    /// What was said; `unsaid` where it was not kept.
    #[cfg(feature = "catalogue")]
    pub(super) const fn or(&self, _unsaid: T) -> T {
        self.told
    }

    #[cfg(not(feature = "catalogue"))]
    pub(super) const fn or(&self, unsaid: T) -> T {
        unsaid
    }
}

//! The versions of LINE Pay's online API, as data.

use std::fmt;
use std::str::FromStr;

/// A version of the online API. A merchant's contract and country decide which one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Version {
    /// The secret travels in a header; callers need a fixed, registered address.
    V2,
    /// Each call is signed; no address has to be registered.
    V3,
    /// As v3, for Taiwan's rules of November 2025.
    V4,
}

impl Version {
    /// Every version.
    pub const ALL: [Version; 3] = [Version::V2, Version::V3, Version::V4];

    /// `v2`: the first segment of every path and the name in configurations.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Version::V2 => "v2",
            Version::V3 => "v3",
            Version::V4 => "v4",
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text names no version of this build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownVersion;

impl FromStr for Version {
    type Err = UnknownVersion;

    fn from_str(text: &str) -> Result<Version, UnknownVersion> {
        Version::ALL.into_iter().find(|version| version.as_str() == text).ok_or(UnknownVersion)
    }
}

/// One value per version; `None` where LINE Pay has nothing there.
#[derive(Clone, Copy, Debug)]
pub struct PerVersion<T> {
    /// For [`Version::V2`].
    pub v2: Option<T>,
    /// For [`Version::V3`].
    pub v3: Option<T>,
    /// For [`Version::V4`].
    pub v4: Option<T>,
}

impl<T: Copy> PerVersion<T> {
    /// The same in every version.
    #[must_use]
    pub const fn same(value: T) -> PerVersion<T> {
        PerVersion { v2: Some(value), v3: Some(value), v4: Some(value) }
    }

    /// One for v2, another for the versions after it.
    #[must_use]
    pub const fn split(v2: Option<T>, later: T) -> PerVersion<T> {
        PerVersion { v2, v3: Some(later), v4: Some(later) }
    }

    /// Nothing in any version but these.
    #[must_use]
    pub const fn only(self, mut versions: &[Version]) -> PerVersion<T> {
        let mut left = PerVersion { v2: None, v3: None, v4: None };
        while let [version, rest @ ..] = versions {
            match version {
                Version::V2 => left.v2 = self.v2,
                Version::V3 => left.v3 = self.v3,
                Version::V4 => left.v4 = self.v4,
            }
            versions = rest;
        }
        left
    }

    /// The value for `version`.
    #[must_use]
    pub const fn get(&self, version: Version) -> Option<T> {
        match version {
            Version::V2 => self.v2,
            Version::V3 => self.v3,
            Version::V4 => self.v4,
        }
    }
}

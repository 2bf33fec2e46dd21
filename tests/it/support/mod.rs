//! What the tests share: shops over the sandbox, requests and answers to alter, and what the tests have to cover.

pub(crate) mod answer;
pub(crate) mod asked;
pub(crate) mod broken;
pub(crate) mod canned;
pub(crate) mod charging;
pub(crate) mod desk;
pub(crate) mod fixture;
pub(crate) mod gotcha;
pub(crate) mod kept;
pub(crate) mod kept_pages;
pub(crate) mod kept_walks;
pub(crate) mod life;
pub(crate) mod sample;
pub(crate) mod shop;
pub(crate) mod texts;

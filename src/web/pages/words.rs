//! What the pages say, in two languages: `texts.tsv`, which `tests/runtimes/rust-texts.js` writes out of the package's
//! own texts. A row is what it is, its name, its language, and the texts, with tabs between them.

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use wasm_bindgen::prelude::*;

use crate::money::{Amount, Currency};

const TEXTS: &str = include_str!("texts.tsv");

/// A language that the pages are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Chinese as written in Taiwan.
    Chinese,
}

impl Language {
    /// Its tag: `en` or `zh-TW`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Chinese => "zh-TW",
        }
    }

    /// How numbers are written: as in Hong Kong, because zh-TW writes a bare "$", which a visitor may take for another
    /// dollar.
    const fn numbers(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Chinese => "zh-HK",
        }
    }
}

/// The texts of a page.
#[derive(Default)]
pub(super) struct Words {
    pub(super) title: &'static str,
    pub(super) money: &'static str,
    pub(super) next: &'static str,
    /// The same once the shop has been told.
    pub(super) next_told: &'static str,
}

impl Words {
    pub(super) fn of(page: &str, language: Language) -> Words {
        let mut texts = row("page", page, language.as_str()).into_iter().flatten();
        let mut next = || texts.next().unwrap_or_default();
        Words { title: next(), money: next(), next: next(), next_told: next() }
    }

    /// Whether the page says if the shop was told.
    pub(super) fn tells(&self) -> bool {
        self.next != self.next_told
    }
}

/// A word beside a value or on a link.
pub(super) fn label(name: &str, language: Language) -> &'static str {
    word("label", name, language.as_str()).unwrap_or_default()
}

/// A payment method in words; as LINE Pay names it where that is a new one.
pub(super) fn method(name: &str, language: Language) -> String {
    word("method", name, language.as_str()).unwrap_or(name).to_owned()
}

/// What a return code tells the buyer, where it tells anything.
pub(super) fn reason(code: &str, language: Language) -> Option<&'static str> {
    word("reason", code, language.as_str())
}

/// The pages' only style.
pub(super) fn style() -> &'static str {
    word("style", "", "").unwrap_or_default()
}

/// Its hash, for the content security policy.
pub(super) fn style_hash() -> &'static str {
    word("style", "hash", "").unwrap_or_default()
}

fn row(kind: &str, name: &str, language: &str) -> Option<impl Iterator<Item = &'static str>> {
    TEXTS.lines().find_map(|line| {
        let mut texts = line.split('\t');
        let named = [kind, name, language].into_iter().all(|wanted| texts.next() == Some(wanted));
        named.then_some(texts)
    })
}

fn word(kind: &str, name: &str, language: &str) -> Option<&'static str> {
    row(kind, name, language)?.next()
}

/// The first of the browser's languages that the pages are written in; English where there is none.
pub(super) fn language_of(accepted: &str) -> Language {
    let mut best = (Language::English, 0.0);
    for range in accepted.split(',').take(50) {
        let mut parts = range.split(';').map(str::trim);
        let tag = parts.next().unwrap_or_default().to_ascii_lowercase();
        let language = match tag.split('-').next() {
            Some("zh") => Language::Chinese,
            Some("en") => Language::English,
            _ => continue,
        };
        let quality = parts.find_map(|part| part.strip_prefix("q=")).map_or(Some(1.0), |text| text.parse().ok());
        if quality.is_some_and(|quality| quality > best.1) {
            best = (language, quality.unwrap_or_default());
        }
    }
    best.0
}

fn options(entries: &[(&str, JsValue)]) -> Object {
    let options = Object::new();
    for (name, value) in entries {
        // A new object takes what it is given.
        let _ = Reflect::set(&options, &(*name).into(), value);
    }
    options
}

fn formatted(format: &Function, value: &JsValue) -> Option<String> {
    format.call1(&JsValue::UNDEFINED, value).ok()?.as_string()
}

/// An amount as people write it: without decimals where there are none.
pub(super) fn amount(amount: Amount, currency: &str, language: Language) -> String {
    let plain = || format!("{amount} {currency}");
    // Of what is no ISO code, a formatter cannot be made.
    if currency.parse::<Currency>().is_err() {
        return plain();
    }
    let digits = if amount.decimals() == 0 { 0 } else { 2 };
    let style = options(&[
        ("style", "currency".into()),
        ("currency", currency.into()),
        ("minimumFractionDigits", digits.into()),
        ("maximumFractionDigits", 2.into()),
    ]);
    let format = Intl::NumberFormat::new(&Array::of1(&language.numbers().into()), style.unchecked_ref()).format();
    formatted(&format, &amount.to_number().into()).unwrap_or_else(plain)
}

/// A time of LINE Pay, or now, as the buyers of this currency would say it; as it is, where it is no time.
pub(super) fn date(text: Option<&str>, currency: Currency, language: Language) -> String {
    let date = text.map_or_else(Date::new_0, |text| Date::new(&text.into()));
    if date.get_time().is_nan() {
        return text.unwrap_or_default().to_owned();
    }
    // Where the buyers of a currency live: LINE Pay's times are UTC, theirs are not.
    let zone = match currency.as_str() {
        "TWD" => "Asia/Taipei",
        "JPY" => "Asia/Tokyo",
        "THB" => "Asia/Bangkok",
        _ => "UTC",
    };
    let style = options(&[
        ("year", "numeric".into()),
        ("month", "short".into()),
        ("day", "numeric".into()),
        ("hour", "2-digit".into()),
        ("minute", "2-digit".into()),
        ("timeZoneName", "short".into()),
        ("timeZone", zone.into()),
    ]);
    let format = Intl::DateTimeFormat::new(&Array::of1(&language.as_str().into()), style.unchecked_ref()).format();
    let told = formatted(&format, &date).unwrap_or_else(|| text.unwrap_or_default().to_owned());
    // Chinese has brackets of its own for the zone, where Intl writes " [GMT+8]".
    match told.strip_suffix(']').and_then(|told| told.split_once(" [")) {
        Some((time, zone)) => format!("{time}（{zone}）"),
        None => told,
    }
}

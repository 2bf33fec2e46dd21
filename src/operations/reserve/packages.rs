//! The body of reserve in v3 and v4: packages of products.

use serde::Serialize;

use super::checks::{check_confirm_url, check_one_of, check_url};
use super::options::ReserveOptions;
use crate::error::Issues;
use crate::id::OrderId;
use crate::input::Fields;
use crate::money::{Amount, Currency};
use crate::operation::Rules;
use crate::operations::parts::{check_amount, check_text};
use crate::version::Version;

/// Reserves a payment. The buyer has 20 minutes to approve it; then confirm it.
///
/// `amount` is the sum of the packages' amounts; in v3 also of their user fees and the shipping fee.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct PackagesReserve {
    /// The total to pay, above 0.
    pub amount: Amount,
    /// The currency of the merchant's contract.
    pub currency: Currency,
    /// The merchant's order number; at most 100 characters. Use a fresh one for each attempt.
    pub order_id: OrderId,
    /// Groups of products, for example one for each seller; one at least.
    pub packages: Vec<Package>,
    /// Where the buyer returns to.
    pub redirect_urls: RedirectUrls,
    /// Further settings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub options: Option<ReserveOptions>,
}

/// A group of products.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Package {
    /// Unique in the list; at most 50 characters.
    pub id: String,
    /// The sum of quantity × price of its products.
    pub amount: Amount,
    /// v3 only: a fee on top of `amount`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_fee: Option<Amount>,
    /// The group's shop name; at most 100 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// One at least.
    pub products: Vec<Product>,
}

/// One product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Product {
    /// The merchant's product number; at most 50 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// At most 4000 characters.
    pub name: String,
    /// A picture, https; at most 500 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_url: Option<String>,
    /// A whole number above 0.
    pub quantity: u32,
    /// For one piece.
    pub price: Amount,
    /// For one piece before a discount.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original_price: Option<Amount>,
}

/// Where the buyer returns to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct RedirectUrls {
    /// The merchant's Android package; at most 4000 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_package_name: Option<String>,
    /// Where the buyer (CLIENT) or LINE Pay's server (SERVER) goes after approval; at most 500
    /// characters. LINE Pay appends `orderId` and `transactionId`. Required unless the type is NONE.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirm_url: Option<String>,
    /// `CLIENT` (default), `SERVER`, or `NONE`: nobody is called, poll statusCheck.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(type = "\"CLIENT\" | \"SERVER\" | \"NONE\""))]
    pub confirm_url_type: Option<String>,
    /// Where the buyer goes after cancelling; at most 500 characters. Required unless the type is NONE.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancel_url: Option<String>,
}

impl PackagesReserve {
    pub(super) fn read(version: Version, fields: &mut Fields<'_>) -> PackagesReserve {
        PackagesReserve {
            amount: fields.required_amount("amount"),
            currency: fields.required_currency("currency"),
            order_id: fields.required_text("orderId").into(),
            packages: fields.required_objects("packages", |fields| Package::read(version, fields)),
            redirect_urls: fields
                .object("redirectUrls", |fields| RedirectUrls {
                    app_package_name: fields.text("appPackageName"),
                    confirm_url: fields.text("confirmUrl"),
                    confirm_url_type: fields.text("confirmUrlType"),
                    cancel_url: fields.text("cancelUrl"),
                })
                .unwrap_or_default(),
            options: fields.object("options", |fields| ReserveOptions::read(version, fields)),
        }
    }

    pub(super) fn check(&self, rules: Rules, issues: &mut Issues) {
        check_amount("amount", self.amount, self.currency, issues);
        check_text("orderId", self.order_id.as_str(), rules.limit(OrderId::MAX), issues);
        if self.currency == Currency::Jpy && rules.version == Version::V4 {
            issues.push("currency", "currency", "v4 has no JPY: TWD, THB or USD");
        }
        self.check_packages(rules, issues);
        self.redirect_urls.check(rules, issues);
        if let Some(options) = &self.options {
            options.check(rules, self.currency, issues);
        }
        self.check_sum(issues);
    }

    fn check_packages(&self, rules: Rules, issues: &mut Issues) {
        if self.packages.is_empty() && !issues.has("packages") {
            issues.push("packages", "not-empty", "must hold one package at least");
        }
        for (index, package) in self.packages.iter().enumerate() {
            let path = format!("packages[{index}]");
            if self.packages.iter().take(index).any(|earlier| earlier.id == package.id) {
                issues.push(format!("{path}.id"), "unique", "must be another one than that of an earlier package");
            }
            package.check(&path, rules, self.currency, issues);
        }
    }

    fn check_sum(&self, issues: &mut Issues) {
        let shipping = self.options.as_ref().and_then(|options| options.shipping.as_ref());
        let fee = shipping.and_then(|shipping| shipping.fee_amount);
        let parts = self.packages.iter().flat_map(|package| [Some(package.amount), package.user_fee]).chain([fee]);
        let sum = Amount::sum(parts.flatten());
        if sum != Some(self.amount) && !issues.has_any_below("packages") && !issues.has_any_below("options") {
            let sum = sum.map_or_else(|| "too large".to_owned(), |sum| sum.to_string());
            let parts = "the packages' amounts, user fees and the shipping fee";
            issues.push("amount", "sum", format!("must be the sum of {parts}, which is {sum}"));
        }
    }
}

impl Package {
    fn read(version: Version, fields: &mut Fields<'_>) -> Package {
        Package {
            id: fields.required_text("id"),
            amount: fields.required_amount("amount"),
            user_fee: if version == Version::V3 { fields.amount("userFee") } else { None },
            name: fields.text("name"),
            products: fields.required_objects("products", |fields| Product {
                id: fields.text("id"),
                name: fields.required_text("name"),
                image_url: fields.text("imageUrl"),
                quantity: fields.required_count("quantity"),
                price: fields.required_amount("price"),
                original_price: fields.amount("originalPrice"),
            }),
        }
    }

    fn check(&self, path: &str, rules: Rules, currency: Currency, issues: &mut Issues) {
        check_text(&format!("{path}.id"), &self.id, rules.limit(50), issues);
        check_part(&format!("{path}.amount"), self.amount, currency, issues);
        if let Some(fee) = self.user_fee {
            check_part(&format!("{path}.userFee"), fee, currency, issues);
        }
        if let Some(name) = &self.name {
            check_text(&format!("{path}.name"), name, rules.limit(100), issues);
        }
        let products = format!("{path}.products");
        if self.products.is_empty() && !issues.has(&products) {
            issues.push(&products, "not-empty", "must hold one product at least");
        }
        for (index, product) in self.products.iter().enumerate() {
            product.check(&format!("{products}[{index}]"), rules, currency, issues);
        }
        let sum = self.products.iter().map(|product| product.price.times(product.quantity));
        let sum = sum.collect::<Option<Vec<_>>>().and_then(Amount::sum);
        if sum != Some(self.amount) && !issues.has_any_below(path) {
            let sum = sum.map_or_else(|| "too large".to_owned(), |sum| sum.to_string());
            issues.push(
                format!("{path}.amount"),
                "sum",
                format!("must be the sum of quantity × price, which is {sum}"),
            );
        }
    }
}

impl Product {
    fn check(&self, path: &str, rules: Rules, currency: Currency, issues: &mut Issues) {
        if let Some(id) = &self.id {
            check_text(&format!("{path}.id"), id, rules.limit(50), issues);
        }
        check_text(&format!("{path}.name"), &self.name, rules.limit(4000), issues);
        if let Some(url) = &self.image_url {
            check_url(&format!("{path}.imageUrl"), url, rules, issues);
        }
        if self.quantity == 0 {
            issues.push(format!("{path}.quantity"), "positive", "must be a whole number above 0");
        }
        check_part(&format!("{path}.price"), self.price, currency, issues);
        if let Some(price) = self.original_price {
            check_part(&format!("{path}.originalPrice"), price, currency, issues);
        }
    }
}

impl RedirectUrls {
    fn check(&self, rules: Rules, issues: &mut Issues) {
        let kind = self.confirm_url_type.as_deref();
        check_one_of("redirectUrls.confirmUrlType", kind, &["CLIENT", "SERVER", "NONE"], issues);
        if let Some(name) = &self.app_package_name {
            check_text("redirectUrls.appPackageName", name, rules.limit(4000), issues);
        }
        let urls = [("redirectUrls.confirmUrl", &self.confirm_url), ("redirectUrls.cancelUrl", &self.cancel_url)];
        for (path, url) in urls {
            match url {
                Some(url) if path.ends_with("confirmUrl") => check_confirm_url(path, url, rules, issues),
                Some(url) => check_url(path, url, rules, issues),
                None if kind == Some("NONE") => {}
                None => issues.push(path, "required", "is required unless confirmUrlType is NONE"),
            }
        }
    }
}

/// A part of the sum may be nothing, as a gift is.
fn check_part(path: &str, amount: Amount, currency: Currency, issues: &mut Issues) {
    if amount != Amount::ZERO {
        check_amount(path, amount, currency, issues);
    }
}

//! The body of reserve in v3 and v4: packages of products.

use serde::Serialize;

use super::checks::{check_callback, check_one_of, check_optional_return_url, check_optional_url, check_return_url};
use super::options::ReserveOptions;
use crate::at::{At, at};
use crate::error::Issues;
use crate::id::OrderId;
use crate::input::Fields;
use crate::money::{Amount, Currency};
use crate::operation::Rules;
use crate::operations::parts::{
    check_currency, check_decimals, check_optional_shown, check_optional_text, check_order_id, check_part, check_shown,
    check_text, check_total,
};
use crate::rule::Rule;
use crate::version::Version;

/// Reserves a payment. The buyer has 20 minutes to approve it; then confirm it.
///
/// `amount` is the sum of the packages' amounts; in v3 also of their user fees and the shipping fee.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct PackagesReserve {
    /// The total to pay, above 0. 0 with `payType: "PREAPPROVED"` only registers the buyer.
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
    /// For one piece. Below 0 for a discount; the package's amount must not be.
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
    /// https, or (CLIENT) a link into your app such as `myapp://paid`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirm_url: Option<String>,
    /// `CLIENT` (default), `SERVER`, or `NONE`: nobody is called, poll statusCheck.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(type = "\"CLIENT\" | \"SERVER\" | \"NONE\""))]
    pub confirm_url_type: Option<String>,
    /// Where the buyer goes after cancelling; at most 500 characters. Required unless the type is NONE. https, or a
    /// link into your app.
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
        let payment = self.options.as_ref().and_then(|options| options.payment.as_ref());
        let registers = payment.is_some_and(|payment| payment.pay_type.as_deref() == Some("PREAPPROVED"));
        check_total(at("amount"), self.amount, self.currency, registers, issues);
        check_order_id(at("orderId"), &self.order_id, rules, issues);
        check_currency(self.currency, rules, issues);
        self.check_packages(rules, issues);
        self.redirect_urls.check(rules, issues);
        if let Some(options) = &self.options {
            options.check(rules, self.currency, issues);
        }
        self.check_sum(issues);
    }

    fn check_packages(&self, rules: Rules, issues: &mut Issues) {
        if self.packages.is_empty() && !issues.has("packages") {
            issues.push("packages", Rule::NoPackage);
        }
        let list = at("packages");
        for (index, package) in self.packages.iter().enumerate() {
            let at = list.item(index);
            if self.packages.iter().take(index).any(|earlier| earlier.id == package.id) {
                issues.push(at.field("id"), Rule::Unique);
            }
            package.check(&at, rules, self.currency, issues);
        }
    }

    fn check_sum(&self, issues: &mut Issues) {
        let shipping = self.options.as_ref().and_then(|options| options.shipping.as_ref());
        let fee = shipping.and_then(|shipping| shipping.fee_amount);
        let parts = self.packages.iter().flat_map(|package| [Some(package.amount), package.user_fee]).chain([fee]);
        let sum = Amount::sum(parts.flatten());
        if sum != Some(self.amount) && !issues.has_any_below("packages") && !issues.has_any_below("options") {
            issues.push("amount", Rule::Sum { sum });
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

    fn check(&self, at: &At<'_>, rules: Rules, currency: Currency, issues: &mut Issues) {
        check_text(at.field("id"), &self.id, rules.limit(50), issues);
        check_part(at.field("amount"), self.amount, currency, issues);
        check_part(at.field("userFee"), self.user_fee.unwrap_or_default(), currency, issues);
        check_optional_shown(at.field("name"), self.name.as_deref(), rules.limit(100), issues);
        let list = at.field("products");
        if self.products.is_empty() {
            issues.push(list, Rule::NoProduct);
        }
        for (index, product) in self.products.iter().enumerate() {
            product.check(&list.item(index), rules, currency, issues);
        }
        let sum = self.products.iter().map(|product| product.price.times(product.quantity));
        let sum = sum.collect::<Option<Vec<_>>>().and_then(Amount::sum);
        if sum != Some(self.amount) && !issues.has_any_below(&at.text()) {
            issues.push(at.field("amount"), Rule::ProductSum { sum });
        }
    }
}

impl Product {
    fn check(&self, at: &At<'_>, rules: Rules, currency: Currency, issues: &mut Issues) {
        check_optional_text(at.field("id"), self.id.as_deref(), rules.limit(50), issues);
        check_shown(at.field("name"), &self.name, rules.limit(4000), issues);
        check_optional_url(at.field("imageUrl"), self.image_url.as_deref(), rules, issues);
        if self.quantity == 0 {
            issues.push(at.field("quantity"), Rule::PositiveCount);
        }
        // Below 0 it is a discount; the sums of the package and of the order decide.
        check_decimals(at.field("price"), self.price, currency, issues);
        check_part(at.field("originalPrice"), self.original_price.unwrap_or_default(), currency, issues);
    }
}

impl RedirectUrls {
    fn check(&self, rules: Rules, issues: &mut Issues) {
        let kind = self.confirm_url_type.as_deref();
        let at = at("redirectUrls");
        check_one_of(at.field("confirmUrlType"), kind, &["CLIENT", "SERVER", "NONE"], issues);
        check_optional_text(at.field("appPackageName"), self.app_package_name.as_deref(), rules.limit(4000), issues);
        for (name, url) in [("confirmUrl", &self.confirm_url), ("cancelUrl", &self.cancel_url)] {
            let at = at.field(name);
            match url {
                Some(url) if kind == Some("NONE") => check_optional_return_url(at, Some(url), rules, issues),
                Some(url) => {
                    let server = kind == Some("SERVER") && name == "confirmUrl";
                    check_return_url(at, url, server, rules, issues);
                }
                None if kind == Some("NONE") => {}
                None => issues.push(at, Rule::RequiredUrl),
            }
        }
        if let Some(url) = &self.confirm_url {
            check_callback(at.field("confirmUrl"), url, issues);
        }
    }
}

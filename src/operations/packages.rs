//! Packages of products: a part of several requests (line-pay-api 4.1).

use crate::input::{Fields, amount_in, count_in, text_in};
use crate::money::Amount;
use crate::rule::Rule;
use crate::version::Version;
use crate::wire::{Kind, Object, Rules, Sum, field};

/// A group of products.
pub(super) static PACKAGE: Object = Object::new(
    "Package",
    &[
        field("id", Kind::Text(50)).doc("Unique in the list."),
        field("amount", Kind::Amount(Sum::Part)).doc("The sum of quantity × price of its products."),
        field("userFee", Kind::Amount(Sum::Part)).optional().only(&[Version::V3]).doc("A fee on top of `amount`."),
        field("name", Kind::Shown(100)).optional().doc("The group's shop name."),
        field("products", Kind::List(&PRODUCT, Some(&Rule::NoProduct))).doc("One at least."),
    ],
)
.doc("A group of products.")
.rule(check_products);

static PRODUCT: Object = Object::new(
    "Product",
    &[
        field("id", Kind::Text(50)).optional().doc("The merchant's product number."),
        field("name", Kind::Shown(4000)).doc("Its name."),
        field("imageUrl", Kind::Url).optional().doc("A picture, https."),
        field("quantity", Kind::CountFromOne).doc("A whole number above 0."),
        // The sums of the package and of the order decide.
        field("price", Kind::Amount(Sum::Signed))
            .doc("For one piece. Below 0 for a discount; the package's amount must not be."),
        field("originalPrice", Kind::Amount(Sum::Part)).optional().doc("For one piece before a discount."),
    ],
)
.doc("One product.");

/// The packages are told apart by their ids, and make up the total with the fees.
pub(super) fn check_packages(fields: &mut Fields<'_, '_>, _rules: Rules) {
    let packages = fields.given_items("packages");
    let ids: Vec<_> = packages.iter().map(|package| text_in(package, "id")).collect();
    for (index, id) in ids.iter().enumerate() {
        // Without an id there is an issue in its place already.
        if ids.iter().take(index).any(|earlier| earlier == id) {
            fields.item_issue("packages", index, Some("id"), Rule::Unique);
        }
    }
    let fee = fields.given_amount("options.shipping.feeAmount");
    let parts =
        packages.iter().flat_map(|package| ["amount", "userFee"].map(|name| amount_in(package, name))).chain([fee]);
    let sum = Amount::sum(parts.flatten());
    let amount = fields.given_amount("amount");
    // Without an amount there is an issue there already.
    let legible = !fields.has_issue_below("packages") && !fields.has_issue_below("options");
    if legible && sum != amount {
        fields.issue("amount", Rule::Sum { sum });
    }
}

/// The products make up the package's amount.
fn check_products(fields: &mut Fields<'_, '_>, _rules: Rules) {
    let each = |item: &str| amount_in(item, "price")?.times(count_in(item, "quantity")?);
    let products = fields.given_items("products");
    let sum = products.into_iter().map(each).collect::<Option<Vec<_>>>().and_then(Amount::sum);
    if !fields.has_issue() && sum != fields.given_amount("amount") {
        fields.issue("amount", Rule::ProductSum { sum });
    }
}

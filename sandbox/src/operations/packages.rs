//! `packages`: their form, then their sums.

use super::reserve::is_image;
use crate::amount::Amount;
use crate::body::Fields;
use crate::code::Refusal;
use crate::goods::{Package, Product};
use crate::payment::Payment;
use crate::sum::Sum;
use crate::version::Version;
use std::collections::BTreeSet;

/// Packages whose sums have a form and no currency yet.
pub(super) struct Packages(Vec<(Package, Sums, Vec<Prices>)>);

struct Sums {
    amount: Sum,
    user_fee: Option<Sum>,
}

struct Prices {
    price: Sum,
    original: Option<Sum>,
}

impl Packages {
    pub(super) fn read(body: &Fields<'_>, version: Version) -> Result<Packages, Refusal> {
        let given = body.objects("packages")?;
        if given.is_empty() {
            return Err(body.missing("packages", "missing or empty"));
        }
        let mut ids = BTreeSet::new();
        let mut packages = Vec::new();
        for package in given {
            let id = package.required("id", 50)?;
            if !ids.insert(id.clone()) {
                return Err(package.wrong("id", "the same as another package's"));
            }
            let sums = Sums {
                amount: package.required_sum("amount")?,
                user_fee: match version {
                    Version::V3 => package.sum("userFee")?,
                    Version::V2 | Version::V4 => None,
                },
            };
            let lines = package.objects("products")?;
            if lines.is_empty() {
                return Err(package.missing("products", "missing or empty"));
            }
            let mut products = Vec::new();
            let mut prices = Vec::new();
            for line in lines {
                products.push(product(&line)?);
                prices.push(Prices { price: line.required_sum("price")?, original: line.sum("originalPrice")? });
            }
            let package = Package {
                id,
                amount: Amount::ZERO,
                user_fee: Amount::ZERO,
                name: package.text("name", 100)?,
                products,
            };
            packages.push((package, sums, prices));
        }
        Ok(Packages(packages))
    }

    /// The packages, if no sum has more decimals than the currency.
    pub(super) fn in_currency(self, currency: &str) -> Result<Vec<Package>, Refusal> {
        let money = |sum: Sum| sum.in_currency(currency, 2101);
        let mut packages = Vec::new();
        for (mut package, sums, prices) in self.0 {
            package.amount = money(sums.amount)?;
            package.user_fee = sums.user_fee.map_or(Ok(Amount::ZERO), money)?;
            for (product, prices) in package.products.iter_mut().zip(prices) {
                product.price = money(prices.price)?;
                product.original_price = prices.original.map(money).transpose()?;
            }
            packages.push(package);
        }
        Ok(packages)
    }
}

fn product(line: &Fields<'_>) -> Result<Product, Refusal> {
    let quantity = line.count("quantity")?.filter(|quantity| *quantity > 0);
    Ok(Product {
        id: line.text("id", 50)?,
        name: line.required("name", 4000)?,
        image_url: line.text("imageUrl", 500)?,
        quantity: quantity.ok_or_else(|| line.missing("quantity", "missing, or not a whole number above 0"))?,
        price: Amount::ZERO,
        original_price: None,
    })
}

/// Each package is the sum of its products, and the whole is the sum of the packages and fees.
pub(super) fn check_sums(packages: &[Package], fee: Option<Amount>, amount: Amount) -> Result<(), Refusal> {
    for package in packages {
        let products = package
            .products
            .iter()
            .try_fold(Amount::ZERO, |sum, product| sum.plus(product.price.times(product.quantity)?));
        if products != Some(package.amount) {
            return Err(Refusal::noted(
                2101,
                format!(
                    "packages: the amount of {} is {}, not the sum of its products{}",
                    package.id,
                    package.amount,
                    makes(products)
                ),
            ));
        }
    }
    let whole = packages
        .iter()
        .try_fold(fee.unwrap_or(Amount::ZERO), |sum, package| sum.plus(package.amount)?.plus(package.user_fee));
    if whole != Some(amount) {
        let sum = makes(whole);
        return Err(Refusal::noted(2101, format!("amount: {amount} is not the sum of the packages and fees{sum}")));
    }
    Ok(())
}

/// `, which is 380`.
fn makes(sum: Option<Amount>) -> String {
    sum.map_or_else(String::new, |sum| format!(", which is {sum}"))
}

/// What the payment page and the queries call the order: its first product, and how many more.
pub(super) fn name(payment: &mut Payment) {
    let mut products = payment.packages.iter().flat_map(|package| &package.products);
    let Some(first) = products.next() else { return };
    let image = first.image_url.as_ref().filter(|url| is_image(url)).cloned();
    let name = match products.count() {
        0 => first.name.clone(),
        more => format!("{} and {more} more", first.name),
    };
    payment.product_image_url = image;
    payment.product_name = name;
}

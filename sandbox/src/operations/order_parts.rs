//! Parts of an order that both confirm and the queries tell.

use crate::amount::Amount;
use crate::goods::{Package, Product};
use crate::payment::Payment;
use crate::settings::Settings;
use crate::version::Version;
use serde::Serialize;

/// A package as it is told.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PackageView<'a> {
    id: &'a str,
    amount: Amount,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_fee_amount: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    products: Option<&'a [Product]>,
}

impl<'a> PackageView<'a> {
    pub(super) fn of(package: &'a Package, version: Version) -> PackageView<'a> {
        PackageView {
            id: &package.id,
            amount: package.amount,
            user_fee_amount: (version == Version::V3).then_some(package.user_fee),
            name: package.name.as_deref(),
            products: Some(&package.products),
        }
    }

    /// As v3's confirm tells them, if it does: live with their products and without a name, in the documents the other
    /// way round.
    pub(super) fn confirmed(payment: &'a Payment, settings: &Settings) -> Vec<PackageView<'a>> {
        let view = |package| {
            let whole = PackageView::of(package, Version::V3);
            if settings.confirm_products {
                PackageView { name: None, ..whole }
            } else {
                PackageView { products: None, ..whole }
            }
        };
        let told = settings.confirm_packages.then_some(&payment.packages);
        told.into_iter().flatten().map(view).collect()
    }
}

/// The buyer's cards of other companies (Taiwan).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MerchantReference<'a> {
    affiliate_cards: [AffiliateCard<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AffiliateCard<'a> {
    card_type: &'static str,
    card_id: &'a str,
}

impl<'a> MerchantReference<'a> {
    pub(super) fn of(settings: &'a Settings, version: Version) -> Option<MerchantReference<'a>> {
        let card_id = settings.mobile_carrier.as_deref().filter(|_| version != Version::V2)?;
        Some(MerchantReference { affiliate_cards: [AffiliateCard { card_type: "MOBILE_CARRIER", card_id }] })
    }
}

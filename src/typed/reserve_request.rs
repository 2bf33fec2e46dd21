//! reserve's request, which differs between versions.

use super::{PackagesReserve, ProductReserve};
use crate::json::{Json, Out};
use serde::Serialize;

/// Reserves a payment, in the body of one version. In another version it is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[allow(clippy::large_enum_variant, reason = "a request lives for one call; a box would cost more than it saves")]
pub enum ReserveRequest {
    /// v2.
    Product(ProductReserve),
    /// v3 and v4.
    Packages(PackagesReserve),
}

impl Json for ReserveRequest {
    fn write(&self, out: &mut Out) {
        match self {
            ReserveRequest::Product(body) => body.write(out),
            ReserveRequest::Packages(body) => body.write(out),
        }
    }
}

impl From<ProductReserve> for ReserveRequest {
    fn from(body: ProductReserve) -> ReserveRequest {
        ReserveRequest::Product(body)
    }
}

impl From<PackagesReserve> for ReserveRequest {
    fn from(body: PackagesReserve) -> ReserveRequest {
        ReserveRequest::Packages(body)
    }
}

//! Generated from the declarations in src/operations by `cargo xtask build`. Do not edit.

mod auth_check;
mod capture;
mod confirm;
mod one_time_key_pay;
mod order_check;
mod parts;
mod payment_check;
mod pre_approval;
mod refund;
mod reg_key_check;
mod reg_key_expire;
mod reserve;
mod reserve_options;
mod reserve_packages;
mod reserve_product;
mod status_check;
mod void;

pub use auth_check::{AuthCheckReply, AuthCheckRequest};
pub use capture::{CaptureExtra, CaptureOptions, CaptureReply, CaptureRequest};
pub use confirm::{ConfirmReply, ConfirmRequest};
pub use one_time_key_pay::{OneTimeKeyExtras, OneTimeKeyOptions, OneTimeKeyPayReply, OneTimeKeyPayRequest};
pub use order_check::{OrderCheckReply, OrderCheckRequest};
pub use parts::{
    AddFriends, Address, AffiliateCard, EventRow, ExtraOptions, MerchantReference, Package, PackageRow, PayInfo,
    PaymentRow, Product, ProductRow, PromotionRestriction, Recipient, RefundRow, Shipping,
};
pub use payment_check::{PaymentCheckReply, PaymentCheckRequest};
pub use pre_approval::{PreApprovalReply, PreApprovalRequest};
pub use refund::{RefundReply, RefundRequest};
pub use reg_key_check::{RegKeyCheckReply, RegKeyCheckRequest};
pub use reg_key_expire::{RegKeyExpireReply, RegKeyExpireRequest};
pub use reserve::{PaymentUrl, ReserveReply};
pub use reserve_options::{
    AddFriendsV3, DisplayOptions, EventOption, FamilyService, PaymentOptions, RegPayRequest, ReserveOptions,
    ShippingOptions,
};
pub use reserve_packages::{PackagesReserve, RedirectUrls};
pub use reserve_product::{Extras, ProductReserve};
pub use status_check::{ChosenShipping, StatusCheckReply, StatusCheckRequest};
pub use void::{VoidReply, VoidRequest};

use super::operation;
use super::reserve_request::ReserveRequest;
use crate::operations;

/// Calls a macro with every request, its reply and its operation.
#[doc(hidden)]
#[macro_export]
macro_rules! each_typed {
    ($with:ident) => {
        $with! {
            ReserveRequest => ReserveReply, RESERVE;
            StatusCheckRequest => StatusCheckReply, STATUS_CHECK;
            ConfirmRequest => ConfirmReply, CONFIRM;
            CaptureRequest => CaptureReply, CAPTURE;
            VoidRequest => VoidReply, VOID;
            AuthCheckRequest => AuthCheckReply, AUTH_CHECK;
            PaymentCheckRequest => PaymentCheckReply, PAYMENT_CHECK;
            RefundRequest => RefundReply, REFUND;
            RegKeyCheckRequest => RegKeyCheckReply, REG_KEY_CHECK;
            PreApprovalRequest => PreApprovalReply, PRE_APPROVAL;
            RegKeyExpireRequest => RegKeyExpireReply, REG_KEY_EXPIRE;
            OneTimeKeyPayRequest => OneTimeKeyPayReply, ONE_TIME_KEY_PAY;
            OrderCheckRequest => OrderCheckReply, ORDER_CHECK;
        }
    };
}

crate::each_typed!(operation);

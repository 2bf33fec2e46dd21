//! reserve: the request and the reply.
//!
//! Generated from the declarations in src/operations by `cargo xtask build`. Do not edit.

use crate::id::TransactionId;
use crate::typed::replies;

/// The payment page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentUrl {
    /// For a browser; the sandbox supports only this one. Pass it on as it is, and escape its `&` in HTML.
    pub web: String,
    /// A `line://` link that opens the LINE app. One of another form is left out: it is in `raw`, and `web` is enough.
    pub app: Option<String>,
}

replies! {
    PaymentUrl {
        = "web": web,
        ? "app": app,
    }
}

/// The reservation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReserveReply {
    /// The transaction: 19 digits, as text. Store it with the order.
    pub transaction_id: TransactionId,
    /// Where the buyer approves. It is there unless a `oneTimeKey` was sent (v2): then the buyer approves in the app.
    pub payment_url: Option<PaymentUrl>,
    /// 12 digits that the buyer may type in the LINE app instead of scanning.
    pub payment_access_token: Option<String>,
}

replies! {
    ReserveReply {
        = "transactionId": transaction_id,
        ? "paymentUrl": payment_url,
        ? "paymentAccessToken": payment_access_token,
    }
}

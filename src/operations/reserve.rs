//! reserve: registers a payment and returns the page where the buyer approves it (line-pay-api 3.1, 4.1).
//! v2 takes one product; v3 and v4 take packages of products.

use crate::outcome::Changes;
use crate::wire::{Answers, Kind, Object, Operation, field};

mod address;
mod options;
mod packages;
mod product;
mod reg_pay;
mod return_urls;

pub(super) use address::ADDRESS;

/// Registers a payment.
pub static RESERVE: Operation =
    Operation::post("reserve", "/payments/request", &packages::REQUEST, Answers::Info(&REPLY))
        .request_in_v2(&product::REQUEST)
        .doc(
            "Reserves a payment. The buyer has 20 minutes to approve it; then confirm it.\n\nSend the buyer to \
             `paymentUrl` of the reply. Nothing is charged. With a `oneTimeKey` (v2) there may be none: the buyer \
             approves in the app.",
        )
        .told_in(&["3.1", "4.1"])
        .changes(Changes::Reservation)
        .ask("no money moved; reserve again with a new orderId")
        // With a code that was scanned from the buyer's app, the buyer approves there.
        .page_unless("oneTimeKey");

static REPLY: Object = Object::new(
    "ReserveReply",
    &[
        field("transactionId", Kind::TransactionId)
            .doc("The transaction: 19 digits, as text. Store it with the order."),
        field("paymentUrl", Kind::Object(&PAYMENT_URL)).optional().repeats().doc(
            "Where the buyer approves. It is there unless a `oneTimeKey` was sent (v2): then the buyer approves in \
             the app.",
        ),
        field("paymentAccessToken", Kind::AnyText)
            .lenient()
            .doc("12 digits that the buyer may type in the LINE app instead of scanning."),
    ],
)
.doc("The reservation.");

static PAYMENT_URL: Object = Object::new(
    "PaymentUrl",
    &[
        field("web", Kind::PaymentPage)
            .doc("For a browser; the sandbox supports only this one. Pass it on as it is, and escape its `&` in HTML."),
        field("app", Kind::LineLink).lenient().doc(
            "A `line://` link that opens the LINE app. One of another form is left out: it is in `raw`, and `web` \
             is enough.",
        ),
    ],
)
.doc("The payment page.");

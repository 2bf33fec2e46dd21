//! Every code that the sandbox answers with, and those that a test may arm and that do something besides: its text (as
//! seen on the wire where one was published, else a short sentence of our own) and what it does.

use super::{Code, Then};

/// What is known of one code.
pub(super) struct Row {
    pub(super) code: Code,
    pub(super) message: &'static str,
    /// One bit for each [`Then`].
    pub(super) then: u8,
}

/// No text of it was published.
pub(super) const UNPUBLISHED: &str = "-";

macro_rules! rows {
    ($($code:literal $(as $name:ident)? $([$($then:ident)+])?: $message:expr;)+) => {
        pub(super) const TABLE: &[Row] = &[$(
            Row { code: Code($code), message: $message, then: 0 $($(| Then::$then as u8)+)? },
        )+];

        impl Code {
            $($(
                #[doc = concat!("`", stringify!($code), "`.")]
                pub(crate) const $name: Code = Code($code);
            )?)+
        }
    };
}

rows! {
    0 as SUCCESS: "Success.";
    110 as AUTHENTICATED: "authentication is done.";
    121: "transaction was cancelled or timed out.";
    122: "payment failed.";
    123: "payment completed.";
    1101 [OfPayer]: "The payer is not a LINE Pay member.";
    1102 [OfPayer]: "The payer is suspended.";
    1104: "Merchant not found.";
    1105: "Merchant cannot use LINE Pay.";
    1106: "Header information error.";
    1110 [OfPayer]: "Credit card is not available.";
    1124: "Error in Amount info.";
    1133: "Invalid one time key.";
    1141 [EndsKey OfPayer]: "Payment account is in a bad state.";
    1142 [OfPayer]: "Balance is insufficient.";
    1145: "Payment is in progress.";
    1150: "Transaction record not found.";
    1152: "Same transaction already exists.";
    1153: "Amount differs from the requested amount.";
    1154: "Registered payment method is not available.";
    1155: "Invalid transaction id.";
    1159 as NO_REQUEST: "Payment request information not found.";
    1163: "Refund period is over.";
    1164: "Refund amount exceeds the refundable amount.";
    1165 as GIVEN_BACK: "Already refunded or voided.";
    1169 as NOT_AUTHENTICATED: "Payment method and password must be certificated by LINE Pay.";
    1170 [OfPayer]: "The payer's balance has changed.";
    1172: "Existing same orderId.";
    1177: "Too many transactions are requested.";
    1178: "Currency is not supported.";
    1179: "Transaction status does not allow it.";
    1180: "Payment deadline has passed.";
    1183: "Amount must be greater than the minimum.";
    1184: "Amount exceeds the maximum.";
    1190 as NO_REG_KEY: "RegKey not found.";
    1193: "RegKey has expired.";
    1194: "Merchant may not use preapproved payment.";
    1197: "Payment with this regKey is in progress.";
    1198: "Duplicate call, the former one is in progress.";
    1199 [EndsAuthorization]: "Internal request error.";
    1264 [OfPayer]: UNPUBLISHED;
    1280 [EndsAuthorization OfPayer]: UNPUBLISHED;
    1281 [EndsKeyV2 EndsAuthorization OfPayer]: UNPUBLISHED;
    1282 [EndsKeyV2 EndsKey EndsAuthorization OfPayer]: UNPUBLISHED;
    1283 [EndsKeyV2 EndsKey EndsAuthorization OfPayer]: UNPUBLISHED;
    1284 [EndsKeyV2 EndsKey EndsAuthorization OfPayer]: UNPUBLISHED;
    1285 [EndsKeyV2 EndsKey EndsAuthorization OfPayer]: UNPUBLISHED;
    1286 [EndsKeyV2 EndsKey EndsAuthorization OfPayer]: UNPUBLISHED;
    1287 [EndsKeyV2 EndsKey EndsAuthorization OfPayer]: UNPUBLISHED;
    1288 [EndsAuthorization OfPayer]: UNPUBLISHED;
    1289 [EndsAuthorization OfPayer]: UNPUBLISHED;
    1290 [EndsKeyV2 EndsKey EndsAuthorization OfPayer]: UNPUBLISHED;
    1291 [EndsKeyV2 EndsKey EndsAuthorization OfPayer]: UNPUBLISHED;
    1292 [EndsKeyV2 EndsKey EndsAuthorization OfPayer]: UNPUBLISHED;
    1293 [EndsKeyV2 EndsKey EndsAuthorization OfPayer]: UNPUBLISHED;
    1294 [EndsKeyV2 EndsKey EndsAuthorization OfPayer]: UNPUBLISHED;
    1295 [EndsKey EndsAuthorization OfPayer]: UNPUBLISHED;
    1296 [EndsAuthorization OfPayer]: UNPUBLISHED;
    1297 [EndsAuthorization]: UNPUBLISHED;
    1298 [EndsAuthorization OfPayer]: UNPUBLISHED;
    2101: "Parameter error.";
    2102: "JSON data format error";
    2103: "Parameter is not allowed";
    2104: "Invalid request.";
    9000 as INTERNAL: "Internal error.";
}

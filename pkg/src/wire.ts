// Generated from the Rust types by `cargo xtask build`. Do not edit: change the Rust and build again.

/**
 * A list of official accounts.
 */
export interface AddFriends {
    /**
     * `LINE_AT`.
     */
    type: "LINE_AT";
    /**
     * The accounts' ids, each beginning with `@`.
     */
    idList: string[];
}

/**
 * A list of official accounts, v3.
 */
export interface AddFriendsV3 {
    /**
     * `lineAt`.
     */
    type: "lineAt";
    /**
     * The accounts' ids, each beginning with `@`.
     */
    idList: string[];
}

/**
 * A shipping address.
 */
export interface Address {
    /**
     * ISO 3166 code, for example `TW`.
     */
    country?: string;
    /**
     * Postal code.
     */
    postalCode?: string;
    /**
     * State or county.
     */
    state?: string;
    /**
     * City or district.
     */
    city?: string;
    /**
     * Street and number.
     */
    detail?: string;
    /**
     * More of the address.
     */
    optional?: string;
    /**
     * Who receives it.
     */
    recipient?: Recipient;
}

/**
 * One card, for example the carrier of electronic invoices.
 */
export interface AffiliateCard {
    /**
     * For example `MOBILE_CARRIER`.
     */
    cardType?: string;
    /**
     * The carrier's code.
     */
    cardId?: string;
}

/**
 * A sum of money in hundredths of the currency's unit: `360` TWD is 36 000.
 *
 * Read from a JSON number or a numeric text (`360`, `360.0`, `"360"`, `9.99`),
 * written as the shortest JSON number (`360`, `9.99`, `9.5`). A JavaScript
 * number counts by its shortest decimal text, so `0.1 + 0.2` is refused.
 * At most 15 significant digits, so that every value also is an exact
 * JavaScript number: ±9 999 999 999 999.99.
 */
export type Amount = number;

/**
 * What was found.
 */
export interface AuthCheckReply {
    /**
     * One row for each authorisation; `payStatus` says whether it still holds.
     */
    authorizations: PaymentRow[];
}

/**
 * Asks for payments that are authorised and not captured: 1 to 100 ids of one kind.
 *
 * Captured payments are found by paymentCheck instead. v3 and v4 have no such call: there it is answered from the
 * payment details. Where there is none, it is a `NOT_FOUND`.
 */
export interface AuthCheckRequest {
    /**
     * Transactions, as text or as BigInts.
     */
    transactionId?: TransactionId | bigint | (TransactionId | bigint)[];
    /**
     * The merchant's orders. Each at most 100 bytes (v3, v4: characters).
     */
    orderId?: OrderId | OrderId[];
}

/**
 * Further settings of a capture.
 */
export interface CaptureExtra {
    /**
     * What points may not pay and earn.
     */
    promotionRestriction?: PromotionRestriction;
}

/**
 * Settings of a capture.
 */
export interface CaptureOptions {
    /**
     * Further settings.
     */
    extra?: CaptureExtra;
}

/**
 * The captured payment.
 */
export interface CaptureReply {
    /**
     * The transaction, as asked.
     */
    transactionId: TransactionId;
    /**
     * The merchant's order.
     */
    orderId: OrderId;
    /**
     * How the captured amount was paid; its split may differ from the one at confirm.
     */
    payInfo: PayInfo[];
    /**
     * v4: `TSP` or `EPI`; absent means `TSP`.
     */
    paymentProvider?: string;
}

/**
 * Captures a payment that was confirmed with `capture: false`.
 *
 * Once for each authorisation: with a lower amount the rest is released.
 */
export interface CaptureRequest {
    /**
     * The authorised payment's transaction, as text or as a BigInt.
     */
    transactionId: TransactionId | bigint;
    /**
     * At most the authorised amount; more is refused with 1184.
     */
    amount: Amount;
    /**
     * The authorised currency.
     */
    currency: Currency;
    /**
     * Taiwan: what may not be paid with points. From older documents of LINE Pay. v3 and v4 only.
     */
    options?: CaptureOptions;
}

/**
 * The shipping method that the buyer chose.
 */
export interface ChosenShipping {
    /**
     * The method's id.
     */
    methodId?: string;
    /**
     * Its fee.
     */
    feeAmount?: Amount;
}

/**
 * The payment that was made.
 */
export interface ConfirmReply {
    /**
     * The transaction, as asked.
     */
    transactionId: TransactionId;
    /**
     * The merchant's order.
     */
    orderId: OrderId;
    /**
     * How it was paid; the parts add up to the amount. Empty where nothing was charged: a registration with amount 0.
     */
    payInfo: PayInfo[];
    /**
     * For `capture: false`: after this LINE Pay voids the authorisation.
     */
    authorizationExpireDate?: string;
    /**
     * For `payType: "PREAPPROVED"`: the key for automatic payments. No query returns it again: if this reply is lost,
     * let the buyer register again, or refund the payment.
     */
    regKey?: RegKey;
    /**
     * v3: the packages that were paid; often left out.
     */
    packages?: PackageRow[];
    /**
     * v3: the shipping that the buyer chose.
     */
    shipping?: Shipping;
    /**
     * Taiwan: the buyer's cards with the merchant.
     */
    merchantReference?: MerchantReference;
    /**
     * v4: `TSP` or `EPI`; absent means `TSP`.
     */
    paymentProvider?: string;
}

/**
 * Confirms a reservation that the buyer has approved: charges the buyer, or authorises with `capture: false`. The
 * amount is that of the reservation, from your own records and never from a page.
 *
 * Never use it to find out whether the buyer has approved: a premature confirm is refused with 1169 and may end the
 * reservation.
 *
 * On an error with outcome `unknown`, ask paymentCheck before anything else (in v2 with `capture: false`, authCheck).
 * The `regKey` of a `PREAPPROVED` reservation comes in this reply alone and no query returns it: if it is lost and the
 * payment is made, let the buyer register again, or refund.
 */
export interface ConfirmRequest {
    /**
     * The transaction that reserve returned, as text or as a BigInt.
     */
    transactionId: TransactionId | bigint;
    /**
     * The reserved amount, exactly; a different one is refused with 1153. 0 is for a reservation that only registers
     * the buyer (`payType: "PREAPPROVED"`, amount 0).
     */
    amount: Amount;
    /**
     * The reserved currency.
     */
    currency: Currency;
}

/**
 * A currency of LINE Pay's contracts (ISO 4217).
 */
export type Currency = "TWD" | "THB" | "USD" | "JPY";

/**
 * How it is shown.
 */
export interface DisplayOptions {
    /**
     * Language of the payment page; `en` without it.
     */
    locale?: "en" | "ja" | "ko" | "th" | "zh_TW" | "zh_CN";
    /**
     * CLIENT only: show a guidance page when the browser at confirm is another one. Default false.
     */
    checkConfirmUrlBrowser?: boolean;
}

/**
 * A promotion; exactly one of `totalAmount` and `productQuantity` is given.
 */
export interface EventOption {
    /**
     * The promotion's code. At most 30 characters.
     */
    code: string;
    /**
     * For a promotion by rate.
     */
    totalAmount?: Amount;
    /**
     * For a promotion by a fixed sum.
     */
    productQuantity?: number;
}

/**
 * A promotion that counted.
 */
export interface EventRow {
    /**
     * Its code.
     */
    code?: string;
    /**
     * For a promotion by rate.
     */
    totalAmount?: Amount;
    /**
     * For a promotion by a fixed sum.
     */
    productQuantity?: number;
}

/**
 * What a reply must repeat. It merges what the request carries with what the caller knows about the payment; what is
 * left out expects nothing.
 */
export interface Expected {
    /**
     * The payment's transaction, or any of several that were asked about.
     */
    transactionId?: TransactionId | bigint | (TransactionId | bigint)[];
    /**
     * The merchant's order, or any of several that were asked about.
     */
    orderId?: OrderId | OrderId[];
    /**
     * The whole sum.
     */
    amount?: Amount;
    /**
     * Its currency.
     */
    currency?: Currency;
}

/**
 * Branch and promotions.
 */
export interface ExtraOptions {
    /**
     * Shop or branch shown to the buyer; the first 100 characters are shown. At most 200 characters.
     */
    branchName?: string;
    /**
     * The branch's number. At most 32 characters.
     */
    branchId?: string;
    /**
     * Taiwan: what points may not pay and earn.
     */
    promotionRestriction?: PromotionRestriction;
}

/**
 * Further settings of a reservation.
 */
export interface Extras {
    /**
     * Official accounts that are offered to the buyer for adding.
     */
    addFriends?: AddFriends[];
    /**
     * Shop or branch shown to the buyer; the first 100 characters are shown. At most 200 bytes.
     */
    branchName?: string;
}

/**
 * Official accounts to add.
 */
export interface FamilyService {
    /**
     * The accounts.
     */
    addFriends: AddFriendsV3[];
}

/**
 * The buyer's cards with the merchant (Taiwan).
 */
export interface MerchantReference {
    /**
     * The cards.
     */
    affiliateCards?: AffiliateCard[];
}

/**
 * Branch and promotions, v2.
 */
export interface OneTimeKeyExtras {
    /**
     * Shop or branch shown to the buyer. At most 200 bytes.
     */
    branchName?: string;
    /**
     * The branch's number. At most 32 bytes.
     */
    branchId?: string;
    /**
     * Official accounts that are offered.
     */
    addFriends?: AddFriends[];
    /**
     * Taiwan: what points may not pay and earn.
     */
    promotionRestriction?: PromotionRestriction;
}

/**
 * Branch and promotions, v4. What it holds is no more than likely: LINE Pay's tables were not seen.
 */
export interface OneTimeKeyOptions {
    /**
     * Branch and promotions.
     */
    extra?: ExtraOptions;
}

/**
 * The payment that was made.
 */
export interface OneTimeKeyPayReply {
    /**
     * Its transaction.
     */
    transactionId: TransactionId;
    /**
     * The merchant's order.
     */
    orderId?: OrderId;
    /**
     * When, ISO 8601 in UTC.
     */
    transactionDate?: string;
    /**
     * How it was paid; the parts add up to the amount.
     */
    payInfo?: PayInfo[];
    /**
     * v2: what is left on the buyer's account.
     */
    balance?: Amount;
    /**
     * For `capture: false`: after this LINE Pay voids the authorisation.
     */
    authorizationExpireDate?: string;
    /**
     * v4: `TSP` or `EPI`; absent means `TSP`.
     */
    paymentProvider?: string;
}

/**
 * Charges a buyer at the counter, at once, by the code that the LINE app shows (My Code).
 *
 * A code is good for 5 minutes and one payment; a wrong or used one is refused with 1133. After a lost answer the money
 * may be taken: ask orderCheck until the order is settled, and never charge again before. A 1133 to the same code then
 * may mean that the lost call has used it.
 */
export interface OneTimeKeyPayRequest {
    /**
     * What is paid for. At most 4000 bytes. v2 only.
     */
    productName: string;
    /**
     * The total, above 0; in v4 the sum of the packages.
     */
    amount: Amount;
    /**
     * The currency of the merchant's contract.
     */
    currency: Currency;
    /**
     * The merchant's order number, a fresh one for each charge. At most 100 bytes (v4: characters).
     */
    orderId: OrderId;
    /**
     * The code that was scanned: 18 digits in Taiwan, 19 in Japan, 12 elsewhere. At most 19 bytes (v4: characters).
     */
    oneTimeKey: string;
    /**
     * true (default): charge; false: authorise only, then capture or void.
     */
    capture?: boolean;
    /**
     * Groups of products; one at least. v4 only.
     */
    packages: Package[];
    /**
     * Branch and promotions. v2 only.
     */
    extras?: OneTimeKeyExtras;
    /**
     * Branch and promotions. v4 only.
     */
    options?: OneTimeKeyOptions;
}

/**
 * What oneTimeKeyPay takes in v4.
 */
export interface OneTimeKeyPayRequestV4 extends Omit<OneTimeKeyPayRequest, "productName" | "extras" | "packages"> {
    /**
     * Groups of products; one at least.
     */
    packages: Omit<Package, "userFee">[];
}

/**
 * How the order stands.
 */
export interface OrderCheckReply {
    /**
     * `COMPLETE`: paid; `AUTH_READY`: authorised, not captured; `REFUND`: given back; `CANCEL` and `FAIL`: not paid,
     * for good. Others may come and mean that it is not settled yet.
     */
    status: string;
    /**
     * The payment's transaction.
     */
    transactionId?: TransactionId;
    /**
     * The merchant's order.
     */
    orderId?: OrderId;
    /**
     * When, ISO 8601 in UTC.
     */
    transactionDate?: string;
    /**
     * How it was paid; the parts add up to the amount.
     */
    payInfo?: PayInfo[];
    /**
     * For `AUTH_READY`: after this LINE Pay voids the authorisation.
     */
    authorizationExpireDate?: string;
}

/**
 * Asks how a payment stands that was made at the counter (offline API).
 *
 * After a lost answer ask every 3 to 5 seconds (v4: every second), for 20 minutes at most. `NOT_FOUND` right after the
 * call may be too early.
 */
export interface OrderCheckRequest {
    /**
     * The merchant's order number. At most 100 bytes (v4: characters).
     */
    orderId: OrderId;
}

/**
 * The merchant's order number: 1 to 100 bytes of UTF-8 in v2.
 *
 * Compared byte for byte. Its limits are checked where a request is checked,
 * so that a reply with a longer one can still be shown.
 */
export type OrderId = string;

/**
 * A group of products.
 */
export interface Package {
    /**
     * Unique in the list. At most 50 characters.
     */
    id: string;
    /**
     * The sum of quantity × price of its products.
     */
    amount: Amount;
    /**
     * A fee on top of `amount`. v3 only.
     */
    userFee?: Amount;
    /**
     * The group's shop name. At most 100 characters.
     */
    name?: string;
    /**
     * One at least.
     */
    products: Product[];
}

/**
 * A package that was ordered.
 */
export interface PackageRow {
    /**
     * The merchant's id of it.
     */
    id?: string;
    /**
     * The sum of its products.
     */
    amount?: Amount;
    /**
     * v3: the fee on top.
     */
    userFeeAmount?: Amount;
    /**
     * The group's shop name.
     */
    name?: string;
    /**
     * Its products.
     */
    products?: ProductRow[];
}

/**
 * Reserves a payment. The buyer has 20 minutes to approve it; then confirm it.
 *
 * `amount` is the sum of the packages' amounts; in v3 also of their user fees and the shipping fee.
 */
export interface PackagesReserve {
    /**
     * The total to pay, above 0. 0 with `payType: "PREAPPROVED"` only registers the buyer.
     */
    amount: Amount;
    /**
     * The currency of the merchant's contract.
     */
    currency: Currency;
    /**
     * The merchant's order number. Use a fresh one for each attempt. At most 100 characters.
     */
    orderId: OrderId;
    /**
     * Groups of products, for example one for each seller; one at least.
     */
    packages: Package[];
    /**
     * Where the buyer returns to.
     */
    redirectUrls: RedirectUrls;
    /**
     * Further settings.
     */
    options?: ReserveOptions;
}

/**
 * One part of how a payment was paid.
 */
export interface PayInfo {
    /**
     * `CREDIT_CARD`, `BALANCE`, `POINT` or `DISCOUNT`; others may come.
     */
    method?: string;
    /**
     * The part paid this way, in units of the currency.
     */
    amount: Amount;
    /**
     * The buyer's name for the card; automatic payments only, may be empty.
     */
    creditCardNickname?: string;
    /**
     * `VISA`, `MASTER`, `AMEX`, `DINERS` or `JCB`; automatic payments only.
     */
    creditCardBrand?: string;
    /**
     * The last four digits behind asterisks; Taiwan, confirm only, on request to LINE Pay.
     */
    maskedCreditCardNumber?: string;
}

/**
 * What was found.
 */
export interface PaymentCheckReply {
    /**
     * One row for each payment or refund that was found.
     */
    payments: PaymentRow[];
}

/**
 * Asks for payments by their transactions or by their orders: 1 to 100 ids of one kind.
 *
 * Only what was paid is found: a reservation that was never confirmed is a `NOT_FOUND` (1150), and so is in v2 what is
 * only authorised: ask authCheck for that.
 */
export interface PaymentCheckRequest {
    /**
     * Transactions of payments or of refunds, as text or as BigInts.
     */
    transactionId?: TransactionId | bigint | (TransactionId | bigint)[];
    /**
     * The merchant's orders. Each at most 100 bytes (v3, v4: characters).
     */
    orderId?: OrderId | OrderId[];
    /**
     * Which half of the data to return; all without it. v3 only.
     */
    fields?: "ALL" | "TRANSACTION" | "ORDER";
}

/**
 * How it is paid.
 */
export interface PaymentOptions {
    /**
     * true (default): confirm also captures; false: it only authorises.
     */
    capture?: boolean;
    /**
     * `NORMAL` (default), or `PREAPPROVED`: confirm also issues a regKey.
     */
    payType?: "NORMAL" | "PREAPPROVED";
}

/**
 * One payment or refund.
 */
export interface PaymentRow {
    /**
     * Its transaction.
     */
    transactionId: TransactionId;
    /**
     * When, ISO 8601 in UTC.
     */
    transactionDate?: string;
    /**
     * `PAYMENT`, `PAYMENT_REFUND` or `PARTIAL_REFUND`; others may come. Absent with `fields: "ORDER"`.
     */
    transactionType?: string;
    /**
     * The product's name.
     */
    productName?: string;
    /**
     * The merchant's name.
     */
    merchantName?: string;
    /**
     * ISO 4217.
     */
    currency: string;
    /**
     * The merchant's order.
     */
    orderId: OrderId;
    /**
     * How it was paid; the parts add up to the amount. Absent when LINE Pay does not say.
     */
    payInfo?: PayInfo[];
    /**
     * When an authorisation lapses; some answers repeat the payment's date here.
     */
    authorizationExpireDate?: string;
    /**
     * The refunds of this payment; absent when there are none.
     */
    refundList?: RefundRow[];
    /**
     * `CAPTURE` (v3, v4), `AUTHORIZATION`, `VOIDED_AUTHORIZATION` or `EXPIRED_AUTHORIZATION`.
     */
    payStatus?: string;
    /**
     * v4: `TSP` or `EPI`; absent means `TSP`.
     */
    paymentProvider?: string;
    /**
     * v3 and v4: the packages that were ordered.
     */
    packages?: PackageRow[];
    /**
     * v3: the shipping that was chosen.
     */
    shipping?: Shipping;
    /**
     * Taiwan, v3 and v4: the promotions that counted.
     */
    events?: EventRow[];
    /**
     * Taiwan: the buyer's cards with the merchant.
     */
    merchantReference?: MerchantReference;
    /**
     * For a refund's row: the payment that was refunded.
     */
    originalTransactionId?: TransactionId;
}

/**
 * The payment page.
 */
export interface PaymentUrl {
    /**
     * For a browser; the sandbox supports only this one. Pass it on as it is, and escape its `&` in HTML.
     */
    web: string;
    /**
     * A `line://` link that opens the LINE app. One of another form is left out: it is in `raw`, and `web` is enough.
     */
    app?: string;
}

/**
 * The payment that was made.
 */
export interface PreApprovalReply {
    /**
     * Its transaction.
     */
    transactionId: TransactionId;
    /**
     * When, ISO 8601 in UTC.
     */
    transactionDate?: string;
    /**
     * The merchant's order; LINE Pay often leaves it out.
     */
    orderId?: OrderId;
    /**
     * How it was paid; LINE Pay often leaves it out.
     */
    payInfo?: PayInfo[];
    /**
     * For `capture: false`: after this LINE Pay voids the authorisation.
     */
    authorizationExpireDate?: string;
    /**
     * v4: `TSP` or `EPI`; absent means `TSP`.
     */
    paymentProvider?: string;
}

/**
 * Charges a buyer through a regKey, at once.
 *
 * After a lost answer there is no transaction to ask for yet: ask paymentCheck by `orderId` (in v2 with
 * `capture: false` authCheck, for payment details do not list what is only authorised) before charging again.
 */
export interface PreApprovalRequest {
    /**
     * The key that confirm returned.
     */
    regKey: RegKey;
    /**
     * What is paid for. At most 4000 bytes (v3, v4: characters).
     */
    productName: string;
    /**
     * The total, above 0.
     */
    amount: Amount;
    /**
     * The currency of the merchant's contract.
     */
    currency: Currency;
    /**
     * The merchant's order number, a fresh one for each charge. At most 100 bytes (v3, v4: characters).
     */
    orderId: OrderId;
    /**
     * true (default): charge; false: authorise only, then capture or void.
     */
    capture?: boolean;
}

/**
 * One product.
 */
export interface Product {
    /**
     * The merchant's product number. At most 50 characters.
     */
    id?: string;
    /**
     * Its name. At most 4000 characters.
     */
    name: string;
    /**
     * A picture, https. At most 500 characters.
     */
    imageUrl?: string;
    /**
     * A whole number above 0.
     */
    quantity: number;
    /**
     * For one piece. Below 0 for a discount; the package's amount must not be.
     */
    price: Amount;
    /**
     * For one piece before a discount.
     */
    originalPrice?: Amount;
}

/**
 * Reserves a payment. The buyer has 20 minutes to approve it; then confirm it.
 *
 * Lengths are bytes of UTF-8, as LINE Pay counts in v2.
 */
export interface ProductReserve {
    /**
     * Shown on the payment page. At most 4000 bytes.
     */
    productName: string;
    /**
     * A picture of about 84 × 84 pixels, https. At most 500 bytes.
     */
    productImageUrl?: string;
    /**
     * The total to pay, above 0; TWD and JPY without decimals. 0 with `payType: "PREAPPROVED"` only registers the
     * buyer.
     */
    amount: Amount;
    /**
     * The currency of the merchant's contract.
     */
    currency: Currency;
    /**
     * LINE member id of the payer. Leave it out unless LINE asked for it. At most 50 bytes.
     */
    mid?: string;
    /**
     * Code scanned from the buyer's My Code, valid 5 minutes: 18 digits in Taiwan, 19 in Japan, 12 elsewhere. With it
     * the reply may have no `paymentUrl`: the buyer approves in the app. At most 19 bytes.
     */
    oneTimeKey?: string;
    /**
     * Where the buyer (CLIENT) or LINE Pay's server (SERVER) goes after approval. LINE Pay appends `transactionId`, so
     * it must not hold one already. https, or (CLIENT) a link into your app such as `myapp://paid`. At most 500 bytes.
     */
    confirmUrl: string;
    /**
     * `CLIENT` (default): the buyer's browser comes to confirmUrl; `SERVER`: LINE Pay's server does.
     */
    confirmUrlType?: "CLIENT" | "SERVER";
    /**
     * CLIENT only: show a guidance page when the browser at confirm is another one. Default false.
     */
    checkConfirmUrlBrowser?: boolean;
    /**
     * Where the buyer goes after cancelling; used as it is. https, or a link into your app. At most 500 bytes.
     */
    cancelUrl?: string;
    /**
     * The merchant's Android package, against phishing on app switch. At most 4000 bytes.
     */
    packageName?: string;
    /**
     * The merchant's order number. Use a fresh one for each attempt. At most 100 bytes.
     */
    orderId: OrderId;
    /**
     * The receiver's phone, used for risk checks. At most 100 bytes.
     */
    deliveryPlacePhone?: string;
    /**
     * `NORMAL` (default), or `PREAPPROVED`: confirm also issues a regKey.
     */
    payType?: "NORMAL" | "PREAPPROVED";
    /**
     * Language of the payment page; without it the buyer's browser decides.
     */
    langCd?: "ja" | "ko" | "en" | "zh-Hans" | "zh-Hant" | "th";
    /**
     * true (default): confirm also captures; false: it only authorises.
     */
    capture?: boolean;
    /**
     * Further settings.
     */
    extras?: Extras;
}

/**
 * A product that was ordered.
 */
export interface ProductRow {
    /**
     * The merchant's product number.
     */
    id?: string;
    /**
     * Its name.
     */
    name?: string;
    /**
     * A picture.
     */
    imageUrl?: string;
    /**
     * How many.
     */
    quantity?: number;
    /**
     * For one piece.
     */
    price?: Amount;
    /**
     * For one piece before a discount.
     */
    originalPrice?: Amount;
}

/**
 * What points may not pay and earn (Taiwan).
 */
export interface PromotionRestriction {
    /**
     * The amount that points and discounts may not pay.
     */
    useLimit?: Amount;
    /**
     * The amount for which no points are given.
     */
    rewardLimit: Amount;
}

/**
 * Who receives a delivery.
 */
export interface Recipient {
    /**
     * First name.
     */
    firstName?: string;
    /**
     * Last name.
     */
    lastName?: string;
    /**
     * First name in another script.
     */
    firstNameOptional?: string;
    /**
     * Last name in another script.
     */
    lastNameOptional?: string;
    /**
     * E-mail address.
     */
    email?: string;
    /**
     * Telephone number.
     */
    phoneNo?: string;
}

/**
 * Where the buyer returns to.
 */
export interface RedirectUrls {
    /**
     * The merchant's Android package. At most 4000 characters.
     */
    appPackageName?: string;
    /**
     * Where the buyer (CLIENT) or LINE Pay's server (SERVER) goes after approval. LINE Pay appends `orderId` and
     * `transactionId`. Required unless the type is NONE. https, or (CLIENT) a link into your app such as
     * `myapp://paid`. At most 500 characters.
     */
    confirmUrl?: string;
    /**
     * `CLIENT` (default), `SERVER`, or `NONE`: nobody is called, poll statusCheck.
     */
    confirmUrlType?: "CLIENT" | "SERVER" | "NONE";
    /**
     * Where the buyer goes after cancelling. Required unless the type is NONE. https, or a link into your app. At most
     * 500 characters.
     */
    cancelUrl?: string;
}

/**
 * The refund that was made.
 */
export interface RefundReply {
    /**
     * The refund's own transaction; later refunds still name the payment's.
     */
    refundTransactionId: TransactionId;
    /**
     * When, ISO 8601 in UTC.
     */
    refundTransactionDate?: string;
}

/**
 * Refunds a captured payment, in part or in whole.
 *
 * After a lost answer ask paymentCheck for its `refundList` before refunding again: repeating a partial refund blindly
 * can refund twice.
 */
export interface RefundRequest {
    /**
     * The payment's transaction (never that of an earlier refund), as text or as a BigInt.
     */
    transactionId: TransactionId | bigint;
    /**
     * What to give back, above 0. Leave the key out to refund everything that is left. Its decimals are checked before
     * anything is sent where the currency is known: from `expected.currency` or `payment`.
     */
    refundAmount?: Amount;
}

/**
 * One refund of a payment.
 */
export interface RefundRow {
    /**
     * The refund's own transaction.
     */
    refundTransactionId: TransactionId;
    /**
     * `PAYMENT_REFUND` or `PARTIAL_REFUND`.
     */
    transactionType?: string;
    /**
     * What was given back. Its sign differs between servers: count its absolute value.
     */
    refundAmount: Amount;
    /**
     * When, ISO 8601 in UTC.
     */
    refundTransactionDate?: string;
}

/**
 * The key of an automatic payment: `RK` and 13 of `[A-Z0-9]` in practice.
 *
 * Whoever has it (and the channel's keys) can charge the buyer: treat it as a secret.
 */
export type RegKey = string;

/**
 * The key can be charged. LINE Pay says nothing more.
 */
export interface RegKeyCheckReply {}

/**
 * Asks whether a regKey can be charged.
 *
 * A key that cannot is refused: 1190 unknown, 1193 expired, 1141 or 1154 its card or account.
 */
export interface RegKeyCheckRequest {
    /**
     * The key that confirm returned.
     */
    regKey: RegKey;
    /**
     * true: also try a minimum authorisation on the card; needs LINE Pay's approval (Taiwan). Default false: only the
     * key's and the buyer's status.
     */
    creditCardAuth?: boolean;
}

/**
 * The key has ended. LINE Pay says nothing more.
 */
export interface RegKeyExpireReply {}

/**
 * Ends a regKey for good: charging it later is refused with 1193.
 */
export interface RegKeyExpireRequest {
    /**
     * The key that confirm returned.
     */
    regKey: RegKey;
}

/**
 * The terms of an automatic payment, shown to the buyer (v4, with PREAPPROVED).
 */
export interface RegPayRequest {
    /**
     * `RECURRING`: at regular times; `NON_RECURRING`: when needed.
     */
    regPayPeriodType?: "RECURRING" | "NON_RECURRING";
    /**
     * With RECURRING: how often.
     */
    recurringPeriod?: "WEEK" | "MONTH" | "YEAR";
    /**
     * With MONTH or YEAR: the day of the month, 1 to 31.
     */
    recurringDay?: number;
    /**
     * With WEEK: the day of the week.
     */
    recurringDayOfWeek?: "SUN" | "MON" | "TUE" | "WED" | "THU" | "FRI" | "SAT";
    /**
     * With YEAR: the month, 1 to 12.
     */
    recurringMonth?: number;
    /**
     * What one charge costs.
     */
    productPrice?: Amount;
    /**
     * With NON_RECURRING: the most that one charge may be.
     */
    perTransactionLimit?: Amount;
}

/**
 * Further settings of a reservation.
 */
export interface ReserveOptions {
    /**
     * How it is paid.
     */
    payment?: PaymentOptions;
    /**
     * How it is shown.
     */
    display?: DisplayOptions;
    /**
     * Shipping. From older documents of LINE Pay. v3 only.
     */
    shipping?: ShippingOptions;
    /**
     * Official accounts to add. v3 only.
     */
    familyService?: FamilyService;
    /**
     * Branch and promotions.
     */
    extra?: ExtraOptions;
    /**
     * Taiwan: promotions that count for this payment, each by exactly one of `totalAmount` and `productQuantity`.
     */
    events?: EventOption[];
    /**
     * With PREAPPROVED: the terms of the automatic payment, shown to the buyer. v4 only.
     */
    regPayRequest?: RegPayRequest;
}

/**
 * The reservation.
 */
export interface ReserveReply {
    /**
     * The transaction: 19 digits, as text. Store it with the order.
     */
    transactionId: TransactionId;
    /**
     * Where the buyer approves. It is there unless a `oneTimeKey` was sent (v2): then the buyer approves in the app.
     */
    paymentUrl?: PaymentUrl;
    /**
     * 12 digits that the buyer may type in the LINE app instead of scanning.
     */
    paymentAccessToken?: string;
}

/**
 * What reserve takes in v3.
 */
export interface ReserveRequestV3 extends Omit<PackagesReserve, "options"> {
    /**
     * Further settings.
     */
    options?: Omit<ReserveOptions, "regPayRequest">;
}

/**
 * What reserve takes in v4.
 */
export interface ReserveRequestV4 extends Omit<PackagesReserve, "packages" | "options"> {
    /**
     * Groups of products, for example one for each seller; one at least.
     */
    packages: Omit<Package, "userFee">[];
    /**
     * Further settings.
     */
    options?: Omit<ReserveOptions, "shipping" | "familyService">;
}

/**
 * The shipping that the buyer chose.
 */
export interface Shipping {
    /**
     * The method's id.
     */
    methodId?: string;
    /**
     * Its fee.
     */
    feeAmount?: Amount;
    /**
     * Where to.
     */
    address?: Address;
}

/**
 * Shipping.
 */
export interface ShippingOptions {
    /**
     * `NO_SHIPPING` (default), `FIXED_ADDRESS` with `address`, or `SHIPPING` with `feeInquiryUrl`.
     */
    type?: "NO_SHIPPING" | "FIXED_ADDRESS" | "SHIPPING";
    /**
     * The shipping fee, part of the total.
     */
    feeAmount?: Amount;
    /**
     * The merchant's API that answers with shipping methods. At most 500 characters.
     */
    feeInquiryUrl?: string;
    /**
     * `CONDITION`: ask again when the address changes; `FIXED`: do not.
     */
    feeInquiryType?: "CONDITION" | "FIXED";
    /**
     * Where to, for FIXED_ADDRESS.
     */
    address?: Address;
}

/**
 * The answer: LINE Pay gives it as the return code.
 */
export interface StatusCheckReply {
    /**
     * Where the reservation stands.
     */
    status: "waiting" | "approved" | "cancelled" | "failed" | "completed";
    /**
     * LINE Pay's return code: 0000, 0110, 0121, 0122 or 0123.
     */
    returnCode: string;
    /**
     * With `options.shipping`: the method that the buyer chose, whose fee belongs to the amount of confirm.
     */
    shipping?: ChosenShipping;
}

/**
 * Asks whether the buyer has approved a reservation. Wait a second at least between two questions.
 */
export interface StatusCheckRequest {
    /**
     * The transaction that reserve returned, as text or as a BigInt.
     */
    transactionId: TransactionId | bigint;
}

/**
 * The number of a payment, a refund or a preapproved payment: 19 digits in
 * practice, at most 2^63 − 1. Read from a JSON number or from text, always
 * written as text.
 */
export type TransactionId = string;

/**
 * The authorisation is voided. LINE Pay says nothing more.
 */
export interface VoidReply {}

/**
 * Voids an authorisation that has not been captured. A captured payment is refunded instead.
 */
export interface VoidRequest {
    /**
     * The authorised payment's transaction, as text or as a BigInt.
     */
    transactionId: TransactionId | bigint;
}

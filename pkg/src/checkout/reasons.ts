// Generated from the Rust tables by `cargo xtask build`. Do not edit: change the Rust and build again.

/** Why LINE Pay declined, for the buyer to read, in lines of return codes, English and Chinese: in this form the smallest in a bundle. */
export const reasons = `
1101|This LINE account has no LINE Pay|此 LINE 帳號尚未註冊 LINE Pay
1102|This LINE Pay account cannot pay at the moment|此 LINE Pay 帳號目前無法付款
1110 1284 1292|This credit card cannot be used|此信用卡無法使用
1133|The one-time code is wrong or was used|一次性代碼無效或已使用
1141|There is a problem with the LINE Pay account|LINE Pay 帳號狀態異常
1142|Not enough balance|餘額不足
1154|This payment method cannot be used|此付款方式無法使用
1170|The balance has changed|餘額已變動
1180|The time to pay has run out|已超過付款時限
1264|iPASS MONEY could not pay|一卡通 iPASS MONEY 無法付款
1280|The credit card has a temporary problem|信用卡暫時無法付款，請稍後再試
1281 1282 1283 1291 1294 1297 1298|The bank has not accepted the credit card|發卡銀行未核准這筆交易
1285 1286|The data of the credit card is wrong or incomplete|信用卡資料有誤或不完整
1287|The credit card has expired|信用卡已過期
1288|The credit card has not enough funds|信用卡餘額不足
1289|The limit of the credit card is exceeded|超過信用卡額度
1290|The sum is over the limit for one payment|超過單筆付款上限
1293|The security code of the card is wrong|信用卡安全碼錯誤
1295|The number of the card is wrong|信用卡卡號錯誤
1296|This sum cannot be paid|無法支付此金額`;

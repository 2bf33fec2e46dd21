//! The return codes in prose: for the documentation and for `explain`, never in the hot module.

use super::{Class, ReturnCode, TABLE};

/// Who has to act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Nobody.
    Nobody,
    /// The buyer: pay otherwise, or approve.
    Buyer,
    /// The merchant: mend the request or the contract.
    Merchant,
    /// Wait, then call again.
    Wait,
    /// Ask LINE Pay what happened.
    Ask,
}

impl Actor {
    /// The name in JavaScript.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Actor::Nobody => "nobody",
            Actor::Buyer => "buyer",
            Actor::Merchant => "merchant",
            Actor::Wait => "wait",
            Actor::Ask => "ask",
        }
    }
}

/// One code of the catalogue.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The code.
    pub code: ReturnCode,
    /// What it means, in English.
    pub english: &'static str,
    /// What it means, in Chinese as written in Taiwan.
    pub chinese: &'static str,
    /// Who has to act.
    pub actor: Actor,
}

/// Every code, in order.
#[must_use]
pub fn entries() -> Vec<Entry> {
    let rows = TABLE.iter().filter_map(|(code, class, english)| {
        let chinese = CHINESE.iter().find(|(own, _)| own == code)?.1;
        let actor = match class {
            Class::Ok => Actor::Nobody,
            Class::User => Actor::Buyer,
            Class::Fix => Actor::Merchant,
            Class::Retry => Actor::Wait,
            Class::Look => Actor::Ask,
        };
        Some(Entry { code: ReturnCode::new(code)?, english, chinese, actor })
    });
    rows.collect()
}

const CHINESE: &[(&str, &str)] = &[
    ("0000", "成功"),
    ("0110", "買家已完成認證，可以呼叫 confirm"),
    ("0121", "買家已取消，或請求逾時"),
    ("0122", "付款失敗"),
    ("0123", "付款已完成"),
    ("1101", "付款人不是 LINE Pay 會員"),
    ("1102", "付款人目前被停止付款"),
    ("1104", "找不到商家：Channel ID 錯誤，或金鑰屬於另一個環境"),
    ("1105", "商家目前無法使用 LINE Pay，請洽 LINE Pay"),
    ("1106", "標頭資訊錯誤：Channel Secret 錯誤，或（v2）呼叫端 IP 不在付款伺服器 IP 名單內"),
    ("1110", "此信用卡無法使用"),
    ("1124", "金額資訊錯誤"),
    ("1133", "一次性代碼無效或已使用"),
    ("1141", "付款人帳戶狀態異常"),
    ("1142", "餘額不足"),
    ("1145", "此付款正在進行中"),
    ("1150", "查無此交易，或尚未付款"),
    ("1152", "此交易已付款"),
    ("1153", "金額與請求時不同"),
    ("1154", "已登錄的付款方式無法使用"),
    ("1155", "交易編號錯誤，或此交易無法退款"),
    ("1159", "沒有付款請求資訊：未預約或已失效"),
    ("1163", "已超過可退款期限"),
    ("1164", "退款金額超過可退金額"),
    ("1165", "已退款或已作廢"),
    ("1169", "買家尚未選擇付款方式並完成認證"),
    ("1170", "付款人餘額已變動"),
    ("1172", "已有相同的訂單編號"),
    ("1177", "查詢的編號超過 100 筆"),
    ("1178", "此商家不支援該幣別"),
    ("1179", "交易狀態不允許此操作"),
    ("1180", "已超過付款期限"),
    ("1183", "金額必須大於 0，且不低於商家的最低金額"),
    ("1184", "金額超過原請求金額或商家上限"),
    ("1190", "查無此 regKey"),
    ("1193", "regKey 已過期"),
    ("1194", "商家不可使用自動付款"),
    ("1197", "此 regKey 有付款正在處理"),
    ("1198", "重複呼叫，前一次仍在處理"),
    ("1199", "請求發生內部錯誤"),
    ("1264", "一卡通 MONEY 錯誤"),
    ("1280", "信用卡暫時性錯誤"),
    ("1281", "信用卡付款錯誤"),
    ("1282", "信用卡授權錯誤"),
    ("1283", "疑似盜刷，已拒絕"),
    ("1284", "信用卡付款暫停服務"),
    ("1285", "缺少信用卡資料"),
    ("1286", "信用卡資料錯誤"),
    ("1287", "信用卡已過期"),
    ("1288", "信用卡餘額不足"),
    ("1289", "超過信用卡額度"),
    ("1290", "超過單筆付款上限"),
    ("1291", "此信用卡已掛失"),
    ("1292", "此信用卡已停用"),
    ("1293", "CVN 錯誤"),
    ("1294", "此信用卡在封鎖名單內"),
    ("1295", "信用卡號錯誤"),
    ("1296", "無法處理此金額"),
    ("1297", "信用卡錯誤"),
    ("1298", "信用卡遭拒絕"),
    ("1900", "暫時性錯誤，請先查詢再以相同資料重試"),
    ("1902", "暫時性錯誤，請先查詢再以相同資料重試"),
    ("1903", "暫時性錯誤，請先查詢再以相同資料重試"),
    ("1999", "與前一次請求的內容不同"),
    ("2024", "超過商家限額"),
    ("2042", "商家退款準備金不足"),
    ("2101", "參數錯誤"),
    ("2102", "JSON 資料錯誤"),
    ("2103", "此商家不可使用該參數"),
    ("2104", "請求無效，例如 HTTP 方法錯誤"),
    ("9000", "LINE Pay 內部錯誤"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_in_both_languages() {
        assert_eq!(entries().len(), TABLE.len());
        assert_eq!(CHINESE.len(), TABLE.len());
    }
}

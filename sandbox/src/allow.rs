//! The merchant's list of payment server addresses.

use serde::{Deserialize, Serialize};
use std::net::{IpAddr, Ipv4Addr};

/// IPv4 addresses with masks, as the merchant center takes them: `203.0.113.7`, `203.0.113.0/24`.
/// A mask is 24 to 30, or 32; left out it is 32.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<String>", into = "Vec<String>")]
pub struct AllowList(Vec<Entry>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    address: Ipv4Addr,
    mask: u32,
}

impl AllowList {
    /// Whether a caller at this address may use the API.
    #[must_use]
    pub fn holds(&self, peer: IpAddr) -> bool {
        let IpAddr::V4(peer) = peer.to_canonical() else {
            return false;
        };
        self.0.iter().any(|entry| {
            let ignored = u32::MAX.checked_shr(entry.mask).unwrap_or(0);
            u32::from(peer) | ignored == u32::from(entry.address) | ignored
        })
    }
}

impl TryFrom<Vec<String>> for AllowList {
    type Error = String;

    fn try_from(texts: Vec<String>) -> Result<AllowList, String> {
        texts.iter().map(|text| read(text)).collect::<Result<Vec<_>, _>>().map(AllowList)
    }
}

impl From<AllowList> for Vec<String> {
    fn from(list: AllowList) -> Vec<String> {
        list.0.iter().map(|entry| format!("{}/{}", entry.address, entry.mask)).collect()
    }
}

fn read(text: &str) -> Result<Entry, String> {
    let (address, mask) = match text.split_once('/') {
        Some((address, mask)) if mask.bytes().all(|byte| byte.is_ascii_digit()) => (address, mask.parse().ok()),
        Some(_) => (text, None),
        None => (text, Some(32)),
    };
    match (address.parse(), mask) {
        (Ok(address), Some(mask @ (24..=30 | 32))) => Ok(Entry { address, mask }),
        _ => {
            Err("allow: an entry is an IPv4 address, or one with a mask of 24 to 30 or 32, like 203.0.113.0/24"
                .to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(entry: &str, peer: &str) -> bool {
        AllowList::try_from(vec![entry.to_owned()]).unwrap().holds(peer.parse().unwrap())
    }

    #[test]
    fn masks_count_from_the_left() {
        assert!(holds("203.0.113.7", "203.0.113.7") && !holds("203.0.113.7", "203.0.113.8"));
        assert!(holds("203.0.113.0/24", "203.0.113.255") && !holds("203.0.113.0/24", "203.0.114.0"));
        assert!(holds("203.0.113.4/30", "203.0.113.7") && !holds("203.0.113.4/30", "203.0.113.8"));
        assert!(holds("203.0.113.7", "::ffff:203.0.113.7") && !holds("203.0.113.7", "::1"));
    }

    #[test]
    fn refuses_masks_that_the_merchant_center_refuses() {
        for entry in [
            "203.0.113.7/31",
            "203.0.113.7/23",
            "203.0.113.7/33",
            "203.0.113.7/",
            "203.0.113.7/+24",
            "::1",
            "shop",
            "203.0.113/24",
        ] {
            assert!(AllowList::try_from(vec![entry.to_owned()]).is_err(), "{entry}");
        }
    }
}

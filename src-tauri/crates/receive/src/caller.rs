//! From which network address a request comes.

use axum::http::HeaderMap;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

/// Who says where a request comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Hops {
    /// The connection itself.
    #[default]
    Peer,
    /// A proxy in front, by the last entry of `X-Forwarded-For`: the only one that the sender can't have written.
    XForwardedFor,
    /// A proxy in front, by the last entry of `Forwarded` (RFC 7239).
    Forwarded,
}

impl Hops {
    /// The address that a request comes from; the connection's where the proxy names none that can be read.
    pub(crate) fn caller(self, headers: &HeaderMap, peer: IpAddr) -> IpAddr {
        let last = |name: &str| {
            let line = headers.get_all(name).iter().next_back()?.to_str().ok()?;
            Some(line.rsplit(',').next().unwrap_or(line).trim())
        };
        let named = match self {
            Self::Peer => None,
            Self::XForwardedFor => last("x-forwarded-for").and_then(address),
            Self::Forwarded => last("forwarded").and_then(by_for).and_then(address),
        };
        named.unwrap_or(peer).to_canonical()
    }
}

/// The `for` of an entry such as `for="[2001:db8::1]:4711";proto=https`.
fn by_for(entry: &str) -> Option<&str> {
    entry.split(';').find_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        name.trim()
            .eq_ignore_ascii_case("for")
            .then(|| value.trim().trim_matches('"'))
    })
}

/// An address, with or without a port and brackets.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    bare.unwrap_or(text).parse().ok().or_else(|| {
        let whole: Option<SocketAddr> = text.parse().ok();
        whole.map(|whole| whole.ip())
    })
}

/// By which senders are told apart: an IPv4 address, or the network that one household has of IPv6 (its first 64 bits).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Key(IpAddr);

impl Key {
    /// Of an address.
    pub fn of(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V6(whole) => IpAddr::V6(Ipv6Addr::from_bits(whole.to_bits() >> 64 << 64)),
            whole @ IpAddr::V4(_) => whole,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Hops, Key};
    use axum::http::{HeaderMap, HeaderValue};

    fn caller(hops: Hops, lines: &[(&'static str, &'static str)]) -> String {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, HeaderValue::from_static(value));
        }
        hops.caller(&headers, "::ffff:127.0.0.1".parse().unwrap())
            .to_string()
    }

    #[test]
    fn only_the_last_hop_is_believed_and_only_where_one_is_expected() {
        let forged = ("x-forwarded-for", "203.0.113.9, 192.0.2.7");
        assert_eq!(caller(Hops::Peer, &[forged]), "127.0.0.1");
        assert_eq!(caller(Hops::XForwardedFor, &[forged]), "192.0.2.7");
        let twice = [
            ("x-forwarded-for", "192.0.2.7"),
            ("x-forwarded-for", "192.0.2.8"),
        ];
        assert_eq!(caller(Hops::XForwardedFor, &twice), "192.0.2.8");
        let other = ("forwarded", "for=203.0.113.9");
        assert_eq!(caller(Hops::XForwardedFor, &[other, forged]), "192.0.2.7");
        assert_eq!(caller(Hops::XForwardedFor, &[other]), "127.0.0.1");
    }

    #[test]
    fn an_address_is_read_in_each_of_its_spellings() {
        for (line, found) in [
            ("for=192.0.2.7", "192.0.2.7"),
            (
                "for=203.0.113.9, For=\"[2001:db8::1]:4711\";proto=https",
                "2001:db8::1",
            ),
            ("proto=https; for=192.0.2.7:80;by=_me", "192.0.2.7"),
            ("for=unknown", "127.0.0.1"),
            ("for=_hidden", "127.0.0.1"),
            ("nothing", "127.0.0.1"),
            ("", "127.0.0.1"),
        ] {
            assert_eq!(
                caller(Hops::Forwarded, &[("forwarded", line)]),
                found,
                "{line}"
            );
        }
        for (line, found) in [
            ("[2001:db8::1]", "2001:db8::1"),
            ("[2001:db8::1]:80", "2001:db8::1"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
            ("192.0.2.7:4711", "192.0.2.7"),
            ("a house", "127.0.0.1"),
        ] {
            let headers = [("x-forwarded-for", line)];
            assert_eq!(caller(Hops::XForwardedFor, &headers), found, "{line}");
        }
    }

    #[test]
    fn one_household_is_one_sender() {
        let key = |text: &str| Key::of(text.parse().unwrap());
        assert_eq!(key("2001:db8:0:1::1"), key("2001:db8:0:1:ffff::"));
        assert_ne!(key("2001:db8:0:1::1"), key("2001:db8:0:2::1"));
        assert_ne!(key("192.0.2.7"), key("192.0.2.8"));
        assert_eq!(key("::ffff:192.0.2.7"), key("192.0.2.7"));
    }
}

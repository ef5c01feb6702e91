//! Web addresses in settings: which can be reached safely, and how they are shown.

use std::net::IpAddr;

use url::{Host, Url};

/// Where people reach the service: https, or plain http on this machine; scheme, host and port only.
pub(super) fn base_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| error.to_string())?;
    let loopback = match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(ip)) => IpAddr::from(ip).is_loopback(),
        Some(Host::Ipv6(ip)) => IpAddr::from(ip).is_loopback(),
        None => false,
    };
    match url.scheme() {
        "https" => {}
        "http" if loopback => {}
        "http" => {
            return Err("plain http is accepted on loopback only: sign-ins would travel in clear".to_owned());
        }
        other => return Err(format!("{other}:// is not a web address")),
    }
    let bare = url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    if bare {
        Ok(url)
    } else {
        Err("give scheme, host and port only".to_owned())
    }
}

/// Passwords and query values may be secret.
pub(super) fn masked_url(text: &str) -> String {
    let Ok(mut url) = Url::parse(text) else {
        return if text.starts_with("sqlite://") {
            text.to_owned()
        } else {
            "***".to_owned()
        };
    };
    if url.scheme() == "sqlite" {
        return text.to_owned();
    }
    if url.password().is_some() {
        let _ = url.set_password(Some("***"));
    }
    if url.query().is_some() {
        url.set_query(Some("***"));
    }
    url.to_string()
}

//! Headers that every answer carries, errors included (security catalogue T31).

use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};

/// Nothing from outside, nothing inline, in nobody's frame. Pages load their own files only.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'";

/// What depends on how the service is reached.
#[derive(Debug, Clone, Copy)]
pub(crate) struct HeaderPolicy {
    /// Whether the base URL is https: browsers are then told to stay with it.
    pub(crate) https: bool,
}

/// Adds what is not there yet: a handler may set its own caching or a stricter referrer policy.
pub(super) fn add(headers: &mut HeaderMap, policy: HeaderPolicy) {
    let mut set = |name: HeaderName, value: &'static str| {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    };
    set(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::X_FRAME_OPTIONS, "DENY");
    // `same-origin`, not `no-referrer`: with the latter, browsers hide the Origin of our own forms from us.
    set(header::REFERRER_POLICY, "same-origin");
    set(header::CROSS_ORIGIN_OPENER_POLICY, "same-origin");
    set(header::CROSS_ORIGIN_RESOURCE_POLICY, "same-origin");
    set(
        header::PERMISSIONS_POLICY,
        "camera=(), geolocation=(), microphone=()",
    );
    set(header::CACHE_CONTROL, "no-store");
    if policy.https {
        set(
            header::STRICT_TRANSPORT_SECURITY,
            "max-age=31536000; includeSubDomains",
        );
    }
}

/// Whether a path is a guest's link or a page behind one.
pub(in crate::web) fn behind_link(path: &str) -> bool {
    ["/g/", "/l/", "/password/", "/calendar/", "/unsubscribe/"]
        .iter()
        .any(|start| path.starts_with(start))
}

/// Whether a path holds what only its reader may know.
pub(in crate::web) fn hides_a_secret(path: &str) -> bool {
    // What follows `/g/` is a number; the secret of such a page is a cookie.
    behind_link(path) && !path.starts_with("/g/")
}

/// What answers behind a guest's link carry in addition: the address must not travel or be indexed.
pub(super) fn link_page(headers: &mut HeaderMap) {
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(
        HeaderName::from_static("x-robots-tag"),
        HeaderValue::from_static("noindex, nofollow"),
    );
}

//! A foreign page must not act through a visitor's cookie (security catalogue T32).
//!
//! Unsafe requests that come with a cookie and without an `Authorization` header are accepted when the
//! browser says that they come from our own pages. A client that sends neither `Sec-Fetch-Site` nor
//! `Origin` is no browser, so nobody's cookie is being borrowed.

use actix_web::{
    Error, ResponseError,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method,
        header::{self, HeaderMap},
    },
    middleware::Next,
    web::Data,
};

use super::problem::Problem;
use crate::fault::Fault;

/// Scheme, host and port under which this service is reached.
#[derive(Debug, Clone)]
pub(crate) struct OwnOrigin(pub(crate) String);

/// Refuses requests that a foreign page makes a browser send.
pub(crate) async fn guard(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let own = req.app_data::<Data<OwnOrigin>>().map_or("", |o| o.0.as_str());
    if foreign(req.method(), req.headers(), own) {
        let problem = Problem::from(Fault::forbidden("This request came from another site's page."));
        return Ok(req.into_response(problem.error_response()));
    }
    Ok(next.call(req).await?.map_into_boxed_body())
}

fn foreign(method: &Method, headers: &HeaderMap, own: &str) -> bool {
    if method.is_safe()
        || headers.contains_key(header::AUTHORIZATION)
        || !headers.contains_key(header::COOKIE)
    {
        return false;
    }
    let text = |name: &str| headers.get(name).map(|v| v.to_str().unwrap_or("?"));
    match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => site != "same-origin" && site != "none",
        (None, Some(origin)) => origin != own,
        (None, None) => false,
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    fn judged(method: Method, pairs: &[(&'static str, &'static str)]) -> bool {
        let headers: HeaderMap = pairs
            .iter()
            .map(|(k, v)| (HeaderName::from_static(k), HeaderValue::from_static(v)))
            .collect();
        foreign(&method, &headers, "https://hire.example")
    }

    #[test]
    fn a_foreign_page_cannot_use_the_cookie() {
        let cookie = ("cookie", "guest=x");
        assert!(judged(Method::POST, &[cookie, ("sec-fetch-site", "cross-site")]));
        assert!(judged(Method::POST, &[cookie, ("sec-fetch-site", "same-site")]));
        assert!(judged(
            Method::DELETE,
            &[cookie, ("origin", "https://evil.example")]
        ));
        assert!(judged(Method::POST, &[cookie, ("origin", "null")]));
    }

    #[test]
    fn our_own_pages_reading_and_programs_are_let_through() {
        let cookie = ("cookie", "guest=x");
        assert!(!judged(
            Method::POST,
            &[cookie, ("sec-fetch-site", "same-origin")]
        ));
        assert!(!judged(
            Method::POST,
            &[cookie, ("origin", "https://hire.example")]
        ));
        assert!(!judged(Method::GET, &[cookie, ("sec-fetch-site", "cross-site")]));
        assert!(!judged(Method::POST, &[("sec-fetch-site", "cross-site")]));
        assert!(!judged(Method::POST, &[cookie]));
        assert!(!judged(
            Method::POST,
            &[
                cookie,
                ("authorization", "Bearer x"),
                ("origin", "https://evil.example")
            ]
        ));
    }
}

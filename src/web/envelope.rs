//! The outermost layer: request ids, `HEAD`, security headers, complete problems, the access log.

use std::time::Instant;

use actix_web::{
    Error, HttpMessage, HttpRequest, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method, StatusCode,
        header::{self, HeaderName, HeaderValue},
    },
    middleware::Next,
    web::Data,
};
use uuid::Uuid;

use super::{
    View,
    headers::{self, HeaderPolicy},
    problem::{PROBLEM_JSON, Place, Problem},
    view::{outside_problem, see_other},
};
use crate::kernel::random;

/// The id of the current request, in its extensions.
#[derive(Debug, Clone, Copy)]
struct RequestId(Uuid);

/// The id of a request; a fresh one when it did not come through the envelope.
pub fn request_id(req: &HttpRequest) -> Uuid {
    req.extensions()
        .get::<RequestId>()
        .map_or_else(random::request_id, |id| id.0)
}

/// Wraps everything; register it last, so that it runs first.
pub(crate) async fn envelope(
    mut req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let started = Instant::now();
    let id = random::request_id();
    req.extensions_mut().insert(RequestId(id));
    let method = req.method().clone();
    if method == Method::HEAD {
        // Wherever GET answers, HEAD does; the connection drops the body but keeps its length.
        req.head_mut().method = Method::GET;
    }
    let policy = req
        .app_data::<Data<HeaderPolicy>>()
        .map_or(HeaderPolicy { https: false }, |p| ***p);
    let response = next.call(req).await?.map_into_boxed_body();
    let (req, mut response) = response.into_parts();
    complete_problem(&req, &mut response, id);
    if headers::behind_link(req.path()) {
        headers::link_page(response.headers_mut());
    }
    headers::add(response.headers_mut(), policy);
    allow_head(&mut response);
    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        response
            .headers_mut()
            .insert(HeaderName::from_static("x-request-id"), value);
    }
    // The route's pattern, never the raw path: that may hold a guest's token.
    let route = req.match_pattern().unwrap_or_else(|| "-".to_owned());
    let millis = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(request_id = %id, %method, %route, status = response.status().as_u16(), millis, "request");
    Ok(ServiceResponse::new(req, response))
}

/// Wherever `GET` is allowed, `HEAD` is: `Allow` says so.
fn allow_head(response: &mut HttpResponse) {
    let allowed = response
        .headers()
        .get(header::ALLOW)
        .and_then(|v| v.to_str().ok());
    let methods: Vec<&str> = allowed.map_or_else(Vec::new, |list| list.split(',').map(str::trim).collect());
    if !methods.contains(&"GET") || methods.contains(&"HEAD") {
        return;
    }
    if let Ok(more) = HeaderValue::from_str(&format!("{}, HEAD", methods.join(", "))) {
        response.headers_mut().insert(header::ALLOW, more);
    }
}

/// Gives a problem its address and request id, and turns bare errors of the framework into problems.
fn complete_problem(req: &HttpRequest, response: &mut HttpResponse, id: Uuid) {
    let stored = response.extensions_mut().remove::<Problem>();
    let Some(mut problem) = stored.or_else(|| bare_error(response)) else {
        return;
    };
    if let Some(cause) = &problem.cause {
        tracing::error!(request_id = %id, cause = format!("{cause:#}"), "internal error");
    }
    problem.place = Some(Box::new(Place {
        instance: (!headers::hides_a_secret(req.path())).then(|| req.path().to_owned()),
        request_id: id,
    }));
    if let Some(page) = for_a_person(req).then(|| problem_page(req, &problem)).flatten() {
        let old = std::mem::replace(response, page);
        for cookie in old.cookies() {
            let _ = response.add_cookie(&cookie);
        }
        return;
    }
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    let old = std::mem::replace(response, HttpResponse::new(problem.http_status()));
    *response = old.set_body(BoxBody::new(body));
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
    response.headers_mut().remove(header::CONTENT_LENGTH);
}

/// Whether somebody looks at the answer in a browser: then it is a page.
fn for_a_person(req: &HttpRequest) -> bool {
    let wants_html = |accept: &HeaderValue| accept.to_str().is_ok_and(|accept| accept.contains("text/html"));
    !req.path().starts_with("/api/") && req.headers().get(header::ACCEPT).is_some_and(wants_html)
}

/// What somebody in a browser sees instead. Whoever must sign in first is sent there, and back afterwards.
fn problem_page(req: &HttpRequest, problem: &Problem) -> Option<HttpResponse> {
    let view = req.app_data::<Data<View>>()?;
    if let Some(page) = outside_problem(req, view, problem) {
        return Some(page);
    }
    if problem.http_status() == StatusCode::UNAUTHORIZED {
        let next = if req.method() == Method::GET {
            req.uri().path_and_query().map_or("/today", |path| path.as_str())
        } else {
            "/today"
        };
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("next", next)
            .finish();
        return Some(see_other(&format!("/sign-in?{query}")));
    }
    let data = serde_json::json!({ "problem": problem });
    let template = ("web/view/problem", problem.title);
    let mut page = view.page(&view.frame(req), template, &data, None).ok()?;
    *page.status_mut() = problem.http_status();
    Some(page)
}

fn bare_error(response: &HttpResponse) -> Option<Problem> {
    let status = response.status();
    let written = response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|v| v.starts_with("text/html") || v.starts_with(PROBLEM_JSON));
    if written || !(status.is_client_error() || status.is_server_error()) {
        return None;
    }
    Some(match status {
        StatusCode::NOT_FOUND => Problem::nothing_here(),
        StatusCode::METHOD_NOT_ALLOWED => super::missing::wrong_method(),
        status if status.is_server_error() => {
            Problem::new(status, "internal", "The request could not be served.")
        }
        status => Problem::new(status, "malformed", "The request could not be read."),
    })
}

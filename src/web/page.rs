//! Lists in pages: `?limit=&cursor=` in, `{data, next_cursor, has_more}` and a `Link` header out.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, HttpResponse, dev::Payload, http::header};
use serde::{Serialize, de::DeserializeOwned};
use utoipa::IntoParams;

use super::problem::Problem;
use crate::{
    db::page::{Page, PageRequest},
    fault::{Fault, FieldFault},
    kernel::time::Timestamp,
};

/// The most entries a client may ask for at once.
const MOST: u32 = 100;

/// Which part of a list is wanted; hand the request inside to the store. A bad limit or cursor is a 422.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paging<K = Timestamp>(pub PageRequest<K>);

/// The query parameters of [`Paging`], for the API description.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "describes the query string, which Paging reads by hand")]
pub struct PagingParams {
    /// Entries per page, 1 to 100; 50 when absent.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// Where to go on: `next_cursor` of the page before.
    cursor: Option<String>,
}

impl<K: Serialize + DeserializeOwned> Paging<K> {
    fn parse(query: &str) -> Result<Self, Vec<FieldFault>> {
        let (mut limit, mut cursor, mut faults) = (None, None, Vec::new());
        for (key, value) in url::form_urlencoded::parse(query.as_bytes()) {
            match &*key {
                "limit" => match value.parse() {
                    Ok(n) if (1..=MOST).contains(&n) => limit = Some(n),
                    _ => faults.push(FieldFault::new(
                        "/limit",
                        "range",
                        "The limit must be from 1 to 100.",
                    )),
                },
                "cursor" => cursor = Some(value),
                _ => {}
            }
        }
        match PageRequest::new(limit, cursor.as_deref()) {
            Ok(request) if faults.is_empty() => return Ok(Self(request)),
            Ok(_) => {}
            Err(_) => faults.push(FieldFault::new(
                "/cursor",
                "invalid",
                "Use the `next_cursor` of the page before, unchanged.",
            )),
        }
        Err(faults)
    }
}

impl<K: Serialize + DeserializeOwned> FromRequest for Paging<K> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;
    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::parse(req.query_string()).map_err(|faults| Fault::Invalid(faults).into()))
    }
}

/// The 200 answer of a list, with its `Link` header.
pub fn listed<T: Serialize>(req: &HttpRequest, page: &Page<T>) -> HttpResponse {
    let mut reply = HttpResponse::Ok();
    if let Some(cursor) = &page.next_cursor {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (key, value) in url::form_urlencoded::parse(req.query_string().as_bytes()) {
            if key != "cursor" {
                query.append_pair(&key, &value);
            }
        }
        query.append_pair("cursor", cursor);
        let link = format!("<{}?{}>; rel=\"next\"", req.path(), query.finish());
        reply.insert_header((header::LINK, link));
    }
    reply.json(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_outside_one_to_a_hundred_and_foreign_cursors_are_refused_together() {
        assert_eq!(Paging::<Timestamp>::parse("").unwrap().0.load_limit(), 51);
        assert_eq!(
            Paging::<Timestamp>::parse("limit=100&q=x")
                .unwrap()
                .0
                .load_limit(),
            101
        );
        for bad in ["limit=0", "limit=101", "limit=-1", "limit=ten", "limit="] {
            assert_eq!(Paging::<Timestamp>::parse(bad).unwrap_err().len(), 1, "{bad}");
        }
        assert_eq!(
            Paging::<Timestamp>::parse("limit=0&cursor=zzz")
                .unwrap_err()
                .len(),
            2
        );
    }
}

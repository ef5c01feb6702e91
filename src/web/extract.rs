//! Bodies and query strings that arrive checked.

use std::{
    future::{Future, Ready, ready},
    pin::Pin,
    time::Duration,
};

use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::{StatusCode, header},
    web::{Bytes, FormConfig, PathConfig, PayloadConfig},
};
use serde::de::DeserializeOwned;
use validator::Validate;

use super::{
    fields,
    problem::Problem,
    strict_json::{self, Look},
};
use crate::fault::{Fault, FieldFault};

/// The largest body anybody may send, in bytes.
pub const MAX_BODY: usize = 1024 * 1024;

/// How long a body may take to arrive.
const BODY_TIME: Duration = Duration::from_secs(30);

/// A JSON body. What is not JSON never reaches the handler (400); bad *fields* (422) are told when the
/// handler asks for the body, so that a service can first say that the object does not exist (404), is
/// not the actor's (403) or has changed (412): call [`Valid::get`] once these are settled.
#[derive(Debug, Clone)]
pub struct Valid<T>(Result<T, Vec<FieldFault>>);

impl<T> Valid<T> {
    /// A body that was read in another way, e.g. from a page's form.
    pub fn read_elsewhere(body: T) -> Self {
        Self(Ok(body))
    }
    /// The body.
    ///
    /// # Errors
    /// [`Fault::Invalid`] with every bad field.
    pub fn get(&self) -> Result<&T, Fault> {
        self.0.as_ref().map_err(|faults| Fault::Invalid(faults.clone()))
    }
    /// The body by value.
    ///
    /// # Errors
    /// [`Fault::Invalid`] with every bad field.
    pub fn into_inner(self) -> Result<T, Fault> {
        self.0.map_err(Fault::Invalid)
    }
}

impl<T: Validate> Valid<T> {
    /// A body that is made here and not sent, checked like one that is.
    pub fn given(body: T) -> Self {
        Self(fields::check(body))
    }
}

impl<T: DeserializeOwned + Validate> Valid<T> {
    /// A body that is JSON already, e.g. of a page's form.
    pub fn of_value(value: serde_json::Value) -> Self {
        Self(fields::read(value))
    }

    /// Reads a body.
    fn read(bytes: &[u8]) -> Result<Self, Problem> {
        match strict_json::look(bytes) {
            Look::NotJson(why) => return Err(Problem::malformed(format!("The body is not JSON: {why}."))),
            Look::Duplicate(pointer) => {
                let fault = FieldFault::new(pointer, "duplicate", "This field is given twice; give it once.");
                return Ok(Self(Err(vec![fault])));
            }
            Look::Fine => {}
        }
        let object = bytes.trim_ascii_start().first() == Some(&b'{');
        Ok(Self(match serde_json::from_slice::<T>(bytes) {
            Ok(body) if object => fields::check(body),
            _ => match serde_json::from_slice(bytes) {
                Ok(value) => fields::read(value),
                Err(error) => return Err(Problem::malformed(format!("The body is not JSON: {error}."))),
            },
        }))
    }
}

impl<T: DeserializeOwned + Validate + 'static> FromRequest for Valid<T> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let declared = req
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|v| v.to_str().ok())
            .and_then(|v| v.split(';').next())
            .is_some_and(|v| v.trim().eq_ignore_ascii_case("application/json"));
        if !declared {
            let problem = Problem::malformed("Send the body as `Content-Type: application/json`.");
            return Box::pin(ready(Err(problem)));
        }
        let bytes = Bytes::from_request(req, payload);
        Box::pin(async move { Self::read(&whole(bytes, MAX_BODY).await?) })
    }
}

/// The body of an operation that takes nothing: none, or `{}`. Anything else would have no effect while its sender
/// believes it has one, so it is refused (400).
#[derive(Debug, Clone, Copy)]
pub struct EmptyBody;

impl FromRequest for EmptyBody {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let bytes = Bytes::from_request(req, payload);
        Box::pin(async move {
            let bytes = whole(bytes, MAX_BODY).await?;
            let object = serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(&bytes);
            if bytes.trim_ascii().is_empty() || object.is_ok_and(|fields| fields.is_empty()) {
                Ok(Self)
            } else {
                Err(Problem::malformed(
                    "This operation takes no body: send none, or `{}`.",
                ))
            }
        })
    }
}

/// The body, at most `most` bytes, when all of it arrives in time.
pub(super) async fn whole(
    bytes: impl Future<Output = Result<Bytes, actix_web::Error>>,
    most: usize,
) -> Result<Bytes, Problem> {
    match tokio::time::timeout(BODY_TIME, bytes).await {
        Ok(bytes) => bytes.map_err(|error| unreadable(&error, most)),
        Err(_) => Err(Problem::new(
            StatusCode::REQUEST_TIMEOUT,
            "malformed",
            "The body took longer than 30 seconds to arrive.",
        )),
    }
}

fn unreadable(error: &actix_web::Error, most: usize) -> Problem {
    let status = error.as_response_error().status_code();
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        Problem::new(
            status,
            "malformed",
            format!("A body may have at most {most} bytes."),
        )
    } else {
        Problem::malformed("The body did not arrive whole.")
    }
}

/// The parameters of a query string, apart from `limit` and `cursor`, which belong to
/// paging. Bad ones are a 422.
#[derive(Debug, Clone)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Query<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(
            read_query(req.query_string())
                .map(Self)
                .map_err(|fault| Fault::Invalid(vec![fault]).into()),
        )
    }
}

fn read_query<T: DeserializeOwned>(query: &str) -> Result<T, FieldFault> {
    let mut pairs = url::form_urlencoded::Serializer::new(String::new());
    for (key, value) in url::form_urlencoded::parse(query.as_bytes()) {
        // A field that is left empty in a form narrows nothing.
        if key != "limit" && key != "cursor" && !value.is_empty() {
            pairs.append_pair(&key, &value);
        }
    }
    let pairs = pairs.finish();
    let reader = serde_urlencoded::Deserializer::new(url::form_urlencoded::parse(pairs.as_bytes()));
    serde_path_to_error::deserialize(reader).map_err(|error| {
        let at = fields::pointer_of(error.path());
        fields::query_fault(&at, &error.into_inner().to_string())
    })
}

/// Ids in paths that cannot be read name nothing: 404.
pub(crate) fn path_config() -> PathConfig {
    PathConfig::default().error_handler(|_, _| Problem::nothing_here().into())
}

/// How much of a form is taken in.
pub(crate) fn form_config() -> FormConfig {
    FormConfig::default()
        .limit(MAX_BODY)
        .error_handler(|error, _| Problem::malformed(format!("The form cannot be read: {error}.")).into())
}

/// How much of a body is taken in.
pub(crate) fn payload_config() -> PayloadConfig {
    PayloadConfig::new(MAX_BODY)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize, Validate)]
    #[serde(deny_unknown_fields)]
    struct Body {
        #[validate(range(min = 1))]
        hours: i64,
    }
    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct Filter {
        state: Option<String>,
        year: Option<u16>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Target {
        #[allow(dead_code, reason = "only read")]
        to: crate::content::model::Severity,
    }

    fn status(body: &str) -> (u16, Vec<String>) {
        let outcome = Valid::<Body>::read(body.as_bytes()).and_then(|b| Ok(b.into_inner()?.hours));
        match outcome {
            Ok(_) => (200, Vec::new()),
            Err(problem) => (
                problem.status,
                problem.errors.into_iter().map(|e| e.pointer).collect(),
            ),
        }
    }

    #[test]
    fn not_json_is_400_and_bad_fields_are_422() {
        assert_eq!(status(r#"{"hours": 4}"#), (200, vec![]));
        assert_eq!(status(r#"{"hours": 4"#).0, 400);
        assert_eq!(status("").0, 400);
        assert_eq!(status(r#"{"hours": 0}"#), (422, vec!["/hours".into()]));
        assert_eq!(status(r#"{"hours": 4, "now": "x"}"#), (422, vec!["/now".into()]));
        assert_eq!(
            status(r#"{"hours": 4, "hours": 5}"#),
            (422, vec!["/hours".into()])
        );
        assert_eq!(status("[]"), (422, vec![String::new()]));
        assert_eq!(status("null"), (422, vec![String::new()]));
    }

    #[test]
    fn query_parameters_are_typed_and_paging_is_not_theirs() {
        assert_eq!(
            read_query::<Filter>("state=open&limit=5&cursor=x&year=2026").unwrap(),
            Filter {
                state: Some("open".into()),
                year: Some(2026)
            }
        );
        assert_eq!(read_query::<Filter>("year=soon").unwrap_err().pointer, "/year");
        assert_eq!(read_query::<Filter>("who=me").unwrap_err().pointer, "/who");
        assert_eq!(
            read_query::<Filter>("year=1&year=2").unwrap_err().pointer,
            "/year"
        );
        let absent = read_query::<Target>("").unwrap_err();
        assert_eq!(
            (absent.pointer.as_str(), absent.code.as_str()),
            ("/to", "missing")
        );
        let unknown = read_query::<Target>("to=heaven").unwrap_err();
        assert_eq!(
            (unknown.pointer.as_str(), unknown.detail.as_str()),
            (
                "/to",
                "There is no such value. Choose one of: minor, major, critical."
            )
        );
    }
}

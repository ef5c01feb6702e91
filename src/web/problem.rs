//! Problems (RFC 9457): the one table that turns a [`Fault`] into an answer.

use std::{fmt, sync::Arc};

use actix_web::{
    HttpResponse, ResponseError,
    http::{StatusCode, header},
};
use serde::{Serialize, Serializer};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    fault::{Fault, FieldFault},
    kernel::{text_enum::TextEnum, time::Timestamp},
    pipeline::refusal::{GateRow, Outcome, Refusal, RefusalCode},
};

/// The media type of every problem.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// What every handler of the API returns.
pub type ApiResult<T> = Result<T, Problem>;

/// An answer that says no, and why.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Problem {
    /// `/problems/` and the code in kebab case.
    #[serde(rename = "type")]
    #[schema(value_type = String)]
    pub kind: ProblemType,
    /// A short title, the same for every problem of this code.
    pub title: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// The stable word programs may rely on.
    pub code: &'static str,
    /// What is missing here, and what to do next.
    pub detail: Box<str>,
    /// Where and in which request it happened; added by the outermost layer.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub place: Option<Box<Place>>,
    /// Every bad field, with its JSON pointer.
    #[serde(skip_serializing_if = "<[FieldFault]>::is_empty")]
    pub errors: Box<[FieldFault]>,
    /// The refused step, when gates or the state machine refuse.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Box<RefusedStep>>,
    /// Seconds to wait before trying again (`Retry-After`).
    #[serde(skip)]
    pub(super) retry_after: Option<u32>,
    /// What really happened, for the log only.
    #[serde(skip)]
    pub(super) cause: Option<Arc<anyhow::Error>>,
}

/// A problem's `type`, made of its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProblemType(&'static str);

impl Serialize for ProblemType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("/problems/{}", self.0.replace('_', "-")))
    }
}

/// Where a problem happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Place {
    /// The path of the request; left out where the path holds a guest's token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// Which request it was, for the log.
    #[schema(value_type = String, format = "uuid")]
    pub request_id: Uuid,
}

/// The part of a refusal's problem that is about gates (dossier 7.4).
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RefusedStep {
    /// The state it is in.
    pub from: String,
    /// The state that was asked for.
    pub to: String,
    /// Every gate that refuses, all at once.
    pub refusals: Vec<GateRow>,
    /// The earliest instant an approval is possible, when it can be computed.
    pub earliest_possible_approval_at: Option<Timestamp>,
    /// What binds that instant.
    pub binding_constraints: Vec<String>,
}

impl Problem {
    /// A problem of a code, with the title that belongs to its status.
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            kind: ProblemType(code),
            title: title(code, status),
            status: status.as_u16(),
            code,
            detail: detail.into().into(),
            place: None,
            errors: Box::default(),
            refusal: None,
            retry_after: None,
            cause: None,
        }
    }

    /// The body is not JSON, or not said to be (400).
    pub(super) fn malformed(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "malformed", detail)
    }

    /// There is nothing at this address (404).
    pub(super) fn nothing_here() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "not_found",
            "There is nothing at this address.",
        )
    }

    fn refused(refusal: Refusal) -> Self {
        let status = match refusal.code {
            RefusalCode::Forbidden | RefusalCode::Blind => StatusCode::FORBIDDEN,
            RefusalCode::GateRefused
            | RefusalCode::IllegalStep
            | RefusalCode::AlreadySubmitted
            | RefusalCode::WaiverLimit => StatusCode::CONFLICT,
        };
        let mut problem = Self::new(status, refusal.code.as_str(), refusal.detail);
        problem.refusal = Some(Box::new(RefusedStep {
            from: refusal.from,
            to: refusal.to,
            refusals: refusal.refusals,
            earliest_possible_approval_at: refusal.earliest_possible_approval_at,
            binding_constraints: refusal.binding_constraints,
        }));
        problem
    }

    /// The HTTP status.
    pub(super) fn http_status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

fn title(code: &str, status: StatusCode) -> &'static str {
    match code {
        "unauthenticated" => "Sign in first",
        "malformed" => "The request cannot be read",
        "not_found" => "Not found",
        "link_invalid" => "This link is not valid",
        "forbidden" => "Not allowed",
        "blind" => "Not yet visible to you",
        "precondition_required" => "Say which version you have read",
        "stale" => "Changed in the meantime",
        "invalid_fields" => "Some fields need correction",
        "gate_refused" => "Not yet: conditions are open",
        "illegal_step" => "There is no such step from here",
        "already_submitted" => "Already handed in",
        "too_large" => "Too large",
        "waiver_limit" => "No further exception is possible",
        "idempotency_conflict" => "This idempotency key is taken",
        "rate_limited" => "Too many attempts",
        "busy" => "Busy",
        "internal" => "Something went wrong here",
        _ => status.canonical_reason().unwrap_or("Problem"),
    }
}

fn sentence(fault: &Fault) -> String {
    let text = fault.to_string();
    let mut chars = text.chars();
    let mut sentence: String = chars
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(chars)
        .collect();
    if !sentence.ends_with(['.', '!', '?']) {
        sentence.push('.');
    }
    sentence
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        let detail = sentence(&fault);
        match fault {
            Fault::Unauthenticated => Self::new(StatusCode::UNAUTHORIZED, "unauthenticated", detail),
            Fault::NotFound(_) => Self::new(StatusCode::NOT_FOUND, "not_found", detail),
            Fault::LinkInvalid => Self::new(StatusCode::NOT_FOUND, "link_invalid", detail),
            Fault::Forbidden(_) => Self::new(StatusCode::FORBIDDEN, "forbidden", detail),
            Fault::Blind => Self::new(StatusCode::FORBIDDEN, "blind", detail),
            Fault::PreconditionRequired => {
                Self::new(StatusCode::PRECONDITION_REQUIRED, "precondition_required", detail)
            }
            Fault::Stale => Self::new(StatusCode::PRECONDITION_FAILED, "stale", detail),
            Fault::Invalid(errors) => {
                let mut problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields", detail);
                problem.errors = errors.into();
                problem
            }
            Fault::TooLarge(fault) => {
                let mut problem = Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", detail);
                problem.errors = Box::new([fault]);
                problem
            }
            Fault::AlreadySubmitted(_) => Self::new(StatusCode::CONFLICT, "already_submitted", detail),
            Fault::Conflict { code, .. } => Self::new(StatusCode::CONFLICT, code, detail),
            Fault::Refused(refusal) => Self::refused(*refusal),
            Fault::RateLimited { retry_after } => {
                let mut problem = Self::new(StatusCode::TOO_MANY_REQUESTS, "rate_limited", detail);
                problem.retry_after = Some(u32::try_from(retry_after).unwrap_or(u32::MAX));
                problem
            }
            Fault::Busy => {
                let mut problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", detail);
                problem.retry_after = Some(1);
                problem
            }
            Fault::Internal(cause) => {
                let mut problem = Self::new(
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "internal",
                    "This was our fault and has been logged under the request's id.",
                );
                problem.cause = Some(Arc::new(cause));
                problem
            }
        }
    }
}

impl From<std::convert::Infallible> for Problem {
    fn from(never: std::convert::Infallible) -> Self {
        match never {}
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.status, self.code)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.http_status()
    }
    /// The answer without its address and request id, which the outermost layer adds.
    fn error_response(&self) -> HttpResponse {
        let mut reply = HttpResponse::build(self.http_status());
        reply.insert_header((header::CONTENT_TYPE, PROBLEM_JSON));
        if let Some(seconds) = self.retry_after {
            reply.insert_header((header::RETRY_AFTER, seconds.to_string()));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            reply.insert_header((header::WWW_AUTHENTICATE, "Bearer realm=\"steadyhire\""));
        }
        let mut response = reply.body(serde_json::to_vec(self).unwrap_or_default());
        response.extensions_mut().insert(self.clone());
        response
    }
}

/// What was done, or the committed refusal as the fault it is at the edge.
///
/// # Errors
/// [`Fault::Refused`].
pub fn done<T>(outcome: Outcome<T>) -> Result<T, Fault> {
    match outcome {
        Outcome::Done(value) => Ok(value),
        Outcome::Refused(refusal) => Err(Fault::Refused(refusal)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status_and_code(fault: Fault) -> (u16, String) {
        let problem = Problem::from(fault);
        (problem.status, problem.code.to_owned())
    }

    #[test]
    fn every_fault_has_its_status_and_code() {
        let refusal = |code| Fault::Refused(Box::new(Refusal::plain(code, "job", "draft", "open", "No.")));
        let table = [
            (Fault::Unauthenticated, 401, "unauthenticated"),
            (Fault::NotFound("job"), 404, "not_found"),
            (Fault::LinkInvalid, 404, "link_invalid"),
            (Fault::forbidden("no"), 403, "forbidden"),
            (Fault::Blind, 403, "blind"),
            (Fault::PreconditionRequired, 428, "precondition_required"),
            (Fault::Stale, 412, "stale"),
            (Fault::field("/a", "missing", "x"), 422, "invalid_fields"),
            (
                Fault::TooLarge(FieldFault::new("/file", "too_large", "x")),
                413,
                "too_large",
            ),
            (Fault::AlreadySubmitted("done".into()), 409, "already_submitted"),
            (
                Fault::Conflict {
                    code: "email_taken",
                    detail: "x".into(),
                },
                409,
                "email_taken",
            ),
            (Fault::RateLimited { retry_after: 7 }, 429, "rate_limited"),
            (Fault::Busy, 503, "busy"),
            (refusal(RefusalCode::GateRefused), 409, "gate_refused"),
            (refusal(RefusalCode::IllegalStep), 409, "illegal_step"),
            (refusal(RefusalCode::Forbidden), 403, "forbidden"),
            (refusal(RefusalCode::WaiverLimit), 409, "waiver_limit"),
            (Fault::internal("disk on fire"), 500, "internal"),
        ];
        for (fault, status, code) in table {
            assert_eq!(status_and_code(fault), (status, code.to_owned()));
        }
    }

    #[test]
    fn what_went_wrong_inside_stays_inside() {
        let body = serde_json::to_string(&Problem::from(Fault::internal("password is hunter2"))).unwrap();
        assert!(!body.contains("hunter2"), "{body}");
    }

    #[test]
    fn a_refusal_carries_its_gates_beside_the_standard_members() {
        let refusal = Refusal::plain(RefusalCode::GateRefused, "job", "draft", "open", "Not yet.");
        let body = serde_json::to_value(Problem::from(Fault::Refused(Box::new(refusal)))).unwrap();
        assert_eq!(body["type"], "/problems/gate-refused");
        assert_eq!(body["detail"], "Not yet.");
        assert_eq!(body["refusals"], serde_json::json!([]));
        assert_eq!(body["to"], "open");
    }
}

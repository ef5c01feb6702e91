//! What every area's `api.rs` and `pages.rs` are written with: checked bodies, versions, pages, problems.
//!
//! A handler takes its extractors in this order: who, path, `IfMatch`, body. Errors are answered in the
//! order 401, 400, 404, 403, 428, 412, 422, 409, so services look first whether the object is there, then
//! whether the actor may, then call [`etag::IfMatch::require`], and only then [`extract::Valid::get`].

pub(crate) mod assets;
pub mod charts;
pub(crate) mod csrf;
mod diff;
mod download;
pub(crate) mod envelope;
pub mod etag;
pub mod extract;
mod fields;
pub mod form;
pub(crate) mod headers;
mod html;
pub(crate) mod idempotency;
pub(crate) mod limiter;
pub(crate) mod missing;
pub(crate) mod openapi;
pub mod page;
pub mod problem;
mod strict_json;
pub mod upload;
pub mod view;

pub use diff::word_diff;
pub use download::attachment;
pub use envelope::request_id;
pub use etag::IfMatch;
pub use extract::{EmptyBody, Query, Valid};
pub use form::Form;
pub use html::escape_html;
pub use page::{Paging, PagingParams, listed};
pub use problem::{ApiResult, Problem, done};
pub use upload::Upload;
pub use view::View;

/// Where an area mounts its handlers; it collects the API description from them.
pub type ApiConfig<'a> = utoipa_actix_web::service_config::ServiceConfig<'a>;

//! The API of the company.

mod content;

pub(super) use content::AddContent;

use actix_web::{
    HttpResponse, get, post, put,
    web::{Data, Path},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use validator::Validate;

use super::{
    model::{Company, CompanyBody, PolicyVersion},
    service,
};
use crate::{
    app::App,
    people::Staff,
    web::{ApiConfig, ApiResult, EmptyBody, IfMatch, Problem, Valid, etag},
};

/// Mounts the handlers below `/api/v1`.
pub fn routes(cfg: &mut ApiConfig<'_>) {
    cfg.service(show)
        .service(replace)
        .service(policies)
        .service(propose)
        .service(policy)
        .service(sign)
        .service(content::versions)
        .service(content::add)
        .service(content::competencies)
        .service(content::competency)
        .service(content::duty_templates);
}

/// All of something, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Versions<T> {
    /// The versions.
    data: Vec<T>,
}

/// A proposed policy.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(in crate::company) struct ProposePolicy {
    /// The numbers that differ from the policy in force, e.g. `{"min_rounds": 5}`.
    #[schema(value_type = Object)]
    pub(in crate::company) numbers: Value,
    /// Why, in at least 20 characters.
    #[validate(length(min = 20, max = 2000))]
    pub(in crate::company) reason: String,
}

/// The company.
#[utoipa::path(tag = "company", responses((status = 200, body = Company), (status = 401, body = Problem)))]
#[get("/company")]
async fn show(app: Data<App>, _who: Staff) -> ApiResult<HttpResponse> {
    let company = app.db.read(service::get).await?;
    Ok(etag::ok(company.version, &company))
}

/// Replaces what the company says of itself (sponsors and HR leads).
#[utoipa::path(tag = "company", request_body = CompanyBody, responses(
    (status = 200, body = Company), (status = 403, body = Problem), (status = 412, body = Problem),
    (status = 422, body = Problem), (status = 428, body = Problem),
))]
#[put("/company")]
async fn replace(
    app: Data<App>,
    who: Staff,
    if_match: IfMatch,
    body: Valid<CompanyBody>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let company = app
        .db
        .write(move |conn| service::replace(conn, &ctx, &if_match, || body.get().cloned()))
        .await?;
    Ok(etag::ok(company.version, &company))
}

/// Every version of the policy, newest first.
#[utoipa::path(tag = "policies", responses((status = 200, body = Versions<PolicyVersion>), (status = 401, body = Problem)))]
#[get("/policies")]
async fn policies(app: Data<App>, _who: Staff) -> ApiResult<HttpResponse> {
    let data = app.db.read(service::policies).await?;
    Ok(HttpResponse::Ok().json(Versions { data }))
}

/// One version of the policy.
#[utoipa::path(tag = "policies", params(("version" = i64, Path)), responses(
    (status = 200, body = PolicyVersion), (status = 404, body = Problem),
))]
#[get("/policies/{version}")]
async fn policy(app: Data<App>, _who: Staff, version: Path<i64>) -> ApiResult<HttpResponse> {
    let row = app
        .db
        .read(move |conn| service::policy_version(conn, *version))
        .await?;
    Ok(HttpResponse::Ok().json(row))
}

/// Proposes a policy and signs it (HR leads and sponsors). It is in force once the other one has signed, for
/// everything that starts from then on.
#[utoipa::path(tag = "policies", request_body = ProposePolicy, responses(
    (status = 201, body = PolicyVersion), (status = 403, body = Problem), (status = 422, body = Problem),
))]
#[post("/policies")]
async fn propose(app: Data<App>, who: Staff, body: Valid<ProposePolicy>) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let row = app
        .db
        .write(move |conn| {
            service::propose_policy(conn, &ctx, || {
                let body = body.get()?;
                Ok((body.numbers.clone(), body.reason.clone()))
            })
        })
        .await?;
    let location = format!("/api/v1/policies/{}", row.version);
    Ok(HttpResponse::Created()
        .insert_header(("Location", location))
        .json(row))
}

/// Signs the latest proposal (HR leads and sponsors; two different people).
#[utoipa::path(tag = "policies", params(("version" = i64, Path)), responses(
    (status = 201, body = PolicyVersion), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem),
))]
#[post("/policies/{version}/approvals")]
async fn sign(app: Data<App>, who: Staff, version: Path<i64>, _: EmptyBody) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let row = app
        .db
        .write(move |conn| service::sign_policy(conn, &ctx, *version))
        .await?;
    Ok(HttpResponse::Created().json(row))
}

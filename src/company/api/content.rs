//! The content in use, and what the company lays over the shipped one.

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Path},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use crate::{
    app::App,
    company::{
        model::{ContentVersion, OfferedContent},
        service::{self, NewContent},
    },
    content::{
        PackOverlay,
        model::{Competency, DutyTemplate},
    },
    fault::Fault,
    kernel::{codes::CompetencyCode, kind::Kind},
    people::Staff,
    web::{ApiResult, IfMatch, Problem, Query, Valid},
};

/// The competencies of the content in use.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Competencies {
    /// The version of the content.
    content_version: i64,
    /// In the order of the dossier's map.
    data: Vec<Competency>,
}

/// Duty templates of the content in use.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DutyTemplates {
    /// The version of the content.
    content_version: i64,
    /// The templates; those of a kind's own list are the ones its pivotal duties must be mapped to.
    data: Vec<DutyTemplate>,
}

/// Which templates.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct OfKind {
    /// Those the pivotal duties of this kind must be mapped to.
    kind: Option<Kind>,
}

/// The versions of the content.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ContentVersions {
    /// Newest first; each is kept whole.
    data: Vec<ContentVersion>,
    /// What this release ships, when the newest version was made from another release's content. It comes into use, for
    /// what starts afterwards, only when a version is made of it.
    offered: Option<OfferedContent>,
}

/// New content.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(in crate::company) struct AddContent {
    /// What is laid over the content this release ships. Absent: the same as in the newest version, which takes over
    /// what a new release ships.
    overlay: Option<PackOverlay>,
    /// Why, in at least 20 characters.
    #[validate(length(min = 20, max = 2000))]
    reason: String,
}

impl AddContent {
    /// What the service makes of it.
    pub(in crate::company) fn content(&self) -> NewContent {
        NewContent {
            overlay: self.overlay.clone(),
            reason: self.reason.clone(),
        }
    }
}

/// The competencies with their questions, anchors and floors.
#[utoipa::path(tag = "content", responses((status = 200, body = Competencies), (status = 403, body = Problem)))]
#[get("/competencies")]
pub(super) async fn competencies(app: Data<App>, who: Staff) -> ApiResult<HttpResponse> {
    service::may_see_content(&who.user.roles)?;
    let (content_version, pack) = app.db.read(service::current_pack).await?;
    let data = pack.competencies().to_vec();
    Ok(HttpResponse::Ok().json(Competencies {
        content_version,
        data,
    }))
}

/// One competency.
#[utoipa::path(tag = "content", params(("code" = String, Path)), responses(
    (status = 200, body = Competency), (status = 403, body = Problem), (status = 404, body = Problem),
))]
#[get("/competencies/{code}")]
pub(super) async fn competency(
    app: Data<App>,
    who: Staff,
    code: Path<CompetencyCode>,
) -> ApiResult<HttpResponse> {
    service::may_see_content(&who.user.roles)?;
    let pack = app.db.read(service::current_pack).await?.1;
    let found = pack.competency(&code).ok_or(Fault::NotFound("competency"))?;
    Ok(HttpResponse::Ok().json(found))
}

/// The duty templates a description's duties can come from.
#[utoipa::path(tag = "content", params(OfKind), responses(
    (status = 200, body = DutyTemplates), (status = 401, body = Problem),
))]
#[get("/duty_templates")]
pub(super) async fn duty_templates(
    app: Data<App>,
    _who: Staff,
    of: Query<OfKind>,
) -> ApiResult<HttpResponse> {
    let (content_version, pack) = app.db.read(service::current_pack).await?;
    let duties = pack.duties();
    let wanted =
        of.0.kind
            .map(|kind| duties.coverage.iter().filter(move |c| c.kind == kind));
    let listed: Option<Vec<_>> = wanted.map(|coverage| coverage.flat_map(|c| &c.templates).collect());
    let fits = |t: &&DutyTemplate| listed.as_ref().is_none_or(|codes| codes.contains(&&t.code));
    let data = duties.templates.iter().filter(fits).cloned().collect();
    Ok(HttpResponse::Ok().json(DutyTemplates {
        content_version,
        data,
    }))
}

/// Every version of the content, newest first.
#[utoipa::path(tag = "content", responses((status = 200, body = ContentVersions), (status = 401, body = Problem)))]
#[get("/content_versions")]
pub(super) async fn versions(app: Data<App>, _who: Staff) -> ApiResult<HttpResponse> {
    let shipped = app.content.clone();
    let versions = app
        .db
        .read(move |conn| {
            Ok::<_, Fault>(ContentVersions {
                data: service::content_versions(conn)?,
                offered: service::offered_content(conn, &shipped)?,
            })
        })
        .await?;
    Ok(HttpResponse::Ok().json(versions))
}

/// Lays changes over the shipped content, for everything that starts from now on (sponsors and HR leads).
#[utoipa::path(tag = "content", request_body = AddContent, responses(
    (status = 201, body = ContentVersion), (status = 403, body = Problem), (status = 412, body = Problem),
    (status = 422, body = Problem),
))]
#[post("/content_versions")]
pub(super) async fn add(
    app: Data<App>,
    who: Staff,
    if_match: IfMatch,
    body: Valid<AddContent>,
) -> ApiResult<HttpResponse> {
    let (ctx, shipped) = (app.ctx(&who), app.content.clone());
    let row = app
        .db
        .write(move |conn| {
            service::add_content_version(conn, &ctx, &shipped, &if_match, || Ok(body.get()?.content()))
        })
        .await?;
    Ok(HttpResponse::Created().json(row))
}

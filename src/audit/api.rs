//! The audit log across all cases.

use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Chain, Event, Filter, Outcome};
use crate::{
    app::App,
    db::page::Page,
    flow::trail,
    kernel::{ids::RowId, time::Timestamp},
    people::Staff,
    web::{ApiConfig, ApiResult, Paging, PagingParams, Problem, Query, listed},
};

/// Mounts the handlers below `/api/v1`.
pub fn routes(cfg: &mut ApiConfig<'_>) {
    cfg.service(list);
}

/// Which events are wanted; every field given narrows the list.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// About one kind of thing, e.g. `application`, `scorecard` or `user`.
    entity_kind: Option<String>,
    /// About one thing.
    #[param(value_type = Option<String>, format = "uuid")]
    entity: Option<RowId>,
    /// Of one job, application or onboarding plan.
    #[param(value_type = Option<String>, format = "uuid")]
    case: Option<RowId>,
    /// By one member of staff, candidate's link or referee.
    #[param(value_type = Option<String>, format = "uuid")]
    actor: Option<RowId>,
    /// With this outcome.
    pub(super) outcome: Option<Outcome>,
    /// At this instant or later.
    since: Option<Timestamp>,
}

impl From<Wanted> for Filter {
    fn from(wanted: Wanted) -> Self {
        Self {
            chain: wanted.case.map(|case| Chain::Case(case.uuid())),
            entity_kind: wanted.entity_kind,
            entity: wanted.entity.map(RowId::uuid),
            actor: wanted.actor.map(RowId::uuid),
            outcome: wanted.outcome,
            since: wanted.since,
            ..Self::default()
        }
    }
}

/// Everything that was done or refused, newest first. Auditors read all of it. HR leads read it without what gives
/// ratings or references away; what they may see of one case stands in its timeline. Administrators read what is
/// technical: accounts, the company's settings, policy and content.
#[utoipa::path(tag = "audit", params(Wanted, PagingParams), responses(
    (status = 200, body = Page<Event>), (status = 403, body = Problem), (status = 422, body = Problem),
))]
#[get("/audit_events")]
async fn list(
    app: Data<App>,
    who: Staff,
    wanted: Query<Wanted>,
    paging: Paging,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let filter = Filter::from(wanted.0);
    let page = app
        .db
        .read(move |conn| trail::list(conn, &ctx, filter.clone(), &paging.0))
        .await?;
    Ok(listed(&req, &page))
}

//! The API of jobs.

mod careers;
pub(in crate::jobs) mod descriptions;
pub(in crate::jobs) mod documents;
pub(in crate::jobs) mod jobs;
pub(in crate::jobs) mod plans;
pub(in crate::jobs) mod steps;

use actix_web::HttpResponse;
use serde::Serialize;
use utoipa::ToSchema;
use validator::Validate;

use super::model::{Accountability, Advert, Job, OpeningReason, PlanBody, RolePlan};
use crate::{
    company::model::Ladder,
    pipeline::refusal::Outcome,
    web::{ApiConfig, ApiResult, done, etag},
};

/// Mounts the handlers below `/api/v1`.
pub fn routes(cfg: &mut ApiConfig<'_>) {
    cfg.service(jobs::list)
        .service(jobs::create)
        .service(jobs::kind_helper)
        .service(jobs::show)
        .service(jobs::change)
        .service(documents::set_kind)
        .service(documents::set_role_plan)
        .service(documents::set_ladder)
        .service(documents::set_accountability)
        .service(documents::set_advert)
        .service(descriptions::list)
        .service(descriptions::add)
        .service(descriptions::show)
        .service(descriptions::check)
        .service(descriptions::list_approvals)
        .service(descriptions::approve)
        .service(plans::show)
        .service(plans::replace)
        .service(plans::build)
        .service(steps::gates)
        .service(steps::transition)
        .service(steps::timeline)
        .service(careers::list)
        .service(careers::show);
}

/// A job as the API shows it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct JobView {
    #[serde(flatten)]
    job: Job,
    /// Advice, where the reason for the job calls for some.
    notice: Option<&'static str>,
}

/// Dossier 7.6: what a sudden workload asks for.
pub(in crate::jobs) const SURGE: &str = "A sudden workload is exactly the situation in which rushed hires go wrong. Use interim cover \
                     instead: owner or senior account manager, redistribution, temporary support.";

impl From<Job> for JobView {
    fn from(job: Job) -> Self {
        Self {
            notice: (job.reason == OpeningReason::Surge).then_some(SURGE),
            job,
        }
    }
}

fn shown(job: Job) -> HttpResponse {
    etag::ok(job.version, &JobView::from(job))
}

fn changed(outcome: Outcome<Job>) -> ApiResult<HttpResponse> {
    Ok(shown(done(outcome)?))
}

/// Documents whose lengths the service checks, for it knows their insides.
macro_rules! checked_by_service {
    ($($type:ty),+) => { $(
        impl Validate for $type {
            fn validate(&self) -> Result<(), validator::ValidationErrors> {
                Ok(())
            }
        }
    )+ };
}
checked_by_service!(RolePlan, Ladder, Accountability, Advert, PlanBody);

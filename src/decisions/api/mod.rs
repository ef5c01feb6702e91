//! The doors of this area.

mod closing;
mod comparison;
mod debrief;
mod decision;
mod offers;
mod waivers;

pub(super) use closing::CloseRivals;
pub(super) use decision::PutDecision;
pub(super) use offers::{AnswerOffer, Rescind, TickCondition};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::web::ApiConfig;

/// Nothing but the will to do it.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = EmptyBody)]
pub(super) struct Nothing {}

/// Why, in a few words.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = ReasonText)]
pub(super) struct Why {
    /// Why.
    #[validate(length(min = 1, max = 2000))]
    pub(super) text: String,
}

/// A short list, all of it.
#[derive(Debug, Serialize)]
struct All<T> {
    data: Vec<T>,
}

/// Mounts the handlers below `/api/v1`.
pub fn routes(cfg: &mut ApiConfig<'_>) {
    cfg.service(debrief::show)
        .service(debrief::note)
        .service(decision::show)
        .service(decision::put)
        .service(decision::sign)
        .service(waivers::ask_for_application)
        .service(waivers::ask_for_job)
        .service(waivers::ask_for_plan)
        .service(waivers::of_application)
        .service(waivers::of_job)
        .service(waivers::of_plan)
        .service(waivers::show)
        .service(waivers::approve)
        .service(waivers::refuse)
        .service(waivers::revoke)
        .service(offers::show)
        .service(offers::put)
        .service(offers::tick)
        .service(offers::rescind)
        .service(offers::sign_rescission)
        .service(offers::of_candidate)
        .service(offers::answer)
        .service(closing::close_rivals)
        .service(comparison::show);
}

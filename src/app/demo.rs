//! The simulated clock, which an administrator of a demo can move forward. Elsewhere there is nothing here.

use actix_web::{HttpResponse, get, post, web::Data};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use validator::Validate;

use super::App;
use crate::{
    audit::{self, Chain, Entry, Outcome},
    fault::{Fault, FieldFault},
    kernel::{
        clock::{Clock, SimulatedClock},
        role::Role,
        time::{Timestamp, hours},
    },
    people::Staff,
    web::{ApiConfig, ApiResult, Problem, Valid},
};

pub(super) fn routes(cfg: &mut ApiConfig<'_>) {
    cfg.service(show).service(advance);
}

/// How far to move: exactly one of the two.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(super) struct Advance {
    /// By so many hours.
    #[validate(range(min = 1, max = 8760))]
    advance_hours: Option<i64>,
    /// To this instant, which must not be past.
    to: Option<Timestamp>,
}

/// What the simulated clock shows.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Now {
    /// The case time.
    now: Timestamp,
}

fn simulated(app: &App) -> Result<&SimulatedClock, Fault> {
    match &app.clock {
        Clock::Simulated(clock) => Ok(clock),
        Clock::System => Err(Fault::NotFound("simulated clock")),
    }
}

/// The simulated clock of a demo.
#[utoipa::path(tag = "demo", responses((status = 200, body = Now), (status = 404, body = Problem)))]
#[get("/demo/clock")]
async fn show(app: Data<App>, _who: Staff) -> ApiResult<HttpResponse> {
    Ok(HttpResponse::Ok().json(Now {
        now: simulated(&app)?.now(),
    }))
}

/// Moves the simulated clock of a demo forward (administrators).
#[utoipa::path(tag = "demo", request_body = Advance, responses(
    (status = 200, body = Now), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 422, body = Problem),
))]
#[post("/demo/clock")]
async fn advance(app: Data<App>, who: Staff, body: Valid<Advance>) -> ApiResult<HttpResponse> {
    let clock = simulated(&app)?;
    if !who.has_any(&[Role::Admin]) {
        return Err(Fault::forbidden("The clock is an administrator's to move.").into());
    }
    let body = body.get()?;
    let from = clock.now();
    let to = match (body.advance_hours, body.to) {
        (Some(by), None) => from + hours(by),
        (None, Some(to)) if to >= from => to,
        (None, Some(_)) => return Err(Fault::field("/to", "past", "Time does not run backwards.").into()),
        _ => {
            let one = |pointer| FieldFault::new(pointer, "one_of", "Give either advance_hours or to.");
            return Err(Fault::Invalid(vec![one("/advance_hours"), one("/to")]).into());
        }
    };
    let ctx = app.ctx(&who);
    app.db
        .write(move |conn| {
            let entry = Entry {
                chain: Chain::System,
                entity_kind: "clock",
                entity: ctx.request_id,
                action: "advance".to_owned(),
                from: Some(from.to_string()),
                to: Some(to.to_string()),
                outcome: Outcome::Allowed,
                details: json!({}),
                policy_version: None,
            };
            Ok::<_, Fault>(audit::record(conn, &ctx, entry)?)
        })
        .await?;
    let now = clock.advance_to(to);
    app.run_due().await?;
    Ok(HttpResponse::Ok().json(Now { now }))
}

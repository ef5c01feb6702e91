//! Signs that a reference may not be the referee's own, on HR's page of the referee.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde_json::{Value, json};

use super::hr::asked;
use crate::{
    app::App,
    fault::Fault,
    flow::references::{self as flow, Dossier},
    kernel::ids::RefereeId,
    people::Visit,
    pipeline::state::ReferenceState,
    references::{Sign, api::SignDecisionBody},
    web::{ApiResult, Form, Problem, done},
};

/// The signs of a referee, undecided ones first.
pub(super) fn rows(found: &Dossier) -> Value {
    let name = |id| {
        found
            .deciders
            .iter()
            .find(|user| user.id == id)
            .map(|user| &user.name)
    };
    let mut signs: Vec<_> = found.signs.iter().collect();
    signs.sort_by_key(|seen| !seen.undecided());
    let open = found.referee.state != ReferenceState::Disqualified;
    signs
        .into_iter()
        .map(|seen| {
            json!({
                "sign": seen.sign, "seen_at": seen.seen_at, "decides": open && seen.undecided(),
                "undecided": seen.undecided(), "counts": seen.counts, "reason": seen.reason,
                "by": seen.decided_by.and_then(name), "decided_at": seen.decided_at,
            })
        })
        .collect()
}

/// The form for a decision.
pub(super) async fn ask(
    app: Data<App>,
    visit: Visit,
    place: Path<(RefereeId, Sign)>,
) -> ApiResult<HttpResponse> {
    shown(&app, &visit, *place, None).await
}

async fn shown(
    app: &App,
    visit: &Visit,
    (id, sign): (RefereeId, Sign),
    failed: Option<(Value, Problem)>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(visit);
    let found = app.db.read(move |conn| flow::one(conn, &ctx, id)).await?;
    if !found.signs.iter().any(|seen| seen.sign == sign) {
        return Err(Fault::NotFound("sign").into());
    }
    let referee = &found.referee;
    let verdict = |counts: bool| {
        let word = if counts { "yes" } else { "no" };
        json!({ "value": counts.to_string(), "label": visit.say(&format!("reference-sign-counts-{word}")) })
    };
    let data = json!({
        "referee": { "id": referee.id, "version": referee.version, "name": referee.name }, "sign": sign,
        "verdicts": [verdict(true), verdict(false)],
    });
    asked(
        visit,
        "references/pages/sign",
        "reference-sign-decide",
        data,
        failed,
    )
}

/// Decides on one.
pub(super) async fn decide(
    app: Data<App>,
    visit: Visit,
    place: Path<(RefereeId, Sign)>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, seen) = (app.ctx(&visit), form.if_match());
    let (body, place) = (form.valid::<SignDecisionBody>(), *place);
    let result = app
        .db
        .write(move |conn| {
            let read = || body.get().map(SignDecisionBody::decision);
            flow::decide_sign(conn, &ctx, place, &seen, read)
        })
        .await
        .and_then(done);
    match result {
        Ok(_) => Ok(visit.go(&format!("/referees/{}", place.0), "reference-sign-decided")),
        Err(fault) => {
            let failed = Some((form.body().clone(), fault.into()));
            shown(&app, &visit, place, failed).await
        }
    }
}

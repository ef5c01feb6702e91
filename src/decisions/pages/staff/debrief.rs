//! The debrief: the evidence on the table by competency, both sides of every disagreement, what is still unknown.

use std::collections::BTreeMap;

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde_json::{Value, json};

use crate::{
    app::App,
    applications::{self, CaseHead, Typed, closed, shown},
    decisions::{DebriefTable, NewNote, model::DebriefNote, table::Difference},
    fault::Fault,
    flow::{
        applications::{access, flags, look},
        case::Case,
        decisions::{debrief as flow, decision},
    },
    kernel::{
        ids::{ApplicationId, UserId},
        role::Role,
    },
    people::Visit,
    pipeline::{
        measured,
        state::{ApplicationState, RedFlagState},
    },
    web::{ApiResult, Form},
};

/// The table.
pub(super) async fn show(app: Data<App>, visit: Visit, id: Path<ApplicationId>) -> ApiResult<HttpResponse> {
    page(&app, &visit, *id, None).await
}

async fn page(app: &App, visit: &Visit, id: ApplicationId, typed: Typed) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(visit);
    let (case, laid, raised, unknowns, people) = app
        .db
        .read(move |conn| {
            let (_, case) = look::show(conn, &ctx, id)?;
            let laid = flow::show(conn, &ctx, id).map(|(_, table)| table);
            let unknowns =
                decision::show(conn, &ctx, id).map_or_else(|_| Vec::new(), |(_, view)| view.unknowns);
            let (_, raised) = flags::list(conn, &ctx, id)?;
            let writers: Vec<UserId> = laid
                .iter()
                .flat_map(|table| &table.notes)
                .map(|note| note.written_by)
                .collect();
            let people = applications::names(conn, &writers)?;
            Ok::<_, Fault>((case, laid, raised, unknowns, people))
        })
        .await?;
    let head = CaseHead::new(&case, "debrief");
    let table = match laid {
        Ok(table) => table,
        Err(fault) => return closed(visit, &head, fault),
    };
    let raised: Vec<Value> = raised
        .iter()
        .map(|flag| {
            let known = case.pack.red_flag(&flag.code);
            json!({
                "code": flag.code, "name": known.map(|k| &k.text), "text": flag.text, "state": flag.state,
                "open": flag.state == RedFlagState::Open,
            })
        })
        .collect();
    let actor = access::as_of(&case, &visit.actor());
    let open = table.state == ApplicationState::DebriefOpen;
    let data = json!({
        "head": head, "body": {}, "table": table, "open": open,
        "competencies": evidence(&case, &table),
        "disagreements": disagreements(&table, &people, typed.as_ref()),
        "discrepancies": discrepancies(&case, &table),
        "flags": raised, "unknowns": unknowns,
        "least": case.policy.disagreement_note_chars,
        "to_note": table.disagreements.iter().filter(|d| !d.noted).count(),
        "may_close": open && actor.has_any(&[Role::HiringManager]),
        "may_open": table.state == ApplicationState::ReferencesComplete
            && actor.has_any(&[Role::Hr, Role::HrLead, Role::HiringManager]),
    });
    shown(visit, ("decisions/pages/staff/debrief", &head.name), data, typed)
}

/// Every competency with what each rater saw, source by source.
fn evidence(case: &Case, table: &DebriefTable) -> Vec<Value> {
    let name = |user| case.evidence.panelist(user).map_or("", |p| p.name.as_str());
    table
        .levels
        .iter()
        .map(|level| {
            let seen: Vec<Value> = case
                .evidence
                .assessment
                .locked()
                .flat_map(|card| card.ratings.iter().map(move |rating| (card, rating)))
                .filter(|(_, rating)| rating.competency == level.competency)
                .map(|(card, rating)| {
                    json!({
                        "source": card.source, "rater": name(card.rater), "value": rating.value,
                        "evidence": rating.evidence,
                    })
                })
                .collect();
            json!({
                "name": level.name, "value": level.value, "floor": level.floor,
                "below": level.reaches_floor == Some(false), "raters": level.raters,
                "reference": level.reference.as_ref().and_then(|r| r.value), "seen": seen,
            })
        })
        .collect()
}

fn disagreements(
    table: &DebriefTable,
    people: &BTreeMap<UserId, String>,
    typed: Option<&(Value, crate::web::Problem)>,
) -> Vec<Value> {
    let notes_on = |found: &Difference| -> Vec<Value> {
        let own = |note: &&DebriefNote| note.competency == found.competency && note.source == found.source;
        table
            .notes
            .iter()
            .filter(own)
            .map(|note| {
                json!({ "text": note.text, "by": people.get(&note.written_by), "at": note.written_at })
            })
            .collect()
    };
    let is = |body: &Value, name: &str, word: &str| body.get(name).and_then(Value::as_str) == Some(word);
    table
        .disagreements
        .iter()
        .enumerate()
        .map(|(n, found)| {
            let again = typed.filter(|(body, _)| {
                is(body, "competency", found.competency.as_str()) && is(body, "source", found.source.as_str())
            });
            json!({
                "n": n, "competency": found.competency, "name": found.name, "source": found.source,
                "spread": found.spread, "sides": found.sides, "noted": found.noted, "notes": notes_on(found),
                "text": again.and_then(|(body, _)| body.get("text")),
                "fault": again.and_then(|(_, trouble)| trouble.errors.first().map(|fault| &fault.detail)),
            })
        })
        .collect()
}

fn discrepancies(case: &Case, table: &DebriefTable) -> Vec<Value> {
    table
        .discrepancies
        .iter()
        .map(|found| {
            json!({
                "name": measured::name_of(&case.evidence.terms, &found.competency), "kind": found.kind,
                "interview": found.interview, "reference": found.reference,
            })
        })
        .collect()
}

/// Writes down what was concluded about a disagreement.
pub(super) async fn note(
    app: Data<App>,
    visit: Visit,
    id: Path<ApplicationId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, id) = (app.ctx(&visit), *id);
    let (seen, body) = (form.if_match(), form.valid::<NewNote>());
    let written = app
        .db
        .write(move |conn| flow::note(conn, &ctx, id, &seen, || body.get().cloned()))
        .await;
    match written {
        Ok(_) => Ok(visit.go(&format!("/applications/{id}/debrief"), "decision-note-written")),
        Err(fault) => page(&app, &visit, id, Some((form.body().clone(), fault.into()))).await,
    }
}

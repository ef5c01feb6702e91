//! The board: the candidates of a job by stage, with what each waits for.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde_json::{Value, json};

use super::{Sheet, head, with_names};
use crate::{
    app::App,
    applications::{Application, Candidate, model::Filter},
    db::{
        Conn,
        page::{MOST, PageRequest},
    },
    fault::Fault,
    flow::{self, applications::access, case},
    jobs,
    kernel::{ctx::Ctx, ids::JobId, role::Role},
    people::Visit,
    pipeline::{
        decide,
        refusal::{GateRow, GateStatus},
        sight,
        state::{ApplicationState, Machine},
    },
    web::{ApiResult, Problem},
};

/// Candidates whose next gates are told on the board; the others' are told on their own pages.
const TOLD: usize = 60;
/// Gates named on a card.
const NAMED: usize = 2;

/// The columns: a name, and the states that stand in it. Dropping a card there asks for the first.
const COLUMNS: [(&str, &[ApplicationState]); 10] = [
    ("applied", &[ApplicationState::Applied]),
    ("role", &[ApplicationState::RoleAcknowledged]),
    ("screened", &[ApplicationState::Screened]),
    ("assessing", &[ApplicationState::Assessing]),
    ("assessed", &[ApplicationState::Assessed]),
    ("references", &[ApplicationState::ReferencesComplete]),
    (
        "debrief",
        &[ApplicationState::DebriefOpen, ApplicationState::Debriefed],
    ),
    ("decision", &[ApplicationState::Approved]),
    (
        "offer",
        &[ApplicationState::OfferExtended, ApplicationState::OfferAccepted],
    ),
    ("hired", &[ApplicationState::Hired]),
];

/// The board.
pub(super) async fn show(app: Data<App>, visit: Visit, id: Path<JobId>) -> ApiResult<HttpResponse> {
    shown(&app, &visit, *id, None).await
}

/// The board; after a refused move with the card that stayed and every reason.
pub(super) async fn shown(
    app: &App,
    visit: &Visit,
    id: JobId,
    refused: Option<(Value, Problem)>,
) -> ApiResult<HttpResponse> {
    let stayed = refused.as_ref().map(|(asked, _)| asked.clone());
    let sheet = Sheet {
        template: "jobs/pages/board",
        name: "job-tab-board",
        load: move |conn: &mut Conn, ctx: &Ctx| loaded(conn, ctx, id, stayed.as_ref()),
    };
    sheet.shown(app, visit, refused).await
}

fn loaded(conn: &mut Conn, ctx: &Ctx, id: JobId, stayed: Option<&Value>) -> Result<Value, Fault> {
    let job = jobs::visible(conn, ctx, id)?;
    let filter = Filter {
        job: Some(id),
        ..Filter::default()
    };
    let wanted = PageRequest::new(Some(MOST), None).unwrap_or_default();
    let page = flow::applications::look::list(conn, ctx, &filter, &wanted)?;
    let more = page.has_more;
    let (closed, mut open): (Vec<_>, Vec<_>) = page
        .data
        .into_iter()
        .partition(|(row, _)| row.state.is_terminal() && row.state != ApplicationState::Hired);
    open.sort_by_key(|(row, _)| row.entered_state_at);
    let may = ctx.actor.has_any(&[Role::Hr, Role::HrLead]) || ctx.actor.user_id() == Some(job.hiring_manager);
    let asked = stayed.and_then(|asked| asked.get("application")?.as_str());
    let mut cards = Vec::with_capacity(open.len());
    for (n, (row, candidate)) in open.iter().enumerate() {
        let missing = if n < TOLD {
            missing(conn, ctx, row)?
        } else {
            Vec::new()
        };
        let stays = asked == Some(row.id.to_string().as_str());
        cards.push((place(row), card(ctx, (row, candidate), &missing, (may, stays))));
    }
    let columns: Vec<Value> = COLUMNS
        .iter()
        .map(|(key, states)| {
            let here: Vec<&Value> = cards
                .iter()
                .filter(|(state, _)| states.contains(state))
                .map(|(_, card)| card)
                .collect();
            json!({ "key": key, "to": states.first(), "n": here.len(), "cards": here })
        })
        .collect();
    let ended = closed.iter().map(|(row, candidate)| {
        json!({ "id": row.id, "name": candidate.name, "state": row.state, "at": row.entered_state_at })
    });
    let name = asked.and_then(|asked| open.iter().find(|(row, _)| row.id.to_string() == asked));
    Ok(json!({
        "job": head(&job, "board"),
        "columns": columns,
        "closed": ended.collect::<Vec<_>>(),
        "empty": open.is_empty() && closed.is_empty(),
        "more": more,
        "may": may,
        "stayed": name.map(|(row, candidate)| json!({ "name": candidate.name, "state": row.state })),
        "body": {},
    }))
}

/// The stage a card stands in: on hold, the one it was held from.
fn place(row: &Application) -> ApplicationState {
    row.held_from.unwrap_or(row.state)
}

/// The open gates before the next state, as far as this reader may see them.
fn missing(conn: &mut Conn, ctx: &Ctx, row: &Application) -> Result<Vec<GateRow>, Fault> {
    let Some(to) = after(row.state) else {
        return Ok(Vec::new());
    };
    // Rivals count from the debrief on only; before, a card needs no look at all the others.
    let case = if row.state.has_reached(ApplicationState::Debriefed) {
        case::load(conn, ctx, row.id)?
    } else {
        case::alone(conn, ctx, row)?
    };
    access::see(&case, &ctx.actor)?;
    let rows = decide::application_gates(&case.evidence, to, case.frame(ctx));
    let mut rows = sight::withhold(rows, &case.evidence, &ctx.actor);
    rows.retain(|row| row.status == GateStatus::Open);
    with_names(conn, rows)
}

fn after(state: ApplicationState) -> Option<ApplicationState> {
    let next = state.rank()?.checked_add(1)?;
    ApplicationState::PATH.get(next).copied()
}

fn card(
    ctx: &Ctx,
    (row, candidate): (&Application, &Candidate),
    missing: &[GateRow],
    (may, stays): (bool, bool),
) -> Value {
    let held = row.state == ApplicationState::OnHold;
    json!({
        "id": row.id,
        "version": row.version,
        "name": candidate.name,
        "state": row.state,
        "since": row.entered_state_at,
        "days": ctx.now.days_since(row.entered_state_at),
        "held": held,
        "next": after(row.state),
        "missing": missing.iter().take(NAMED).collect::<Vec<_>>(),
        "further": missing.len().saturating_sub(NAMED),
        "moves": if may { moves(row) } else { Vec::new() },
        "stays": stays,
    })
}

/// Where a card may be asked to go: every later stage, so that what is missing on the way is told, and the pause.
fn moves(row: &Application) -> Vec<Value> {
    let here = place(row);
    if row.state == ApplicationState::OnHold {
        return vec![json!(here)];
    }
    let later = ApplicationState::PATH
        .iter()
        .filter(|state| state.rank() > here.rank());
    let pause = here
        .step(ApplicationState::OnHold)
        .map(|_| ApplicationState::OnHold);
    later.copied().chain(pause).map(|state| json!(state)).collect()
}

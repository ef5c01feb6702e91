//! A card: shown, saved as a draft, and compared when another tab saved it in between.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path, Query},
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{
    conflict,
    form::{self, Marks, Opened, open},
    locked, sample,
    sheet::{Sheet, by_place},
};
use crate::{
    app::App,
    fault::Fault,
    flow::interviews as flow,
    interviews,
    kernel::{ids::ScorecardId, time::Timestamp},
    people::Visit,
    web::{ApiResult, Form, IfMatch, Problem, Valid},
};

const PAGE: &str = "interviews/pages/card";

/// What a look at a card may ask for.
#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    /// Mark everything that is missing.
    #[serde(default)]
    check: Option<String>,
}

/// The card: the form for its rater while it is open, else what it says.
pub(super) async fn show(
    app: Data<App>,
    visit: Visit,
    id: Path<ScorecardId>,
    asked: Query<Asked>,
) -> ApiResult<HttpResponse> {
    let (ctx, id, check) = (app.ctx(&visit), id.into_inner(), asked.check.is_some());
    let now = ctx.now;
    let looking = visit.clone();
    let (opened, marks) = app
        .db
        .read(move |conn| {
            let opened = open(conn, &ctx, id)?;
            let marks = if check && opened.is_open_to(&looking) {
                Marks::of_review(&flow::review(conn, &ctx, id)?, &looking)
            } else {
                Marks::default()
            };
            Ok::<_, Fault>((opened, marks))
        })
        .await?;
    if !opened.is_open_to(&visit) {
        return locked::shown(&app, &visit, opened, (json!({}), None)).await;
    }
    let sheet = opened.saved();
    let data = form::data(&opened, &visit, now, (&sheet, &marks))?;
    visit.page_of(PAGE, &opened.title(&visit), &data)
}

/// Saves what was typed. Nothing is overwritten that the rater has not seen: when the card was changed in between,
/// both versions are shown, place by place.
pub(super) async fn save(
    app: Data<App>,
    visit: Visit,
    id: Path<ScorecardId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, id) = (app.ctx(&visit), id.into_inner());
    let typed = Typed::of(&form);
    let saving = typed.clone();
    let saved = app
        .db
        .write(move |conn| {
            let stored = saving.resolves().then(|| {
                let card = interviews::card(conn, id)?;
                interviews::draft(conn, &card)
            });
            let stored = stored.transpose()?.flatten();
            let stored = stored.map_or_else(Sheet::default, |draft| Sheet::of_input(&draft.body.0));
            flow::save_draft(conn, &ctx, id, &saving.seen, || {
                Valid::given(saving.resolved(&stored).input()?).get().cloned()
            })?;
            open(conn, &ctx, id)
        })
        .await;
    match saved {
        Ok(opened) => went_well(&visit, &opened, &typed),
        Err(fault) => went_wrong(&app, &visit, id, typed, fault).await,
    }
}

/// What was sent with the form.
#[derive(Debug, Clone)]
struct Typed {
    sheet: Sheet,
    seen: IfMatch,
    /// Places in which the other version is taken.
    takes: Vec<String>,
    review: bool,
}

impl Typed {
    fn of(form: &Form) -> Self {
        let sheet = Sheet::of_form(form.body());
        let takes = form.controls("take.").filter(|(_, choice)| *choice == "other");
        Self {
            sheet,
            seen: form.if_match(),
            takes: takes.map(|(place, _)| place.to_owned()).collect(),
            review: form.control("then") == Some("review"),
        }
    }

    fn resolves(&self) -> bool {
        !self.takes.is_empty()
    }

    fn resolved(&self, stored: &Sheet) -> Sheet {
        let takes = |place: &str| self.takes.iter().any(|taken| taken == place);
        self.sheet.clone().taking(stored, takes)
    }
}

fn went_well(visit: &Visit, opened: &Opened, typed: &Typed) -> ApiResult<HttpResponse> {
    let id = opened.sight.card.id;
    if visit.wants_fragment() {
        return told(visit, opened);
    }
    let place = if typed.review {
        format!("/scorecards/{id}/review")
    } else {
        format!("/scorecards/{id}")
    };
    Ok(visit.go(&place, "scorecard-draft-saved"))
}

/// What a script shows after it saved.
fn told(visit: &Visit, opened: &Opened) -> ApiResult<HttpResponse> {
    let saved_at = opened.sight.draft.as_ref().map(|draft| draft.saved_at);
    let levels = sample::levels(opened, &opened.saved())?;
    let levels: Map<String, Value> = levels
        .iter()
        .map(|level| (level.competency.to_string(), level_in_words(visit, level).into()))
        .collect();
    let values = Map::from_iter([("time".to_owned(), clock(visit, saved_at).into())]);
    Ok(HttpResponse::Ok().json(json!({
        "version": opened.sight.card.version,
        "status": visit.say_with("scorecard-saved-at", &values),
        "levels": levels,
    })))
}

/// `Level 4 (9 of 12 points)`, or how many items are missing.
fn level_in_words(visit: &Visit, so_far: &interviews::LevelSoFar) -> String {
    let values = Map::from_iter([
        ("level".to_owned(), json!(so_far.level)),
        ("points".to_owned(), json!(so_far.points)),
        ("most".to_owned(), json!(so_far.most)),
        ("missing".to_owned(), json!(so_far.missing)),
    ]);
    let key = if so_far.level.is_some() {
        "scorecard-level-so-far"
    } else {
        "scorecard-level-open"
    };
    visit.say_with(key, &values)
}

fn clock(visit: &Visit, at: Option<Timestamp>) -> String {
    let zone = visit.view().zone();
    at.map_or_else(String::new, |at| {
        at.utc().with_timezone(&zone).format("%H:%M").to_string()
    })
}

async fn went_wrong(
    app: &App,
    visit: &Visit,
    id: ScorecardId,
    typed: Typed,
    fault: Fault,
) -> ApiResult<HttpResponse> {
    let stale = matches!(fault, Fault::Stale | Fault::PreconditionRequired);
    let mut problem = Problem::from(fault);
    let ctx = app.ctx(visit);
    let now = ctx.now;
    if matches!(problem.status, 401 | 403 | 404 | 500..) || (visit.wants_fragment() && !stale) {
        return Err(problem);
    }
    let opened = app.db.read(move |conn| open(conn, &ctx, id)).await?;
    if !opened.is_open_to(visit) {
        if stale {
            problem = Fault::AlreadySubmitted(visit.say("scorecard-locked-elsewhere")).into();
        }
        if visit.wants_fragment() {
            return Err(problem);
        }
        let kept = json!({ "typed": typed.sheet.texts() });
        return locked::shown(app, visit, opened, (kept, Some(problem))).await;
    }
    if stale {
        return stale_again(visit, &opened, &typed, now, problem);
    }
    let mut marks = Marks::default();
    if let Ok(input) = typed.sheet.input() {
        problem.errors = by_place(&problem.errors, &input).into();
        marks.add(&problem.errors);
    }
    let data = form::data(&opened, visit, now, (&typed.sheet, &marks))?;
    visit.again(PAGE, &opened.title(visit), &data, problem)
}

/// The card was saved in another tab since: both texts side by side. When both say the same, all is well.
fn stale_again(
    visit: &Visit,
    opened: &Opened,
    typed: &Typed,
    now: Timestamp,
    problem: Problem,
) -> ApiResult<HttpResponse> {
    let mine = Sheet::of_input(&typed.sheet.input()?);
    let Some(conflict) = conflict::between(&mine, &opened.saved(), opened, visit) else {
        return went_well(visit, opened, typed);
    };
    if visit.wants_fragment() {
        let mut part = visit.fragment(
            "interviews/pages/parts/conflict",
            &json!({ "conflict": conflict }),
        )?;
        *part.status_mut() = StatusCode::PRECONDITION_FAILED;
        return Ok(part);
    }
    let mut data = form::data(opened, visit, now, (&typed.sheet, &Marks::default()))?;
    form::set(&mut data, "conflict", conflict);
    visit.again(PAGE, &opened.title(visit), &data, problem)
}

//! The candidates of a job side by side: bars first, a radar second, and a table with the same numbers.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde_json::{Value, json};

use crate::{
    app::App,
    decisions::{
        Compared,
        charts::{self, Line},
        comparison::Standing,
    },
    flow::decisions::comparison as flow,
    kernel::ids::JobId,
    people::Visit,
    web::ApiResult,
};

/// More candidates than this make bars unreadable; the table has all of them.
const MOST_BARS: usize = 4;
/// A radar is read for two candidates, hardly for three.
const MOST_SHAPES: usize = 2;

/// The comparison.
pub(super) async fn show(app: Data<App>, visit: Visit, id: Path<JobId>) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&visit);
    let table = app.db.read(move |conn| flow::show(conn, &ctx, *id)).await?;
    let open: Vec<(&Compared, &Standing)> = table
        .candidates
        .iter()
        .filter_map(|one| Some((one, one.standing.as_ref()?)))
        .collect();
    let lines = lines(&open, MOST_BARS);
    let radar_lines = self::lines(&open, MOST_SHAPES);
    let name = |id| {
        let found = table.candidates.iter().find(|one| one.application_id == id);
        found.map(|one| one.candidate_name.as_str())
    };
    let people: Vec<Value> = table
        .candidates
        .iter()
        .map(|one| {
            let standing = one.standing.as_ref();
            let close = standing.map_or(&[][..], |s| &s.no_meaningful_difference);
            json!({
                "id": one.application_id, "name": one.candidate_name, "state": one.state,
                "withheld": one.withheld, "standing": standing,
                "close_to": close.iter().filter_map(|id| name(*id)).collect::<Vec<_>>(),
                "below": standing.map(below),
            })
        })
        .collect();
    let data = json!({
        "job_id": table.job_id, "title": table.title, "candidates": people, "body": {},
        "bars": (!lines.is_empty()).then(|| charts::bars(&lines)),
        "radar": charts::radar(&radar_lines),
        "series": series(&open, MOST_BARS), "shapes": series(&open, MOST_SHAPES),
        "rows": rows(&open), "open": open.iter().map(|(one, _)| &one.candidate_name).collect::<Vec<_>>(),
    });
    visit.page_of("decisions/pages/staff/comparison", &table.title, &data)
}

fn below(standing: &Standing) -> Vec<Value> {
    standing
        .levels
        .iter()
        .filter(|level| level.reaches_floor == Some(false))
        .map(|level| json!({ "name": level.name, "value": level.value, "floor": level.floor }))
        .collect()
}

fn series(open: &[(&Compared, &Standing)], most: usize) -> Vec<Value> {
    let drawn = open.iter().take(most).enumerate();
    drawn
        .map(|(n, (one, _))| json!({ "n": n, "name": one.candidate_name }))
        .collect()
}

/// The competencies with the level of every candidate shown.
fn lines(open: &[(&Compared, &Standing)], most: usize) -> Vec<Line> {
    let Some((_, first)) = open.first() else {
        return Vec::new();
    };
    first
        .levels
        .iter()
        .map(|level| Line {
            name: level.name.clone(),
            floor: level.floor,
            levels: open
                .iter()
                .take(most)
                .map(|(_, standing)| {
                    let own = standing.levels.iter().find(|l| l.competency == level.competency);
                    own.and_then(|l| l.value)
                })
                .collect(),
        })
        .collect()
}

/// The table: one row a competency, one column a candidate.
fn rows(open: &[(&Compared, &Standing)]) -> Vec<Value> {
    lines(open, usize::MAX)
        .into_iter()
        .map(|line| {
            let cells: Vec<Value> = line
                .levels
                .iter()
                .map(|level| json!({ "value": level, "below": level.is_some_and(|l| l < line.floor - 1e-9) }))
                .collect();
            json!({ "name": line.name, "floor": line.floor, "cells": cells })
        })
        .collect()
}

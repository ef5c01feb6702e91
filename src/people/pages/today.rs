//! Everybody's home: what I owe, most urgent first, each with one click to do it.

use actix_web::{HttpResponse, web::Data};
use serde_json::json;

use crate::{
    app::App,
    flow::today::{self, Urgency},
    people::visit::Visit,
    web::ApiResult,
};

/// Tasks shown before the rest is folded.
const SHOWN: usize = 40;

/// The list.
pub(super) async fn today(app: Data<App>, visit: Visit) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&visit);
    let now = ctx.now;
    let tasks = app.db.read(move |conn| today::tasks(conn, &ctx)).await?;
    let group = |urgency: Urgency| {
        tasks
            .iter()
            .filter(|task| task.urgency == urgency)
            .collect::<Vec<_>>()
    };
    let groups: Vec<_> = [Urgency::Overdue, Urgency::Now, Urgency::Soon]
        .into_iter()
        .map(|urgency| (urgency, group(urgency)))
        .filter(|(_, of)| !of.is_empty())
        .map(|(urgency, of)| {
            let (shown, rest) = of.split_at(of.len().min(SHOWN));
            json!({ "urgency": urgency, "count": of.len(), "tasks": shown, "rest": rest })
        })
        .collect();
    let first_name = visit.staff.user.name.split(' ').next().unwrap_or_default();
    let data = json!({ "now": now, "groups": groups, "first_name": first_name });
    visit.page("people/pages/today", "nav-today", &data)
}

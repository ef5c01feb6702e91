//! Everybody's home: what I owe, most urgent first, each with one click to do it.

use actix_web::{HttpResponse, web::Data};
use serde_json::{Value, json};

use crate::{
    app::App,
    flow::today::{self, Urgency},
    kernel::role::Role,
    people::visit::Visit,
    web::ApiResult,
};

/// Tasks shown before the rest is folded.
const SHOWN: usize = 40;

/// What comes next for somebody nothing waits for, by role, and where one sees it: the first that fit, three at most.
const NEXT: [(Role, &str, &str); 11] = [
    (Role::Trainee, "today-next-trainee", "/my-onboarding"),
    (Role::Hr, "today-next-hr", "/applications"),
    (Role::HrLead, "today-next-hr", "/applications"),
    (Role::HiringManager, "today-next-hiring_manager", "/jobs"),
    (Role::Sponsor, "today-next-sponsor", "/jobs"),
    (Role::Interviewer, "today-next-interviewer", "/scorecards"),
    (Role::Assessor, "today-next-interviewer", "/scorecards"),
    (Role::Trainer, "today-next-trainer", "/onboarding_plans"),
    (Role::Coach, "today-next-coach", "/onboarding_plans"),
    (Role::Manager, "today-next-coach", "/onboarding_plans"),
    (Role::Admin, "today-next-admin", "/administration"),
];
/// So many hints are enough.
const MOST_HINTS: usize = 3;

fn next(visit: &Visit) -> Vec<Value> {
    let mut hints: Vec<Value> = Vec::new();
    for (role, say, href) in NEXT {
        let hint = json!({ "say": say, "href": href });
        if visit.staff.has_any(&[role]) && !hints.contains(&hint) {
            hints.push(hint);
        }
    }
    hints.truncate(MOST_HINTS);
    hints
}

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
    let data = json!({ "now": now, "groups": groups, "first_name": first_name, "next": next(&visit) });
    visit.page("people/pages/today", "nav-today", &data)
}

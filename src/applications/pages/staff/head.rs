//! What every page of an application begins with: whose it is, where it stands, where one can go from here.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    db::Conn,
    fault::Fault,
    flow::case::Case,
    kernel::{
        ids::{ApplicationId, JobId, UserId},
        text_enum::TextEnum,
    },
    people::{self, Visit},
    pipeline::state::{ApplicationState, Machine},
    web::{ApiResult, Problem},
};

/// What somebody typed, and why it was not taken.
pub(crate) type Typed = Option<(Value, Problem)>;

/// A part of the application's pages.
#[derive(Debug, Clone, Serialize)]
struct Tab {
    key: &'static str,
    href: String,
    current: bool,
}

/// The head of an application's pages.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct CaseHead {
    /// The application.
    pub(crate) id: ApplicationId,
    /// What forms are made from.
    pub(crate) version: i64,
    /// The candidate.
    pub(crate) name: String,
    job_id: JobId,
    job_title: String,
    state: ApplicationState,
    held_from: Option<ApplicationState>,
    over: bool,
    tabs: Vec<Tab>,
}

/// Tab, path below the application, and the state from which on there is something in it.
const TABS: [(&str, &str, ApplicationState); 9] = [
    ("overview", "", ApplicationState::Applied),
    ("assessment", "/scheduled_interviews", ApplicationState::Screened),
    ("references", "/reference_checks", ApplicationState::Assessing),
    ("flags", "/red_flags", ApplicationState::Applied),
    ("waivers", "/waivers", ApplicationState::Applied),
    ("debrief", "/debrief", ApplicationState::Assessed),
    ("decision", "/decision", ApplicationState::DebriefOpen),
    ("offer", "/offer", ApplicationState::Approved),
    ("onboarding", "/onboarding_plan", ApplicationState::DebriefOpen),
];

impl CaseHead {
    /// The head of a page; `tab` is the key of where one is.
    pub(crate) fn new(case: &Case, tab: &str) -> Self {
        let evidence = &case.evidence;
        let id = evidence.application;
        let stands = evidence.held_from.unwrap_or(evidence.state);
        // Where an application ended tells nothing of how far it came: everything stays in reach.
        let filled = |from| stands.rank().is_none() || stands.has_reached(from);
        let tabs = TABS
            .iter()
            .filter(|(key, _, from)| *key == tab || filled(*from))
            .map(|(key, path, _)| Tab {
                key,
                href: format!("/applications/{id}{path}"),
                current: *key == tab,
            })
            .collect();
        Self {
            id,
            version: case.version,
            name: evidence.candidate_name.clone(),
            job_id: evidence.terms.job,
            job_title: evidence.terms.title.clone(),
            state: evidence.state,
            held_from: evidence.held_from,
            over: evidence.state.is_terminal(),
            tabs,
        }
    }
}

/// A page, or the same page again with every reason above it and what was typed still there.
///
/// # Errors
/// When the template lacks a field, or the trouble is nothing one can mend here.
pub(crate) fn shown(
    visit: &Visit,
    (template, title): (&str, &str),
    mut data: Value,
    typed: Typed,
) -> ApiResult<HttpResponse> {
    let Some((body, trouble)) = typed else {
        return visit.page_of(template, title, &data);
    };
    // Nothing was typed where only a button was pressed: the page keeps what it shows.
    if let Value::Object(fields) = &mut data
        && !body.is_null()
    {
        fields.insert("body".to_owned(), body);
    }
    visit.again(template, title, &data, trouble)
}

/// A part of the application that is not open to this reader (yet): says so below the head. Every other fault is
/// answered as one.
///
/// # Errors
/// Every fault but [`Fault::Forbidden`] and [`Fault::Blind`].
pub(crate) fn closed(visit: &Visit, head: &CaseHead, fault: Fault) -> ApiResult<HttpResponse> {
    match fault {
        Fault::Forbidden(_) | Fault::Blind => visit.again(
            "applications/pages/staff/closed",
            &head.name,
            &json!({ "head": head, "body": {} }),
            fault.into(),
        ),
        other => Err(other.into()),
    }
}

/// The names of people, by their ids.
///
/// # Errors
/// When a statement fails.
pub(crate) fn names(conn: &mut Conn, ids: &[UserId]) -> Result<BTreeMap<UserId, String>, Fault> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    let people = people::users_by_ids(conn, &ids)?;
    Ok(people.into_iter().map(|user| (user.id, user.name)).collect())
}

/// The words of an enum as the options of a field: message keys begin with `prefix`.
pub(super) fn options<T: TextEnum>(visit: &Visit, prefix: &str, words: &[T]) -> Vec<Value> {
    words
        .iter()
        .map(|word| {
            let key = format!("{prefix}{}", word.as_str());
            json!({ "value": word.as_str(), "label": visit.say(&key) })
        })
        .collect()
}

//! What candidates, referees and everybody outside do in a browser without JavaScript.

#![allow(
    clippy::too_many_lines,
    reason = "what somebody does in a browser is told page by page, in one piece"
)]

mod careers;
mod desk;
mod languages;
pub(crate) mod questionnaire;
mod referees;
mod referral;
mod samples;

use steadyhire::{kernel::ids::ApplicationId, people::GrantSubject};

use crate::{
    harness::{Response, TestApp, Value, candidacy::Candidacy},
    hire::visitor::Visitor,
};

/// The candidate behind the link of the newest mail of a kind.
async fn visitor(app: &TestApp, candidacy: &Candidacy, message: &str) -> Visitor {
    behind(app, &candidacy.email, message).await
}

/// Whoever has this address, behind the link of the newest mail of a kind.
async fn behind(app: &TestApp, email: &str, message: &str) -> Visitor {
    let mails = mails(app, email, message).await;
    let mut links = mails.iter().flat_map(|mail| mail["links"].as_array().unwrap());
    let link = links.find(|link| link.as_str().unwrap().contains("/l/"));
    Visitor::begin(app, link.expect("a link").as_str().unwrap()).await
}

/// What a link of this candidate is for.
fn subject(candidacy: &Candidacy) -> GrantSubject {
    let application: ApplicationId = candidacy.id.parse().unwrap();
    GrantSubject::Candidate { application }
}

/// The mails of one kind to an address, newest first.
async fn mails(app: &TestApp, to: &str, message: &str) -> Vec<Value> {
    let mut mails = app.mails_to(to).await;
    mails.retain(|mail| mail["message"] == message);
    mails
}

/// The address of the form with this button.
fn action_of(page: &Response, button: &str) -> String {
    let body = page.body();
    let forms = body.split("<form ").skip(1);
    let mut with_button = forms.filter(|form| form.split("</form>").next().unwrap().contains(button));
    let form = with_button
        .next()
        .unwrap_or_else(|| panic!("no \"{button}\" in {body}"));
    form.split("action=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned()
}

/// What holds for every page: it needs no script of its own, every field has a label, ids are unique.
#[track_caller]
fn is_plain_and_labelled(page: &Response) {
    let body = page.body();
    assert!(!body.contains(" style=") && !body.contains(" onclick="), "{body}");
    for script in body.split("<script").skip(1) {
        let ours =
            script.starts_with(" src=\"/assets/") || script.starts_with(" type=\"application/ld+json\"");
        assert!(ours, "{script}");
    }
    assert!(
        body.contains("<html lang=\"en\">") || body.contains("<html lang=\"de\">"),
        "{body}"
    );
    assert_eq!(body.matches("<h1").count(), 1, "{body}");
    let mut ids: Vec<&str> = attribute(body, " id=\"").collect();
    ids.sort_unstable();
    let all = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), all, "an id is given twice in {body}");
    for tag in ["<input ", "<textarea ", "<select "] {
        for field in body.split(tag).skip(1) {
            let field = field.split('>').next().unwrap();
            if field.contains("type=\"hidden\"") {
                continue;
            }
            let id = attribute(field, "id=\"")
                .next()
                .unwrap_or_else(|| panic!("no id: {field}"));
            assert!(
                body.contains(&format!(" for=\"{id}\"")),
                "no label for {id} in {body}"
            );
        }
    }
    for target in [" aria-describedby=\"", " aria-labelledby=\""]
        .iter()
        .flat_map(|start| attribute(body, start))
        .flat_map(str::split_whitespace)
    {
        assert!(
            ids.binary_search(&target).is_ok(),
            "nothing is called {target} in {body}"
        );
    }
}

fn attribute<'a>(text: &'a str, start: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(start)
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
}

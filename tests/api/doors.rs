//! Whatever entrance somebody takes, it leads through the one door that decides: what is not due is refused, the
//! state stays as it was, and the attempt is written down. No request has room for a conclusion.

use std::{
    collections::{BTreeMap, BTreeSet},
    process::Command,
};

use crate::{
    harness::{
        Client, TestApp, Value,
        candidacy::{Candidacy, open_job, right_answers},
        json,
        opening::Opening,
    },
    hire::visitor::Visitor,
};

/// Every field of a body, with the operations that take it; insists that no object takes unknown fields.
fn fields(api: &Value) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    for (path, operations) in api["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let Some(content) = operation["requestBody"]["content"].as_object() else {
                continue;
            };
            let name = format!("{method} {path}");
            for body in content.values() {
                collect(api, &body["schema"], &name, &mut BTreeSet::new(), &mut found);
            }
        }
    }
    found
}

fn collect(
    api: &Value,
    schema: &Value,
    operation: &str,
    seen: &mut BTreeSet<String>,
    found: &mut BTreeMap<String, BTreeSet<String>>,
) {
    if let Some(named) = schema["$ref"].as_str() {
        if seen.insert(named.to_owned()) {
            let target = api.pointer(named.trim_start_matches('#')).unwrap();
            collect(api, target, operation, seen, found);
        }
        return;
    }
    for several in ["oneOf", "anyOf", "allOf"] {
        for one in schema[several].as_array().into_iter().flatten() {
            collect(api, one, operation, seen, found);
        }
    }
    for inner in [&schema["items"], &schema["additionalProperties"]] {
        if inner.is_object() {
            collect(api, inner, operation, seen, found);
        }
    }
    let Some(properties) = schema["properties"].as_object() else {
        return;
    };
    assert_eq!(
        schema["additionalProperties"], false,
        "{operation} swallows unknown fields: {schema}"
    );
    for (field, inner) in properties {
        found
            .entry(field.clone())
            .or_default()
            .insert(operation.to_owned());
        collect(api, inner, operation, seen, found);
    }
}

#[tokio::test]
async fn no_body_has_room_for_a_state_a_time_that_passed_or_an_author() {
    let app = TestApp::spawn().await;
    let api = app.anonymous().get("//api/openapi.json").await.expect(200);
    let fields = fields(&api);
    assert!(fields.len() > 100, "the description of the API was read");
    let conclusions = [
        "state",
        "status",
        "version",
        "id",
        "score",
        "composite",
        "level_of",
        "passed",
        "approved",
        "signed",
        "certified",
        "waived",
        "granted",
        "complete",
        "author",
        "actor",
        "rater",
        "author_id",
    ];
    for field in conclusions {
        assert_eq!(fields.get(field), None, "a client could set {field}");
    }
    // Times somebody wishes for; when something happened is for the clock to say.
    let wishes = ["due_at", "expires_at", "starts_at"];
    for (field, operations) in &fields {
        let told = field.ends_with("_at") || field.ends_with("_by");
        assert!(
            !told || wishes.contains(&field.as_str()),
            "{field} in {operations:?}"
        );
    }
    let moved: BTreeSet<_> = fields["to"]
        .iter()
        .filter(|o| o.ends_with("/transitions"))
        .collect();
    assert!(moved.len() >= 2, "{moved:?}");
}

/// The last word of the audit log about a step.
async fn refused(who: &Client, timeline: &str, to: &str) {
    let events = who.get(timeline).await.expect(200);
    let found = events["data"]
        .as_array()
        .unwrap()
        .iter()
        .any(|e| e["to_state"] == to && e["outcome"] == "refused");
    assert!(found, "no refusal of {to} in {events}");
}

#[tokio::test]
async fn the_api_refuses_what_is_not_due_and_what_is_not_asked_that_way() {
    let app = TestApp::spawn().await;
    let opening = open_job(&app).await;
    let candidacy = Candidacy::apply(&opening, "Cora Client").await;
    let (hr, manager) = (&opening.team.hr, &opening.team.manager);
    // The step itself, asked for by those whose step it would be.
    for (to, who) in [
        ("screened", hr),
        ("debriefed", manager),
        ("approved", manager),
        ("offer_extended", hr),
        ("hired", hr),
    ] {
        candidacy.step(who, to).await.problem(409, "illegal_step");
        refused(hr, &candidacy.path("/timeline"), to).await;
    }
    // Steps nobody takes for somebody else or for the clock.
    for to in [
        "role_acknowledged",
        "withdrawn",
        "offer_accepted",
        "offer_lapsed",
        "assessed",
    ] {
        let answer = candidacy.step(hr, to).await;
        assert!([403, 409].contains(&answer.status()), "{to}: {}", answer.body());
    }
    assert_eq!(opening.step(hr, "filled").await.status(), 403);
    refused(hr, &opening.path("/timeline"), "filled").await;

    // A state beside the body's own fields, at creation and at change.
    let applicant = json!({ "name": "Bela", "email": "bela@candidates.example", "state": "hired" });
    let careers = format!("/careers/{}/applications", opening.id);
    let outside = app.anonymous().post(&careers, applicant).await;
    assert_eq!(outside.bad_fields(), ["/state"]);
    let title = json!({ "title": "Other", "state": "filled" });
    let patched = hr
        .if_match(opening.version().await)
        .patch(&opening.path(""), title)
        .await;
    assert_eq!(patched.bad_fields(), ["/state"]);
    let tick = json!({ "met": true, "state": "screened" });
    assert_eq!(candidacy.tick(0, tick).await.bad_fields(), ["/state"]);
    assert_eq!(candidacy.state().await, "applied");
    assert_eq!(hr.get(&opening.path("")).await.expect(200)["state"], "open");
}

#[tokio::test]
async fn links_and_forms_refuse_alike() {
    let app = TestApp::spawn().await;
    let opening = open_job(&app).await;
    let candidacy = Candidacy::apply(&opening, "Cora Client").await;
    let hr = &opening.team.hr;
    // By the link, as a program: without the privacy notice (G10), and at the staff's door.
    let guest = candidacy.guest(&app).await;
    let answers = guest
        .post("/guest/application/acknowledgement", right_answers())
        .await;
    assert_eq!(answers.refusing_gates(), ["G10", "G11"]);
    refused(hr, &candidacy.path("/timeline"), "role_acknowledged").await;
    let step = json!({ "to": "hired" });
    guest
        .if_match(1)
        .post(&candidacy.path("/transitions"), step)
        .await
        .problem(403, "forbidden");

    // By the same link, in a browser: the same answers in the form, a state among them.
    let link = app.mailed_link(&candidacy.email, "/l/").await;
    let visitor = Visitor::begin(&app, &link).await;
    let form = [
        ("answers.kind", "client_focused"),
        ("answers.sales_share_pct:int", "35"),
        ("answers.accounts:int", "12"),
        ("answers.outside_contract", "ask_superior"),
        ("answers.first_goal", "happy_clients"),
        ("expected_split.sales_pct:int", "30"),
        ("expected_split.relationship_pct:int", "50"),
        ("least_liked", "Evening calls."),
        ("state", "hired"),
    ];
    let with_a_state = visitor.press("/answers", &form).await;
    assert_eq!(with_a_state.status(), 422, "{}", with_a_state.body());
    let pressed = visitor.press("/answers", &form[..8]).await;
    assert_ne!(pressed.status(), 303, "it does not go on");
    let told = "Candidate has not yet received the privacy notice";
    assert!(pressed.body().contains(told), "{}", pressed.body());
    assert_eq!(candidacy.state().await, "applied");
    // Nothing happens by looking, at whatever address.
    for place in ["/answers", "/notice", "/withdrawal"] {
        let looked = visitor.look(place).await;
        assert!(
            [404, 405].contains(&looked.status()),
            "{place}: {}",
            looked.status()
        );
    }
    assert_eq!(candidacy.state().await, "applied");
}

#[tokio::test]
async fn a_description_behind_the_plan_cannot_be_forced_by_any_field() {
    let app = TestApp::spawn().await;
    let team = crate::harness::opening::Team::new(&app).await;
    let job = Opening::draft(&team).await;
    for (rest, body) in [
        ("/transitions", json!({ "to": "open", "force": true })),
        (
            "/descriptions",
            json!({ "description": {}, "clarity": { "score": 100 } }),
        ),
        ("/approvals", json!({ "approved": true })),
    ] {
        let who = team.manager.if_match(job.version().await);
        let answer = who.post(&job.path(rest), body).await;
        assert_eq!(answer.status(), 422, "{rest}: {}", answer.body());
    }
    assert_eq!(team.hr.get(&job.path("")).await.expect(200)["state"], "draft");
}

#[test]
fn no_command_moves_a_case() {
    for command in ["transition", "approve", "hire", "import", "application", "job"] {
        let run = Command::new(env!("CARGO_BIN_EXE_steadyhire"))
            .args([command, "--state", "hired"])
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&run.stderr).into_owned();
        assert_eq!(run.status.code(), Some(2), "{command}: {told}");
        assert!(told.contains("unrecognized subcommand"), "{command}: {told}");
    }
}

//! Jobs in a browser without a script: from the wizard to the board.

use crate::harness::{
    Browser, Page, TestApp,
    candidacy::Candidacy,
    json,
    opening::{Opening, Team, bad_description, good_description, write_strategy},
};

const ANSWERS: [(&str, &str); 5] = [
    ("answers.separate_roles_affordable:bool", "true"),
    ("answers.owner_in_operations:bool", "false"),
    ("answers.production_people_scarce:bool", "true"),
    ("answers.supervises_crews:bool", "true"),
    ("answers.sells_base_contracts:bool", "true"),
];

/// The fields of a document as a form sends them.
fn fields(at: &str, value: &serde_json::Value, into: &mut Vec<(String, String)>) {
    match value {
        serde_json::Value::Null => {}
        serde_json::Value::Object(members) => {
            for (name, member) in members {
                fields(&format!("{at}.{name}"), member, into);
            }
        }
        serde_json::Value::Array(items) => {
            for (n, item) in items.iter().enumerate() {
                fields(&format!("{at}.{n}"), item, into);
            }
        }
        serde_json::Value::String(text) => into.push((at.to_owned(), text.clone())),
        serde_json::Value::Bool(yes) => into.push((format!("{at}:bool"), yes.to_string())),
        number => into.push((format!("{at}:num"), number.to_string())),
    }
}

/// A description as the editor sends it. Whole numbers are whole numbers in the form, too.
fn typed(description: &serde_json::Value, version: &str) -> Vec<(String, String)> {
    let mut all = vec![("_version".to_owned(), version.to_owned())];
    fields("description", description, &mut all);
    for (name, _) in &mut all {
        if ["_pct:num", "accounts_min:num", "accounts_max:num"]
            .iter()
            .any(|end| name.ends_with(end))
            && !name.contains("share_pct")
        {
            *name = name.replace(":num", ":int");
        }
    }
    all
}

async fn press(browser: &Browser, path: &str, fields: &[(String, String)]) -> Page {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    browser.press(path, &fields).await
}

#[tokio::test]
async fn the_wizard_begins_with_the_kind_and_advises_to_split_the_role() {
    // Given nobody looked for anybody yet
    let app = TestApp::spawn().await;
    let team = Team::new(&app).await;
    let sponsor = Browser::of(&team.sponsor);
    sponsor
        .look("/jobs")
        .await
        .expect(200)
        .must_say(&["There is no job yet", "/jobs/new"]);

    // When the five questions are left open, each is asked again
    sponsor
        .look("/jobs/new")
        .await
        .expect(200)
        .must_say(&["supervise crews"]);
    sponsor.press("/jobs/new", &ANSWERS[..4]).await.expect(422);
    let suggested = sponsor.press("/jobs/new", &ANSWERS).await.expect(200);
    suggested.must_say(&[
        "Two roles instead of one",
        "people who run production well are scarce here",
    ]);

    // Then the owner decides against the advice, with a reason, and the job is there
    let people = [
        ("hiring_manager", team.manager.id()),
        ("sponsor", team.sponsor.id()),
        ("ops_lead", team.ops_lead.id()),
        ("hr", team.hr.id()),
    ];
    let mut form: Vec<(String, String)> = ANSWERS
        .iter()
        .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
        .collect();
    form.extend(people.iter().map(|(n, v)| ((*n).to_owned(), v.to_string())));
    form.push(("title".into(), "Account manager north".into()));
    form.push(("reason".into(), "surge".into()));
    form.push(("kind".into(), "client_focused".into()));
    let again = press(&sponsor, "/jobs", &form).await.expect(422);
    again.must_say(&["Account manager north", "f-kind_reason-fault"]);
    form.push((
        "kind_reason".into(),
        "Crews are led by somebody else soon.".into(),
    ));
    let job = press(&sponsor, "/jobs", &form).await.expect(200);
    job.must_say(&["Account manager north", "Client-focused", "interim cover"]);
    sponsor
        .look("/jobs")
        .await
        .must_say(&["Account manager north", "Nobody yet"]);

    // But somebody who rates only opens no jobs
    let interviewer = Browser::of(&team.interviewer);
    interviewer
        .look("/jobs/new")
        .await
        .expect(200)
        .must_say(&["aria-disabled"]);
    press(&interviewer, "/jobs", &form)
        .await
        .expect(403)
        .must_say(&["Jobs are opened by HR"]);
}

#[tokio::test]
async fn a_job_shows_what_is_missing_before_the_next_step_and_refuses_with_every_reason() {
    let app = TestApp::spawn().await;
    let team = Team::new(&app).await;
    let job = Opening::draft(&team).await;
    let sponsor = Browser::of(&team.sponsor);
    let page = sponsor.look(&job.path("")).await.expect(200);
    page.must_say(&["G01", "G02", "G03", "3 of 3 conditions are open", "aria-disabled"]);

    // When the sponsor presses on regardless, all three reasons are told
    let step = [("_version", page.version()), ("to", "kind_decided".to_owned())];
    let step: Vec<(&str, &str)> = step.iter().map(|(n, v)| (*n, v.as_str())).collect();
    let refused = sponsor.press(&job.path("/transitions"), &step).await.expect(409);
    refused.must_say(&["id=\"trouble\"", "G01", "G02", "G03"]);

    // Then each paper is filled in on its own page
    let papers = Browser::of(&team.manager);
    let version = sponsor.look(&job.path("/kind")).await.expect(200).version();
    let mut kind = vec![("_version", version.as_str())];
    kind.extend(ANSWERS);
    kind.push(("kind", "client_focused"));
    sponsor
        .press(&job.path("/kind"), &kind)
        .await
        .expect(422)
        .must_say(&["f-reason-fault"]);
    kind.push(("reason", "Crews are led by field managers."));
    sponsor
        .press(&job.path("/kind"), &kind)
        .await
        .expect(200)
        .must_say(&["Client-focused"]);
    let version = papers.look(&job.path("/role_plan")).await.expect(200).version();
    let aims = [
        ("_version", version.as_str()),
        ("short:lines", "Take over six accounts"),
        ("medium:lines", "Carry fifteen accounts"),
        ("long:lines", "Lead a client group"),
    ];
    papers.press(&job.path("/role_plan"), &aims).await.expect(200);
    write_strategy(&team.sponsor).await;
    let ready = sponsor.look(&job.path("")).await;
    ready.must_say(&["All conditions are met"]);
    let version = ready.version();
    let step = [("_version", version.as_str()), ("to", "kind_decided")];
    sponsor
        .press(&job.path("/transitions"), &step)
        .await
        .expect(200)
        .must_say(&["The step is taken."]);

    // And the other papers, the people and the way out have pages, too
    for paper in [
        "/ladder",
        "/accountability",
        "/people",
        "/cancel",
        "/posting",
        "/approvals",
        "/board",
    ] {
        papers.look(&job.path(paper)).await.expect(200);
    }
    let version = papers.look(&job.path("/ladder")).await.version();
    let ladder = [
        ("_version", version.as_str()),
        ("ladder_id", "client-services"),
        ("rungs.0.title", "Senior"),
        ("rungs.0.criteria:lines", "Two years\nHappy clients"),
        ("rungs.1.title", ""),
    ];
    papers.press(&job.path("/ladder"), &ladder).await.expect(200);
    let stored = team.hr.get(&job.path("")).await.expect(200);
    assert_eq!(
        stored["ladder"]["rungs"][0]["criteria"],
        json!(["Two years", "Happy clients"])
    );
    let page = sponsor.look(&job.path("/cancel")).await.version();
    let step = [
        ("_version", page.as_str()),
        ("to", "cancelled"),
        ("note", "No budget"),
    ];
    sponsor
        .press(&job.path("/transitions"), &step)
        .await
        .expect(200)
        .must_say(&["Given up"]);
    sponsor.look("/jobs").await.must_say(&["There is no job yet"]);
    sponsor
        .look("/jobs?show=all")
        .await
        .must_say(&["Account manager for the region"]);
}

#[tokio::test]
async fn a_description_is_checked_while_it_is_written_kept_by_version_and_compared() {
    let app = TestApp::spawn().await;
    let team = Team::new(&app).await;
    let job = Opening::draft(&team).await;
    job.bring_to("kind_decided").await;
    job.set_ladder().await;
    let manager = Browser::of(&team.manager);
    let editor = manager.look(&job.path("/description")).await.expect(200);
    editor.must_say(&["Prospect for new clients", "id=\"clarity\"", "hx-post"]);

    // When the vague description is checked without a script, nothing is stored and what is typed stays
    let vague = typed(&bad_description(), &editor.version());
    let checked = press(&manager, &job.path("/description/check"), &vague)
        .await
        .expect(200);
    checked.must_say(&["Looking for an Account Manager.", "JD-X01", "Must be mended"]);
    assert_eq!(
        team.hr.get(&job.path("/descriptions")).await.expect(200)["data"],
        json!([])
    );
    // a script gets the part beside the form only
    let script = manager.with("hx-request", "true");
    let part = script
        .press(&job.path("/description/check"), &[("description.title", "X")])
        .await
        .expect(200);
    assert!(
        part.says("id=\"clarity\"") && !part.says("<html"),
        "{}",
        part.html
    );

    // Then both versions are stored, and told apart word by word
    press(&manager, &job.path("/description"), &vague)
        .await
        .expect(200)
        .must_say(&["Saved as a new version."]);
    let version = manager.look(&job.path("/description")).await.version();
    let good = typed(&good_description(), &version);
    let saved = press(&manager, &job.path("/description"), &good)
        .await
        .expect(200);
    saved.must_say(&["Client-focused Account Manager", "Clear enough"]);
    let stored = team.hr.get(&job.path("/descriptions/2")).await.expect(200);
    assert_eq!(
        stored["body"],
        good_description_as_stored(&stored["body"]),
        "nothing is lost between page and store"
    );
    manager
        .look(&job.path("/descriptions"))
        .await
        .expect(200)
        .must_say(&["Version 1", "Version 2", "/descriptions/1/diff/2"]);
    let diff = manager
        .look(&job.path("/descriptions/1/diff/2"))
        .await
        .expect(200);
    diff.must_say(&["<ins>", "<del>"]);

    // Whoever has an old form in front of them loses nothing typed
    let stale = press(&manager, &job.path("/description"), &good)
        .await
        .expect(412);
    stale.must_say(&["Changed in the meantime", "Client-focused Account Manager"]);
    // And those who do not describe read it, and approve it
    let reader = Browser::of(&team.ops_lead);
    reader
        .look(&job.path("/description"))
        .await
        .expect(200)
        .must_say(&["aria-disabled"]);
    let read = reader.look(&job.path("/descriptions/2")).await.expect(200);
    read.must_say(&["Visit or call each client by plan", "Approve version 2"]);
    let approve = [("_version", read.version()), ("number:int", "2".to_owned())];
    let approve: Vec<(&str, &str)> = approve.iter().map(|(n, v)| (*n, v.as_str())).collect();
    reader
        .press(&job.path("/approvals"), &approve)
        .await
        .expect(200)
        .must_say(&["You have approved it."]);
    Browser::of(&team.interviewer)
        .press(&job.path("/approvals"), &[])
        .await
        .expect(403);
}

/// The good description with the defaults that are stored beside it.
fn good_description_as_stored(stored: &serde_json::Value) -> serde_json::Value {
    fn laid_over(under: &mut serde_json::Value, over: &serde_json::Value) {
        match (under, over) {
            (serde_json::Value::Object(under), serde_json::Value::Object(over)) => {
                for (name, value) in over {
                    laid_over(under.entry(name.clone()).or_insert(json!(null)), value);
                }
            }
            (serde_json::Value::Array(under), serde_json::Value::Array(over))
                if under.len() == over.len() =>
            {
                for (one, other) in under.iter_mut().zip(over) {
                    laid_over(one, other);
                }
            }
            (under, serde_json::Value::Number(over)) if under.as_f64() == over.as_f64() => {}
            (under, over) => *under = over.clone(),
        }
    }
    let mut expected = stored.clone();
    laid_over(&mut expected, &good_description());
    expected
}

#[tokio::test]
async fn an_interview_plan_is_built_from_a_panel_and_tells_its_problems_where_they_are() {
    let app = TestApp::spawn().await;
    let team = Team::new(&app).await;
    let job = Opening::draft(&team).await;
    let hr = Browser::of(&team.hr);
    hr.look(&job.path("/interview_plan"))
        .await
        .expect(200)
        .must_say(&["Decide first which kind"]);
    job.bring_to("jd_approved").await;
    let page = hr.look(&job.path("/interview_plan")).await.expect(200);
    page.must_say(&["no certificate", "role=\"img\"", "0.76"]);
    let version = page.version();
    let panel = [
        &team.manager,
        &team.hr,
        &team.interviewer,
        &team.ops_lead,
        &team.assessor,
    ]
    .map(|one| one.id().to_string());
    let names = ["panel.0", "panel.1", "panel.2", "panel.3", "panel.4"];
    let mut form = vec![("_version", version.as_str()), ("layout", "standard")];
    form.extend(names.iter().zip(&panel).map(|(name, id)| (*name, id.as_str())));
    let short = hr
        .press(&job.path("/interview_plan/default"), &form[..4])
        .await
        .expect(422);
    short.must_say(&["the layout needs a panel of 5 people"]);
    let built = hr
        .press(&job.path("/interview_plan/default"), &form)
        .await
        .expect(200);
    built.must_say(&["Nothing stands against locking this plan", "round-R1", "WCOM"]);

    // When a rater is taken out, the plan is stored and says what is wrong
    let stored = team.hr.get(&job.path("/interview_plan")).await.expect(200)["body"].clone();
    let mut plan = Vec::new();
    fields("", &stored, &mut plan);
    let version = built.version();
    let mut plan: Vec<(String, String)> = plan
        .into_iter()
        .map(|(name, value)| {
            (
                name.trim_start_matches('.').replace("minutes:num", "minutes:int"),
                value,
            )
        })
        .filter(|(name, _)| !name.starts_with("rounds.0.raters"))
        .collect();
    plan.push(("_version".into(), version));
    let saved = press(&hr, &job.path("/interview_plan"), &plan).await.expect(200);
    saved.must_say(&["R1 has 0 of 1 raters"]);
    // and those who do not plan see it without a way to change it
    let interviewer = Browser::of(&team.interviewer);
    interviewer
        .look(&job.path("/interview_plan"))
        .await
        .expect(200)
        .must_say(&["are planned by HR"]);
    press(&interviewer, &job.path("/interview_plan"), &plan)
        .await
        .expect(403);
}

#[tokio::test]
async fn the_board_shows_who_waits_for_what_and_a_refused_move_shows_its_gates() {
    let app = TestApp::spawn().await;
    let team = Team::new(&app).await;
    let job = Opening::draft(&team).await;
    let hr = Browser::of(&team.hr);
    hr.look(&job.path("/board"))
        .await
        .expect(200)
        .must_say(&["Nobody has applied"]);
    job.bring_to("open").await;
    hr.look(&job.path("/posting"))
        .await
        .expect(200)
        .must_say(&["JobPosting", "/careers/"]);
    let ana = Candidacy::apply(&job, "Ana Ruiz").await;
    let board = hr.look(&job.path("/board")).await.expect(200);
    board.must_say(&["Ana Ruiz", "Move to…", "board-", "draggable"]);
    hr.look("/jobs").await.must_say(&["Applied"]);
    hr.look(&job.path("")).await.expect(200).must_say(&["by-stage-t"]);

    let version = ana.version().await.to_string();
    let form = [
        ("_version", version.as_str()),
        ("application", ana.id.as_str()),
        ("to", "debrief_open"),
    ];
    let refused = hr.press(&job.path("/board/move"), &form).await.expect(409);
    refused.must_say(&["stays in", "id=\"trouble\"", "G11", "is-refused"]);
    assert_eq!(ana.state().await, "applied");

    // Those who do not move candidates see the board without the menus; others' candidates not at all
    let sponsor = Browser::of(&team.sponsor)
        .look(&job.path("/board"))
        .await
        .expect(200);
    assert!(sponsor.says("Ana Ruiz") && !sponsor.says("Move to…"));
    let stranger = Browser::of(&team.assessor).look("/jobs").await.expect(200);
    stranger.must_say(&["Account manager for the region"]);
}

#[tokio::test]
async fn pages_of_jobs_speak_german() {
    let app = TestApp::spawn().await;
    let team = Team::new(&app).await;
    let job = Opening::draft(&team).await;
    job.bring_to("kind_decided").await;
    let manager = Browser::of(&team.manager).speaking("de");
    manager
        .look("/jobs")
        .await
        .expect(200)
        .must_say(&["Stellen", "Kundenbetreuung"]);
    for page in [
        "",
        "/description",
        "/interview_plan",
        "/board",
        "/kind",
        "/posting",
        "/approvals",
    ] {
        manager
            .look(&job.path(page))
            .await
            .expect(200)
            .must_say(&["<html lang=\"de\">"]);
    }
}

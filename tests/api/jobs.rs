//! From draft to open: every role gate, over HTTP, with its stored fact withheld and supplied.

use crate::harness::{
    TestApp,
    candidacy::{Candidacy, open_job},
    json,
    opening::{Opening, Team, bad_description, good_description, production_description, write_strategy},
};
use steadyhire::kernel::role::Role;

#[tokio::test]
async fn the_kind_helper_suggests_and_stores_nothing() {
    let app = TestApp::spawn().await;
    let hr = app.staff(&[Role::Hr], |_| {}).await;
    let answers = |split: bool| {
        json!({
            "separate_roles_affordable": split, "owner_in_operations": false, "production_people_scarce": split,
            "supervises_crews": true, "sells_base_contracts": true,
        })
    };
    let hybrid = hr.post("/jobs/kind_helper", answers(false)).await.expect(200);
    assert_eq!(
        (hybrid["suggestion"].as_str(), hybrid["kind"].as_str()),
        (Some("hybrid"), Some("hybrid"))
    );
    let split = hr.post("/jobs/kind_helper", answers(true)).await.expect(200);
    assert_eq!(split["suggestion"], "split");
    assert!(split["kind"].is_null());
    assert_eq!(
        hr.post("/jobs/kind_helper", json!({"supervises_crews": true}))
            .await
            .bad_fields()
            .len(),
        4
    );
}

#[tokio::test]
async fn a_job_is_opened_by_those_who_may_with_people_who_hold_the_roles() {
    let app = TestApp::spawn().await;
    let team = Team::new(&app).await;
    let mut body = json!({
        "title": "Account manager", "reason": "surge", "hiring_manager": team.manager.id(),
        "sponsor": team.sponsor.id(), "ops_lead": team.ops_lead.id(), "hr": team.hr.id(),
    });
    team.assessor
        .post("/jobs", body.clone())
        .await
        .problem(403, "forbidden");
    app.anonymous()
        .post("/jobs", body.clone())
        .await
        .problem(401, "unauthenticated");
    let made = team.hr.post("/jobs", body.clone()).await;
    let job = made.expect(201);
    assert_eq!(job["state"], "draft");
    assert!(
        job["notice"].as_str().unwrap().contains("interim cover"),
        "a surge gets advice"
    );
    assert_eq!(
        made.header("location"),
        format!("/api/v1/jobs/{}", job["id"].as_str().unwrap())
    );

    body["sponsor"] = json!(team.assessor.id());
    body["ops_lead"] = json!("00000000-0000-7000-8000-000000000000");
    body["title"] = json!(" ");
    assert_eq!(
        team.hr.post("/jobs", body.clone()).await.bad_fields(),
        ["/ops_lead", "/sponsor", "/title"]
    );
    body["state"] = json!("open");
    assert!(
        team.hr
            .post("/jobs", body)
            .await
            .bad_fields()
            .contains(&"/state".to_owned())
    );

    let trainee = app.staff(&[Role::Trainee], |_| {}).await;
    trainee
        .get(&format!("/jobs/{}", job["id"].as_str().unwrap()))
        .await
        .problem(404, "not_found");
    assert_eq!(
        team.assessor.get("/jobs?state=draft").await.expect(200)["data"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(
        team.assessor.get("/jobs?state=open").await.expect(200)["data"],
        json!([])
    );
}

#[tokio::test]
async fn looking_for_an_account_manager_is_stored_and_refused_with_all_reasons() {
    let app = TestApp::spawn().await;
    let team = Team::new(&app).await;
    let job = Opening::draft(&team).await;
    job.bring_to("kind_decided").await;
    let stored = job.describe(bad_description()).await;
    assert_eq!(stored["number"], 1);
    assert_eq!(stored["clarity"]["score"], 3.0);
    assert!(
        stored["clarity"]["hard_failures"]
            .as_array()
            .unwrap()
            .contains(&json!("JD-X01"))
    );

    let refused = job.step(&team.manager, "jd_approved").await;
    assert_eq!(refused.refusing_gates(), ["G04", "G05", "G06", "G09"]);
    let problem = refused.json();
    assert_eq!(problem["detail"], "4 gates refuse");
    let clarity = problem["refusals"][0]["detail"].as_str().unwrap();
    assert!(
        clarity.starts_with("This job description is not clear enough (3/100; failed: JD02, JD03"),
        "{clarity}"
    );
    assert!(clarity.contains("tells nobody what the job is"), "{clarity}");
    let hard = clarity.matches("JD").count();
    assert!(hard >= 10, "{hard} rules named");

    let timeline = team.hr.get(&job.path("/timeline")).await.expect(200);
    let last = timeline["data"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (last["outcome"].as_str(), last["to_state"].as_str()),
        (Some("refused"), Some("jd_approved"))
    );
}

#[tokio::test]
async fn a_job_comes_to_open_when_every_fact_is_there() {
    let app = TestApp::spawn().await;
    let team = Team::new(&app).await;
    let job = Opening::draft(&team).await;
    job.bring_to("open").await;
    let open = team.hr.get(&job.path("")).await.expect(200);
    assert_eq!(open["state"], "open");
    assert_eq!(
        (open["policy_version"].as_i64(), open["content_version"].as_i64()),
        (Some(1), Some(1))
    );
    assert!(
        open["advert"]["text"]
            .as_str()
            .unwrap()
            .contains("relationship 45 %"),
        "a draft was built"
    );

    let careers = app.anonymous().get("/careers").await.expect(200);
    assert_eq!(careers["data"][0]["id"], open["id"]);
    let posting = app
        .anonymous()
        .get(&format!("/careers/{}", job.id))
        .await
        .expect(200);
    assert_eq!(posting["description"]["title"], "Client-focused Account Manager");
    let text = posting.to_string();
    for person in [&team.hr, &team.manager, &team.sponsor] {
        assert!(!text.contains(&person.id().to_string()), "no staff in public");
    }
}

#[tokio::test]
async fn nothing_can_be_skipped_and_a_skip_lists_what_is_missing() {
    let app = TestApp::spawn().await;
    let team = Team::new(&app).await;
    let job = Opening::draft(&team).await;
    let problem = job.step(&team.hr, "open").await.problem(409, "illegal_step");
    let gates: Vec<_> = problem["refusals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["gate"].clone())
        .collect();
    for gate in ["G01", "G02", "G03", "G04", "G05", "G06", "G07", "G08", "G09"] {
        assert!(gates.contains(&json!(gate)), "{gate}");
    }
    let rows = team.hr.get(&job.path("/gates?to=open")).await.expect(200);
    assert_eq!(rows["data"].as_array().unwrap().len(), 9);
    assert_eq!(job.step(&team.sponsor, "filled").await.status(), 409);
    job.step(&team.assessor, "cancelled")
        .await
        .problem(403, "forbidden");
    job.step(&team.sponsor, "cancelled").await.expect(200);
    job.put(&team.manager, "/role_plan", json!({}))
        .await
        .problem(409, "closed");
}

#[tokio::test]
async fn kind_role_plan_and_strategy_open_the_first_step() {
    let app = TestApp::spawn().await;
    let team = Team::new(&app).await;
    let job = Opening::draft(&team).await;
    assert_eq!(
        job.step(&team.sponsor, "kind_decided").await.refusing_gates(),
        ["G01", "G02", "G03"]
    );
    job.decide_kind().await;
    assert_eq!(
        job.step(&team.sponsor, "kind_decided").await.refusing_gates(),
        ["G02", "G03"]
    );
    job.put(
        &team.manager,
        "/role_plan",
        json!({"short": ["a"], "medium": ["b"], "long": [" "]}),
    )
    .await
    .expect(200);
    let problem = job
        .step(&team.sponsor, "kind_decided")
        .await
        .problem(409, "gate_refused");
    assert!(
        problem["refusals"][0]["detail"]
            .as_str()
            .unwrap()
            .starts_with("The role has no long plan.")
    );
    job.plan_role().await;
    assert_eq!(
        job.step(&team.sponsor, "kind_decided").await.refusing_gates(),
        ["G03"]
    );
    job.step(&team.manager, "kind_decided")
        .await
        .problem(403, "forbidden");
    job.write_strategy().await;
    job.step(&team.sponsor, "kind_decided").await.expect(200);
}

#[tokio::test]
async fn only_a_sponsor_decides_the_kind_and_says_why() {
    let app = TestApp::spawn().await;
    let team = Team::new(&app).await;
    let job = Opening::draft(&team).await;
    let answers = json!({
        "separate_roles_affordable": false, "owner_in_operations": true, "production_people_scarce": false,
        "supervises_crews": false, "sells_base_contracts": false,
    });
    let body = json!({ "answers": answers, "kind": "client_focused", "reason": "We hire for clients." });
    job.put(&team.manager, "/kind", body.clone())
        .await
        .problem(403, "forbidden");
    let decided = job.put(&team.sponsor, "/kind", body).await.expect(200);
    assert_eq!(
        decided["kind_choice"]["suggestion"], "production_focused",
        "kept beside the choice"
    );
    assert_eq!(
        (decided["kind"].as_str(), decided["state"].as_str()),
        (Some("client_focused"), Some("draft"))
    );
    let short = json!({ "answers": answers, "kind": "client_focused", "reason": "so" });
    assert_eq!(
        job.put(&team.sponsor, "/kind", short).await.bad_fields(),
        ["/reason"]
    );
}

#[tokio::test]
async fn description_approvals_ladder_and_accountability_open_the_second_step() {
    let app = TestApp::spawn().await;
    let team = Team::new(&app).await;
    let job = Opening::draft(&team).await;
    job.bring_to("kind_decided").await;
    assert_eq!(
        job.step(&team.manager, "jd_approved").await.refusing_gates(),
        ["G04", "G05", "G06", "G09"]
    );
    job.set_accountability().await;
    assert_eq!(
        job.step(&team.manager, "jd_approved").await.refusing_gates(),
        ["G04", "G05", "G06"]
    );
    job.describe(good_description()).await;
    assert_eq!(
        job.gate("jd_approved", "G04").await,
        "open",
        "JD14 needs the ladder"
    );
    job.set_ladder().await;
    assert_eq!(
        job.step(&team.manager, "jd_approved").await.refusing_gates(),
        ["G05"]
    );
    job.approve_by(&team.hr).await.problem(403, "forbidden");
    job.approve_by(&team.manager).await.expect(201);
    job.approve_by(&team.manager)
        .await
        .problem(409, "already_submitted");
    job.approve_by(&team.sponsor).await.expect(201);
    let problem = job
        .step(&team.manager, "jd_approved")
        .await
        .problem(409, "gate_refused");
    let detail = problem["detail"].as_str().unwrap();
    assert!(
        detail.starts_with("Missing approval: operations lead."),
        "{detail}"
    );
    job.approve_by(&team.ops_lead).await.expect(201);
    job.step(&team.manager, "jd_approved").await.expect(200);
}

#[tokio::test]
async fn a_new_version_voids_approvals_and_nobody_approves_what_they_have_not_read() {
    let app = TestApp::spawn().await;
    let team = Team::new(&app).await;
    let job = Opening::draft(&team).await;
    job.bring_to("kind_decided").await;
    job.set_ladder().await;
    job.set_accountability().await;
    job.describe(good_description()).await;
    job.approve().await;
    assert_eq!(job.gate("jd_approved", "G05").await, "met");
    job.describe(good_description()).await;
    assert_eq!(job.gate("jd_approved", "G05").await, "open");
    let path = job.path("/approvals");
    team.manager
        .post(&path, json!({ "number": 1 }))
        .await
        .problem(412, "stale");
    team.manager
        .post(&path, json!({ "capacity": "sponsor" }))
        .await
        .problem(403, "forbidden");
    team.manager
        .post(&path, json!({ "number": 2, "capacity": "hiring_manager" }))
        .await
        .expect(201);
    let all = team.hr.get(&path).await.expect(200);
    assert_eq!(
        all["data"].as_array().unwrap().len(),
        4,
        "old approvals stay on record"
    );
}

#[tokio::test]
async fn one_person_in_all_capacities_is_not_enough() {
    let app = TestApp::spawn().await;
    let mut team = Team::new(&app).await;
    let owner = app
        .staff(&[Role::HiringManager, Role::Sponsor, Role::OpsLead], |u| {
            u.operations = true
        })
        .await;
    (team.manager, team.sponsor, team.ops_lead) = (owner.clone(), owner.clone(), owner.clone());
    let job = Opening::draft(&team).await;
    job.bring_to("kind_decided").await;
    job.set_ladder().await;
    job.set_accountability().await;
    job.describe(good_description()).await;
    let approvals = job.approve_by(&owner).await.expect(201);
    assert_eq!(
        approvals["data"].as_array().unwrap().len(),
        3,
        "in each capacity held"
    );
    assert_eq!(job.step(&owner, "jd_approved").await.refusing_gates(), ["G05"]);
}

#[tokio::test]
async fn the_interview_plan_is_locked_when_it_has_no_problems() {
    let app = TestApp::spawn().await;
    let team = Team::new(&app).await;
    let job = Opening::draft(&team).await;
    job.bring_to("jd_approved").await;
    assert_eq!(job.step(&team.hr, "plan_locked").await.refusing_gates(), ["G07"]);
    let plan = job.set_plan().await;
    assert_eq!(plan["problems"], json!([]));
    let mut body = plan["body"].clone();
    body["rounds"].as_array_mut().unwrap().remove(0);
    let stored = job.put(&team.hr, "/interview_plan", body).await.expect(200);
    assert!(!stored["problems"].as_array().unwrap().is_empty());
    let problem = job
        .step(&team.hr, "plan_locked")
        .await
        .problem(409, "gate_refused");
    assert!(problem["detail"].as_str().unwrap().contains("3 of 4 rounds"));
    let four =
        json!({ "panel": [team.manager.id(), team.hr.id(), team.interviewer.id(), team.ops_lead.id()] });
    let path = job.path("/interview_plan/default");
    assert_eq!(team.hr.post(&path, four).await.bad_fields(), ["/panel"]);
    job.set_plan().await;
    job.step(&team.manager, "plan_locked")
        .await
        .problem(403, "forbidden");
    job.step(&team.hr, "plan_locked").await.expect(200);
}

#[tokio::test]
async fn a_complete_advert_opens_the_job() {
    let app = TestApp::spawn().await;
    let team = Team::new(&app).await;
    let job = Opening::draft(&team).await;
    job.bring_to("plan_locked").await;
    let draft = team.hr.get(&job.path("")).await.expect(200)["advert"].clone();
    let bare = json!({ "title": "Account Manager", "text": "Looking for an Account Manager." });
    job.put(&team.hr, "/advert", bare).await.expect(200);
    let problem = job.step(&team.hr, "open").await.problem(409, "gate_refused");
    let detail = problem["detail"].as_str().unwrap();
    assert!(
        detail.starts_with("The advert lacks kind, split of the time, top duties, standards"),
        "{detail}"
    );
    job.put(&team.hr, "/advert", draft).await.expect(200);
    job.step(&team.hr, "open").await.expect(200);
    let problem = job
        .put(&team.hr, "/advert", json!({ "title": "x", "text": "y" }))
        .await;
    assert_eq!(
        problem.refusing_gates(),
        ["G08"],
        "nothing is taken from under a passed gate"
    );
}

#[tokio::test]
async fn a_change_cannot_take_away_what_a_passed_gate_relied_on() {
    let app = TestApp::spawn().await;
    let team = Team::new(&app).await;
    let job = Opening::draft(&team).await;
    job.bring_to("open").await;
    assert_eq!(
        job.put(&team.manager, "/role_plan", json!({}))
            .await
            .refusing_gates(),
        ["G02"]
    );
    assert_eq!(
        job.put(&team.manager, "/accountability", json!({}))
            .await
            .refusing_gates(),
        ["G09"]
    );
    let ladder = job.put(&team.manager, "/ladder", json!({})).await;
    assert_eq!(ladder.refusing_gates(), ["G04", "G06"]);
    let mut plan = team.hr.get(&job.path("/interview_plan")).await.expect(200)["body"].clone();
    plan["weights"]["soft"] = json!(0.2);
    assert_eq!(
        job.put(&team.hr, "/interview_plan", plan).await.refusing_gates(),
        ["G07"]
    );
    let still = team.hr.get(&job.path("")).await.expect(200);
    assert_eq!(still["plan"], 1, "the refused plan was not kept");
    assert_eq!(still["role_plan"]["short"], json!(["Take over six accounts"]));
}

#[tokio::test]
async fn after_approval_a_new_description_waits_until_it_is_clear_and_approved() {
    let app = TestApp::spawn().await;
    let team = Team::new(&app).await;
    let job = Opening::draft(&team).await;
    job.bring_to("open").await;
    let waiting = job.describe(bad_description()).await;
    assert_eq!(
        (waiting["number"].as_i64(), waiting["current"].as_bool()),
        (Some(2), Some(false))
    );
    job.approve().await;
    assert_eq!(
        team.hr.get(&job.path("")).await.expect(200)["description"],
        1,
        "approved but not clear"
    );
    let mut better = good_description();
    better["accounts_max"] = json!(14);
    job.describe(better).await;
    job.approve_by(&team.manager).await.expect(201);
    job.approve_by(&team.ops_lead).await.expect(201);
    assert_eq!(
        team.hr.get(&job.path("")).await.expect(200)["description"],
        1,
        "one is missing"
    );
    job.approve_by(&team.sponsor).await.expect(201);
    assert_eq!(team.hr.get(&job.path("")).await.expect(200)["description"], 3);
    let versions = team.hr.get(&job.path("/descriptions")).await.expect(200);
    let current: Vec<_> = versions["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|v| v["current"].clone())
        .collect();
    assert_eq!(current, [json!(false), json!(false), json!(true)]);

    let keep = json!({ "description": good_description(), "active_applications": "finish_under_old" });
    team.manager
        .post(&job.path("/descriptions"), keep.clone())
        .await
        .problem(403, "forbidden");
    team.hr_lead
        .post(&job.path("/descriptions"), keep)
        .await
        .expect(201);
}

#[tokio::test]
async fn those_who_apply_are_written_to_when_a_new_description_comes_into_force() {
    let app = TestApp::spawn().await;
    let opening = open_job(&app).await;
    let candidacy = Candidacy::apply(&opening, "Cora Client").await;
    candidacy.bring_to(&app, "role_acknowledged").await;
    let asked = |mails: Vec<String>| mails.iter().filter(|m| m.contains("job description")).count();
    let before = asked(app.emails().await);
    let mut next = good_description();
    next["accounts_max"] = json!(14);
    opening.describe(next).await;
    assert_eq!(
        asked(app.emails().await),
        before,
        "a version that waits asks nobody"
    );
    opening.approve().await;
    assert!(
        asked(app.emails().await) > before,
        "the one in force asks everybody"
    );
}

#[tokio::test]
async fn clarity_can_be_asked_without_storing_anything() {
    let app = TestApp::spawn().await;
    let team = Team::new(&app).await;
    let job = Opening::draft(&team).await;
    job.bring_to("kind_decided").await;
    job.set_ladder().await;
    let path = job.path("/description/check");
    team.manager
        .post(&path, json!({}))
        .await
        .problem(404, "not_found");
    let posted = team
        .manager
        .post(&path, json!({ "description": good_description() }))
        .await
        .expect(200);
    assert_eq!(posted["score"], 100.0);
    let other = team
        .manager
        .post(&path, json!({ "description": production_description() }))
        .await
        .expect(200);
    assert!(
        other["hard_failures"]
            .as_array()
            .unwrap()
            .contains(&json!("JD02")),
        "not the decided kind"
    );
    assert_eq!(
        team.hr.get(&job.path("/descriptions")).await.expect(200)["data"],
        json!([])
    );
    job.describe(bad_description()).await;
    assert_eq!(
        team.manager.post(&path, json!({})).await.expect(200)["score"],
        3.0
    );
}

#[tokio::test]
async fn bad_bodies_are_told_field_by_field_and_stale_ones_are_refused() {
    let app = TestApp::spawn().await;
    let team = Team::new(&app).await;
    let job = Opening::draft(&team).await;
    let version = job.version().await;
    team.sponsor
        .post(&job.path("/transitions"), json!({ "to": "kind_decided" }))
        .await
        .problem(428, "precondition_required");
    job.plan_role().await;
    let late = team.sponsor.if_match(version);
    late.put(&job.path("/role_plan"), json!({}))
        .await
        .problem(412, "stale");
    late.post(&job.path("/transitions"), json!({ "to": "kind_decided" }))
        .await
        .problem(412, "stale");
    assert_eq!(job.step(&team.sponsor, "hired").await.bad_fields(), ["/to"]);
    let mut description = good_description();
    description["duties"][0]["competency_codes"] = json!(["NOPE"]);
    description["duties"][1]["template_codes"] = json!(["X-9"]);
    let bad = team
        .manager
        .post(&job.path("/descriptions"), json!({ "description": description }))
        .await;
    assert_eq!(
        bad.bad_fields(),
        [
            "/description/duties/0/competency_codes/0",
            "/description/duties/1/template_codes/0"
        ]
    );
    let long = json!({ "description": { "body_text": "x".repeat(20_001), "goals_ordered": vec!["g"; 61] } });
    let bad = team.manager.post(&job.path("/descriptions"), long).await;
    assert_eq!(
        bad.bad_fields(),
        ["/description/body_text", "/description/goals_ordered"]
    );
    let nul = json!({ "description": { "title": "a\u{0}b" } });
    team.manager
        .post(&job.path("/descriptions"), nul)
        .await
        .expect(201);
    let unknown = json!({ "description": { "score": 100 } });
    let bad = team.manager.post(&job.path("/descriptions"), unknown).await;
    assert_eq!(bad.bad_fields(), ["/description/score"]);
    team.hr
        .get("/jobs/00000000-0000-7000-8000-000000000000")
        .await
        .problem(404, "not_found");
}

#[tokio::test]
async fn a_job_rests_and_goes_on() {
    let app = TestApp::spawn().await;
    let team = Team::new(&app).await;
    let job = Opening::draft(&team).await;
    job.bring_to("open").await;
    job.step(&team.hr, "on_hold").await.expect(200);
    assert_eq!(
        app.anonymous().get("/careers").await.expect(200)["data"],
        json!([])
    );
    app.anonymous()
        .get(&format!("/careers/{}", job.id))
        .await
        .problem(404, "not_found");
    assert_eq!(
        job.put(&team.manager, "/role_plan", json!({}))
            .await
            .refusing_gates(),
        ["G02"]
    );
    job.step(&team.hr, "open").await.expect(200);
}

#[tokio::test]
async fn people_change_and_a_small_firm_plans_with_three() {
    let app = TestApp::spawn_with(|mut settings| {
        settings.policy = steadyhire::pipeline::policy::Policy::small_firm();
        settings
    })
    .await;
    let team = Team::new(&app).await;
    let job = Opening::draft(&team).await;
    let second = app.staff(&[Role::OpsLead], |u| u.operations = true).await;
    let version = job.version().await;
    let path = job.path("");
    let body = json!({ "ops_lead": second.id() });
    team.manager
        .if_match(version)
        .patch(&path, body.clone())
        .await
        .problem(403, "forbidden");
    team.hr.if_match(version).patch(&path, body).await.expect(200);
    let wrong = json!({ "sponsor": team.hr.id() });
    let version = job.version().await;
    assert_eq!(
        team.hr.if_match(version).patch(&path, wrong).await.bad_fields(),
        ["/sponsor"]
    );
    job.decide_kind().await;
    let panel = json!({ "panel": [team.manager.id(), team.hr.id(), second.id()] });
    let plan = team
        .hr
        .post(&job.path("/interview_plan/default"), panel)
        .await
        .expect(201);
    assert_eq!(plan["body"]["layout"], "small_firm");
    write_strategy(&team.sponsor).await;
}

#[tokio::test]
async fn who_leads_other_jobs_is_a_stranger_to_this_one() {
    let app = TestApp::spawn().await;
    let team = Team::new(&app).await;
    let job = Opening::draft(&team).await;
    job.bring_to("kind_decided").await;
    let sponsor = app.user(&[Role::Sponsor]).await;
    let manager = app.user(&[Role::HiringManager]).await;
    let lead = app.user(&[Role::OpsLead]).await;
    let kind = json!({
        "answers": {
            "separate_roles_affordable": false, "owner_in_operations": false, "production_people_scarce": false,
            "supervises_crews": false, "sells_base_contracts": true,
        },
        "kind": "client_focused", "reason": "Crews are led by field production managers.",
    });
    job.put(&sponsor, "/kind", kind.clone())
        .await
        .problem(403, "forbidden");
    for stranger in [&sponsor, &manager, &lead] {
        job.step(stranger, "jd_approved").await.problem(403, "forbidden");
    }
    job.step(&sponsor, "cancelled").await.problem(403, "forbidden");
    job.put(&team.sponsor, "/kind", kind).await.expect(200);
    let own = job.step(&team.ops_lead, "jd_approved").await;
    assert!(
        own.refusing_gates().contains(&"G04".to_owned()),
        "their own job's lead is heard"
    );
    job.step(&team.sponsor, "cancelled").await.expect(200);
}

#[tokio::test]
async fn a_step_of_a_job_is_not_yours_before_it_is_out_of_date() {
    let app = TestApp::spawn().await;
    let team = Team::new(&app).await;
    let job = Opening::draft(&team).await;
    let (path, body) = (job.path("/transitions"), json!({ "to": "kind_decided" }));
    team.interviewer
        .post(&path, body.clone())
        .await
        .problem(403, "forbidden");
    let late = team.interviewer.if_match(99);
    late.post(&path, body.clone()).await.problem(403, "forbidden");
    team.sponsor
        .post(&path, body.clone())
        .await
        .problem(428, "precondition_required");
    team.sponsor
        .if_match(99)
        .post(&path, body)
        .await
        .problem(412, "stale");
    team.sponsor
        .post(&path, json!({ "to": "nowhere" }))
        .await
        .problem(428, "precondition_required");
}

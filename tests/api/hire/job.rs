//! Slice 1: from "Looking for an Account Manager." to an open job.

use crate::harness::{
    TestApp, json,
    opening::{Opening, Team, bad_description, good_description},
};

/// Opens a job, with every refusal on the way. The panel holds no certificates yet.
pub async fn from_a_vague_description(app: &TestApp) -> Opening {
    let team = Team::new(app).await;
    let job = Opening::draft(&team).await;
    let refused = job.step(&team.sponsor, "kind_decided").await;
    assert_eq!(refused.refusing_gates(), ["G01", "G02", "G03"]);
    job.decide_kind().await;
    job.plan_role().await;
    job.write_strategy().await;
    job.step(&team.sponsor, "kind_decided").await.expect(200);

    vague_description_is_refused(&job).await;
    described_and_approved(&job).await;

    assert_eq!(job.step(&team.hr, "plan_locked").await.refusing_gates(), ["G07"]);
    job.set_plan().await;
    job.step(&team.hr, "plan_locked").await.expect(200);
    advertised(&job).await;
    job
}

async fn vague_description_is_refused(job: &Opening) {
    let team = &job.team;
    job.describe(bad_description()).await;
    let refused = job.step(&team.manager, "jd_approved").await;
    assert!(refused.refusing_gates().contains(&"G04".to_owned()));
    let clarity = refused.json()["refusals"][0].clone();
    assert!(
        clarity["detail"].as_str().unwrap().contains("JD-X01"),
        "{clarity}"
    );
    assert_eq!(clarity["waivable"], false);
    let approved = job.approve_by(&team.ops_lead).await;
    assert_eq!(approved.status(), 201, "operations may approve what it has read");
    let again = job.step(&team.manager, "jd_approved").await;
    assert_eq!(again.refusing_gates()[0], "G04", "but no approval makes it clear");
}

async fn described_and_approved(job: &Opening) {
    let team = &job.team;
    job.set_ladder().await;
    job.set_accountability().await;
    let second = job.describe(good_description()).await;
    assert_eq!(second["number"], 2, "the vague one is kept as version 1");
    let refused = job.step(&team.manager, "jd_approved").await;
    assert_eq!(
        refused.refusing_gates(),
        ["G05"],
        "the approval was for the other version"
    );
    for who in [&team.manager, &team.ops_lead, &team.sponsor] {
        job.approve_by(who).await.expect(201);
    }
    job.step(&team.manager, "jd_approved").await.expect(200);
}

async fn advertised(job: &Opening) {
    let team = &job.team;
    let draft = team.hr.get(&job.path("")).await.expect(200)["advert"].clone();
    let bare = json!({ "title": "Account Manager", "text": "Looking for an Account Manager." });
    job.put(&team.hr, "/advert", bare).await.expect(200);
    assert_eq!(job.step(&team.hr, "open").await.refusing_gates(), ["G08"]);
    job.put(&team.hr, "/advert", draft).await.expect(200);
    job.step(&team.hr, "open").await.expect(200);
}

//! From the comparison to the offer in a browser without scripts.

use steadyhire::story::ratings::Contender;

use crate::{
    harness::{
        Browser, MailServer, TestApp,
        candidacy::{Candidacy, open_job},
        days, json,
    },
    hire::{apply, assess, assess::Assessed, decide, job, onboard, references},
};

fn page_of(candidacy: &Candidacy, rest: &str) -> String {
    format!("/applications/{}{rest}", candidacy.id)
}

#[tokio::test]
async fn a_candidate_is_debriefed_decided_offered_and_hired_in_the_browser() {
    let server = MailServer::start();
    let app = TestApp::spawn_mailing(&server).await;
    let opening = job::from_a_vague_description(&app).await;
    let cora = Box::pin(apply::through_the_public_page(&app, &opening, "Cora Client")).await;
    let bela = apply::through_the_public_api(&app, &opening, "Bela Broker").await;
    for candidacy in [&cora, &bela] {
        apply::screened(candidacy).await;
    }
    let both = [(&cora, Contender::C), (&bela, Contender::B)];
    let both = both.map(|(candidacy, as_in)| Assessed { candidacy, as_in });
    assess::begins(&cora, &bela).await;
    assess::booked(&cora, &bela).await;
    for candidacy in [&cora, &bela] {
        assess::work_samples_handed_in(&app, candidacy).await;
    }
    assess::first_day(&app, both).await;
    let referees = references::requested(&app, &cora).await;
    assess::second_day(&app, both).await;
    references::answered(&app, &cora, &referees).await;

    let team = &cora.team;
    let (hr, manager) = (Browser::of(&team.hr), Browser::of(&team.manager));
    let sponsor = Browser::of(&team.sponsor);
    let closed = sponsor.look(&page_of(&cora, "/debrief")).await.expect(403);
    closed.must_say(&["from the debrief on", "Not open to you now"]);
    hr.look(&page_of(&cora, ""))
        .await
        .expect(200)
        .must_say(&["Composite", "Open the debrief"]);
    hr.look(&page_of(&cora, "/reference_checks"))
        .await
        .expect(200)
        .must_say(&["Complete", "complete references are needed"]);
    debriefed(&app, &cora, &hr, &manager).await;
    compared(&opening.id, &hr).await;
    decided(&cora, &manager, &sponsor).await;

    manager
        .look(&page_of(&cora, "/onboarding_plan"))
        .await
        .expect(200)
        .must_say(&["Prepare the onboarding plan"]);
    onboard::prepared(&app, &cora).await;
    decide::slept_on_and_approved(&app, &cora).await;
    manager
        .look(&page_of(&cora, "/decision"))
        .await
        .expect(200)
        .must_say(&["Approved", "Stays calm with angry clients"]);
    offered(&app, &cora, &hr).await;
}

/// What is on the table, and the step that ends the debrief.
async fn debriefed(app: &TestApp, cora: &Candidacy, hr: &Browser, manager: &Browser) {
    let table = hr.look(&page_of(cora, "/debrief")).await.expect(200);
    let opened = [("to", "debrief_open"), ("_version", &table.version())];
    hr.press(&page_of(cora, "/transitions"), &opened)
        .await
        .expect(200);
    let table = manager.look(&page_of(cora, "/debrief")).await.expect(200);
    table.must_say(&[
        "Disagreements",
        "Evidence by competency",
        "Still unknown about this candidate",
    ]);
    let note = [("competency", "WCOM"), ("source", "R1"), ("text", "Too short.")];
    manager
        .press(&page_of(cora, "/debrief/notes"), &note)
        .await
        .expect(422);

    app.wait_until("2026-11-11T17:00:00Z");
    let step = [("to", "debriefed"), ("_version", &table.version())];
    let refused = manager
        .press(&page_of(cora, "/transitions"), &step)
        .await
        .expect(409);
    refused.must_say(&["G12"]);
    for index in [0, 1] {
        cora.tick(index, json!({ "met": true })).await.expect(200);
    }
    let version = manager.look(&page_of(cora, "/debrief")).await.version();
    let step = [("to", "debriefed"), ("_version", &version)];
    manager
        .press(&page_of(cora, "/transitions"), &step)
        .await
        .expect(200);
    assert_eq!(cora.state().await, "debriefed");
}

async fn compared(job: &str, hr: &Browser) {
    let page = hr.look(&format!("/jobs/{job}/comparison")).await.expect(200);
    page.must_say(&[
        "Cora Client",
        "Bela Broker",
        "role=\"img\"",
        "The same as a table",
        "4.0",
    ]);
    assert!(!page.html.contains("style="), "colours come from classes");
}

/// The decision with its reasons, and both signatures.
async fn decided(cora: &Candidacy, manager: &Browser, sponsor: &Browser) {
    let place = page_of(cora, "/decision");
    let page = manager.look(&place).await.expect(200);
    page.must_say(&["not signed yet", "G39"]);
    let version = page.version();
    let empty = manager.press(&place, &[("_version", &version)]).await.expect(422);
    empty.must_say(&["f-text-fault"]);
    let words = [
        (
            "text",
            "Stays calm with angry clients and asks operations before promising a date.",
        ),
        ("expectation", "Six accounts taken over by day 60."),
        ("_version", version.as_str()),
    ];
    manager
        .press(&place, &words)
        .await
        .expect(200)
        .must_say(&["The decision is saved."]);
    let stale = manager.press(&place, &words).await.expect(412);
    stale.must_say(&["Stays calm with angry clients"]);
    let sign = format!("{place}/signatures");
    manager
        .press(&sign, &[])
        .await
        .expect(200)
        .must_say(&["You have signed."]);
    let twice = manager.press(&sign, &[]).await.expect(409);
    twice.must_say(&[
        "the second signature is another person",
        "Stays calm with angry clients",
    ]);
    sponsor
        .press(&sign, &[])
        .await
        .expect(200)
        .must_say(&["You have signed."]);
    let both = manager.look(&place).await.expect(200);
    both.must_say(&["Opens in", "Sleep on it"]);
    let step = [("to", "approved"), ("_version", &both.version())];
    let early = manager
        .press(&page_of(cora, "/transitions"), &step)
        .await
        .expect(409);
    early.must_say(&["G37", "Sleep on it", "Earliest possible approval"]);
}

/// The offer goes out with everything in it, and nobody is hired before its conditions are confirmed.
async fn offered(app: &TestApp, cora: &Candidacy, hr: &Browser) {
    let place = page_of(cora, "/offer");
    let page = hr.look(&place).await.expect(200);
    page.must_say(&["No offer yet", "Pay"]);
    let past = [
        ("start_date", "2020-01-01"),
        ("currency", "EUR a year"),
        ("_version", &page.version()),
    ];
    let again = hr.press(&place, &past).await.expect(422);
    again.must_say(&["Must lie in the future.", "EUR a year"]);
    let until = app.clock.now() + days(5);
    let until = until.utc().format("%Y-%m-%dT%H:%M").to_string();
    let terms = [
        ("start_date", "2026-12-01"),
        ("salary:num", "48000"),
        ("currency", "EUR a year"),
        ("place", "Office in the city"),
        ("contract_kind", "permanent, full time"),
        ("expires_at:local", until.as_str()),
        ("conditions:lines", "work_permit"),
        ("_version", &page.version()),
    ];
    let saved = hr.press(&place, &terms).await.expect(200);
    saved.must_say(&["The terms are saved.", "Right to work", "work permit"]);
    let step = [("to", "offer_extended"), ("_version", &saved.version())];
    hr.press(&page_of(cora, "/transitions"), &step).await.expect(200);
    let link = app.mailed_link(&cora.email, "/l/").await;
    let guest = crate::hire::visitor::Visitor::begin(app, &link).await;
    let sure = [("accept:bool", "true"), ("start_date", ""), ("_confirmed", "yes")];
    guest.press("/offer", &sure).await;
    let accepted = hr.look(&place).await.expect(200);
    accepted.must_say(&["Accepted", "2 conditions are open."]);
    hr.look(&page_of(cora, "/offer/rescission"))
        .await
        .expect(200)
        .must_say(&["Withdraw the offer"]);
    for name in ["right_to_work", "work_permit"] {
        let tick = format!("{place}/conditions/{name}");
        let seen = [("evidence", "Identity card seen on Friday.")];
        hr.press(&tick, &seen)
            .await
            .expect(200)
            .must_say(&["The condition is confirmed."]);
    }
    let version = hr.look(&place).await.version();
    let step = [("to", "hired"), ("_version", &version)];
    hr.press(&page_of(cora, "/transitions"), &step)
        .await
        .expect(200)
        .must_say(&["Hired"]);
    assert_eq!(cora.state().await, "hired");
}

const WHY: &str = "The market for people who know crews and clients is small here: the advert brought two candidates in \
                   six weeks, and the second one has just withdrawn.";

/// The hiring manager asks for fewer days before the approval, for a reason.
async fn ask_for(app: &TestApp, manager: &Browser, place: &str, reason: &str) -> crate::harness::Page {
    let until = (app.clock.now() + days(10))
        .utc()
        .format("%Y-%m-%dT%H:%M")
        .to_string();
    let fields = [
        ("gate", "G35"),
        ("value:num", "3"),
        ("reason_code", reason),
        ("text", WHY),
        ("compensating_measure", "An extra reference call"),
        ("expires_at:local", until.as_str()),
    ];
    manager.press(place, &fields).await
}

#[tokio::test]
async fn an_exception_is_asked_for_by_one_and_granted_by_two_others() {
    let app = TestApp::spawn().await;
    let opening = open_job(&app).await;
    let cora = Candidacy::apply(&opening, "Cora Lind").await;
    let manager = Browser::of(&cora.team.manager);
    let place = page_of(&cora, "/waivers");
    manager
        .look(&place)
        .await
        .expect(200)
        .must_say(&["No exceptions", "Ask for an exception"]);
    manager
        .look(&format!("{place}/new"))
        .await
        .expect(200)
        .must_say(&["G35", "Use interim cover instead"]);
    let surge = ask_for(&app, &manager, &place, "workload_surge")
        .await
        .expect(422);
    surge.must_say(&[
        "A sudden workload is exactly the situation",
        "An extra reference call",
    ]);
    let asked = ask_for(&app, &manager, &place, "market_scarcity")
        .await
        .expect(200);
    asked.must_say(&["Two others decide.", "Asked for"]);

    let all = cora.team.hr.get(&cora.path("/waivers")).await.expect(200);
    let waiver = format!("/waivers/{}", all["data"][0]["id"].as_str().unwrap());
    let approvals = format!("{waiver}/approvals");
    let own = manager.press(&approvals, &[]).await.expect(403);
    own.must_say(&["Whoever asked for a waiver cannot approve it."]);
    let (lead, sponsor) = (Browser::of(&cora.team.hr_lead), Browser::of(&cora.team.sponsor));
    lead.look(&waiver)
        .await
        .expect(200)
        .must_say(&["Your decision", WHY]);
    lead.press(&approvals, &[])
        .await
        .expect(200)
        .must_say(&["One of two approvals"]);
    sponsor
        .press(&approvals, &[])
        .await
        .expect(200)
        .must_say(&["In force"]);
    let why = [("text", "The second candidate has come back.")];
    let back = sponsor
        .press(&format!("{waiver}/revocation"), &why)
        .await
        .expect(200);
    back.must_say(&["Taken back", "The second candidate has come back."]);
}

//! Signs that a reference may not be the referee's own (dossier Part 5): what is seen, what is not, and that the
//! reference counts once somebody of HR has decided.

use crate::{
    harness::{
        Browser, Client, TestApp, Value,
        assessment::{SLOTS, assessing},
        candidacy::Candidacy,
        days, json, minutes,
        referees::answers,
    },
    hire::visitor::Visitor,
};

const REASON: &str =
    "Called through the switchboard of the firm; the person exists and has only a private mailbox.";

/// Somebody whose referees may be asked, because two rounds were held.
async fn cora(app: &TestApp) -> Candidacy {
    let cora = Box::pin(assessing(app)).await;
    for (source, starts_at) in &SLOTS[..2] {
        cora.book(source, starts_at).await.expect(201);
        cora.hold(app, source).await;
    }
    cora
}

/// The candidate names somebody, HR verifies the person.
async fn verified(cora: &Candidacy, guest: &Client, name: &str, relation: &str, email: &str) -> String {
    let new = json!({
        "name": name, "relation": relation, "firm": "Nordlicht Ltd", "email": email, "consent": true,
        "period_from": "2021-01-01T00:00:00Z", "period_to": "2024-06-30T00:00:00Z",
    });
    let named = guest.post("/guest/application/referees", new).await.expect(201);
    let id = named["id"].as_str().unwrap().to_owned();
    let proof = json!({ "method": "switchboard_call", "note": "Called back through the switchboard." });
    act(cora, &id, "verification", proof).await;
    id
}

async fn act(cora: &Candidacy, id: &str, act: &str, body: Value) {
    let path = format!("/referees/{id}/{act}");
    cora.team.hr.post(&path, body).await.expect(200);
}

/// The words of the signs HR sees at a referee, sorted.
async fn signs(cora: &Candidacy, id: &str) -> Vec<String> {
    let checks = cora
        .team
        .hr
        .get(&cora.path("/reference_checks"))
        .await
        .expect(200);
    let referees = checks["referees"].as_array().unwrap();
    let referee = referees.iter().find(|r| r["id"] == id).unwrap();
    let seen = referee["signs"].as_array().cloned().unwrap_or_default();
    let mut words: Vec<String> = seen
        .iter()
        .map(|sign| sign["sign"].as_str().unwrap().to_owned())
        .collect();
    words.sort();
    words
}

async fn counted(cora: &Candidacy) -> String {
    let gate = cora.gate("references_complete", "G24").await;
    gate["found"].as_str().unwrap().to_owned()
}

fn decision(id: &str, sign: &str) -> String {
    format!("/referees/{id}/signs/{sign}/decision")
}

#[tokio::test]
#[allow(clippy::too_many_lines, reason = "one story")]
async fn a_doubtful_address_is_shown_to_hr_and_counts_once_somebody_has_decided() {
    let app = TestApp::spawn().await;
    let cora = cora(&app).await;
    let guest = cora.guest(&app).await;
    let alike = verified(
        &cora,
        &guest,
        "Rita",
        "former_direct_manager",
        "coralind@candidates.example",
    )
    .await;
    let thrown = verified(&cora, &guest, "Ole", "operations_colleague", "ole@mailinator.com").await;
    let sound = verified(&cora, &guest, "Pia", "peer", "pia@nordlicht.example").await;
    assert_eq!(
        signs(&cora, &alike).await,
        ["candidate_domain", "candidate_mailbox"]
    );
    assert_eq!(signs(&cora, &thrown).await, ["disposable_domain"]);
    assert_eq!(signs(&cora, &sound).await, Vec::<String>::new());
    let own = guest.get("/guest/application/referees").await;
    assert!(
        !own.body().contains("sign"),
        "the candidate is told nothing: {}",
        own.body()
    );

    for id in [&alike, &thrown, &sound] {
        act(&cora, id, "telephone_interview", answers(4)).await;
    }
    assert_eq!(counted(&cora).await, "1 completed");
    let open = cora.gate("references_complete", "G24").await;
    assert_eq!(
        open["how_to_fix"],
        "Decide on the open signs of fraud, or ask a further referee."
    );

    let hr = &cora.team.hr;
    let clear = json!({ "counts": true, "reason": REASON });
    let place = decision(&thrown, "disposable_domain");
    cora.team
        .manager
        .post(&place, clear.clone())
        .await
        .problem(403, "forbidden");
    let short = hr
        .post(&place, json!({ "counts": true, "reason": "Fine." }))
        .await;
    assert_eq!(short.bad_fields(), ["/reason"]);
    let unseen = decision(&sound, "disposable_domain");
    hr.post(&unseen, clear.clone()).await.problem(404, "not_found");
    hr.post(&place, clear.clone()).await.expect(200);
    assert_eq!(counted(&cora).await, "2 completed");
    hr.post(&place, clear).await.problem(409, "decided_before");

    let struck =
        json!({ "counts": false, "reason": "The number given is the candidate's own; nobody knows a Rita." });
    let gone = hr
        .post(&decision(&alike, "candidate_mailbox"), struck)
        .await
        .expect(200);
    assert_eq!(gone["state"], "disqualified");
    assert_eq!(counted(&cora).await, "2 completed");
    let told = hr.get(&cora.path("/reference_checks")).await.expect(200);
    let ole = told["referees"]
        .as_array()
        .unwrap()
        .iter()
        .find(|r| r["id"] == thrown.as_str());
    let seen = &ole.unwrap()["signs"][0];
    assert_eq!((&seen["counts"], &seen["reason"]), (&json!(true), &json!(REASON)));
    assert_eq!(seen["decided_by"], json!(hr.id()));
}

#[tokio::test]
async fn an_address_that_is_corrected_is_looked_at_anew() {
    let app = TestApp::spawn().await;
    let cora = cora(&app).await;
    let guest = cora.guest(&app).await;
    let mut new = json!({
        "name": "Rita", "relation": "peer", "firm": "Nordlicht Ltd", "email": "rita@mailinator.com",
        "period_from": "2021-01-01T00:00:00Z",
    });
    let named = guest
        .post("/guest/application/referees", new.clone())
        .await
        .expect(201);
    let id = named["id"].as_str().unwrap();
    assert_eq!(signs(&cora, id).await, ["disposable_domain"]);
    new["email"] = json!("rita@nordlicht.example");
    let place = format!("/guest/application/referees/{id}");
    let version = named["version"].as_i64().unwrap();
    guest.if_match(version).put(&place, new).await.expect(200);
    assert_eq!(signs(&cora, id).await, Vec::<String>::new());
}

/// HR asks; the referee opens the link as a program would.
async fn opened(app: &TestApp, cora: &Candidacy, id: &str, email: &str) -> Client {
    act(cora, id, "request", json!({})).await;
    let token = app.mailed_token(email, "/l/").await;
    app.guest(&token).await
}

#[tokio::test]
async fn haste_and_nothing_but_fives_are_seen() {
    let app = TestApp::spawn().await;
    let cora = cora(&app).await;
    let guest = cora.guest(&app).await;
    let cases = [
        (
            "at once",
            "rita@nordlicht.example",
            5,
            20,
            vec!["all_fives", "answered_at_once"],
        ),
        ("in a hurry", "ole@nordlicht.example", 5, 50, vec!["all_fives"]),
        ("with a four", "pia@nordlicht.example", 4, 50, vec![]),
        ("with time", "ida@nordlicht.example", 5, 8 * 60, vec![]),
    ];
    for (how, email, level, seconds, expected) in cases {
        let id = verified(&cora, &guest, how, "peer", email).await;
        let referee = opened(&app, &cora, &id, email).await;
        app.advance(chrono::TimeDelta::seconds(seconds));
        referee.post("/guest/reference", answers(level)).await.expect(204);
        assert_eq!(signs(&cora, &id).await, expected, "{how}");
    }
    assert_eq!(counted(&cora).await, "2 completed");
}

#[tokio::test]
async fn who_begins_in_the_candidates_browser_or_another_referees_is_seen() {
    let app = TestApp::spawn().await;
    let cora = cora(&app).await;
    let guest = cora.guest(&app).await;
    let mut ids = Vec::new();
    let mut links = Vec::new();
    for name in ["rita", "ole", "pia", "ida"] {
        let email = format!("{name}@nordlicht.example");
        let id = verified(&cora, &guest, name, "peer", &email).await;
        act(&cora, &id, "request", json!({})).await;
        links.push(app.mailed_link(&email, "/l/").await);
        ids.push(id);
    }
    let own = app.mailed_link(&cora.email, "/l/").await;
    let candidate = Visitor::begin(&app, &own).await;
    candidate.beside(&app, &links[0]).await;
    assert_eq!(signs(&cora, &ids[0]).await, ["candidate_browser"]);

    let ole = Visitor::begin(&app, &links[1]).await;
    assert_eq!(signs(&cora, &ids[1]).await, Vec::<String>::new());
    ole.beside(&app, &links[2]).await;
    for id in &ids[1..3] {
        assert_eq!(signs(&cora, id).await, ["referee_browser"]);
    }

    // The reference is complete when the candidate uses the same browser.
    let ida = Visitor::begin(&app, &links[3]).await;
    act(&cora, &ids[3], "telephone_interview", answers(4)).await;
    assert_eq!(counted(&cora).await, "1 completed");
    app.advance(days(1));
    ida.beside(&app, &own).await;
    assert_eq!(signs(&cora, &ids[3]).await, ["candidate_browser"]);
    assert_eq!(counted(&cora).await, "0 completed");
}

#[tokio::test]
async fn networks_are_compared_only_where_it_is_switched_on() {
    for compare in [false, true] {
        let app = TestApp::spawn_with(|mut settings| {
            settings.references.compare_network = compare;
            settings
        })
        .await;
        let cora = cora(&app).await;
        let guest = cora.guest(&app).await;
        let id = verified(&cora, &guest, "Rita", "peer", "rita@nordlicht.example").await;
        opened(&app, &cora, &id, "rita@nordlicht.example").await;
        let expected: &[&str] = if compare { &["candidate_network"] } else { &[] };
        assert_eq!(signs(&cora, &id).await, expected);
    }
}

#[tokio::test]
async fn hr_decides_on_the_page_of_the_referee() {
    let app = TestApp::spawn().await;
    let cora = cora(&app).await;
    let guest = cora.guest(&app).await;
    let id = verified(
        &cora,
        &guest,
        "Ole Field",
        "operations_colleague",
        "ole@mailinator.com",
    )
    .await;
    let hr = Browser::of(&cora.team.hr);
    hr.look("/references")
        .await
        .expect(200)
        .must_say(&["Problems", "waits for a decision"]);
    let page = hr.look(&format!("/referees/{id}")).await.expect(200);
    page.must_say(&["Signs to decide on", "Throw-away address", "waits for a decision"]);
    let place = decision(&id, "disposable_domain");
    let form = hr.look(&place).await.expect(200);
    let version = form.version();
    let sent = |reason: &'static str| {
        let (hr, place, version) = (&hr, &place, &version);
        async move {
            let fields = [
                ("_version", version.as_str()),
                ("counts:bool", "true"),
                ("reason", reason),
            ];
            hr.press(place, &fields).await
        }
    };
    let short = sent("Fine.").await.expect(422);
    short.must_say(&["Give the reason in at least 40 characters.", "Fine."]);
    let done = sent(REASON).await.expect(200);
    done.must_say(&["Your decision is on record.", REASON, "counts"]);
    let manager = Browser::of(&cora.team.manager);
    assert_eq!(manager.look(&place).await.status, 403);
}

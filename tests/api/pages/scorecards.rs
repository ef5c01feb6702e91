//! A rater's cards in a browser: filled, saved, compared, reviewed, locked; blind until then.

use steadyhire::content::Pack;

use crate::harness::{
    Browser, Client, Page, TestApp, Value,
    assessment::{SLOTS, assessing, card_path, complete_card, evidence},
    candidacy::Candidacy,
    hours, json,
};

/// Cora after round R1, with the hiring manager's browser and card.
async fn after_r1(app: &TestApp) -> (Candidacy, Browser, Value) {
    let cora = Box::pin(assessing(app)).await;
    cora.book("R1", SLOTS[0].1).await.expect(201);
    cora.hold(app, "R1").await;
    let manager = cora.team.raters_of("R1")[0];
    let card = cora.card_of(manager, "R1").await;
    let browser = Browser::of(manager);
    (cora, browser, card)
}

type Fields = Vec<(String, String)>;

/// A card of a round filled completely at one level, as its form sends it.
fn filled(card: &Value, level: &str) -> Fields {
    let mut fields = Vec::new();
    for code in codes(card, "competencies") {
        fields.push((format!("level.{code}"), level.to_owned()));
        fields.push((format!("evidence.{code}"), evidence(&code)));
    }
    for code in codes(card, "core_questions") {
        fields.push((format!("question.{code}"), "yes".to_owned()));
    }
    fields
}

fn codes(card: &Value, list: &str) -> Vec<String> {
    let all = card[list].as_array().unwrap().iter();
    all.map(|code| code.as_str().unwrap().to_owned()).collect()
}

fn with(fields: &Fields, more: &[(&str, &str)]) -> Fields {
    let replaced = |name: &str| more.iter().any(|(given, _)| *given == name);
    let mut all: Fields = fields
        .iter()
        .filter(|(name, _)| !replaced(name))
        .cloned()
        .collect();
    all.extend(
        more.iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned())),
    );
    all
}

async fn press(browser: &Browser, path: &str, fields: &Fields) -> Page {
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    browser.press(path, &fields).await
}

fn page_of(card: &Value, rest: &str) -> String {
    card_path(card, rest)
}

#[tokio::test]
async fn a_card_is_found_filled_saved_reviewed_and_locked() {
    let app = TestApp::spawn().await;
    let (cora, browser, card) = after_r1(&app).await;
    let place = page_of(&card, "");

    let list = browser.look("/scorecards").await.expect(200);
    list.must_say(&[
        "Cora Lind",
        &format!("href=\"{place}\""),
        "72 hours left",
        "You have not locked a card yet.",
    ]);
    let page = browser.look(&place).await.expect(200);
    page.must_say(&[
        "You see the other ratings after you lock yours.",
        "Write only what you saw or heard, related to the job.",
        "Not saved yet",
    ]);
    let first = codes(&card, "competencies").remove(0);
    let anchors = &Pack::shipped().unwrap();
    let known = anchors
        .competencies()
        .iter()
        .find(|c| c.code == *first.as_str())
        .unwrap();
    for anchor in &known.anchors {
        page.must_say(&[anchor]);
    }

    // Half of it, with evidence and no level yet: nothing of it is taken for "not observed".
    let text = "Asked for the figures twice and wrote them down";
    let half = vec![
        ("_version".to_owned(), page.version()),
        (format!("evidence.{first}"), text.to_owned()),
        ("flag.RF03".to_owned(), "yes".to_owned()),
        ("said.RF03".to_owned(), "short".to_owned()),
    ];
    let saved = press(&browser, &page_of(&card, "/draft"), &half)
        .await
        .expect(200);
    assert_eq!(saved.path, place);
    saved.must_say(&["The draft is saved.", "Draft saved", text, "short"]);
    assert!(!saved.html.contains("value=\"not_observed\" checked"));

    // Refused with everything that is missing, and nothing lost.
    let review = browser.look(&page_of(&card, "/review")).await.expect(200);
    review.must_say(&[
        "Still missing",
        "G15",
        "G17",
        text,
        "Choose a level",
        "aria-disabled",
    ]);
    let lock = page_of(&card, "/lock");
    let refused = browser
        .press(&lock, &[("_version", &review.version())])
        .await
        .expect(422);
    refused.must_say(&[
        "Write for RF03 what was seen or heard",
        "Choose a level",
        "Tick whether it was asked.",
        text,
    ]);
    let form = browser.look(&format!("{place}?check=1")).await.expect(200);
    form.must_say(&["Choose a level", text, "Write for RF03"]);

    let all = with(
        &filled(&card, "4"),
        &[("_version", &form.version()), ("_then", "review")],
    );
    let review = press(&browser, &page_of(&card, "/draft"), &all).await.expect(200);
    assert_eq!(review.path, page_of(&card, "/review"));
    assert!(!review.says("Still missing"));
    let locked = browser
        .press(&lock, &[("_version", &review.version())])
        .await
        .expect(200);
    assert_eq!(locked.path, place);
    locked.must_say(&[
        "Your card is locked.",
        &evidence(&first),
        "The other cards of this round",
    ]);
    let stored = cora.card_of(cora.team.raters_of("R1")[0], "R1").await;
    assert_eq!(
        (&stored["state"], &stored["body"]["ratings"][0]["value"]),
        (&json!("locked"), &json!(4))
    );
    browser
        .look("/scorecards")
        .await
        .must_say(&["No card is waiting for you", "Cora Lind"]);
}

#[tokio::test]
async fn a_refused_lock_tells_all_reasons_at_once() {
    let app = TestApp::spawn().await;
    let (_, browser, card) = after_r1(&app).await;
    let page = browser.look(&page_of(&card, "")).await;
    let [a, b, c] = [0, 1, 2].map(|n| codes(&card, "competencies")[n].clone());
    let same = "The very same words for each of these three competencies, copied over.";
    let question = codes(&card, "core_questions").remove(0);
    let mut fields = filled(&card, "3");
    fields.retain(|(name, _)| *name != format!("question.{question}"));
    let places = [&a, &b, &c].map(|code| format!("evidence.{code}"));
    let copies: Vec<(&str, &str)> = places.iter().map(|place| (place.as_str(), same)).collect();
    let fields = with(&with(&fields, &copies), &[("_version", &page.version())]);
    let saved = press(&browser, &page_of(&card, "/draft"), &fields)
        .await
        .expect(200);
    app.advance(hours(80));
    let refused = browser
        .press(&page_of(&card, "/lock"), &[("_version", &saved.version())])
        .await
        .expect(409);
    refused.must_say(&[
        "G15",
        "G17",
        "G18",
        "The same text stands in several fields.",
        &question,
        same,
    ]);
}

#[tokio::test]
async fn two_tabs_are_compared_and_neither_is_overwritten() {
    let app = TestApp::spawn().await;
    let (_, browser, card) = after_r1(&app).await;
    let (place, draft) = (page_of(&card, ""), page_of(&card, "/draft"));
    let both = browser.look(&place).await.version();
    let [a, b] = [0, 1].map(|n| codes(&card, "competencies")[n].clone());
    let (ea, eb, la) = (
        format!("evidence.{a}"),
        format!("evidence.{b}"),
        format!("level.{a}"),
    );
    let tab = |version: &str, texts: [&str; 2], level: &str| {
        vec![
            ("_version".to_owned(), version.to_owned()),
            (ea.clone(), texts[0].to_owned()),
            (eb.clone(), texts[1].to_owned()),
            (la.clone(), level.to_owned()),
        ]
    };
    press(
        &browser,
        &draft,
        &tab(&both, ["first tab on a", "first tab on b"], "2"),
    )
    .await
    .expect(200);
    let conflict = press(
        &browser,
        &draft,
        &tab(&both, ["second tab on a", "second tab on b"], "5"),
    )
    .await
    .expect(412);
    conflict.must_say(&[
        "This card was changed in another tab at",
        "first tab on a",
        "second tab on a",
        "first tab on b",
        "second tab on b",
        "2 Weak",
        "5 Excellent",
        "Keep mine",
        "Take the other",
    ]);
    let kept = browser.look(&place).await;
    kept.must_say(&["first tab on a", "first tab on b"]);
    assert!(!kept.says("second tab"));

    // Mine for one text, the other for the other text and the level.
    let (take_b, take_level) = (format!("_take.{eb}"), format!("_take.{la}"));
    let chosen = with(
        &tab(&conflict.version(), ["second tab on a", "second tab on b"], "5"),
        &[(&take_b, "other"), (&take_level, "other")],
    );
    let saved = press(&browser, &draft, &chosen).await.expect(200);
    saved.must_say(&["second tab on a", "first tab on b"]);
    assert!(
        saved
            .html
            .contains(&format!("name=\"level.{a}\" value=\"2\" checked")),
        "{}",
        saved.html
    );

    // The same text sent twice, as after a lost answer, is no conflict.
    let again = tab(&both, ["second tab on a", "first tab on b"], "2");
    press(&browser, &draft, &again)
        .await
        .expect(200)
        .must_say(&["The draft is saved."]);
}

/// What the script of the page sends and gets.
#[tokio::test]
async fn the_script_saves_in_the_background_and_is_told_of_conflicts() {
    let app = TestApp::spawn().await;
    let (cora, browser, card) = after_r1(&app).await;
    let version = browser.look(&page_of(&card, "")).await.version();
    let script = script(cora.team.raters_of("R1")[0]);
    let place = format!("evidence.{}", codes(&card, "competencies")[0]);
    let send = |version: String, text: &'static str| {
        let form =
            serde_urlencoded::to_string([("_version", version.as_str()), (place.as_str(), text)]).unwrap();
        let path = format!("/{}", page_of(&card, "/draft"));
        let script = script.clone();
        async move { script.send(reqwest::Method::POST, &path, Some(form)).await }
    };
    let saved = send(version.clone(), "typed by hand").await.expect(200);
    assert!(
        saved["status"].as_str().unwrap().starts_with("Draft saved "),
        "{saved}"
    );
    assert_eq!(
        saved["version"].to_string(),
        (version.parse::<i64>().unwrap() + 1).to_string()
    );
    let conflict = send(version, "typed elsewhere").await;
    assert_eq!(conflict.status(), 412);
    assert!(conflict.body().starts_with("<section") && conflict.body().contains("typed elsewhere"));
}

/// Somebody's script: the cookie of the browser, answers without a frame.
fn script(person: &Client) -> Client {
    let token = person.token.as_deref().unwrap();
    let mut client = person.clone();
    client.token = None;
    client
        .header("cookie", &format!("session={token}"))
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .header("hx-request", "true")
}

#[tokio::test]
async fn a_card_locked_in_another_tab_says_so_and_shows_what_was_typed() {
    let app = TestApp::spawn().await;
    let (cora, browser, card) = after_r1(&app).await;
    let version = browser.look(&page_of(&card, "")).await.version();
    let manager = cora.team.raters_of("R1")[0];
    cora.submit(manager, "R1", complete_card(&card, 4))
        .await
        .expect(200);
    let typed = with(
        &filled(&card, "2"),
        &[
            ("_version", &version),
            ("evidence.VCOM", "typed too late to count"),
        ],
    );
    let late = press(&browser, &page_of(&card, "/draft"), &typed)
        .await
        .expect(409);
    late.must_say(&["This card was locked in another tab.", "typed too late to count"]);
}

#[tokio::test]
async fn anothers_card_is_closed_until_ones_own_is_locked() {
    let app = TestApp::spawn().await;
    let (cora, browser, card) = after_r1(&app).await;
    let [manager, hr] = cora.team.raters_of("R1");
    let peers = cora.card_of(hr, "R1").await;
    let secret = "Only the other rater heard this remark about the late report";
    let mut body = complete_card(&peers, 5);
    body["ratings"][0]["evidence"] = json!(secret);
    cora.submit(hr, "R1", body).await.expect(200);

    let closed = browser.look(&page_of(&peers, "")).await.expect(403);
    closed.must_say(&["You will see the other ratings when your own scorecard is locked."]);
    let own = browser.look(&page_of(&card, "")).await.expect(200);
    assert!(!closed.says(secret) && !own.says(secret));
    cora.submit(manager, "R1", complete_card(&card, 3))
        .await
        .expect(200);
    browser
        .look(&page_of(&card, ""))
        .await
        .must_say(&["href=\"", &page_of(&peers, "")]);
    browser
        .look(&page_of(&peers, ""))
        .await
        .expect(200)
        .must_say(&[secret, "5 Excellent"]);
    let admin = app.user(&[steadyhire::kernel::role::Role::Admin]).await;
    Browser::of(&admin).look(&page_of(&peers, "")).await.expect(403);
    let before = cora.card_of(manager, "R1").await;

    let short = browser
        .press(
            &page_of(&card, "/amendments"),
            &[("text", "wrong day, it was Tuesday")],
        )
        .await
        .expect(422);
    short.must_say(&["wrong day, it was Tuesday"]);
    let amended = [
        ("text", "The call was on Tuesday"),
        ("reason", "The notes were misread"),
    ];
    let done = browser
        .press(&page_of(&card, "/amendments"), &amended)
        .await
        .expect(200);
    done.must_say(&[
        "Your correction stands beside the card.",
        "The call was on Tuesday",
    ]);
    assert_eq!(cora.card_of(manager, "R1").await["body"], before["body"]);
}

#[tokio::test]
async fn flags_ticked_on_a_card_are_raised_in_the_raters_name_when_it_is_locked() {
    let app = TestApp::spawn().await;
    let (cora, browser, card) = after_r1(&app).await;
    let version = browser.look(&page_of(&card, "")).await.version();
    let said = "Blamed the crew three times and named no part of their own";
    let more = [
        ("_version", version.as_str()),
        ("flag.RF03", "yes"),
        ("said.RF03", said),
    ];
    let saved = press(
        &browser,
        &page_of(&card, "/draft"),
        &with(&filled(&card, "3"), &more),
    )
    .await
    .expect(200);
    let manager = cora.team.raters_of("R1")[0];
    let flags = manager.get(&cora.path("/red_flags")).await.expect(200);
    assert_eq!(flags["data"], json!([]), "a draft raises nothing");
    let locked = browser
        .press(&page_of(&card, "/lock"), &[("_version", &saved.version())])
        .await
        .expect(200);
    locked.must_say(&["Red flags you raised", said]);
    let flags = manager.get(&cora.path("/red_flags")).await.expect(200);
    assert_eq!(
        (&flags["data"][0]["code"], &flags["data"][0]["text"]),
        (&json!("RF03"), &json!(said))
    );
}

#[tokio::test]
async fn a_void_card_says_that_it_came_too_late() {
    let app = TestApp::spawn().await;
    let (_, browser, card) = after_r1(&app).await;
    app.advance(hours(73));
    app.run_due().await;
    browser
        .look(&page_of(&card, ""))
        .await
        .expect(200)
        .must_say(&["This card came too late"]);
    browser.look("/scorecards").await.expect(200).must_say(&["Void"]);
}

#[tokio::test]
async fn written_work_is_rated_by_its_code_and_points_become_levels() {
    let app = TestApp::spawn().await;
    let cora = Box::pin(assessing(&app)).await;
    let sample = cora.assign("E1").await;
    let exercise = format!("/exercises/{}", sample["id"].as_str().unwrap());
    let hr = Browser::of(&cora.team.hr);
    let waiting = hr.look(&exercise).await.expect(200);
    waiting.must_say(&["Waiting for the candidate", "Cora Lind", "Handed in on paper"]);
    let empty = hr
        .press(&format!("{exercise}/submission"), &[("text", "")])
        .await
        .expect(422);
    empty.must_say(&["f-text-fault"]);
    let work = [
        ("text", "Dear Dana, we own the missing replies."),
        ("_version", &waiting.version()),
    ];
    hr.press(&format!("{exercise}/submission"), &work)
        .await
        .expect(200)
        .must_say(&["It is handed in"]);

    let [first, _] = cora.team.raters_of("E1");
    let card = cora.card_of(first, "E1").await;
    let browser = Browser::of(first);
    let code = card["candidate_code"].as_str().unwrap();
    let place = page_of(&card, "");
    let pages = [
        browser.look("/scorecards").await,
        browser.look(&exercise).await,
        browser.look(&place).await,
    ];
    for page in &pages {
        page.must_say(&[code]);
        assert!(!page.says("Cora") && !page.says(&cora.id), "{}", page.html);
    }
    pages[2].must_say(&["Dear Dana, we own the missing replies.", "have no points yet"]);

    // All items of one competency are enough for its level.
    let pack = Pack::shipped().unwrap();
    let key = pack.exercises().iter().find(|key| key.code == *"E1").unwrap();
    let mut fields: Fields = vec![("_version".to_owned(), pages[2].version())];
    for item in key.items.iter().filter(|item| item.competency == *"WCOM") {
        fields.push((format!("item.{}", item.code), "2".to_owned()));
    }
    let saved = press(&browser, &page_of(&card, "/draft"), &fields)
        .await
        .expect(200);
    saved.must_say(&["Level 5 (12 of 12 points)", "4 items have no points yet"]);
    let review = browser.look(&page_of(&card, "/review")).await.expect(200);
    review.must_say(&["Give points for every item", "G17", "aria-disabled"]);

    fields.retain(|(name, _)| name != "_version");
    for item in &key.items {
        fields.push((format!("item.{}", item.code), "2".to_owned()));
    }
    for code in ["WCOM", "EMPQ", "BOUN"] {
        fields.push((format!("evidence.{code}"), evidence(code)));
    }
    let more = [("_version", saved.version()), ("delta.EMPQ", "-1".to_owned())];
    fields.extend(more.map(|(name, text)| (name.to_owned(), text)));
    let saved = press(&browser, &page_of(&card, "/draft"), &fields)
        .await
        .expect(200);
    let lock = page_of(&card, "/lock");
    let refused = browser
        .press(&lock, &[("_version", &saved.version())])
        .await
        .expect(422);
    refused.must_say(&["Say why the level is moved."]);
    let more = [
        ("_version", saved.version()),
        ("reason.EMPQ", "Correct, but cold in tone".to_owned()),
    ];
    fields.retain(|(name, _)| name != "_version");
    fields.extend(more.map(|(name, text)| (name.to_owned(), text)));
    let saved = press(&browser, &page_of(&card, "/draft"), &fields)
        .await
        .expect(200);
    let locked = browser
        .press(&lock, &[("_version", &saved.version())])
        .await
        .expect(200);
    locked.must_say(&["4 Good", "5 Excellent", "Correct, but cold in tone"]);
    assert!(!locked.says("Cora"));
}

#[tokio::test]
async fn a_rater_finds_rounds_and_kits_and_the_mails_lead_there() {
    let app = TestApp::spawn().await;
    let cora = Box::pin(assessing(&app)).await;
    let [manager, hr] = cora.team.raters_of("R1");
    let browser = Browser::of(manager);
    browser
        .look("/scheduled_interviews")
        .await
        .expect(200)
        .must_say(&["No round is booked with you"]);
    let round = cora.book("R1", SLOTS[0].1).await.expect(201);
    let kit = format!("/scheduled_interviews/{}/kit", round["id"].as_str().unwrap());
    browser
        .look("/scheduled_interviews")
        .await
        .must_say(&["Cora Lind", &kit, "Room 2"]);
    let page = browser.look(&kit).await.expect(200);
    page.must_say(&[
        "Cora Lind",
        "Rules",
        "After 72 hours it is void.",
        "What the levels 1 to 5 look like",
    ]);
    let name = hr.get("/users/me").await.expect(200)["name"]
        .as_str()
        .unwrap()
        .to_owned();
    page.must_say(&[&name]);
    let stranger = app.user(&[steadyhire::kernel::role::Role::Interviewer]).await;
    Browser::of(&stranger).look(&kit).await.expect(404);

    let email = manager.get("/users/me").await.expect(200)["email"]
        .as_str()
        .unwrap()
        .to_owned();
    app.mails_sent().await;
    assert!(
        app.mailed_link(&email, "/scheduled_interviews/")
            .await
            .contains(&kit)
    );
    cora.hold(&app, "R1").await;
    app.advance(hours(5));
    app.mails_sent().await;
    let card = cora.card_of(manager, "R1").await;
    assert!(
        app.mailed_link(&email, "/scorecards/")
            .await
            .contains(&page_of(&card, ""))
    );
    browser.look("/scheduled_interviews").await.must_say(&["Held"]);
    browser
        .speaking("de")
        .look(&page_of(&card, ""))
        .await
        .expect(200)
        .must_say(&["Entwurf speichern", "Nicht beobachtet"]);
}

#[tokio::test]
async fn whoever_rates_the_practice_cases_sees_the_key_afterwards() {
    let app = TestApp::spawn().await;
    let rater = app.user(&[steadyhire::kernel::role::Role::Interviewer]).await;
    let browser = Browser::of(&rater);
    let pack = Pack::shipped().unwrap();
    let answers = pack
        .calibration()
        .cases
        .iter()
        .flat_map(|case| case.ratings.iter().map(move |a| (case, a)));
    let answers: Vec<_> = answers.collect();
    let page = browser.look("/certificate").await.expect(200);
    page.must_say(&["You have none yet.", &answers[0].1.answer]);
    assert!(
        !page.says(&answers[0].1.because),
        "the key comes after the rating"
    );

    let rated = |change: fn(u8) -> u8| -> Fields {
        let field = |(case, a): &(
            &steadyhire::content::model::PracticeCase,
            &steadyhire::content::model::PracticeRating,
        )| {
            (
                format!("rating.{}.{}", case.code, a.competency),
                change(a.key).to_string(),
            )
        };
        answers.iter().map(field).collect()
    };
    let mut some = rated(|key| key);
    some.truncate(5);
    let open = press(&browser, "/certificate", &some).await.expect(422);
    open.must_say(&["Rate every answer; the ones still open are marked.", "checked"]);
    assert!(!open.says(&answers[0].1.because));
    let failed = press(&browser, "/certificate", &rated(|_| 5)).await.expect(200);
    failed.must_say(&[
        "Not passed this time",
        &answers[0].1.because,
        "You have none yet.",
    ]);
    let passed = press(&browser, "/certificate", &rated(|key| key))
        .await
        .expect(200);
    passed.must_say(&["Passed", "18 of 18", "Valid until"]);
}

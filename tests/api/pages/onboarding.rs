//! Onboarding in a browser that runs no script: the trainer's board, a hire's page, modules and their signatures,
//! accounts, talks, coaching, the new hire's own list, and the confirmation on day 90.

use steadyhire::kernel::role::Role;

use crate::{
    harness::{Browser, TestApp, Value, days, json},
    onboarding::{Hire, first_day, growth},
};

fn page_of(hire: &Hire, rest: &str) -> String {
    format!("/onboarding_plans/{}{rest}", hire.id)
}

const WORDS: &str = "handed over without a question";

#[tokio::test]
async fn a_module_goes_from_the_first_step_to_the_signature_of_somebody_else() {
    let app = TestApp::spawn().await;
    let hire = Hire::at_work(&app).await;
    let (trainee, trainer) = (Browser::of(&hire.trainee), Browser::of(&hire.crew.trainer));
    let place = page_of(&hire, "/modules/S-D1");
    let at = |verb: &str| format!("{place}/{verb}");

    let page = trainee.look(&place).await.expect(200);
    page.must_say(&[
        "S-D1 Organisation & operations duties",
        "Not started",
        "No evidence yet.",
        "Day 10",
    ]);
    let steps = hire.module("S-D1").await["steps"].as_array().unwrap().len();
    for step in 1..=steps {
        trainee
            .press(&at(&format!("steps/{step}")), &[])
            .await
            .expect(200)
            .must_say(&["The step is ticked."]);
    }
    let short = [("kind", "record"), ("text", "x")];
    let again = trainee.press(&at("evidence"), &short).await.expect(422);
    again.must_say(&["f-text-fault", "value=\"record\" selected"]);
    trainee
        .press(&at("evidence"), &[("kind", "note"), ("text", WORDS)])
        .await
        .expect(200)
        .must_say(&["The evidence is added.", WORDS]);
    let liar = ("quiz.pdf", "<!doctype html>");
    let again = trainee
        .send_file(&at("files"), &[("note", "ten of ten")], liar)
        .await;
    again
        .expect(422)
        .must_say(&["f-file-fault", "it is no .pdf file", "value=\"ten of ten\""]);
    let file = ("quiz.pdf", "%PDF-1.7 a quiz");
    let page = trainee
        .send_file(&at("files"), &[("note", "ten of ten")], file)
        .await
        .expect(200);
    page.must_say(&[
        "The file is attached.",
        "quiz.pdf",
        "(0.1 MB)",
        "ten of ten",
        "Take back",
    ]);
    let (_, rest) = page.html.split_once(&at("files/")).unwrap();
    let file = at(&format!("files/{}", rest.split(['"', '/']).next().unwrap()));
    assert_eq!(trainee.look(&file).await.expect(200).html, "%PDF-1.7 a quiz");
    let page = trainee.press(&format!("{file}/removal"), &[]).await.expect(200);
    page.must_say(&["The file is taken back."]);
    trainee.look(&file).await.expect(404);
    trainee
        .press(&at("submission"), &[])
        .await
        .expect(200)
        .must_say(&["Handed in."]);

    let board = trainer.look("/onboarding_plans").await.expect(200);
    board.must_say(&[
        "Waiting for you",
        "S-D1",
        "Sam Ode",
        "the countersignature of Sam Ode",
    ]);

    let both = [
        ("percent:int", "90"),
        ("observation_level:int", "4"),
        ("note", "ten questions"),
    ];
    let again = trainer.press(&at("checks"), &both).await.expect(422);
    again.must_say(&["f-percent-fault", "value=\"90\"", "ten questions"]);
    let check = [
        ("percent:int", "95"),
        ("observation_level:int", ""),
        ("note", "ten questions"),
    ];
    trainer
        .press(&at("checks"), &check)
        .await
        .expect(200)
        .must_say(&["The check is stored.", "95 %"]);
    trainee
        .press(&at("countersignature"), &[])
        .await
        .expect(200)
        .must_say(&["Your word is stored."]);

    let version = trainee.look(&place).await.version();
    let own = trainee
        .press(&at("sign_off"), &[("_version", &version)])
        .await
        .expect(409);
    own.must_say(&[
        "G52",
        "Sign-off must come from a trainer other than Sam Ode",
        "Cannot be waived.",
    ]);
    assert_eq!(hire.module("S-D1").await["state"], "evidence_submitted");

    let board = trainer.look("/onboarding_plans").await.expect(200);
    let version = board.version();
    let signed = [("_version", version.as_str()), ("_next", "/onboarding_plans")];
    let done = trainer.press(&at("sign_off"), &signed).await.expect(200);
    assert_eq!(done.path, "/onboarding_plans", "one click on the board");
    done.must_say(&["Signed off.", "Nothing waits for your signature."]);
    let signed = hire.module("S-D1").await;
    assert_eq!(
        (&signed["state"], &signed["signature"]["by"]),
        (&json!("signed_off"), &json!(hire.crew.trainer.id()))
    );
    trainee
        .look(&place)
        .await
        .expect(200)
        .must_say(&["Signed off by", "Refresher questions on"]);
}

#[tokio::test]
async fn a_module_before_its_prerequisites_is_told_which_come_first() {
    let app = TestApp::spawn().await;
    let hire = Hire::at_work(&app).await;
    hire.tick_all("S-T3").await;
    let trainee = Browser::of(&hire.trainee);
    let refused = trainee
        .press(&page_of(&hire, "/modules/S-T3/submission"), &[])
        .await
        .expect(409);
    refused.must_say(&[
        "G51",
        "First finish S-D1 Organisation &amp; operations duties.",
        "What to do:",
    ]);
    assert_eq!(hire.module("S-T3").await["state"], "in_progress");
    hire.sign("S-D1").await;
    trainee
        .press(&page_of(&hire, "/modules/S-T3/submission"), &[])
        .await
        .expect(200)
        .must_say(&["Handed in."]);
}

#[tokio::test]
async fn two_failed_checks_ask_for_a_meeting_and_a_module_can_be_sent_back_or_recognised() {
    let app = TestApp::spawn().await;
    let hire = Hire::at_work(&app).await;
    let (trainer, boss) = (Browser::of(&hire.crew.trainer), Browser::of(&hire.crew.boss));
    let place = page_of(&hire, "/modules/S-D8");
    hire.learn("S-D8").await;
    hire.check("S-D8", 70).await;
    hire.check("S-D8", 60).await;
    boss.look(&place)
        .await
        .expect(200)
        .must_say(&["Two checks failed", "New due day"]);
    let short = [("note", "short"), ("due_day:int", "20")];
    let again = boss.press(&format!("{place}/meeting"), &short).await.expect(422);
    again.must_say(&["f-note-fault", "short", "value=\"20\""]);
    let met = [("note", "we met for an hour"), ("due_day:int", "20")];
    boss.press(&format!("{place}/meeting"), &met)
        .await
        .expect(200)
        .must_say(&["with the new date"]);
    assert_eq!(hire.module("S-D8").await["due_day"], 20);

    let back = [("reason", "no")];
    trainer
        .press(&format!("{place}/return"), &back)
        .await
        .expect(422)
        .must_say(&["f-reason-fault"]);
    let back = [("reason", "The measures are missing: add them.")];
    let page = trainer.press(&format!("{place}/return"), &back).await.expect(200);
    page.must_say(&[
        "Sent back with your reason.",
        "The measures are missing: add them.",
        "Sent back by",
    ]);

    let other = page_of(&hire, "/modules/S-T6/equivalence");
    let certificate = [("note", "Safety certificate of 2025, seen")];
    trainer
        .press(&other, &certificate)
        .await
        .expect(409)
        .must_say(&["Safety certificate of 2025, seen", "G52"]);
    hire.check("S-T6", 85).await;
    trainer
        .press(&other, &certificate)
        .await
        .expect(200)
        .must_say(&["The certificate is recognised.", "Recognised by"]);
}

#[tokio::test]
async fn on_day_forty_eight_accounts_are_refused_with_all_reasons_and_six_are_given() {
    let app = TestApp::spawn().await;
    let hire = Box::pin(Hire::supervised(&app)).await;
    app.clock.advance_to(first_day() + days(40));
    let (coach, trainee) = (Browser::of(&hire.crew.coach), Browser::of(&hire.trainee));
    let place = page_of(&hire, "/client_accounts");
    let book = coach.look(&place).await.expect(200);
    book.must_say(&[
        "No own accounts yet",
        "0 of 6 accounts",
        "Supervised",
        "Before the stage Growing",
        "G53",
    ]);
    let names = |n: u32| {
        (1..=n)
            .map(|n| format!("Client {n}"))
            .collect::<Vec<_>>()
            .join("\n")
    };

    let eight = names(8);
    let refused = coach
        .press(&page_of(&hire, "/book/give"), &[("accounts:lines", &eight)])
        .await
        .expect(409);
    refused.must_say(&[
        "G53",
        "8 accounts requested; stage supervised allows 6. Missing: day 60,",
        "Client 8",
    ]);
    assert_eq!(hire.show().await["own_accounts"], 0, "all or none");
    let many = coach
        .press(&page_of(&hire, "/book/give"), &[("accounts:lines", &names(21))])
        .await
        .expect(409);
    many.must_say(&["G53", "G58", "20 accounts is the limit. Share or split accounts."]);

    let given = coach
        .press(&page_of(&hire, "/book/give"), &[("accounts:lines", &names(6))])
        .await
        .expect(200);
    given.must_say(&["The accounts are given.", "6 of 6 accounts", "Client 6"]);
    let version = given.version();
    let to = [("_version", version.as_str()), ("to", "growing")];
    coach
        .press(&page_of(&hire, "/book/stage"), &to)
        .await
        .expect(409)
        .must_say(&["G53", "day 60"]);

    let contact = [("account", "Client 1"), ("what", "walked through the site plan")];
    trainee
        .press(&page_of(&hire, "/book/contact"), &contact)
        .await
        .expect(200)
        .must_say(&["Logged.", "Contact alone"]);
    let discount = [
        ("kind", "discount"),
        ("account", "Client 1"),
        ("text", "five percent for a second year"),
    ];
    let refused = trainee
        .press(&page_of(&hire, "/book/commercial"), &discount)
        .await
        .expect(409);
    refused.must_say(&[
        "G57",
        "No authority yet to give a discount",
        "five percent for a second year",
    ]);

    let first = hire.trainee.get(&hire.path("/client_accounts")).await.expect(200)["data"][0]["id"].clone();
    let release = page_of(
        &hire,
        &format!("/client_accounts/{}/release", first.as_str().unwrap()),
    );
    coach.press(&release, &[]).await.expect(428);
    let version = coach.look(&place).await.version();
    coach
        .press(&release, &[("_version", &version)])
        .await
        .expect(200)
        .must_say(&["The account is taken back.", "Given back"]);
    let month = [
        ("month", "soon"),
        ("on_time_pct:int", "95"),
        ("satisfaction:num", "4,2"),
    ];
    coach
        .press(&page_of(&hire, "/book/metrics"), &month)
        .await
        .expect(422)
        .must_say(&["f-month-fault", "soon"]);
    let month = [
        ("month", "2026-11"),
        ("on_time_pct:int", "95"),
        ("satisfaction:num", "4.2"),
    ];
    coach
        .press(&page_of(&hire, "/book/metrics"), &month)
        .await
        .expect(200)
        .must_say(&["2026-11", "95 %"]);
    assert_eq!(
        coach.look(&page_of(&hire, "/stage")).await.path,
        format!("{place}#ramp")
    );
}

#[tokio::test]
async fn a_coaching_session_is_planned_held_and_followed_up() {
    let app = TestApp::spawn().await;
    let hire = Box::pin(Hire::assisted(&app)).await;
    hire.give(1..4).await.expect(200);
    let coach = Browser::of(&hire.crew.coach);
    let all = page_of(&hire, "/coaching_sessions");
    coach
        .look(&all)
        .await
        .expect(200)
        .must_say(&["No session yet", "Plan a session"]);
    coach
        .press(&all, &[("planned_for:local", "2020-01-01T10:00")])
        .await
        .expect(422)
        .must_say(&["f-planned_for-fault"]);
    let planned = coach
        .press(&all, &[("planned_for:local", "2027-06-01T10:00")])
        .await
        .expect(200);
    planned.must_say(&[
        "The session is planned.",
        "Client 1",
        "Client 3",
        "at least 3 accounts",
        "Between the two of us",
    ]);
    let session = planned.path;

    let book = hire.trainee.get(&hire.path("/client_accounts")).await.expect(200);
    let id = |n: usize| book["data"][n]["id"].as_str().unwrap().to_owned();
    let ids = [id(0), id(1), id(2)];
    let mut fields = vec![
        ("answers.0.question", "CQ-5c"),
        ("answers.0.account", ids[0].as_str()),
        ("answers.0.days_overdue:int", "45"),
        ("answers.7.question", "CQ-1a"),
        ("answers.7.account", ids[1].as_str()),
        ("answers.7.choice", "no"),
        ("answers.8.question", "CQ-2b"),
        ("answers.8.account", ids[1].as_str()),
        ("answers.8.choice", ""),
        ("actions.0.text", "Meet the director together"),
        ("actions.0.due_at:date", "2027-07-01"),
    ];
    let again = coach.press(&session, &fields).await.expect(422);
    again.must_say(&[
        "CQ-1a needs an answer to CQ-1b as well.",
        "Talk about at least 3 accounts; these are 2.",
        "Meet the director together",
        "value=\"45\"",
    ]);
    fields.extend([
        ("answers.9.question", "CQ-1b"),
        ("answers.9.account", ids[1].as_str()),
        ("answers.9.text", "Ask for a meeting with the director"),
        ("answers.9.owner", "Sam"),
        ("answers.9.date:date", "2027-06-20"),
        ("answers.10.question", "CQ-2f"),
        ("answers.10.account", ids[2].as_str()),
        ("answers.10.entries.0.text", ""),
        ("answers.10.none:bool", "true"),
    ]);
    let held = coach.press(&session, &fields).await.expect(200);
    held.must_say(&[
        "The session is recorded.",
        "Meet the director together",
        "Recovery plan",
        "Actions open",
    ]);
    let actions = held.html.matches("/carried_over").count();
    assert_eq!(actions, 3, "two from answers, one of the coach");
    for number in 1..actions {
        coach
            .press(&format!("{session}/actions/{number}/done"), &[])
            .await
            .expect(200);
    }
    let closed = coach
        .press(&format!("{session}/actions/{actions}/carried_over"), &[])
        .await
        .expect(200);
    closed.must_say(&["Closed", "Carried over"]);
    coach.press(&format!("{session}/closing"), &[]).await.expect(409);
    let trainee = Browser::of(&hire.trainee);
    trainee
        .look(&session)
        .await
        .expect(200)
        .must_say(&["45 days overdue", "Ask for a meeting with the director"]);
    trainee
        .look(&all)
        .await
        .expect(200)
        .must_say(&["Closed", "3 actions"]);
}

#[tokio::test]
async fn a_check_in_asks_its_questions_and_keeps_what_was_said() {
    let app = TestApp::spawn().await;
    let hire = Hire::at_work(&app).await;
    let (boss, trainee) = (Browser::of(&hire.crew.boss), Browser::of(&hire.trainee));
    let all = boss.look(&page_of(&hire, "/check_ins")).await.expect(200);
    all.must_say(&["Day 3–7", "Weekly to day 90", "To come"]);
    let id = hire.check_in("week_1").await["id"].as_str().unwrap().to_owned();
    let talk = page_of(&hire, &format!("/check_ins/{id}"));
    boss.look(&talk)
        .await
        .expect(200)
        .must_say(&["one-to-one: goals", "JD walk-through", "Record the talk"]);
    let said = [
        ("talk.0.about", "one-to-one: goals"),
        ("talk.0.text", "Knows the first three accounts by name"),
        ("talk.1.about", "JD walk-through"),
        ("talk.1.text", ""),
        ("bars.0.competency", "OPST"),
        ("bars.0.level:int", "3"),
        ("bars.0.evidence", "too short"),
    ];
    app.clock.advance_to(first_day() + days(5));
    let again = boss.press(&talk, &said).await.expect(422);
    again.must_say(&[
        "f-bars-0-evidence-fault",
        "too short",
        "Knows the first three accounts by name",
    ]);
    boss.press(&talk, &said[..4])
        .await
        .expect(200)
        .must_say(&["The talk is recorded.", "Held"]);
    let record = hire.check_in("week_1").await["record"].clone();
    assert_eq!(
        record["notes"],
        "one-to-one: goals: Knows the first three accounts by name"
    );
    trainee
        .look(&talk)
        .await
        .expect(200)
        .must_say(&["Recorded", "Knows the first three accounts by name"]);
    boss.press(&talk, &said[..4]).await.expect(409);
}

#[tokio::test]
async fn the_new_hire_sees_what_is_due_first_and_answers_the_pulse() {
    let app = TestApp::spawn().await;
    let hire = Hire::at_work(&app).await;
    let trainee = Browser::of(&hire.trainee);
    let mine = trainee.look("/my-onboarding").await.expect(200);
    mine.must_say(&[
        "My onboarding",
        "This week",
        "Welcome!",
        "S-T6",
        "How is it going?",
        "Day 1",
        "0 of 0 accounts",
    ]);
    assert!(
        mine.html.find("S-T6").unwrap() < mine.html.find("S-D3").unwrap(),
        "what is due first stands first"
    );
    let step = page_of(&hire, "/modules/S-T6/steps/1");
    let ticked = trainee
        .press(&step, &[("_next", "/my-onboarding")])
        .await
        .expect(200);
    assert_eq!(ticked.path, "/my-onboarding");
    ticked.must_say(&["The step is ticked.", "1 of 3 steps"]);
    hire.tick_all("S-T6").await;
    trainee
        .look("/my-onboarding")
        .await
        .must_say(&["Add your evidence"]);

    let pulse = page_of(&hire, "/pulse");
    trainee
        .look(&pulse)
        .await
        .expect(200)
        .must_say(&["My workload is manageable.", "Send answers"]);
    let partial = [("answers.P1:int", "4"), ("answers.P6:bool", "true")];
    let again = trainee.press(&pulse, &partial).await.expect(422);
    again.must_say(&[
        "f-answers-P2",
        "Every item is answered.",
        "value=\"4\" checked",
        "value=\"true\" checked",
    ]);
    let codes = ["P1", "P2", "P3", "P4", "P5", "P7"].map(|code| format!("answers.{code}:int"));
    let mut whole: Vec<(&str, &str)> = codes.iter().map(|code| (code.as_str(), "4")).collect();
    whole.push(("answers.P6:bool", "false"));
    let thanks = trainee.press(&pulse, &whole).await.expect(200);
    assert_eq!(thanks.path, "/my-onboarding");
    thanks.must_say(&["Thank you for your answers."]);
    assert!(!thanks.says("How is it going?"), "not asked again this week");
    Browser::of(&hire.crew.coach)
        .look(&pulse)
        .await
        .expect(200)
        .must_say(&["Earlier answers", "P5"]);
    Browser::of(&hire.crew.buddy).look(&pulse).await.expect(403);
    Browser::of(&hire.crew.buddy)
        .look(&page_of(&hire, ""))
        .await
        .expect(200)
        .must_say(&["Only the new colleague and those who lead them read the answers."]);

    let nobody = Browser::of(&hire.team().hr)
        .look("/my-onboarding")
        .await
        .expect(200);
    nobody.must_say(&["No onboarding of yours yet"]);
    let german = trainee.speaking("de");
    german
        .look("/my-onboarding")
        .await
        .expect(200)
        .must_say(&["Meine Einarbeitung", "Diese Woche"]);
}

#[tokio::test]
async fn the_first_day_is_prepared_and_refused_until_everything_is_confirmed() {
    let app = TestApp::spawn().await;
    let hire = Hire::hired(&app).await;
    let hr = Browser::of(&hire.team().hr);
    let place = page_of(&hire, "/day_one");
    hr.look(&page_of(&hire, "")).await.expect(200).must_say(&[
        "Being prepared",
        "First day of work",
        "G50",
        "Begin work",
    ]);
    let page = hr.look(&place).await.expect(200);
    page.must_say(&[
        "Ready for the first day",
        "Plan of the first week",
        "Who trains which module",
        "Access list",
    ]);
    hr.press(&format!("{place}/access"), &[("note", "x")])
        .await
        .expect(422)
        .must_say(&["f-note-fault"]);
    for item in ["access", "equipment", "buddy"] {
        let done = [("note", "done and seen")];
        hr.press(&format!("{place}/{item}"), &done)
            .await
            .expect(200)
            .must_say(&["Confirmed by", "done and seen"]);
    }
    let version = hr.look(&place).await.version();
    let step = [("_version", version.as_str()), ("to", "active")];
    let early = hr.press(&page_of(&hire, "/transitions"), &step).await.expect(409);
    early.must_say(&["G50", "Not ready for day 1: first-week plan."]);
    let part = |word: &str| page_of(&hire, &format!("/preparation/{word}"));
    hr.press(&part("access_order"), &[("note", "ticket 4711")])
        .await
        .expect(200)
        .must_say(&["Saved.", "ticket 4711"]);

    let other = app.user(&[Role::Trainer]).await;
    let (other_id, coach) = (other.id().to_string(), hire.crew.coach.id().to_string());
    let version = hr.look(&place).await.version();
    let wrong = [
        ("_version", version.as_str()),
        ("trainers.0.code", "S-D1"),
        ("trainers.0.user", coach.as_str()),
    ];
    hr.press(&part("trainers"), &wrong)
        .await
        .expect(422)
        .must_say(&["does not hold the role of trainer"]);
    let right = [
        ("_version", version.as_str()),
        ("trainers.0.code", "S-D1"),
        ("trainers.0.user", other_id.as_str()),
        ("trainers.1.code", "S-D2"),
        ("trainers.1.user", ""),
    ];
    hr.press(&part("trainers"), &right)
        .await
        .expect(200)
        .must_say(&["Saved."]);
    assert_eq!(hire.module("S-D1").await["trainer"], json!(other.id()));
    assert_eq!(
        hire.module("S-D2").await["trainer"],
        json!(hire.crew.trainer.id())
    );

    let version = hr.look(&place).await.version();
    let people = [
        ("_version", version.as_str()),
        ("coach", coach.as_str()),
        ("manager", ""),
        ("buddy", ""),
    ];
    hr.press(&part("people"), &people)
        .await
        .expect(422)
        .must_say(&["f-manager-fault"]);
    let start = [
        ("_version", version.as_str()),
        ("starts_at:local", "2020-01-01T09:00"),
    ];
    hr.press(&part("start"), &start)
        .await
        .expect(422)
        .must_say(&["f-starts_at-fault"]);
    hr.press(
        &format!("{place}/first_week_plan"),
        &[("note", "hung up in the office")],
    )
    .await
    .expect(200);
    app.clock.advance_to(first_day());
    let version = hr.look(&place).await.version();
    let step = [("_version", version.as_str()), ("to", "active")];
    let begun = hr.press(&page_of(&hire, "/transitions"), &step).await.expect(200);
    begun.must_say(&["The step is taken.", "At work", "Day 0"]);
    Browser::of(&app.user(&[Role::Trainer]).await)
        .look(&place)
        .await
        .expect(404);
}

#[tokio::test]
async fn a_hire_is_confirmed_on_day_ninety_after_two_signatures() {
    let app = TestApp::spawn().await;
    let hire = Hire::at_work(&app).await;
    Box::pin(growth::sign_all(&hire)).await;
    let (manager, boss) = (Browser::of(&hire.team().manager), Browser::of(&hire.crew.boss));
    app.clock.advance_to(first_day() + days(60));
    growth::day_sixty(&hire).await;
    let seen = page_of(&hire, "/observations");
    let ops = Browser::of(&hire.team().ops_lead);
    let short = [
        ("competency", "OPST"),
        ("level:int", "4"),
        ("evidence", "asked operations first"),
    ];
    ops.press(&seen, &short)
        .await
        .expect(422)
        .must_say(&["f-evidence-fault", "asked operations first"]);
    let long = "Asked operations for a date before naming one to the client, twice this week.";
    let bar = [("competency", "OPST"), ("level:int", "4"), ("evidence", long)];
    ops.press(&seen, &bar)
        .await
        .expect(200)
        .must_say(&["Noted.", long, "Operations"]);

    app.clock.advance_to(first_day() + days(90));
    let place = page_of(&hire, "/review");
    let page = manager.look(&place).await.expect(200);
    page.must_say(&["There is no review yet.", "Confirm the colleague", "G56"]);
    let version = page.version();
    let short = [
        ("_version", version.as_str()),
        ("verdict", "meets"),
        ("text", "Good."),
        ("goals:lines", "Two renewals"),
    ];
    boss.press(&place, &short).await.expect(422).must_say(&[
        "f-text-fault",
        "Good.",
        "Two renewals",
        "value=\"meets\" required checked",
    ]);
    let text = growth::verdict("meets")["text"].as_str().unwrap().to_owned();
    let whole = [
        ("_version", version.as_str()),
        ("verdict", "meets"),
        ("text", text.as_str()),
    ];
    let written = boss.press(&place, &whole).await.expect(200);
    written.must_say(&[
        "Two people sign it now.",
        "Meets what the role asks for",
        "Nobody has signed yet.",
    ]);
    let sign = format!("{place}/signatures");
    boss.press(&sign, &[("_version", &written.version())])
        .await
        .expect(200)
        .must_say(&["You have signed."]);

    let step = page_of(&hire, "/transitions");
    let confirm = async || {
        let version = manager.look(&place).await.version();
        manager
            .press(&step, &[("_version", &version), ("to", "confirmed")])
            .await
    };
    confirm().await.expect(409).must_say(&["G56", "two people"]);
    let version = manager.look(&place).await.version();
    let extend = [
        ("_version", version.as_str()),
        ("to", "extended"),
        ("until:date", "2031-01-01"),
    ];
    manager
        .press(&step, &extend)
        .await
        .expect(422)
        .must_say(&["f-until-fault", "2031-01-01"]);
    manager.press(&sign, &[("_version", &version)]).await.expect(200);
    confirm()
        .await
        .expect(200)
        .must_say(&["The step is taken.", "Confirmed"]);
    assert_eq!(hire.show().await["state"], "confirmed");
    Browser::of(&hire.trainee)
        .look("/my-onboarding")
        .await
        .expect(200)
        .must_say(&["You are confirmed."]);
}

#[tokio::test]
async fn ending_an_onboarding_asks_first_and_wants_a_reason() {
    let app = TestApp::spawn().await;
    let hire = Hire::at_work(&app).await;
    let hr = Browser::of(&hire.team().hr);
    let ask = hr.look(&page_of(&hire, "/end")).await.expect(200);
    ask.must_say(&["This cannot be undone.", "End it now"]);
    let version = ask.version();
    let short = [("_version", version.as_str()), ("to", "ended"), ("reason", "no")];
    hr.press(&page_of(&hire, "/transitions"), &short)
        .await
        .expect(422)
        .must_say(&["f-reason-fault", "End it now"]);
    let why = [
        ("_version", version.as_str()),
        ("to", "ended"),
        ("reason", "Moves to another city for family reasons."),
    ];
    let ended = hr.press(&page_of(&hire, "/transitions"), &why).await.expect(200);
    ended.must_say(&["Ended because:", "Moves to another city", "Ended"]);
}

#[tokio::test]
async fn the_board_is_of_use_when_empty_and_late_people_stand_first() {
    let app = TestApp::spawn().await;
    let hr = app.user(&[Role::Hr]).await;
    let empty = Browser::of(&hr).look("/onboarding_plans").await.expect(200);
    empty.must_say(&["Nobody here yet", "A plan is prepared with the decision"]);
    let hire = Hire::at_work(&app).await;
    app.clock.advance_to(first_day() + days(20));
    let trainer = Browser::of(&hire.crew.trainer);
    let board = trainer.look("/onboarding_plans").await.expect(200);
    board.must_say(&[
        "Sam Ode",
        "Day 20",
        "Overdue",
        "Modules I train",
        "0 of 28 modules done",
        "<th scope=\"row\"",
    ]);
    let boss = Browser::of(&hire.crew.boss);
    boss.look("/onboarding_plans?show=mine")
        .await
        .expect(200)
        .must_say(&["Nobody here yet", "Show everybody"]);
    boss.look("/onboarding_plans?show=all&state=active")
        .await
        .expect(200)
        .must_say(&["Sam Ode"]);
    boss.look("/onboarding_plans?show=all&state=ended")
        .await
        .expect(200)
        .must_say(&["Nobody here yet"]);
    boss.look("/onboarding_plans?cursor=nonsense").await.expect(422);
    assert_eq!(
        boss.look(&page_of(&hire, "/modules")).await.path,
        page_of(&hire, "#modules")
    );
}

#[tokio::test]
async fn mails_lead_to_pages() {
    let app = TestApp::spawn().await;
    let hire = Hire::at_work(&app).await;
    crate::letters::at_once(&hire.trainee).await;
    app.clock.advance_to(first_day() + days(10));
    let mails = app.mails_to(&hire.candidacy.email).await;
    let due: &Value = mails
        .iter()
        .find(|mail| mail["message"] == "module_due")
        .expect("a reminder");
    let text = due["text"].as_str().unwrap();
    let link = text
        .split_whitespace()
        .find(|word| word.contains("/onboarding_plans/"))
        .expect("a link");
    let path = &link[link.find("/onboarding_plans/").unwrap()..];
    assert!(!link.contains("/api/"), "{link}");
    Browser::of(&hire.trainee)
        .look(path)
        .await
        .expect(200)
        .must_say(&["Steps", "Evidence"]);
}

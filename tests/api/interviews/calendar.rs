//! Invitations, answers, the own calendar, and what is told of a slot before and after it is booked.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use super::*;
use crate::{harness::Browser, hire::visitor::Visitor};

const R1: &str = "2026-11-03T10:00:00Z";

/// The calendar in the newest mail to an address that has one, as the mail carries it, unfolded.
async fn calendar_of(app: &TestApp, to: &str) -> String {
    let mails = app.emails().await;
    let addressed = |mail: &&String| mail.contains(&format!("<{to}>")) || mail.contains(&format!("To: {to}"));
    let mail = mails
        .iter()
        .rev()
        .filter(addressed)
        .find(|mail| mail.contains("text/calendar"))
        .unwrap_or_else(|| panic!("no invitation to {to}"));
    // The attachment and the alternative say the same; the parts are short enough to travel as they are written.
    let (_, rest) = mail
        .split_once("BEGIN:VCALENDAR")
        .expect("a calendar in plain words");
    let (calendar, _) = rest.split_once("END:VCALENDAR").unwrap();
    calendar
        .replace("=\r\n", "")
        .replace("=3D", "=")
        .replace("\r\n ", "")
}

async fn address_of(who: &Client) -> String {
    let me = who.get("/users/me").await.expect(200);
    me["email"].as_str().unwrap().to_owned()
}

fn line<'a>(calendar: &'a str, name: &str) -> &'a str {
    calendar
        .lines()
        .find_map(|line| line.strip_prefix(name))
        .unwrap_or_else(|| panic!("no {name} in {calendar}"))
}

fn path_of(round: &Value) -> String {
    format!("/scheduled_interviews/{}", round["id"].as_str().unwrap())
}

/// What HR changes about a round upon what it is now.
async fn change(cora: &Candidacy, path: &str, body: Value) -> Value {
    let hr = &cora.team.hr;
    let version = hr.get(path).await.etag();
    hr.if_match(version).patch(path, body).await.expect(200)
}

#[tokio::test]
async fn everybody_invited_gets_an_event_that_follows_the_round_to_its_end() {
    let app = TestApp::spawn().await;
    let cora = assessing(&app).await;
    let booked = cora.book("R1", R1).await.expect(201);
    let path = path_of(&booked);
    let rater = address_of(&cora.team.manager).await;
    let (own, his) = (
        calendar_of(&app, &cora.email).await,
        calendar_of(&app, &rater).await,
    );
    for calendar in [&own, &his] {
        assert_eq!(line(calendar, "METHOD:"), "REQUEST");
        assert_eq!(line(calendar, "UID:"), booked["id"].as_str().unwrap());
        assert_eq!(line(calendar, "SEQUENCE:"), "0");
        assert_eq!(line(calendar, "DTSTART:"), "20261103T100000Z");
        assert_eq!(line(calendar, "LOCATION:"), "Room 2");
    }
    assert!(line(&his, "SUMMARY:").contains("Cora Lind") && his.contains("/kit"));
    assert!(!own.contains("/kit") && line(&own, "ATTENDEE").contains(&cora.email));

    // Moved, and one rater is relieved by another.
    let hr = &cora.team.hr;
    let [manager, _] = cora.team.raters_of("R1");
    let raters = json!([cora.team.interviewer.id(), hr.id()]);
    let moved = json!({ "starts_at": "2026-11-03T12:00:00Z", "raters": raters });
    change(&cora, &path, moved).await;
    let own = calendar_of(&app, &cora.email).await;
    assert_eq!((line(&own, "METHOD:"), line(&own, "SEQUENCE:")), ("REQUEST", "1"));
    assert_eq!(line(&own, "DTSTART:"), "20261103T120000Z");
    let gone = calendar_of(&app, &address_of(manager).await).await;
    assert_eq!(
        (line(&gone, "METHOD:"), line(&gone, "STATUS:")),
        ("CANCEL", "CANCELLED")
    );
    assert_eq!(line(&gone, "SEQUENCE:"), "1");
    let new = calendar_of(&app, &address_of(&cora.team.interviewer).await).await;
    assert_eq!(line(&new, "METHOD:"), "REQUEST");

    // Called off.
    hr.post(&format!("{path}/cancellation"), json!({}))
        .await
        .expect(200);
    for to in [cora.email.clone(), address_of(&cora.team.interviewer).await] {
        let off = calendar_of(&app, &to).await;
        assert_eq!((line(&off, "METHOD:"), line(&off, "SEQUENCE:")), ("CANCEL", "2"));
        assert_eq!(line(&off, "UID:"), booked["id"].as_str().unwrap());
    }
}

#[tokio::test]
async fn a_round_is_taken_out_of_calendars_when_the_application_ends() {
    let app = TestApp::spawn().await;
    let cora = assessing(&app).await;
    cora.book("R1", R1).await.expect(201);
    let guest = cora.guest(&app).await;
    guest
        .post("/guest/application/withdrawal", json!({}))
        .await
        .expect(200);
    let off = calendar_of(&app, &address_of(&cora.team.manager).await).await;
    assert_eq!((line(&off, "METHOD:"), line(&off, "SEQUENCE:")), ("CANCEL", "1"));
}

#[tokio::test]
async fn a_round_is_told_in_the_time_zone_it_is_booked_with() {
    let app = TestApp::spawn().await;
    let cora = assessing(&app).await;
    let mut body = json!({ "source": "R1", "starts_at": R1, "place": "Online", "time_zone": "Europe/Nowhere",
        "meeting_link": "https://meet.example.com/r1" });
    assert_eq!(cora.book_with(body.clone()).await.bad_fields(), ["/time_zone"]);
    body["time_zone"] = json!("Asia/Tokyo");
    let booked = cora.book_with(body).await.expect(201);
    assert_eq!(booked["time_zone"], "Asia/Tokyo");
    let mails = app.mails_to(&cora.email).await;
    let text = mails[0]["text"].as_str().unwrap();
    assert!(
        text.contains("19:00 (Asia/Tokyo)") && text.contains("https://meet.example.com/r1"),
        "{text}"
    );
    assert_eq!(
        booked["local_day"], "2026-11-03",
        "the pace is counted in the company's days"
    );
    change(&cora, &path_of(&booked), json!({ "time_zone": null })).await;
    let mails = app.mails_to(&cora.email).await;
    assert!(mails[0]["text"].as_str().unwrap().contains("10:00 (UTC)"));
}

#[tokio::test]
#[allow(clippy::too_many_lines, reason = "one story")]
async fn raters_and_the_candidate_say_whether_they_come_and_a_move_asks_anew() {
    let app = TestApp::spawn().await;
    let cora = assessing(&app).await;
    let booked = cora.book("R1", R1).await.expect(201);
    let path = path_of(&booked);
    let [manager, hr] = cora.team.raters_of("R1");
    let come = json!({ "answer": "accepted" });
    manager
        .post(&format!("{path}/reply"), come.clone())
        .await
        .expect(200);
    cora.team
        .interviewer
        .post(&format!("{path}/reply"), come.clone())
        .await
        .problem(403, "forbidden");
    let odd = manager
        .post(&format!("{path}/reply"), json!({ "answer": "perhaps" }))
        .await;
    assert_eq!(odd.status(), 422, "{}", odd.body());

    // The candidate's link: looking changes nothing, however often.
    let link = app.mailed_link(&cora.email, "/l/").await;
    let scanner = app.anonymous();
    let place = format!("/{}", link.strip_prefix(&app.url).unwrap());
    for _ in 0..3 {
        assert_eq!(scanner.get(&place).await.status(), 200);
    }
    let visitor = Visitor::begin(&app, &link).await;
    let page = visitor.arrive().await;
    assert_eq!(page.status(), 200, "{}", page.body());
    for word in [
        "Does the time suit you?",
        "Room 2",
        "Yes, I come",
        "No, I cannot come",
    ] {
        assert!(page.body().contains(word), "no {word} in {}", page.body());
    }
    let replies = async || {
        hr.get(&path).await.expect(200)["replies"]
            .as_array()
            .unwrap()
            .clone()
    };
    assert_eq!(replies().await.len(), 1, "the candidate has only looked");
    let rest = visitor.landed.strip_prefix(&visitor.place).unwrap().to_owned();
    let fields = [
        ("answer", "declined"),
        ("note", "I am at the dentist's until noon."),
    ];
    let sent = visitor.press(&format!("{rest}/reply"), &fields).await;
    assert_eq!(sent.status(), 303, "{}", sent.body());
    assert!(
        visitor
            .arrive()
            .await
            .body()
            .contains("You have said that you cannot come")
    );
    let all = replies().await;
    assert_eq!(all.len(), 2, "{all:?}");
    assert!(
        all.iter()
            .any(|r| r["answer"] == "declined" && r["note"] == fields[1].1)
    );
    let told = app.mails_to(&address_of(hr).await).await;
    let told = told
        .iter()
        .find(|mail| mail["subject"].as_str().unwrap().contains("cannot come"));
    assert!(told.unwrap()["text"].as_str().unwrap().contains("dentist"));

    let moved = change(&cora, &path, json!({ "starts_at": "2026-11-03T13:00:00Z" })).await;
    assert_eq!(moved["replies"], json!([]), "the answers were to another time");
    let guest = cora.guest(&app).await;
    let round = booked["id"].as_str().unwrap();
    let own = guest.get(&format!("/guest/interviews/{round}")).await.expect(200);
    assert_eq!((&own["open"], &own["reply"]), (&json!(true), &Value::Null));
    let again = guest
        .post(&format!("/guest/interviews/{round}/reply"), come.clone())
        .await
        .expect(200);
    assert_eq!(again["reply"]["answer"], "accepted");

    app.wait_until("2026-11-03T13:00:00Z");
    guest
        .post(&format!("/guest/interviews/{round}/reply"), come)
        .await
        .problem(409, "not_open");
}

#[tokio::test]
async fn nobody_answers_for_another_application() {
    let app = TestApp::spawn().await;
    let opening = Box::pin(open_job(&app)).await;
    let cora = Candidacy::apply(&opening, "Cora Lind").await;
    Box::pin(cora.bring_to_assessing(&app)).await;
    let dora = Box::pin(another(&app, &opening, "Dora Lind")).await;
    let round = cora.book("R1", R1).await.expect(201);
    let guest = dora.guest(&app).await;
    let place = format!("/guest/interviews/{}", round["id"].as_str().unwrap());
    guest.get(&place).await.problem(404, "not_found");
    let come = json!({ "answer": "accepted" });
    guest
        .post(&format!("{place}/reply"), come)
        .await
        .problem(404, "not_found");
}

#[tokio::test]
async fn a_person_subscribes_to_their_own_calendar_by_an_address_that_can_be_renewed() {
    let app = TestApp::spawn().await;
    let cora = assessing(&app).await;
    let manager = &cora.team.manager;
    let booked = cora.book("R1", R1).await.expect(201);
    let made = manager.post("/users/me/calendar", json!({})).await.expect(201);
    let url = made["url"].as_str().unwrap().to_owned();
    let place = format!("/{}", url.strip_prefix(&app.url).unwrap());
    assert!(place.ends_with(".ics") && place.len() > 50, "{place}");

    let program = app.anonymous();
    let read = program.get(&place).await;
    assert_eq!(read.status(), 200, "{}", read.body());
    assert_eq!(read.header("content-type"), "text/calendar; charset=utf-8");
    assert_eq!(read.header("cache-control"), "private, no-cache");
    let calendar = read.body().replace("\r\n ", "");
    assert_eq!(line(&calendar, "UID:"), booked["id"].as_str().unwrap());
    assert!(line(&calendar, "SUMMARY:").contains("Cora Lind"));
    let tag = read.header("etag").to_owned();
    let unchanged = program.header("if-none-match", &tag).get(&place).await;
    assert_eq!((unchanged.status(), unchanged.body()), (304, ""));
    change(&cora, &path_of(&booked), json!({ "place": "Room 3" })).await;
    let changed = program.header("if-none-match", &tag).get(&place).await;
    assert_eq!(changed.status(), 200);
    assert!(changed.body().contains("LOCATION:Room 3") && changed.header("etag") != tag);
    let posted = program.post(&place, json!({})).await;
    assert!(
        [404, 405].contains(&posted.status()),
        "it is read-only: {}",
        posted.status()
    );

    let renewed = manager.post("/users/me/calendar", json!({})).await.expect(201);
    assert_eq!(program.get(&place).await.status(), 404, "the old address is dead");
    let fresh = format!(
        "/{}",
        renewed["url"].as_str().unwrap().strip_prefix(&app.url).unwrap()
    );
    assert_eq!(program.get(&fresh).await.status(), 200);
    assert_eq!(
        program
            .get("//calendar/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.ics")
            .await
            .status(),
        404
    );
    let admin = app.user(&[Role::Admin]).await;
    app.disable(&admin, manager.id()).await;
    assert_eq!(program.get(&fresh).await.status(), 404, "the account is closed");
}

#[tokio::test]
async fn clashes_and_a_full_day_are_told_before_and_after_booking() {
    let app = TestApp::spawn().await;
    let opening = Box::pin(open_job(&app)).await;
    let cora = Candidacy::apply(&opening, "Cora Lind").await;
    Box::pin(cora.bring_to_assessing(&app)).await;
    let dora = Box::pin(another(&app, &opening, "Dora Lind")).await;
    cora.book("R1", R1).await.expect(201);
    let hr = &cora.team.hr;
    let kinds = |answer: &Value| -> Vec<String> {
        let warnings = answer["warnings"].as_array().unwrap().iter();
        warnings.map(|w| w["kind"].as_str().unwrap().to_owned()).collect()
    };

    // The same raters at the same time.
    let body = json!({ "source": "R1", "starts_at": "2026-11-03T10:30:00Z", "place": "Room 2" });
    let check = dora.path("/scheduled_interviews/check");
    let found = hr.post(&check, body.clone()).await.expect(200);
    assert_eq!(found["allowed"], true);
    assert_eq!(kinds(&found), ["rater_busy", "rater_busy"], "{found}");
    let detail = found["warnings"][0]["detail"].as_str().unwrap();
    assert!(detail.contains("10:00") && !detail.contains("Cora"), "{detail}");
    let rounds = hr.get(&dora.path("/scheduled_interviews")).await.expect(200);
    assert_eq!(rounds["data"], json!([]), "a check books nothing");
    let booked = dora.book_with(body).await.expect(201);
    assert_eq!(kinds(&booked), ["rater_busy", "rater_busy"]);

    // The candidate at the same time, with raters who are free; and then one after the other.
    let r3 = json!({ "source": "R3", "starts_at": R1, "place": "Room 2" });
    let found = hr
        .post(&cora.path("/scheduled_interviews/check"), r3)
        .await
        .expect(200);
    assert_eq!(kinds(&found), ["candidate_busy", "candidate_day_full"], "{found}");
    let free = cora.book("R3", "2026-11-03T14:00:00Z").await.expect(201);
    assert_eq!(kinds(&free), ["candidate_day_full"]);
    let third = json!({ "source": "R2", "starts_at": "2026-11-03T16:00:00Z", "place": "Room 2" });
    let found = hr
        .post(&cora.path("/scheduled_interviews/check"), third)
        .await
        .expect(200);
    assert_eq!(found["allowed"], false);
    assert_eq!(found["refusals"][0]["gate"], "G36");

    // A move away from the clash meets nothing.
    let path = path_of(&booked);
    let away = json!({ "starts_at": "2026-11-04T10:00:00Z" });
    let found = hr.post(&format!("{path}/check"), away.clone()).await.expect(200);
    assert_eq!(kinds(&found), Vec::<String>::new());
    assert_eq!(change(&dora, &path, away).await["warnings"], json!([]));
    let stranger = &cora.team.interviewer;
    stranger
        .post(&check, json!({ "source": "R1", "starts_at": R1, "place": "x" }))
        .await
        .problem(403, "forbidden");
}

#[tokio::test]
async fn the_booking_page_asks_once_more_when_somebody_is_busy() {
    let app = TestApp::spawn().await;
    let opening = Box::pin(open_job(&app)).await;
    let cora = Candidacy::apply(&opening, "Cora Lind").await;
    Box::pin(cora.bring_to_assessing(&app)).await;
    let dora = Box::pin(another(&app, &opening, "Dora Lind")).await;
    cora.book("R1", R1).await.expect(201);
    let hr = Browser::of(&cora.team.hr);
    let place = dora.path("/scheduled_interviews");
    let form = hr.look(&format!("{place}/new?source=R1")).await.expect(200);
    let version = form.version();
    let (one, two) = (cora.team.manager.id().to_string(), cora.team.hr.id().to_string());
    let fields = |more: Option<(&'static str, &'static str)>| {
        let mut fields = vec![
            ("_version", version.as_str()),
            ("source", "R1"),
            ("starts_at:local", "2026-11-03T10:30"),
            ("place", "Room Birch"),
            ("raters:list", one.as_str()),
            ("raters:list", two.as_str()),
        ];
        fields.extend(more);
        fields
    };
    let checked = hr
        .press(&place, &fields(Some(("_check", "yes"))))
        .await
        .expect(200);
    checked.must_say(&[
        "is booked for another interview",
        "Room Birch",
        "Book it all the same",
    ]);
    let asked = hr.press(&place, &fields(None)).await.expect(200);
    asked.must_say(&["Look at this before you go on", "Book it all the same"]);
    let list = cora.team.hr.get(&place).await.expect(200);
    assert_eq!(list["data"], json!([]), "nothing is booked yet");
    let booked = hr
        .press(&place, &fields(Some(("_anyway", "yes"))))
        .await
        .expect(200);
    booked.must_say(&["The round is booked", "is booked for another interview"]);
}

#[tokio::test]
async fn a_rater_answers_and_subscribes_on_the_page_of_the_own_interviews() {
    let app = TestApp::spawn().await;
    let cora = assessing(&app).await;
    let booked = cora.book("R1", R1).await.expect(201);
    let manager = Browser::of(&cora.team.manager);
    let page = manager.look("/scheduled_interviews").await.expect(200);
    page.must_say(&["I come", "I cannot come", "In your own calendar"]);
    let place = format!("{}/reply", path_of(&booked));
    let done = manager.press(&place, &[("answer", "accepted")]).await.expect(200);
    done.must_say(&["Your answer is noted.", "You come"]);
    let hr = Browser::of(&cora.team.hr);
    let seen = hr.look(&cora.path("/scheduled_interviews")).await.expect(200);
    let name = cora.team.manager.user.clone().unwrap().name;
    seen.must_say(&[&format!("{name} comes")]);
    let made = manager.press("/profile/calendar", &[]).await.expect(200);
    made.must_say(&["This address is shown only now", ".ics"]);
    let later = manager.look("/scheduled_interviews").await.expect(200);
    assert!(!later.says(".ics"), "it is shown once");
    later.must_say(&["Take the address back"]);
    manager
        .press("/profile/calendar/end", &[])
        .await
        .expect(200)
        .must_say(&["The address no longer works."]);
}

/// Reads mails and calendars with Python's own `email` and the `icalendar` of PyPI, and tells every defect.
const READER: &str = r#"
import sys, email, email.policy, icalendar
from email.headerregistry import Address
mail = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
found = []
for part in mail.walk():
    assert not part.defects, part.defects
    for name, value in part.items():
        assert not getattr(value, "defects", ()), (name, value.defects)
    if part.get_content_type() == "text/calendar":
        found.append(part)
inline, attached = found
assert mail.get_content_type() == "multipart/mixed", mail.get_content_type()
alternative = mail.get_payload(0)
assert alternative.get_content_type() == "multipart/alternative"
kinds = [p.get_content_type() for p in alternative.iter_parts()]
assert kinds == ["text/plain", "text/html", "text/calendar"], kinds
assert attached.get_filename() == "invite.ics", attached.get_filename()
assert inline.get_content() == attached.get_content()
text = attached.get_payload(decode=True)
assert all(len(line) <= 75 for line in text.splitlines()), text
calendar = icalendar.Calendar.from_ical(text)
assert not calendar.errors, calendar.errors
(event,) = calendar.walk("VEVENT")
assert not event.errors, event.errors
method = str(calendar["METHOD"])
assert inline.get_param("method") == method == attached.get_param("method")
attendee, organizer = event["ATTENDEE"], event["ORGANIZER"]
to = mail["To"].addresses[0]
assert str(attendee) == "mailto:" + to.addr_spec, attendee
assert attendee.params["RSVP"] == "TRUE" and attendee.params["PARTSTAT"] == "NEEDS-ACTION"
assert attendee.params["CN"] and organizer.params["CN"]
assert event["DTSTART"].dt.tzinfo is not None and event["DTSTAMP"].dt.tzinfo is not None
assert event["DTEND"].dt > event["DTSTART"].dt
print(method, event["UID"], event["SEQUENCE"], event["STATUS"])
"#;

/// What the run of the tests is told.
#[allow(
    clippy::disallowed_methods,
    reason = "settings do not know of tests, and nothing else asks"
)]
fn told(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// The Python with `icalendar`; a run that needs it fails where it is missing.
fn python() -> Option<String> {
    let python = told("STEADYHIRE_TEST_PYTHON").unwrap_or_else(|| "python3".to_owned());
    let has = Command::new(&python)
        .args(["-c", "import icalendar"])
        .stderr(Stdio::null())
        .status();
    let there = has.is_ok_and(|status| status.success());
    let required = told("STEADYHIRE_TEST_REQUIRE").is_some_and(|word| word == "1");
    assert!(there || !required, "{python} has no icalendar");
    there.then_some(python)
}

fn read_by_python(python: &str, mail: &str) -> String {
    let mut reader = Command::new(python)
        .args(["-c", READER])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    reader.stdin.take().unwrap().write_all(mail.as_bytes()).unwrap();
    let done = reader.wait_with_output().unwrap();
    let trouble = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{trouble}\n{mail}");
    String::from_utf8(done.stdout).unwrap().trim().to_owned()
}

#[tokio::test]
async fn a_stock_parser_reads_every_invitation_without_a_defect() {
    let Some(python) = python() else { return };
    let app = TestApp::spawn().await;
    let opening = Box::pin(open_job(&app)).await;
    let named = json!({ "name": "Zoë, \"Cora\"; Ångström 名前", "email": "cora@candidates.example" });
    let body = json!({ "job_id": opening.id, "candidate": named });
    let made = opening.team.hr.post("/applications", body).await.expect(201);
    let cora = Candidacy {
        id: made["id"].as_str().unwrap().to_owned(),
        email: "cora@candidates.example".to_owned(),
        team: opening.team.clone(),
    };
    Box::pin(cora.bring_to_assessing(&app)).await;
    let place = "Room Bürgersaal; second floor, behind the very long corridor with the \\ and the paintings";
    let body = json!({ "source": "R1", "starts_at": R1, "place": place, "time_zone": "Europe/Lisbon",
        "meeting_link": "https://meet.example.com/a-very-long-address?with=query&and=more,and;more" });
    let booked = cora.book_with(body).await.expect(201);
    let path = path_of(&booked);
    let raters = json!([cora.team.interviewer.id(), cora.team.hr.id()]);
    change(
        &cora,
        &path,
        json!({ "starts_at": "2026-11-03T12:00:00Z", "raters": raters }),
    )
    .await;
    let off = format!("{path}/cancellation");
    cora.team.hr.post(&off, json!({})).await.expect(200);
    let mails = app.emails().await;
    let with_calendar = mails.iter().filter(|mail| mail.contains("text/calendar"));
    let mut read: Vec<String> = with_calendar.map(|mail| read_by_python(&python, mail)).collect();
    read.sort();
    read.dedup();
    let id = booked["id"].as_str().unwrap();
    let expected = [
        format!("CANCEL {id} 1 CANCELLED"),
        format!("CANCEL {id} 2 CANCELLED"),
        format!("REQUEST {id} 0 CONFIRMED"),
        format!("REQUEST {id} 1 CONFIRMED"),
    ];
    assert_eq!(read, expected);
}

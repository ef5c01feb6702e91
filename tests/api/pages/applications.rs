//! One application in a browser without scripts: what stands before the next step, steps taken and refused, the
//! must-haves, the panel, rounds and work samples, red flags, the no.

use crate::harness::{
    Browser, TestApp,
    assessment::{SLOTS, certify},
    candidacy::{Candidacy, open_job},
    days, hours,
};

fn page_of(candidacy: &Candidacy, rest: &str) -> String {
    format!("/applications/{}{rest}", candidacy.id)
}

#[tokio::test]
async fn an_empty_list_says_what_comes_next_and_a_full_one_who_owes_what() {
    let app = TestApp::spawn().await;
    let opening = open_job(&app).await;
    let hr = Browser::of(&opening.team.hr);
    hr.look("/applications")
        .await
        .expect(200)
        .must_say(&["No candidates yet", "Take an application in"]);

    let fields = [
        ("job_id", opening.id.as_str()),
        ("candidate.name", "Cora Lind"),
        ("candidate.email", "nobody"),
    ];
    let again = hr.press("/applications", &fields).await.expect(422);
    again.must_say(&["f-candidate-email-fault", "Cora Lind"]);
    let fields = [
        fields[0],
        fields[1],
        ("candidate.email", "cora@candidates.example"),
    ];
    let made = hr.press("/applications", &fields).await.expect(200);
    made.must_say(&["Cora Lind", "The application is taken in"]);

    let list = hr.look("/applications").await.expect(200);
    list.must_say(&["Cora Lind", "Applied", "the candidate"]);
    let elsewhere = hr.look("/applications?state=approved").await.expect(200);
    elsewhere.must_say(&["Nobody found"]);
    assert!(!elsewhere.says("Cora Lind"));
    let stranger = Browser::of(&app.user(&[steadyhire::kernel::role::Role::Interviewer]).await);
    assert!(!stranger.look("/applications").await.expect(200).says("Cora Lind"));
    hr.speaking("de")
        .look("/applications")
        .await
        .must_say(&["Bewerbungen", "Eingegangen"]);
}

#[tokio::test]
async fn an_application_shows_its_gates_towards_any_later_state_and_refuses_with_all_of_them() {
    let app = TestApp::spawn().await;
    let opening = open_job(&app).await;
    let cora = Candidacy::apply(&opening, "Cora Lind").await;
    cora.acknowledge(&app).await;
    let hr = Browser::of(&cora.team.hr);
    let overview = hr.look(&page_of(&cora, "")).await.expect(200);
    overview.must_say(&[
        "Before the next step",
        "Role confirmed",
        "G12",
        "Earliest possible approval",
        "Scores are shown to HR when every card is in",
    ]);
    let later = hr.look(&page_of(&cora, "?to=approved")).await.expect(200);
    later.must_say(&["G35", "G39", "conditions are met", "Not yet visible to you"]);

    let step = [("to", "screened"), ("_version", &overview.version())];
    let refused = hr.press(&page_of(&cora, "/transitions"), &step).await.expect(409);
    refused.must_say(&["Not yet: conditions are open", "G12", "What to do:"]);
    assert_eq!(cora.state().await, "role_acknowledged");

    let listed = hr.look(&page_of(&cora, "/must_haves")).await.expect(200);
    let bare = [("met:bool", "true"), ("_version", &listed.version())];
    let licence = page_of(&cora, "/must_haves/2");
    let unseen = hr.press(&licence, &bare).await.expect(422);
    unseen.must_say(&["Name the certificate or document", "fault-2"]);
    let seen = [bare[0], bare[1], ("evidence", "Certificate seen on Monday")];
    hr.press(&licence, &seen)
        .await
        .expect(200)
        .must_say(&["Certificate seen on Monday", "The must-have is ticked."]);
    let version = hr.look(&page_of(&cora, "")).await.version();
    let taken = hr
        .press(
            &page_of(&cora, "/transitions"),
            &[("to", "screened"), ("_version", &version)],
        )
        .await
        .expect(200);
    taken.must_say(&["The step is taken.", "Begin the assessment"]);
    assert_eq!(cora.state().await, "screened");
    let stale = hr
        .press(
            &page_of(&cora, "/transitions"),
            &[("to", "assessing"), ("_version", "1")],
        )
        .await
        .expect(412);
    stale.must_say(&["Changed in the meantime"]);
    hr.look(&page_of(&cora, "/timeline"))
        .await
        .expect(200)
        .must_say(&["Must-have ticked", "Role acknowledged"]);
}

#[tokio::test]
async fn a_no_is_asked_twice_and_says_why() {
    let app = TestApp::spawn().await;
    let opening = open_job(&app).await;
    let cora = Candidacy::apply(&opening, "Cora Lind").await;
    let hr = Browser::of(&cora.team.hr);
    let form = hr.look(&page_of(&cora, "/rejection")).await.expect(200);
    let version = form.version();
    let base = [
        ("to", "rejected"),
        ("_version", version.as_str()),
        (
            "feedback.0",
            "Writing to clients was short of what the role needs.",
        ),
    ];
    let place = page_of(&cora, "/rejection");
    let without = hr.press(&place, &base).await.expect(422);
    without.must_say(&["Choose a reason.", "Writing to clients was short"]);
    let reason = ("reason_code", "must_have_not_met");
    let asked = [base[0], base[1], base[2], reason];
    let sure = hr.press(&place, &asked).await.expect(200);
    sure.must_say(&[
        "Reject Cora Lind?",
        "Writing to clients was short",
        "cannot be undone",
    ]);
    assert_eq!(cora.state().await, "applied", "asking is no answer");

    let confirmed = [base[0], base[1], base[2], reason, ("_confirmed", "yes")];
    let one_line = hr.press(&place, &confirmed).await.expect(422);
    one_line.must_say(&[
        "Give three lines of feedback, or none.",
        "Writing to clients was short",
    ]);
    let none = [base[0], base[1], reason, ("_confirmed", "yes")];
    let done = hr.press(&place, &none).await.expect(200);
    done.must_say(&["The application is rejected", "Why it ended", "Rejected"]);
    assert_eq!(cora.state().await, "rejected");
    let interviewer = Browser::of(&cora.team.interviewer);
    interviewer
        .look(&place)
        .await
        .expect(403)
        .must_say(&["HR or the hiring manager says no"]);
}

#[tokio::test]
async fn raters_declare_conflicts_hr_holds_and_resumes_and_talks_are_recorded() {
    let app = TestApp::spawn().await;
    let opening = open_job(&app).await;
    let cora = Candidacy::apply(&opening, "Cora Lind").await;
    let rater = Browser::of(&cora.team.interviewer);
    let panel = rater.look(&page_of(&cora, "/panel")).await.expect(200);
    panel.must_say(&["Not declared yet", "My relation to this candidate"]);
    let declared = [("kind", "none"), ("_version", &panel.version())];
    rater
        .press(&page_of(&cora, "/conflict_declarations/me"), &declared)
        .await
        .expect(200)
        .must_say(&["Your declaration is recorded.", "No conflict"]);

    let hr = Browser::of(&cora.team.hr);
    let extra = app.user(&[steadyhire::kernel::role::Role::Interviewer]).await;
    let id = extra.id().to_string();
    hr.press(&page_of(&cora, "/panel"), &[("user_id", &id)])
        .await
        .expect(200)
        .must_say(&["The person is on the panel."]);
    let version = hr.look(&page_of(&cora, "/panel")).await.version();
    hr.press(
        &page_of(&cora, &format!("/panel/{id}/removal")),
        &[("_version", &version)],
    )
    .await
    .expect(200)
    .must_say(&["The person is off the panel."]);

    hr.look(&page_of(&cora, "/role_talk"))
        .await
        .expect(200)
        .must_say(&["not answered yet"]);
    let short = hr
        .press(&page_of(&cora, "/role_talk"), &[("text", "We talked.")])
        .await
        .expect(422);
    short.must_say(&["Write at least 40 characters", "We talked."]);
    let said =
        "We went through the shares of sales and care, and she is fine with a third of it being sales.";
    let early = hr.press(&page_of(&cora, "/role_talk"), &[("text", said)]).await;
    early
        .expect(409)
        .must_say(&["has not answered the questions yet", said]);
    cora.acknowledge(&app).await;
    hr.press(&page_of(&cora, "/role_talk"), &[("text", said)])
        .await
        .expect(200)
        .must_say(&["The talk is recorded."]);

    let version = hr.look(&page_of(&cora, "")).await.version();
    let held = hr
        .press(
            &page_of(&cora, "/transitions"),
            &[("to", "on_hold"), ("_version", &version)],
        )
        .await
        .expect(200);
    held.must_say(&["On hold", "Take it up again"]);
    let back = [("to", "role_acknowledged"), ("_version", &held.version())];
    hr.press(&page_of(&cora, "/transitions"), &back).await.expect(200);
    assert_eq!(cora.state().await, "role_acknowledged");
}

#[tokio::test]
async fn a_round_is_booked_moved_and_held_in_the_browser() {
    let app = TestApp::spawn().await;
    let opening = open_job(&app).await;
    let cora = Candidacy::apply(&opening, "Cora Lind").await;
    cora.bring_to_assessing(&app).await;
    let hr = Browser::of(&cora.team.hr);
    booked(&cora, &hr).await;

    let round = cora.round("R1").await;
    let id = round["id"].as_str().unwrap();
    let change = format!("/scheduled_interviews/{id}/change");
    let moving = hr.look(&change).await.expect(200);
    let elsewhere = [("place", "Room 7"), ("_version", &moving.hidden("_version"))];
    hr.press(&change, &elsewhere)
        .await
        .expect(200)
        .must_say(&["The round is moved", "Room 7"]);
    let held = format!("/scheduled_interviews/{id}/held");
    let too_soon = hr.press(&held, &[]).await.expect(409);
    too_soon.must_say(&["say afterwards what became of it", "Room 7"]);
    app.advance(hours(30));
    hr.press(&held, &[])
        .await
        .expect(200)
        .must_say(&["Each rater has a card now.", "0 of 2 cards locked"]);

    let (source, starts_at) = SLOTS[2];
    cora.book(source, starts_at).await.expect(201);
    let other = cora.round(source).await;
    let other = other["id"].as_str().unwrap();
    hr.press(&format!("/scheduled_interviews/{other}/cancellation"), &[])
        .await
        .expect(200)
        .must_say(&["The round is called off."]);
}

/// A booking too early or in the past is refused with everything typed still there; a good one is taken.
async fn booked(cora: &Candidacy, hr: &Browser) {
    let place = page_of(cora, "/scheduled_interviews");
    hr.look(&place)
        .await
        .expect(200)
        .must_say(&["Not booked yet.", "Book a round", "Not assigned yet."]);
    let form = hr.look(&format!("{place}/new?source=R1")).await.expect(200);
    form.must_say(&["Who rates", "checked"]);
    let early = [
        ("source", "R1"),
        ("starts_at:local", "2026-11-02T10:30"),
        ("place", "Room 2"),
        ("supplementary:bool", "false"),
    ];
    let refused = hr.press(&place, &early).await.expect(409);
    refused.must_say(&["G11", "Room 2", "2026-11-02T10:30"]);
    let past = [early[0], ("starts_at:local", "2026-10-01T10:00"), early[2]];
    hr.press(&place, &past)
        .await
        .expect(422)
        .must_say(&["A round cannot be booked in the past.", "f-starts_at-fault"]);
    let fine = [early[0], ("starts_at:local", "2026-11-03T11:00"), early[2]];
    hr.press(&place, &fine).await.expect(200).must_say(&[
        "The round is booked",
        "Room 2",
        "The round has not begun",
    ]);
}

#[tokio::test]
async fn work_samples_are_assigned_and_noted_and_references_wait_for_the_debrief() {
    let app = TestApp::spawn().await;
    let opening = open_job(&app).await;
    let cora = Candidacy::apply(&opening, "Cora Lind").await;
    cora.bring_to_assessing(&app).await;
    let hr = Browser::of(&cora.team.hr);
    let place = page_of(&cora, "/exercises");
    hr.look(&format!("{place}/new?source=E1")).await.expect(200);
    let assigned = hr.press(&place, &[("source", "E1")]).await.expect(200);
    assigned.must_say(&["The work sample is assigned", "Assigned"]);
    let twice = hr.press(&place, &[("source", "E1")]).await.expect(409);
    twice.must_say(&["E1 is assigned already."]);
    let sample = cora.samples().await[0]["id"].as_str().unwrap().to_owned();
    hr.look(&format!("/exercises/{sample}")).await.expect(200);
    let rater = Browser::of(&cora.team.interviewer);
    rater
        .look(&page_of(&cora, "/reference_checks"))
        .await
        .expect(403)
        .must_say(&["References are shown when the debrief opens."]);
    hr.look(&page_of(&cora, "/reference_checks"))
        .await
        .expect(200)
        .must_say(&["No referees yet"]);
}

#[tokio::test]
async fn a_red_flag_is_raised_by_one_and_resolved_by_two() {
    let app = TestApp::spawn().await;
    let opening = open_job(&app).await;
    let cora = Candidacy::apply(&opening, "Cora Lind").await;
    certify(&cora.team.manager).await;
    app.advance(days(1));
    let manager = Browser::of(&cora.team.manager);
    let place = page_of(&cora, "/red_flags");
    manager.look(&place).await.expect(200).must_say(&["No red flags"]);
    let short = manager
        .press(&place, &[("code", "RF02"), ("text", "Rude.")])
        .await
        .expect(422);
    short.must_say(&["f-text-fault", "Rude."]);
    let text = "Spoke over the receptionist twice and called the last client stupid in the waiting room.";
    let raised = manager
        .press(&place, &[("code", "RF02"), ("text", text)])
        .await
        .expect(200);
    raised.must_say(&["The red flag is raised.", text]);

    let flags = cora.team.manager.get(&cora.path("/red_flags")).await.expect(200);
    let flag = flags["data"][0]["id"].as_str().unwrap().to_owned();
    let form = format!("{place}/{flag}/resolution");
    manager.look(&form).await.expect(200).must_say(&["How it ends"]);
    let refused = manager
        .press(&form, &[("to", "accepted_with_plan"), ("text", "We train it.")])
        .await
        .expect(422);
    refused.must_say(&["f-module_code-fault", "We train it."]);
    let plan = [
        ("to", "accepted_with_plan"),
        (
            "text",
            "Manners towards colleagues are trained with a coach in the first month.",
        ),
        ("module_code", "S-D1"),
    ];
    manager
        .press(&form, &plan)
        .await
        .expect(200)
        .must_say(&["Proposed.", "Accepted with a training plan"]);
    let alone = manager
        .press(&format!("{form}/confirmation"), &[])
        .await
        .expect(403);
    alone.must_say(&["together"]);
}

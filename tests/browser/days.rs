//! A day of everybody: what they owe, found on their first page and done there, at a desk or on a phone.

use serde_json::json;
use steadyhire::story::Part;

use crate::{
    audit, pages,
    story::{self, Moment, Office},
    window::{Size, Window},
};

/// How the policy calls the night before an approval.
const COOLING_OFF: &str = "Hours from `debriefed` to `approved` (G37)";
const BOTH: [Size; 2] = [Size::Desktop, Size::Phone];

async fn begun(moment: Moment, part: Part, size: Size) -> Option<(Office, Window)> {
    let office = story::at(moment).await?;
    let window = Window::open(&office, size).await;
    window.sign_in(&office, part).await;
    Some((office, window))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_manager_sees_everything_that_keeps_a_out() {
    for size in BOTH {
        let Some((office, window)) = begun(Moment::Debriefed, Part::Manager, size).await else {
            return;
        };
        menu(&window, size, "Candidates").await;
        window.press_in("main", office.applicant('A').name).await;
        window.select("Towards", "Approved").await;
        window.see("Before: Approved").await;
        for gate in ["G28", "G29", "G30"] {
            window.see(gate).await;
        }
        // Each says why, for whoever asks.
        window.press_in("main .gate-list", "Why").await;
        fits(&window, size).await;
        window.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_owner_looks_at_the_whole_and_changes_a_number() {
    for size in BOTH {
        let Some((_office, window)) = begun(Moment::Told, Part::Sponsor, size).await else {
            return;
        };
        menu(&window, size, "Administration").await;
        window.press_in("main", "Policy").await;
        let reason = "Our clients expect two nights before anybody signs a hire.";
        window.fill_in("main", "Why", reason).await;
        window.fill_in("main form", COOLING_OFF, "36").await;
        window.press_in("main form", "Propose a change").await;
        window.see("The proposal is stored and signed by you.").await;
        // It waits for the second signature.
        window.see("Waits for a second signature").await;
        fits(&window, size).await;
        menu(&window, size, "Onboarding").await;
        window.see("Chloe Martin").await;
        fits(&window, size).await;
        window.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_hr_lead_signs_an_exception_and_the_auditor_reads_of_it() {
    let Some(office) = story::at(Moment::Debriefed).await else {
        return;
    };
    let asked = pages::waiver(&office, &office.application('C')).await;
    let window = Window::open(&office, Size::Phone).await;
    window.sign_in(&office, Part::HrLead).await;
    // It waits among what is owed.
    window.press_in("main", "G37").await;
    assert_eq!(window.path().await, asked);
    window.press_and_confirm("Approve").await;
    window.see("You have approved.").await;
    window.see("One of two approvals").await;
    fits(&window, Size::Phone).await;
    window.become_(&office, Part::Auditor).await;
    window.go("/today").await;
    menu(&window, Size::Phone, "Administration").await;
    window.press_in("main", "Audit log").await;
    window.see("Lena Vogt").await;
    fits(&window, Size::Phone).await;
    // The list is shown anew as soon as something is chosen.
    window.select("Outcome", "Refused").await;
    window.not_see("Lena Vogt").await;
    window.see("G28").await;
    // All of them again: an empty choice narrows nothing.
    window.select("Outcome", "All").await;
    window.see("Lena Vogt").await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hr_verifies_a_referee() {
    for size in BOTH {
        let Some((_office, window)) = begun(Moment::Booked, Part::Hr, size).await else {
            return;
        };
        menu(&window, size, "References").await;
        window.press_in("main", "Greta Holm").await;
        window
            .choose("main", "The address belongs to the firm's own domain")
            .await;
        window
            .fill(
                "What was checked",
                "The domain is the firm's own; the switchboard knows her.",
            )
            .await;
        window.press_in("main form", "Verify").await;
        window.see("Verified.").await;
        fits(&window, size).await;
        window.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_trainer_signs_off_without_a_script() {
    for size in BOTH {
        let Some(office) = story::at(Moment::Told).await else {
            return;
        };
        let window = Window::open(&office, size).await;
        window.without_scripts().await;
        window.sign_in(&office, Part::Trainer).await;
        window.press_in("main", "Sign off").await;
        window
            .see("By a trainer who is not the colleague who learned.")
            .await;
        window.press_in("main", "Sign off").await;
        window.see("Signed off.").await;
        window.see("Signed off by Theo Brandt").await;
        fits(&window, size).await;
        window.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_coach_settles_what_a_session_left() {
    for size in BOTH {
        let Some((office, window)) = begun(Moment::Told, Part::Coach, size).await else {
            return;
        };
        window.go(&format!("{}/coaching_sessions", office.plan())).await;
        let links = "return [...document.querySelectorAll('main .list-rows a[href*=coaching_sessions]')].map(a => a.pathname)";
        let sessions = window.ask(links, Vec::new()).await;
        for session in sessions.as_array().unwrap() {
            window.go(session.as_str().unwrap()).await;
            if window.text().await.contains("Carry over") {
                break;
            }
        }
        let open = "return document.querySelectorAll('form[action$=done]').length";
        let before = window.ask(open, Vec::new()).await.as_u64().unwrap();
        assert!(before > 0, "the session left nothing to do");
        window.press_in("main", "Done").await;
        window.see("What follows").await;
        let after = window.ask(open, Vec::new()).await.as_u64().unwrap();
        assert_eq!(after, before - 1);
        fits(&window, size).await;
        window.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_new_colleague_ticks_a_step_of_the_week() {
    for size in BOTH {
        let Some((_office, window)) = begun(Moment::Told, Part::Trainee, size).await else {
            return;
        };
        menu(&window, size, "My onboarding").await;
        window.press_in("main", "Tick").await;
        window.see("The step is ticked.").await;
        fits(&window, size).await;
        window.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_administrator_invites_somebody() {
    for size in BOTH {
        let Some((_office, window)) = begun(Moment::Told, Part::Admin, size).await else {
            return;
        };
        menu(&window, size, "Administration").await;
        window.press_in("main", "People").await;
        window.fill_in("main", "Full name", "Nora New").await;
        // A slip is shown beside its field, and nothing typed is lost.
        window.fill_in("main", "E-mail address", "nora@staff").await;
        window.press_in("main form", "Invite somebody").await;
        window.one("#trouble").await;
        let name = window.one("#f-name").await.value().await.unwrap();
        assert_eq!(name.as_deref(), Some("Nora New"));
        window
            .fill_in("main", "E-mail address", "nora@staff.example")
            .await;
        window.choose("main", "HR").await;
        window.press_in("main form", "Invite somebody").await;
        window.see("The account is made.").await;
        window.see("Nora New").await;
        fits(&window, size).await;
        window.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_candidate_looks_at_the_way_ahead() {
    for size in BOTH {
        let Some(office) = story::at(Moment::Booked).await else {
            return;
        };
        let link = office.mailed_path(&office.address('C'), "/l/").await;
        let window = Window::open(&office, size).await;
        window.without_scripts().await;
        window.go(&link).await;
        window.press("Begin").await;
        assert!(window.path().await.starts_with("/g/"), "{}", window.path().await);
        window.one("main h1").await;
        fits(&window, size).await;
        window.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_referee_answers_on_a_phone_without_a_script() {
    for size in BOTH {
        let Some(office) = story::at(Moment::Asked).await else {
            return;
        };
        let link = office.mailed_path("greta.holm@former.example", "/l/").await;
        if size == Size::Desktop {
            twenty_looks_by_a_scanner_change_nothing(&office, &link).await;
        }
        let window = Window::open(&office, size).await;
        window.without_scripts().await;
        window.go(&link).await;
        window.press("Begin").await;
        window.press("Start").await;
        for _part in 0..12 {
            if window.path().await.ends_with("/check") {
                break;
            }
            window.answer_everything("main form").await;
            fits(&window, size).await;
            window.press("Save and go on").await;
        }
        window.press("Send my answers").await;
        window.see("Thank you").await;
        if size == Size::Desktop {
            let thanks = window.path().await;
            window.with_scripts().await;
            window.press("Name somebody").await;
            let wrong = audit::page(&window).await;
            assert!(wrong.is_empty(), "{}", wrong.join("\n"));
            window.go(&thanks).await;
        }
        // The answers are with HR.
        window.become_(&office, Part::Hr).await;
        window.go("/references").await;
        window.press_in("main", "Greta Holm").await;
        window.see("without asking anybody").await;
        window.close().await;
    }
}

/// T8: a mail scanner opens what is linked in a browser that runs scripts, from five addresses, before anybody reads
/// the mail.
async fn twenty_looks_by_a_scanner_change_nothing(office: &Office, link: &str) {
    let hr = office.client(Part::Hr);
    let stored = async || {
        let case = office.application('C');
        let checks = hr.get(&format!("{case}/reference_checks")).await.expect(200);
        let events = hr.get(&format!("{case}/timeline")).await.expect(200);
        (checks, events)
    };
    let before = stored().await;
    let scanner = Window::open(office, Size::Desktop).await;
    for look in 0..20 {
        let address = format!("203.0.113.{}", look % 5);
        let headers = json!({ "headers": { "X-Forwarded-For": address } });
        scanner.cdp("Network.clearBrowserCookies", json!({})).await;
        scanner.cdp("Network.setExtraHTTPHeaders", headers).await;
        scanner.go(link).await;
        let head = "return fetch(location.href, { method: 'HEAD' }).then(answer => answer.status);";
        assert_eq!(scanner.ask(head, vec![]).await, 200);
    }
    scanner.see("Begin").await;
    scanner.close().await;
    assert_eq!(stored().await, before);
}

/// Goes to a place of the menu, which is folded on a phone.
async fn menu(window: &Window, size: Size, place: &str) {
    match size {
        Size::Desktop => window.press_in("nav.nav-row", place).await,
        Size::Phone => {
            window.press("Menu").await;
            window.press_in("nav.nav-list", place).await;
        }
    }
}

async fn fits(window: &Window, size: Size) {
    if size == Size::Phone {
        window.must_fit().await;
    }
}

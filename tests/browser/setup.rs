//! The first minutes of a new installation: the first administrator, made in the browser.

use steadyhire::kernel::role::Role;

use crate::{
    audit, driver,
    harness::TestApp,
    window::{Size, Window},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_administrator_is_made_by_keyboard_alone() {
    if !driver::is_here() {
        return;
    }
    let app = TestApp::spawn().await;
    let window = Window::at(&app, Size::Desktop).await;
    window.go("/setup").await;
    let wrong = audit::page(&window).await;
    assert!(wrong.is_empty(), "{wrong:#?}");
    window.go("/setup").await;
    let answers = [
        ("Set-up token", app.setup_token()),
        ("Full name", "Ada First".to_owned()),
        ("E-mail address", "ada@staff.example".to_owned()),
        ("Password", "a sentence that nobody knows".to_owned()),
    ];
    for (label, answer) in answers {
        window.tab_to(label).await;
        window.keys(answer).await;
    }
    window.enter("Make the administrator").await;
    window.see("For the people of the company").await;
    for (label, answer) in [
        ("E-mail address", "ada@staff.example"),
        ("Password", "a sentence that nobody knows"),
    ] {
        window.tab_to(label).await;
        window.keys(answer).await;
    }
    window.enter("Sign in").await;
    window.see("Good day").await;
    // Nothing is there yet, and the page says so.
    window.see("Nothing waits for you").await;
    let wrong = audit::page(&window).await;
    assert!(wrong.is_empty(), "{wrong:#?}");
    window.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_of_a_company_without_a_story_are_open_to_everybody() {
    if !driver::is_here() {
        return;
    }
    let app = TestApp::spawn().await;
    let everything = [
        Role::Hr,
        Role::Admin,
        Role::HiringManager,
        Role::Interviewer,
        Role::Trainer,
    ];
    let person = app.user(&everything).await;
    let window = Window::at(&app, Size::Desktop).await;
    window.hold("session", person.token.as_deref().unwrap()).await;
    let mut wrong = Vec::new();
    for path in [
        "/today",
        "/jobs",
        "/applications",
        "/references",
        "/onboarding_plans",
        "/scorecards",
        "/scheduled_interviews",
        "/careers",
    ] {
        window.go(path).await;
        wrong.extend(
            audit::page(&window)
                .await
                .into_iter()
                .map(|fault| format!("{path}: {fault}")),
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    window.close().await;
}

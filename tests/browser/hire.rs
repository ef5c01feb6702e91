//! From a closed debrief to a hired candidate, twice: by mouse alone (but for what has to be typed) and by
//! keyboard alone.

use steadyhire::{
    kernel::time::{days, hours},
    story::Part,
};
use thirtyfour::Key;

use crate::{
    audit,
    story::{self, Moment, Office},
    window::{Size, Window},
};

/// How somebody works.
#[derive(Debug, Clone, Copy)]
enum Hand {
    Mouse,
    Keyboard,
}

impl Hand {
    /// Axe looks at a page that stands open only now; once, with the mouse.
    async fn open_to_everybody(self, window: &Window, path: &str) {
        if matches!(self, Self::Mouse) {
            window.go(path).await;
            let wrong = audit::page(window).await;
            assert!(wrong.is_empty(), "{path}: {}", wrong.join("\n"));
        }
    }
    async fn press(self, window: &Window, name: &str) {
        match self {
            Self::Mouse => window.press_in("main", name).await,
            Self::Keyboard => window.enter(name).await,
        }
    }
    async fn confirm(self, window: &Window, name: &str) {
        self.press(window, name).await;
        window.driver.accept_alert().await.unwrap();
    }
    async fn fill(self, window: &Window, label: &str, text: &str) {
        match self {
            Self::Mouse => window.fill_in("main", label, text).await,
            Self::Keyboard => {
                window.tab_to(label).await;
                window.keys(text).await;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn candidate_c_is_decided_offered_and_hired_by_mouse_alone() {
    Box::pin(hired_by(Hand::Mouse)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn candidate_c_is_decided_offered_and_hired_by_keyboard_alone() {
    Box::pin(hired_by(Hand::Keyboard)).await;
}

async fn hired_by(hand: Hand) {
    let Some(office) = story::at(Moment::Prepared).await else {
        return;
    };
    let window = Window::open(&office, Size::Desktop).await;
    decided(hand, &office, &window).await;
    offered(hand, &office, &window).await;
    accepted(hand, &office, &window).await;
    hired(hand, &office, &window).await;
    window.close().await;
}

/// Written by the manager, signed by two, slept on, approved.
async fn decided(hand: Hand, office: &Office, window: &Window) {
    let decision = format!("{}/decision", office.application('C'));
    window.become_(office, Part::Manager).await;
    window.go(&decision).await;
    let why = "She says it first, asks operations and leaves no client alone.";
    hand.fill(window, "Why this candidate is to be hired", why).await;
    let expected = "Twelve accounts called within a day, and no complaint unanswered.";
    hand.fill(window, "What is expected in the first 90 days", expected)
        .await;
    hand.press(window, "Save the decision").await;
    window.see("The decision is saved.").await;
    for part in [Part::Manager, Part::Sponsor] {
        window.become_(office, part).await;
        window.go(&decision).await;
        hand.confirm(window, "Sign").await;
        window.see("You have signed.").await;
    }
    // On the same day the step is blocked and says why; pressing it does nothing.
    window.become_(office, Part::Manager).await;
    window.go(&decision).await;
    window.see("Sleep on it").await;
    hand.press(window, "Approve").await;
    assert_eq!(window.path().await, decision);
    office.app.advance(hours(24));
    window.go(&decision).await;
    hand.press(window, "Approve").await;
    window.see("The step is taken.").await;
}

/// HR writes the terms and sends them.
async fn offered(hand: Hand, office: &Office, window: &Window) {
    window.become_(office, Part::Hr).await;
    window.go(&format!("{}/offer", office.application('C'))).await;
    let now = office.app.clock.now();
    // As an English browser takes a date: month, day, year.
    let typed = |day: String| format!("{}{}{}", &day[5..7], &day[8..10], &day[..4]);
    hand.fill(window, "First day", &typed((now + days(50)).to_string()))
        .await;
    let until = format!(
        "{}{}0500PM",
        typed((now + days(9)).to_string()),
        char::from(Key::Tab)
    );
    hand.fill(window, "Open until", &until).await;
    for (label, text) in [
        ("Pay", "52000"),
        ("Currency and period", "EUR a year"),
        ("Place of work", "Hall 3, two days at home"),
        ("Kind of contract", "permanent, full time"),
    ] {
        hand.fill(window, label, text).await;
    }
    hand.press(window, "Save the terms").await;
    window.see("The terms are saved.").await;
    hand.confirm(window, "Send the offer").await;
    window.see("The step is taken.").await;
    let rescission = format!("{}/offer/rescission", office.application('C'));
    hand.open_to_everybody(window, &rescission).await;
}

/// The candidate sleeps on it too, and says yes behind the link of the mail.
async fn accepted(hand: Hand, office: &Office, window: &Window) {
    office.app.advance(hours(24));
    let link = office.mailed_path(&office.address('C'), "/l/").await;
    window.go(&link).await;
    hand.press(window, "Begin").await;
    let grant = window.path().await;
    let grant: Vec<&str> = grant.split('/').take(3).collect();
    let offer = format!("{}/offer", grant.join("/"));
    hand.open_to_everybody(window, &offer).await;
    window.go(&offer).await;
    hand.press(window, "Accept").await;
    hand.press(window, "Yes, I accept").await;
    window.see("You have accepted").await;
}

/// HR confirms every condition and hires.
async fn hired(hand: Hand, office: &Office, window: &Window) {
    window.become_(office, Part::Hr).await;
    window.go(&format!("{}/offer", office.application('C'))).await;
    window.see("Accepted").await;
    let open = "return document.querySelectorAll('form[action*=\"/offer/conditions/\"]').length";
    while window.ask(open, Vec::new()).await != 0 {
        hand.fill(window, "What was seen", "The original, by two people.")
            .await;
        hand.press(window, "Confirm").await;
        window.see("The condition is confirmed.").await;
    }
    hand.confirm(window, "Hire").await;
    window.see("The step is taken.").await;
    window.go(&office.job()).await;
    window.see("Filled").await;
}

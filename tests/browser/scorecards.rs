//! The interviewer's card: nothing typed is lost, whatever happens to the browser.

use std::time::Duration;

use steadyhire::story::Part;
use thirtyfour::Key;

use crate::{
    story::{self, Moment, Office},
    window::{Size, Window},
};

/// Enough for a request that a closing page has sent.
const A_MOMENT: Duration = Duration::from_millis(1200);
const EVIDENCE: &str = "She called the client before noon and told them about the late delivery herself.";

/// An interviewer whose round with C is over, at the card.
async fn at_the_card(office: &Office, size: Size) -> Window {
    office.after_first_round().await;
    let window = Window::open(office, size).await;
    window.sign_in(office, Part::Peer).await;
    window.press_in("main", "Fill it").await;
    window.see("0 of").await;
    window
}

/// What stands in the first field for evidence.
async fn evidence(window: &Window) -> String {
    let field = window.one("section.competency textarea").await;
    field.value().await.unwrap().unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_card_outlives_its_tab() {
    for size in [Size::Desktop, Size::Phone] {
        let Some(office) = story::at(Moment::Booked).await else {
            return;
        };
        let window = at_the_card(&office, size).await;
        let card = window.path().await;
        let competency = "section.competency";
        window.choose(competency, "4 Good").await;
        window.fill_in(competency, "Evidence", EVIDENCE).await;
        window.see("Draft saved").await;
        window.see("1 of").await;
        // The tab goes; another one has it all.
        let first = window.driver.window().await.unwrap();
        let second = window.driver.new_tab().await.unwrap();
        window.driver.switch_to_window(first).await.unwrap();
        window.driver.close_window().await.unwrap();
        window.driver.switch_to_window(second).await.unwrap();
        window.go(&card).await;
        window.see("1 of").await;
        assert_eq!(evidence(&window).await, EVIDENCE, "{size:?}");
        // Away from the page in the middle of a word: what was typed goes along.
        window.click_on("section.competency textarea").await;
        window.keys(" And on").await;
        window.go("/today").await;
        tokio::time::sleep(A_MOMENT).await;
        window.go(&card).await;
        let kept = evidence(&window).await;
        assert!(kept.contains("And on"), "{size:?}: {kept}");
        window.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_tabs_show_their_conflict_and_overwrite_nothing() {
    let Some(office) = story::at(Moment::Booked).await else {
        return;
    };
    let window = at_the_card(&office, Size::Desktop).await;
    let card = window.path().await;
    let first = window.driver.window().await.unwrap();
    let second = window.driver.new_tab().await.unwrap();
    window.driver.switch_to_window(second.clone()).await.unwrap();
    window.go(&card).await;
    window.driver.switch_to_window(first.clone()).await.unwrap();
    window
        .fill_in("section.competency", "Evidence", "What the first tab says of it.")
        .await;
    window.see("Draft saved").await;
    window.driver.switch_to_window(second).await.unwrap();
    window
        .fill_in(
            "section.competency",
            "Evidence",
            "What the second tab says of it.",
        )
        .await;
    window.see("This card was changed in another tab").await;
    window.see("What the first tab says of it.").await;
    // The person looks at both and takes the other.
    window.choose("#conflict", "Take the other").await;
    window.press("Save what I chose").await;
    window.see("Draft saved").await;
    window.go(&card).await;
    let kept = evidence(&window).await;
    assert_eq!(kept, "What the first tab says of it.");
    window.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_connection_the_text_stays_and_is_saved_later() {
    let Some(office) = story::at(Moment::Booked).await else {
        return;
    };
    let mut window = at_the_card(&office, Size::Desktop).await;
    let card = window.path().await;
    window.offline(true).await;
    window.fill_in("section.competency", "Evidence", EVIDENCE).await;
    window
        .see("Not saved: no connection. Your text is kept here.")
        .await;
    window.offline(false).await;
    window.see("Draft saved").await;
    window.go(&card).await;
    let kept = evidence(&window).await;
    assert_eq!(kept, EVIDENCE);
    window.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_card_is_filled_and_locked_without_a_script() {
    let Some(office) = story::at(Moment::Booked).await else {
        return;
    };
    office.after_first_round().await;
    let window = Window::open(&office, Size::Desktop).await;
    window.without_scripts().await;
    window.sign_in(&office, Part::Peer).await;
    window.press_in("main", "Fill it").await;
    window.choose("section.competency", "4 Good").await;
    window.press("Save draft").await;
    window.see("The draft is saved.").await;
    // A review says what is missing; locking waits for it.
    window.press("Review").await;
    window.see("Still missing").await;
    window.press("Back to the card").await;
    window.answer_everything("#scorecard").await;
    window.press("Review").await;
    window.see("A locked card never changes.").await;
    window.press("Lock the card").await;
    window.see("Your card is locked. Thank you.").await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_card_is_filled_and_locked_by_keyboard_alone() {
    let Some(office) = story::at(Moment::Booked).await else {
        return;
    };
    office.after_first_round().await;
    let window = Window::open(&office, Size::Desktop).await;
    let peer = office.member(Part::Peer);
    window.go("/sign-in").await;
    window.tab_to("E-mail address").await;
    window.keys(peer.email.as_str()).await;
    window.tab_to("Password").await;
    window.keys(peer.password.as_str()).await;
    window.enter("Sign in").await;
    window.see("Good day").await;
    window.enter("Fill it").await;
    window.see("0 of").await;
    let fields = window
        .ask(
            "return document.querySelectorAll('fieldset[data-rate]').length",
            Vec::new(),
        )
        .await;
    // Straight down the card: questions are ticked with the space bar, levels chosen with a digit.
    for n in 0..fields.as_u64().unwrap() {
        window
            .tab_until("the next question or level", |focus| focus["type"] == "radio")
            .await;
        while !window.focus().await["id"]
            .as_str()
            .unwrap_or_default()
            .starts_with("f-evidence")
        {
            let focus = window.focus().await;
            if focus["type"] == "radio" {
                let level = focus["group"]
                    .as_str()
                    .is_some_and(|group| group.starts_with("Your rating"));
                window.keys(if level { "4" } else { " " }).await;
            }
            window.keys(Key::Tab).await;
        }
        let evidence =
            format!("Evidence {n}, written without a mouse: she told the client herself before noon.");
        window.keys(evidence).await;
    }
    window.see("Draft saved").await;
    window.chord(Key::Control, Key::Enter).await;
    window.see("A locked card never changes.").await;
    window.enter("Lock the card").await;
    window.driver.accept_alert().await.unwrap();
    window.see("Your card is locked. Thank you.").await;
    window.close().await;
}

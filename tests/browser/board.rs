//! The board of a job: cards moved with the mouse and from the menu; a refused move stays on the page with its gates.

use steadyhire::story::Part;
use thirtyfour::By;

use crate::{
    story::{self, Moment},
    window::{Size, Window},
};

/// Everything that keeps candidate A from being approved, by name.
const FLOORS: [&str; 3] = ["G28", "G29", "G30"];

async fn column_of(window: &Window, name: &str) -> String {
    let script = "const card = [...document.querySelectorAll('[data-card]')].find(c => c.innerText.includes(arguments[0]));
        return card ? card.closest('[data-to]').dataset.to : ''";
    let found = window.ask(script, vec![name.into()]).await;
    found.as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_card_moves_from_its_menu_and_a_refused_one_shows_why() {
    for size in [Size::Desktop, Size::Phone] {
        let Some(office) = story::at(Moment::Answered).await else {
            return;
        };
        let board = format!("{}/board", office.job());
        let chloe = office.applicant('C').name;
        let window = Window::of(&office, Part::Hr, size).await;
        window.go(&board).await;
        let from = column_of(&window, chloe).await;
        window.press(&format!("Move to…: {chloe}")).await;
        window.press("Debrief open").await;
        window.see("Moved.").await;
        assert_eq!(
            column_of(&window, chloe).await,
            "debrief_open",
            "{size:?}, from {from}"
        );
        // Nobody has talked or decided yet.
        window.become_(&office, Part::Manager).await;
        window.go(&board).await;
        window.press(&format!("Move to…: {chloe}")).await;
        window.press("Approved").await;
        window.see("Not moved: see why").await;
        window.see("stays in Debrief open").await;
        let trouble = window.one("#trouble").await.text().await.unwrap();
        assert!(trouble.contains("G3"), "{size:?}: {trouble}");
        assert_eq!(column_of(&window, chloe).await, "debrief_open");
        window.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dragged_card_that_may_not_go_shows_all_gates() {
    let Some(office) = story::at(Moment::Debriefed).await else {
        return;
    };
    let anton = office.applicant('A').name;
    let window = Window::of(&office, Part::Manager, Size::Desktop).await;
    window.go(&format!("{}/board", office.job())).await;
    let card = format!("[data-card=\"{}\"]", office.applicant('A').application);
    let card = window.one(&card).await;
    let target = window.one("[data-to=approved]").await;
    drag(&window, &card, &target).await;
    window.see("Not moved: see why").await;
    let trouble = window.one("#trouble").await.text().await.unwrap();
    for gate in FLOORS {
        assert!(trouble.contains(gate), "{gate}: {trouble}");
    }
    // The reasons stay until one goes on.
    assert_eq!(column_of(&window, anton).await, "debrief_open");
    window.see(&format!("{anton} stays in Debrief open")).await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dragged_card_moves() {
    let Some(office) = story::at(Moment::Answered).await else {
        return;
    };
    let chloe = office.applicant('C');
    let window = Window::of(&office, Part::Hr, Size::Desktop).await;
    window.go(&format!("{}/board", office.job())).await;
    let card = window
        .one(&format!("[data-card=\"{}\"]", chloe.application))
        .await;
    let target = window.one("[data-to=debrief_open]").await;
    drag(&window, &card, &target).await;
    window.see("Moved.").await;
    assert_eq!(column_of(&window, chloe.name).await, "debrief_open");
    window.close().await;
}

/// Takes hold of a card by its empty corner, moves it in steps as a hand does, and lets go.
async fn drag(window: &Window, card: &thirtyfour::WebElement, target: &thirtyfour::WebElement) {
    window
        .ask_of(
            card,
            "arguments[0].scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' })",
        )
        .await;
    let chain = window.driver.action_chain();
    chain
        .move_to_element_center(card)
        .click_and_hold()
        .move_by_offset(6, 6)
        .move_to_element_center(target)
        .move_by_offset(2, 2)
        .release()
        .perform()
        .await
        .unwrap();
}

//! A whole hire over HTTP only, from a description that says nothing to a confirmed account manager. Mails go to
//! the test's own server and their links are followed; the clock is the test's. One chapter per slice; each is a
//! function that other stories can call.

pub mod apply;
pub mod job;
pub mod visitor;

use crate::harness::{MailServer, TestApp};

#[tokio::test]
async fn from_a_vague_description_to_a_confirmed_account_manager() {
    let server = MailServer::start();
    let app = TestApp::spawn_mailing(&server).await;

    let opening = job::from_a_vague_description(&app).await;
    let cora = apply::through_the_public_page(&app, &opening, "Cora Client").await;
    let bela = apply::through_the_public_api(&app, &opening, "Bela Broker").await;
    for candidacy in [&cora, &bela] {
        apply::screened(candidacy).await;
    }
}

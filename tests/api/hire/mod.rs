//! A whole hire over HTTP only, from a description that says nothing to a confirmed account manager. Mails go to
//! the test's own server and their links are followed; the clock is the test's. One chapter per slice; each is a
//! function that other stories can call.

pub mod apply;
pub mod assess;
pub mod decide;
pub mod job;
pub mod onboard;
pub mod references;
pub mod visitor;

use steadyhire::{audit, story::ratings::Contender};

use crate::harness::{MailServer, TestApp};
use assess::Assessed;

#[tokio::test]
async fn from_a_vague_description_to_a_confirmed_account_manager() {
    let server = MailServer::start();
    let app = TestApp::spawn_mailing(&server).await;

    let opening = job::from_a_vague_description(&app).await;
    let cora = Box::pin(apply::through_the_public_page(&app, &opening, "Cora Client")).await;
    let bela = apply::through_the_public_api(&app, &opening, "Bela Broker").await;
    for candidacy in [&cora, &bela] {
        apply::screened(candidacy).await;
    }

    let both = [(&cora, Contender::C), (&bela, Contender::B)];
    let both = both.map(|(candidacy, as_in)| Assessed { candidacy, as_in });
    assess::begins(&cora, &bela).await;
    assess::booked(&cora, &bela).await;
    for candidacy in [&cora, &bela] {
        assess::work_samples_handed_in(&app, candidacy).await;
    }
    assess::first_day(&app, both).await;
    assess::approval_after_two_rounds(&cora).await;
    let referees = references::requested(&app, &cora).await;
    assess::second_day(&app, both).await;
    assess::scores_are_those_of_the_dossier(&app, both).await;

    references::answered(&app, &cora, &referees).await;
    references::seen_by_those_who_may(&cora).await;

    decide::debriefed(&app, &cora).await;
    decide::waiver_for_a_surge_is_refused(&app, &cora).await;
    decide::approval_too_early(&cora).await;
    decide::decided_and_signed(&cora).await;
    let mut hire = onboard::prepared(&app, &cora).await;
    decide::slept_on_and_approved(&app, &cora).await;
    decide::offered_and_accepted(&app, &cora).await;
    hire.trainee = decide::signed_in(&app, &cora).await;
    decide::hired(&app, &opening, &cora, &bela).await;

    let start = onboard::first_day(&app, &hire).await;
    onboard::learns(&app, &hire, start).await;
    onboard::carries_accounts(&app, &hire, start).await;
    onboard::is_seen_at_work(&app, &hire, start).await;
    onboard::is_confirmed(&app, &hire, start).await;
    onboard::the_load_is_watched(&app, &hire).await;
    nothing_is_left_undone(&app).await;
}

/// No mail waits, nothing is due any more, and every chain of the audit log holds.
async fn nothing_is_left_undone(app: &TestApp) {
    app.mails_sent().await;
    let report = app.read(|conn| Ok(audit::verify(conn)?)).await;
    assert_eq!(report.fault, None);
    assert!(report.events > 300 && report.chains >= 4, "{report:?}");
}

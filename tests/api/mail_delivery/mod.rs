//! What becomes of a mail, whatever the mail server does: nothing is lost, nothing is doubled but where nobody can know,
//! and what cannot arrive becomes somebody's task (security dossier, section 4).

mod dead_letters;
mod kills;
mod load;
mod outside;
mod queue;
mod scanners;
mod server;

use steadyhire::{
    kernel::email::EmailAddress,
    mail::{self, Case, Outgoing, message::ReferenceThanks},
};

use crate::harness::TestApp;
use server::{Mood, MoodyServer};

/// A mail with a link in it.
fn thanks(to: &str, key: &str) -> Outgoing {
    Outgoing {
        to_name: "Rita Novak".into(),
        to: EmailAddress::parse(to).unwrap(),
        message: ReferenceThanks {
            candidate_name: "Cora Lind".into(),
            stop_link: "https://hire.example.com/l/a-secret-of-many-many-characters/stop".into(),
        }
        .into(),
        case: Case::None,
        dedup: key.into(),
        not_before: None,
    }
}

async fn write_to(app: &TestApp, to: &str, key: &str) {
    let (ctx, mail) = (app.system(), thanks(to, key));
    app.write(move |conn| Ok(mail::enqueue(conn, &ctx, mail.clone())?))
        .await;
}

/// An application whose mails go to this server, one that waits a second for answers.
async fn mailing(server: &MoodyServer) -> TestApp {
    mailing_with(server, |_| {}).await
}

async fn mailing_with(
    server: &MoodyServer,
    change: impl FnOnce(&mut steadyhire::settings::MailSettings),
) -> TestApp {
    let url = server.url.clone();
    TestApp::spawn_with(|mut settings| {
        settings.mail.transport = steadyhire::settings::MailTransport::Smtp;
        settings.mail.smtp_url = Some(url.into());
        settings.mail.timeout_seconds = 1;
        change(&mut settings.mail);
        settings
    })
    .await
}

/// A server that answers at once.
fn server(mood: Mood) -> MoodyServer {
    MoodyServer::start(mood, std::time::Duration::ZERO)
}

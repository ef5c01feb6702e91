//! Mails leave the running service by themselves, to a folder or to a server, and only a demo shows them.

use steadyhire::{
    app::App,
    fault::Fault,
    kernel::{clock::Clock, ctx::Ctx, email::EmailAddress, time::Timestamp},
    mail::{self, Case, Outgoing, message::ReferenceThanks},
    settings::{MailTransport, Overrides, Settings},
};

use crate::harness::{MailServer, TestApp, days};

fn thanks(base: &str, to: &str, not_before: Option<Timestamp>) -> Outgoing {
    Outgoing {
        to_name: "Rita Novak".into(),
        to: EmailAddress::parse(to).unwrap(),
        message: ReferenceThanks {
            candidate_name: "Cora Lind".into(),
            stop_link: format!("{base}/l/a-long-secret-token-of-many-many-many-characters/stop"),
        }
        .into(),
        case: Case::None,
        dedup: format!("thanks/{to}"),
        not_before,
    }
}

async fn ask_for_thanks(app: &TestApp, to: &str, wait: i64) {
    let ctx = app.system();
    let not_before = (wait > 0).then(|| app.clock.now() + days(wait));
    let mail = thanks(&app.url, to, not_before);
    app.write(move |conn| Ok(mail::enqueue(conn, &ctx, mail.clone())?))
        .await;
}

#[actix_web::test]
async fn a_mail_reaches_a_real_server_with_its_link_whole() {
    let server = MailServer::start();
    let app = TestApp::spawn_mailing(&server).await;
    ask_for_thanks(&app, "rita@nordlicht.example", 0).await;
    app.mails_sent().await;
    let received = server.received("rita@nordlicht.example");
    assert_eq!(received.len(), 1);
    let link = received[0].link("/l/");
    assert!(link.starts_with(&app.url) && link.ends_with("/stop"), "{link}");
}

#[actix_web::test]
async fn without_a_server_mails_become_files_and_the_demo_shows_them() {
    let app = TestApp::spawn().await;
    ask_for_thanks(&app, "rita@nordlicht.example", 0).await;
    let mails = app.mails_to("rita@nordlicht.example").await;
    assert_eq!(mails[0]["message"], "reference_thanks");
    let file = format!("mail/{}.eml", mails[0]["id"].as_str().unwrap());
    assert!(app.data().join(file).is_file());

    let page = app.anonymous().get("//mailbox").await;
    assert_eq!(page.status(), 200);
    assert!(page.body().contains("Thank you for your reference"));
    assert!(
        page.header("content-security-policy")
            .contains("frame-src 'self'")
    );
}

#[actix_web::test]
async fn a_reminder_leaves_when_the_clock_has_moved_there() {
    let app = TestApp::spawn().await;
    ask_for_thanks(&app, "rita@nordlicht.example", 2).await;
    assert!(app.mails_to("rita@nordlicht.example").await.is_empty());
    app.advance(days(2));
    assert_eq!(app.mails_to("rita@nordlicht.example").await.len(), 1);
}

#[actix_web::test]
async fn the_service_sends_without_being_asked() {
    let server = MailServer::start();
    let data = tempfile::tempdir().unwrap();
    let overrides = Overrides {
        listen: Some("127.0.0.1:0".into()),
        ..Overrides::default()
    };
    let mut settings = Settings::load(&overrides).unwrap().with_data(data.path(), None);
    settings.mail.transport = MailTransport::Smtp;
    settings.mail.smtp_url = Some(server.url.clone().into());
    let running = App::start(settings, Clock::System).await.unwrap();
    let mail = thanks("http://hire.example", "rita@nordlicht.example", None);
    let ctx = Ctx::system(running.app.clock.now());
    let queued = running
        .app
        .db
        .write::<_, Fault, _>(move |conn| Ok(mail::enqueue(conn, &ctx, mail.clone())?));
    queued.await.unwrap();
    let mailbox = reqwest::get(format!("http://{}/mailbox", running.addr))
        .await
        .unwrap();
    assert_eq!(mailbox.status(), 404, "only a demo shows its mails");
    for _ in 0..200 {
        if !server.received("rita@nordlicht.example").is_empty() {
            return running.stop().await;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("nothing was sent");
}

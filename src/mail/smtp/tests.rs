use std::net::TcpListener;

use super::{
    super::{
        testing::{BadServer, MailServer, Misbehaviour},
        transport::Transport,
    },
    *,
};

fn envelope(to: &str) -> Envelope {
    Envelope::new(
        Some("hire@acme.example".parse().unwrap()),
        vec![to.parse().unwrap()],
    )
    .unwrap()
}

async fn outcomes(url: &str, recipients: &[&str]) -> Vec<Outcome> {
    let transport = Transport::smtp(url).unwrap();
    let mut session = transport.open();
    let mut outcomes = vec![];
    for to in recipients {
        let mail = b"Subject: x\r\n\r\nhello\r\n.dot\r\n".to_vec();
        outcomes.push(session.send("x", &envelope(to), mail).await);
    }
    session.close().await;
    outcomes
}

#[tokio::test]
async fn one_refused_or_deferred_recipient_does_not_stop_the_next_mail() {
    let server = MailServer::start();
    let to = [
        "ann@x.org",
        "unknown@x.org",
        "defer@x.org",
        "bob@x.org",
        "barred@x.org",
    ];
    let outcomes = outcomes(&server.url, &to).await;
    assert_eq!(outcomes[0], Outcome::Sent);
    assert!(matches!(&outcomes[1], Outcome::NoRecipient(why) if why.contains("no such user")));
    assert!(matches!(&outcomes[2], Outcome::Deferred(why) if why.contains("greylisted")));
    assert_eq!(outcomes[3], Outcome::Sent);
    assert!(
        matches!(&outcomes[4], Outcome::Refused(why) if why.contains("relaying")),
        "that we may not write there says nothing about who is there: {:?}",
        outcomes[4]
    );
    let received = server.received();
    let recipients: Vec<_> = received.iter().flat_map(|r| r.to.clone()).collect();
    assert_eq!(recipients, ["ann@x.org", "bob@x.org"]);
    assert!(received[0].mail.contains("hello"));
}

#[tokio::test]
async fn a_connection_lost_after_the_last_dot_leaves_open_whether_the_mail_arrived() {
    let server = BadServer::start(Misbehaviour::DropsAfterTheDot);
    let outcomes = outcomes(&server.url, &["ann@x.org", "bob@x.org"]).await;
    assert!(
        outcomes.iter().all(|o| matches!(o, Outcome::Ambiguous(_))),
        "{outcomes:?}"
    );
    assert_eq!(server.told("EHLO"), 2, "a broken conversation is not used again");
}

#[tokio::test]
async fn refused_credentials_and_a_refused_sender_are_our_fault() {
    for how in [Misbehaviour::RefusesTheSignIn, Misbehaviour::RefusesTheSender] {
        let server = BadServer::start(how);
        let outcomes = outcomes(&server.url, &["ann@x.org"]).await;
        assert!(
            matches!(&outcomes[0], Outcome::OurFault(why) if !why.contains("pass word")),
            "{how:?}: {outcomes:?}"
        );
        let asked = usize::from(how == Misbehaviour::RefusesTheSignIn);
        assert_eq!((server.told("AUTH"), server.told("RCPT")), (asked, 0), "{how:?}");
    }
}

#[tokio::test]
async fn a_server_that_is_down_is_no_verdict_on_the_mail() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}", free.local_addr().unwrap());
    drop(free);
    let outcomes = outcomes(&url, &["ann@x.org"]).await;
    assert!(matches!(outcomes[0], Outcome::Unreachable(_)), "{outcomes:?}");
}

#[tokio::test]
async fn a_password_is_not_sent_in_clear_to_another_machine() {
    let server = BadServer::start(Misbehaviour::RefusesTheSignIn);
    let url = format!("{}?tls=opportunistic", server.url);
    let outcomes = outcomes(&url, &["ann@x.org"]).await;
    assert!(matches!(&outcomes[0], Outcome::OurFault(_)));
    assert_eq!(server.told("AUTH"), 0);
}

#[test]
fn an_address_is_understood_or_refused_without_showing_the_password() {
    let parsed = Smtp::parse("smtp://hire:p%40ss@mail.example.com").unwrap();
    assert_eq!(format!("{parsed:?}"), "Smtp(mail.example.com:587, Opportunistic)");
    assert_eq!(
        parsed.credentials,
        Some(Credentials::new("hire".into(), "p@ss".into()))
    );
    for (url, understood) in [
        ("smtps://[::1]", "Smtp(::1:465, Wrapper)"),
        ("smtp://127.0.0.1", "Smtp(127.0.0.1:25, None)"),
        ("smtp://localhost:1025", "Smtp(localhost:1025, None)"),
        ("smtp://relay.lan?tls=none", "Smtp(relay.lan:25, None)"),
        ("smtp://relay.lan?tls=required", "Smtp(relay.lan:587, Required)"),
    ] {
        assert_eq!(format!("{:?}", Smtp::parse(url).unwrap()), understood);
    }
    for bad in [
        "http://x.org",
        "smtp://",
        "smtp://u:secret%zz@x.org",
        "smtp://x.org?tls=maybe",
        "secret",
    ] {
        let error = Smtp::parse(bad).unwrap_err().to_string();
        assert!(!error.contains("secret"), "{bad}: {error}");
    }
}

#[tokio::test]
async fn a_mail_becomes_one_whole_file_however_often_it_is_tried() {
    let folder = tempfile::tempdir().unwrap();
    let transport = Transport::file(&folder.path().join("mail")).unwrap();
    for _ in 0..2 {
        let mut session = transport.open();
        let outcome = session
            .send("id-1", &envelope("ann@x.org"), b"hello".to_vec())
            .await;
        assert_eq!(outcome, Outcome::Sent);
    }
    let files: Vec<_> = std::fs::read_dir(folder.path().join("mail"))
        .unwrap()
        .map(|f| f.unwrap().file_name())
        .collect();
    assert_eq!(files, ["id-1.eml"]);
}

#[test]
fn a_status_code_is_told_from_addresses_and_versions() {
    for (words, code) in [
        ("permanent error (550): 5.1.1 no such user", Some((5, 1, 1))),
        ("permanent error (552): 5.2.2: mailbox full", Some((5, 2, 2))),
        ("permanent error (550): no such user at 10.0.0.1", None),
        ("permanent error (550): Postfix 3.7.1 says no", None),
    ] {
        assert_eq!(enhanced(words), code, "{words}");
    }
}

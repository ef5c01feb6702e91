//! What others make of our mails: a mail server that is not ours (aiosmtpd), Python's own parser, and a verifier of
//! signatures (dkimpy). `.ci/requirements.txt` lists them; where they are missing these tests say so and do nothing,
//! unless STEADYHIRE_TEST_REQUIRE=1 insists. STEADYHIRE_TEST_PYTHON names the interpreter.

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use rustls::pki_types::{PrivatePkcs8KeyDer, pem::PemObject};
use steadyhire::{
    kernel::{email::EmailAddress, role::Role, text_enum::TextEnum},
    mail::{self, Case, Choices, Message, Outgoing, Pace, Topic},
    settings::{DkimSettings, Login, MailTransport},
};

use super::write_to;
use crate::harness::{TestApp, Value, hours, json, minutes};

const KEY: &str = include_str!("../../fixtures/dkim_rsa_test_key.pem");

fn here(script: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/api/mail_delivery")
        .join(script)
}

/// A Python that has what is needed; none where the test is to be skipped.
fn python() -> Option<PathBuf> {
    let named = option("STEADYHIRE_TEST_PYTHON").unwrap_or_else(|| "python3".into());
    let works = Command::new(&named)
        .args(["-c", "import aiosmtpd, dkim"])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if works {
        return Some(named.into());
    }
    assert!(
        option("STEADYHIRE_TEST_REQUIRE").is_none(),
        "{named} has no aiosmtpd and dkimpy: pip install -r .ci/requirements.txt"
    );
    eprintln!("skipped: {named} has no aiosmtpd and dkimpy (pip install -r .ci/requirements.txt)");
    None
}

#[allow(clippy::disallowed_methods, reason = "a test may be told where its tools are")]
fn option(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The mail server; it ends with the test.
struct Outside {
    process: Child,
    url: String,
    folder: tempfile::TempDir,
}

impl Outside {
    fn start(python: &Path, more: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut process = Command::new(python)
            .arg(here("smtp_server.py"))
            .arg(folder.path())
            .args(more)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut port = String::new();
        let mut out = BufReader::new(process.stdout.take().unwrap());
        out.read_line(&mut port).unwrap();
        let url = format!("smtp://127.0.0.1:{}", port.trim());
        Self { process, url, folder }
    }
    /// The recipients of the mails it took.
    fn took(&self) -> Vec<String> {
        let to = |name: String| {
            name.split_once('-')
                .unwrap()
                .1
                .trim_end_matches(".eml")
                .to_owned()
        };
        let mut took: Vec<String> = std::fs::read_dir(self.folder.path())
            .unwrap()
            .map(|file| to(file.unwrap().file_name().into_string().unwrap()))
            .collect();
        took.sort();
        took
    }
}

impl Drop for Outside {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

async fn mailing(server: &Outside, login: bool) -> TestApp {
    let url = server.url.clone();
    TestApp::spawn_with(|mut settings| {
        settings.mail.transport = MailTransport::Smtp;
        settings.mail.smtp_url = Some(url.into());
        settings.mail.timeout_seconds = 1;
        settings.mail.smtp_login = login.then(|| Login {
            user: "hire".into(),
            password: "secret".to_owned().into(),
        });
        settings
    })
    .await
}

#[tokio::test]
async fn a_mail_server_of_somebody_elses_accepts_defers_refuses_drops_and_hangs() {
    let Some(python) = python() else { return };
    let server = Outside::start(&python, &[]);
    let app = mailing(&server, false).await;
    let hr = app.user(&[Role::Hr]).await;
    for who in ["ann", "defer", "unknown", "drop", "hang", "bob"] {
        write_to(
            &app,
            &format!("{who}@nordlicht.example"),
            &format!("thanks/{who}"),
        )
        .await;
    }
    app.run_due().await;
    assert_eq!(
        server.took(),
        ["ann", "bob", "drop"].map(|who| format!("{who}@nordlicht.example"))
    );
    let status = hr.get("/mail_queue").await.expect(200);
    assert_eq!(
        (&status["later"], &status["dead_letters"]),
        (&json!(3), &json!(1)),
        "{status}"
    );
    app.advance(minutes(2));
    app.run_due().await;
    assert_eq!(
        server.took().len(),
        4,
        "what was dropped is given once more, then somebody decides"
    );
    let dead = hr.get("/dead_letters").await.expect(200);
    let mut dead: Vec<(String, String)> = dead["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|letter| {
            (
                letter["to"].as_str().unwrap().to_owned(),
                letter["state"].as_str().unwrap().to_owned(),
            )
        })
        .collect();
    dead.sort();
    let expected = [("drop", "dead"), ("hang", "dead"), ("unknown", "failed")];
    assert_eq!(
        dead,
        expected.map(|(who, state)| (format!("{who}@nordlicht.example"), state.to_owned()))
    );
    app.advance(hours(72));
    app.run_due().await;
    assert_eq!(
        hr.get("/mail_queue").await.expect(200)["dead_letters"],
        4,
        "what is deferred for 72 hours, too"
    );
    read(&python, server.folder.path(), &[], 4);
}

#[tokio::test]
async fn a_mail_server_of_somebody_elses_that_refuses_the_sign_in_stops_the_queue() {
    let Some(python) = python() else { return };
    let server = Outside::start(&python, &["--refuse-auth"]);
    let app = mailing(&server, true).await;
    write_to(&app, "ann@nordlicht.example", "thanks/1").await;
    app.run_due().await;
    let status = app.user(&[Role::Hr]).await.get("/mail_queue").await.expect(200);
    assert_eq!(
        (&status["state"], &status["due"], &status["dead_letters"]),
        (&json!("held"), &json!(1), &json!(0))
    );
    assert_eq!(status["hold"]["kind"], "our_fault");
    assert!(
        status["hold"]["reason"].as_str().unwrap().contains("535"),
        "{status}"
    );
}

/// Reads mails with Python's parser; insists that it finds no fault in that many.
fn read(python: &Path, folder: &Path, more: &[&str], mails: usize) {
    let read = Command::new(python)
        .arg(here("read_mails.py"))
        .arg(folder)
        .args(more)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&read.stdout).into_owned() + &String::from_utf8_lossy(&read.stderr);
    assert!(read.status.success(), "{told}");
    assert_eq!(told.lines().last(), Some(mails.to_string().as_str()), "{told}");
}

/// Names as people type them who mean no good.
fn hostile() -> Vec<String> {
    vec![
        "Bob\r\nBcc: eve@evil.test\r\nX-Evil: 1\r\n\r\nHello".into(),
        "Bob\u{0}\u{202E}boB\u{200B}".into(),
        "<b>Bob</b><script>alert(1)</script><img src=x onerror=alert(1)>".into(),
        "{{7*7}} ${7*7} %0d%0aBcc: eve@evil.test".into(),
        "\"Bob\" <eve@evil.test>, Eve <eve@evil.test>".into(),
        "=?utf-8?q?Bob=0d=0aBcc:_eve@evil.test?=".into(),
        "B".repeat(10_000),
        "名".repeat(10_000),
        ". . .\r\n.\r\nQUIT".into(),
        String::new(),
    ]
}

/// A message with every text in it that may be anything replaced.
fn with_names(name: &str, sample: &Value, text: &str) -> Message {
    fn places(value: &Value, at: &str, found: &mut Vec<String>) {
        match value {
            Value::String(_) => found.push(at.to_owned()),
            Value::Array(items) => items
                .iter()
                .enumerate()
                .for_each(|(n, v)| places(v, &format!("{at}/{n}"), found)),
            Value::Object(fields) => fields
                .iter()
                .for_each(|(k, v)| places(v, &format!("{at}/{k}"), found)),
            _ => {}
        }
    }
    let parsed = |data: &Value| Message::parse(name, data).unwrap();
    let (mut data, mut found) = (sample.clone(), vec![]);
    places(sample, "", &mut found);
    // Links are ours, and so are the names of the messages in a digest.
    let typed = |place: &&String| !place.contains("link") && !place.ends_with("/message");
    for place in found.iter().filter(typed) {
        let mut tried = data.clone();
        *tried.pointer_mut(place).unwrap() = text.into();
        // A word of a fixed set, or a time, cannot be anything.
        if parsed(&tried).is_ok() {
            data = tried;
        }
    }
    parsed(&data).unwrap()
}

fn sample(name: &str) -> Value {
    let file = format!(
        "{}/email_templates/{name}/sample.json",
        env!("CARGO_MANIFEST_DIR")
    );
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

/// The record that publishes the test's key.
fn record() -> String {
    let der = PrivatePkcs8KeyDer::from_pem_slice(KEY.as_bytes()).unwrap();
    let pair = ring::rsa::KeyPair::from_pkcs8(der.secret_pkcs8_der()).unwrap();
    format!(
        "v=DKIM1; k=rsa; p={}",
        STANDARD.encode(spki(pair.public().as_ref()))
    )
}

/// A bare RSA key as a SubjectPublicKeyInfo (RFC 5280), which is what records hold.
fn spki(key: &[u8]) -> Vec<u8> {
    fn der(tag: u8, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len()).unwrap().to_be_bytes();
        [&[tag, 0x82, length[0], length[1]], content].concat()
    }
    let rsa = [
        0x30, 0x0d, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 5, 0,
    ];
    der(0x30, &[rsa.as_slice(), &der(3, &[&[0], key].concat())].concat())
}

/// Whoever reads this address wants every mail as it comes, none gathered with others.
async fn at_once(app: &TestApp, to: &EmailAddress) {
    let choices = Choices {
        locale: None,
        topics: Topic::ALL.iter().map(|topic| (*topic, Pace::AtOnce)).collect(),
    };
    let to = to.clone();
    app.write(move |conn| Ok(mail::choose(conn, &to, &choices)?))
        .await;
}

#[tokio::test]
async fn every_mail_with_hostile_names_is_sent_as_one_whole_mail_and_read_without_a_fault() {
    let app = TestApp::spawn_with(|mut settings| {
        settings.mail.from = "Acme Hiring <hire@münchen.example>".into();
        settings.mail.max_per_recipient = 1_000_000;
        settings.mail.dkim = Some(DkimSettings {
            selector: "s1".into(),
            domain: None,
            key: KEY.to_owned().into(),
        });
        settings
    })
    .await;
    let to = EmailAddress::parse("rita@straße.example").unwrap();
    at_once(&app, &to).await;
    let mut asked = 0;
    for name in Message::NAMES {
        let sample = sample(name);
        for text in hostile() {
            asked += 1;
            let mail = Outgoing {
                to_name: text.clone(),
                to: to.clone(),
                message: with_names(name, &sample, &text),
                case: Case::None,
                dedup: format!("hostile/{asked}"),
                not_before: None,
            };
            let ctx = app.system();
            app.write(move |conn| Ok(mail::enqueue(conn, &ctx, mail.clone())?))
                .await;
        }
    }
    app.mails_sent().await;
    let dead = app.user(&[Role::Hr]).await.get("/dead_letters").await.expect(200);
    assert_eq!(dead["data"], json!([]));
    let folder = app.data().join("mail");
    assert_eq!(
        std::fs::read_dir(&folder).unwrap().count(),
        asked,
        "one mail each"
    );
    let Some(python) = python() else { return };
    read(&python, &folder, &["--dkim", &record()], asked);
}

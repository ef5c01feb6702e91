//! The commands, as an operator calls them.

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, Output, Stdio},
};

use crate::harness::{MailServer, Value, json};

fn steadyhire(data: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_steadyhire"));
    command
        .args(words)
        .arg("--data")
        .arg(data)
        .current_dir(data)
        .env_remove("STEADYHIRE_CONFIG");
    command
}

fn run(command: &mut Command) -> (i32, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

/// A serving process that ends with the test.
struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn mails_are_previewed_and_an_operators_broken_one_is_told_with_its_place() {
    let data = tempfile::tempdir().unwrap();
    let (code, out, _) = run(&mut steadyhire(
        data.path(),
        &["mail", "preview", "--template", "M08"],
    ));
    assert_eq!(code, 0);
    assert!(
        out.contains("=== M08 reference_request (en)") && out.contains("=== M08 reference_request (de)"),
        "{out}"
    );
    let (code, _, err) = run(&mut steadyhire(
        data.path(),
        &["mail", "preview", "--template", "M99"],
    ));
    assert_eq!(code, 2);
    assert!(err.contains("there is no mail M99"), "{err}");

    let (code, _, _) = run(&mut steadyhire(
        data.path(),
        &["mail", "preview", "--out", "mails"],
    ));
    assert_eq!(code, 0);
    for file in ["digest.txt", "digest.html", "digest.de.html"] {
        assert!(data.path().join("mails").join(file).is_file(), "{file}");
    }

    let own = data.path().join("own/offer");
    std::fs::create_dir_all(&own).unwrap();
    std::fs::write(own.join("body.txt.hbs"), "Hello\n{{nobody}}").unwrap();
    let mut broken = steadyhire(data.path(), &["mail", "preview"]);
    broken.env("STEADYHIRE__MAIL__TEMPLATES", data.path().join("own"));
    let (code, _, err) = run(&mut broken);
    assert_eq!(code, 2);
    assert!(err.contains("own/offer/body.txt.hbs, line 2"), "{err}");
}

#[test]
fn the_first_administrator_is_made_by_command_with_a_password_of_their_own() {
    let data = tempfile::tempdir().unwrap();
    let create = ["admin", "create", "--email", "root@example.com", "--name", "Root"];
    let (code, out, _) = run(&mut steadyhire(data.path(), &create));
    assert_eq!(code, 0);
    let password = out
        .lines()
        .find_map(|line| line.strip_prefix("password "))
        .unwrap();
    assert_eq!(password.len(), 43);
    let (code, _, err) = run(&mut steadyhire(data.path(), &create));
    assert_eq!(code, 2);
    assert!(err.contains("Somebody else signs in"), "{err}");

    let mut weak = steadyhire(
        data.path(),
        &[
            "admin",
            "create",
            "--email",
            "b@example.com",
            "--name",
            "B",
            "--password-stdin",
        ],
    );
    let mut child = weak
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"password1234\n").unwrap();
    assert_eq!(child.wait_with_output().unwrap().status.code(), Some(2));
}

#[test]
fn audit_verify_tells_a_whole_log_from_a_missing_one() {
    let data = tempfile::tempdir().unwrap();
    assert_eq!(run(&mut steadyhire(data.path(), &["audit", "verify"])).0, 2);
    let create = ["admin", "create", "--email", "root@example.com", "--name", "Root"];
    assert_eq!(run(&mut steadyhire(data.path(), &create)).0, 0);
    let (code, out, _) = run(&mut steadyhire(data.path(), &["audit", "verify"]));
    assert_eq!(code, 0);
    assert!(out.contains("every chain holds"), "{out}");

    let demo = tempfile::tempdir().unwrap();
    std::fs::copy(data.path().join("steadyhire.db"), demo.path().join("demo-1.db")).unwrap();
    let (code, of_demo, _) = run(&mut steadyhire(demo.path(), &["audit", "verify"]));
    assert_eq!((code, of_demo), (0, out), "the demo's database is found");
}

#[test]
fn a_policy_below_the_absolute_floor_does_not_start() {
    let data = tempfile::tempdir().unwrap();
    for words in [
        &["config", "check"][..],
        &["serve", "--listen", "127.0.0.1:0"][..],
    ] {
        let (code, _, err) = run(steadyhire(data.path(), words).env("STEADYHIRE__POLICY__MIN_ROUNDS", "1"));
        assert_eq!(code, 2);
        assert!(err.contains("below the absolute floor"), "{err}");
    }
    assert_eq!(run(&mut steadyhire(data.path(), &["config", "check"])).0, 0);
}

#[test]
fn printed_settings_hide_their_secrets() {
    let data = tempfile::tempdir().unwrap();
    let mut print = steadyhire(data.path(), &["config", "print"]);
    print.env(
        "STEADYHIRE__DATABASE__URL",
        "postgres://me:hunter2@db.example/hire",
    );
    let (code, out, err) = run(&mut print);
    assert_eq!(code, 0);
    assert!(!out.contains("hunter2") && !err.contains("hunter2"));
    assert_eq!(
        serde_json::from_str::<Value>(&out).unwrap()["database"]["url"],
        "postgres://me:***@db.example/hire"
    );
}

#[test]
fn a_test_mail_tells_an_operator_whether_mail_leaves() {
    let data = tempfile::tempdir().unwrap();
    let test = |to: &str| steadyhire(data.path(), &["mail", "test", "--to", to]);
    let (code, out, _) = run(&mut test("ops@example.com"));
    assert_eq!(
        (code, out.as_str()),
        (0, "the mail to ops@example.com was taken\n")
    );
    assert_eq!(std::fs::read_dir(data.path().join("mail")).unwrap().count(), 1);
    assert_eq!(run(&mut test("nobody")).0, 2);

    let server = MailServer::start();
    let over_smtp = |to: &str| {
        let mut command = test(to);
        command
            .env("STEADYHIRE__MAIL__TRANSPORT", "smtp")
            .env("STEADYHIRE__MAIL__SMTP_URL", &server.url);
        run(&mut command)
    };
    assert_eq!(over_smtp("ops@example.com").0, 0);
    assert_eq!(server.received("ops@example.com").len(), 1);
    let (code, out, _) = over_smtp("unknown@example.com");
    assert_eq!(code, 1);
    assert!(out.contains("refused") && out.contains("no such user"), "{out}");
}

#[test]
fn the_mail_queue_is_stopped_and_let_go_by_command() {
    let data = tempfile::tempdir().unwrap();
    assert_eq!(run(&mut steadyhire(data.path(), &["migrate"])).0, 0);
    let pause = ["mail", "pause", "--reason", "The template is wrong."];
    let (code, out, _) = run(&mut steadyhire(data.path(), &pause));
    assert_eq!(code, 0);
    assert!(out.starts_with("mail: paused\nstopped by command line"), "{out}");
    assert_eq!(run(&mut steadyhire(data.path(), &pause)).0, 2);
    let (_, out, _) = run(&mut steadyhire(data.path(), &["mail", "status"]));
    assert!(out.contains("The template is wrong."), "{out}");
    let (_, out, _) = run(&mut steadyhire(data.path(), &["mail", "resume"]));
    assert!(out.starts_with("mail: running"), "{out}");
    assert_eq!(run(&mut steadyhire(data.path(), &["audit", "verify"])).0, 0);
}

#[test]
fn the_content_is_whole_and_the_api_is_described() {
    let data = tempfile::tempdir().unwrap();
    let (code, out, _) = run(&mut steadyhire(data.path(), &["content", "check"]));
    assert_eq!(code, 0);
    assert!(out.contains("13 competencies"), "{out}");
    let (code, out, _) = run(&mut steadyhire(data.path(), &["openapi"]));
    assert_eq!(code, 0);
    assert_eq!(serde_json::from_str::<Value>(&out).unwrap()["openapi"], "3.1.0");
}

#[tokio::test]
async fn the_demo_prints_one_object_and_serves_what_it_says() {
    let data = tempfile::tempdir().unwrap();
    let mut demo = steadyhire(data.path(), &["demo", "--json", "--listen", "127.0.0.1:0"]);
    let child = demo.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut serving = Serving(child);
    let out = serving.0.stdout.take().unwrap();
    let line = tokio::task::spawn_blocking(move || {
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line).map(|_| line)
    });
    let told: Value = serde_json::from_str(&line.await.unwrap().unwrap()).unwrap();
    let url = told["url"].as_str().unwrap();
    let http = reqwest::Client::new();
    for user in told["users"].as_array().unwrap() {
        let me = http
            .get(format!("{url}/api/v1/users/me"))
            .bearer_auth(user["token"].as_str().unwrap())
            .send()
            .await
            .unwrap();
        let me: Value = me.json().await.unwrap();
        assert_eq!((&me["name"], &me["email"]), (&user["name"], &user["email"]));
    }
    let user = &told["users"][0];
    let body = json!({ "email": user["email"], "password": user["password"] });
    let signed_in = http
        .post(format!("{url}/api/v1/sessions"))
        .json(&body)
        .send()
        .await
        .unwrap();
    assert_eq!(signed_in.status(), 201);
    assert_eq!(
        http.get(format!("{url}/readyz")).send().await.unwrap().status(),
        200
    );
}

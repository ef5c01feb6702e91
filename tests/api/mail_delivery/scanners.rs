//! Scanners of mail servers follow every link of every mail before a person does: nothing happens (security catalogue T8).

use reqwest::Method;
use steadyhire::kernel::role::Role;

use super::{Mood, mailing, server, server::Taken};
use crate::harness::{Client, TestApp, Value, candidacy::Candidacy, candidacy::open_job, json};

/// Everything that is written down when something happens.
async fn written_down(app: &TestApp, auditor: &Client, candidacy: &Candidacy) -> (Value, Value, Value) {
    let events = auditor.get("/audit_events?limit=100").await.expect(200);
    let waiting = auditor.get("/mail_queue").await.expect(200);
    app.run_due().await;
    (events, waiting, candidacy.show().await)
}

#[tokio::test]
async fn twenty_looks_at_every_link_of_every_mail_change_nothing_and_the_person_finds_it_working() {
    let server = server(Mood::Accepts);
    let app = mailing(&server).await;
    let opening = open_job(&app).await;
    let candidacy = Candidacy::apply(&opening, "Cora Client").await;
    let (admin, auditor) = (app.user(&[Role::Admin]).await, app.user(&[Role::Auditor]).await);
    let colleague = json!({ "name": "Nora New", "email": "nora@staff.example", "roles": ["hr"] });
    admin.post("/users", colleague).await.expect(201);
    app.mails_sent().await;
    let mut links: Vec<String> = server.taken().iter().flat_map(Taken::links).collect();
    links.sort();
    links.dedup();
    assert!(links.iter().any(|link| link.contains("/l/")), "{links:?}");

    let before = written_down(&app, &auditor, &candidacy).await;
    for link in &links {
        let path = format!(
            "/{}",
            link.strip_prefix(&app.url)
                .unwrap_or_else(|| panic!("{link} leads elsewhere"))
        );
        for n in 0..20 {
            let scanner = app
                .anonymous()
                .header("user-agent", "Mozilla/5.0 (compatible; SafeLinks)")
                .header("x-forwarded-for", &format!("198.51.100.{}", n % 5))
                .header("accept", "text/html");
            for method in [Method::HEAD, Method::GET] {
                let answer = scanner.send(method, &path, None).await;
                assert!(answer.status() < 400, "{link}: {}", answer.status());
                assert_eq!(answer.header("set-cookie"), "", "{link} hands out a session");
            }
        }
    }
    assert_eq!(written_down(&app, &auditor, &candidacy).await, before);
    let taken = server.taken();
    let theirs = taken.iter().filter(|mail| mail.to == candidacy.email);
    let link = theirs
        .flat_map(Taken::links)
        .find(|link| link.contains("/l/"))
        .unwrap();
    app.guest(link.split("/l/").nth(1).unwrap()).await;
}

use actix_web::{App, http::StatusCode, test};
use utoipa_actix_web::AppExt;

use super::*;
use crate::{
    db::{testing::TestDatabase, types::Json},
    kernel::{random, time::Timestamp},
    mail::{api, store},
};

fn sent(n: u8, to: &str) -> store::Copy {
    let at = Timestamp::from_unix_micros(1_000_000 * i64::from(n));
    store::Copy {
        id: random::new_id(at),
        message: "reference_request".into(),
        recipient_name: "<b>Rita</b>".into(),
        recipient_email: EmailAddress::parse(to).unwrap(),
        subject: format!("Mail {n} <i>"),
        text_body: "Hello <b>".into(),
        html_body: "<p>Hello</p>".into(),
        links: Json(vec!["https://hire.example.com/l/secret".into()]),
        sent_at: at,
    }
}

async fn get(db: &Database, path: &str) -> (StatusCode, String, String) {
    get_at(Clock::simulated(Timestamp::from_unix_micros(0)).0, db, path).await
}

async fn get_at(clock: Clock, db: &Database, path: &str) -> (StatusCode, String, String) {
    let view = View::embedded(chrono_tz::UTC).unwrap();
    let app = App::new()
        .app_data(Data::new(db.clone()))
        .app_data(Data::new(clock))
        .app_data(Data::new(view))
        .configure(pages)
        .into_utoipa_app()
        .service(utoipa_actix_web::scope("/api/v1").configure(api::routes))
        .into_app();
    let app = test::init_service(app).await;
    let response = test::call_service(&app, test::TestRequest::get().uri(path).to_request()).await;
    let policy = response
        .headers()
        .get(header::CONTENT_SECURITY_POLICY)
        .map_or_else(String::new, |p| p.to_str().unwrap().to_owned());
    let status = response.status();
    let body = test::read_body(response).await;
    (status, policy, String::from_utf8(body.to_vec()).unwrap())
}

async fn filled() -> (TestDatabase, Vec<OutboxMailId>) {
    let db = TestDatabase::fresh().await;
    let copies: Vec<store::Copy> = (1..=3)
        .map(|n| sent(n, if n == 2 { "ole@x.org" } else { "rita@x.org" }))
        .collect();
    let ids = copies.iter().map(|c| c.id).collect();
    db.write::<_, Fault, _>(move |conn| {
        for copy in &copies {
            store::keep_copy(conn, copy)?;
        }
        Ok(())
    })
    .await
    .unwrap();
    (db, ids)
}

#[actix_web::test]
async fn a_script_finds_the_link_of_the_newest_mail_to_somebody() {
    let (db, ids) = filled().await;
    let (status, _, body) = get(&db, "/api/v1/demo/mailbox?to=rita%40x.org&limit=1").await;
    assert_eq!(status, StatusCode::OK);
    let page: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(page["data"][0]["id"], ids[2].to_string());
    assert_eq!(page["data"][0]["to"], "rita@x.org");
    assert_eq!(page["data"][0]["links"][0], "https://hire.example.com/l/secret");
    assert_eq!(page["has_more"], true);

    let cursor = page["next_cursor"].as_str().unwrap();
    let older = format!("/api/v1/demo/mailbox?to=rita%40x.org&limit=1&cursor={cursor}");
    let page: serde_json::Value = serde_json::from_str(&get(&db, &older).await.2).unwrap();
    assert_eq!(page["data"][0]["id"], ids[0].to_string());
    assert_eq!(page["has_more"], false);
}

#[actix_web::test]
async fn a_person_reads_the_mails_and_nothing_in_them_runs() {
    let (db, ids) = filled().await;
    let (status, policy, body) = get(&db, "/mailbox").await;
    assert_eq!(status, StatusCode::OK);
    let at = |n: u8| body.find(&format!("Mail {n} &lt;i&gt;")).unwrap();
    assert!(at(3) < at(2) && at(2) < at(1), "newest first");
    assert!(!body.contains("<b>Rita"));
    assert!(policy.contains("frame-src 'self'") && !policy.contains("unsafe"));

    let (status, _, body) = get(&db, &format!("/mailbox/{}", ids[1])).await;
    assert_eq!(status, StatusCode::OK);
    assert!(body.contains("href=\"https://hire.example.com/l/secret\">"));
    assert!(body.contains("Hello &lt;b&gt;"));

    let (_, policy, body) = get(&db, &format!("/mailbox/{}/html", ids[1])).await;
    assert_eq!(body, "<p>Hello</p>");
    assert!(policy.starts_with("sandbox; default-src 'none'"));
}

#[actix_web::test]
async fn a_mail_that_was_never_sent_is_not_found() {
    let (db, _) = filled().await;
    let nobody = format!("/mailbox/{}", uuid::Uuid::nil());
    assert_eq!(get(&db, &nobody).await.0, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn outside_a_demo_there_is_no_mailbox() {
    let (db, ids) = filled().await;
    for path in [
        "/api/v1/demo/mailbox".to_owned(),
        "/mailbox".to_owned(),
        format!("/mailbox/{}", ids[0]),
        format!("/mailbox/{}/html", ids[0]),
    ] {
        let (status, _, body) = get_at(Clock::System, &db, &path).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
        assert!(!body.contains("Rita"), "{path}");
    }
}

//! Open jobs for everybody, and applying for one in a browser.

use super::*;
use crate::harness::{
    candidacy::open_job,
    opening::{Opening, Team},
};

const CORA: [(&str, &str); 3] = [
    ("name", "Cora Client"),
    ("email", "cora@candidates.example"),
    ("phone", ""),
];

#[tokio::test]
async fn everybody_reads_the_notice_and_open_jobs_only() {
    let app = TestApp::spawn().await;
    let opening = Box::pin(open_job(&app)).await;
    let closed = Opening::draft(&Team::new(&app).await).await;
    let anybody = Visitor::passing(&app);
    let notice = anybody.look("/privacy").await;
    assert!(notice.body().contains("A person decides, always"));
    let list = anybody.look("/careers").await;
    is_plain_and_labelled(&list);
    assert!(list.body().contains(&format!(
        "<a href=\"/careers/{}\">Client-focused Account Manager</a>",
        opening.id
    )));
    assert!(!list.body().contains(&closed.id));

    let page = anybody.look(&format!("/careers/{}", opening.id)).await;
    is_plain_and_labelled(&page);
    for part in [
        "An honest look",
        "42000 to 56000 EUR a year",
        "autocomplete=\"email\"",
        "Your first 90 days",
    ] {
        assert!(page.body().contains(part), "no {part} in {}", page.body());
    }
    assert_eq!(
        anybody.look(&format!("/careers/{}", closed.id)).await.status(),
        404
    );
    assert_eq!(
        anybody
            .press(&format!("/careers/{}", closed.id), &CORA)
            .await
            .status(),
        404
    );
    assert_eq!(anybody.look("/careers/nonsense").await.status(), 404);
}

#[tokio::test]
async fn search_engines_read_the_posting_as_data() {
    let app = TestApp::spawn().await;
    let opening = Box::pin(open_job(&app)).await;
    let page = Visitor::passing(&app)
        .look(&format!("/careers/{}", opening.id))
        .await;
    let data = page
        .body()
        .split("<script type=\"application/ld+json\">")
        .nth(1)
        .unwrap();
    let data: Value = serde_json::from_str(data.split("</script>").next().unwrap()).unwrap();
    assert_eq!(data["@type"], "JobPosting");
    assert_eq!(data["title"], "Client-focused Account Manager");
    assert_eq!(data["hiringOrganization"]["name"], "Green Partners");
    assert_eq!(data["datePosted"], "2026-11-02");
    assert_eq!(data["baseSalary"]["currency"], "EUR");
    assert_eq!(data["baseSalary"]["value"]["maxValue"], 56000.0);
}

#[tokio::test]
async fn applying_is_answered_alike_for_known_and_unknown_addresses() {
    let app = TestApp::spawn().await;
    let opening = Box::pin(open_job(&app)).await;
    let anybody = Visitor::passing(&app);
    let place = format!("/careers/{}", opening.id);
    let first = anybody.press(&place, &CORA).await;
    let again = anybody.press(&place, &CORA).await;
    assert_eq!((first.status(), first.body()), (202, again.body()));
    assert_eq!(again.status(), 202);
    let listed = opening.team.hr.get("/applications").await.expect(200);
    assert_eq!(listed["data"].as_array().unwrap().len(), 1);
    assert_eq!(
        mails(&app, "cora@candidates.example", "jd_acknowledge")
            .await
            .len(),
        1
    );
}

#[tokio::test]
async fn a_faulty_application_keeps_what_was_typed() {
    let app = TestApp::spawn().await;
    let opening = Box::pin(open_job(&app)).await;
    let faulty = [("name", "  "), ("email", "cora@nowhere"), ("phone", "<i>1</i>")];
    let refused = Visitor::passing(&app)
        .press(&format!("/careers/{}", opening.id), &faulty)
        .await;
    assert_eq!(refused.status(), 422);
    is_plain_and_labelled(&refused);
    for part in [
        "<a href=\"#f-name\">",
        "<a href=\"#f-email\">",
        "value=\"cora@nowhere\"",
        "&lt;i&gt;1&lt;/i&gt;",
    ] {
        assert!(refused.body().contains(part), "no {part} in {}", refused.body());
    }
    let listed = opening.team.hr.get("/applications").await.expect(200);
    assert_eq!(listed["data"], crate::harness::json!([]));
}

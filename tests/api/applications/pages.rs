//! The candidate in a browser without JavaScript.

use super::*;
use reqwest::Method;

const FORM: &str = "application/x-www-form-urlencoded";

/// Follows the link of the mail, presses Begin and comes back with the cookie and the page's address.
async fn begun(app: &TestApp, candidacy: &Candidacy) -> (Client, String) {
    let mails = app.mails_to(&candidacy.email).await;
    let link = mails
        .iter()
        .flat_map(|m| m["links"].as_array().unwrap())
        .filter_map(|l| l.as_str().unwrap().split_once("/l/"))
        .map(|(_, token)| format!("//l/{token}"))
        .next()
        .unwrap();
    let nobody = app.anonymous().header("accept", "text/html");
    assert_eq!(nobody.get(&link).await.status(), 200);
    let begin = nobody
        .header("content-type", FORM)
        .send(Method::POST, &link, Some(String::new()))
        .await;
    assert_eq!(begin.status(), 303);
    let cookie = begin.header("set-cookie").split(';').next().unwrap().to_owned();
    let landed = begin.header("location");
    let home: Vec<&str> = landed.split('/').take(3).collect();
    (nobody.header("cookie", &cookie), format!("/{}", home.join("/")))
}

async fn press(who: &Client, place: &str, form: &str) -> Response {
    who.header("content-type", FORM)
        .send(Method::POST, place, Some(form.to_owned()))
        .await
}

fn form(accounts: &str) -> String {
    format!(
        "answers.kind=client_focused&answers.sales_share_pct:int=35&answers.accounts:int={accounts}\
         &answers.outside_contract=ask_superior&answers.first_goal=happy_clients\
         &expected_split.sales_pct:int=30&expected_split.relationship_pct:int=50&least_liked=%3Cb%3ECalls%3C%2Fb%3E"
    )
}

#[tokio::test]
async fn a_candidate_reads_and_answers_by_pressing_buttons() {
    let app = TestApp::spawn().await;
    let candidacy = applied(&app).await;
    let (who, place) = begun(&app, &candidacy).await;
    let page = who.get(&place).await;
    assert_eq!(page.status(), 200);
    assert!(
        page.body().contains("Client-focused Account Manager"),
        "{}",
        page.body()
    );
    assert!(page.body().contains("Read how we treat your data"));
    assert!(page.body().contains("Green Partners"), "under the company's name");
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    let description = format!("{place}/description");
    assert!(
        !who.get(&description).await.body().contains("Send my answers"),
        "the notice comes first"
    );

    let notice = who.get(&format!("{place}/privacy")).await;
    assert!(notice.body().contains("I have read this"), "{}", notice.body());
    let read = press(&who, &format!("{place}/notice"), "").await;
    assert!(read.header("location").ends_with("/description"));
    assert!(
        !who.get(&format!("{place}/privacy"))
            .await
            .body()
            .contains("I have read this")
    );
    assert!(who.get(&description).await.body().contains("Send my answers"));
    let again = press(&who, &format!("{place}/answers"), &form("40")).await;
    assert_eq!(again.status(), 200);
    assert!(again.body().contains("10 and 15"), "{}", again.body());
    assert!(
        again.body().contains("&lt;b&gt;Calls"),
        "what was typed stays, as text"
    );
    let unread = press(&who, &format!("{place}/answers"), "answers.kind=client_focused").await;
    assert_eq!(unread.status(), 422);
    assert!(
        unread.body().contains("<a href=\"#f-answers-outside_contract\">"),
        "{}",
        unread.body()
    );
    let much = form("12").replace("relationship_pct:int=50", "relationship_pct:int=90");
    let much = press(&who, &format!("{place}/answers"), &much).await;
    assert!(much.body().contains("are at most 100"), "{}", much.body());
    assert_eq!(
        press(&who, &format!("{place}/answers"), &form("12"))
            .await
            .status(),
        303
    );
    assert_eq!(candidacy.state().await, "role_acknowledged");
    assert!(who.get(&place).await.body().contains("job description confirmed"));
}

#[tokio::test]
async fn withdrawing_is_asked_for_twice_and_needs_no_reason() {
    let app = TestApp::spawn().await;
    let candidacy = applied(&app).await;
    let (who, place) = begun(&app, &candidacy).await;
    let sure = who.get(&format!("{place}/withdraw")).await;
    assert!(sure.body().contains("Withdraw my application") && sure.body().contains("No, keep it"));
    assert_eq!(candidacy.state().await, "applied", "asked once more");
    assert_eq!(
        press(&who, &format!("{place}/withdrawal"), "").await.status(),
        303
    );
    assert_eq!(candidacy.state().await, "withdrawn");
    let over = who.get(&place).await;
    assert!(over.body().contains("You have withdrawn"), "{}", over.body());
    assert!(!over.body().contains("/withdraw\"") && !over.body().contains("The whole way"));
}

#[tokio::test]
async fn looking_at_a_page_changes_nothing_and_foreign_pages_do_not_exist() {
    let app = TestApp::spawn().await;
    let opening = open_job(&app).await;
    let cora = Candidacy::apply(&opening, "Cora Client").await;
    let dora = Candidacy::apply(&opening, "Dora Deal").await;
    let (who, place) = begun(&app, &cora).await;
    let (_, foreign) = begun(&app, &dora).await;
    let version = cora.version().await;
    who.get(&place).await;
    who.get(&format!("{place}/withdrawal")).await;
    assert_eq!(cora.version().await, version);
    assert_eq!(cora.state().await, "applied");
    let answer = who.get(&foreign).await;
    assert!([401, 404].contains(&answer.status()), "{}", answer.status());
    let cross = who.header("sec-fetch-site", "cross-site");
    assert_eq!(
        press(&cross, &format!("{place}/withdrawal"), "").await.status(),
        403
    );
    assert_eq!(cora.state().await, "applied");
}

//! Whatever somebody's menu offers opens, in both languages, with a company that has a story and with one that has none.

use steadyhire::{
    kernel::{role::Role, text_enum::TextEnum},
    story::Told,
};

use crate::{
    harness::{Browser, TestApp},
    story,
};

const PLACES: [&str; 16] = [
    "/today",
    "/profile",
    "/jobs",
    "/applications",
    "/references",
    "/onboarding_plans",
    "/scorecards",
    "/administration",
    "/users",
    "/company",
    "/policies",
    "/content",
    "/mail_templates",
    "/mail_queue",
    "/dead_letters",
    "/audit_events",
];

/// Opens every place; who may not see one is told so in words.
async fn opens_everything(browser: &Browser) {
    for place in PLACES {
        let page = browser.look(place).await;
        assert!([200, 403].contains(&page.status), "{place}: {}", page.html);
        assert!(page.says("<h1"), "{place}");
    }
}

#[tokio::test]
async fn a_company_without_a_story_has_pages_that_say_what_comes_next() {
    let app = TestApp::spawn().await;
    for role in Role::ALL {
        let person = app.user(&[*role]).await;
        let browser = Browser::of(&person);
        opens_everything(&browser).await;
        // What comes next is theirs to see.
        let today = browser.look("/today").await.expect(200);
        for hint in today.html.split("<p><a href=\"").skip(1) {
            let place = hint.split('"').next().unwrap();
            browser.look(place).await.expect(200);
        }
    }
    let hr = Browser::of(&app.user(&[Role::Hr]).await);
    hr.look("/today")
        .await
        .expect(200)
        .must_say(&["Nothing waits for you", "Everybody who applies, by stage"]);
    hr.look("/references")
        .await
        .expect(200)
        .must_say(&["No referees yet"]);
    let admin = Browser::of(&app.user(&[Role::Admin]).await);
    let fields = [("name", ""), ("email", "nobody"), ("roles:list", "hr")];
    admin
        .press("/users", &fields)
        .await
        .expect(422)
        .must_say(&["f-email-fault", "nobody"]);
    let fields = [
        ("name", "Nora New"),
        ("email", "nora@staff.example"),
        ("roles:list", "hr"),
    ];
    admin
        .press("/users", &fields)
        .await
        .expect(200)
        .must_say(&["The account is made", "Nora New"]);
    admin.look("/mail_templates/reference_request").await.expect(200);
}

#[tokio::test]
async fn what_went_wrong_is_told_with_the_menu_around_it() {
    let app = TestApp::spawn().await;
    let hr = Browser::of(&app.user(&[Role::Hr]).await);
    for place in ["/nowhere", "/jobs/019b0000-0000-7000-8000-000000000001"] {
        let page = hr.look(place).await.expect(404);
        page.must_say(&["<a href=\"/today\"", "<a href=\"/jobs\""]);
    }
    let stranger = Browser::anonymous(&app.anonymous());
    let page = stranger.look("/nowhere").await.expect(404);
    assert!(!page.says("<a href=\"/jobs\""), "{}", page.html);
}

#[tokio::test]
async fn everybody_of_the_story_finds_what_they_owe() {
    let app = TestApp::spawn().await;
    let told = Box::pin(story::told(&app)).await;
    for user in &told.users {
        let person = Browser::of(&app.anonymous().with_token(&user.token));
        opens_everything(&person).await;
        opens_everything(&person.speaking("de")).await;
    }
    let trainer = told
        .users
        .iter()
        .find(|user| user.roles == [Role::Trainer])
        .unwrap();
    let today = Browser::of(&app.anonymous().with_token(&trainer.token))
        .look("/today")
        .await;
    today
        .expect(200)
        .must_say(&["Check and sign off", "Chloe Martin"]);
    let hire = told
        .users
        .iter()
        .find(|user| user.roles.contains(&Role::Trainee))
        .unwrap();
    let today = Browser::of(&app.anonymous().with_token(&hire.token))
        .look("/today")
        .await;
    today.expect(200).must_say(&["Overdue", "S-D2"]);
    raters_find_their_cards(&app, &told).await;
}

/// The second client-focused job has people under way: cards of a round and of a work sample are owed.
async fn raters_find_their_cards(app: &TestApp, told: &Told) {
    let today = async |name: &str| {
        let user = told.users.iter().find(|user| user.name == name).unwrap();
        let person = Browser::of(&app.anonymous().with_token(&user.token));
        person.look("/today").await
    };
    let interviewer = today("Jonas Weber").await;
    interviewer.must_say(&["Dario Conti"]);
    assert!(interviewer.html.contains("href=\"/scorecards/"));
    let assessor = today("Rita Lund").await;
    assert!(assessor.html.contains("href=\"/scorecards/"));
    let rita = told.users.iter().find(|user| user.name == "Rita Lund").unwrap();
    let rita = app.anonymous().with_token(&rita.token);
    let listed = rita
        .get(&format!("/applications?job_id={}", told.north_job))
        .await
        .expect(200);
    let all = listed["data"].as_array().unwrap();
    let dario = all
        .iter()
        .find(|one| one["candidate"]["name"] == "Dario Conti")
        .unwrap();
    let rounds = format!(
        "/applications/{}/scheduled_interviews",
        dario["id"].as_str().unwrap()
    );
    let named = Browser::of(&rita).look(&rounds).await.expect(200);
    named.must_say(&["Dario Conti"]);
    assert!(
        !named.html.contains("/scorecards/"),
        "written work is rated by its code: no name leads to the card"
    );
    let hr = today("Hanna Reyes").await;
    hr.must_say(&["Dario Conti", "Emma Lindgren", "Farid Aziz"]);
    assert!(
        !hr.html.contains("/guest/"),
        "staff are not sent to a guest's page"
    );
}

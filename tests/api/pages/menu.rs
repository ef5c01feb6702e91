//! Whatever somebody's menu offers opens, in both languages, with a company that has a story and with one that has none.

use steadyhire::kernel::{role::Role, text_enum::TextEnum};

use crate::{
    harness::{Browser, TestApp},
    story,
};

const PLACES: [&str; 14] = [
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
        opens_everything(&Browser::of(&person)).await;
    }
    let hr = Browser::of(&app.user(&[Role::Hr]).await);
    hr.look("/today")
        .await
        .expect(200)
        .must_say(&["Nothing waits for you"]);
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
}

//! The content by page: what is in force, and how an owner and an HR lead change it without a script.

use steadyhire::kernel::role::Role;

use crate::harness::{Browser, Page, TestApp, Value, json};

const WHY: (&str, &str) = ("reason", "Our raters read these words in two ways.");

/// The fields of a competency's form as they stand, with some of them typed over.
async fn competency(app: &TestApp, code: &str, typed: &[(&str, &str)]) -> Vec<(String, String)> {
    let lead = app.user(&[Role::HrLead]).await;
    let one = lead.get(&format!("/competencies/{code}")).await.expect(200);
    let lines = |list: &Value| {
        let all = list
            .as_array()
            .unwrap()
            .iter()
            .map(|line| line.as_str().unwrap().to_owned());
        all.collect::<Vec<_>>()
    };
    let mut fields = vec![
        ("name".to_owned(), one["name"].as_str().unwrap().to_owned()),
        (
            "definition".to_owned(),
            one["definition"].as_str().unwrap().to_owned(),
        ),
        ("notes:lines".to_owned(), lines(&one["notes"]).join("\r\n")),
    ];
    for (n, anchor) in lines(&one["anchors"]).into_iter().enumerate() {
        fields.push((format!("anchors.level{}", n + 1), anchor));
    }
    for (name, value) in typed {
        fields.retain(|(known, _)| known != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    fields
}

/// Presses a form with a version and with what else the page needs.
async fn press(who: &Browser, place: &str, fields: &[(String, String)], more: &[(&str, &str)]) -> Page {
    let mut all: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    all.extend_from_slice(more);
    who.press(place, &all).await
}

/// Looks at what a change does and saves exactly that.
async fn change(who: &Browser, place: &str, fields: &[(&str, &str)]) -> Page {
    let form = who.look(place.split('#').next().unwrap()).await.expect(200);
    let version = form.version();
    let mut fields: Vec<(&str, &str)> = fields.to_vec();
    fields.extend([WHY, ("_version", version.as_str())]);
    let seen = who.press(place, &fields).await.expect(200).hidden("_seen");
    fields.extend([("_seen", seen.as_str()), ("_step", "save")]);
    who.press(place, &fields).await.expect(200)
}

#[tokio::test]
async fn words_of_a_competency_are_changed_after_looking_at_what_changes() {
    let app = TestApp::spawn().await;
    let sponsor = Browser::of(&app.user(&[Role::Sponsor]).await);
    let lead_client = app
        .staff(&[Role::HrLead], |new| new.name = "Lena Lead".to_owned())
        .await;
    let lead = Browser::of(&lead_client);
    let place = "/content/competencies/PROA/edit";

    // The content in force is looked through; what is found leads to its own page.
    let found = sponsor.look("/content?q=proactive").await.expect(200);
    found.must_say(&[
        "/content/competencies/PROA",
        "Version in use: 1",
        "13 competencies",
    ]);
    sponsor
        .look("/content?q=xylophone")
        .await
        .expect(200)
        .must_say(&["Nothing speaks of that"]);
    sponsor
        .look("/content/competencies/PROA")
        .await
        .expect(200)
        .must_say(&["What stays as it is", "Floors", place]);

    // An anchor that says nothing is named, and what was typed stays.
    let typed = competency(
        &app,
        "PROA",
        &[("anchors.level1", " "), ("name", "Calling first")],
    )
    .await;
    let bad = press(&sponsor, place, &typed, &[("_version", "1")])
        .await
        .expect(422);
    bad.must_say(&[
        "f-anchors-level1-fault",
        "This must say something.",
        "Calling first",
    ]);

    // Both begin with the same version; only one of them saves it.
    let own = competency(&app, "PROA", &[("anchors.level2", "Calls when reminded of it.")]).await;

    // Nothing is saved before what changes was seen, nor anything else than that.
    let typed = competency(&app, "PROA", &[("anchors.level1", "Waits to be called.")]).await;
    let looked = press(
        &sponsor,
        place,
        &typed,
        &[("_version", "1"), ("_step", "save"), WHY],
    )
    .await
    .expect(200);
    looked.must_say(&[
        "<ins>",
        "<del>",
        "Waits to be called.",
        "No case is under way.",
        "Save as version 2",
    ]);
    let seen = looked.hidden("_seen");
    let other = competency(&app, "PROA", &[("anchors.level1", "Waits to be asked.")]).await;
    let save = [("_version", "1"), ("_step", "save"), ("_seen", seen.as_str())];
    press(&sponsor, place, &other, &[&save[..], &[WHY]].concat())
        .await
        .expect(200)
        .must_say(&["Waits to be asked.", "What changes"]);
    let short = press(
        &sponsor,
        place,
        &typed,
        &[&save[..], &[("reason", "so")]].concat(),
    )
    .await;
    short
        .expect(422)
        .must_say(&["f-reason-fault", "Waits to be called.", "What changes"]);
    let saved = press(&sponsor, place, &typed, &[&save[..], &[WHY]].concat())
        .await
        .expect(200);
    saved.must_say(&[
        "Saved: the new version is in force",
        "Waits to be called.",
        "changed here",
    ]);

    // Somebody whose form is older sees the other's change and keeps the own text.
    let late = press(&lead, place, &own, &[("_version", "1"), ("_step", "save"), WHY])
        .await
        .expect(412);
    late.must_say(&[
        "Somebody else saved version 2 meanwhile",
        "Waits to be called.",
        WHY.1,
        "Calls when reminded of it.",
    ]);
    assert_eq!(
        late.version(),
        "2",
        "what is pressed next is about the newest version"
    );
    lead_client
        .if_match(1)
        .post(
            "/content_versions",
            json!({ "overlay": {}, "reason": "Back to what was shipped, please." }),
        )
        .await
        .problem(412, "stale");

    // Going back to an earlier version is a version, too.
    let back = change(&lead, "/content/versions/1/return", &[]).await;
    back.must_say(&["Version 3", "Lena Lead", "in force"]);
    sponsor
        .look("/content/versions/2")
        .await
        .expect(200)
        .must_say(&["<ins>", WHY.1, "Go back to version 2"]);
    assert_eq!(
        lead_client.get("/content_versions").await.expect(200)["data"][0]["overlay"]["competency_edits"],
        json!([])
    );
}

#[tokio::test]
async fn questions_and_modules_come_change_and_go_as_far_as_the_law_allows() {
    let app = TestApp::spawn().await;
    let client = app.user(&[Role::HrLead]).await;
    let lead = Browser::of(&client);

    // An own question is added, changed and taken out; a shipped one only changes its words.
    let question = [
        ("competency", "CONF"),
        ("type", "situational"),
        ("text", "A client shouts at your trainee. What now?"),
    ];
    let taken = [&question[..], &[("code", "CONF-Q1"), ("_version", "1")]].concat();
    lead.press("/content/questions", &taken)
        .await
        .expect(422)
        .must_say(&["f-code-fault", "the code is in use", "shouts at your trainee"]);
    let added = change(
        &lead,
        "/content/questions",
        &[&question[..], &[("code", "CONF-X1")]].concat(),
    )
    .await;
    added.must_say(&["CONF-X1", "company's own question"]);
    let changed = [("text", "A client shouts at your trainee. What do you do?")];
    change(&lead, "/content/questions/CONF-X1/edit", &changed)
        .await
        .must_say(&["What do you do?"]);
    change(
        &lead,
        "/content/questions/CONF-Q1/edit",
        &[("text", "Tell me of a client who was angry.")],
    )
    .await;
    lead.look("/content/questions/CONF-Q1/retirement")
        .await
        .expect(409);
    change(&lead, "/content/questions/CONF-X1/retirement", &[])
        .await
        .must_say(&["CONF-Q1"]);
    lead.look("/content/questions/CONF-X1").await.expect(404);

    // What the law demands stays: the statutory module and its steps. A due day keeps the order of modules.
    let module = client_module(&lead, "S-T6").await;
    let fewer = with(&module, &[("steps:lines", "Watch a film"), ("_version", "5")]);
    lead.press("/content/modules/S-T6/edit", &borrowed(&fewer))
        .await
        .expect(422)
        .must_say(&["f-steps-fault", "demanded by law", "Watch a film"]);
    let module = client_module(&lead, "S-D6").await;
    let early = with(
        &module,
        &[("day_offset_due:int", "soon"), ("title", " "), ("_version", "5")],
    );
    let early = lead
        .press("/content/modules/S-D6/edit", &borrowed(&early))
        .await
        .expect(422);
    early.must_say(&["f-day_offset_due-fault", "soon"]);
    let renamed = with(&module, &[("title", "How we hand over")]);
    change(&lead, "/content/modules/S-D6/edit", &borrowed(&renamed))
        .await
        .must_say(&["How we hand over"]);
    let reason = [("reason", "no time"), ("_version", "6")];
    lead.press("/content/modules/S-D6/retirement", &reason)
        .await
        .expect(422)
        .must_say(&["f-reason-fault"]);
    lead.press("/content/modules/S-T6/retirement", &[WHY, ("_version", "6")])
        .await
        .expect(422)
        .must_say(&["S-T6", "demanded by law"]);

    // A copy of the company's own begins with the company's words.
    let copied = with(&module, &[("title", "Handing over, our way"), ("code", "H-D6")]);
    change(&lead, "/content/modules/S-D6/copy", &borrowed(&copied))
        .await
        .must_say(&["Handing over, our way", "Stands in for"]);
    change(&lead, "/content/modules/S-D6/retirement", &[])
        .await
        .must_say(&["left out", WHY.1]);
    change(&lead, "/content/modules/S-D6/retirement", &[]).await;
    change(&lead, "/content/modules/H-D6/retirement", &[]).await;

    // All of it as text: every fault is named with its place, and the text stays.
    let text = r#"{"disabled":[{"code":"S-D6","reason":"short"}],"module_edits":[{"code":"NO-1","changes":{}}],"x":1}"#;
    let broken = [("overlay", "{"), ("_version", "10")];
    lead.press("/content/overlay", &broken)
        .await
        .expect(422)
        .must_say(&["no JSON document", "line 1"]);
    lead.press("/content/overlay", &[("overlay", text), ("_version", "10")])
        .await
        .expect(422)
        .must_say(&["/x", "NO-1"]);
    let text = text.replace(r#","x":1"#, "");
    lead.press("/content/overlay", &[("overlay", &text), ("_version", "10")])
        .await
        .expect(422)
        .must_say(&["/disabled/0/reason", "NO-1: the code is not in the content"]);

    // Others read; new hires do not see what is asked.
    let hr = Browser::of(&app.user(&[Role::Hr]).await);
    let read = hr.look("/content/competencies/CONF").await.expect(200);
    assert!(!read.html.contains("/edit"), "{}", read.html);
    hr.look("/content/competencies/CONF/edit").await.expect(403);
    hr.press("/content/overlay", &[("overlay", "{}"), ("_version", "10"), WHY])
        .await
        .expect(403);
    let trainee = Browser::of(&app.user(&[Role::Trainee]).await);
    trainee.look("/content?q=CONF").await.expect(200);
    trainee.look("/content/competencies/CONF").await.expect(403);
    for place in [
        "/content",
        "/content/exercises/E1",
        "/content/references",
        "/content/modules/S-T6",
        "/content/versions",
    ] {
        hr.speaking("de").look(place).await.expect(200);
    }
}

/// The fields of a module's form as the form shows them.
async fn client_module(who: &Browser, code: &str) -> Vec<(String, String)> {
    let page = who
        .look(&format!("/content/modules/{code}/edit"))
        .await
        .expect(200);
    let input = |name: &str| {
        let at = page.html.find(&format!("name=\"{name}\"")).unwrap();
        let tag = page.html[..at].rfind("<input").unwrap();
        let tag = page.html[tag..].split('>').next().unwrap();
        plain(tag.split_once("value=\"").unwrap().1.split('"').next().unwrap())
    };
    let areas = ["goals:lines", "steps:lines", "evidence"].map(|name| (name.to_owned(), area(&page, name)));
    let inputs = ["title", "day_offset_due:int", "trainer_role", "min_hours:int"]
        .map(|name| (name.to_owned(), input(name)));
    areas.into_iter().chain(inputs).collect()
}

/// What stands in a text field of a page.
fn area(page: &Page, name: &str) -> String {
    let (_, rest) = page.html.split_once(&format!("name=\"{name}\"")).unwrap();
    let (_, rest) = rest.split_once('>').unwrap();
    let text = rest.split_once("</textarea>").unwrap().0;
    plain(text.trim_start_matches('\n'))
}

fn plain(html: &str) -> String {
    [
        ("&quot;", "\""),
        ("&#x27;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&#x3D;", "="),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(html.to_owned(), |text, (from, to)| text.replace(from, to))
}

fn with(fields: &[(String, String)], typed: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut fields: Vec<_> = fields
        .iter()
        .filter(|(name, _)| !typed.iter().any(|(known, _)| known == name))
        .cloned()
        .collect();
    fields.extend(
        typed
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    );
    fields
}

fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

//! Files as evidence: who may hand them in, read them and take them back, and what is not taken in (T6, T33).

use reqwest::Method;

use super::*;

const PDF: &str = "%PDF-1.7\n1 0 obj << /Title (Safety quiz) >> endobj\n";
const CODE: &str = "S-T6";

impl Hire {
    fn files(&self) -> String {
        self.path(&format!("/modules/{CODE}/files"))
    }
    async fn send(&self, who: &Client, file: (&str, &str)) -> Response {
        who.send_file(&self.files(), &[], file).await
    }
    async fn sent(&self, file: (&str, &str)) -> Value {
        let module = self.send(&self.trainee, file).await.expect(200);
        module["evidence"].as_array().unwrap().last().unwrap().clone()
    }
}

#[tokio::test]
#[allow(clippy::too_many_lines, reason = "one story")]
async fn t6_a_file_is_read_by_whom_the_plan_is_open_to_and_taken_back_before_it_is_handed_in() {
    let app = TestApp::spawn().await;
    let hire = Hire::at_work(&app).await;
    for other in [&hire.crew.trainer, &hire.crew.coach, &hire.team().hr] {
        let answer = hire.send(other, ("quiz.pdf", PDF)).await;
        answer.problem(403, "forbidden");
    }
    let noted = [("note", "ten of ten questions")];
    let named = ("../../etc/Prüfung.PDF", PDF);
    let module = hire
        .trainee
        .send_file(&hire.files(), &noted, named)
        .await
        .expect(200);
    let evidence = &module["evidence"][0];
    let plan = hire.trainee.get(&hire.path("")).await.expect(200);
    assert_eq!(
        (&evidence["kind"], &evidence["text"], &evidence["by"]),
        (&json!("file"), &json!(noted[0].1), &plan["trainee"])
    );
    let file = &evidence["file"];
    assert_eq!(
        (&file["name"], &file["media_type"], &file["size"]),
        (
            &json!("Prüfung.pdf"),
            &json!("application/pdf"),
            &json!(PDF.len())
        )
    );
    let place = format!("{}/{}", hire.files(), file["id"].as_str().unwrap());

    // Whoever sees the plan can save it, and it can do nothing else.
    for reader in [
        &hire.trainee,
        &hire.crew.trainer,
        &hire.crew.coach,
        &hire.team().hr,
    ] {
        let answer = reader.header("range", "bytes=0-3").get(&place).await;
        assert_eq!((answer.status(), answer.body()), (200, PDF));
        assert_eq!(answer.header("content-type"), "application/pdf");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(
            answer.header("content-security-policy"),
            "default-src 'none'; sandbox"
        );
        assert_eq!(answer.header("cache-control"), "no-store");
        let disposition = answer.header("content-disposition");
        assert!(
            disposition.starts_with("attachment; filename=\"Pr_fung.pdf\""),
            "{disposition}"
        );
        assert!(
            disposition.contains("filename*=UTF-8''Pr%C3%BCfung.pdf"),
            "{disposition}"
        );
    }

    // For everybody else it is as if there was none, whatever they send along.
    let nobody = app.anonymous();
    nobody.get(&place).await.problem(401, "unauthenticated");
    let stranger = app.user(&[Role::Interviewer]).await;
    let absent = format!("{}/{}", hire.files(), hire.id);
    for (who, path) in [
        (&stranger, &place),
        (&stranger, &absent),
        (&hire.trainee, &absent),
    ] {
        let referred = who.header("referer", &format!("{}/", app.running.app.base_url));
        let answer = referred.get(path).await;
        answer.problem(404, "not_found");
    }
    let elsewhere = place.replace(CODE, "S-D1");
    hire.trainee.get(&elsewhere).await.problem(404, "not_found");

    // It is the trainee's to take back, until the module is handed in.
    hire.crew.trainer.delete(&place).await.problem(403, "forbidden");
    let stale = hire.trainee.if_match(1).delete(&place).await;
    stale.problem(412, "stale");
    let module = hire.trainee.delete(&place).await.expect(200);
    assert_eq!(module["evidence"], json!([]));
    hire.trainee.get(&place).await.problem(404, "not_found");
    let last = hire.sent(("quiz.pdf", PDF)).await;
    hire.tick_all(CODE).await;
    hire.on(&hire.trainee, CODE, "submission", json!({}))
        .await
        .expect(200);
    let place = format!("{}/{}", hire.files(), last["file"]["id"].as_str().unwrap());
    hire.trainee.delete(&place).await.problem(409, "handed_in");
    hire.crew.trainer.get(&place).await;
    // The file is evidence enough for the signature (G52).
    let refused = hire.on(&hire.crew.trainer, CODE, "sign_off", json!({})).await;
    assert!(!detail(&refused.json(), "G52").contains("evidence,"));
}

#[tokio::test]
#[allow(clippy::too_many_lines, reason = "one story")]
async fn t33_what_is_no_evidence_is_not_taken_in() {
    let app = TestApp::spawn().await;
    let hire = Hire::at_work(&app).await;
    let page = "<!doctype html><script>alert(1)</script>";
    let drawing = "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>";
    for file in [
        ("quiz.html", page),
        ("quiz.svg", drawing),
        ("quiz.pdf", page),
        ("quiz.txt", page),
        ("quiz.zip", "PK\u{3}\u{4}"),
        ("quiz", PDF),
        ("quiz.pdf.exe", PDF),
        ("quiz.pdf", ""),
    ] {
        let answer = hire.send(&hire.trainee, file).await;
        assert_eq!(answer.bad_fields(), ["/file"], "{file:?}");
    }
    let long = "x".repeat(1001);
    let unknown = [("note", long.as_str()), ("state", "signed_off")];
    let answer = hire
        .trainee
        .send_file(&hire.files(), &unknown, ("a.pdf", PDF))
        .await;
    assert_eq!(answer.bad_fields(), ["/note", "/state"]);
    hire.sent(("quiz.pdf", PDF)).await;
    let twice = hire.send(&hire.trainee, ("other name.pdf", PDF)).await;
    assert_eq!(
        twice.problem(422, "invalid_fields")["errors"][0]["code"],
        "duplicate"
    );
    let written = json!({ "kind": "file", "text": "no file at all" });
    let answer = hire.on(&hire.trainee, CODE, "evidence", written).await;
    assert_eq!(answer.bad_fields(), ["/kind"]);

    // What is larger than may be is told, whether or not it says so before.
    let large = format!("{PDF}{}", "x".repeat(8_000_000));
    let answer = hire.send(&hire.trainee, ("large.pdf", &large)).await;
    let problem = answer.problem(413, "too_large");
    assert_eq!(
        problem["errors"][0]["detail"],
        "A file may have at most 8 MB. Send a smaller one, or the address where it lies."
    );
    let keyed = hire.trainee.header("idempotency-key", "once");
    let answer = keyed.send_file(&hire.files(), &[], ("large.pdf", &large)).await;
    answer.problem(413, "too_large");

    // Forms that are none.
    let many: Vec<(&str, &str)> = vec![("note", "x"); 100_000];
    let answer = hire.trainee.send_file(&hire.files(), &many, ("a.pdf", PDF)).await;
    assert!([400, 413].contains(&answer.status()), "{}", answer.body());
    for (kind, body) in [
        ("multipart/form-data", "no boundary"),
        ("multipart/form-data; boundary=edge", "--other\r\n\r\n"),
        (
            "multipart/form-data; boundary=edge",
            "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-",
        ),
        ("application/json", "{}"),
    ] {
        let sent = hire.trainee.header("content-type", kind);
        let answer = sent
            .send(Method::POST, &hire.files(), Some(body.to_owned()))
            .await;
        answer.problem(400, "malformed");
    }

    // Ten are enough, and a repeated request adds none.
    let keyed = hire.trainee.header("idempotency-key", "again");
    for _ in 0..2 {
        let answer = keyed
            .send_file(&hire.files(), &[], ("2.pdf", "%PDF-1.7 number 2"))
            .await;
        assert_eq!(answer.expect(200)["evidence"].as_array().unwrap().len(), 2);
    }
    for n in 3..=10 {
        hire.sent(("more.pdf", &format!("%PDF-1.7 number {n}"))).await;
    }
    let answer = hire.send(&hire.trainee, ("more.pdf", "%PDF-1.7 number 11")).await;
    answer.problem(409, "too_many_files");
}

use diesel::prelude::*;

use super::*;

#[tokio::test]
async fn every_column_type_comes_back_as_it_went_in() {
    let db = with_samples().await;
    let mut full = sample("2026-11-02T09:00:00.123456Z", 5);
    full.parent = Some(random::new_id(full.at));
    full.until = Some(Timestamp::parse("1999-12-31T23:59:59.999999Z").unwrap());
    full.mail = Some(EmailAddress::parse("ann@example.com").unwrap());
    full.open = true;
    full.extra = Some(serde_json::from_str(r#"{"b":1,"a":[null]}"#).unwrap());
    let empty = sample("2026-11-02T09:00:00Z", 6);

    for row in [full, empty] {
        let stored = row.clone();
        let back: Sample = db
            .write(move |conn| {
                insert(conn, &stored)?;
                let back = q!(conn => samples::table
                    .filter(samples::id.eq(stored.id).and(samples::hash.eq(stored.hash)))
                    .filter(samples::role.eq(stored.role))
                    .select(Sample::as_select())
                    .get_result(conn))?;
                Ok::<_, DbError>(back)
            })
            .await
            .unwrap();
        let same = |raw: &Option<RawJson>| {
            raw.as_ref()
                .map(|raw| serde_json::from_str::<serde_json::Value>(raw.0.get()).unwrap())
        };
        assert_eq!(same(&back.extra), same(&row.extra));
        let (mut back, mut row) = (back, row);
        (back.extra, row.extra) = (None, None);
        assert_eq!(format!("{back:?}"), format!("{row:?}"));
    }
}

#[tokio::test]
async fn an_unknown_word_in_an_enum_column_is_an_error_and_not_a_guess() {
    let db = with_samples().await;
    let row = sample("2026-11-02T09:00:00Z", 1);
    db.write(move |conn| {
        insert(conn, &row)?;
        q!(conn => diesel::sql_query("UPDATE samples SET role = 'emperor'").execute(conn))?;
        Ok::<_, DbError>(())
    })
    .await
    .unwrap();
    let read = db
        .read(|conn| Ok::<Role, DbError>(q!(conn => samples::table.select(samples::role).get_result(conn))?))
        .await;
    assert!(matches!(
        read,
        Err(DbError::Query(diesel::result::Error::DeserializationError(_)))
    ));
}

use std::collections::BTreeSet;

use diesel::prelude::*;

use super::{
    super::page::{Cursor, InvalidCursor, Page, PageRequest, older_than},
    *,
};

#[tokio::test]
async fn walking_the_pages_of_a_list_meets_every_row_once_in_order() {
    let db = with_samples().await;
    db.write(|conn| {
        for n in 0..11 {
            // Three rows share each instant, so that the id has to break ties.
            insert(conn, &sample(&format!("2026-11-02T09:00:0{}Z", n / 3), n))?;
        }
        Ok::<_, DbError>(())
    })
    .await
    .unwrap();

    let mut cursor: Option<String> = None;
    let mut seen: Vec<(Timestamp, ApplicationId)> = Vec::new();
    loop {
        let request: PageRequest = PageRequest::new(Some(4), cursor.as_deref()).unwrap();
        let page: Page<(Timestamp, ApplicationId)> = db
            .read(move |conn| {
                let rows: Vec<(Timestamp, ApplicationId)> = q!(conn => {
                    let mut query = samples::table.select((samples::at, samples::id)).into_boxed();
                    if let Some(after) = &request.after {
                        query = query.filter(older_than!(samples::at, samples::id, after));
                    }
                    query
                        .order((samples::at.desc(), samples::id.desc()))
                        .limit(request.load_limit())
                        .load(conn)
                })?;
                Ok::<_, DbError>(request.page(rows, |row| Cursor::new(row.0, row.1), |row| row))
            })
            .await
            .unwrap();
        seen.extend(page.data);
        assert_eq!(page.has_more, page.next_cursor.is_some());
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    let mut ordered = seen.clone();
    ordered.sort();
    ordered.reverse();
    assert_eq!(seen, ordered);
    assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), 11);
}

#[test]
fn a_cursor_that_was_tampered_with_is_refused() {
    for bad in ["", "x", "e30", "bm90IGpzb24"] {
        assert_eq!(PageRequest::<Timestamp>::new(None, Some(bad)), Err(InvalidCursor));
    }
}

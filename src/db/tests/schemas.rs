//! The two engines' schemas say the same.

use std::collections::BTreeMap;

use diesel::{dsl::sql, prelude::*, sql_types::Text};

use super::{super::testing::postgres_url, *};

/// Table and column, or index, each with what it is.
type Schema = BTreeMap<String, String>;

const SQLITE: &str = "\
    SELECT t.name || '.' || c.name AS name, \
           c.type || CASE WHEN c.\"notnull\" THEN ' NOT NULL' ELSE '' END \
           || CASE WHEN c.pk > 0 THEN ' KEY ' || c.pk ELSE '' END AS what \
      FROM pragma_table_list AS t JOIN pragma_table_info(t.name) AS c \
     WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND t.name NOT LIKE '\\_\\_%' ESCAPE '\\' \
     UNION ALL \
    SELECT t.name || ' -> ' || f.\"table\" || '.' || f.\"from\", f.on_delete \
      FROM pragma_table_list AS t JOIN pragma_foreign_key_list(t.name) AS f WHERE t.schema = 'main' \
     UNION ALL \
    SELECT 'index ' || i.name, i.tbl_name || CASE WHEN i.sql LIKE 'CREATE UNIQUE%' THEN ' UNIQUE' ELSE '' END \
      FROM sqlite_master AS i WHERE i.type = 'index' AND i.sql IS NOT NULL";

const POSTGRES: &str = "\
    SELECT c.table_name || '.' || c.column_name AS name, \
           CASE c.data_type WHEN 'uuid' THEN 'BLOB' WHEN 'bytea' THEN 'BLOB' WHEN 'text' THEN 'TEXT' \
                WHEN 'jsonb' THEN 'TEXT' WHEN 'double precision' THEN 'REAL' WHEN 'bigint' THEN 'INTEGER' \
                WHEN 'integer' THEN 'INTEGER' WHEN 'smallint' THEN 'INTEGER' WHEN 'boolean' THEN 'INTEGER' \
                WHEN 'timestamp with time zone' THEN 'INTEGER' ELSE c.data_type END \
           || CASE WHEN c.is_nullable = 'NO' THEN ' NOT NULL' ELSE '' END \
           || coalesce(' KEY ' || k.ordinal_position, '') AS what \
      FROM information_schema.columns AS c \
      LEFT JOIN (information_schema.key_column_usage AS k JOIN information_schema.table_constraints AS p \
                 ON p.constraint_name = k.constraint_name AND p.constraint_type = 'PRIMARY KEY') \
        ON k.table_name = c.table_name AND k.column_name = c.column_name \
     WHERE c.table_schema = 'public' AND c.table_name NOT LIKE '\\_\\_%' \
     UNION ALL \
    SELECT r.relname || ' -> ' || f.relname || '.' || a.attname, \
           CASE x.confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'r' THEN 'RESTRICT' WHEN 'n' THEN 'SET NULL' \
                WHEN 'd' THEN 'SET DEFAULT' ELSE 'NO ACTION' END \
      FROM pg_constraint AS x JOIN pg_class AS r ON r.oid = x.conrelid JOIN pg_class AS f ON f.oid = x.confrelid \
      JOIN pg_attribute AS a ON a.attrelid = x.conrelid AND a.attnum = ANY (x.conkey) WHERE x.contype = 'f' \
     UNION ALL \
    SELECT 'index ' || i.relname, t.relname || CASE WHEN x.indisunique THEN ' UNIQUE' ELSE '' END \
      FROM pg_index AS x JOIN pg_class AS i ON i.oid = x.indexrelid JOIN pg_class AS t ON t.oid = x.indrelid \
      JOIN pg_namespace AS n ON n.oid = t.relnamespace AND n.nspname = 'public' \
     WHERE NOT EXISTS (SELECT 1 FROM pg_constraint AS c WHERE c.conindid = x.indexrelid)";

fn load(conn: &mut Conn) -> Result<Schema, DbError> {
    let statement = match conn {
        Conn::Sqlite(_) => SQLITE,
        Conn::Postgres(_) => POSTGRES,
    };
    let rows: Vec<Line> = q!(conn => diesel::sql_query(statement).load(conn))?;
    Ok(rows.into_iter().map(|line| (line.name, line.what)).collect())
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    what: String,
}

/// The engine the environment names and the embedded one, side by side.
#[tokio::test]
async fn both_engines_have_the_same_tables_columns_keys_and_indexes() {
    if postgres_url().is_none() {
        return;
    }
    let postgres = TestDatabase::fresh().await.read(load).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("schema.db").display());
    let sqlite = tokio::task::spawn_blocking(move || {
        let db = super::super::Database::open(&url).unwrap();
        db.migrate().unwrap();
        db.read_blocking(load).unwrap()
    })
    .await
    .unwrap();
    let only = |these: &Schema, those: &Schema| -> Vec<String> {
        these
            .iter()
            .filter(|(name, what)| those.get(*name) != Some(what))
            .map(|(name, what)| format!("{name}: {what}"))
            .collect()
    };
    assert!(sqlite.contains_key("audit_events.hash"));
    assert_eq!(only(&sqlite, &postgres), only(&postgres, &sqlite));
}

#[tokio::test]
async fn every_embedded_table_checks_the_types_of_its_values() {
    let db = TestDatabase::fresh().await;
    if db.engine() != "sqlite" {
        return;
    }
    let lax: Vec<String> = db
        .read(|conn| {
            let names = q!(conn => sql::<Text>(
                "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 \
                 AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_\\_%' ESCAPE '\\'"
            )
            .load(conn))?;
            Ok::<_, DbError>(names)
        })
        .await
        .unwrap();
    assert!(lax.is_empty(), "not STRICT: {lax:?}");
}

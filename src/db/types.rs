//! Column types both engines store, and how the kernel's types travel in them.

use std::fmt;

use diesel::{
    backend::Backend,
    deserialize::{self, FromSql},
    pg::{Pg, PgValue},
    serialize::{self, IsNull, Output, ToSql},
    sql_types::{BigInt, Binary, SqlOrd, SqlType},
    sqlite::{Sqlite, SqliteValue},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;
use std::io::Write;
use uuid::Uuid;

use crate::kernel::{
    codes::{
        CoachingCode, CompetencyCode, DutyCode, ModuleCode, QuestionCode, RedFlagCode, ReferenceItemCode,
        SourceCode,
    },
    email::EmailAddress,
    ids::Id,
    kind::Kind,
    role::Role,
    time::Timestamp,
};

/// An identifier: `uuid`, or a BLOB of 16 bytes.
#[derive(Debug, Clone, Copy, Default, SqlType, diesel::query_builder::QueryId)]
#[diesel(postgres_type(oid = 2950, array_oid = 2951))]
#[diesel(sqlite_type(name = "Binary"))]
pub struct Uid;

/// An instant: `timestamptz`, or an INTEGER of microseconds since 1970.
#[derive(Debug, Clone, Copy, Default, SqlType, diesel::query_builder::QueryId)]
#[diesel(postgres_type(oid = 1184, array_oid = 1185))]
#[diesel(sqlite_type(name = "Long"))]
pub struct Ts;

impl SqlOrd for Ts {}

/// A JSON document: `jsonb`, or TEXT. PostgreSQL orders the keys its own way, SQLite keeps ours.
#[derive(Debug, Clone, Copy, Default, SqlType, diesel::query_builder::QueryId)]
#[diesel(postgres_type(oid = 3802, array_oid = 3807))]
#[diesel(sqlite_type(name = "Text"))]
pub struct Doc;

/// Makes a type bindable in, and readable from, columns of one SQL type, NULL included. It is what diesel's
/// two derives would do, for types that live in modules which must not know diesel.
macro_rules! column {
    ([$($generics:tt)*] $type:ty => $sql:ty) => {
        $crate::db::types::column!(@bind [$($generics)*] $type, $sql, $type);
        $crate::db::types::column!(@bind ['expr, $($generics)*] $type, $sql, &'expr $type);
        $crate::db::types::column!(@bind ['expr, 'expr2, $($generics)*] $type, $sql, &'expr2 &'expr $type);

        impl<__DB, $($generics)*> diesel::serialize::ToSql<diesel::sql_types::Nullable<$sql>, __DB> for $type
        where
            __DB: diesel::backend::Backend,
            Self: diesel::serialize::ToSql<$sql, __DB>,
        {
            fn to_sql<'b>(
                &'b self,
                out: &mut diesel::serialize::Output<'b, '_, __DB>,
            ) -> diesel::serialize::Result {
                diesel::serialize::ToSql::<$sql, __DB>::to_sql(self, out)
            }
        }
        impl<__DB, __ST, $($generics)*> diesel::deserialize::Queryable<__ST, __DB> for $type
        where
            __DB: diesel::backend::Backend,
            __ST: diesel::sql_types::SingleValue,
            Self: diesel::deserialize::FromSql<__ST, __DB>,
        {
            type Row = Self;
            fn build(row: Self) -> diesel::deserialize::Result<Self> {
                Ok(row)
            }
        }
    };
    (@bind [$($generics:tt)*] $type:ty, $sql:ty, $value:ty) => {
        impl<$($generics)*> diesel::expression::AsExpression<$sql> for $value {
            type Expression = diesel::internal::derives::as_expression::Bound<$sql, Self>;
            fn as_expression(self) -> Self::Expression {
                diesel::internal::derives::as_expression::Bound::new(self)
            }
        }
        impl<$($generics)*> diesel::expression::AsExpression<diesel::sql_types::Nullable<$sql>> for $value {
            type Expression =
                diesel::internal::derives::as_expression::Bound<diesel::sql_types::Nullable<$sql>, Self>;
            fn as_expression(self) -> Self::Expression {
                diesel::internal::derives::as_expression::Bound::new(self)
            }
        }
    };
}
pub(crate) use column;

/// Makes `text_enum!` enums and string newtypes (`as_str` and `FromStr`) columns of type TEXT:
/// `text_column!(JobState, Role);`, once per type in the whole crate.
macro_rules! text_column {
    ($($type:ty),+ $(,)?) => { $(
        $crate::db::types::column!([] $type => diesel::sql_types::Text);

        impl<__DB> diesel::serialize::ToSql<diesel::sql_types::Text, __DB> for $type
        where
            __DB: diesel::backend::Backend,
            str: diesel::serialize::ToSql<diesel::sql_types::Text, __DB>,
        {
            fn to_sql<'b>(
                &'b self,
                out: &mut diesel::serialize::Output<'b, '_, __DB>,
            ) -> diesel::serialize::Result {
                #[allow(unused_imports, reason = "enums need it, newtypes have a method of their own")]
                use $crate::kernel::text_enum::TextEnum as _;
                diesel::serialize::ToSql::<diesel::sql_types::Text, __DB>::to_sql(self.as_str(), out)
            }
        }
        impl<__DB> diesel::deserialize::FromSql<diesel::sql_types::Text, __DB> for $type
        where
            __DB: diesel::backend::Backend,
            String: diesel::deserialize::FromSql<diesel::sql_types::Text, __DB>,
        {
            fn from_sql(
                value: <__DB as diesel::backend::Backend>::RawValue<'_>,
            ) -> diesel::deserialize::Result<Self> {
                let text =
                    <String as diesel::deserialize::FromSql<diesel::sql_types::Text, __DB>>::from_sql(value)?;
                Ok(text.parse::<$type>()?)
            }
        }
    )+ };
}
pub(crate) use text_column;

text_column!(Role, Kind, EmailAddress);
text_column!(CompetencyCode, QuestionCode, SourceCode, RedFlagCode);
text_column!(ModuleCode, DutyCode, ReferenceItemCode, CoachingCode);

column!([T: 'static] Id<T> => Uid);

impl<T: 'static> ToSql<Uid, Sqlite> for Id<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.as_bytes().as_slice());
        Ok(IsNull::No)
    }
}
impl<T: 'static> FromSql<Uid, Sqlite> for Id<T> {
    fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        Ok(Self::from_uuid(Uuid::from_slice(value.read_blob())?))
    }
}
impl<T: 'static> ToSql<Uid, Pg> for Id<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(self.as_bytes())?;
        Ok(IsNull::No)
    }
}
impl<T: 'static> FromSql<Uid, Pg> for Id<T> {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self::from_uuid(Uuid::from_slice(value.as_bytes())?))
    }
}

column!([] Timestamp => Ts);

/// PostgreSQL counts from 2000-01-01T00:00Z.
const POSTGRES_EPOCH_MICROS: i64 = 946_684_800_000_000;

impl ToSql<Ts, Sqlite> for Timestamp {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.unix_micros());
        Ok(IsNull::No)
    }
}
impl FromSql<Ts, Sqlite> for Timestamp {
    fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        Ok(Self::from_unix_micros(value.read_long()))
    }
}
impl ToSql<Ts, Pg> for Timestamp {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        let micros = self.unix_micros().saturating_sub(POSTGRES_EPOCH_MICROS);
        ToSql::<BigInt, Pg>::to_sql(&micros, &mut out.reborrow())
    }
}
impl FromSql<Ts, Pg> for Timestamp {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        let micros = <i64 as FromSql<BigInt, Pg>>::from_sql(value)?;
        Ok(Self::from_unix_micros(
            micros.saturating_add(POSTGRES_EPOCH_MICROS),
        ))
    }
}

/// A value stored as one JSON document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Json<T>(pub T);

/// A JSON document that is passed through unread.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RawJson(pub Box<RawValue>);

/// SHA-256, as 32 bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sha256Hash(pub [u8; 32]);

impl fmt::Debug for Sha256Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}
impl fmt::Display for Sha256Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl Serialize for Sha256Hash {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl utoipa::PartialSchema for Sha256Hash {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .description(Some("SHA-256 in hexadecimal, 64 characters"))
            .into()
    }
}
impl utoipa::ToSchema for Sha256Hash {
    fn name() -> std::borrow::Cow<'static, str> {
        "Sha256Hash".into()
    }
}

column!([T: fmt::Debug + 'static] Json<T> => Doc);
column!([] RawJson => Doc);
column!([] Sha256Hash => Binary);

/// The first byte of `jsonb` on the wire.
const JSONB_VERSION: u8 = 1;

macro_rules! document {
    ([$($generics:tt)*] [$($read:tt)*] $type:ty) => {
        impl<$($generics)*> ToSql<Doc, Sqlite> for $type {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
                out.set_value(serde_json::to_string(self)?);
                Ok(IsNull::No)
            }
        }
        impl<$($generics)*> ToSql<Doc, Pg> for $type {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                out.write_all(&[JSONB_VERSION])?;
                serde_json::to_writer(out, self)?;
                Ok(IsNull::No)
            }
        }
        impl<$($read)*> FromSql<Doc, Sqlite> for $type {
            fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
                Ok(serde_json::from_str(value.read_text())?)
            }
        }
        impl<$($read)*> FromSql<Doc, Pg> for $type {
            fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
                match value.as_bytes().split_first() {
                    Some((&JSONB_VERSION, json)) => Ok(serde_json::from_slice(json)?),
                    _ => Err("unknown version of jsonb".into()),
                }
            }
        }
    };
}

document!([T: Serialize + fmt::Debug + 'static] [T: DeserializeOwned] Json<T>);
document!([][] RawJson);

impl<DB: Backend> ToSql<Binary, DB> for Sha256Hash
where
    [u8]: ToSql<Binary, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        ToSql::<Binary, DB>::to_sql(self.0.as_slice(), out)
    }
}
impl<DB: Backend> FromSql<Binary, DB> for Sha256Hash
where
    Vec<u8>: FromSql<Binary, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
        let bytes = <Vec<u8> as FromSql<Binary, DB>>::from_sql(value)?;
        Ok(Self(bytes.try_into().map_err(|_| "not 32 bytes")?))
    }
}

//! Lists in pages: each page starts where the last one ended, however many rows came in between.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::kernel::{
    ids::{Id, RowId},
    time::Timestamp,
};

/// The most rows a page may hold.
pub const MOST: u32 = 200;
/// The rows of a page when nobody says.
pub const USUAL: u32 = 50;

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Page<T> {
    /// The rows.
    pub data: Vec<T>,
    /// What to send as `cursor` to get the next page; null on the last one.
    pub next_cursor: Option<String>,
    /// Whether there is a next page.
    pub has_more: bool,
}

/// The last row of a page: what the list is ordered by, and the id that breaks ties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor<K = Timestamp> {
    /// The value of the column the list is ordered by.
    #[serde(rename = "k")]
    pub key: K,
    /// The row.
    #[serde(rename = "i")]
    pub id: RowId,
}

/// A cursor that we did not hand out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a cursor from this list")]
pub struct InvalidCursor;

impl<K> Cursor<K> {
    /// The cursor of a row.
    pub fn new<T>(key: K, id: Id<T>) -> Self {
        Self {
            key,
            id: RowId::from_uuid(id.uuid()),
        }
    }
}

impl<K: Serialize + DeserializeOwned> Cursor<K> {
    /// The opaque text clients carry.
    pub fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default())
    }
    /// Reads what [`Cursor::encode`] wrote.
    ///
    /// # Errors
    /// When the text is anything else.
    pub fn decode(text: &str) -> Result<Self, InvalidCursor> {
        let json = URL_SAFE_NO_PAD.decode(text).map_err(|_| InvalidCursor)?;
        serde_json::from_slice(&json).map_err(|_| InvalidCursor)
    }
}

/// Which page somebody wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRequest<K = Timestamp> {
    /// Rows per page, 1 to [`MOST`].
    limit: u32,
    /// Where the last page ended; `None` for the first page.
    pub after: Option<Cursor<K>>,
}

impl<K> Default for PageRequest<K> {
    fn default() -> Self {
        Self {
            limit: USUAL,
            after: None,
        }
    }
}

impl<K: Serialize + DeserializeOwned> PageRequest<K> {
    /// The page a client's `limit` and `cursor` ask for; limits out of range are brought into it.
    ///
    /// # Errors
    /// When the cursor is not one of ours.
    pub fn new(limit: Option<u32>, cursor: Option<&str>) -> Result<Self, InvalidCursor> {
        Ok(Self {
            limit: limit.unwrap_or(USUAL).clamp(1, MOST),
            after: cursor.map(Cursor::decode).transpose()?,
        })
    }
    /// How many rows to load: one more than the page holds, to learn whether there is a next page.
    pub fn load_limit(&self) -> i64 {
        i64::from(self.limit) + 1
    }
    /// Cuts the rows loaded under [`PageRequest::load_limit`] to a page.
    pub fn page<R, T>(
        &self,
        mut rows: Vec<R>,
        cursor: impl Fn(&R) -> Cursor<K>,
        view: impl FnMut(R) -> T,
    ) -> Page<T> {
        let most = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let has_more = rows.len() > most;
        rows.truncate(most);
        let next_cursor = rows.last().filter(|_| has_more).map(|row| cursor(row).encode());
        Page {
            data: rows.into_iter().map(view).collect(),
            next_cursor,
            has_more,
        }
    }
}

/// The rows after a cursor in a list ordered by `key` and `id`, both descending:
/// `query.filter(older_than!(t::created_at, t::id, cursor))`. Written this way, and not as
/// `key < x OR (key = x AND id < y)`, both engines walk the index instead of scanning it.
#[allow(unused_macros, reason = "the first list may not be here yet")]
macro_rules! older_than {
    ($key:expr, $id:expr, $cursor:expr) => {
        $key.le($cursor.key.clone())
            .and($key.lt($cursor.key.clone()).or($id.lt($cursor.id)))
    };
}
#[allow(unused_imports, reason = "the first list may not be here yet")]
pub(crate) use older_than;

/// [`older_than!`] for a list ordered by `key` and `id`, both ascending.
#[allow(unused_macros, reason = "for lists that run forwards")]
macro_rules! newer_than {
    ($key:expr, $id:expr, $cursor:expr) => {
        $key.ge($cursor.key.clone())
            .and($key.gt($cursor.key.clone()).or($id.gt($cursor.id)))
    };
}
#[allow(unused_imports, reason = "for lists that run forwards")]
pub(crate) use newer_than;

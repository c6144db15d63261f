//! The tables and what guards them, by version.
//!
//! | version | difference |
//! | --- | --- |
//! | 1 | entries can be neither updated nor deleted |
//! | 2 | nor replaced, by a connection without recursive triggers; the view `fact` |
//! | 3 | entries may state the size of their batch (journal format 2); the view `batch` |

use rusqlite::Connection;

/// The version of the schema in which journals are kept.
pub const VERSION: i64 = 3;

/// Tells a journal from other databases: `KEIY` in ASCII.
pub(crate) const APPLICATION: i64 = 0x4b45_4959;

const FIRST: &str = "
CREATE TABLE entry (
  seq INTEGER PRIMARY KEY,
  batch INTEGER NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE TRIGGER entry_not_updated BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'entries are never changed: record a correction'); END;
CREATE TRIGGER entry_not_deleted BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'entries are never deleted: record a reversal'); END;
";

// `INSERT OR REPLACE` deletes without firing the trigger against it unless recursive triggers are on, which they are
// not in a connection that somebody else opens. So nothing is let in that could take an entry's place.
const SECOND: &str = "
CREATE TRIGGER entry_not_replaced BEFORE INSERT ON entry
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM entry)
BEGIN SELECT RAISE(ABORT, 'entries are never replaced: a new one follows the last'); END;
CREATE VIEW fact AS
SELECT
  seq, batch,
  text ->> '$.at' AS recorded_at,
  text ->> '$.on' AS valid_on,
  text ->> '$.by' AS actor,
  text ->> '$.from.file' AS file,
  text ->> '$.from.sheet' AS sheet,
  text ->> '$.from.row' AS row,
  coalesce(text ->> '$.body.correct.entry', text ->> '$.body.reverse.entry') AS amends,
  coalesce(text -> '$.body.put', text -> '$.body.correct.put', text -> '$.body.set') ->> '$.kind' AS kind,
  coalesce(text -> '$.body.put', text -> '$.body.correct.put', text -> '$.body.set') ->> '$.id' AS id,
  coalesce(text -> '$.body.put', text -> '$.body.correct.put', text -> '$.body.set') ->> '$.event' AS event,
  coalesce(text -> '$.body.put', text -> '$.body.correct.put', text -> '$.body.set') -> '$.fields' AS fields
FROM entry;
";

// An older program knows no sizes, and refuses a schema that it does not know before it reads an entry.
const THIRD: &str = "
CREATE VIEW batch AS
SELECT
  batch,
  min(seq) AS first,
  count(*) AS entries,
  max(text ->> '$.size') AS size,
  min(text ->> '$.at') AS recorded_at,
  min(text ->> '$.by') AS actor
FROM entry GROUP BY batch;
";

/// Brings a database from one version to another; 0 is an empty one.
pub(crate) fn migrate(connection: &Connection, from: i64, to: i64) -> rusqlite::Result<()> {
    for (version, change) in [(1, FIRST), (2, SECOND), (3, THIRD)] {
        if from < version && version <= to {
            connection.execute_batch(change)?;
        }
    }
    connection.pragma_update(None, "application_id", APPLICATION)?;
    connection.pragma_update(None, "user_version", to)
}

/// What a database is made of, but for views, which guard nothing: the thing and the text that made it.
pub(crate) fn objects(connection: &Connection) -> rusqlite::Result<Vec<(String, String)>> {
    let made = "SELECT type || ' `' || name || '`', coalesce(sql, '') FROM sqlite_schema
        WHERE type <> 'view' OR name IN ('fact', 'batch') ORDER BY type, name";
    let mut statement = connection.prepare(made)?;
    statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

/// The first thing in which a database differs from what its version made.
pub(crate) fn difference(connection: &Connection, version: i64) -> rusqlite::Result<Option<String>> {
    let fresh = Connection::open_in_memory()?;
    migrate(&fresh, 0, version)?;
    let (wanted, found) = (objects(&fresh)?, objects(connection)?);
    let missing = wanted.iter().find(|object| !found.contains(object));
    let added = found.iter().find(|object| !wanted.contains(object));
    Ok(missing.or(added).map(|(name, _)| name.clone()))
}

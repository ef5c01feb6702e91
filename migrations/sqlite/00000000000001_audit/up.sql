-- Who did what, when, and what was refused. One hash chain per case; rows are never changed or removed.
CREATE TABLE audit_events (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    chain TEXT NOT NULL,
    seq INTEGER NOT NULL CHECK (seq > 0),
    at INTEGER NOT NULL,
    actor_kind TEXT NOT NULL CHECK (actor_kind IN ('user', 'candidate', 'referee', 'system')),
    actor_id BLOB CHECK (length(actor_id) = 16),
    actor_name TEXT NOT NULL,
    role TEXT,
    entity_kind TEXT NOT NULL,
    entity_id BLOB NOT NULL CHECK (length(entity_id) = 16),
    action TEXT NOT NULL,
    from_state TEXT,
    to_state TEXT,
    outcome TEXT NOT NULL CHECK (outcome IN ('allowed', 'refused', 'derived')),
    details TEXT NOT NULL CHECK (json_valid(details)),
    policy_version INTEGER,
    request_id BLOB NOT NULL CHECK (length(request_id) = 16),
    previous_hash BLOB NOT NULL CHECK (length(previous_hash) = 32),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    UNIQUE (chain, seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX audit_events_by_entity ON audit_events (entity_id, at, id);
CREATE INDEX audit_events_by_time ON audit_events (at, id);

CREATE TRIGGER audit_events_no_update BEFORE UPDATE ON audit_events
BEGIN
    SELECT RAISE(ABORT, 'audit_events is append-only');
END;

CREATE TRIGGER audit_events_no_delete BEFORE DELETE ON audit_events
BEGIN
    SELECT RAISE(ABORT, 'audit_events is append-only');
END;

-- INSERT OR REPLACE would remove a row without asking the trigger above.
CREATE TRIGGER audit_events_no_replace BEFORE INSERT ON audit_events
WHEN EXISTS (SELECT 1 FROM audit_events AS a
             WHERE a.id = NEW.id OR (a.chain = NEW.chain AND a.seq = NEW.seq))
BEGIN
    SELECT RAISE(ABORT, 'audit_events is append-only');
END;

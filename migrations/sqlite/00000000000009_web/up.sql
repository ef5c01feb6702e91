-- What a client already asked for under a key of its own: a repeated request gets the first answer again.
CREATE TABLE idempotency_keys (
    principal TEXT NOT NULL,
    key TEXT NOT NULL,
    route TEXT NOT NULL,
    body_hash BLOB NOT NULL CHECK (length(body_hash) = 32),
    status INTEGER,
    headers TEXT CHECK (json_valid(headers)),
    body TEXT,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (principal, key, route)
) STRICT, WITHOUT ROWID;

CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

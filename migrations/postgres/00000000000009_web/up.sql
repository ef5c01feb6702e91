-- What a client already asked for under a key of its own: a repeated request gets the first answer again.
CREATE TABLE idempotency_keys (
    principal TEXT NOT NULL,
    key TEXT NOT NULL,
    route TEXT NOT NULL,
    body_hash BYTEA NOT NULL CHECK (octet_length(body_hash) = 32),
    status BIGINT,
    headers JSONB,
    body TEXT,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (principal, key, route)
);

CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

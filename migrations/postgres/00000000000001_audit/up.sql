-- Who did what, when, and what was refused. One hash chain per case; rows are never changed or removed.
CREATE TABLE audit_events (
    id UUID NOT NULL PRIMARY KEY,
    chain TEXT NOT NULL,
    seq BIGINT NOT NULL CHECK (seq > 0),
    at TIMESTAMPTZ NOT NULL,
    actor_kind TEXT NOT NULL CHECK (actor_kind IN ('user', 'candidate', 'referee', 'system')),
    actor_id UUID,
    actor_name TEXT NOT NULL,
    role TEXT,
    entity_kind TEXT NOT NULL,
    entity_id UUID NOT NULL,
    action TEXT NOT NULL,
    from_state TEXT,
    to_state TEXT,
    outcome TEXT NOT NULL CHECK (outcome IN ('allowed', 'refused', 'derived')),
    details JSONB NOT NULL,
    policy_version BIGINT,
    request_id UUID NOT NULL,
    previous_hash BYTEA NOT NULL CHECK (octet_length(previous_hash) = 32),
    hash BYTEA NOT NULL CHECK (octet_length(hash) = 32),
    UNIQUE (chain, seq)
);

CREATE INDEX audit_events_by_entity ON audit_events (entity_id, at, id);
CREATE INDEX audit_events_by_time ON audit_events (at, id);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END
$$;

CREATE TRIGGER audit_events_no_change BEFORE UPDATE OR DELETE ON audit_events
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_events_no_truncate BEFORE TRUNCATE ON audit_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Files trainees attach as evidence. They live in the database: one transaction, one backup, the same on every replica.
CREATE TABLE evidence_files (
    id uuid NOT NULL PRIMARY KEY,
    module_id uuid NOT NULL REFERENCES onboarding_modules (id),
    name text NOT NULL,
    media_type text NOT NULL,
    size bigint NOT NULL CHECK (size > 0),
    sha256 bytea NOT NULL CHECK (length(sha256) = 32),
    content bytea NOT NULL CHECK (length(content) = size),
    added_by uuid NOT NULL,
    added_at timestamptz NOT NULL,
    UNIQUE (module_id, sha256)
);

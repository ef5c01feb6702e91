-- Files trainees attach as evidence. They live in the database: one transaction, one backup, the same on every replica.
CREATE TABLE evidence_files (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    module_id BLOB NOT NULL CHECK (length(module_id) = 16) REFERENCES onboarding_modules (id),
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL CHECK (size > 0),
    sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
    content BLOB NOT NULL CHECK (length(content) = size),
    added_by BLOB NOT NULL CHECK (length(added_by) = 16),
    added_at INTEGER NOT NULL,
    UNIQUE (module_id, sha256)
) STRICT;

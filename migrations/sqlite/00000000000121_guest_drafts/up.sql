-- What a guest has typed and not handed in: a candidate's work sample, a referee's answers. No evidence, not
-- audited, gone when it is handed in.
CREATE TABLE guest_drafts (
    subject BLOB NOT NULL PRIMARY KEY CHECK (length(subject) = 16),
    application_id BLOB NOT NULL CHECK (length(application_id) = 16),
    body TEXT NOT NULL CHECK (json_valid(body)),
    version INTEGER NOT NULL CHECK (version > 0),
    saved_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX guest_drafts_by_application ON guest_drafts (application_id);

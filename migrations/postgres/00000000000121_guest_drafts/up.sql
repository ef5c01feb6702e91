-- What a guest has typed and not handed in: a candidate's work sample, a referee's answers. No evidence, not
-- audited, gone when it is handed in.
CREATE TABLE guest_drafts (
    subject UUID NOT NULL PRIMARY KEY,
    application_id UUID NOT NULL,
    body JSONB NOT NULL,
    version BIGINT NOT NULL CHECK (version > 0),
    saved_at TIMESTAMPTZ NOT NULL
);

CREATE INDEX guest_drafts_by_application ON guest_drafts (application_id);

-- What speaks against a reference being the referee's own, as it was seen, and what HR decided about it (dossier
-- Part 5; the reference counts once every sign is decided).
CREATE TABLE reference_signs (
    referee_id uuid NOT NULL REFERENCES referees (id) ON DELETE CASCADE,
    sign text NOT NULL CHECK (sign IN ('candidate_mailbox', 'candidate_domain', 'disposable_domain', 'candidate_browser', 'referee_browser', 'candidate_network', 'answered_at_once', 'all_fives')),
    application_id uuid NOT NULL,
    seen_at timestamptz NOT NULL,
    counts boolean,
    reason text,
    decided_by uuid,
    decided_at timestamptz,
    PRIMARY KEY (referee_id, sign),
    CHECK ((decided_at IS NULL) = (counts IS NULL)),
    CHECK ((decided_at IS NULL) = (reason IS NULL)),
    CHECK ((decided_at IS NULL) = (decided_by IS NULL))
);

CREATE INDEX reference_signs_by_application ON reference_signs (application_id, referee_id, sign);
CREATE INDEX reference_signs_by_decision ON reference_signs (decided_at, referee_id);

-- The network a guest began from; kept only where the company compares networks.
ALTER TABLE link_sessions ADD COLUMN network text;
CREATE INDEX link_sessions_by_network ON link_sessions (network);

-- The whole content of each version, as text, so that a release with other shipped content changes no running case.
-- Versions stored by an older release are empty until the service starts for the first time after this migration.
ALTER TABLE content_versions ADD COLUMN body TEXT NOT NULL DEFAULT '';
-- SHA-256 of `body`, and of the shipped content it was made from.
ALTER TABLE content_versions ADD COLUMN sha256 TEXT NOT NULL DEFAULT '';
ALTER TABLE content_versions ADD COLUMN shipped_sha256 TEXT NOT NULL DEFAULT '';

-- Cases are pinned to versions: once written, a version stays as it is.
CREATE TRIGGER content_versions_no_update BEFORE UPDATE ON content_versions
    FOR EACH ROW WHEN (OLD.body <> '') EXECUTE FUNCTION refuse_change();
CREATE TRIGGER content_versions_no_delete BEFORE DELETE ON content_versions
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

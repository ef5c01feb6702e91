-- The audit log is read by who acted and by what was acted on, newest first.
CREATE INDEX audit_events_by_actor ON audit_events (actor_id, at, id);
CREATE INDEX audit_events_by_kind ON audit_events (entity_kind, at, id);

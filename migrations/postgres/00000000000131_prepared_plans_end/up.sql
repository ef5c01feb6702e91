-- A plan that was prepared and never lived can be ended: whose application led to no hire.
ALTER TABLE onboarding_plans DROP CONSTRAINT onboarding_plans_check;
ALTER TABLE onboarding_plans ADD CONSTRAINT onboarding_plans_check CHECK (
    state IN ('preboarding', 'ended') OR (live_at IS NOT NULL AND trainee_id IS NOT NULL AND starts_at IS NOT NULL)
);

//! What is told around a new hire, and about accounts of the staff.

letters! {
    /// M20, to the new hire: the first week, and the honest preview again.
    Preboarding {
        /// The job's title.
        job_title: String,
        /// The first day.
        starts: String,
        /// What happens in the first week.
        first_week: Vec<String>,
        /// What the job is like.
        preview: Vec<String>,
        /// The buddy's name.
        buddy: Option<String>,
        /// Where the new hire sets up the sign-in.
        account_link: Option<String>,
    }
    /// M22, to the trainee or the trainer: a training module is due.
    ModuleDue {
        /// Code and name of the module.
        module: String,
        /// The trainer's name.
        trainer: String,
        /// The trainee's name when the mail goes to the trainer; none when it goes to the trainee.
        trainee_name: Option<String>,
        /// The steps that are still open.
        steps: Vec<String>,
        /// By when.
        due: String,
        /// The module.
        link: String,
    }
    /// To the coach and the sponsor: no coaching session was held for too long (G59).
    OnboardingNotice {
        /// The hire.
        trainee_name: String,
        /// What is late, as the end of a sentence.
        what: String,
        /// Since when.
        since: String,
        /// What it is about.
        content: Vec<String>,
        /// What to do.
        next_step: String,
        /// Where.
        link: String,
    }
    /// To somebody of the staff: where to choose a password. Nobody else sees the link.
    PasswordLink {
        /// Whether the account is new.
        invited: bool,
        /// Until when the link works.
        until: String,
        /// Where the password is chosen, once.
        link: String,
    }
    /// To somebody of the staff: a password was set for their account, by whomever.
    PasswordSet {
        /// When.
        when: String,
    }
    /// M21, to HR, those who set up accounts, and the manager: what is not ready for the first day; 5 and 1 days before.
    DayOneReadiness {
        /// The new hire.
        trainee_name: String,
        /// The first day.
        starts: String,
        /// What is not confirmed yet; empty when everything is.
        open_items: Vec<String>,
        /// The preparation.
        link: String,
    }
    /// M23, to the trainee and the trainer: a training module is late.
    ModuleOverdue {
        /// Code and name of the module.
        module: String,
        /// The trainer's name.
        trainer: String,
        /// The trainee's name when the mail goes to the trainer; none when it goes to the trainee.
        trainee_name: Option<String>,
        /// The steps that are still open.
        steps: Vec<String>,
        /// When it was due.
        due: String,
        /// The module.
        link: String,
    }
    /// M24, to the trainer: evidence was handed in and waits for a look.
    EvidenceSubmitted {
        /// The trainee.
        trainee_name: String,
        /// Code and name of the module.
        module: String,
        /// When the module is due.
        due: String,
        /// The module.
        link: String,
    }
    /// M25, to the trainee: a module came back.
    EvidenceReturned {
        /// Code and name of the module.
        module: String,
        /// The trainer's name.
        trainer: String,
        /// What is missing and how it is made good.
        reason: String,
        /// When the module is due.
        due: String,
        /// The module.
        link: String,
    }
    /// M26, to the manager: a check-in is due.
    CheckinDue {
        /// The hire.
        trainee_name: String,
        /// Which check-in.
        check_in: String,
        /// What to talk about.
        content: Vec<String>,
        /// By when.
        due: String,
        /// The check-ins.
        link: String,
    }
    /// M27, to the manager after three working days and to the sponsor after seven: a check-in is late (6.5).
    CheckinOverdue {
        /// The hire.
        trainee_name: String,
        /// Which check-in.
        check_in: String,
        /// What it is about.
        content: Vec<String>,
        /// Since when it is late.
        since: String,
        /// Whether this goes to the sponsor.
        escalated: bool,
        /// The check-ins.
        link: String,
    }
    /// M28, to the hire: the fixed questions about how it goes (6.5).
    PulseSurvey {
        /// The questions.
        items: Vec<String>,
        /// The form.
        link: String,
    }
    /// M29, to the coach and the hire: the next coaching session is due (6.5, monthly in the first year).
    CoachingDue {
        /// The hire's name when the mail goes to the coach; none when it goes to the hire.
        trainee_name: Option<String>,
        /// By when.
        due: String,
        /// Accounts to talk about.
        accounts: Vec<String>,
        /// The questions.
        questions: Vec<String>,
        /// The sessions.
        link: String,
    }
    /// M30, to the coach and the hire: what was agreed in a session.
    CoachingActions {
        /// The hire.
        trainee_name: String,
        /// When the session was held.
        held: String,
        /// What is to be done, by whom and until when.
        actions: Vec<String>,
        /// The session.
        link: String,
    }
    /// M31, to the hire and the coach: a contract ends in 180, 120 or 90 days.
    RenewalWatch {
        /// The client.
        account: String,
        /// When the contract ends.
        ends: String,
        /// How many days before the end this mail is planned for.
        days_before: i64,
        /// What to do now.
        steps: Vec<String>,
        /// The hire's name when the mail goes to the coach; none when it goes to the hire.
        trainee_name: Option<String>,
        /// The book of accounts.
        link: String,
    }
    /// M32, to the manager: the load is too high (6.4).
    LoadAlert {
        /// The hire.
        trainee_name: String,
        /// How many accounts the hire carries.
        accounts: i64,
        /// The signs, in words.
        signs: Vec<String>,
        /// The book of accounts.
        link: String,
    }
}

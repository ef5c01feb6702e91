//! Where somebody can go, by the roles they hold.

use crate::{kernel::role::Role, web::view::NavItem};

/// Roles that have to do with hiring.
const HIRING: &[Role] = &[
    Role::Sponsor,
    Role::HiringManager,
    Role::Interviewer,
    Role::Assessor,
    Role::Hr,
    Role::HrLead,
    Role::OpsLead,
    Role::Auditor,
];
/// Roles that hold interviews or rate work samples.
const RATERS: &[Role] = &[
    Role::HiringManager,
    Role::Interviewer,
    Role::Assessor,
    Role::OpsLead,
];
const REFERENCES: &[Role] = &[Role::Hr, Role::HrLead];
const ONBOARDING: &[Role] = &[
    Role::Sponsor,
    Role::HiringManager,
    Role::Hr,
    Role::HrLead,
    Role::OpsLead,
    Role::Trainer,
    Role::Coach,
    Role::Manager,
    Role::Buddy,
    Role::Auditor,
];
const ADMINISTRATION: &[Role] = &[Role::Admin, Role::HrLead, Role::Sponsor, Role::Auditor];

struct Place {
    label: &'static str,
    href: &'static str,
    icon: &'static str,
    /// Who goes there; everybody when empty.
    roles: &'static [Role],
}

const PLACES: &[Place] = &[
    Place {
        label: "nav-today",
        href: "/today",
        icon: "home",
        roles: &[],
    },
    Place {
        label: "nav-jobs",
        href: "/jobs",
        icon: "briefcase",
        roles: HIRING,
    },
    Place {
        label: "nav-candidates",
        href: "/applications",
        icon: "users",
        roles: HIRING,
    },
    Place {
        label: "nav-scorecards",
        href: "/scorecards",
        icon: "clipboard-check",
        roles: RATERS,
    },
    Place {
        label: "nav-references",
        href: "/references",
        icon: "message-2",
        roles: REFERENCES,
    },
    Place {
        label: "nav-onboarding",
        href: "/onboarding_plans",
        icon: "list-check",
        roles: ONBOARDING,
    },
    Place {
        label: "nav-my-onboarding",
        href: "/my-onboarding",
        icon: "school",
        roles: &[Role::Trainee],
    },
    Place {
        label: "nav-administration",
        href: "/administration",
        icon: "settings",
        roles: ADMINISTRATION,
    },
];

/// The places somebody with these roles can go, seen from `path`.
pub(super) fn of(roles: &[Role], path: &str, demo: bool) -> Vec<NavItem> {
    let open = |place: &&Place| place.roles.is_empty() || place.roles.iter().any(|role| roles.contains(role));
    let item = |place: &Place| NavItem {
        label: place.label,
        href: place.href.to_owned(),
        icon: place.icon,
        current: within(path, place.href),
    };
    let mailbox = Place {
        label: "nav-mailbox",
        href: "/mailbox",
        icon: "mail",
        roles: &[],
    };
    let mut items: Vec<NavItem> = PLACES.iter().filter(open).map(item).collect();
    if demo {
        items.push(item(&mailbox));
    }
    items
}

fn within(path: &str, place: &str) -> bool {
    path.strip_prefix(place)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hrefs(roles: &[Role]) -> Vec<String> {
        of(roles, "/jobs/1", false)
            .into_iter()
            .map(|item| item.href)
            .collect()
    }

    #[test]
    fn everybody_is_offered_what_their_roles_need() {
        assert_eq!(hrefs(&[Role::Trainee]), ["/today", "/my-onboarding"]);
        assert_eq!(hrefs(&[Role::Trainer]), ["/today", "/onboarding_plans"]);
        assert_eq!(
            hrefs(&[Role::Interviewer]),
            ["/today", "/jobs", "/applications", "/scorecards"]
        );
        assert!(hrefs(&[Role::Hr]).contains(&"/references".to_owned()));
    }

    #[test]
    fn a_page_below_a_place_is_there() {
        let items = of(&[Role::Hr], "/jobs/1", false);
        let current: Vec<_> = items
            .iter()
            .filter(|i| i.current)
            .map(|i| i.href.as_str())
            .collect();
        assert_eq!(current, ["/jobs"]);
        assert!(!within("/jobsite", "/jobs"));
    }
}

//! Who works at the company of the story.

use serde::Serialize;

use crate::{
    db::Database,
    fault::Fault,
    kernel::{
        clock::SimulatedClock, ctx::Ctx, email::EmailAddress, ids::UserId, random, role::Role, time::days,
    },
    people::{self, NewUser, passwords},
};

/// Days the tokens of a demo last, in wall time.
const TOKEN_DAYS: i64 = 30;

/// A member of the staff.
#[derive(Debug, Clone, Copy)]
pub struct Member {
    /// How the story calls them, and the local part of their address.
    pub key: &'static str,
    /// The full name.
    pub name: &'static str,
    /// The roles.
    pub roles: &'static [Role],
    /// Whether they work in the operations function.
    pub operations: bool,
}

const fn member(key: &'static str, name: &'static str, roles: &'static [Role]) -> Member {
    Member {
        key,
        name,
        roles,
        operations: false,
    }
}

const fn of_operations(key: &'static str, name: &'static str, roles: &'static [Role]) -> Member {
    Member {
        key,
        name,
        roles,
        operations: true,
    }
}

/// Everybody, the administrator first.
pub(super) const CAST: &[Member] = &[
    member("ada", "Ada Admin", &[Role::Admin]),
    member("sofia", "Sofia Sponsor", &[Role::Sponsor]),
    member(
        "mara",
        "Mara Keller",
        &[Role::HiringManager, Role::Interviewer, Role::Manager],
    ),
    member("hanna", "Hanna Reyes", &[Role::Hr]),
    member("lena", "Lena Vogt", &[Role::HrLead]),
    of_operations("omar", "Omar Haddad", &[Role::OpsLead, Role::Interviewer]),
    member("ines", "Ines Duarte", &[Role::Interviewer]),
    member("jonas", "Jonas Weber", &[Role::Interviewer]),
    of_operations("paul", "Paul Okafor", &[Role::Interviewer, Role::Assessor]),
    member("rita", "Rita Lund", &[Role::Assessor]),
    member("sam", "Sam Ito", &[Role::Assessor]),
    of_operations("tara", "Tara Novak", &[Role::Trainer]),
    member("theo", "Theo Brandt", &[Role::Trainer]),
    member("carl", "Carl Jensen", &[Role::Coach]),
    member("bea", "Bea Moreau", &[Role::Buddy]),
    member("august", "August Lind", &[Role::Auditor]),
];

/// How somebody of the story signs in.
#[derive(Debug, Clone, Serialize)]
pub struct SignIn {
    /// Their id.
    #[serde(skip)]
    pub id: UserId,
    /// How the story calls them.
    #[serde(skip)]
    pub key: &'static str,
    /// The full name.
    pub name: String,
    /// The address.
    pub email: String,
    /// The roles.
    pub roles: Vec<Role>,
    /// A password made for this demo, the same for everybody in it.
    pub password: String,
    /// A bearer token.
    pub token: String,
}

/// Makes everybody's account.
pub(super) async fn hire(db: &Database, clock: &SimulatedClock) -> Result<Vec<SignIn>, Fault> {
    let password = format!("demo-{}", random::token());
    let hash = passwords::hash(&password)?;
    let ctx = Ctx::system(clock.now());
    db.write(move |conn| {
        let mut all = Vec::with_capacity(CAST.len());
        for member in CAST {
            let email =
                EmailAddress::parse(&format!("{}@story.example", member.key)).map_err(Fault::internal)?;
            let id = people::create_user(
                conn,
                &ctx,
                NewUser {
                    name: member.name.to_owned(),
                    email: email.clone(),
                    roles: member.roles.to_vec(),
                    operations: member.operations,
                    reports_to: None,
                    password_hash: Some(hash.clone()),
                },
            )?;
            all.push(SignIn {
                id,
                key: member.key,
                name: member.name.to_owned(),
                email: email.to_string(),
                roles: member.roles.to_vec(),
                password: password.clone(),
                token: people::issue_token(conn, &ctx, id, days(TOKEN_DAYS))?,
            });
        }
        Ok(all)
    })
    .await
}

//! Who works at the company of the story.

use serde::Serialize;

use super::Teller;
use crate::{
    fault::Fault,
    kernel::{email::EmailAddress, ids::UserId, random, role::Role, time::days},
    people::{self, NewUser, Passwords},
};

/// Days the tokens of a demo last, in wall time.
const TOKEN_DAYS: i64 = 30;
/// Passwords hashed at the same time.
const HASHED_AT_ONCE: usize = 4;

/// The parts people play.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Technical administration.
    Admin,
    /// The owner.
    Sponsor,
    /// The head of client services: hiring manager, and the hire's manager afterwards.
    Manager,
    /// Runs the pipeline.
    Hr,
    /// Second signatures.
    HrLead,
    /// Leads operations; on no panel.
    OpsLead,
    /// An interviewer from another department.
    Peer,
    /// A senior account manager who interviews.
    Senior,
    /// An interviewer and assessor from operations.
    Operations,
    /// Rates work samples and interviews nobody.
    Assessor,
    /// Trains what concerns clients.
    Trainer,
    /// Trains what concerns operations.
    SecondTrainer,
    /// A leader who coaches.
    Coach,
    /// The hire's buddy.
    Buddy,
    /// Reads.
    Auditor,
    /// The hire, once there is one.
    Trainee,
}

/// A member of the staff.
struct Member {
    part: Part,
    name: &'static str,
    roles: &'static [Role],
    operations: bool,
}

const fn member(part: Part, name: &'static str, roles: &'static [Role]) -> Member {
    Member {
        part,
        name,
        roles,
        operations: false,
    }
}

const fn of_operations(part: Part, name: &'static str, roles: &'static [Role]) -> Member {
    Member {
        part,
        name,
        roles,
        operations: true,
    }
}

/// Everybody, the administrator first.
const CAST: &[Member] = &[
    member(Part::Admin, "Ada Lindqvist", &[Role::Admin]),
    member(Part::Sponsor, "Sofia Marino", &[Role::Sponsor]),
    member(
        Part::Manager,
        "Mara Keller",
        &[Role::HiringManager, Role::Interviewer, Role::Manager],
    ),
    member(Part::Hr, "Hanna Reyes", &[Role::Hr]),
    member(Part::HrLead, "Lena Vogt", &[Role::HrLead]),
    of_operations(Part::OpsLead, "Omar Haddad", &[Role::OpsLead]),
    member(Part::Peer, "Ines Duarte", &[Role::Interviewer]),
    member(Part::Senior, "Jonas Weber", &[Role::Interviewer]),
    of_operations(
        Part::Operations,
        "Paul Okafor",
        &[Role::Interviewer, Role::Assessor],
    ),
    member(Part::Assessor, "Rita Lund", &[Role::Assessor]),
    member(Part::Trainer, "Theo Brandt", &[Role::Trainer]),
    of_operations(Part::SecondTrainer, "Tara Novak", &[Role::Trainer]),
    member(Part::Coach, "Carl Jensen", &[Role::Coach]),
    member(Part::Buddy, "Bea Moreau", &[Role::Buddy]),
    member(Part::Auditor, "August Lind", &[Role::Auditor]),
];

/// Who rates, in the order of dossier 3.0: rounds of the first two, the second and third, the third and fourth;
/// work samples of the last two.
pub const PANEL: [Part; 5] = [
    Part::Manager,
    Part::Peer,
    Part::Senior,
    Part::Operations,
    Part::Assessor,
];

/// How somebody of the story signs in.
#[derive(Debug, Clone, Serialize)]
pub struct SignIn {
    /// Their id.
    #[serde(skip)]
    pub id: UserId,
    /// The part they play.
    #[serde(skip)]
    pub part: Option<Part>,
    /// The full name.
    pub name: String,
    /// The address.
    pub email: String,
    /// The roles.
    pub roles: Vec<Role>,
    /// A password made for this demo.
    pub password: String,
    /// A bearer token.
    pub token: String,
}

/// `Mara Keller` becomes `mara.keller@example.com`.
pub(super) fn address(name: &str) -> anyhow::Result<EmailAddress> {
    let local = name.to_lowercase().replace(' ', ".");
    Ok(EmailAddress::parse(&format!("{local}@example.com"))?)
}

/// A password for somebody of the story, with its hash.
pub(super) struct Secret {
    pub password: String,
    pub hash: String,
}

/// One more password.
pub(super) async fn secret() -> anyhow::Result<Secret> {
    let password = random::token();
    let hash = Passwords::new(1)?.hash(password.clone()).await?;
    Ok(Secret { password, hash })
}

/// One password each; hashing is slow on purpose, so some are hashed at the same time.
async fn secrets(count: usize) -> anyhow::Result<Vec<Secret>> {
    let passwords = Passwords::new(HASHED_AT_ONCE)?;
    let hashed = (0..count).map(|_| {
        let passwords = passwords.clone();
        tokio::spawn(async move {
            let password = random::token();
            let hash = passwords.hash(password.clone()).await?;
            Ok::<_, Fault>(Secret { password, hash })
        })
    });
    let hashed: Vec<_> = hashed.collect();
    let mut secrets = Vec::with_capacity(count);
    for one in hashed {
        secrets.push(one.await??);
    }
    Ok(secrets)
}

/// Makes everybody's account.
pub(super) async fn hire(teller: &mut Teller) -> anyhow::Result<()> {
    let mut cast = Vec::with_capacity(CAST.len());
    for (member, secret) in CAST.iter().zip(secrets(CAST.len()).await?) {
        let email = address(member.name)?;
        let new = NewUser {
            name: member.name.to_owned(),
            email: email.clone(),
            roles: member.roles.to_vec(),
            operations: member.operations,
            reports_to: None,
            password_hash: Some(secret.hash),
        };
        let (id, token) = teller
            .by_the_service("accounts are made", move |conn, ctx| {
                let id = people::create_user(conn, ctx, new.clone())?;
                Ok((id, people::issue_token(conn, ctx, id, days(TOKEN_DAYS))?))
            })
            .await?;
        cast.push(SignIn {
            id,
            part: Some(member.part),
            name: member.name.to_owned(),
            email: email.to_string(),
            roles: member.roles.to_vec(),
            password: secret.password,
            token,
        });
    }
    teller.cast = cast;
    Ok(())
}

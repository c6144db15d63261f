//! Who there is: parties, divisions, positions.

use calendar::{Site, SiteId};
use provenance::Text;
use tables::{Names, Row};

use crate::{Heading, OfDuty, OfFigure, OfRole, Provision, RoleId, heading::Given, provision::provisions};

/// On which side of the contract a role stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// The client's.
    Client,
    /// The contractor's.
    Contractor,
    /// Of both.
    Both,
    /// Of neither: a third party.
    Third,
}

const SIDES: &[(&str, Side)] = &[
    ("client", Side::Client),
    ("contractor", Side::Contractor),
    ("both", Side::Both),
    ("third", Side::Third),
];

/// A party, a division of one, or a position in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// Its name and clause.
    pub heading: Heading,
    /// What it is called.
    pub name: Text,
    /// Its side.
    pub side: Side,
    /// The role that it belongs to, by name.
    pub within: Option<RoleId>,
    /// How many persons at least; `None` where it is not said.
    pub at_least: Option<u32>,
    /// How many at most.
    pub at_most: Option<u32>,
    /// Whether it must be resident.
    pub is_resident: bool,
    /// Whether the text allows it to be away.
    pub may_be_away: bool,
    /// The site that it serves.
    pub site: Option<SiteId>,
    /// Roles that the same person may have, by name.
    pub may_double_as: Vec<RoleId>,
}

/// Roles and what is said of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roles {
    /// The roles.
    pub roles: Vec<Role>,
    /// The statements.
    pub provisions: Vec<Provision>,
}

pub(crate) fn roles(
    root: &Row<'_>,
    known: &Names<OfRole>,
    sites: &Names<Site>,
    figures: &Names<OfFigure>,
    duties: &Names<OfDuty>,
) -> Option<Roles> {
    let mut given = Given::default();
    let rows = root.rows("role");
    let read: Vec<Option<Role>> = rows.iter().map(|row| role(row, known, sites, &mut given)).collect();
    let read: Option<Vec<Role>> = read.into_iter().collect();
    if let Some(roles) = &read {
        for (role, row) in roles.iter().zip(&rows).filter(|(role, _)| turns_in_a_circle(role, roles)) {
            row.complain(
                "within",
                format!("`{}` belongs to itself, by way of those that it belongs to", role.heading.id),
                Some("let one of them belong to a party"),
            );
        }
    }
    let provisions = provisions(root, &mut given, figures, duties);
    Some(Roles { roles: read?, provisions: provisions? })
}

fn role(row: &Row<'_>, known: &Names<OfRole>, sites: &Names<Site>, given: &mut Given) -> Option<Role> {
    let (heading, name) = (Heading::read(row), row.required_text("name"));
    if let Some(heading) = &heading {
        given.add(row, heading);
    }
    let side = row.required_one_of("side", SIDES);
    let within = row.optional_name("within", known);
    let (at_least, at_most): (Option<u32>, Option<u32>) = (row.optional("at_least"), row.optional("at_most"));
    if let Some((least, most)) = at_least.zip(at_most).filter(|(least, most)| least > most) {
        row.complain("at_most", format!("found {most}, but at least {least} are asked for"), None);
    }
    Some(Role {
        within,
        at_least,
        at_most,
        is_resident: row.optional("resident").unwrap_or(false),
        may_be_away: row.optional("may_be_away").unwrap_or(false),
        site: row.optional_name("site", sites),
        may_double_as: row.names("may_double_as", known),
        heading: heading?,
        name: name?,
        side: side?,
    })
}

/// Whether going up from a role leads back to it.
fn turns_in_a_circle(role: &Role, roles: &[Role]) -> bool {
    let mut up = role.within.as_ref();
    for _ in roles {
        match up {
            None => return false,
            Some(id) if id.as_str() == role.heading.id => return true,
            Some(id) => {
                up = roles
                    .iter()
                    .find(|role| role.heading.id == id.as_str())
                    .and_then(|role| role.within.as_ref());
            }
        }
    }
    // Not back to itself: into a circle further up, which its own members tell.
    false
}

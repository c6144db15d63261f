//! Who there is: parties, divisions, positions.

use std::collections::BTreeMap;

use calendar::SiteId;
use provenance::Text;
use tables::{Row, Spot, whole};

use crate::{
    Heading, Provision, RoleId,
    heading::Given,
    known::{Known, Stated, rows},
    provision::{hold_provisions, provision},
};

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

pub(crate) fn roles(root: &Row<'_>, known: &Known<'_>) -> Option<Roles> {
    let (roles, provisions) = (rows(root, "role", role), rows(root, "provision", provision));
    hold(&root.spot(), &roles, &provisions, known);
    Some(Roles { roles: whole(roles)?, provisions: whole(provisions)? })
}

fn role(row: &Row<'_>) -> Option<Role> {
    let (heading, name) = (Heading::read(row), row.required_text("name"));
    let side = row.required_one_of("side", SIDES);
    Some(Role {
        within: row.optional_parsed("within", str::parse),
        at_least: row.optional("at_least"),
        at_most: row.optional("at_most"),
        is_resident: row.optional("resident").unwrap_or(false),
        may_be_away: row.optional("may_be_away").unwrap_or(false),
        site: row.optional_parsed("site", str::parse),
        may_double_as: row.each_parsed("may_double_as", str::parse),
        heading: heading?,
        name: name?,
        side: side?,
    })
}

impl Role {
    /// A role of one side, of which nothing more is asked.
    #[must_use]
    pub fn new(heading: Heading, name: Text, side: Side) -> Self {
        Self {
            heading,
            name,
            side,
            within: None,
            at_least: None,
            at_most: None,
            is_resident: false,
            may_be_away: false,
            site: None,
            may_double_as: Vec::new(),
        }
    }
}

impl Roles {
    pub(crate) fn hold(&self, at: &Spot<'_>, known: &Known<'_>) {
        hold(at, &self.roles, &self.provisions, known);
    }
}

fn hold(at: &Spot<'_>, roles: &impl Stated<Role>, provisions: &impl Stated<Provision>, known: &Known<'_>) {
    let mut given = Given::default();
    let above: BTreeMap<&str, Option<&str>> = roles
        .stated()
        .map(|(_, role)| (role.heading.id.as_str(), role.within.as_ref().map(RoleId::as_str)))
        .collect();
    for (n, role) in roles.stated() {
        let at = at.nth("role", n);
        given.take(&at, &role.heading.id);
        if let Some(within) = &role.within {
            at.knows("within", within, &known.roles);
        }
        if let Some((least, most)) = role.at_least.zip(role.at_most).filter(|(least, most)| least > most) {
            at.complain(
                "at_most",
                Text::new(
                    format!("{most}とあるが、求める人数は{least}以上"),
                    format!("found {most}, but at least {least} are asked for"),
                ),
                None,
            );
        }
        if let Some(site) = &role.site {
            at.knows("site", site, known.calendars.sites().names());
        }
        at.knows_each("may_double_as", &role.may_double_as, &known.roles);
        if turns_in_a_circle(&role.heading.id, &above) {
            at.complain(
                "within",
                Text::new(
                    format!("`{}`は属する先をたどると自分自身に戻る", role.heading.id),
                    format!("`{}` belongs to itself, by way of those that it belongs to", role.heading.id),
                ),
                Some(Text::new("いずれかを当事者に属させる", "let one of them belong to a party")),
            );
        }
    }
    hold_provisions(at, provisions, &mut given, known);
}

fn turns_in_a_circle(role: &str, above: &BTreeMap<&str, Option<&str>>) -> bool {
    let up = |id: &str| above.get(id).copied().flatten();
    // As many steps as there are roles: a circle further up is told by its own members.
    std::iter::successors(up(role), |id| up(id)).take(above.len()).any(|id| id == role)
}

//! Everything that a contract says about itself, loaded from its tables.

use calendar::{CalendarSet, Term};
use provenance::{Clause, Text, number_of};
use tables::{Document, Names, Row, TableError, TableErrors};

use crate::{
    Duty, EventKind, Frame, Heading, Meetings, OfDuty, OfFigure, OfRole, Offices, Payments, Policies,
    Provision, Role, RoleId, Roles, Staffing,
    desk::{Escalation, HelpDesk, escalations, help_desk},
    duty::{self, Duties, duties},
    frame::{Counts, frame},
    heading::Given,
    meeting::meetings,
    office::offices,
    provision::provisions,
    role::roles,
    staffing::staffing,
};

/// The tables by the names of their files; `None` where one is not there.
#[derive(Debug, Clone, Copy, Default)]
pub struct TermsTables<'a> {
    /// `contract.toml`: needed by all others.
    pub contract: Option<&'a str>,
    /// `roles.toml`: needed by duties and meetings.
    pub roles: Option<&'a str>,
    /// `duties.toml`.
    pub duties: Option<&'a str>,
    /// `offices.toml`.
    pub offices: Option<&'a str>,
    /// `staffing.toml`.
    pub staffing: Option<&'a str>,
    /// `meetings.toml`.
    pub meetings: Option<&'a str>,
    /// `help-desk.toml`.
    pub help_desk: Option<&'a str>,
    /// `escalation.toml`.
    pub escalation: Option<&'a str>,
    /// `security.toml`.
    pub security: Option<&'a str>,
}

impl<'a> TermsTables<'a> {
    /// The names of the files.
    pub const FILES: [&'static str; 9] = [
        "contract.toml",
        "roles.toml",
        "duties.toml",
        "offices.toml",
        "staffing.toml",
        "meetings.toml",
        "help-desk.toml",
        "escalation.toml",
        "security.toml",
    ];

    /// The files, with their texts where they are there.
    #[must_use]
    pub fn files(&self) -> [(&'static str, Option<&'a str>); 9] {
        let [contract, roles, duties, offices, staffing, meetings, help_desk, escalation, security] =
            Self::FILES;
        [
            (contract, self.contract),
            (roles, self.roles),
            (duties, self.duties),
            (offices, self.offices),
            (staffing, self.staffing),
            (meetings, self.meetings),
            (help_desk, self.help_desk),
            (escalation, self.escalation),
            (security, self.security),
        ]
    }

    /// The tables from whatever gives the text of a file by its name.
    pub fn from_files(text: impl FnMut(&'static str) -> Option<&'a str>) -> Self {
        let [contract, roles, duties, offices, staffing, meetings, help_desk, escalation, security] =
            Self::FILES.map(text);
        Self { contract, roles, duties, offices, staffing, meetings, help_desk, escalation, security }
    }

    /// Whether none of them is there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files().iter().all(|(_, text)| text.is_none())
    }
}

/// What a contract says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    frame: Frame,
    roles: Option<Roles>,
    duties: Option<Duties>,
    offices: Option<Offices>,
    staffing: Option<Staffing>,
    meetings: Option<Meetings>,
    help_desk: Option<HelpDesk>,
    escalations: Vec<Escalation>,
    security: Vec<Provision>,
}

impl Terms {
    /// The terms from the texts of their tables; calendars are those of the same contract.
    ///
    /// # Errors
    /// Every problem of every table: a table that others need and that is not there, a later schema, names that refer
    /// to nothing or in a circle, an office without a zone or with an unknown one, figures that do not agree.
    pub fn from_tables(tables: &TermsTables<'_>, calendars: &CalendarSet) -> Result<Self, TableErrors> {
        let mut problems = missing(tables);
        // Tables refer to each other both ways: names first, then what they stand for.
        let roles_known: Names<OfRole> = Names::of_table("role", "roles.toml", tables.roles, "role", "id");
        let duties_known: Names<OfDuty> = Names::of_table("duty", "duties.toml", tables.duties, "duty", "id");
        let figures: Names<OfFigure> =
            Names::of_table("figure", "contract.toml", tables.contract, "figure", "id");
        let policies = Names::of_table("policy", "contract.toml", tables.contract, "policy", "id");
        let words = Policies::word_names(&policies);

        let offices =
            read("offices.toml", tables.offices, &mut problems, |root| offices(root, calendars.sites()));
        let desk = read("help-desk.toml", tables.help_desk, &mut problems, |root| {
            help_desk(root, calendars, &figures, &duties_known)
        });
        let counts = Counts {
            offices: offices.as_ref().map(|read| number_of(read.offices.len())),
            channels: desk.as_ref().map(|desk| {
                number_of(desk.channels.iter().filter(|channel| channel.of == crate::Desk::HelpDesk).count())
            }),
        };
        let frame =
            read("contract.toml", tables.contract, &mut problems, |root| frame(root, &duties_known, counts));
        let roles = read("roles.toml", tables.roles, &mut problems, |root| {
            roles(root, &roles_known, calendars.sites().names(), &figures, &duties_known)
        });
        let staffing = read("staffing.toml", tables.staffing, &mut problems, |root| {
            staffing(root, calendars, &figures, &duties_known)
        });
        let meetings = read("meetings.toml", tables.meetings, &mut problems, |root| {
            meetings(root, &roles_known, &figures, &duties_known)
        });
        let escalations = read("escalation.toml", tables.escalation, &mut problems, escalations);
        let security = read("security.toml", tables.security, &mut problems, |root| {
            provisions(root, &mut Given::default(), &figures, &duties_known)
        });
        let names = duty::Names { duties: &duties_known, roles: &roles_known, words: &words, calendars };
        let duties = read("duties.toml", tables.duties, &mut problems, |root| duties(root, &names));
        match frame.filter(|_| problems.is_empty()) {
            Some(frame) => Ok(Self {
                frame,
                roles,
                duties,
                offices,
                staffing,
                meetings,
                help_desk: desk,
                escalations: escalations.unwrap_or_default(),
                security: security.unwrap_or_default(),
            }),
            None => Err(TableErrors { problems }),
        }
    }

    /// The term.
    #[must_use]
    pub fn term(&self) -> Term {
        self.frame.term.term
    }

    /// Term, payment, growth, figures, statements, readings.
    #[must_use]
    pub fn frame(&self) -> &Frame {
        &self.frame
    }

    /// The readings of what is left open.
    #[must_use]
    pub fn policies(&self) -> &Policies {
        &self.frame.policies
    }

    /// The monthly payments of a bid in yen.
    #[must_use]
    pub fn payments(&self, bid: u64) -> Payments {
        Payments::new(self.term(), bid, self.policies().remainder.value)
    }

    /// Parties, divisions and positions.
    #[must_use]
    pub fn roles(&self) -> &[Role] {
        self.roles.as_ref().map_or(&[], |roles| &roles.roles)
    }

    /// A role's name for people; the word itself where these terms have no such role.
    #[must_use]
    pub fn role_text(&self, id: &RoleId) -> Text {
        let role = self.roles().iter().find(|role| role.heading.id == id.as_str());
        role.map_or_else(|| Text::same(id.as_str()), |role| role.name.clone())
    }

    /// What happens in an event of a kind, for people; the word itself where there is no such kind.
    #[must_use]
    pub fn event_text(&self, id: &str) -> Text {
        let kind = self.event_kinds().iter().find(|kind| kind.heading.id == id);
        kind.map_or_else(|| Text::same(id), |kind| kind.name.clone())
    }

    /// A meeting's name for people; the word itself where there is no such meeting.
    #[must_use]
    pub fn meeting_text(&self, id: &str) -> Text {
        let meetings = self.meetings().map_or(&[][..], |all| &all.meetings);
        let meeting = meetings.iter().find(|meeting| meeting.heading.id == id);
        meeting.map_or_else(|| Text::same(id), |meeting| meeting.name.clone())
    }

    /// The duties.
    #[must_use]
    pub fn duties(&self) -> &[Duty] {
        self.duties.as_ref().map_or(&[], |duties| &duties.duties)
    }

    /// The kinds of events that make duties due.
    #[must_use]
    pub fn event_kinds(&self) -> &[EventKind] {
        self.duties.as_ref().map_or(&[], |duties| &duties.events)
    }

    /// The offices; `None` without a table of them.
    #[must_use]
    pub fn offices(&self) -> Option<&Offices> {
        self.offices.as_ref()
    }

    /// Residency; `None` without a table of it.
    #[must_use]
    pub fn staffing(&self) -> Option<&Staffing> {
        self.staffing.as_ref()
    }

    /// Meetings; `None` without a table of them.
    #[must_use]
    pub fn meetings(&self) -> Option<&Meetings> {
        self.meetings.as_ref()
    }

    /// The help desk; `None` without a table of it.
    #[must_use]
    pub fn help_desk(&self) -> Option<&HelpDesk> {
        self.help_desk.as_ref()
    }

    /// Means of escalation.
    #[must_use]
    pub fn escalations(&self) -> &[Escalation] {
        &self.escalations
    }

    /// Statements on security and secrecy.
    #[must_use]
    pub fn security(&self) -> &[Provision] {
        &self.security
    }

    /// Every row by the table under which citations bind to it, with its name and clause.
    ///
    /// Tables: `contract` (term, payment, growth, figures, provisions, policies), `role`, `duty`, `event`, `office` (by
    /// name and by number), `staffing`, `meeting` (meetings, agenda, parts, provisions), `channel`, `language`,
    /// `help-desk`, `escalation`, `security`.
    pub fn ids(&self) -> impl Iterator<Item = (&'static str, &str, &Clause)> {
        let rows = self.headings().map(|(table, heading)| (table, heading.id.as_str(), &heading.clause));
        let offices = self.offices.iter().flat_map(|offices| &offices.offices);
        let numbers = offices.map(|office| ("office", office.number.as_str(), &office.heading.clause));
        let policies = self.policies().cited().into_iter().map(|(id, clause)| ("contract", id, clause));
        rows.chain(numbers).chain(policies)
    }

    /// Every row but policies, with the table under which citations bind to it.
    pub fn headings(&self) -> impl Iterator<Item = (&'static str, &Heading)> {
        let mut rows: Vec<(&'static str, &Heading)> = Vec::new();
        let frame = &self.frame;
        rows.extend([("contract", &frame.term.heading), ("contract", &frame.payment.heading)]);
        rows.extend(frame.growth.iter().map(|row| ("contract", &row.heading)));
        rows.extend(frame.figures.iter().map(|row| ("contract", &row.heading)));
        rows.extend(frame.provisions.iter().map(|row| ("contract", &row.heading)));
        if let Some(roles) = &self.roles {
            rows.extend(roles.roles.iter().map(|row| ("role", &row.heading)));
            rows.extend(roles.provisions.iter().map(|row| ("role", &row.heading)));
        }
        rows.extend(self.duties().iter().map(|row| ("duty", &row.heading)));
        rows.extend(self.event_kinds().iter().map(|row| ("event", &row.heading)));
        if let Some(offices) = &self.offices {
            rows.extend(offices.offices.iter().map(|row| ("office", &row.heading)));
        }
        if let Some(staffing) = &self.staffing {
            rows.extend(staffing.residencies.iter().map(|row| ("staffing", &row.heading)));
            rows.extend(staffing.provisions.iter().map(|row| ("staffing", &row.heading)));
        }
        if let Some(meetings) = &self.meetings {
            rows.extend(meetings.meetings.iter().map(|row| ("meeting", &row.heading)));
            rows.extend(meetings.agenda.iter().map(|row| ("meeting", &row.heading)));
            rows.extend(meetings.parts.iter().map(|row| ("meeting", &row.heading)));
            rows.extend(meetings.provisions.iter().map(|row| ("meeting", &row.heading)));
        }
        if let Some(desk) = &self.help_desk {
            rows.extend(desk.channels.iter().map(|row| ("channel", &row.heading)));
            rows.extend(desk.languages.iter().map(|row| ("language", &row.heading)));
            rows.extend(desk.provisions.iter().map(|row| ("help-desk", &row.heading)));
        }
        rows.extend(self.escalations.iter().map(|row| ("escalation", &row.heading)));
        rows.extend(self.security.iter().map(|row| ("security", &row.heading)));
        rows.into_iter()
    }
}

/// Tables that others need and that are not there.
fn missing(tables: &TermsTables<'_>) -> Vec<TableError> {
    let mut problems = Vec::new();
    let present: Vec<&str> =
        tables.files().into_iter().filter(|(_, text)| text.is_some()).map(|(file, _)| file).collect();
    let mut tell = |file: &str, needed_by: &[&str]| {
        if let Some(by) =
            needed_by.iter().find(|by| present.contains(by)).filter(|_| !present.contains(&file))
        {
            problems.push(TableError {
                file: file.to_owned(),
                line: 1,
                column: 1,
                path: String::new(),
                message: format!("the table is missing, and {by} needs it"),
                first_line: None,
                help: Some(format!("add {file} to the folder, or take {by} out of it")),
            });
        }
    };
    let others: Vec<&str> = tables.files().into_iter().map(|(file, _)| file).skip(1).collect();
    tell("contract.toml", &others);
    tell("roles.toml", &["duties.toml", "meetings.toml"]);
    problems
}

fn read<T>(
    file: &str,
    text: Option<&str>,
    problems: &mut Vec<TableError>,
    reader: impl FnOnce(&Row<'_>) -> Option<T>,
) -> Option<T> {
    match Document::parse(file, text?).read(reader) {
        Ok(value) => Some(value),
        Err(errors) => {
            problems.extend(errors.problems);
            None
        }
    }
}

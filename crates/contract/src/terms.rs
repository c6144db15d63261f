//! Everything that a contract says about itself, loaded from its tables.

use std::borrow::Cow;

use calendar::{CalendarSet, Term};
use provenance::{Clause, Text, number_of};
use tables::{Document, Names, Noun, PartErrors, Row, TableError, TableErrors, check, whole};

use crate::{
    Desk, Duties, Duty, EventKind, EventKindId, Frame, Heading, MeetingId, Meetings, OfWord, Offices,
    PaymentRule, Payments, Policies, Provision, Role, RoleId, Roles, Staffing, StatedTerm,
    desk::{Escalation, HelpDesk, escalations, help_desk, hold_escalations},
    duty::duties,
    frame::{Counts, frame},
    heading::Given,
    known::{Known, rows},
    meeting::meetings,
    office::offices,
    provision::{hold_provisions, provision},
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

/// What a contract says about itself, by the parts that its tables state: the same whether they are read or put together by a
/// program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermsParts {
    /// Term, payment, growth, figures, statements, readings.
    pub frame: Frame,
    /// Parties, divisions and positions: needed by duties and meetings.
    pub roles: Option<Roles>,
    /// Duties and the events that make them due.
    pub duties: Option<Duties>,
    /// The offices.
    pub offices: Option<Offices>,
    /// Residency.
    pub staffing: Option<Staffing>,
    /// Meetings.
    pub meetings: Option<Meetings>,
    /// The help desk.
    pub help_desk: Option<HelpDesk>,
    /// Means of escalation.
    pub escalations: Vec<Escalation>,
    /// Statements on security and secrecy.
    pub security: Vec<Provision>,
}

impl TermsParts {
    /// A term that is paid by the month, and nothing else.
    #[must_use]
    pub fn new(term: StatedTerm, payment: PaymentRule) -> Self {
        let frame = Frame {
            term,
            payment,
            growth: None,
            figures: Vec::new(),
            provisions: Vec::new(),
            policies: Policies::default(),
        };
        Self {
            frame,
            roles: None,
            duties: None,
            offices: None,
            staffing: None,
            meetings: None,
            help_desk: None,
            escalations: Vec::new(),
            security: Vec::new(),
        }
    }
}

/// What a contract says about itself: parts that were checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms(TermsParts);

impl Terms {
    /// The terms from the texts of their tables; calendars are those of the same contract.
    ///
    /// # Errors
    /// Every problem of every table: a table that others need and that is not there, a later schema, names that refer
    /// to nothing or in a circle, an office without a zone or with an unknown one, figures that do not agree. Meaning is
    /// checked, as [`checked`](Self::checked) does, of each row that could be read.
    pub fn from_tables(tables: &TermsTables<'_>, calendars: &CalendarSet) -> Result<Self, TableErrors> {
        let mut problems = missing(tables);
        let known = names_of_tables(tables, calendars);
        let mut told = Vec::new();
        let offices = read("offices.toml", tables.offices, &mut told, |root| offices(root, &known));
        let desk = read("help-desk.toml", tables.help_desk, &mut told, |root| help_desk(root, &known));
        let counts = counts(offices.as_ref(), desk.as_ref());
        let frame = read("contract.toml", tables.contract, &mut told, |root| frame(root, &known, counts));
        let roles = read("roles.toml", tables.roles, &mut told, |root| roles(root, &known));
        let staffing = read("staffing.toml", tables.staffing, &mut told, |root| staffing(root, &known));
        let meetings = read("meetings.toml", tables.meetings, &mut told, |root| meetings(root, &known));
        let escalations = read("escalation.toml", tables.escalation, &mut told, escalations);
        let security = read("security.toml", tables.security, &mut told, |root| {
            let security = rows(root, "provision", provision);
            hold_provisions(&root.spot(), &security, &mut Given::default(), &known);
            whole(security)
        });
        let duties = read("duties.toml", tables.duties, &mut told, |root| duties(root, &known));
        problems.extend(told);
        match frame.filter(|_| problems.is_empty()) {
            Some(frame) => Ok(Self(TermsParts {
                frame,
                roles,
                duties,
                offices,
                staffing,
                meetings,
                help_desk: desk,
                escalations: escalations.unwrap_or_default(),
                security: security.unwrap_or_default(),
            })),
            None => Err(TableErrors { problems }),
        }
    }

    /// Terms that a program puts together, checked by the rules that hold for tables.
    ///
    /// ```
    /// use calendar::{CalendarSet, Term};
    /// use contract::{Heading, PaymentRule, StatedTerm, Terms, TermsParts};
    ///
    /// # let calendars = CalendarSet::from_table("calendar.toml", "zone = \"Asia/Tokyo\"\n[[calendar]]\nid = \"office\"\nname = { ja = \"執務時間\", en = \"office hours\" }\nhours = { weekdays = [\"09:00-18:00\"] }\n")?;
    /// let term = Term::new("2024-04-01".parse()?, "2025-03-31".parse()?)?;
    /// let payment = PaymentRule { heading: Heading::new("payment", "example/main#2".parse()?) };
    /// let heading = Heading::new("term", "example/main#1".parse()?);
    /// let parts = |months| {
    ///     let term = StatedTerm { heading: heading.clone(), term, months };
    ///     TermsParts::new(term, payment.clone())
    /// };
    /// assert_eq!(
    ///     Terms::checked(parts(11), &calendars).unwrap_err().to_string(),
    ///     "contract.term.months: found 11, but from 2024-04-01 to 2025-03-31 are 12; mend the days or the number of months"
    /// );
    /// assert!(Terms::checked(parts(12), &calendars).is_ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Every problem, with the table that would state the part, and the path that it has there.
    pub fn checked(parts: TermsParts, calendars: &CalendarSet) -> Result<Self, PartErrors> {
        check(|at| {
            let known = names_of_parts(&parts, calendars);
            let needs_roles =
                [("duties.toml", parts.duties.is_some()), ("meetings.toml", parts.meetings.is_some())];
            if let Some((by, _)) = needs_roles.iter().find(|(_, is_there)| *is_there && parts.roles.is_none())
            {
                let help = Text::new(
                    format!("役割を定めるか、{by}を外す"),
                    format!("state roles, or take {by} out"),
                );
                at.complain(
                    "roles",
                    Text::new(
                        format!("この表がないが、{by}が必要とする"),
                        format!("the table is missing, and {by} needs it"),
                    ),
                    Some(help),
                );
            }
            if let Some(offices) = &parts.offices {
                offices.hold(&at.part("offices"), &known);
            }
            if let Some(desk) = &parts.help_desk {
                desk.hold(&at.part("help-desk"), &known);
            }
            let counts = counts(parts.offices.as_ref(), parts.help_desk.as_ref());
            parts.frame.hold(&at.part("contract"), &known, counts);
            if let Some(roles) = &parts.roles {
                roles.hold(&at.part("roles"), &known);
            }
            if let Some(staffing) = &parts.staffing {
                staffing.hold(&at.part("staffing"), &known);
            }
            if let Some(meetings) = &parts.meetings {
                meetings.hold(&at.part("meetings"), &known);
            }
            hold_escalations(&at.part("escalation"), &parts.escalations);
            hold_provisions(&at.part("security"), &parts.security, &mut Given::default(), &known);
            if let Some(duties) = &parts.duties {
                duties.hold(&at.part("duties"), &known);
            }
            Some(Self(parts))
        })
    }

    /// The parts, as they stand.
    #[must_use]
    pub fn parts(&self) -> &TermsParts {
        &self.0
    }

    /// The term.
    #[must_use]
    pub fn term(&self) -> Term {
        self.0.frame.term.term
    }

    /// Term, payment, growth, figures, statements, readings.
    #[must_use]
    pub fn frame(&self) -> &Frame {
        &self.0.frame
    }

    /// The readings of what is left open.
    #[must_use]
    pub fn policies(&self) -> &Policies {
        &self.0.frame.policies
    }

    /// The monthly payments of a bid in yen.
    #[must_use]
    pub fn payments(&self, bid: u64) -> Payments {
        Payments::new(self.term(), bid, self.policies().remainder.value)
    }

    /// Parties, divisions and positions.
    #[must_use]
    pub fn roles(&self) -> &[Role] {
        self.0.roles.as_ref().map_or(&[], |roles| &roles.roles)
    }

    /// A role's name for people; the word itself where these terms have no such role.
    #[must_use]
    pub fn role_text(&self, id: &RoleId) -> Text {
        let role = self.roles().iter().find(|role| role.heading.id == id.as_str());
        role.map_or_else(|| Text::same(id.as_str()), |role| role.name.clone())
    }

    /// What happens in an event of a kind, for people; the word itself where there is no such kind.
    #[must_use]
    pub fn event_text(&self, id: &EventKindId) -> Text {
        let kind = self.event_kinds().iter().find(|kind| kind.heading.id == id.as_str());
        kind.map_or_else(|| Text::same(id.as_str()), |kind| kind.name.clone())
    }

    /// A meeting's name for people; the word itself where there is no such meeting.
    #[must_use]
    pub fn meeting_text(&self, id: &MeetingId) -> Text {
        let meetings = self.meetings().map_or(&[][..], |all| &all.meetings);
        let meeting = meetings.iter().find(|meeting| meeting.heading.id == id.as_str());
        meeting.map_or_else(|| Text::same(id.as_str()), |meeting| meeting.name.clone())
    }

    /// The duties.
    #[must_use]
    pub fn duties(&self) -> &[Duty] {
        self.0.duties.as_ref().map_or(&[], |duties| &duties.duties)
    }

    /// The kinds of events that make duties due.
    #[must_use]
    pub fn event_kinds(&self) -> &[EventKind] {
        self.0.duties.as_ref().map_or(&[], |duties| &duties.events)
    }

    /// The offices; `None` without a table of them.
    #[must_use]
    pub fn offices(&self) -> Option<&Offices> {
        self.0.offices.as_ref()
    }

    /// Residency; `None` without a table of it.
    #[must_use]
    pub fn staffing(&self) -> Option<&Staffing> {
        self.0.staffing.as_ref()
    }

    /// Meetings; `None` without a table of them.
    #[must_use]
    pub fn meetings(&self) -> Option<&Meetings> {
        self.0.meetings.as_ref()
    }

    /// The help desk; `None` without a table of it.
    #[must_use]
    pub fn help_desk(&self) -> Option<&HelpDesk> {
        self.0.help_desk.as_ref()
    }

    /// Means of escalation.
    #[must_use]
    pub fn escalations(&self) -> &[Escalation] {
        &self.0.escalations
    }

    /// Statements on security and secrecy.
    #[must_use]
    pub fn security(&self) -> &[Provision] {
        &self.0.security
    }

    /// Every row by the table under which citations bind to it, with its name and clause.
    ///
    /// Tables: `contract` (term, payment, growth, figures, provisions, policies), `role`, `duty`, `event`, `office` (by
    /// name and by number), `staffing`, `meeting` (meetings, agenda, parts, provisions), `channel`, `language`,
    /// `help-desk`, `escalation`, `security`. A policy of a single duty is named with it: `shift-period/id-removal`.
    pub fn ids(&self) -> impl Iterator<Item = (&'static str, Cow<'_, str>, &Clause)> {
        let rows =
            self.headings().map(|(table, heading)| (table, heading.id.as_str().into(), &heading.clause));
        let offices = self.0.offices.iter().flat_map(|offices| &offices.offices);
        let numbers = offices.map(|office| ("office", office.no.to_string().into(), &office.heading.clause));
        let policies = self.policies().cited().into_iter();
        let policies = policies.map(|(id, clause)| ("contract", Cow::Borrowed(id), clause));
        let apart = self.policies().cited_apart().map(|(id, clause)| ("contract", Cow::Owned(id), clause));
        rows.chain(numbers).chain(policies).chain(apart)
    }

    /// Every row but policies, with the table under which citations bind to it.
    pub fn headings(&self) -> impl Iterator<Item = (&'static str, &Heading)> {
        let mut rows: Vec<(&'static str, &Heading)> = Vec::new();
        let frame = &self.0.frame;
        rows.extend([("contract", &frame.term.heading), ("contract", &frame.payment.heading)]);
        rows.extend(frame.growth.iter().map(|row| ("contract", &row.heading)));
        rows.extend(frame.figures.iter().map(|row| ("contract", &row.heading)));
        rows.extend(frame.provisions.iter().map(|row| ("contract", &row.heading)));
        if let Some(roles) = &self.0.roles {
            rows.extend(roles.roles.iter().map(|row| ("role", &row.heading)));
            rows.extend(roles.provisions.iter().map(|row| ("role", &row.heading)));
        }
        rows.extend(self.duties().iter().map(|row| ("duty", &row.heading)));
        rows.extend(self.event_kinds().iter().map(|row| ("event", &row.heading)));
        if let Some(offices) = &self.0.offices {
            rows.extend(offices.offices.iter().map(|row| ("office", &row.heading)));
        }
        if let Some(staffing) = &self.0.staffing {
            rows.extend(staffing.residencies.iter().map(|row| ("staffing", &row.heading)));
            rows.extend(staffing.provisions.iter().map(|row| ("staffing", &row.heading)));
        }
        if let Some(meetings) = &self.0.meetings {
            rows.extend(meetings.meetings.iter().map(|row| ("meeting", &row.heading)));
            rows.extend(meetings.agenda.iter().map(|row| ("meeting", &row.heading)));
            rows.extend(meetings.parts.iter().map(|row| ("meeting", &row.heading)));
            rows.extend(meetings.provisions.iter().map(|row| ("meeting", &row.heading)));
        }
        if let Some(desk) = &self.0.help_desk {
            rows.extend(desk.channels.iter().map(|row| ("channel", &row.heading)));
            rows.extend(desk.languages.iter().map(|row| ("language", &row.heading)));
            rows.extend(desk.provisions.iter().map(|row| ("help-desk", &row.heading)));
        }
        rows.extend(self.0.escalations.iter().map(|row| ("escalation", &row.heading)));
        rows.extend(self.0.security.iter().map(|row| ("security", &row.heading)));
        rows.into_iter()
    }
}

/// The names that rows of tables give themselves, whatever else is wrong with them.
fn names_of_tables<'k>(tables: &TermsTables<'_>, calendars: &'k CalendarSet) -> Known<'k> {
    let policies: Names<OfWord> =
        Names::of_table(Noun::new("解釈", "policy"), "contract.toml", tables.contract, "policy", "id");
    Known {
        calendars,
        roles: Names::of_table(Noun::new("役割", "role"), "roles.toml", tables.roles, "role", "id"),
        duties: Names::of_table(Noun::new("義務", "duty"), "duties.toml", tables.duties, "duty", "id"),
        events: Names::of_table(Noun::new("事象", "event"), "duties.toml", tables.duties, "event", "id"),
        figures: Names::of_table(
            Noun::new("数値", "figure"),
            "contract.toml",
            tables.contract,
            "figure",
            "id",
        ),
        agenda: Names::of_table(
            Noun::new("議題", "agenda item"),
            "meetings.toml",
            tables.meetings,
            "agenda",
            "id",
        ),
        regions: Names::of_table(Noun::new("地域", "region"), "offices.toml", tables.offices, "region", "id"),
        words: Policies::word_names(policies.iter().cloned()),
    }
}

/// The names of parts that a program states.
fn names_of_parts<'k>(parts: &TermsParts, calendars: &'k CalendarSet) -> Known<'k> {
    let TermsParts { frame, roles, duties, offices, meetings, .. } = parts;
    let regions = offices.as_ref().map(|all| all.regions.iter().map(|region| region.id.as_str()));
    let words = frame.policies.words.keys().filter_map(|word| word.parse().ok());
    Known {
        calendars,
        roles: names(
            Noun::new("役割", "role"),
            "roles.toml",
            roles.as_ref().map(|all| all.roles.iter().map(|row| &*row.heading.id)),
        ),
        duties: names(
            Noun::new("義務", "duty"),
            "duties.toml",
            duties.as_ref().map(|all| all.duties.iter().map(|row| &*row.heading.id)),
        ),
        events: names(
            Noun::new("事象", "event"),
            "duties.toml",
            duties.as_ref().map(|all| all.events.iter().map(|row| &*row.heading.id)),
        ),
        figures: names(
            Noun::new("数値", "figure"),
            "contract.toml",
            Some(frame.figures.iter().map(|row| &*row.heading.id)),
        ),
        agenda: names(
            Noun::new("議題", "agenda item"),
            "meetings.toml",
            meetings.as_ref().map(|all| all.agenda.iter().map(|row| &*row.heading.id)),
        ),
        regions: names(Noun::new("地域", "region"), "offices.toml", regions),
        words: Policies::word_names(words),
    }
}

/// The names of rows; those of a table that is not there are known to be none.
fn names<'r, T>(kind: Noun, file: &'static str, rows: Option<impl Iterator<Item = &'r str>>) -> Names<T> {
    match rows {
        Some(rows) => Names::new(kind, file, rows.filter_map(|id| id.parse().ok())),
        None => Names::of_table(kind, file, None, kind.en, "id"),
    }
}

/// What figures are checked against, of the parts that are there.
fn counts(offices: Option<&Offices>, desk: Option<&HelpDesk>) -> Counts {
    let of_help_desk = |desk: &HelpDesk| desk.channels.iter().filter(|one| one.of == Desk::HelpDesk).count();
    Counts {
        offices: offices.map(|all| number_of(all.offices.len())),
        channels: desk.map(|desk| number_of(of_help_desk(desk))),
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
                message: Text::new(
                    format!("表がない。{by}が必要とする"),
                    format!("the table is missing, and {by} needs it"),
                ),
                first_line: None,
                help: Some(Text::new(
                    format!("フォルダに{file}を加えるか、{by}を除く"),
                    format!("add {file} to the folder, or take {by} out of it"),
                )),
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

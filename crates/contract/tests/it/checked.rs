//! Two entrances, one set of rules: what tables give, parts give; what the reader refuses, `checked` refuses, with the same
//! reasons.

use contract::{Due, Equals, FixedDay, Terms, TermsParts, TermsTables, Trigger, Unit};

use crate::fixture::{calendars, reference};

const SITES: &str = r#"
[[site]]
id = "abroad"
name = { ja = "支所", en = "branch" }
member = [
  { no = 1, name = { ja = "ソウル", en = "Seoul" }, zone = "Asia/Seoul" },
  { no = 2, name = { ja = "ハノイ", en = "Hanoi" }, zone = "Asia/Ho_Chi_Minh" },
]
"#;

/// A contract with a row of each kind.
const TABLES: TermsTables<'static> = TermsTables {
    contract: Some(
        r#"
[term]
id = "term"
first = 2024-04-01
last = 2025-05-31
months = 14
clause = "example/main#1"
[payment]
id = "payment"
divided = "months-of-term"
clause = "example/main#2"
[growth]
id = "growth"
percent = 20
kinds = 3
of = ["hardware"]
clause = "example/main#2"
[[figure]]
id = "offices"
name = { ja = "事務所", en = "offices" }
value = 2
unit = "offices"
equals = "offices"
clause = "example/main#2"
[[figure]]
id = "channels"
name = { ja = "窓口", en = "channels" }
value = 1
unit = "channels"
equals = "help-desk-channels"
clause = "example/main#2"
[[provision]]
id = "reporting"
on = "contractor"
says = { ja = "報告", en = "reports" }
figures = ["offices", "channels"]
duties = ["report"]
clause = "example/main#7"
[[policy]]
id = "first-day"
value = "counted"
why = { ja = "合意", en = "agreed" }
clause = "example/main#7"
[[policy]]
id = "promptly"
value = "as-read"
why = { ja = "合意", en = "agreed" }
clause = "example/main#7"
"#,
    ),
    roles: Some(
        r#"
[[role]]
id = "client"
name = { ja = "委託者", en = "client" }
side = "client"
clause = "example/main#3"
[[role]]
id = "contractor"
name = { ja = "受託者", en = "contractor" }
side = "contractor"
clause = "example/main#3"
[[role]]
id = "lead"
name = { ja = "責任者", en = "lead" }
side = "contractor"
within = "contractor"
at_least = 1
at_most = 2
site = "abroad/1"
may_double_as = ["contractor"]
clause = "example/main#3"
"#,
    ),
    duties: Some(
        r#"
[[event]]
id = "month-ends"
name = { ja = "月末", en = "a month ends" }
from = "month-ends"
clause = "example/main#4"
[[event]]
id = "meeting-held"
name = { ja = "会議", en = "a meeting is held" }
clause = "example/main#4"
[[duty]]
id = "report"
by = "contractor"
to = "client"
what = { ja = "月報", en = "monthly report" }
on = "month-ends"
counts_from = "meeting-held"
due = { within = 10, unit = "days", reading = "promptly" }
fixed = { month = 3, day = "03-31" }
clause = "example/main#4"
[[duty]]
id = "answer"
by = "client"
to = "contractor"
what = { ja = "回答", en = "answer" }
after = "report"
due = { times = 2, per = "week", weeks = 4 }
clause = "example/main#4"
"#,
    ),
    offices: Some(
        r#"
clause = "example/main#8"
as_of = 2024-04-01
[[region]]
id = "asia"
name = { ja = "アジア", en = "Asia" }
[[office]]
id = "seoul"
site = "abroad/1"
region = "asia"
pcs = 3
[[office]]
id = "hanoi"
site = "abroad/2"
region = "asia"
"#,
    ),
    staffing: Some(
        r#"
[[residency]]
id = "desk"
name = { ja = "窓口", en = "desk" }
site = "abroad/1"
place = { ja = "一階", en = "ground floor" }
calendar = "office"
hours = "09:00-18:00"
core_calendar = "office"
clause = "example/main#5"
"#,
    ),
    meetings: Some(
        r#"
[[agenda]]
id = "levels"
name = { ja = "水準", en = "levels" }
by = "contractor"
duties = ["report"]
clause = "example/main#6"
[[part]]
id = "minutes"
name = { ja = "議事録", en = "minutes" }
by = "contractor"
duties = ["answer"]
clause = "example/main#6"
[[meeting]]
id = "monthly"
name = { ja = "月例会", en = "monthly meeting" }
every = "month"
place = { ja = "会議室", en = "meeting room" }
participants = ["lead", "client"]
agenda = ["levels"]
duties = ["report"]
clause = "example/main#6"
"#,
    ),
    help_desk: Some(
        r#"
[[channel]]
id = "telephone"
name = { ja = "電話", en = "telephone" }
of = "help-desk"
clause = "example/main#9"
[[language]]
id = "english"
name = { ja = "英語", en = "English" }
calendar = "office"
clause = "example/main#9"
"#,
    ),
    escalation: Some(
        r#"
[[escalation]]
id = "call"
name = { ja = "電話", en = "a call" }
hours = "any"
clause = "example/main#9"
[[escalation]]
id = "mail"
name = { ja = "電子メール", en = "mail" }
hours = "any"
clause = "example/main#9"
"#,
    ),
    security: Some(
        r#"
[[provision]]
id = "secrecy"
on = "both"
says = { ja = "秘密", en = "secrecy" }
duties = ["report"]
clause = "example/main#9"
"#,
    ),
};

/// A mistake: what the file says instead, and the same in the parts.
struct Mistake {
    file: &'static str,
    from: &'static str,
    to: &'static str,
    made: fn(&mut TermsParts),
}

fn mistake(file: &'static str, from: &'static str, to: &'static str, made: fn(&mut TermsParts)) -> Mistake {
    Mistake { file, from, to, made }
}

fn mistakes() -> Vec<Mistake> {
    vec![
        mistake("contract.toml", "months = 14", "months = 13", |p| p.frame.term.months = 13),
        mistake("contract.toml", "id = \"payment\"", "id = \"term\"", |p| {
            p.frame.payment.heading.id = "term".to_owned();
        }),
        mistake("contract.toml", "id = \"growth\"", "id = \"payment\"", |p| {
            p.frame.growth.as_mut().unwrap().heading.id = "payment".to_owned();
        }),
        mistake("contract.toml", "value = 2", "value = 3", |p| p.frame.figures[0].value = 3),
        mistake("contract.toml", "value = 1", "value = 2", |p| p.frame.figures[1].value = 2),
        mistake("contract.toml", "equals = \"help-desk-channels\"", "equals = \"offices\"", |p| {
            p.frame.figures[1].equals = Some(Equals::Offices);
        }),
        mistake("contract.toml", "\"channels\"]", "\"chanels\"]", |p| {
            p.frame.provisions[0].figures[1] = "chanels".parse().unwrap();
        }),
        mistake("contract.toml", "duties = [\"report\"]", "duties = [\"reports\"]", |p| {
            p.frame.provisions[0].duties[0] = "reports".parse().unwrap();
        }),
        mistake("contract.toml", "id = \"promptly\"", "id = \"first-dey\"", |p| {
            let words = &mut p.frame.policies.words;
            let word = words.remove("promptly").unwrap();
            words.insert("first-dey".to_owned(), word);
        }),
        mistake("contract.toml", "id = \"reporting\"", "id = \"first-day\"", |p| {
            p.frame.provisions[0].heading.id = "first-day".to_owned();
        }),
        mistake("roles.toml", "within = \"contractor\"", "within = \"contracter\"", |p| {
            p.roles.as_mut().unwrap().roles[2].within = Some("contracter".parse().unwrap());
        }),
        mistake("roles.toml", "within = \"contractor\"", "within = \"lead\"", |p| {
            p.roles.as_mut().unwrap().roles[2].within = Some("lead".parse().unwrap());
        }),
        mistake("roles.toml", "at_most = 2", "at_most = 0", |p| {
            p.roles.as_mut().unwrap().roles[2].at_most = Some(0);
        }),
        mistake("roles.toml", "site = \"abroad/1\"", "site = \"abroad/3\"", |p| {
            p.roles.as_mut().unwrap().roles[2].site = Some("abroad/3".parse().unwrap());
        }),
        mistake("roles.toml", "may_double_as = [\"contractor\"]", "may_double_as = [\"nobody\"]", |p| {
            p.roles.as_mut().unwrap().roles[2].may_double_as = vec!["nobody".parse().unwrap()];
        }),
        mistake("duties.toml", "id = \"meeting-held\"", "id = \"month-ends\"", |p| {
            p.duties.as_mut().unwrap().events[1].heading.id = "month-ends".to_owned();
        }),
        mistake("duties.toml", "id = \"answer\"", "id = \"Answer\"", |p| {
            p.duties.as_mut().unwrap().duties[1].heading.id = "Answer".to_owned();
            p.meetings.as_mut().unwrap().parts[0].duties = vec!["answer".parse().unwrap()];
        }),
        mistake("duties.toml", "by = \"client\"", "by = \"cleint\"", |p| {
            p.duties.as_mut().unwrap().duties[1].by = "cleint".parse().unwrap();
        }),
        mistake("duties.toml", "on = \"month-ends\"", "on = \"month-end\"", |p| {
            p.duties.as_mut().unwrap().duties[0].trigger = Trigger::Event("month-end".parse().unwrap());
        }),
        mistake("duties.toml", "counts_from = \"meeting-held\"", "counts_from = \"meeting-heald\"", |p| {
            p.duties.as_mut().unwrap().duties[0].counts_from = Some("meeting-heald".parse().unwrap());
        }),
        mistake("duties.toml", "after = \"report\"", "after = \"answer\"", |p| {
            p.duties.as_mut().unwrap().duties[1].trigger = Trigger::Duty("answer".parse().unwrap());
        }),
        mistake("duties.toml", "after = \"report\"", "after = \"answer\"\ncalendar = \"ofice\"", |p| {
            let answer = &mut p.duties.as_mut().unwrap().duties[1];
            answer.trigger = Trigger::Duty("answer".parse().unwrap());
            answer.calendar = "ofice".parse().unwrap();
        }),
        mistake("duties.toml", "within = 10", "within = 20001", |p| {
            p.duties.as_mut().unwrap().duties[0].due =
                Due::Within { n: 20_001, unit: Unit::Days, keeps: false };
        }),
        mistake("duties.toml", "reading = \"promptly\"", "reading = \"promtly\"", |p| {
            p.duties.as_mut().unwrap().duties[0].reading = Some("promtly".parse().unwrap());
        }),
        mistake("duties.toml", "weeks = 4", "weeks = 53", |p| {
            p.duties.as_mut().unwrap().duties[1].due = Due::Weekly { times: 2, weeks: 53 };
        }),
        mistake("duties.toml", "month = 3, day", "month = 13, day", |p| {
            p.duties.as_mut().unwrap().duties[0].fixed =
                Some(FixedDay { month: 13, due_month: 3, due_day: 31 });
        }),
        mistake("duties.toml", "day = \"03-31\"", "day = \"02-29\"", |p| {
            p.duties.as_mut().unwrap().duties[0].fixed =
                Some(FixedDay { month: 3, due_month: 2, due_day: 29 });
        }),
        mistake("offices.toml", "pcs = 3", "open_points = []", |p| {
            // No mistake: an office without a number of machines.
            p.offices.as_mut().unwrap().offices[0].pcs = None;
        }),
        mistake("offices.toml", "region = \"asia\"\npcs", "region = \"asai\"\npcs", |p| {
            p.offices.as_mut().unwrap().offices[0].region = "asai".parse().unwrap();
        }),
        mistake("offices.toml", "id = \"hanoi\"", "id = \"seoul\"", |p| {
            p.offices.as_mut().unwrap().offices[1].heading.id = "seoul".to_owned();
        }),
        mistake("offices.toml", "site = \"abroad/2\"", "site = \"abroad/1\"", |p| {
            let offices = &mut p.offices.as_mut().unwrap().offices;
            let first = offices[0].clone();
            let second = &mut offices[1];
            (second.site, second.no, second.name, second.zone) =
                (first.site, first.no, first.name, first.zone);
        }),
        mistake("staffing.toml", "site = \"abroad/1\"", "site = \"abrod\"", |p| {
            p.staffing.as_mut().unwrap().residencies[0].site = "abrod".parse().unwrap();
        }),
        mistake("staffing.toml", "core_calendar = \"office\"", "core_calendar = \"core\"", |p| {
            p.staffing.as_mut().unwrap().residencies[0].core_calendar = Some("core".parse().unwrap());
        }),
        mistake("meetings.toml", "\"client\"]", "\"clients\"]", |p| {
            p.meetings.as_mut().unwrap().meetings[0].participants[1] = "clients".parse().unwrap();
        }),
        mistake("meetings.toml", "agenda = [\"levels\"]", "agenda = [\"level\"]", |p| {
            p.meetings.as_mut().unwrap().meetings[0].agenda[0] = "level".parse().unwrap();
        }),
        mistake("meetings.toml", "id = \"minutes\"", "id = \"levels\"", |p| {
            p.meetings.as_mut().unwrap().parts[0].heading.id = "levels".to_owned();
        }),
        mistake("help-desk.toml", "calendar = \"office\"", "calendar = \"offices\"", |p| {
            p.help_desk.as_mut().unwrap().languages[0].calendar = "offices".parse().unwrap();
        }),
        mistake("help-desk.toml", "id = \"english\"", "id = \"telephone\"", |p| {
            p.help_desk.as_mut().unwrap().languages[0].heading.id = "telephone".to_owned();
        }),
        mistake("escalation.toml", "id = \"mail\"", "id = \"call\"", |p| {
            p.escalations[1].heading.id = "call".to_owned();
        }),
        mistake("security.toml", "duties = [\"report\"]", "duties = [\"rapport\"]", |p| {
            p.security[0].duties[0] = "rapport".parse().unwrap();
        }),
    ]
}

/// What is wrong and the way out, by the table and the path in it.
type Told = Vec<(String, String, Option<provenance::Text>)>;

#[test]
fn what_tables_give_the_parts_give() {
    let (terms, of_reference) = reference();
    assert_eq!(Terms::checked(terms.parts().clone(), of_reference).as_ref(), Ok(terms));
    let calendars = calendars(SITES);
    let terms = Terms::from_tables(&TABLES, &calendars).unwrap();
    assert_eq!(Terms::checked(terms.parts().clone(), &calendars).as_ref(), Ok(&terms));
}

#[test]
fn what_the_reader_refuses_the_parts_refuse_with_the_same_reasons() {
    let calendars = calendars(SITES);
    let whole = Terms::from_tables(&TABLES, &calendars).unwrap();
    for (n, Mistake { file, from, to, made }) in mistakes().into_iter().enumerate() {
        let source = TABLES.files().into_iter().find(|(name, _)| *name == file).unwrap().1.unwrap();
        assert_eq!(source.matches(from).count(), 1, "{file}: {from}");
        let changed = source.replacen(from, to, 1);
        let tables = TermsTables::from_files(|name| match name == file {
            true => Some(changed.as_str()),
            false => TABLES.files().into_iter().find(|(known, _)| *known == name)?.1,
        });
        let mut parts = whole.parts().clone();
        made(&mut parts);
        let read = Terms::from_tables(&tables, &calendars);
        let checked = Terms::checked(parts, &calendars);
        let mut of_tables: Told = read.as_ref().err().map_or_else(Vec::new, |errors| {
            let told = errors.problems.iter().map(|one| {
                let table = one.file.trim_end_matches(".toml");
                (
                    format!("{table}.{}", one.path),
                    one.message.en.replace("first at `", &format!("first at `{table}.")),
                    one.help.clone(),
                )
            });
            told.collect()
        });
        let mut of_parts: Told = checked.as_ref().err().map_or_else(Vec::new, |errors| {
            errors
                .problems
                .iter()
                .map(|one| (one.path.clone(), one.message.en.clone(), one.help.clone()))
                .collect()
        });
        of_tables.sort();
        of_parts.sort();
        assert_eq!(of_tables, of_parts, "{n}: {file}: {from} -> {to}");
        assert_eq!(read.ok(), checked.ok(), "{n}: {file}: {from} -> {to}");
    }
}

#[test]
fn duties_and_meetings_need_roles_whoever_states_them() {
    let calendars = calendars(SITES);
    let whole = Terms::from_tables(&TABLES, &calendars).unwrap();
    let mut parts = whole.parts().clone();
    parts.roles = None;
    let errors = Terms::checked(parts, &calendars).unwrap_err().to_string();
    assert!(errors.contains("roles: the table is missing, and duties.toml needs it"), "{errors}");
    assert!(
        errors.contains("duties.duty[1].by: names the role `contractor`, but there is no roles.toml"),
        "{errors}"
    );
}

#[test]
fn an_office_is_the_site_that_it_names() {
    let calendars = calendars(SITES);
    let whole = Terms::from_tables(&TABLES, &calendars).unwrap();
    let mut parts = whole.parts().clone();
    let offices = &mut parts.offices.as_mut().unwrap().offices;
    (offices[0].no, offices[0].zone) = (2, offices[1].zone.clone());
    let errors = Terms::checked(parts, &calendars).unwrap_err().to_string();
    assert_eq!(
        errors,
        "offices.office[1].zone: is not that of the site `abroad/1`; sites have their names, numbers and zones in calendar.toml\n\
         offices.office[1].no: is not that of the site `abroad/1`; sites have their names, numbers and zones in calendar.toml"
    );
}

//! Tables that must be refused: each problem with file, line, column, what is wrong and the way out.

use contract::{Log, Terms, TermsTables};

use crate::fixture::{CONTRACT, EVENTS, REFERENCE, ROLES, calendars, duty, policy, reference, terms};

fn told(tables: &TermsTables<'_>) -> String {
    Terms::from_tables(tables, &calendars("")).unwrap_err().to_string()
}

/// The small contract with some duties that are wrong.
fn told_of_duties(duties: &str) -> String {
    let duties = format!("{EVENTS}{duties}");
    told(&TermsTables {
        contract: Some(CONTRACT),
        roles: Some(ROLES),
        duties: Some(&duties),
        ..TermsTables::default()
    })
}

#[test]
fn a_table_that_others_need_is_missed() {
    let duties = duty("report", "on = \"month-ends\"\ndue = {}");
    let duties = format!("{EVENTS}{duties}");
    let without_frame = TermsTables { duties: Some(&duties), roles: Some(ROLES), ..TermsTables::default() };
    let without_roles =
        TermsTables { contract: Some(CONTRACT), duties: Some(&duties), ..TermsTables::default() };
    let frame = format!(
        "{CONTRACT}[[provision]]\nid = \"reporting\"\non = \"contractor\"\nsays = {{ ja = \"報告\", en = \"reports\" }}\nclause = \"example/main#7\"\nduties = [\"report\"]\n"
    );
    let without_duties = TermsTables { contract: Some(&frame), ..TermsTables::default() };
    insta::assert_snapshot!([told(&without_frame), told(&without_roles), told(&without_duties)].join("\n\n"));
}

#[test]
fn a_table_of_a_later_schema_is_refused() {
    let files = REFERENCE.files();
    let mut all = Vec::new();
    for (name, text) in files {
        let later = text.unwrap().replacen("schema = 1", "schema = 2", 1);
        let tables = TermsTables::from_files(|file| {
            if file == name {
                Some(later.as_str())
            } else {
                files.iter().find(|(known, _)| *known == file)?.1
            }
        });
        let (_, calendars) = reference();
        let errors = Terms::from_tables(&tables, calendars).unwrap_err();
        assert_eq!(errors.problems.len(), 1, "{errors}");
        all.push(errors.to_string());
    }
    insta::assert_snapshot!(all.join("\n"));
    // Without the key, the table is of the first schema.
    terms("", "");
}

#[test]
fn offices_are_sites_with_a_zone_and_numbers_in_order() {
    let office = |id: &str, site: &str, rest: &str| {
        format!("[[office]]\nid = \"{id}\"\nsite = \"{site}\"\nregion = \"asia\"\n{rest}\n")
    };
    let offices = [
        "clause = \"example/main#8\"\nas_of = 2024-04-01\n[[region]]\nid = \"asia\"\nname = { ja = \"アジア\", en = \"Asia\" }\n",
        &office("seoul", "abroad/1", "pcs = 3"),
        &office("busan", "abroad/2", ""),
        &office("sejong", "abroad", ""),
        &office("seoul", "abroad/4", "printers = \"some\""),
        &office("tokyo", "abraod/5", "").replace("\"asia\"", "\"aisa\""),
    ]
    .concat();
    let tables = TermsTables { contract: Some(CONTRACT), offices: Some(&offices), ..TermsTables::default() };
    let sites = r#"
[[site]]
id = "abroad"
name = { ja = "海外", en = "abroad" }
member = [
  { no = 1, name = { ja = "ソウル", en = "Seoul" }, zone = "Asia/Seoul" },
  { no = 2, name = { ja = "釜山", en = "Busan" } },
  { no = 3, name = { ja = "世宗", en = "Sejong" }, zone = "Asia/Seoul" },
  { no = 4, name = { ja = "ソウル", en = "Seoul" }, zone = "Asia/Seoul" },
]
"#;
    insta::assert_snapshot!(Terms::from_tables(&tables, &calendars(sites)).unwrap_err());
}

#[test]
fn a_duty_without_a_calendar_keeps_the_main_one() {
    let rule = duty("report", "on = \"month-ends\"\ndue = {}");
    let duties = format!("{EVENTS}{rule}");
    let tables = TermsTables {
        contract: Some(CONTRACT),
        roles: Some(ROLES),
        duties: Some(&duties),
        ..TermsTables::default()
    };
    let second = "[[calendar]]\nid = \"desk\"\nname = { ja = \"窓口\", en = \"desk\" }\nhours = { daily = [\"00:00-24:00\"] }\n";
    assert_eq!(
        Terms::from_tables(&tables, &calendars(second)).unwrap_err().to_string(),
        format!(
            "duties.toml:{}:1: duty[1].calendar: is missing; calendar.toml does not say which calendar is the main one; \
             name one of `desk`, `office` at its top, as in `main = \"desk\"`",
            EVENTS.lines().count() + 2
        )
    );
    let terms = Terms::from_tables(&tables, &calendars("")).unwrap();
    assert_eq!(terms.duties()[0].calendar.as_str(), "office");
}

#[test]
fn duties_that_follow_each_other_in_a_circle_are_refused() {
    let rules = [
        duty("a", "after = \"c\"\ndue = {}"),
        duty("b", "after = \"a\"\ndue = {}"),
        duty("c", "after = \"b\"\ndue = {}"),
        duty("into-the-circle", "after = \"a\"\ndue = {}"),
        duty("itself", "after = \"itself\"\ndue = {}"),
    ];
    insta::assert_snapshot!(told_of_duties(&rules.concat()));
}

#[test]
fn roles_that_belong_to_each_other_in_a_circle_are_refused() {
    let roles = ROLES
        .replacen("side = \"client\"", "side = \"client\"\nwithin = \"contractor\"", 1)
        .replacen("side = \"contractor\"", "side = \"contractor\"\nwithin = \"client\"", 1);
    let tables = TermsTables { contract: Some(CONTRACT), roles: Some(&roles), ..TermsTables::default() };
    insta::assert_snapshot!(told(&tables));
}

#[test]
fn duties_name_what_exists() {
    let rules = [
        duty("wrong-event", "on = \"month-end\"\ndue = {}"),
        duty("wrong-duty", "after = \"wrong-evnt\"\ndue = {}"),
        duty("no-beginning", "due = {}"),
        duty("two-beginnings", "on = \"incident\"\nafter = \"no-beginning\"\ndue = {}"),
        duty("wrong-role", "on = \"incident\"\ndue = {}").replace("\"contractor\"", "\"contracter\""),
        duty("wrong-calendar", "on = \"incident\"\ncalendar = \"ofice\"\ndue = {}"),
        duty(
            "wrong-reading",
            "on = \"incident\"\ndue = { within = 1, unit = \"days\", reading = \"promptly\" }",
        ),
        duty("two-limits", "on = \"incident\"\ndue = { within = 1, unit = \"days\", at_once = true }"),
        duty("no-number", "on = \"incident\"\ndue = { unit = \"days\" }"),
        duty("no-unit", "on = \"incident\"\ndue = { within = 3 }"),
        duty("wrong-unit", "on = \"incident\"\ndue = { within = 3, unit = \"buisness-days\" }"),
        duty("too-far", "on = \"incident\"\ndue = { within = 4000000000, unit = \"years\" }"),
        duty("too-often", "on = \"incident\"\ndue = { times = 8, per = \"week\", weeks = 1 }"),
        duty("no-such-day", "on = \"month-ends\"\ndue = {}\nfixed = { month = 13, day = \"02-29\" }"),
        duty("Wrong Name", "on = \"incident\"\ndue = {}"),
        duty("no-number", "on = \"incident\"\ndue = {}"),
    ];
    insta::assert_snapshot!(told_of_duties(&rules.concat()));
}

#[test]
fn the_frame_does_not_contradict_itself() {
    let frame = CONTRACT.replace("months = 14", "months = 13");
    let more = [
        policy("shift-perid", "following"),
        policy("first-day", "maybe"),
        "[[policy.duty]]\nduties = [\"anser\", \"answer\", \"answer\"]\nvalue = \"counted\"\nclause = \"example/main#9\"\n".to_owned(),
        policy("shift-fixed", "stay"),
        "[[policy.duty]]\nduties = []\nvalue = \"stay\"\nclause = \"example/main#9\"\nwhy = { ja = \"日付\", en = \"a date\" }\n".to_owned(),
        policy("payment-remainder", "spread"),
        "[[policy.duty]]\nduties = [\"answer\"]\n".to_owned(),
        "[[figure]]\nid = \"offices\"\nname = { ja = \"数\", en = \"number\" }\nvalue = 2\nunit = \"office\"\nequals = \"offices\"\nclause = \"example/main#8\"\n".to_owned(),
        "[[provision]]\nid = \"term\"\non = \"nobody\"\nsays = { ja = \"定め\", en = \"rule\" }\nfigures = [\"offics\"]\nclause = \"example/main\"\n".to_owned(),
    ];
    let frame = format!("{frame}{}", more.concat());
    let offices = "clause = \"example/main#8\"\nas_of = 2024-04-01\n";
    let tables = TermsTables { contract: Some(&frame), offices: Some(offices), ..TermsTables::default() };
    insta::assert_snapshot!(told(&tables));
}

#[test]
fn a_term_that_ends_before_it_begins_is_refused() {
    let frame = CONTRACT.replace("last = 2025-05-31", "last = 2023-05-31");
    let tables = TermsTables { contract: Some(&frame), ..TermsTables::default() };
    insta::assert_snapshot!(told(&tables));
}

#[test]
fn a_log_is_refused_where_it_names_what_does_not_exist_or_stands_twice() {
    let rules = [
        duty("answer", "on = \"incident\"\ndue = {}"),
        duty(
            "report",
            "on = \"month-ends\"\ncounts_from = \"meeting-held\"\ndue = { within = 1, unit = \"days\" }",
        ),
    ];
    let terms = terms("", &rules.concat());
    let text = r#"
[[event]]
kind = "incidnet"
id = "I-1"
on = 2024-06-10
[[event]]
kind = "month-ends"
id = "2024-05"
on = 2024-05-31
[[event]]
kind = "incident"
id = "I-2"
on = 2024-06-31
[[event]]
kind = "incident"
id = "I-3"
on = 2024-06-10
time = 14:20:00
[[event]]
kind = "incident"
id = "I-3"
on = 2024-06-11
[[done]]
duty = "anwser"
of = "I-3"
on = 2024-06-11
[[done]]
duty = "answer"
of = "I-3"
on = 2024-06-11
[[done]]
duty = "answer"
of = "I-3"
on = 2024-06-12
[[event]]
kind = "incident"
id = ""
on = 2024-06-10
[[event]]
kind = "meeting-held"
id = "M-1"
of = "2024-5"
on = 2024-06-10
[[event]]
kind = "meeting-held"
id = "M-2"
on = 2024-06-10
"#;
    insta::assert_snapshot!(Log::from_table(&terms, "events.toml", text).unwrap_err().to_string());
}

//! Personnel, unassigned machines, software not allowed, idle accounts, certificates.

use calendar::YearMonth;
use ledger::{
    AllowList, Body, Component, Event, Field, Inputs, Installed, Judged, Kind, Personnel, PersonnelChange,
    Proposals, Put, Rules, check, idle_accounts, software_stocktake, unassigned, unlisted,
};
use proptest::prelude::*;

use crate::ledgers::{REFERENCE, day, facts, journal, named, on, rules, rules_with};

fn change(person: &str, on: &str, change: Personnel) -> PersonnelChange {
    PersonnelChange { person: person.to_owned(), on: day(on), change, origin: None }
}

fn transferred(person: &str, on: &str, from: Option<&str>, to: &str) -> PersonnelChange {
    let change = Personnel::Transferred { from: from.map(str::to_owned), to: to.to_owned() };
    self::change(person, on, change)
}

fn left(from: Option<&str>) -> Personnel {
    Personnel::Left { from: from.map(str::to_owned) }
}

fn used_by(id: &str, user: &str, department: &str) -> Put {
    Put::new(Kind::Device, id)
        .field(Field::View, "domestic")
        .field(Field::User, user)
        .field(Field::Department, department)
}

#[test]
fn leavers_and_transfers_are_proposed_and_a_proposal_accepted_settles_it() {
    let mut journal = facts([
        ("2024-01-01", used_by("PC-1", "佐藤 花子", "総務課")),
        ("2024-01-01", used_by("PC-2", "鈴木", "総務課")),
        ("2024-01-01", used_by("PC-3", "高橋", "経理課")),
        ("2024-01-01", used_by("PC-4", "佐藤花子", "総務課").event(Event::Disposed)),
        ("2024-01-01", Put::new(Kind::Account, "sato").field(Field::Person, "佐藤花子")),
        (
            "2024-01-01",
            Put::new(Kind::Account, "old").field(Field::Person, "佐藤花子").field(Field::Enabled, "no"),
        ),
        (
            "2024-01-01",
            Put::new(Kind::Loan, "L-1")
                .field(Field::Device, "PC-1")
                .field(Field::User, "佐藤花子")
                .event(Event::Lent),
        ),
    ]);
    let changes = [
        change("佐藤花子", "2024-03-31", left(None)),
        transferred("鈴木", "2024-04-01", Some("総務課"), "経理課"),
        transferred("高橋", "2024-04-01", None, "経理課"),
        transferred("田中", "2024-04-01", None, "経理課"),
        change("高橋", "2024-12-31", left(None)),
    ];
    let proposals = Proposals::of(&journal.state(on("2024-04-01")), &changes);
    let ids: Vec<_> =
        proposals.iter().map(|one| (one.id.as_str(), one.draft.is_some(), one.is_certain)).collect();
    // The loan is for people to fetch back: nothing is drafted.
    assert_eq!(ids, [("PC-1", true, true), ("PC-2", true, true), ("sato", true, true), ("L-1", false, true)]);
    let drafts: Vec<_> = proposals.iter().filter_map(|one| one.draft.clone()).collect();
    let Body::Put(put) = &drafts[1].body else { panic!("a proposal records a fact") };
    assert_eq!(put.fields.get(Field::Department.word()), Some(Some("経理課")));
    let batch = journal.prepare("yamada", "2024-04-01T00:00:00Z".parse().unwrap(), drafts).unwrap();
    journal.append(batch).unwrap();
    let after = Proposals::of(&journal.state(on("2024-04-01")), &changes);
    assert_eq!(after.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["L-1"]);
}

#[test]
fn a_namesake_is_proposed_but_not_for_certain() {
    let journal = facts([
        ("2024-01-01", used_by("PC-1", "鈴木", "調査課")),
        ("2024-05-01", used_by("PC-2", "佐藤", "総務課")),
    ]);
    let changes = [
        transferred("鈴木", "2024-04-01", Some("総務課"), "経理課"),
        change("佐藤", "2024-03-31", left(None)),
    ];
    let proposals = Proposals::of(&journal.state(on("2024-05-01")), &changes);
    assert_eq!(proposals.iter().map(|one| one.is_certain).collect::<Vec<_>>(), [false, false]);
    // Recorded after the change, it is proposed for the day of the fact that it amends.
    assert_eq!(proposals.iter().nth(1).unwrap().draft.as_ref().unwrap().valid_on, day("2024-05-01"));
}

#[test]
fn machines_without_user_and_purpose() {
    let device = |id: &str| Put::new(Kind::Device, id).field(Field::Name, "PC");
    let journal = facts([
        ("2024-01-01", device("PC-1")),
        ("2024-01-01", device("PC-2").field(Field::User, "佐藤")),
        ("2024-01-01", device("SV-1").field(Field::Purpose, "ファイル共有")),
        ("2024-01-01", device("PC-3").event(Event::Stored)),
        ("2024-01-01", device("PC-4").event(Event::Disposed)),
        ("2024-01-01", device("PC-5").field(Field::User, "佐藤")),
        ("2024-02-01", Put::new(Kind::Device, "PC-5").cleared(Field::User)),
    ]);
    let state = journal.state(on("2024-02-01"));
    let ids =
        |rules| unassigned(&state, &rules).iter().map(|device| device.id().to_owned()).collect::<Vec<_>>();
    assert_eq!(ids(rules()), ["PC-1", "PC-5"]);
    assert_eq!(ids(rules_with("unassigned", "either-missing")), ["PC-1", "PC-2", "PC-5", "SV-1"]);
}

const LIST: &str = r#"
    [[allow]]
    name = "表計算 *"
    versions = ["16.*", "17.0"]
    [[allow]]
    name = "PDF Reader"
    components = ["program", "toolbar"]
"#;

fn list() -> AllowList {
    AllowList::from_table("allow.toml", LIST).unwrap_or_else(|errors| panic!("{errors}"))
}

#[test]
fn toolbars_and_versions_are_looked_at_too() {
    use Component::{AddOn, Program, Toolbar};
    let judged = |name, version, component| list().judge(name, version, component);
    assert_eq!(judged("表計算 標準", Some("16.4"), Program), Judged::Allowed);
    assert_eq!(judged("PDF READER ", None, Toolbar), Judged::Allowed);
    assert!(matches!(judged("PDF Reader", None, AddOn), Judged::NotListed { .. }));
    assert!(matches!(judged("PDF Raeder", None, Program), Judged::NotListed { near: Some(_) }));
    assert!(matches!(judged("表計算 標準", Some("15.0"), Program), Judged::OtherVersion { .. }));
    assert_eq!(judged("表計算 標準", None, Program), Judged::VersionUnknown);
}

#[test]
fn what_is_met_on_many_machines_is_one_finding() {
    let row = |device: &str, name: &str, component| Installed {
        device: device.to_owned(),
        name: name.to_owned(),
        version: None,
        component,
        origin: None,
    };
    let inventory = [
        row("PC-1", "お得バー", Component::Toolbar),
        row("PC-2", "お得バー", Component::Toolbar),
        row("PC-2", "お得バー", Component::Toolbar),
        row("PC-2", "PDF Reader", Component::Program),
        row("PC-3", "表計算 標準", Component::Program),
    ];
    let met = unlisted(&list(), &inventory);
    assert_eq!(met.len(), 2);
    assert_eq!(met[0].devices.iter().collect::<Vec<_>>(), ["PC-1", "PC-2"]);
    let inputs = Inputs { allow_list: Some(&list()), inventory: Some(&inventory), ..Inputs::default() };
    let checked = check(&journal([]), on("2024-04-01"), &rules(), &inputs);
    assert_eq!(
        named(&checked.findings),
        ["software-not-allowed: toolbar お得バー", "software-unclear: program 表計算 標準"]
    );
    // Without either, it is not checked, and that is said.
    let inputs = Inputs { inventory: Some(&inventory), ..Inputs::default() };
    let unchecked = check(&journal([]), on("2024-04-01"), &rules(), &inputs).unchecked;
    assert!(unchecked.iter().any(|text| text.en.starts_with("software not allowed")));
}

#[test]
fn a_list_that_allows_everything_is_refused() {
    let error = AllowList::from_table("allow.toml", "[[allow]]\nname = \"*\"\n").unwrap_err();
    assert!(error.to_string().contains("allows everything"), "{error}");
    let error = AllowList::from_table("allow.toml", "[[allow]]\nname = \"x\"\ncomponents = [\"tool\"]\n")
        .unwrap_err();
    assert!(error.to_string().contains("`tool` is no sort of software"), "{error}");
}

/// Whether a text fits a pattern, by trying every length of every `*`.
fn fits(pattern: &[char], text: &[char]) -> bool {
    match pattern.split_first() {
        None => text.is_empty(),
        Some(('*', rest)) => (0..=text.len()).any(|skipped| fits(rest, &text[skipped..])),
        Some((letter, rest)) => text.first() == Some(letter) && fits(rest, &text[1..]),
    }
}

proptest! {
    #[test]
    fn patterns_fit_what_trying_all_lengths_says(pattern in "x([ab]{0,2}[*]?){0,4}", text in "x?[ab]{0,8}") {
        let list = AllowList::from_table("allow.toml", &format!("[[allow]]\nname = \"{pattern}\"\n"))
            .unwrap_or_else(|errors| panic!("{errors}"));
        let letters = |text: &str| text.chars().collect::<Vec<_>>();
        let wanted = fits(&letters(&pattern), &letters(&text));
        prop_assert_eq!(list.judge(&text, None, Component::Program).is_allowed(), wanted);
    }
}

#[test]
fn accounts_are_idle_from_a_month_after_the_last_sign_in() {
    let account = |id: &str| Put::new(Kind::Account, id).field(Field::Person, "佐藤");
    let journal = facts([
        ("2023-12-01", account("a").field(Field::LastSignIn, "2024-01-15")),
        ("2023-12-01", account("b").field(Field::LastSignIn, "2024-01-31")),
        ("2023-12-01", account("c").field(Field::LastSignIn, "2024-01-01").field(Field::Enabled, "no")),
        ("2024-01-20", account("d")),
        ("2023-12-01", account("e").field(Field::LastSignIn, "先月")),
    ]);
    let idle = |date: &str| {
        let state = journal.state(on(date));
        idle_accounts(&state, &rules()).iter().map(|one| one.id.to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(idle("2024-02-14"), Vec::<String>::new());
    assert_eq!(idle("2024-02-15"), ["a"]);
    // Never signed in: a month after the account became known.
    assert_eq!(idle("2024-02-20"), ["a", "d"]);
    // 31 January and a month: the end of February.
    assert_eq!(idle("2024-02-28"), ["a", "d"]);
    assert_eq!(idle("2024-02-29"), ["a", "b", "d"]);
    let checked = check(&journal, on("2024-02-29"), &rules(), &Inputs::default());
    assert_eq!(
        named(&checked.findings),
        [
            "unreadable-field: account e",
            "account-idle: account a",
            "account-idle: account b",
            "account-never-used: account d"
        ]
    );
}

#[test]
fn certificates_have_a_place_and_licences_their_certificates() {
    let article = |id: &str, asset: &str, kind: &str| {
        Put::new(Kind::Article, id).field(Field::Asset, asset).field(Field::Type, kind)
    };
    let held = |id: &str| Put::new(Kind::Entitlement, id);
    let d = "2024-04-01";
    let journal = facts([
        (d, held("S-1").field(Field::Certificate, "C-1")),
        (d, held("S-2").field(Field::Certificate, "C-2")),
        (d, held("S-3").field(Field::LicenceType, "package")),
        (d, held("S-4").field(Field::Certificate, "C-4").field(Field::RetiredOn, "2024-03-31")),
        (d, held("S-5").field(Field::LicenceType, "package")),
        (d, article("A-1", "S-1", "certificate").field(Field::Place, "金庫")),
        (d, article("A-2", "S-3", "disc")),
        (d, article("A-3", "S-9", "manual").field(Field::Place, "棚").field(Field::OutTo, "鈴木")),
        (d, article("A-4", "S-5", "disc").field(Field::Place, "棚").event(Event::Disposed)),
    ]);
    let checked = check(&journal, on(d), &rules(), &Inputs::default());
    assert_eq!(
        named(&checked.findings),
        [
            "article-without-place: article A-2",
            "licence-without-article: entitlement S-2",
            "licence-without-article: entitlement S-5",
            "article-taken-out: article A-3",
            "article-without-licence: article A-3",
        ]
    );
}

#[test]
fn software_is_counted_once_a_fiscal_year() {
    let article = |id: &str, on: &str| Put::new(Kind::Article, id).field(Field::CheckedOn, on);
    let one =
        facts([("2024-04-01", article("A-1", "2024-09-01")), ("2024-04-01", article("A-2", "2025-03-31"))]);
    let two = facts([("2024-04-01", article("A-1", "2024-03-31"))]);
    let march = YearMonth::new(2025, 3).unwrap();
    let tally = |journal: &ledger::Journal, month: YearMonth| {
        let tally = software_stocktake(&journal.state(on("2025-03-31")), month, &rules());
        (tally.planned, tally.done)
    };
    assert_eq!(tally(&one, march), (1, 1));
    assert_eq!(tally(&two, march), (1, 0));
    assert_eq!(tally(&one, march.previous()), (0, 0));
    assert_eq!(tally(&facts([]), march), (1, 0));
}

/// A leaver's namesake in another department lost his machine as if it were certain.
#[test]
fn a_namesake_in_another_department_is_not_the_leaver_for_certain() {
    let journal = facts([
        ("2024-01-01", used_by("PC-1", "佐藤", "総務課")),
        ("2024-01-01", used_by("PC-2", "佐藤", "調査課")),
        ("2024-01-01", Put::new(Kind::Account, "sato").field(Field::Person, "佐藤")),
        ("2024-01-01", used_by("PC-3", "鈴木", "総務課")),
        ("2024-01-01", used_by("PC-4", "鈴木", "総務課")),
    ]);
    let certain = |person: &str, what: Personnel| {
        let proposals =
            Proposals::of(&journal.state(on("2024-04-01")), &[change(person, "2024-03-31", what)]);
        proposals.iter().map(|one| (one.id.clone(), one.is_certain)).collect::<Vec<_>>()
    };
    let listed =
        |all: &[(&str, bool)]| all.iter().map(|(id, is)| ((*id).to_owned(), *is)).collect::<Vec<_>>();
    assert_eq!(certain("佐藤", left(None)), listed(&[("PC-1", false), ("PC-2", false), ("sato", false)]));
    // With the department, his own machine is; an account without department may be either's.
    let from = left(Some("総務課"));
    assert_eq!(certain("佐藤", from), listed(&[("PC-1", true), ("PC-2", false), ("sato", false)]));
    // All of the name in one department: nothing tells two people apart.
    assert_eq!(certain("鈴木", left(None)), listed(&[("PC-3", true), ("PC-4", true)]));
    let moved = Personnel::Transferred { from: None, to: "経理課".to_owned() };
    assert_eq!(certain("佐藤", moved), listed(&[("PC-1", false), ("PC-2", false), ("sato", false)]));
    // Machines that were put right already are nobody else's.
    let back = Personnel::Transferred { from: None, to: "調査課".to_owned() };
    assert_eq!(certain("佐藤", back), listed(&[("PC-1", true), ("sato", true)]));
}

#[test]
fn the_month_of_the_yearly_stock_take_stands_in_the_table() {
    let article = Put::new(Kind::Article, "A-1").field(Field::CheckedOn, "2024-09-01");
    let journal = facts([("2024-04-01", article)]);
    let state = journal.state(on("2025-03-31"));
    let tally = |month: &str, year: i32, of: u32| {
        let at = REFERENCE.find("[software_stocktake]").unwrap();
        let (head, rest) = REFERENCE.split_at(at);
        let source = format!("{head}{}", rest.replacen("month = 3", month, 1));
        let rules = Rules::from_table("ledger.toml", &source).unwrap_or_else(|errors| panic!("{errors}"));
        let tally = software_stocktake(&state, YearMonth::new(year, of).unwrap(), &rules);
        (tally.planned, tally.done)
    };
    assert_eq!((tally("month = 9", 2024, 9), tally("month = 9", 2025, 3)), ((1, 1), (0, 0)));
    // Twelve months end with the month that is named: the day lies in those to August 2025, not in those to August 2024.
    assert_eq!((tally("month = 8", 2025, 8), tally("month = 8", 2024, 8)), ((1, 1), (1, 0)));
    let wrong = REFERENCE.replacen("\nmonth = 3", "\nmonth = 13", 1);
    let error = Rules::from_table("ledger.toml", &wrong).unwrap_err().to_string();
    assert!(error.contains("found 13; months of the year are numbered from 1 to 12"), "{error}");
    // A contract without the row asks for none.
    let silent = Rules::from_table("ledger.toml", "").unwrap_or_else(|errors| panic!("{errors}"));
    assert_eq!(software_stocktake(&state, YearMonth::new(2025, 3).unwrap(), &silent).planned, 0);
}

#[test]
fn regression_names_on_the_allow_list_are_compared_without_width_case_and_spaces() {
    let table = "[[allow]]\nname = \"Ｔａｂｌｅ　Ｃａｌｃ*\"\nversions = [\"１６．*\"]\n";
    let list = AllowList::from_table("allow.toml", table).unwrap();
    assert_eq!(list.judge("TableCalc ﾌﾟﾛ", Some("16.2"), Component::Program), Judged::Allowed);
    // What is shown is what the list says.
    let versions = vec!["１６．*".to_owned()];
    let other = list.judge("table calc", Some("15"), Component::Program);
    assert_eq!(other, Judged::OtherVersion { allowed: versions });
    let near = list.judge("ｔabelcalc*", None, Component::Program);
    assert_eq!(near, Judged::NotListed { near: Some("Ｔａｂｌｅ　Ｃａｌｃ*".to_owned()) });
}

/// Each title met was held against each title of the list, letter by letter.
#[test]
fn regression_a_long_allow_list_is_asked_by_name() {
    let row = |n: usize| format!("[[allow]]\nname = \"title number {n}\"\nversions = [\"1.*\"]\n");
    let list: String = (0..3_000).map(row).collect();
    let list = AllowList::from_table("allow.toml", &list).unwrap_or_else(|errors| panic!("{errors}"));
    let installed = |n: usize| Installed {
        device: format!("PC-{n}"),
        name: format!("title numbre {n}"),
        version: Some("1.0".to_owned()),
        component: Component::Program,
        origin: None,
    };
    let met: Vec<Installed> = (0..3_000).map(installed).collect();
    let found = ledger::unlisted(&list, &met);
    assert_eq!(found.len(), 3_000);
    // Near titles are looked for at the first hundred.
    let suggested = found.iter().filter(|one| matches!(one.why, Judged::NotListed { near: Some(_) })).count();
    assert_eq!(suggested, 100);
    assert!(list.judge("Title Number 2999", Some("1.2"), Component::Program).is_allowed());
    let patterns: String = (0..=1_000).map(|n| format!("[[allow]]\nname = \"a{n}*\"\n")).collect();
    let errors = AllowList::from_table("allow.toml", &patterns).unwrap_err().to_string();
    assert!(errors.contains("more than 1000 versions of names with `*`"), "{errors}");
    let versions: String =
        (0..=1_000).map(|n| format!("[[allow]]\nname = \"a\"\nversions = [\"1.{n}\"]\n")).collect();
    let errors = AllowList::from_table("allow.toml", &versions).unwrap_err().to_string();
    assert!(errors.contains("more than 1000 versions of one name"), "{errors}");
}

/// 1,000 versions like `1*1*…1*x` held against 200 versions of 30,000 characters took more than a minute: patterns and what is
/// met have a length, stars a number, and each version is judged once.
#[test]
fn regression_patterns_and_texts_of_an_allow_list_are_limited() {
    let refused = |row: &str| {
        AllowList::from_table("allow.toml", &format!("[[allow]]\n{row}\n"))
            .map_err(|errors| errors.to_string())
    };
    let versions = |pattern: &str| refused(&format!("name = \"a\"\nversions = [\"{pattern}\"]"));
    let name = |pattern: &str| refused(&format!("name = \"{pattern}\""));
    for (read, wanted) in [
        (versions(&"1".repeat(65)), "versions: is too long; 64 characters at most"),
        (versions("1*1*1*1*1*x"), "`1*1*1*1*1*x` has 5 `*`; 4 at most"),
        (versions("１＊１＊１＊１＊＊"), "has 5 `*`; 4 at most"),
        // A letter of Arabic that stands for eighteen.
        (versions(&"\u{fdfa}".repeat(5)), "64 characters at most"),
        (name(&"a".repeat(256)), "name: is too long; 255 characters at most"),
        (name("a*a*a*a*a*"), "has 5 `*`; 4 at most"),
    ] {
        let errors = read.unwrap_err();
        assert!(errors.contains(wanted) && errors.contains("allow.toml:"), "{errors}");
    }
    let longest = format!("name = \"a\"\nversions = [\"{}****\"]", "1".repeat(60));
    let list = refused(&longest).unwrap();
    let judged = |version: &str| list.judge("A", Some(version), Component::Program);
    assert_eq!(judged(&"1".repeat(255)), Judged::Allowed);
    assert!(matches!(judged(&"1".repeat(256)), Judged::OtherVersion { .. }));
    let list = name(&format!("{}*", "a".repeat(254))).unwrap();
    let judged = |name: &str| list.judge(name, None, Component::Program);
    assert_eq!(judged(&"a".repeat(255)), Judged::Allowed);
    assert!(matches!(judged(&"a".repeat(256)), Judged::NotListed { .. }));
}

proptest! {
    /// Judging many machines at once says of each what judging it alone says.
    #[test]
    fn machines_are_judged_together_as_alone(
        met in prop::collection::vec(("[abA]{1,2}", prop::option::of("[12]{1,2}"), any::<bool>()), 0..12)
    ) {
        let table = "[[allow]]\nname = \"a*\"\nversions = [\"1*\"]\n[[allow]]\nname = \"b\"\ncomponents = [\"toolbar\"]\n";
        let list = AllowList::from_table("allow.toml", table).unwrap();
        let installed = |(n, (name, version, is_bar)): (usize, &(String, Option<String>, bool))| Installed {
            device: format!("PC-{n}"),
            name: name.clone(),
            version: version.clone(),
            component: if *is_bar { Component::Toolbar } else { Component::Program },
            origin: None,
        };
        let inventory: Vec<Installed> = met.iter().enumerate().map(installed).collect();
        let found = ledger::unlisted(&list, &inventory);
        for one in &inventory {
            let why = list.judge(&one.name, one.version.as_deref(), one.component);
            let of = |other: &&ledger::Unlisted| other.devices.contains(&one.device);
            let told: Vec<&ledger::Unlisted> = found.iter().filter(of).collect();
            prop_assert_eq!(told.len(), usize::from(!why.is_allowed()));
            prop_assert!(told.iter().all(|told| told.why == why && told.name == one.name));
        }
    }
}

/// A number of licences that is only too large was told to be no whole number.
#[test]
fn regression_a_count_that_is_too_large_is_told_to_be_that() {
    let told = |text: &str| {
        let put = Put::new(Kind::Entitlement, "L1").field(Field::Held, text);
        let journal = journal([(day("2024-04-01"), put)]);
        let state = journal.state(ledger::AsOf::day(day("2024-06-03")));
        state.record(Kind::Entitlement, "L1").unwrap().count(Field::Held).unwrap_err().to_string()
    };
    let told_of = told("9223372036854775807");
    assert!(
        told_of.contains("holds `9223372036854775807`, which is too large; 10000000000 at most"),
        "{told_of}"
    );
    assert!(told("many").contains("which is no whole number"), "{}", told("many"));
}

#[test]
fn regression_people_and_departments_are_compared_whatever_their_width() {
    let journal = facts([
        ("2024-01-01", used_by("PC-1", "ＳＡＴＯ　ｹﾝ", "ＩＴ推進課")),
        ("2024-01-01", used_by("PC-2", "Sato ケン", "調査課")),
    ]);
    let of = |what: Personnel| {
        let changes = [change("sato ケン", "2024-03-31", what)];
        let proposals = Proposals::of(&journal.state(on("2024-04-01")), &changes);
        proposals.iter().map(|one| (one.id.clone(), one.is_certain)).collect::<Vec<_>>()
    };
    assert_eq!(of(left(Some("IT推進課"))), [("PC-1".to_owned(), true), ("PC-2".to_owned(), false)]);
    // Whose department is that already is not transferred to it.
    let moved = Personnel::Transferred { from: None, to: "IT 推進課".to_owned() };
    assert_eq!(of(moved), [("PC-2".to_owned(), true)]);
}

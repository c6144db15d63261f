//! A mapping proposed for what the program itself writes reads it without loss.

use keiyaku::{
    Contract,
    provenance::Language,
    records::{InputFile, Layouts, Mapping, PRESETS, SampleFile, SheetsGiven, propose},
};

/// What `keiyaku map` compares files with: records and ledgers.
fn layouts(contract: &Contract) -> Layouts<'_> {
    let ledgers = contract.ledgers().map(|rules| &rules.sheets);
    Layouts {
        records: Some(contract.mapping_table()),
        ledgers,
        ledger_layout: None,
        lists: Some(contract.lists()),
    }
}

fn both(contract: &Contract, files: &[(String, String)]) {
    let inputs: Vec<InputFile<'_>> =
        files.iter().map(|(name, text)| InputFile { name, bytes: text.as_bytes() }).collect();
    let proposal = propose(layouts(contract), &inputs, Language::En).unwrap();
    assert_eq!(
        (proposal.sheets.given, proposal.sheets.all),
        (files.len(), files.len()),
        "{:?}",
        proposal.open
    );
    assert!(proposal.open.is_empty(), "{:?}", proposal.open);
    let mapping =
        Mapping::from_table("mapping.toml", &proposal.mapping, contract.calendars().sites()).unwrap();
    let now = "2030-01-01T00:00:00Z".parse().unwrap();
    let own = contract.read_records(&inputs, now, &mut |_, _| {});
    let proposed = contract.clone().with_mapping(mapping).read_records(&inputs, now, &mut |_, _| {});
    assert!(own.errors.is_empty(), "{:?}", own.errors.first());
    assert_eq!(own.errors, proposed.errors);
    assert!(own.observations == proposed.observations, "{}", proposal.mapping);
}

#[test]
fn a_mapping_proposed_for_samples_reads_them_without_loss() {
    let contract = Contract::reference().unwrap();
    for (month, seed) in [("2024-06", 1), ("2023-04", 7), ("2025-12", 42)] {
        let files = contract.sample(month.parse().unwrap(), seed).unwrap().unwrap();
        let text = |file: SampleFile| (file.name, file.text);
        let files: Vec<(String, String)> = files.into_iter().map(text).collect();
        both(&contract, &files);
        // Columns in another order are the same columns.
        let turned = |csv: &String| -> String {
            csv.lines()
                .map(|line| {
                    let mut cells: Vec<&str> = line.split(',').collect();
                    if line.contains('"') { line.to_owned() } else { cells.reverse(); cells.join(",") }
                } + "\n")
                .collect()
        };
        let plain = files.iter().filter(|(_, csv)| !csv.contains('"') && !csv.trim_end().is_empty());
        both(&contract, &plain.map(|(name, csv)| (name.clone(), turned(csv))).collect::<Vec<_>>());
    }
}

/// A small file of our own in each preset's layout, and how many cases it tells.
const LAYOUTS: &[(&str, &str, &str)] = &[
    (
        "redmine",
        "issues.csv",
        "#,Project,Tracker,Parent task,Status,Priority,Subject,Author,Assignee,Updated,Category,Created,Closed\n\
         101,desk,Bug,,Closed,High,a,b,c,2024-06-03 10:30,mail,2024-06-03 09:05,2024-06-03 10:30\n\
         102,desk,Bug,,New,Low,a,b,,2024-06-04 09:00,,2024-06-04 09:00,\n",
    ),
    (
        "zammad",
        "tickets.csv",
        "#,Title,State,Priority,Group,Owner,Customer,Organization,Create Channel,Sender,Tags,Time Units Total,Created At,\
         Updated At,Closed At,First Response At\n\
         31001,a,closed,2 normal,Users,b,c,d,email,Customer,,,2024-06-03 09:05:00,2024-06-03 10:30:00,2024-06-03 10:30:00,\
         2024-06-03 09:30:00\n\
         31002,a,open,2 normal,Users,b,c,d,phone,Agent,,,2024-06-04 09:05:00,2024-06-04 10:30:00,,\n",
    ),
    (
        "jira",
        "jira.csv",
        "Summary,Issue key,Issue id,Issue Type,Status,Priority,Assignee,Created,Updated,Resolved,Sprint,Sprint,\
         Custom field ([CHART] Date of First Response),Comment,Comment\n\
         a,SD-1,10001,[System] Incident,Resolved,High,b,03/Jun/24 9:05 AM,03/Jun/24 1:30 PM,03/Jun/24 12:30 PM,S1,S2,\
         03/Jun/24 9:30 AM,c,\n\
         a,SD-2,10002,[System] Service request,Waiting for support,Low,,04/Jun/24 9:05 AM,04/Jun/24 9:05 AM,,,,,,\n",
    ),
    (
        "glpi",
        "glpi.csv",
        "\"ID\";\"Title\";\"Status\";\"Last update\";\"Opening date\";\"Resolution date\";\"Closing date\";\"Priority\";\
         \"Requester - Requester\";\"Assigned to - Technician\";\"Category\";\n\
         \"1\";\"a\";\"Solved\";\"2024-06-03 10:30\";\"2024-06-03 09:05\";\"2024-06-03 10:30\";\"\";\"High\";\"b\";\"c\";\"Network\";\n\
         \"2\";\"a\";\"New\";\"2024-06-04 09:00\";\"2024-06-04 09:00\";\"\";\"\";\"Low\";\"b\";\"c\";\"Network\";\n",
    ),
    (
        "glpi",
        "glpi.csv",
        "\u{FEFF}\"ID\";\"Titre\";\"Statut\";\"Date d'ouverture\";\"Date de résolution\";\"Date de clôture\";\"Priorité\";\"Catégorie\"\n\
         \"1\";\"a\";\"Résolu\";\"2024-06-03 09:05\";\"2024-06-03 10:30\";\"\";\"Haute\";\"Réseau\"\n\
         \"2\";\"a\";\"Nouveau\";\"2024-06-04 09:00\";\"\";\"\";\"Basse\";\"Réseau\"\n",
    ),
    (
        "glpi",
        "glpi.csv",
        "\u{FEFF}\"ID\";\"開始日付\";\"解決日\";\"終了日\";\"優先度\";\"カテゴリ\"\n\
         \"1\";\"2024-06-03 09:05\";\"2024-06-03 10:30\";\"\";\"高\";\"ネットワーク\"\n\
         \"2\";\"2024-06-04 09:00\";\"\";\"\";\"低\";\"ネットワーク\"\n",
    ),
    (
        "servicenow",
        "incident.csv",
        "number,state,opened_at,resolved_at,closed_at,category,priority\n\
         INC1,Closed,2024-06-03 09:05:00,2024-06-03 10:30:00,2024-06-08 10:30:00,network,2 - High\n\
         INC2,New,2024-06-04 09:05:00,,,network,3 - Moderate\n",
    ),
    (
        "japanese-sheet",
        "障害一覧.csv",
        "受付番号,障害種別,影響範囲,発生日時,受付日時,初動日時,復旧日時\n\
         1,ﾊｰﾄﾞｳｪｱ,個人,2024/6/3 9:00,2024/6/3 9:05,2024/6/3 9:30,2024/6/3 11:00\n\
         2,ネットワーク,全体,R6.6.4 9:00,令和6年6月4日 9時05分,,\n",
    ),
    (
        "japanese-sheet",
        "問合せ一覧.csv",
        "受付番号,受付経路,問合せ種別,受付日時,回答日時,完了日時\n\
         1,電話,操作,2024/6/3 9:05,2024/6/3 9:30,2024/6/3 11:00\n\
         2,Ｗｅｂ,その他,2024/6/4 午前9:05,,\n",
    ),
];

#[test]
fn each_preset_reads_a_file_of_its_layout() {
    let contract = Contract::reference().unwrap();
    let sites = contract.calendars().sites();
    for &(name, table) in PRESETS {
        Mapping::from_table(name, table, sites).unwrap();
        assert!(
            table.starts_with("# ") && table.lines().any(|line| line.starts_with("# Source: ")),
            "{name}"
        );
        assert!(LAYOUTS.iter().any(|(preset, ..)| *preset == name), "{name}");
        let page = include_str!("../../../../docs/reference/presets.md");
        assert!(page.contains(&format!("| `{name}` |")), "{name}");
    }
    for &(preset, file, text) in LAYOUTS {
        let (_, table) = PRESETS.iter().find(|(name, _)| *name == preset).unwrap();
        let input = [InputFile { name: file, bytes: text.as_bytes() }];
        let proposal = propose(Layouts::of_records(table), &input, Language::En).unwrap();
        assert_eq!(proposal.sheets, SheetsGiven { given: 1, all: 1 }, "{file}");
        assert_eq!(proposal.open, [], "{file}");
        let mapping = Mapping::from_table("m.toml", &proposal.mapping, sites).unwrap();
        let now = "2024-07-05T00:00:00Z".parse().unwrap();
        let read = contract.clone().with_mapping(mapping).read_records(&input, now, &mut |_, _| {});
        assert!(read.errors.is_empty(), "{file}: {:?}", read.errors);
        let cases = &read.observations.cases;
        assert_eq!(cases.len(), 2, "{file}");
        // The first of each is settled, the second is not.
        let is_end = |mark: &str| ["closed", "recovered", "completed"].contains(&mark);
        let ended = cases.iter().filter(|case| case.marks.iter().any(|(mark, _)| is_end(mark.as_str())));
        assert_eq!(ended.count(), 1, "{file}");
        assert!(read.files[0].unused.is_empty(), "{file}: {:?}", read.files[0].unused);
    }
}

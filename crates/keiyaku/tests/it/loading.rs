//! Contracts from folders and tables.

use keiyaku::{Contract, LoadError, records::InputFile};

fn folder(name: &str) -> String {
    format!("{}/contracts/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_embedded_contract_is_the_one_in_its_folder() {
    let (embedded, loaded) = (Contract::reference().unwrap(), Contract::load(folder("jetro-2023")).unwrap());
    assert_eq!(format!("{:?}", embedded.catalogue()), format!("{:?}", loaded.catalogue()));
    assert_eq!(embedded.policies(), loaded.policies());
    assert_eq!(embedded.catalogue().term.months().count(), 50);
}

#[test]
fn every_clause_of_the_reference_contract_names_one_of_its_documents() {
    let contract = Contract::reference().unwrap();
    let known = ["jetro-2023/main", "jetro-2023/annex1", "jetro-2023/annex2"];
    let items = contract.catalogue().items().iter();
    let exclusions = items.clone().flat_map(|item| item.exclusions.iter().map(|exclusion| &exclusion.clause));
    let policies = contract.policies().iter().filter_map(|(_, entry)| entry.clause);
    for clause in items.clone().map(|item| &item.clause).chain(exclusions).chain(policies) {
        assert!(known.contains(&clause.document().as_str()), "{clause}");
    }
    // Each row of annex 2 is cited once, by its own key.
    for item in items {
        assert_eq!(item.clause.locator(), item.key.as_str());
    }
}

#[test]
fn a_contract_of_tables_alone_needs_no_rust() {
    let contract = Contract::load(folder("examples/servicenow-log")).unwrap();
    assert_eq!(contract.catalogue().items().len(), 3);
    assert!(contract.sample("2016-03".parse().unwrap(), 1).is_none());
}

#[test]
fn a_folder_without_tables_says_what_belongs_there() {
    let Err(LoadError::Missing { path }) = Contract::load(folder("examples")) else { panic!() };
    assert!(path.ends_with("calendar.toml"));
}

/// Found here: a folder with `task.toml` was a contract without work items.
#[test]
fn regression_a_table_with_nearly_a_name_is_refused() {
    let template = folder("template");
    let mut tables: Vec<(String, String)> = std::fs::read_dir(&template)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read_to_string(&path).unwrap())
        })
        .collect();
    let load = |tables: &[(String, String)]| {
        Contract::from_tables(tables.iter().map(|(file, text)| (file.as_str(), text.as_str())))
    };
    load(&tables).unwrap();
    for n in 0..tables.len() {
        let name = tables[n].0.clone();
        tables[n].0 = name.replacen('.', "x.", 1);
        let Err(LoadError::Misnamed { file, near }) = load(&tables) else { panic!("{name}") };
        assert_eq!((file.as_str(), near), (tables[n].0.as_str(), name.as_str()));
        tables[n].0 = name;
    }
    // What is like no table is somebody else's business.
    for name in ["Keiyaku.toml", "clauses.toml", "remarks.toml", "notes.toml"] {
        tables.push((name.to_owned(), String::new()));
    }
    load(&tables).unwrap();
}

/// Found here: the statements in `coverge/` were nobody's, without a word.
#[test]
fn regression_a_folder_of_tables_with_nearly_a_name_is_refused() {
    let template = folder("template");
    let home = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(&template).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_file() {
            std::fs::copy(entry.path(), home.path().join(entry.file_name())).unwrap();
        }
    }
    for (wrong, right) in [
        ("coverge", "coverage"),
        ("Coverage", "coverage"),
        ("coverages", "coverage"),
        ("finding", "findings"),
        ("fidnings", "findings"),
    ] {
        let within = home.path().join(wrong);
        std::fs::create_dir(&within).unwrap();
        std::fs::write(within.join("main.toml"), "document = \"library/main\"\n").unwrap();
        let Err(LoadError::MisnamedFolder { folder, near }) = Contract::load(home.path()) else {
            panic!("{wrong}")
        };
        assert_eq!((folder.as_str(), near), (wrong, right));
        std::fs::remove_dir_all(within).unwrap();
    }
    // A folder that is like none of tables is somebody else's business, and a file is no folder.
    std::fs::create_dir(home.path().join("records")).unwrap();
    std::fs::write(home.path().join("records/notes.toml"), "").unwrap();
    std::fs::write(home.path().join("coverge"), "").unwrap();
    Contract::load(home.path()).unwrap();
    let tables = [("sla.toml", ""), ("fndings/main.toml", "")];
    let Err(LoadError::MisnamedFolder { near, .. }) = Contract::from_tables(tables) else { panic!() };
    assert_eq!(near, "findings");
}

/// Found here: the statements in `coverage/old/` were nobody's, without a word.
#[test]
fn regression_a_table_below_a_folder_of_tables_is_told() {
    let template = folder("template");
    let home = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(&template).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_file() {
            std::fs::copy(entry.path(), home.path().join(entry.file_name())).unwrap();
        }
    }
    let unread = ["coverage/old/main.toml", "findings/2023/draft/main.toml"];
    for file in unread {
        let path = home.path().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, "this is no table").unwrap();
    }
    std::fs::write(home.path().join("coverage/old/notes.txt"), "").unwrap();
    let contract = Contract::load(home.path()).unwrap();
    let mut told: Vec<&str> = contract.unused_tables().collect();
    told.sort_unstable();
    assert_eq!(told, unread);
    contract.lint("2024-06-15".parse().unwrap()).unwrap();
}

/// A ground that is shown by what is recorded may be claimed as well: misspelt in the mapping, the claim was none.
#[test]
fn regression_a_ground_that_needs_no_claim_is_misspelt_in_the_mapping() {
    let own: Vec<(String, String)> = std::fs::read_dir(folder("jetro-2023"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            let text = text.replace(
                "\"運用変更で抑制\" = \"workaround\"",
                "\"運用変更で抑制\" = \"workaround\", \"個人限り\" = \"personal-scpoe\"",
            );
            (path.file_name().unwrap().to_str().unwrap().to_owned(), text)
        })
        .collect();
    let tables = own.iter().map(|(file, text)| (file.as_str(), text.as_str()));
    let Err(LoadError::Tables(errors)) = Contract::from_tables(tables) else { panic!() };
    let told: Vec<(&str, &str)> =
        errors.problems.iter().map(|one| (one.file.as_str(), one.message.en.as_str())).collect();
    let message = "S-4-3-3-2 reads the ground for exclusion `personal-scope`, which the mapping does not give; \
                   did you mean `personal-scpoe`?";
    assert_eq!(told, [("sla.toml", message), ("records.toml", message)]);
}

#[test]
fn two_tables_of_one_name_are_refused() {
    let Err(LoadError::Twice { file }) = Contract::from_tables([("sla.toml", ""), ("sla.toml", "")]) else {
        panic!()
    };
    assert_eq!(file, "sla.toml");
}

/// The order in which tables are handed in decides nothing.
#[test]
fn tables_are_read_in_any_order() {
    let names = [
        "calendar.toml",
        "sla.toml",
        "policy.toml",
        "lists.toml",
        "records.toml",
        "tasks.toml",
        "report.toml",
    ];
    let files = names
        .map(|name| (name, std::fs::read_to_string(format!("{}/{name}", folder("jetro-2023"))).unwrap()));
    let read = |files: &mut dyn Iterator<Item = &(&'static str, String)>| {
        let contract = Contract::from_tables(files.map(|(name, text)| (*name, text.as_str()))).unwrap();
        format!("{:?} {:?} {:?}", contract.catalogue(), contract.work(), contract.contents())
    };
    assert_eq!(read(&mut files.iter()), read(&mut files.iter().rev()));
}

/// A program that embeds the library needs no further call to have the execution log counted.
#[test]
fn reading_records_counts_the_execution_log() {
    let contract = Contract::reference().unwrap();
    let log =
        "項目,拠点,区分,作業,予定日,実施日,実施者,結果,備考,証跡\n1.2.e,東京,,,,2024/6/28,担当者A,実施,,\n";
    let file = InputFile { name: "executions.csv", bytes: log.as_bytes() };
    let loaded = contract.read_records(&[file], "2024-07-05T00:00:00Z".parse().unwrap(), &mut |_, _| {});
    assert!(loaded.errors.is_empty(), "{:?}", loaded.errors);
    let reports =
        loaded.observations.tallies.iter().find(|tally| tally.name().as_str() == "operation-report");
    assert_eq!(reports.map(|tally| (tally.planned(), tally.done())), Some((1, 0)));
}

/// One misspelt word in either table once gave a confident wrong verdict.
#[test]
fn words_of_the_two_tables_that_nearly_match_are_refused() {
    let table = |name: &str| std::fs::read_to_string(format!("{}/{name}", folder("jetro-2023"))).unwrap();
    let (sla, records) = (table("sla.toml"), table("records.toml"));
    let (calendar, policy) = (table("calendar.toml"), table("policy.toml"));
    let load = |sla: &str, records: &str| {
        Contract::from_tables([
            ("calendar.toml", calendar.as_str()),
            ("sla.toml", sla),
            ("policy.toml", &policy),
            ("records.toml", records),
        ])
    };
    assert!(load(&sla, &records).unwrap().unmatched().is_empty());
    let mut told = Vec::new();
    for (is_mapping, right, wrong) in [
        (true, r#"= "security""#, r#"= "securiti""#),
        (true, r#"= "second-line""#, r#"= "second-lien""#),
        (true, r#"= "client-delay""#, r#"= "client-dealy""#),
        (true, r#"kind = "incident""#, r#"kind = "incidnet""#),
        (false, r#"stop = "responded""#, r#"stop = "respondde""#),
        (false, r#"is = ["hardware"]"#, r#"is = ["hardwear"]"#),
        (false, r#"pauses = ["awaiting-applicant"]"#, r#"pauses = ["awaiting-aplicant"]"#),
        (false, r#"attribute = "channel""#, r#"attribute = "chanel""#),
    ] {
        let text = if is_mapping { &records } else { &sla };
        assert!(text.contains(right), "{right}");
        let changed = text.replace(right, wrong);
        let result = if is_mapping { load(&sla, &changed) } else { load(&changed, &records) };
        let Err(error) = result else { panic!("{wrong} was taken") };
        told.push(error.to_string().lines().next().unwrap().to_owned());
    }
    insta::assert_snapshot!(told.join("\n"));
}

/// A later program's tables are refused as such, whichever table it is: not by their new keys.
#[test]
fn every_table_of_a_later_schema_is_refused() {
    let target = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("later-schema");
    let _ = std::fs::remove_dir_all(&target);
    std::fs::create_dir_all(&target).unwrap();
    for entry in std::fs::read_dir(folder("jetro-2023")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            std::fs::copy(&path, target.join(path.file_name().unwrap())).unwrap();
        }
    }
    let tables = ["sla", "calendar", "policy", "records", "report", "tasks", "bid", "ledger", "review"];
    for name in tables.iter().chain(&["products", "contract", "duties"]) {
        let path = target.join(format!("{name}.toml"));
        let text = std::fs::read_to_string(&path).unwrap();
        let bare = text.replace("schema = 1\n", "");
        let load = |schema: u32| {
            std::fs::write(&path, format!("schema = {schema}\n{bare}")).unwrap();
            Contract::load(&target).map(|_| ()).map_err(|error| error.to_string())
        };
        assert_eq!(load(1), Ok(()), "{name}");
        let error = load(2).unwrap_err();
        let expected = format!("{name}.toml:1:10: schema: the table is written by schema 2");
        assert!(error.contains(&expected), "{error}");
        std::fs::write(&path, &text).unwrap();
    }
}

/// Found by a stranger: the row after one that could not be read was told as having no known key at all.
#[test]
fn regression_a_row_that_cannot_be_read_hides_nothing_of_the_others() {
    let contract = Contract::reference().unwrap();
    let remark = |key: &str| format!("[[remark]]\nkey = \"{key}\"\ncause = \"a\"\ncountermeasure = \"b\"\n");
    let table = [remark("S-22-2"), remark("S-2-1"), remark("S-44-4")].concat();
    let told = contract.remarks("remarks.toml", &table).unwrap_err();
    let paths: Vec<&str> = told.problems.iter().map(|problem| problem.path.as_str()).collect();
    assert_eq!(paths, ["remark[1].key", "remark[3].key"]);
}

//! A mapping proposed for what the program itself writes reads it without loss.

use keiyaku::{
    Contract,
    provenance::Language,
    records::{InputFile, Mapping, SampleFile, propose},
};

fn both(contract: &Contract, files: &[(String, String)]) {
    let inputs: Vec<InputFile<'_>> =
        files.iter().map(|(name, text)| InputFile { name, bytes: text.as_bytes() }).collect();
    let proposal = propose(contract.mapping_table(), &inputs, Language::En).unwrap();
    assert_eq!(proposal.sheets, (files.len(), files.len()), "{:?}", proposal.open);
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

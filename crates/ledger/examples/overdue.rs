//! A program that keeps loans with `ledger` alone and without TOML: what is asked stands in code, what happened in a journal.

use ledger::{
    AsOf, Check, CheckRule, Checks, Draft, Event, Field, Inputs, Journal, Kind, Put, Rules, Severity,
};

pub(crate) fn main() -> Result<(), Box<dyn std::error::Error>> {
    let overdue =
        CheckRule { check: Check::LoanOverdue, severity: Severity::Error, clauses: Vec::new(), help: None };
    // Without the clause that asks for it nobody could say why it is looked for.
    let refused = Checks::new([overdue.clone()]).err().map(|error| error.to_string());
    assert_eq!(refused.as_deref(), Some("check[1].clauses: a check needs the clause that asks for it"));
    let checks = Checks::new([CheckRule { clauses: vec!["ours/annex#loans".parse()?], ..overdue }])?;
    let rules = Rules { checks, ..Rules::default() }.checked()?;

    let mut journal = Journal::new();
    let loan = Put::new(Kind::Loan, "L-1").field(Field::Device, "PC-7").field(Field::Due, "2024-06-10");
    let draft = Draft::put("2024-06-03".parse()?, loan.event(Event::Lent));
    let batch = journal.prepare("yamada", "2024-06-03T01:00:00Z".parse()?, vec![draft])?;
    journal.append(batch)?;

    for (day, expected) in [("2024-06-10", 0), ("2024-06-11", 1)] {
        let checked = ledger::check(&journal, AsOf::day(day.parse()?), &rules, &Inputs::default());
        for finding in &checked.findings {
            println!("{day} {}: {}", finding.subject, finding.message.en);
        }
        assert_eq!(checked.findings.len(), expected);
    }
    Ok(())
}

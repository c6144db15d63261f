//! A procurement tool that judges people with `bid` alone and without TOML: what is asked and who is offered stand in code.

use bid::chrono::NaiveDate;
use bid::{Bid, Levels, Management, Member, Names, Noun, Requirement, Requirements, Slot, Text, What, Word};

pub(crate) fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sites = Names::new(Noun::new("拠点", "site"), "our sites", []);
    let fields = Names::new(Noun::new("専門分野", "field"), "no standard", []);
    let what = What::Management { roles: vec!["manager".parse()?], pcs: 1_000, within_years: 3, count: 1 };
    let lead = Slot {
        id: "lead".parse()?,
        name: Text::new("責任者", "lead"),
        count: 1,
        site: None,
        resident: Vec::new(),
        may_double_as: None,
        requirements: vec![Requirement { what, is_mandatory: true }],
        clause: "ours/tender#2".parse()?,
    };
    // Nobody could show a role that nothing says how to write.
    let asked = Requirements { slots: vec![lead], ..Requirements::default() };
    assert!(asked.clone().checked(&sites, &fields).is_err());
    let words = vec![Word { id: "manager".parse()?, names: vec!["PM".to_owned()] }];
    let asked = Requirements { words, ..asked }.checked(&sites, &fields)?;

    let (began, signing): (NaiveDate, NaiveDate) = ("2015-04-01".parse()?, "2024-04-01".parse()?);
    let member = |name: &str, pcs| {
        let led = Management { role: "manager".to_owned(), pcs: Some(pcs), from: began, to: None };
        Member { name: name.to_owned(), management: vec![led], ..Member::default() }
    };
    let members = vec![member("Aoba", 400), member("Asano", 2_400)];
    let (name, price, technical) = ("A".to_owned(), 1_000_000, 70);
    let bid = Bid { name, price, technical, signing, grounds: None, members, shifts: Vec::new() };
    let team = bid::best_team(&bid, &asked, &Levels::new());
    let filled = team.places.first().and_then(|place| place.member.as_ref());
    let lead = filled.and_then(|filled| bid.members.get(filled.member)).map(|member| member.name.as_str());
    assert_eq!(lead, Some("Asano"));
    Ok(())
}

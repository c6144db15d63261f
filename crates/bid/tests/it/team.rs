//! The best team against trying everything.

use bid::{Bid, Fitness, Levels, Member, Requirement, Requirements, Slot, What, best_team, fitness};
use itss_core::Known;
use proptest::prelude::*;
use provenance::Text;

use crate::{asked, bid};

/// Places that may be filled, places filled for certain, desirable things: the greater the better, in this order.
type Worth = (u64, u64, u64);

fn worth_of(fitness: &Fitness) -> Worth {
    match fitness.verdict {
        Known::Met => (1, 1, fitness.desirable),
        Known::NotShown => (1, 0, fitness.desirable),
        Known::NotMet => (0, 0, 0),
    }
}

fn sum(a: Worth, b: Worth) -> Worth {
    (a.0 + b.0, a.1 + b.1, a.2 + b.2)
}

/// The best of all ways to fill the slots from `n` on, where `free` are the members left.
fn brute(bid: &Bid, asked: &Requirements, places: &[&Slot], free: &[usize], doubles: bool) -> Worth {
    let Some((slot, rest)) = places.split_first() else { return (0, 0, 0) };
    let mut best = brute(bid, asked, rest, free, doubles);
    for member in free {
        let left: Vec<usize> = free.iter().copied().filter(|other| other != member).collect();
        let found = fitness(bid, &bid.members[*member], slot, asked, &Levels::new());
        if found.verdict == Known::NotMet {
            continue;
        }
        best = best.max(sum(worth_of(&found), brute(bid, asked, rest, &left, doubles)));
        // The same person may fill another place too.
        let other = slot.may_double_as.as_ref().and_then(|id| rest.iter().position(|slot| slot.id == *id));
        if let Some(n) = other.filter(|_| doubles) {
            let second = fitness(bid, &bid.members[*member], rest[n], asked, &Levels::new());
            let mut without = rest.to_vec();
            without.remove(n);
            let both = sum(worth_of(&found), worth_of(&second));
            best = best.max(sum(both, brute(bid, asked, &without, &left, doubles)));
        }
    }
    best
}

/// Doubling is taken only where it fills more.
fn expected(bid: &Bid, asked: &Requirements, places: &[&Slot], free: &[usize]) -> Worth {
    let (apart, doubled) = (brute(bid, asked, places, free, false), brute(bid, asked, places, free, true));
    if (doubled.0, doubled.1) > (apart.0, apart.1) { doubled } else { apart }
}

fn found(bid: &Bid, asked: &Requirements) -> Worth {
    let team = best_team(bid, asked, &Levels::new());
    let one = |fitness: &Fitness| worth_of(fitness);
    team.places
        .iter()
        .filter_map(|place| place.member.as_ref())
        .map(|filled| one(&filled.fitness))
        .fold((0, 0, 0), sum)
}

fn languages(all: &[&str], is_mandatory: bool) -> Requirement {
    let all = all.iter().map(|language| language.parse().unwrap()).collect();
    Requirement { what: What::Languages { all }, is_mandatory }
}

/// Slots ask for some of four languages and like others; the first may double as the last.
fn world() -> impl Strategy<Value = (Bid, Requirements)> {
    const ALL: [&str; 4] = ["ja", "en", "fr", "de"];
    let some = || proptest::sample::subsequence(ALL.to_vec(), 0..=2);
    let slot = (some(), some(), 1_u8..=2);
    let member =
        (proptest::option::weighted(0.8, proptest::sample::subsequence(ALL.to_vec(), 0..=4)), any::<bool>());
    (proptest::collection::vec(slot, 1..4), proptest::collection::vec(member, 0..5), any::<bool>()).prop_map(
        |(slots, members, may_double)| {
            let last: bid::SlotId = format!("s{}", slots.len() - 1).parse().unwrap();
            let is_many = slots.len() > 1;
            let slots: Vec<Slot> = slots
                .into_iter()
                .enumerate()
                .map(|(n, (must, should, count))| {
                    let doubles = n == 0 && may_double && is_many;
                    Slot {
                        id: format!("s{n}").parse().unwrap(),
                        name: Text::same(format!("s{n}")),
                        count: if doubles { 1 } else { count },
                        site: None,
                        resident: Vec::new(),
                        may_double_as: doubles.then(|| last.clone()),
                        requirements: vec![languages(&must, true), languages(&should, false)],
                        clause: "c/main#1".parse().unwrap(),
                    }
                })
                .collect();
            let asked = Requirements {
                slots,
                everybody: Vec::new(),
                coverage: Vec::new(),
                apart: Vec::new(),
                grounds: Vec::new(),
                readings: Vec::new(),
                words: Vec::new(),
            };
            let mut bid = bid("");
            bid.members = members
                .into_iter()
                .enumerate()
                .map(|(n, (languages, is_offered))| Member {
                    name: format!("m{n}"),
                    languages: languages.map(|all| all.into_iter().map(str::to_owned).collect()),
                    offered: is_offered.then(|| vec!["s0".to_owned(), "s1".to_owned()]),
                    ..Member::default()
                })
                .collect();
            (bid, asked)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn the_best_team_is_the_best_of_all((bid, asked) in world()) {
        let places: Vec<&Slot> =
            asked.slots.iter().flat_map(|slot| (0..slot.count).map(move |_| slot)).collect();
        let everybody: Vec<usize> = (0..bid.members.len()).collect();
        prop_assert_eq!(found(&bid, &asked), expected(&bid, &asked, &places, &everybody));
    }

    #[test]
    fn the_order_of_members_does_not_matter((bid, asked) in world(), turn in 0_usize..5) {
        let mut turned = bid.clone();
        if !turned.members.is_empty() {
            let by = turn % turned.members.len();
            turned.members.rotate_left(by);
        }
        turned.members.reverse();
        prop_assert_eq!(found(&bid, &asked), found(&turned, &asked));
    }

    #[test]
    fn one_more_member_never_lowers_the_worth((bid, asked) in world()) {
        let mut fewer = bid.clone();
        while fewer.members.pop().is_some() {
            // What is desirable may go with a doubling that is no longer needed.
            let places = |bid: &Bid| (found(bid, &asked).0, found(bid, &asked).1);
            prop_assert!(places(&fewer) <= places(&bid));
        }
    }

    #[test]
    fn nobody_fills_two_places_but_by_doubling((bid, asked) in world()) {
        let team = best_team(&bid, &asked, &Levels::new());
        let places: u8 = asked.slots.iter().map(|slot| slot.count).sum();
        prop_assert_eq!(team.places.len(), usize::from(places));
        for member in 0..bid.members.len() {
            let own: Vec<_> = team.places.iter()
                .filter(|place| place.member.as_ref().is_some_and(|filled| filled.member == member)).collect();
            prop_assert!(own.len() <= 1 || (own.len() == 2 && own.iter().all(|place| place.is_doubled)));
        }
        for place in &team.places {
            prop_assert_eq!(place.unfit.len(), if place.member.is_some() { 0 } else { bid.members.len() });
        }
    }
}

const DEPUTY: &str = r#"
    slot = [
        { id = "deputy", name = { ja = "副", en = "deputy" }, clause = "c/main#1", may_double_as = "lead", requirement = [{ kind = "languages", all = ["ja"] }] },
        { id = "lead", name = { ja = "長", en = "lead" }, clause = "c/main#2", requirement = [{ kind = "languages", all = ["ja", "en"] }] },
    ]
"#;

#[test]
fn a_deputy_doubles_only_where_nobody_else_can() {
    let asked = asked(DEPUTY);
    let alone = bid("[[member]]\nname = \"甲\"\nlanguages = [\"ja\", \"en\"]\n");
    let team = best_team(&alone, &asked, &Levels::new());
    assert!(team.places.iter().all(|place| place.is_doubled) && team.verdict() == Known::Met);

    let two = bid(
        "[[member]]\nname = \"甲\"\nlanguages = [\"ja\", \"en\"]\n[[member]]\nname = \"乙\"\nlanguages = [\"ja\"]\n",
    );
    let team = best_team(&two, &asked, &Levels::new());
    assert!(team.places.iter().all(|place| !place.is_doubled) && team.verdict() == Known::Met);
}

#[test]
fn first_fit_would_leave_a_place_open() {
    // 甲 fits both places, 乙 the first only: taking 甲 for the first would be a mistake.
    let table = DEPUTY.replace("may_double_as = \"lead\", ", "");
    let two = bid(
        "[[member]]\nname = \"1甲\"\nlanguages = [\"ja\", \"en\"]\n[[member]]\nname = \"2乙\"\nlanguages = [\"ja\"]\n",
    );
    let team = best_team(&two, &asked(&table), &Levels::new());
    let names: Vec<usize> = team.places.iter().map(|place| place.member.as_ref().unwrap().member).collect();
    assert_eq!(names, [1, 0]);
}

#[test]
fn an_open_place_tells_who_is_needed_elsewhere() {
    let table = DEPUTY.replace("may_double_as = \"lead\", ", "").replace("[\"ja\", \"en\"]", "[\"ja\"]");
    let one = bid("[[member]]\nname = \"甲\"\nlanguages = [\"ja\"]\n");
    let team = best_team(&one, &asked(&table), &Levels::new());
    let open: Vec<_> = team.places.iter().filter(|place| place.member.is_none()).collect();
    let filled = team.places.iter().find(|place| place.member.is_some()).unwrap();
    assert_eq!(open.len(), 1);
    assert_eq!(open[0].unfit, [bid::NotPlaced { member: 0, why: bid::Unfit::NeededAs(filled.slot.clone()) }]);
}

/// One certain place and an open one were taken before two that may be filled: not met instead of not shown.
#[test]
fn a_team_that_may_be_met_is_not_called_not_met() {
    let slot = |id: &str, all: &[&str]| Slot {
        id: id.parse().unwrap(),
        name: Text::same(id),
        count: 1,
        site: None,
        resident: Vec::new(),
        may_double_as: None,
        requirements: vec![languages(all, true)],
        clause: "c/main#1".parse().unwrap(),
    };
    let asked = Requirements {
        slots: vec![slot("desk", &["en"]), slot("staff", &["ja"])],
        everybody: Vec::new(),
        coverage: Vec::new(),
        apart: Vec::new(),
        grounds: Vec::new(),
        readings: Vec::new(),
        words: Vec::new(),
    };
    let mut one = bid("");
    one.members = vec![
        Member {
            name: "A".to_owned(),
            languages: Some(vec!["en".to_owned(), "ja".to_owned()]),
            ..Member::default()
        },
        Member { name: "B".to_owned(), offered: Some(vec!["desk".to_owned()]), ..Member::default() },
    ];
    assert_eq!(best_team(&one, &asked, &Levels::new()).verdict(), Known::NotShown);
}

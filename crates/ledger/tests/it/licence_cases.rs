//! Named cases, and how the answers read.

use std::fmt::Write;

use ledger::{
    Field, Kind, Put,
    licence::{Because, Holds, Licences, Products, RowRef},
};
use provenance::Verdict;

use crate::licence::{DAY, check, dated, disposed, journal, on, products, put, rules, tool, used};

/// Whether a licence covers a copy; the last rule in the way or left open says why.
#[track_caller]
fn covers(licence: Put, copy: &str, expected: Holds, why: &str) {
    let journal = journal([licence.field(Field::Held, "1"), used(copy)]);
    let (products, rules) = (products(), rules());
    let state = journal.state(on(DAY));
    let licences = Licences::read(&state, products, &rules);
    let row = RowRef { kind: Kind::Use, id: copy.split(' ').next().unwrap() };
    let coverage = licences.explain(row, "A").unwrap();
    let told: Vec<&str> = coverage.obstacles().map(|step| step.why.en.as_str()).collect();
    assert_eq!((coverage.holds, told.join("; ").as_str()), (expected, why), "{copy}");
    let verdict = licences.check().declared;
    match expected {
        Holds::Yes => assert_eq!(verdict, Verdict::Met, "{copy}"),
        Holds::No => assert_eq!(verdict, Verdict::NotMet, "{copy}"),
        Holds::Unknown => assert!(matches!(verdict, Verdict::Undetermined(_)), "{copy}: {verdict:?}"),
    }
}

fn suite(line: &str) -> Put {
    put(Kind::Entitlement, line).field(Field::Software, "Suite").field(Field::Form, "full")
}

#[test]
fn editions_cover_what_the_table_says() {
    let pro = || suite("A edition=Professional version=2016 language=ja");
    covers(pro(), "U asset=A edition=Standard version=2016 language=日本語", Holds::Yes, "");
    // Full width and case are a matter of the keyboard.
    covers(pro(), "U asset=A edition=ＰＲＯ version=16.0 language=JA", Holds::Yes, "");
    let why = "the licence is for Suite Standard, which does not cover Suite Professional";
    let std = suite("A edition=std version=2016 language=ja");
    covers(std, "U asset=A edition=pro version=2016 language=ja", Holds::No, why);
    // The best edition covers whichever it is.
    covers(pro(), "U asset=A version=2016 language=ja", Holds::Yes, "");
    let std = suite("A edition=std version=2016 language=ja");
    let why = "the ledger does not say the edition in use";
    covers(std, "U asset=A version=2016 language=ja", Holds::Unknown, why);
    let why = "`Suite Home`, as used, is not in the table of products";
    covers(pro(), "U asset=A edition=Home version=2016 language=ja", Holds::Unknown, why);
}

#[test]
fn a_multilingual_licence_covers_each_language() {
    let multi = || suite("A edition=pro version=2016 language=多言語");
    covers(multi(), "U asset=A edition=pro version=2016 language=en", Holds::Yes, "");
    covers(multi(), "U asset=A edition=pro version=2016", Holds::Yes, "");
    let why = "the licence is for 日本語, which does not cover 英語";
    let ja = suite("A edition=pro version=2016 language=ja");
    covers(ja, "U asset=A edition=pro version=2016 language=en", Holds::No, why);
    // The plain product is licensed whatever the language.
    covers(tool("A version=2"), "U asset=A version=2 language=クリンゴン語", Holds::Yes, "");
}

#[test]
fn older_versions_need_a_right_to_them() {
    let why = "the ledger does not say whether Tool 3 may be downgraded to Tool 1";
    covers(tool("A version=3"), "U asset=A version=1", Holds::Unknown, why);
    let why = "Tool 3 may not be downgraded to Tool 1";
    covers(tool("A version=3 downgrade=no"), "U asset=A version=1", Holds::No, why);
    covers(tool("A version=3 downgrade=yes"), "U asset=A version=1", Holds::Yes, "");
    let why = "Tool 1 is older than the oldest version allowed";
    covers(tool("A version=3 downgrade=yes downgrade-floor=2"), "U asset=A version=1", Holds::No, why);
    covers(tool("A version=3 downgrade=yes downgrade-floor=2"), "U asset=A version=2", Holds::Yes, "");
    let ended = || tool("A version=3 downgrade=yes downgrade-until=2023-12-31");
    covers(ended(), "U asset=A version=1 worked-on=2023-12-31", Holds::Yes, "");
    let why = "downgrading was allowed until 2023-12-31";
    covers(ended(), "U asset=A version=1 worked-on=2024-01-01", Holds::No, why);
    let why = "the right has ended, and the ledger does not say when the copy was installed";
    covers(ended(), "U asset=A version=1", Holds::Unknown, why);
    // The last day belongs to the right.
    covers(
        tool("A version=3 downgrade=yes downgrade-until=2024-06-03"),
        "U asset=A version=1",
        Holds::Yes,
        "",
    );
}

#[test]
fn newer_versions_need_upgrades_included() {
    let why = "Tool 3 is newer than Tool 2, and no upgrades are included";
    covers(tool("A version=2"), "U asset=A version=3", Holds::No, why);
    covers(tool("A version=2 upgrade-until=2025-03-31"), "U asset=A version=3", Holds::Yes, "");
    let ended = || tool("A version=2 upgrade-until=2024-03-31");
    covers(ended(), "U asset=A version=3 worked-on=2024-03-31", Holds::Yes, "");
    let why = "upgrades were included until 2024-03-31";
    covers(ended(), "U asset=A version=3 worked-on=2024-04-01", Holds::No, why);
}

#[test]
fn a_licence_bound_to_a_device_stays_with_it() {
    let oem = || tool("A version=2 licence-type=oem device=PC-1");
    covers(oem(), "U asset=A version=2 device=PC-1", Holds::Yes, "");
    covers(oem(), "U asset=A version=2 device=PC-2", Holds::No, "bound to device PC-1, not to PC-2");
    let why = "bound to device PC-1, and the ledger does not say where the copy is";
    covers(oem(), "U asset=A version=2", Holds::Unknown, why);
    let why = "an OEM licence whose device the ledger does not say";
    covers(tool("A version=2 licence-type=oem"), "U asset=A version=2 device=PC-1", Holds::Unknown, why);
}

#[test]
fn terms_begin_and_end() {
    covers(tool("A version=2 term-to=2024-06-03"), "U asset=A version=2", Holds::Yes, "");
    covers(
        tool("A version=2 term-to=2024-06-02"),
        "U asset=A version=2",
        Holds::No,
        "its term ended on 2024-06-02",
    );
    covers(
        tool("A version=2 term-from=2024-06-04"),
        "U asset=A version=2",
        Holds::No,
        "usable from 2024-06-04 on",
    );
    covers(
        tool("A version=2 retired-on=2024-06-03"),
        "U asset=A version=2",
        Holds::No,
        "retired on 2024-06-03",
    );
    let why = "fields of the licence cannot be read (term-to)";
    covers(tool("A version=2 term-to=soon"), "U asset=A version=2", Holds::Unknown, why);
}

#[test]
fn what_the_table_does_not_know_is_never_covered_in_silence() {
    let why = "`Toool`, as used, is not in the table of products";
    covers(tool("A version=2"), "U asset=A software=Toool version=2", Holds::Unknown, why);
    let why = "`Tool 4`, as used, is not in the table of products";
    covers(tool("A version=2"), "U asset=A version=4", Holds::Unknown, why);
    covers(tool("A"), "U asset=A version=2", Holds::Unknown, "the ledger does not say the licence's version");
    // The same name on both sides of a product that the table lacks is open too: its rules are not known.
    let unlisted = put(Kind::Entitlement, "A software=Other form=full version=1 held=1");
    check(&journal([unlisted, used("U asset=A software=OTHER version=1")]), &rules(), |check| {
        assert!(matches!(check.possible, Verdict::Undetermined(_)), "{:?}", check.possible);
        assert_eq!(check.shortages, []);
        assert_eq!(check.feared.iter().map(|shortage| shortage.buy).sum::<u64>(), 1);
    });
    // Nothing of that name is held at all: that is a shortage.
    let other = put(Kind::Entitlement, "A software=Another form=full version=1 held=1");
    check(&journal([other, used("U software=Other version=1")]), &rules(), |check| {
        assert!(check.possible.is_not_met());
    });
}

#[test]
fn no_use_is_nothing_to_judge() {
    check(
        &journal([tool("A version=1 held=1"), used("U asset=A version=1 status=uninstalled")]),
        &rules(),
        |check| {
            assert!(matches!(check.possible, Verdict::NotApplicable(_)));
        },
    );
}

#[test]
fn an_unknown_number_of_seats_leaves_it_open() {
    check(&journal([tool("A version=1"), used("U asset=A version=1")]), &rules(), |check| {
        assert!(matches!(check.declared, Verdict::Undetermined(_)));
        assert!(matches!(check.possible, Verdict::Undetermined(_)));
    });
    let lost = put(Kind::Distribution, "D asset=A version=1 count=many");
    check(&journal([tool("A version=1 held=1"), lost]), &rules(), |check| {
        assert!(matches!(check.possible, Verdict::Undetermined(_)), "{:?}", check.possible);
    });
}

#[test]
fn a_status_in_words_may_or_may_not_be_a_copy() {
    let licences = |held: &str| tool("A version=1").field(Field::Held, held);
    let other = || used("V asset=A version=1 device=PC-2 status=other status-text=修理中");
    check(&journal([licences("1"), used("U asset=A version=1 device=PC-1"), other()]), &rules(), |check| {
        assert!(matches!(check.possible, Verdict::Undetermined(_)));
        assert!(matches!(check.declared, Verdict::Undetermined(_)));
    });
    check(&journal([licences("2"), used("U asset=A version=1 device=PC-1"), other()]), &rules(), |check| {
        assert_eq!((&check.possible, &check.declared), (&Verdict::Met, &Verdict::Met));
    });
}

#[test]
fn a_chain_of_three_upgrades_gives_no_more_than_it_began_with() {
    let chain = || {
        [
            tool("A1 version=1 held=10"),
            tool("A2 version=2 held=6 form=upgrade upgrades=A1"),
            tool("A3 version=3 held=8 form=upgrade upgrades=A2"),
        ]
    };
    check(&journal(chain()), &rules(), |check| {
        let seats: Vec<u64> = check.assets.iter().map(|asset| asset.seats.low).collect();
        // Eight upgrades of six seats are six.
        assert_eq!(seats, [4, 0, 6]);
        let finding = check.findings.iter().find(|finding| finding.rule.as_str() == "licence-base").unwrap();
        assert_eq!(finding.subject, "A3");
    });
    let uses = (0..5).map(|n| used(&format!("U{n} asset=A2 version=2 device=PC-{n}")));
    check(&journal(chain().into_iter().chain(uses)), &rules(), |check| {
        // A2 has none left, A1 is too old, A3 may not be downgraded as far as is known.
        assert!(check.declared.is_not_met());
        assert!(matches!(check.possible, Verdict::Undetermined(_)), "{:?}", check.possible);
    });
}

#[test]
fn an_upgrade_needs_a_base_that_is_older_and_of_the_same_product() {
    let seats = |licences: Vec<Put>| {
        check(&journal(licences), &rules(), |check| {
            check.assets.iter().map(|asset| (asset.seats.low, asset.seats.high)).collect::<Vec<_>>()
        })
    };
    assert_eq!(seats(vec![tool("B version=2 held=5 form=upgrade upgrades=A")]), [(0, 0)]);
    assert_eq!(seats(vec![tool("B version=2 held=5 form=upgrade")]), [(0, 5)]);
    let same = vec![tool("A version=2 held=5"), tool("B version=2 held=5 form=upgrade upgrades=A")];
    assert_eq!(seats(same), [(5, 5), (0, 0)]);
    let other = vec![
        tool("A software=Suite version=2013 held=5"),
        tool("B version=2 held=5 form=upgrade upgrades=A"),
    ];
    assert_eq!(seats(other), [(5, 5), (0, 0)]);
    let ended = vec![
        tool("A version=1 held=5 term-to=2024-05-31"),
        tool("B version=2 held=5 form=upgrade upgrades=A"),
    ];
    assert_eq!(seats(ended), [(0, 0), (0, 0)]);
    // Retired because it was upgraded: still the base, and of no other use.
    let retired = vec![
        tool("A version=1 held=5 retired-on=2024-06-01 upgraded-by=B"),
        tool("B version=2 held=3 form=upgrade upgrades=A"),
    ];
    assert_eq!(seats(retired), [(0, 0), (3, 3)]);
    let circle = vec![
        tool("A version=1 held=5 form=upgrade upgrades=B"),
        tool("B version=2 held=5 form=upgrade upgrades=A"),
    ];
    assert_eq!(seats(circle), [(0, 0), (0, 0)]);
    // Whether the base is fit is open: it may be used up and may be free.
    let open = vec![tool("A version=9 held=5"), tool("B version=2 held=3 form=upgrade upgrades=A")];
    assert_eq!(seats(open), [(2, 5), (0, 3)]);
}

#[test]
fn a_disposed_device_takes_no_seat_and_takes_its_licence_along() {
    let facts = [
        tool("A version=1 held=1 licence-type=oem device=PC-1"),
        tool("B version=1 held=1"),
        used("U asset=A version=1 device=PC-1"),
        used("V asset=A version=1 device=PC-2"),
        disposed("PC-1"),
    ];
    check(&journal(facts), &rules(), |check| {
        assert_eq!(check.assets[0].seats.high, 0);
        assert_eq!(check.on_disposed, [RowRef { kind: Kind::Use, id: "U" }]);
        let because: Vec<_> = check.repoint.iter().map(|one| (one.row.id, one.to, one.because)).collect();
        assert_eq!(because, [("V", "B", Because::NotCovered)]);
    });
}

#[test]
fn one_seat_serves_all_of_an_asset_on_a_device() {
    let facts = [
        tool("A version=3 held=1 downgrade=yes"),
        used("U asset=A version=3 device=PC-1"),
        used("V asset=A version=1 device=PC-1"),
    ];
    check(&journal(facts), &rules(), |check| {
        assert_eq!((&check.declared, &check.possible), (&Verdict::Met, &Verdict::Met));
        assert_eq!(check.assets[0].used(), 1);
    });
}

#[test]
fn the_same_copy_twice_is_told_and_counted_once() {
    let facts = [
        tool("A version=1 held=1"),
        tool("B version=1 held=1"),
        used("U asset=A version=1 device=PC-1"),
        used("V asset=B version=1 device=PC-1"),
        used("W asset=B version=1 device=PC-2"),
    ];
    check(&journal(facts), &rules(), |check| {
        let twice: Vec<_> = check.duplicates.iter().map(|one| (one.row.id, one.original.id)).collect();
        assert_eq!(twice, [("V", "U")]);
        assert!(check.possible.is_met());
    });
}

#[test]
fn distributed_local_and_staff_are_kept_apart() {
    let facts = [
        tool("A version=1 held=10"),
        put(Kind::Distribution, "D1 asset=A version=1 office=バンコク count=4 returned=1 staff-kind=駐在員"),
        put(Kind::Distribution, "D2 asset=A version=1 office=バンコク count=2 staff-kind=現地職員"),
        put(Kind::LocalSoftware, "L1 office=バンコク software=Tool version=1 held=1 installed=3"),
        used("U asset=A version=1 device=PC-1 staff-kind=駐在員"),
    ];
    check(&journal(facts), &rules(), |check| {
        let asset = &check.assets[0];
        assert_eq!((asset.distributed, asset.installed, asset.free()), (5, 1, 4));
        assert!(check.possible.is_met());
        assert!(check.local[0].verdict.is_not_met());
        let staff: Vec<_> = check.staff.iter().map(|one| (one.staff, one.at_home, one.abroad)).collect();
        assert_eq!(staff, [(Some("現地職員"), 0, 2), (Some("駐在員"), 1, 3)]);
        assert_eq!(
            check.offices.iter().map(|one| (one.office, one.seats)).collect::<Vec<_>>(),
            [(Some("バンコク"), 5)]
        );
    });
}

#[test]
fn what_is_nearly_used_up_is_told_with_what_is_approved() {
    let uses = |installed: usize, approved: usize| {
        let status = move |n: usize| if n < installed { "installed" } else { "approved" };
        let one = move |n| used(&format!("U{n} asset=A version=1 device=PC-{n} status={}", status(n)));
        std::iter::once(tool("A version=1 held=10")).chain((0..installed + approved).map(one))
    };
    let near = |installed, approved, projected: bool| {
        let mut rules = rules();
        if projected {
            rules.policies.approved_seat.value = ledger::ApprovedSeat::Projected;
        }
        check(&journal(uses(installed, approved)), &rules, |check| {
            let near = check.findings.iter().find(|finding| finding.rule.as_str() == "licence-near");
            near.map(|finding| finding.message.en.clone())
        })
    };
    assert_eq!(near(8, 0, false), None);
    assert_eq!(
        near(8, 1, false).as_deref(),
        Some("9 of 10 seats used, 1 of them approved only: 90% or more")
    );
    let told = "8 of 10 seats used, 9 with the applications approved: 90% or more";
    assert_eq!(near(8, 1, true).as_deref(), Some(told));
    assert_eq!(near(7, 1, true), None);
}

#[test]
fn a_check_reads_so() {
    let facts = [
        ("2024-04-01", tool("A1 version=1 held=2")),
        ("2024-04-01", tool("A2 version=2 held=2 downgrade=yes")),
        ("2024-04-01", tool("A3 version=3 held=1 form=upgrade upgrades=A1")),
        (
            "2024-04-01",
            put(Kind::Entitlement, "A4 software=Suite form=full edition=std version=2016 language=ja held=1"),
        ),
        ("2024-05-01", used("U1 asset=A1 version=1 device=PC-1")),
        ("2024-05-01", used("U2 asset=A1 version=2 device=PC-2")),
        ("2024-05-01", used("U3 asset=A1 version=1 device=PC-3")),
        ("2024-05-01", used("U4 asset=A4 edition=pro version=2016 language=ja device=PC-1")),
        ("2024-05-01", used("U5 asset=A4 version=2016 language=en device=PC-4")),
        ("2024-05-01", used("U6 asset=A9 version=3 device=PC-4")),
        ("2024-05-01", used("U7 version=2 software=Tool device=PC-5")),
        ("2024-05-01", used("U8 asset=A2 version=2 software=Gadget device=PC-5")),
    ];
    let mut text = String::new();
    check(&dated(facts), &rules(), |check| {
        writeln!(text, "declared: {:?}\npossible: {:?}", check.declared, check.possible).unwrap();
        for finding in &check.findings {
            let help = finding.help.as_ref();
            writeln!(text, "{:?} {} [{}]", finding.severity, finding.rule, finding.subject).unwrap();
            writeln!(text, "  {}\n  {}", finding.message.ja, finding.message.en).unwrap();
            if let Some(help) = help {
                writeln!(text, "  → {}\n  → {}", help.ja, help.en).unwrap();
            }
        }
        for policy in &check.policies {
            writeln!(text, "policy {} = {}", policy.id, policy.value).unwrap();
        }
    });
    insta::assert_snapshot!(text);
}

#[test]
fn an_explanation_goes_rule_by_rule() {
    let facts = [
        put(
            Kind::Entitlement,
            "A software=Suite form=full edition=pro version=2019 language=多言語 held=1 downgrade=yes downgrade-floor=2016 device=PC-1",
        ),
        used("U asset=A edition=std version=2013 language=en device=PC-2"),
    ];
    let journal = journal(facts);
    let (products, rules) = (products(), rules());
    let state = journal.state(on(DAY));
    let coverage =
        Licences::read(&state, products, &rules).explain(RowRef { kind: Kind::Use, id: "U" }, "A").unwrap();
    let mut text = format!("{:?}\n", coverage.holds);
    for step in &coverage.steps {
        let name = step.rule.name();
        writeln!(text, "{:?} {}/{}: {} / {}", step.holds, name.ja, name.en, step.why.ja, step.why.en)
            .unwrap();
    }
    insta::assert_snapshot!(text);
}

#[test]
fn a_name_stands_for_one_product_only() {
    let table = "[[product]]\nid = \"a\"\nmaker = \"m\"\nnames = [\"Ｘ\"]\n[[product]]\nid = \"x\"\nmaker = \"m\"\n\
                 versions = [\"1\"]\nversion_names = { one = \"2\" }\nedition = [{ id = \"e\", covers = [\"f\"] }]\n";
    insta::assert_snapshot!(Products::from_table("products.toml", table).unwrap_err());
}

//! Names that rows give themselves, and those who refer to them.

use provenance::Text;
use tables::{Document, Id, Names, Noun};

struct Role;

fn roles(names: &[&str]) -> Names<Role> {
    Names::new(Noun::new("役割", "role"), "roles.toml", names.iter().map(|name| name.parse().unwrap()))
}

fn complaint(table: &str, names: &Names<Role>) -> String {
    Document::parse("t.toml", table)
        .read(|row| {
            let _: Vec<Id<Role>> = row.names("to", names);
            Some(())
        })
        .map_or_else(|errors| errors.to_string(), |()| String::new())
}

#[test]
fn a_name_that_nothing_has_is_refused_with_the_way_out() {
    let some = roles(&["lead", "operator"]);
    assert_eq!(complaint("to = [\"lead\", \"operator\"]", &some), "");
    assert_eq!(
        complaint("to = [\n  \"lead\",\n  \"opertor\",\n]", &some),
        "t.toml:3:3: to: there is no role `opertor` in roles.toml; did you mean `operator`?"
    );
    assert_eq!(
        complaint("to = \"client\"", &some),
        "t.toml:1:6: to: there is no role `client` in roles.toml; name one of `lead`, `operator`, or add it to roles.toml"
    );
    assert_eq!(
        complaint("to = \"LEAD\"", &some),
        "t.toml:1:6: to: there is no role `LEAD` in roles.toml; did you mean `lead`?"
    );
    assert_eq!(
        complaint("to = \"lead\"", &roles(&[])),
        "t.toml:1:6: to: there is no role `lead` in roles.toml; roles.toml has none; add it there"
    );
    let absent: Names<Role> = Names::of_table(Noun::new("役割", "role"), "roles.toml", None, "role", "id");
    assert_eq!(
        complaint("to = \"lead\"", &absent),
        "t.toml:1:6: to: names the role `lead`, but there is no roles.toml; add roles.toml to the folder, or take the name out"
    );
}

#[test]
fn names_are_those_of_the_rows_of_a_list_whatever_else_is_wrong() {
    let table = "[[role]]\nid = \"lead\"\nwrong = 1\n[[role]]\nid = \"\"\n[[other]]\nid = \"not-a-role\"\n";
    let names: Names<Role> =
        Names::of_table(Noun::new("役割", "role"), "roles.toml", Some(table), "role", "id");
    assert_eq!(names.iter().map(Id::as_str).collect::<Vec<_>>(), ["lead"]);
}

#[test]
fn a_name_given_twice_is_told_at_the_second() {
    let table = "[[role]]\nid = \"lead\"\n[[role]]\nid = \"lead\"\n";
    let read = Document::parse("roles.toml", table).read(|root| {
        let mut names: Names<Role> = roles(&[]);
        root.rows("role").iter().map(|row| names.declare(row, "id")).collect::<Option<Vec<_>>>()
    });
    assert_eq!(
        read.unwrap_err().to_string(),
        "roles.toml:4:6: role[2].id: role `lead` stands twice, first at `role[1]` (line 2); give each row a name of its own"
    );
}

/// A row that stood twice counted twice, or the last one did, and nobody was told.
#[test]
fn regression_rows_that_stand_twice_are_refused_in_every_list() {
    let told = |table: &str, by: &[&str]| {
        let read = Document::parse("t.toml", table).read(|root| {
            for row in root.rows_by("a", by) {
                let _ = (row.optional::<u32>("n"), row.optional::<u32>("m"), row.texts("of"));
            }
            Some(())
        });
        read.map_or_else(|errors| errors.to_string(), |()| String::new())
    };
    // Wholly the same, whatever the order of its keys and whatever stands between, also in a list within a row.
    assert_eq!(
        told("[[a]]\nn = 1\nm = 2\n[[a]]\nn = 2\n[[a]]\nm = 2\nn = 1\n", &[]),
        "t.toml:6:1: a[3]: says all that `a[1]` says (line 1); take one of them out"
    );
    assert_eq!(
        told("a = [{ of = [{ ja = \"a\", en = \"b\" }, { en = \"b\", ja = \"a\" }] }]", &[]),
        "t.toml:1:38: a[1].of[2]: says all that `a[1].of[1]` says (line 1); take one of them out"
    );
    // By a key; of a whole copy it is told once.
    let second = "t.toml:4:5: a[2].n: a `1` stands twice, first at `a[1]` (line 2); keep one of them";
    assert_eq!(told("[[a]]\nn = 1\n[[a]]\nn = 1\nm = 2\n", &["n"]), second);
    assert_eq!(told("[[a]]\nn = 1\n[[a]]\nn = 1\n", &["n"]), second);
    // By two keys of which the second may be missing.
    assert_eq!(told("[[a]]\nn = 1\n[[a]]\nn = 1\nm = 2\n", &["n", "m"]), "");
    // What is different is none: a text that looks like a number is told where it is read.
    assert!(!told("[[a]]\nn = 1\n[[a]]\nn = \"1\"\n", &["n"]).contains("twice"));
}

#[test]
fn keys_that_are_data_hold_lists_of_names() {
    let table = "lead = \"a\"\n\"○\" = [\"a\", \"b\"]\n";
    let names: Names<Role> = roles(&["a", "b"]);
    let read = Document::parse("t.toml", table).read(|row| {
        Some(row.entry_names(
            |key| {
                if key == "lead" {
                    Err(Text::new("印ではない", "is no mark"))
                } else {
                    Ok(key.to_owned())
                }
            },
            &names,
        ))
    });
    assert_eq!(read.unwrap_err().to_string(), "t.toml:1:1: lead: is no mark");
}

//! Targets that are left as they are.

use std::{fs, path::Path};

use files::{Digest, Output, Refusal, Role, Run, WriteError};

fn refusal(output: &Output, run: &Run) -> Refusal {
    match output.write(run) {
        Err(WriteError::Refused { why, .. }) => why,
        other => panic!("{other:?}"),
    }
}

fn write(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
}

#[test]
fn an_own_file_is_replaced_and_one_that_was_edited_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let (path, run) = (folder.path().join("a.csv"), Run::new());
    let output = |text: &str| Output::file(&path, text);
    output("1").write(&run).unwrap();
    output("2").write(&run).unwrap();
    write(&path, "edited");
    assert_eq!(refusal(&output("3"), &run), Refusal::Edited);
    assert_eq!(fs::read_to_string(&path).unwrap(), "edited");
    output("3").forced(true).write(&run).unwrap();
    output("4").write(&run).unwrap();
    // A file of the same content loses nothing.
    write(&path, "5");
    output("5").write(&run).unwrap();
    // Renamed, it is nobody's; what comes to stand under its name neither.
    fs::rename(&path, folder.path().join("kept.csv")).unwrap();
    write(&path, "somebody's");
    assert_eq!(refusal(&output("6"), &run), Refusal::Edited);
    assert_eq!(refusal(&Output::file(folder.path().join("kept.csv"), "6"), &run), Refusal::Foreign);
}

#[test]
fn a_record_that_is_none_protects_everything() {
    let folder = tempfile::tempdir().unwrap();
    let (path, run) = (folder.path().join("a.csv"), Run::new());
    Output::file(&path, "1").write(&run).unwrap();
    write(&folder.path().join(".keiyaku.sha256"), "notes of mine\n");
    assert_eq!(refusal(&Output::file(&path, "2"), &run), Refusal::NoRecord);
    fs::remove_file(folder.path().join(".keiyaku.sha256")).unwrap();
    assert_eq!(refusal(&Output::file(&path, "2"), &run), Refusal::Foreign);
    write(&folder.path().join(".keiyaku.sha256"), "notes of mine\n");
    Output::file(&path, "2").forced(true).write(&run).unwrap();
    Output::file(&path, "3").write(&run).unwrap();
}

#[test]
fn names_that_are_needed_or_lead_elsewhere_are_no_targets() {
    let folder = tempfile::tempdir().unwrap();
    let run = Run::new();
    let at = |name: &str| folder.path().join(name);
    for name in [".keiyaku.sha256", ".keiyaku-staged-0", ".keiyaku-staged-7"] {
        assert_eq!(refusal(&Output::file(at(name), "x"), &run), Refusal::Reserved);
    }
    for name in ["../x", "/x", "", "a/../../x"] {
        assert_eq!(refusal(&Output::folder(at("out")).with(name, "x"), &run), Refusal::NoName, "{name}");
    }
    assert_eq!(refusal(&Output::file(at("out/"), "x"), &run), Refusal::NoName);
    // A path is told as it was given: `c/` was told as `c/c`.
    for name in [".keiyaku.sha256", "c/"] {
        let error = Output::file(name, "x").write(&run).unwrap_err().to_string();
        assert!(error.starts_with(&format!("`{name}`: ")), "{error}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn nothing_new_takes_the_place_of_anything() {
    let folder = tempfile::tempdir().unwrap();
    let run = Run::new();
    write(&folder.path().join("bid.toml"), "filled in");
    let bid = || Output::folder(folder.path()).with("people/a.toml", "a").with("bid.toml", "b");
    assert_eq!(refusal(&bid().only_new(), &run), Refusal::Exists);
    assert_eq!(refusal(&bid().only_begun(), &run), Refusal::NotEmpty);
    assert!(!folder.path().join("people").exists());
    assert_eq!(
        refusal(&Output::folder(folder.path().join("bid.toml")).with("a", "a"), &run),
        Refusal::NotAFolder
    );
    assert_eq!(refusal(&Output::file(folder.path().join("bid.toml/a"), "a"), &run), Refusal::NotAFolder);
}

#[test]
fn a_table_that_changed_since_it_was_read_is_not_revised() {
    let folder = tempfile::tempdir().unwrap();
    let (path, run) = (folder.path().join("sla.toml"), Run::new());
    write(&path, "1");
    let read = Digest::of(run.text(&path).unwrap().as_bytes());
    write(&path, "2");
    assert_eq!(refusal(&Output::file(&path, "3").in_place_of(read), &run), Refusal::Changed);
    assert_eq!(fs::read_to_string(&path).unwrap(), "2");
    let read = Digest::of(b"2");
    Output::file(&path, "3").in_place_of(read).write(&run).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "3");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "a table of the user's has no record");
}

#[test]
fn a_journal_is_protected_before_it_exists() {
    let folder = tempfile::tempdir().unwrap();
    let (path, run) = (folder.path().join("k.sqlite"), Run::new());
    run.keep(&path, Role::Journal);
    for name in ["k.sqlite", "k.sqlite-journal", "k.sqlite-wal", "./k.sqlite-shm"] {
        let output = Output::file(folder.path().join(name), "x").forced(true);
        assert_eq!(refusal(&output, &run), Refusal::InUse(Role::Journal), "{name}");
    }
    assert_eq!(refusal(&Output::folder(&path).with("a", "a"), &run), Refusal::InUse(Role::Journal));
}

#[test]
fn a_database_or_journal_of_somebody_else_is_not_overwritten_by_force() {
    let folder = tempfile::tempdir().unwrap();
    let run = Run::new().with_journals(|beginning| beginning.starts_with(b"[{"));
    let refused = |name: &str, text: &str, why: Refusal| {
        let path = folder.path().join(name);
        write(&path, text);
        assert_eq!(refusal(&Output::file(&path, "x").forced(true), &run), why, "{name}");
        assert_eq!(fs::read_to_string(path).unwrap(), text);
    };
    refused("a.txt", "SQLite format 3\0...", Refusal::Kept(Role::Database));
    refused("b.txt", "[{}]\n", Refusal::Kept(Role::Journal));
    write(&folder.path().join("c.db-wal"), "");
    refused("c.db", "", Refusal::Kept(Role::Database));
}

/// A journal that a killed transaction had left was overwritten by force, and with it the database.
#[test]
fn regression_no_output_takes_the_name_or_the_place_of_a_database_s_side_file() {
    let folder = tempfile::tempdir().unwrap();
    let run = Run::new();
    let at = |name: &str| folder.path().join(name);
    // Whatever the database is like: sound, without anything in it, or scrambled.
    for (database, content) in [("a.sqlite", "SQLite format 3\0..."), ("b", ""), ("c.db", "\u{1}\u{2}")] {
        write(&at(database), content);
        for ending in ["-journal", "-wal", "-shm", "-mj0011AA9FF"] {
            let name = format!("{database}{ending}");
            for is_there in [false, true] {
                if is_there {
                    write(&at(&name), "whatever");
                }
                for force in [false, true] {
                    let output = Output::file(at(&name), "x").forced(force);
                    assert_eq!(refusal(&output, &run), Refusal::SideFile, "{name} {is_there} {force}");
                }
                let output = Output::folder(folder.path()).with("z", "x").with(&name, "x").forced(true);
                assert_eq!(refusal(&output, &run), Refusal::SideFile, "{name} {is_there}");
            }
            fs::remove_file(at(&name)).unwrap();
            assert_eq!(refusal(&Output::folder(at(&name)).with("z", "x"), &run), Refusal::SideFile, "{name}");
            let into = Output::folder(folder.path()).with(format!("{name}/z"), "x");
            assert_eq!(refusal(&into, &run), Refusal::SideFile, "{name}");
            let made = run.make::<(), WriteError>(&at(&name), |_| panic!("{name} was made"));
            assert!(matches!(made, Err(WriteError::Refused { why: Refusal::SideFile, .. })), "{name}");
            assert!(!at(&name).exists() && !at("z").exists());
        }
    }
    // By what they hold, wherever their database is.
    for (n, magic) in ["d9d505f920a163d7", "377f0682", "377f0683"].into_iter().enumerate() {
        let path = at(&format!("moved-{n}.csv"));
        let bytes: Vec<u8> =
            (0..magic.len() / 2).map(|n| u8::from_str_radix(&magic[2 * n..][..2], 16).unwrap()).collect();
        fs::write(&path, [&*bytes, b"pages"].concat()).unwrap();
        assert_eq!(refusal(&Output::file(&path, "x").forced(true), &run), Refusal::SideFile, "{magic}");
        assert!(fs::read(&path).unwrap().ends_with(b"pages"));
    }
    // Without a database the names are names.
    for name in ["d-journal", "e.sqlite-wal", "a.sqlite-notes", "-journal", "a.sqlite-mjoy"] {
        Output::file(at(name), "x").write(&run).unwrap();
    }
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    use super::*;
    use files::Kind;

    #[test]
    fn links_are_not_followed_and_an_input_has_many_names() {
        let folder = tempfile::tempdir().unwrap();
        let run = Run::new();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("real")).unwrap();
        write(&at("real/in.csv"), "input");
        symlink("real", at("linked")).unwrap();
        fs::hard_link(at("real/in.csv"), at("hard.csv")).unwrap();
        symlink("real/in.csv", at("soft.csv")).unwrap();
        run.bytes(&at("linked/in.csv"), files::Limit::DATA).unwrap();
        for (name, why) in [
            ("real/in.csv", Refusal::InUse(Role::Input)),
            ("real/../linked/./in.csv", Refusal::InUse(Role::Input)),
            ("linked/in.csv", Refusal::InUse(Role::Input)),
            ("hard.csv", Refusal::InUse(Role::Input)),
            ("soft.csv", Refusal::Link),
        ] {
            assert_eq!(refusal(&Output::file(at(name), "x").forced(true), &run), why, "{name}");
        }
        assert_eq!(refusal(&Output::folder(at("linked")).with("a", "a").forced(true), &run), Refusal::Link);
        symlink("nowhere", at("dangling")).unwrap();
        assert_eq!(refusal(&Output::folder(at("dangling")).with("a", "a"), &run), Refusal::Link);
        assert_eq!(refusal(&Output::file(at("dangling"), "a"), &run), Refusal::Link);
        assert_eq!(refusal(&Output::file(at("dangling/x/y"), "a"), &run), Refusal::Link);
        // On the way links are followed.
        Output::file(at("linked/out.csv"), "x").write(&run).unwrap();
        assert_eq!(fs::read_to_string(at("real/out.csv")).unwrap(), "x");
        assert_eq!(fs::read_to_string(at("real/in.csv")).unwrap(), "input");
        assert!(at("linked").is_symlink() && at("soft.csv").is_symlink());
    }

    #[test]
    fn what_is_no_file_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let run = Run::new();
        let pipe = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let refused = |path: &Path| refusal(&Output::file(path, "x").forced(true), &run);
        assert_eq!(refused(&pipe), Refusal::NotAFile(Kind::Pipe));
        assert_eq!(refused(folder.path()), Refusal::NotAFile(Kind::Folder));
        assert_eq!(refused(Path::new("/dev/null")), Refusal::NotAFile(Kind::Device));
    }

    #[test]
    fn permissions_stay_and_a_write_protected_file_too() {
        let folder = tempfile::tempdir().unwrap();
        let run = Run::new();
        let out = folder.path().join("out");
        let output = |text: &str| Output::folder(&out).with("a", text).with("b", text);
        output("1").write(&run).unwrap();
        let set =
            |path: &Path, mode: u32| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().mode() & 0o777;
        set(&out, 0o700);
        // A stranger's file makes that files are exchanged one by one.
        for strange in [false, true] {
            if strange {
                write(&out.join("notes"), "mine");
            }
            set(&out.join("a"), 0o600);
            output("2").write(&run).unwrap();
            output("3").write(&run).unwrap();
            assert_eq!((mode(&out), mode(&out.join("a"))), (0o700, 0o600), "{strange}");
        }
        set(&out.join("b"), 0o444);
        assert_eq!(refusal(&output("4"), &run), Refusal::Protected);
        output("4").forced(true).write(&run).unwrap();
    }

    /// The lock of a journal without entries is all that tells it from an empty file.
    #[test]
    fn a_file_that_another_program_has_locked_is_not_overwritten_by_force() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("k.jsonl");
        let held = fs::File::create(&path).unwrap();
        held.lock().unwrap();
        assert_eq!(refusal(&Output::file(&path, "x").forced(true), &Run::new()), Refusal::Locked);
        held.unlock().unwrap();
        Output::file(&path, "x").forced(true).write(&Run::new()).unwrap();
    }

    /// Somebody else's leftovers are not completed, whatever their log says.
    #[test]
    fn a_staging_folder_that_others_can_write_to_is_in_the_way() {
        let folder = tempfile::tempdir().unwrap();
        write(&folder.path().join("own.txt"), "mine");
        let me = fs::metadata(folder.path()).unwrap().uid();
        let staged = folder.path().join(format!(".keiyaku-staged-{me}"));
        fs::create_dir(&staged).unwrap();
        fs::set_permissions(&staged, fs::Permissions::from_mode(0o777)).unwrap();
        let (new, old) = (Digest::of(b"theirs"), Digest::of(b"mine"));
        write(&staged.join("0"), "theirs");
        write(&staged.join("log"), &format!("keiyaku-staged 1\nswap 0 {new} {old} own.txt\n"));
        assert_eq!(refusal(&Output::file(folder.path().join("a"), "x"), &Run::new()), Refusal::InTheWay);
        assert_eq!(fs::read_to_string(folder.path().join("own.txt")).unwrap(), "mine");
        // Nor is one whose log leads out of the folder, or is no log.
        fs::set_permissions(&staged, fs::Permissions::from_mode(0o700)).unwrap();
        for at in ["../own.txt", "/own.txt", "a/../../own.txt", ""] {
            write(&staged.join("log"), &format!("keiyaku-staged 1\ntake 0 {new} - {at}\n"));
            assert_eq!(refusal(&Output::file(folder.path().join("a"), "x"), &Run::new()), Refusal::InTheWay);
        }
        fs::remove_dir_all(&staged).unwrap();
        symlink("/etc", &staged).unwrap();
        assert_eq!(refusal(&Output::file(folder.path().join("a"), "x"), &Run::new()), Refusal::InTheWay);
        assert!(Path::new("/etc/passwd").exists());
    }
}

/// A secret key: its owner's alone, whether its folder is there or made with it, and never over anything.
#[cfg(unix)]
#[test]
fn a_private_file_is_its_owner_s_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    for name in ["k", "new/k"] {
        let path = folder.path().join(name);
        let output = Output::file(&path, "secret").private().with("k.pub", "public").only_new();
        output.write(&Run::new()).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o600);
        assert_ne!(mode(&path.with_file_name("k.pub")) & 0o077, 0);
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 2, "nothing is left beside it");
        fs::remove_file(&path).unwrap();
        assert_eq!(refusal(&output, &Run::new()), Refusal::Exists);
        assert!(!path.exists());
        fs::remove_file(path.with_file_name("k.pub")).unwrap();
    }
}

/// What a store makes is put in place whole, or not at all.
#[test]
fn what_others_make_is_in_place_when_it_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (path, run) = (folder.path().join("k.jsonl"), Run::new());
    let failed = run.make::<(), WriteError>(&path, |staged| {
        write(staged, "half");
        Err(WriteError::Refused { path: staged.to_owned(), why: Refusal::Busy })
    });
    assert!(failed.is_err());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    let made = run.make::<_, WriteError>(&path, |staged| {
        assert!(!path.exists() && staged.parent() != path.parent());
        write(staged, "whole");
        Ok(7)
    });
    assert_eq!(made.unwrap().0, 7);
    assert_eq!(fs::read_to_string(&path).unwrap(), "whole");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    let again = run.make::<(), WriteError>(&path, |_| panic!("it is there"));
    assert!(matches!(again, Err(WriteError::Refused { why: Refusal::Exists, .. })));
}

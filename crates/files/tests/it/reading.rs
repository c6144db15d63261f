//! What is read, from where, and how much of it.

use std::{
    fs::{self, File},
    io::Write,
    os::unix::fs::symlink,
    path::Path,
    process::{Command, Stdio},
    thread,
};

use files::{Found, Kind, Limit, ReadError, Run};
use proptest::prelude::*;

fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
fn a_folder_gives_nothing_that_lies_outside_it() {
    let folder = tempfile::tempdir().unwrap();
    let (bid, other) = (folder.path().join("bid"), folder.path().join("other"));
    fs::create_dir_all(bid.join("people")).unwrap();
    fs::create_dir(&other).unwrap();
    fs::write(bid.join("people/one.toml"), "one").unwrap();
    fs::write(other.join("secret.toml"), "secret").unwrap();
    symlink("people/one.toml", bid.join("inside.toml")).unwrap();
    symlink("../other/secret.toml", bid.join("outside.toml")).unwrap();
    symlink(other.join("secret.toml"), bid.join("absolute.toml")).unwrap();
    symlink("../other", bid.join("folder")).unwrap();
    symlink("circle.toml", bid.join("circle.toml")).unwrap();
    symlink("nowhere.toml", bid.join("dangling.toml")).unwrap();
    let run = Run::new();
    let bid = run.folder(&bid).unwrap();
    for inside in ["people/one.toml", "./people/one.toml", "people/../people/one.toml", "inside.toml"] {
        assert_eq!(bid.text(inside).unwrap().as_deref(), Some("one"), "{inside}");
    }
    let secret = other.join("secret.toml");
    for outside in [
        "../other/secret.toml",
        "people/../../other/secret.toml",
        "outside.toml",
        "absolute.toml",
        "folder/secret.toml",
        "circle.toml",
        secret.to_str().unwrap(),
        "/etc/passwd",
        "/proc/self/environ",
        "/dev/zero",
    ] {
        let refused = bid.text(outside).unwrap_err();
        assert!(matches!(refused, ReadError::Outside { .. }), "{outside}: {refused}");
        assert!(!refused.to_string().contains("root:") && !refused.text().ja.contains("root:"));
    }
    for missing in ["people/two.toml", "dangling.toml", "nobody/one.toml"] {
        assert_eq!(bid.text(missing).unwrap(), None, "{missing}");
    }
    assert!(matches!(bid.names_in("folder"), Err(ReadError::Outside { .. })));
    assert!(bid.names_in("nobody").unwrap().is_empty());
}

#[test]
fn a_folder_gives_regular_files_alone_and_waits_for_nobody() {
    let folder = tempfile::tempdir().unwrap();
    pipe(&folder.path().join("pipe.toml"));
    fs::create_dir(folder.path().join("folder.toml")).unwrap();
    let socket = std::os::unix::net::UnixListener::bind(folder.path().join("socket.toml"));
    let run = Run::new();
    let open = run.folder(folder.path()).unwrap();
    for (name, kind) in [("pipe.toml", Kind::Pipe), ("folder.toml", Kind::Folder)] {
        match open.text(name) {
            Err(ReadError::NotAFile { kind: found, .. }) => assert_eq!(found, kind),
            other => panic!("{name}: {other:?}"),
        }
    }
    if socket.is_ok() {
        assert!(open.text("socket.toml").is_err());
    }
}

/// A device in a folder, as an archive that was unpacked by an administrator may hold.
#[test]
fn a_device_in_a_folder_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let zero = folder.path().join("zero.toml");
    let made = Command::new("mknod").arg(&zero).args(["c", "1", "5"]).stderr(Stdio::null()).status();
    if !made.is_ok_and(|made| made.success()) {
        println!("skipped: devices cannot be made here");
        return;
    }
    let run = Run::new();
    let refused = run.folder(folder.path()).unwrap().text("zero.toml").unwrap_err();
    assert!(matches!(refused, ReadError::NotAFile { kind: Kind::Device, .. }), "{refused}");
}

#[test]
fn what_a_person_names_may_lie_anywhere_but_is_no_device_and_no_folder() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.csv"), "a").unwrap();
    symlink(folder.path().join("a.csv"), folder.path().join("link.csv")).unwrap();
    let run = Run::new();
    assert_eq!(run.bytes(&folder.path().join("link.csv"), Limit::DATA).unwrap(), b"a");
    for device in ["/dev/zero", "/dev/null", "/dev/full"] {
        let refused = run.bytes(Path::new(device), Limit::DATA).unwrap_err();
        assert!(matches!(refused, ReadError::NotAFile { kind: Kind::Device, .. }), "{device}: {refused}");
    }
    assert!(matches!(
        run.bytes(folder.path(), Limit::DATA),
        Err(ReadError::NotAFile { kind: Kind::Folder, .. })
    ));
    assert!(matches!(run.folder(&folder.path().join("a.csv")), Err(ReadError::NotAFolder { .. })));
    assert!(matches!(run.text(&folder.path().join("b.csv")), Err(ReadError::Missing { .. })));
    assert!(matches!(run.open(folder.path()), Ok(Found::Folder(_))));
    // Files of the system say that they have no bytes, and have some.
    assert!(!run.bytes(Path::new("/proc/self/status"), Limit::DATA).unwrap().is_empty());
}

#[test]
fn a_pipe_is_read_to_its_end_however_slowly_it_comes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pipe.csv");
    pipe(&path);
    let writer = {
        let path = path.clone();
        thread::spawn(move || {
            thread::sleep(std::time::Duration::from_millis(200));
            let mut pipe = File::options().write(true).open(path).unwrap();
            for part in ["a,b\n", "1,2\n"] {
                thread::sleep(std::time::Duration::from_millis(100));
                pipe.write_all(part.as_bytes()).unwrap();
            }
        })
    };
    assert_eq!(Run::new().bytes(&path, Limit::DATA).unwrap(), b"a,b\n1,2\n");
    writer.join().unwrap();
}

#[test]
fn a_pipe_without_an_end_stops_at_the_limit() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pipe.csv");
    pipe(&path);
    let mut endless = Command::new("sh")
        .args(["-c", "cat /dev/zero > \"$0\""])
        .arg(&path)
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let refused = Run::new().bytes(&path, Limit::new(1 << 20)).unwrap_err();
    assert!(matches!(refused, ReadError::TooLarge { limit: 0x10_0000, .. }), "{refused}");
    assert!(!endless.wait().unwrap().success());
}

/// Ten seconds are waited for whoever is to write; then it is said that nobody does.
#[test]
fn a_pipe_that_nobody_writes_into_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pipe.csv");
    pipe(&path);
    let refused = Run::new().bytes(&path, Limit::DATA).unwrap_err();
    assert!(matches!(refused, ReadError::Silent { seconds: 10, .. }), "{refused}");
}

#[test]
fn limits_are_named_in_the_message() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("table.toml");
    let file = File::create(&path).unwrap();
    // A hole takes no room on the disk.
    file.set_len(Limit::TABLE.bytes() + 1).unwrap();
    let run = Run::new();
    for refused in
        [run.text(&path), run.folder(folder.path()).unwrap().text("table.toml").map(Option::unwrap)]
    {
        let refused = refused.unwrap_err();
        assert!(matches!(refused, ReadError::TooLarge { .. }), "{refused}");
        assert!(refused.to_string().contains("16 MiB") && refused.text().ja.contains("16 MiB"), "{refused}");
    }
    file.set_len(Limit::TABLE.bytes()).unwrap();
    assert_eq!(run.text(&path).unwrap().len(), 16 << 20);
}

#[test]
fn text_that_is_no_utf_8_is_told_with_its_line_and_without_its_content() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.toml"), b"secret = 1\nb = \"\xff\"\n").unwrap();
    let refused = Run::new().text(&folder.path().join("a.toml")).unwrap_err();
    assert!(matches!(refused, ReadError::NotText { line: 2, .. }), "{refused}");
    assert!(!refused.to_string().contains("secret"));
}

#[test]
fn a_folder_of_too_many_entries_is_refused() {
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
    for n in 0..10_001 {
        fs::create_dir(folder.path().join(n.to_string())).unwrap();
    }
    let run = Run::new();
    let refused = run.folder(folder.path()).unwrap().names().unwrap_err();
    assert!(refused.to_string().contains("more than 10000 entries"), "{refused}");
    fs::remove_dir(folder.path().join("0")).unwrap();
    assert_eq!(run.folder(folder.path()).unwrap().names().unwrap().len(), 10_000);
}

proptest! {
    /// However a name is put together, what is read lies within the folder.
    #[test]
    fn no_name_leads_out(parts in prop::collection::vec(
        prop::sample::select(vec!["..", ".", "a", "b", "up", "root", "etc", "passwd", "secret", ""]), 1..8)
    ) {
        let top = tempfile::tempdir().unwrap();
        let inner = top.path().join("inner");
        fs::create_dir_all(inner.join("a/b")).unwrap();
        fs::write(inner.join("a/b/secret"), "inner").unwrap();
        fs::write(inner.join("secret"), "inner").unwrap();
        fs::write(top.path().join("secret"), "outer").unwrap();
        symlink("../..", inner.join("a/up")).unwrap();
        symlink("/", inner.join("a/root")).unwrap();
        let run = Run::new();
        let name = parts.join("/");
        if let Ok(Some(text)) = run.folder(&inner).unwrap().text(&name) {
            prop_assert_eq!(text, "inner", "{}", name);
        }
    }
}

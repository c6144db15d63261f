//! Keys and their files.

use std::{fs, process::Command};

use ledger_statement::{KeyError, PublicKey, SecretKey};

use crate::published;

#[cfg(unix)]
fn mode(path: &std::path::Path) -> u32 {
    std::os::unix::fs::PermissionsExt::mode(&fs::metadata(path).unwrap().permissions()) & 0o777
}

#[cfg(unix)]
#[test]
fn a_key_is_made_for_its_owner_alone_and_never_over_a_file() {
    let folder = ledger_testkit::folder();
    let path = folder.path().join("ledger.key");
    let beside = SecretKey::public_path(&path);
    assert_eq!(beside, folder.path().join("ledger.key.pub"));
    let key = SecretKey::make(&path, &files::Run::new()).unwrap().0;
    assert_eq!(mode(&path), 0o600);
    assert_eq!(SecretKey::read(&path).unwrap().public(), key.public());
    let public = fs::read_to_string(&beside).unwrap();
    assert_eq!(PublicKey::from_pem(&public).unwrap(), key.public());
    // Again, over either file, over a link: nothing is touched.
    let secret = fs::read(&path).unwrap();
    let exists = |made: Result<(SecretKey, files::Written), KeyError>| {
        matches!(made, Err(KeyError::Unwritten(files::WriteError::Refused { .. })))
    };
    assert!(exists(SecretKey::make(&path, &files::Run::new())));
    fs::remove_file(&path).unwrap();
    assert!(exists(SecretKey::make(&path, &files::Run::new())));
    assert!(!path.exists());
    fs::write(&path, &secret).unwrap();
    fs::remove_file(&beside).unwrap();
    assert!(exists(SecretKey::make(&path, &files::Run::new())));
    assert!(!beside.exists());
    assert_eq!(fs::read(&path).unwrap(), secret);
    let link = folder.path().join("link.key");
    std::os::unix::fs::symlink(folder.path().join("elsewhere"), &link).unwrap();
    assert!(exists(SecretKey::make(&link, &files::Run::new())));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    // A folder that is missing is made with both.
    let within = folder.path().join("new/a.key");
    let key = SecretKey::make(&within, &files::Run::new()).unwrap().0;
    assert_eq!((mode(&within), SecretKey::read(&within).unwrap().public()), (0o600, key.public()));
    // Two keys are two.
    let one = SecretKey::make(&folder.path().join("one"), &files::Run::new()).unwrap().0;
    let other = SecretKey::make(&folder.path().join("other"), &files::Run::new()).unwrap().0;
    assert_ne!(one.public(), other.public());
}

#[cfg(unix)]
#[test]
fn a_key_that_others_may_read_is_refused_with_what_to_do() {
    use std::os::unix::fs::PermissionsExt;
    let folder = ledger_testkit::folder();
    let path = folder.path().join("ledger.key");
    SecretKey::make(&path, &files::Run::new()).unwrap();
    for open in [0o640, 0o604, 0o660, 0o610, 0o602, 0o777] {
        fs::set_permissions(&path, fs::Permissions::from_mode(open)).unwrap();
        let error = SecretKey::read(&path).unwrap_err();
        assert!(matches!(error, KeyError::Open { mode, .. } if mode == open), "{error}");
        for said in [error.text().ja, error.text().en] {
            assert!(said.contains("chmod 600") && said.contains(&format!("{open:o}")), "{said}");
        }
    }
    for shut in [0o600, 0o400] {
        fs::set_permissions(&path, fs::Permissions::from_mode(shut)).unwrap();
        SecretKey::read(&path).unwrap();
    }
}

#[test]
fn what_is_no_key_is_refused() {
    let folder = ledger_testkit::folder();
    let path = folder.path().join("a.key");
    let put = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        #[cfg(unix)]
        fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        SecretKey::read(&path)
    };
    let public = include_str!("rfc8410.key.pub");
    let secret = include_str!("rfc8410.key");
    for bytes in
        [&b""[..], b"\xff\xfe", public.as_bytes(), b"hello", &[b'A'; 100_000], &secret.as_bytes()[..60]]
    {
        let error = put(bytes).unwrap_err();
        assert!(matches!(error, KeyError::NotSecret { .. } | KeyError::Io { .. }), "{error:?}");
        // Nothing of a file that may be a key is shown.
        assert!(!error.to_string().contains("MC4C"), "{error}");
    }
    put(secret.as_bytes()).unwrap();
    assert!(matches!(SecretKey::read(folder.path()), Err(KeyError::NotSecret { .. })));
    assert!(matches!(SecretKey::read(&folder.path().join("none")), Err(KeyError::Io { .. })));
    assert!(matches!(PublicKey::from_pem(secret), Err(KeyError::NotPublic { is_secret: true })));
    assert!(matches!(PublicKey::from_pem("x"), Err(KeyError::NotPublic { is_secret: false })));
    // A key of which every signature may be forged: the neutral point.
    let weak = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n-----END PUBLIC KEY-----\n";
    assert!(matches!(PublicKey::from_pem(weak), Err(KeyError::NotPublic { .. })));
    // As editors leave it.
    PublicKey::from_pem(&format!("\n{}\r\n", public.replace('\n', "\r\n"))).unwrap();
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_a_key_does_not_hang() {
    let folder = ledger_testkit::folder();
    let path = folder.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
    assert!(matches!(SecretKey::read(&path), Err(KeyError::NotSecret { .. })));
}

#[test]
fn a_secret_key_is_shown_nowhere() {
    let folder = ledger_testkit::folder();
    let key = published(folder.path());
    let shown = format!("{key:?}");
    assert_eq!(shown, format!("SecretKey({:?})", key.public().id()));
}

#[test]
fn openssl_reads_a_key_made_here() {
    let folder = ledger_testkit::folder();
    let path = folder.path().join("ledger.key");
    let key = SecretKey::make(&path, &files::Run::new()).unwrap().0;
    let Ok(output) = Command::new("openssl").args(["pkey", "-pubout", "-in"]).arg(&path).output() else {
        eprintln!("skipped: `openssl` is not installed");
        return;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8(output.stdout).unwrap(), key.public().to_pem());
}

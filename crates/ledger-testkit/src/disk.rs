//! A small disk to fill up.

use std::{env, path::Path, process::Command};

use tempfile::TempDir;

/// Set where a test of a full disk must not be skipped.
const REQUIRED: &str = "REQUIRE_SMALL_DISK";

/// A disk in memory of a few kilobytes, taken away when dropped.
#[derive(Debug)]
pub struct SmallDisk(TempDir);

impl SmallDisk {
    /// Mounts one. That takes root and a system that lets it mount; where either is missing, says that the test skips.
    ///
    /// # Panics
    /// Where none can be mounted and the variable `REQUIRE_SMALL_DISK` is set.
    #[must_use]
    pub fn of_kilobytes(size: u32) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={size}k"), "keiyaku-test"])
            .arg(folder.path())
            .output();
        let why = match mounted {
            Ok(output) if output.status.success() => return Some(Self(folder)),
            Ok(output) => String::from_utf8_lossy(&output.stderr).trim().to_owned(),
            Err(error) => error.to_string(),
        };
        assert!(
            env::var_os(REQUIRED).is_none(),
            "{REQUIRED} is set, but no small disk can be mounted: {why}"
        );
        eprintln!("skipped: no small disk can be mounted here, which takes root: {why}");
        None
    }

    /// Its folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Fills it but for so many bytes, by a file of zeros.
    ///
    /// # Panics
    /// Where it cannot be filled.
    pub fn fill_but(&self, bytes: u64) {
        let filler = self.path().join("filler");
        let mut file = std::fs::File::create(&filler).unwrap();
        let mut written: u64 = 0;
        while let Ok(some) = std::io::Write::write(&mut file, &[0; 4_096]) {
            if some == 0 {
                break;
            }
            written += provenance::number_of(some);
        }
        // A disk in memory gives and takes whole pages.
        let pages = bytes.div_ceil(4_096) * 4_096;
        file.set_len(written - pages.min(written)).unwrap();
    }

    /// Makes room again.
    ///
    /// # Panics
    /// Where the filler cannot be removed.
    pub fn make_room(&self) {
        std::fs::remove_file(self.path().join("filler")).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let gone = Command::new("umount").arg(self.path()).status();
        if !gone.is_ok_and(|status| status.success()) {
            // A file in it is still open; it goes with the process that has it.
            let _ = Command::new("umount").arg("-l").arg(self.path()).status();
        }
    }
}

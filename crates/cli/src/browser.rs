//! Pages printed by a browser that is installed.

use std::{
    fs,
    io::{self, Read},
    path::Path,
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use keiyaku::provenance::Text;

use crate::failure::Failure;

/// The browsers that print without a screen, by the names under which systems install them.
const BROWSERS: &[&str] = &[
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "microsoft-edge-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
];

/// How long a browser may take, in looks of a tenth of a second.
const LOOKS: u32 = 1_200;
const LOOK: Duration = Duration::from_millis(100);

/// A page as PDF. The browser gets a profile of its own, which is gone afterwards.
pub(crate) fn pdf(page: &str) -> Result<Vec<u8>, Failure> {
    let folder = tempfile::tempdir().map_err(|error| untold(&error))?;
    let (from, to) = (folder.path().join("report.html"), folder.path().join("report.pdf"));
    fs::write(&from, page).map_err(|error| untold(&error))?;
    for browser in BROWSERS.iter().filter(|browser| is_installed(browser)) {
        match printed(browser, folder.path(), &from, &to, false) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(untold(&error)),
            Ok(told) => {
                // Whoever runs as root has no sandbox to lose; the browser wants to hear that said.
                let told = match told.contains("--no-sandbox") && !to.is_file() {
                    true => {
                        printed(browser, folder.path(), &from, &to, true).map_err(|error| untold(&error))?
                    }
                    false => told,
                };
                return match fs::read(&to) {
                    Ok(bytes) if bytes.starts_with(b"%PDF") => Ok(bytes),
                    _ => Err(refused(browser, &told)),
                };
            }
        }
    }
    let looked = BROWSERS.iter().filter(|name| !name.contains(['/', '\\'])).copied().collect::<Vec<_>>();
    Err(Failure::Told(Text::new(
        format!(
            "PDFにするブラウザが見つからない（{}）。いずれかを入れるか、--pdfなしで実行しreport.htmlをブラウザで開いて印刷する",
            looked.join("、")
        ),
        format!(
            "no browser that could print the PDF is installed ({}); install one of them, or run without --pdf, open report.html in a browser and print it",
            looked.join(", ")
        ),
    )))
}

/// Whether a program is where systems install it, or on the path.
fn is_installed(browser: &str) -> bool {
    let path = Path::new(browser);
    if path.is_absolute() {
        return path.is_file();
    }
    let places = std::env::var_os("PATH");
    places.iter().flat_map(std::env::split_paths).any(|place| place.join(browser).is_file())
}

/// A browser about to start. The memory that this program may ask for is limited, and a browser reserves more than it uses: it
/// gets the limit back that the system set.
fn started(browser: &str) -> Command {
    if cfg!(unix) {
        let mut command = Command::new("sh");
        command.args(["-c", "ulimit -S -v \"$(ulimit -H -v)\"; exec \"$@\"", "sh", browser]);
        command
    } else {
        Command::new(browser)
    }
}

/// Has a browser print a page; what it told beside that.
fn printed(browser: &str, folder: &Path, from: &Path, to: &Path, is_root: bool) -> io::Result<String> {
    let mut profile = std::ffi::OsString::from("--user-data-dir=");
    profile.push(folder.join(if is_root { "profile-of-root" } else { "profile" }));
    let mut target = std::ffi::OsString::from("--print-to-pdf=");
    target.push(to);
    let mut page = std::ffi::OsString::from("file://");
    page.push(from);
    let mut command = started(browser);
    // Where shared memory is small, as in containers, a long page would never end.
    command.args(["--headless", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage"]);
    command.args(is_root.then_some("--no-sandbox")).arg("--no-pdf-header-footer");
    command.arg(profile).arg(target).arg(page);
    let log = folder.join("told");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(fs::File::create(&log)?);
    let mut child = command.spawn()?;
    let mut looks = 0;
    while child.try_wait()?.is_none() {
        looks += 1;
        if looks > LOOKS {
            child.kill()?;
            child.wait()?;
            return Err(io::Error::new(io::ErrorKind::TimedOut, format!("{browser}: no end")));
        }
        thread::sleep(LOOK);
    }
    let mut told = Vec::new();
    fs::File::open(&log)?.read_to_end(&mut told)?;
    Ok(String::from_utf8_lossy(&told).into_owned())
}

fn refused(browser: &str, told: &str) -> Failure {
    let line = told.lines().rfind(|line| !line.trim().is_empty()).unwrap_or("");
    Failure::Told(Text::new(
        format!(
            "{browser}がPDFを作らなかった（{line}）。--pdfなしで実行し、report.htmlをブラウザで開いて印刷する"
        ),
        format!(
            "{browser} made no PDF ({line}); run without --pdf, open report.html in a browser and print it"
        ),
    ))
}

fn untold(error: &io::Error) -> Failure {
    let (ja, en) = match error.kind() {
        io::ErrorKind::TimedOut => {
            ("ブラウザの印刷が2分たっても終わらなかった", "the browser did not end within 2 minutes")
        }
        io::ErrorKind::StorageFull => {
            ("一時ファイルの置き場所に空きがない", "there is no room for temporary files")
        }
        io::ErrorKind::PermissionDenied => (
            "ブラウザの起動か一時ファイルの作成が許されていない",
            "starting the browser or making temporary files is not allowed",
        ),
        _ => ("ブラウザでPDFを作れなかった", "the browser could not print the PDF"),
    };
    Failure::Told(Text::new(
        format!("{ja}。--pdfなしで実行し、report.htmlをブラウザで開いて印刷する"),
        format!("{en}; run without --pdf, open report.html in a browser and print it"),
    ))
}

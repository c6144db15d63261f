//! LibreOffice as a second reader. Where it is not installed the test says so and passes.

use std::{fs, process::Command};

use ledger::{AsOf, Field, Kind, Put};
use ledger_sheet::{CsvEncoding, Export, Formulas, Mapping};
use provenance::Language;

use crate::world::{day, journal, ledgers, of_bytes};

#[test]
fn libreoffice_reads_what_is_written() {
    let installed =
        Command::new("soffice").arg("--version").output().is_ok_and(|found| found.status.success());
    if !installed {
        eprintln!("skipped: no `soffice` on this machine");
        return;
    }
    let put = Put::new(Kind::Account, "007")
        .field(Field::Person, "髙橋 =1+1")
        .field(Field::LastSignIn, "2024-06-03")
        .field(Field::Enabled, "yes")
        .field(Field::Note, "a\nb");
    let journal = journal(vec![("2024-04-01", put)]);
    let state = journal.state(AsOf::day(day("2024-06-03")));
    let export =
        Export { sheet: ledgers().sheet(Kind::Account).unwrap(), state: &state, language: Language::Ja };
    let folder = std::env::temp_dir().join(format!("ledger-sheet-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let files = [
        ("book.xlsx", export.to_xlsx("2024-06-03T00:00:00Z".parse().unwrap()).unwrap().bytes),
        ("text.csv", export.to_csv(CsvEncoding::Utf8, Formulas::Kept, &[]).unwrap().bytes),
    ];
    for (name, bytes) in files {
        fs::write(folder.join(name), bytes).unwrap();
        // UTF-8, all cells as shown; of text files the first column is read as text.
        let run = Command::new("soffice")
            .args(["--headless", "--infilter=CSV:44,34,76,1,1/2/2/2/3/2/4/2/5/2/6/2", "--convert-to"])
            .args(["csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true", "--outdir"])
            .args([&folder.join("out"), &folder.join(name)])
            .arg(format!("-env:UserInstallation=file://{}", escape::name(folder.join("profile"))))
            .output()
            .unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        let converted = fs::read(folder.join("out").join(name).with_extension("csv")).unwrap();
        let plan = of_bytes(name, &converted, &Mapping::new(Kind::Account), &journal);
        assert_eq!(plan.rejected, [], "{name}");
        assert!(plan.changes_nothing(), "{name}: {:?}", plan.updated);
    }
    fs::remove_dir_all(&folder).unwrap();
}

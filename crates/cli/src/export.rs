//! `keiyaku export`: tables for other programs.

use std::process::ExitCode;

use clap::{Subcommand, ValueEnum};
use keiyaku::{
    itss::{SkillItems, Standard},
    report,
    sla::Limit,
};

use crate::{
    csv::{Table, formulas},
    failure::Failure,
    options::{FolderOptions, OutOptions},
    output,
    source::contract,
    tasks::{self, WorkFormat},
};

#[derive(Debug, Subcommand)]
pub(crate) enum ExportCommand {
    /// The service levels, in the document's order
    Sla {
        #[command(flatten)]
        folder: FolderOptions,
        #[arg(long, value_enum, default_value_t = TableFormat::Json)]
        format: TableFormat,
        /// Writes ' before each cell of CSV that a spreadsheet would run as a formula; importing takes it away
        #[arg(long)]
        guard: bool,
    },
    /// The achievement indicators of ITSS V3 2011, as JSON
    Itss {
        #[arg(long, value_enum, default_value_t = JsonOnly::Json)]
        format: JsonOnly,
    },
    /// The skill items of ITSS V3 2008, as JSON
    Skills {
        #[arg(long, value_enum, default_value_t = JsonOnly::Json)]
        format: JsonOnly,
    },
    /// The work items, in the document's order
    Tasks {
        #[command(flatten)]
        folder: FolderOptions,
        #[arg(long, value_enum, default_value_t = WorkFormat::Json)]
        format: WorkFormat,
        #[command(flatten)]
        out: OutOptions,
        /// Writes ' before each cell of CSV that a spreadsheet would run as a formula; importing takes it away
        #[arg(long)]
        guard: bool,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableFormat {
    Json,
    /// UTF-8 with a byte order mark, so that Excel reads it
    Csv,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum JsonOnly {
    Json,
}

pub(crate) fn run(command: &ExportCommand) -> Result<ExitCode, Failure> {
    match command {
        ExportCommand::Sla { folder, format, guard } => {
            let formulas = formulas(*guard, matches!(format, TableFormat::Csv))?;
            let contract = contract(folder)?;
            match format {
                TableFormat::Json => output::document(&report::catalogue_json(contract.catalogue())),
                TableFormat::Csv => table(&contract).write(&OutOptions::default(), formulas),
            }
        }
        ExportCommand::Itss { .. } => output::document(&report::indicators_json(&Standard::itss_v3_2011()?)),
        ExportCommand::Skills { .. } => output::document(&report::skills_json(&SkillItems::itss_v3_2008()?)),
        ExportCommand::Tasks { folder, format, out, guard } => {
            tasks::export(&contract(folder)?, *format, out, *guard)
        }
    }?;
    Ok(ExitCode::SUCCESS)
}

fn table(contract: &keiyaku::Contract) -> Table {
    let header = [
        "key",
        "no",
        "category",
        "name_ja",
        "name_en",
        "op",
        "target",
        "unit",
        "limit",
        "limit_unit",
        "period",
        "written_formula",
        "exclusions",
        "clause",
        "open_points",
    ];
    let mut rows = vec![header.map(str::to_owned).to_vec()];
    for item in contract.catalogue().items() {
        let (limit, limit_unit) = match &item.limit {
            Some(Limit::Fixed { value, unit }) => (value.to_string(), unit.word()),
            Some(Limit::Agreed { .. }) => (String::new(), "agreed"),
            None => (String::new(), ""),
        };
        let join = |texts: Vec<&str>| texts.join("；");
        let target = item.target.as_ref();
        let row = [
            item.key.as_str(),
            &item.no,
            &join(item.category.iter().map(|text| text.ja.as_str()).collect()),
            &item.name.ja,
            &item.name.en,
            target.map_or("", |target| target.operator.sign()),
            &target.map_or_else(String::new, |target| target.value.to_string()),
            target.map_or("", |target| target.unit.word()),
            &limit,
            limit_unit,
            item.period.word(),
            item.written.as_ref().map_or("", |written| &written.text),
            &join(item.exclusions.iter().map(|exclusion| exclusion.name.ja.as_str()).collect()),
            &item.clause.to_string(),
            &join(item.open_points.iter().map(|text| text.ja.as_str()).collect()),
        ];
        rows.push(row.map(str::to_owned).to_vec());
    }
    Table { rows, numbers: &["target", "limit"] }
}

//! `keiyaku export`: tables for other programs.

use std::process::ExitCode;

use keiyaku::{
    itss::{SkillItems, Standard},
    report,
    sla::Limit,
};

use crate::{
    args::{ExportCommand, TableFormat},
    failure::Failure,
    output,
    source::contract,
};

pub(crate) fn run(command: &ExportCommand) -> Result<ExitCode, Failure> {
    match command {
        ExportCommand::Sla { contract: folder, format } => {
            let contract = contract(folder.as_ref())?;
            output::print(&match format {
                TableFormat::Json => report::catalogue_json(contract.catalogue()),
                TableFormat::Csv => csv(&contract)?,
            })
        }
        ExportCommand::Itss { .. } => output::print(&report::indicators_json(&Standard::itss_v3_2011()?)),
        ExportCommand::Skills { .. } => output::print(&report::skills_json(&SkillItems::itss_v3_2008()?)),
        ExportCommand::Tasks { contract: folder, format, out, force } => {
            crate::tasks::export(&contract(folder.as_ref())?, *format, out.as_deref(), *force)
        }
    }?;
    Ok(ExitCode::SUCCESS)
}

fn csv(contract: &keiyaku::Contract) -> Result<String, Failure> {
    let failed = |error: &dyn std::fmt::Display| Failure::Other(format!("csv: {error}"));
    let mut writer = csv::Writer::from_writer(Vec::new());
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
    writer.write_record(header).map_err(|error| failed(&error))?;
    for item in contract.catalogue().items() {
        let (limit, limit_unit) = match &item.limit {
            Some(Limit::Fixed { value, unit }) => (value.to_string(), unit.word()),
            Some(Limit::Agreed { .. }) => (String::new(), "agreed"),
            None => (String::new(), ""),
        };
        let join = |texts: Vec<&str>| texts.join("；");
        let target = item.target.as_ref();
        writer
            .write_record([
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
            ])
            .map_err(|error| failed(&error))?;
    }
    let bytes = writer.into_inner().map_err(|error| failed(&error))?;
    let text = String::from_utf8(bytes).map_err(|error| failed(&error))?;
    Ok(format!("\u{FEFF}{text}"))
}

//! Checklists: what is due in a range, to print and tick off.

use std::fmt::Write;

use calendar::Site;
use provenance::{Language, Text};

use crate::{Occurrence, Schedule, Wanted, WorkSite};

impl Schedule<'_> {
    /// A checklist in Markdown: a section a site, the occurrences by due day, then in the document's order.
    #[must_use]
    pub fn checklist_markdown(&self, wanted: &Wanted, language: Language) -> String {
        let word = |ja: &'static str, en: &'static str| if language == Language::Ja { ja } else { en };
        let shown = |text: &Text| escape::markdown(text.in_language(language));
        let mut out = format!("# {} {} – {}\n", word("チェックリスト", "Checklist"), wanted.from, wanted.to);
        let all = self.by_day(wanted);
        // Work that is bound to no site stands last.
        let mut sites: Vec<Option<&Site>> = all.iter().map(|occurrence| occurrence.site).collect();
        sites.sort_unstable_by_key(|site| (site.is_none(), site.map(Site::place)));
        sites.dedup();
        for site in sites {
            let _ = writeln!(out, "\n## {}\n", shown(&WorkSite::of(site).text(self.catalogue().sites())));
            let _ = writeln!(
                out,
                "| {} | {} | {} | {} | {} | {} |\n| --- | --- | --- | --- | --- | --- |",
                word("済", "done"),
                word("期日", "due"),
                word("項目", "item"),
                word("作業", "work"),
                word("実施者", "by"),
                word("結果・異常の有無", "result, anomalies")
            );
            for occurrence in all.iter().filter(|occurrence| occurrence.site == site) {
                let Some(item) = self.item(occurrence) else { continue };
                let part = item
                    .frequency
                    .part(occurrence.part)
                    .map_or_else(String::new, |part| format!(" ({})", shown(&part.name)));
                let _ = writeln!(
                    out,
                    "| ☐ | {} | {} | {}{part} |  |  |",
                    occurrence.window.due,
                    escape::markdown(item.id.as_str()),
                    shown(&item.title)
                );
            }
        }
        out
    }

    /// A checklist as rows of cells, the header first: for CSV, to be filled in and handed in as a log.
    #[must_use]
    pub fn checklist_rows(&self, wanted: &Wanted) -> Vec<Vec<String>> {
        let header = ["項目", "拠点", "区分", "作業", "予定日", "実施日", "実施者", "結果", "備考", "証跡"];
        let mut rows = vec![header.map(str::to_owned).to_vec()];
        for occurrence in self.by_day(wanted) {
            let Some(item) = self.item(&occurrence) else { continue };
            let part = item.frequency.part(occurrence.part).map_or("", |part| part.name.ja.as_str());
            let mut row = vec![
                item.id.to_string(),
                WorkSite::of(occurrence.site).to_string(),
                part.to_owned(),
                item.title.ja.clone(),
                occurrence.window.due.to_string(),
            ];
            row.resize(header.len(), String::new());
            rows.push(row);
        }
        rows
    }

    /// The occurrences of a range by due day, then in the document's order.
    #[must_use]
    pub fn by_day(&self, wanted: &Wanted) -> Vec<Occurrence<'_>> {
        let mut all: Vec<Occurrence<'_>> = self.occurrences(wanted).collect();
        // The sort is stable: within a day the document's order stays.
        all.sort_by_key(|occurrence| occurrence.window.due);
        all
    }
}

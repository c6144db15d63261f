//! Evidence of many people from spreadsheets: text or workbooks.

use std::collections::BTreeMap;

use intake::{Form, FormRow, Forms, Period, Reason, RowError, read_count, read_forms};
use tables::nearest;

use crate::{Stated, StatedArea, StatedEngagement, StatedExamination, StatedSize};

/// The most rows of a sheet: many times what all people of a bid have done.
const ROWS_MAX: usize = 100_000;

/// The sheets of people's evidence, any of which may be left out. Each may as well be a workbook (`engagements.xlsx`) or a sheet
/// of one. Codes may be written by their names (`運用管理` for `itsm.om`).
pub const EVIDENCE_SHEETS: [Form; 4] = [
    Form {
        file: "engagements.csv",
        header: "氏名,案件,専門分野,役割,開始日,終了日,条件,該当しない条件,成功,規模",
        names: &["engagements", "案件", "業務実績", "実績", "職務経歴", "経歴"],
        most: ROWS_MAX,
    },
    Form {
        file: "areas.csv",
        header: "氏名,専門分野,専門領域,水準",
        names: &["areas", "専門領域", "領域"],
        most: ROWS_MAX,
    },
    Form {
        file: "examinations.csv",
        header: "氏名,試験,合格日,有効期限",
        names: &["examinations", "合格", "試験合格", "国家試験"],
        most: ROWS_MAX,
    },
    Form {
        file: "transfers.csv",
        header: "氏名,技術の継承,該当しない継承,後進の育成",
        names: &["transfers", "技術の継承", "継承", "後進の育成", "育成"],
        most: ROWS_MAX,
    },
];

impl Stated {
    /// Reads the evidence of many people from sheets, each a file's name and bytes; people in the order of their names. A last
    /// day in a sheet is the last day itself. Of `others` nothing is read; a file that is none of either is a problem.
    ///
    /// ```
    /// use itss_core::Stated;
    ///
    /// let sheet = "\u{FEFF}氏名,案件,専門分野,役割,開始日,終了日,条件,該当しない条件,成功,規模\n\
    ///     甲,庁内の運用,運用管理,リーダー,2021/4/1,令和6年3月31日,,,はい,管理する要員数: 40人\n";
    /// let people = Stated::from_sheets(&[("経歴.csv", sheet.as_bytes())], &[]).map_err(|errors| errors.len())?;
    /// let work = &people[0].engagements[0];
    /// assert_eq!(work.to.map(|day| day.to_string()).as_deref(), Some("2024-04-01"));
    /// assert_eq!((work.sizes[0].metric.as_str(), work.sizes[0].value.as_str()), ("管理する要員数", "40"));
    /// # Ok::<(), usize>(())
    /// ```
    ///
    /// # Errors
    /// Every problem of every sheet.
    pub fn from_sheets(sheets: &[(&str, &[u8])], others: &[Form]) -> Result<Vec<Self>, Vec<RowError>> {
        let mut people: BTreeMap<String, Person> = BTreeMap::new();
        let near = |word: &str, known: &[&str]| nearest(word, known.iter().copied()).map(str::to_owned);
        read_forms(Forms { read: &EVIDENCE_SHEETS, others, near }, sheets, |form, row| {
            // The rest of the row is read even where the name is wrong: all problems are told at once.
            let name = row.name("氏名");
            let mut nobody = Person::default();
            let person = match &name {
                Some(name) => people.entry(name.clone()).or_default(),
                None => &mut nobody,
            };
            // A row that fails has said why.
            let _ = person.take(form.file, row);
        })?;
        Ok(people.into_iter().map(|(name, person)| Self { name, ..person.stated }).collect())
    }
}

/// A person under way.
#[derive(Default)]
struct Person {
    stated: Stated,
    /// Where it was said whether the person mentors.
    mentoring: Option<Told>,
}

struct Told {
    row: u64,
    sheet: Option<String>,
    value: String,
}

impl Person {
    fn take(&mut self, file: &str, row: &mut FormRow<'_>) -> Option<()> {
        match file {
            "engagements.csv" => self.stated.engagements.push(engagement(row)?),
            "areas.csv" => {
                let (field, area, standing) = (row.name("専門分野"), row.name("専門領域"), row.name("水準"));
                self.stated.areas.push(StatedArea { field: field?, area: area?, standing: standing? });
            }
            "examinations.csv" => {
                let (id, passed, expires) =
                    (row.name("試験"), row.date("合格日"), row.optional_date("有効期限"));
                self.stated.examinations.push(StatedExamination {
                    id: id?,
                    passed: passed?,
                    expires: expires?,
                });
            }
            _ => {
                let mentoring = row.flag("後進の育成")?;
                match &self.mentoring {
                    // One row says yes and another no: nobody knows which holds.
                    Some(Told { row: told, sheet, value })
                        if mentoring.is_some() && self.stated.mentoring != mentoring =>
                    {
                        let (sheet, value) = (sheet.clone(), value.clone());
                        return row.wrong("後進の育成", Reason::Contradiction { row: *told, sheet, value });
                    }
                    None if mentoring.is_some() => {
                        let (sheet, value) =
                            (row.sheet().map(str::to_owned), row.value("後進の育成").to_owned());
                        self.mentoring = Some(Told { row: row.row(), sheet, value });
                        self.stated.mentoring = mentoring;
                    }
                    _ => {}
                }
                self.stated.transfers.extend(row.words("技術の継承"));
                self.stated.not_transfers.extend(row.words("該当しない継承"));
            }
        }
        Some(())
    }
}

fn engagement(row: &mut FormRow<'_>) -> Option<StatedEngagement> {
    let (title, field, role) = (row.text("案件"), row.name("専門分野"), row.name("役割"));
    let (period, success) = (row.period("開始日", "終了日"), row.flag("成功"));
    let sizes = row.words("規模").into_iter().map(|size| match size.split_once([':', '：', '=', '＝']) {
        Some((metric, value)) => StatedSize::new(metric.trim(), number(value.trim())),
        // No metric is called so, which is told with those there are.
        None => StatedSize::new(size, ""),
    });
    let sizes = sizes.collect();
    let Period { from, to } = period?;
    Some(StatedEngagement {
        title: title?,
        field: field?,
        role: role?,
        from,
        to,
        conditions: row.words("条件"),
        not_conditions: row.words("該当しない条件"),
        sizes,
        success: success?,
    })
}

/// A number without its unit and full-width digits; a step's name stays as it is.
fn number(value: &str) -> String {
    read_count(value).map_or_else(|| value.to_owned(), |count| count.to_string())
}

//! What the ledgers show for the monthly report: licences left over, renewals to come, loans and breakdowns.

use calendar::YearMonth;
use ledger::{
    AsOf, Journal, Loan, LoanStatus, Nearness, Renewals, Rules, breakdowns, licences_by_product, loan_summary,
};
use provenance::Text;

/// A list that the ledgers give to the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LedgerList {
    /// Licences held, used, distributed and left, by product.
    Licences,
    /// Assets whose renewal is near or overdue.
    Renewals,
    /// Loans that are out, and breakdowns of the month.
    Loans,
}

impl LedgerList {
    /// The words of `report.toml`.
    pub const WORDS: &'static [(&'static str, Self)] =
        &[("licences", Self::Licences), ("renewals", Self::Renewals), ("loans", Self::Loans)];
}

/// A list behind one of the report's contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annex {
    /// Which list it is.
    pub list: LedgerList,
    /// The names of its columns.
    pub header: Vec<Text>,
    /// Its rows.
    pub rows: Vec<Vec<Text>>,
}

/// The lists of the ledgers as they stood at a month's end.
#[must_use]
pub fn annexes(journal: &Journal, rules: &Rules, month: YearMonth) -> Vec<Annex> {
    let state = journal.state(AsOf::day(month.last_day()));
    let same = |text: &str| Text::new(text, text);
    let number = |number: u64| same(&number.to_string());
    let licences = licences_by_product(&state, rules)
        .into_iter()
        .map(|(product, count)| {
            vec![
                same(product),
                number(count.held),
                number(count.used),
                number(count.distributed),
                same(&count.left().to_string()),
            ]
        })
        .collect();
    let renewals = Renewals::of(&state, rules);
    let renewals = renewals
        .to_tell()
        .map(|notice| {
            let near = match notice.nearness {
                Nearness::Overdue => Text::new("更新日を過ぎた", "overdue"),
                Nearness::Near | Nearness::Ahead => Text::new("通知の時期", "to be told"),
            };
            let amount = notice.amount.map_or_else(|| "－".to_owned(), |yen| yen.to_string());
            vec![
                same(notice.id),
                same(notice.name.unwrap_or_default()),
                same(&notice.renewal_on.to_string()),
                same(&amount),
                near,
            ]
        })
        .collect();
    let summary = loan_summary(&state, month);
    let out = summary.out.iter().map(|id| {
        let loan = state.record(ledger::Kind::Loan, id).and_then(Loan::of);
        let device = loan.and_then(|loan| loan.device()).unwrap_or_default();
        let due = loan.and_then(|loan| loan.due()).map_or_else(String::new, |due| due.to_string());
        let status = match loan.map(|loan| loan.status(month.last_day())) {
            Some(LoanStatus::Overdue { days }) => {
                Text::new(format!("{days}日超過"), format!("overdue by {days} days"))
            }
            _ => Text::new("貸出中", "lent"),
        };
        vec![same(id), same(device), same(&due), status]
    });
    let failures = breakdowns(&state, month).into_iter().map(|one| {
        let day = one.on.to_string();
        vec![Text::new("故障等", "breakdown"), same(one.device), same(&day), same(one.event.word())]
    });
    let column = |ja: &str, en: &str| Text::new(ja, en);
    vec![
        Annex {
            list: LedgerList::Licences,
            header: vec![
                column("ソフトウェア", "software"),
                column("保有", "held"),
                column("使用", "used"),
                column("配布", "distributed"),
                column("残", "left"),
            ],
            rows: licences,
        },
        Annex {
            list: LedgerList::Renewals,
            header: vec![
                column("資産管理番号", "asset"),
                column("名称", "name"),
                column("更新予定日", "renewal"),
                column("契約金額", "amount"),
                column("状況", "state"),
            ],
            rows: renewals,
        },
        Annex {
            list: LedgerList::Loans,
            header: vec![
                column("貸出", "loan"),
                column("機器", "device"),
                column("期限・日", "due or day"),
                column("状況", "state"),
            ],
            rows: out.chain(failures).collect(),
        },
    ]
}

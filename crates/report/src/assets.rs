//! What the ledgers show for the monthly report: licences left over, renewals to come, loans and breakdowns.

use std::collections::BTreeMap;

use calendar::YearMonth;
use formula::Exact;
use ledger::{
    AsOf, Checked, Journal, Loan, LoanStatus, Nearness, ProductLicences, Renewals, Rules, breakdowns,
    licences_by_product, loan_summary,
};
use provenance::Text;

use crate::{Annex, Axis, Chart, Column, Contents, Feed, Form, LedgerList, Point, Series, Table};

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
    let text = |ja: &str, en: &str| Column::text(Text::new(ja, en));
    let count = |ja: &str, en: &str| Column::number(Text::new(ja, en));
    let drawn = drawn(&licences_by_product(&state, rules));
    let annex = |list, columns, rows| Annex {
        of: Feed::Ledger(list),
        name: None,
        table: Table { columns, rows, sums: None },
        groups: None,
        charts: Vec::new(),
        unreadable: 0,
    };
    vec![
        Annex {
            charts: drawn.into_iter().collect(),
            ..annex(
                LedgerList::Licences,
                vec![
                    text("ソフトウェア", "software"),
                    count("保有", "held"),
                    count("使用", "used"),
                    count("配布", "distributed"),
                    count("残", "left"),
                ],
                licences,
            )
        },
        annex(
            LedgerList::Renewals,
            vec![
                text("資産管理番号", "asset"),
                text("名称", "name"),
                text("更新予定日", "renewal"),
                count("契約金額（円）", "amount (yen)"),
                text("状況", "state"),
            ],
            renewals,
        ),
        annex(
            LedgerList::Loans,
            vec![
                text("貸出", "loan"),
                text("機器", "device"),
                text("期限・日", "due or day"),
                text("状況", "state"),
            ],
            out.chain(failures).collect(),
        ),
    ]
}

/// Licences held against those in use, by product.
fn drawn(products: &BTreeMap<&str, ProductLicences>) -> Option<Chart> {
    let series = |ja: &str, en: &str, count: fn(&ProductLicences) -> Exact| Series {
        name: Text::new(ja, en),
        points: (0..).zip(products.values()).map(|(at, of)| Point { at, value: count(of) }).collect(),
    };
    (!products.is_empty()).then(|| Chart {
        title: Text::new(
            "ライセンスの保有数と使用・配布数（件）",
            "licences held, and those in use or handed out",
        ),
        axis: Axis::Names(products.keys().map(|name| Text::same(*name)).collect()),
        form: Form::Beside,
        limit: None,
        series: vec![
            series("保有", "held", |of| of.held.into()),
            series("使用・配布", "in use or handed out", |of| {
                Exact::from(of.used) + Exact::from(of.distributed)
            }),
        ],
    })
}

/// What the checks of the ledgers noticed, for each of the contents that asks for some of them.
#[must_use]
pub fn checked(checked: &Checked, contents: &Contents) -> Vec<Annex> {
    let feeds = contents.iter().flat_map(|content| &content.feeds);
    let asked = feeds.filter_map(|feed| match feed {
        Feed::Checks(checks) => Some((feed, checks)),
        Feed::Cases(_) | Feed::List(_) | Feed::Ledger(_) | Feed::Work => None,
    });
    asked
        .map(|(feed, checks)| {
            let is_asked = |rule: &str| checks.iter().any(|check| check.word() == rule);
            let rows = checked.findings.iter().filter(|finding| is_asked(finding.rule.as_str()));
            let rows = rows.map(|finding| {
                let help = finding.help.clone().unwrap_or_else(|| Text::same("－"));
                vec![Text::same(finding.subject.clone()), finding.message.clone(), help]
            });
            let columns = vec![
                Column::text(Text::new("対象", "subject")),
                Column::text(Text::new("内容", "what was noticed")),
                Column::text(Text::new("対応", "what to do")),
            ];
            Annex {
                of: feed.clone(),
                name: None,
                table: Table { columns, rows: rows.collect(), sums: None },
                groups: None,
                charts: Vec::new(),
                unreadable: 0,
            }
        })
        .collect()
}

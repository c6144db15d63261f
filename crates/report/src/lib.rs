//! The monthly report: a model of what the contract demands, and its renderings.
//!
//! The renderings only show; every figure, verdict and word of explanation is in the results that come in.
//! An embedding program builds the report through the facade; see the crate `keiyaku`.
//!
//! ```
//! use report::{text_table, words};
//!
//! assert_eq!(words::duration(93_900).ja, "1日2時間5分");
//! // Columns are aligned by the width of the characters, not by their number.
//! assert_eq!(&*text_table(&["項目", "値"], &[vec!["a".into(), "1".into()]]), "項目  値\n----  --\na     1\n");
//! ```
//!
//! # Overview
//! - [`MonthlyReport`], [`Totals`], [`Problem`]: the model. [`Contents`]: what the contract wants in it,
//!   [`Annex`]: the tables behind that, and what is drawn of them. [`Remarks`]:
//!   causes and countermeasures, written by people.
//! - [`html`](html()): one self-contained page. [`markdown`](markdown()), [`text`](text()), [`json`](json()).
//! - [`catalogue_json`], [`work_items_json`]: service levels and work items themselves.
//!
//! # Not covered
//! Workbooks and CSV (the crate `report-sheet`), files (renderings are texts).

pub use crate::{
    annex::{Annex, Axis, Chart, Column, Form, Point, Series, Table},
    assets::{annexes, checked},
    contents::{CaseChart, Content, Contents, Feeds, KindSays, Shown, ShownColumn, ShownWord},
    feed::{Feed, LedgerList},
    html::html,
    itss::{indicators_json, levels_json, skills_json},
    json::{JSON_VERSION, catalogue_json, item_json, json},
    markdown::markdown,
    model::{MonthlyReport, Problem, Remark, Remarks, Totals},
    table::text_table,
    text::text,
    work::work_items_json,
};

mod annex;
mod assets;
mod cases;
mod contents;
mod feed;
mod html;
mod itss;
mod json;
mod markdown;
mod model;
mod table;
mod text;
pub mod words;
mod work;

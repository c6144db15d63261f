//! Headings of the agenda.

use provenance::Text;

/// A heading of the agenda.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// The term and its months.
    Term,
    /// Price and payment.
    Money,
    /// Service levels.
    ServiceLevels,
    /// Clocks, business time, days.
    Clocks,
    /// Work items.
    WorkItems,
    /// Sites.
    Sites,
    /// Meetings.
    Meetings,
    /// Reports.
    Reports,
    /// Staffing.
    Staffing,
    /// Qualifications.
    Qualifications,
    /// The help desk.
    HelpDesk,
    /// Outages and busy seasons.
    Outages,
    /// Security.
    Security,
    /// Assets.
    Assets,
    /// Licences.
    Licences,
    /// Storage media.
    Media,
    /// Handover.
    Handover,
    /// Delivery and inspection.
    Delivery,
    /// Subcontracting.
    Subcontracting,
    /// The documents themselves.
    Documents,
}

impl Group {
    /// All of them with the words used in tables, in the order of the agenda.
    pub const WORDS: &'static [(&'static str, Self)] = &[
        ("term", Self::Term),
        ("money", Self::Money),
        ("service-levels", Self::ServiceLevels),
        ("clocks", Self::Clocks),
        ("work-items", Self::WorkItems),
        ("sites", Self::Sites),
        ("meetings", Self::Meetings),
        ("reports", Self::Reports),
        ("staffing", Self::Staffing),
        ("qualifications", Self::Qualifications),
        ("help-desk", Self::HelpDesk),
        ("outages", Self::Outages),
        ("security", Self::Security),
        ("assets", Self::Assets),
        ("licences", Self::Licences),
        ("media", Self::Media),
        ("handover", Self::Handover),
        ("delivery", Self::Delivery),
        ("subcontracting", Self::Subcontracting),
        ("documents", Self::Documents),
    ];

    /// The word used in tables.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, group)| *group == self).map_or("", |(word, _)| word)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> Text {
        match self {
            Self::Term => Text::new("契約期間", "Term"),
            Self::Money => Text::new("金額・支払", "Money"),
            Self::ServiceLevels => Text::new("サービスレベル", "Service levels"),
            Self::Clocks => Text::new("時間の数え方", "Clocks"),
            Self::WorkItems => Text::new("業務項目", "Work items"),
            Self::Sites => Text::new("拠点", "Sites"),
            Self::Meetings => Text::new("会議", "Meetings"),
            Self::Reports => Text::new("報告", "Reports"),
            Self::Staffing => Text::new("体制", "Staffing"),
            Self::Qualifications => Text::new("要員の要件", "Qualifications"),
            Self::HelpDesk => Text::new("ヘルプデスク", "Help desk"),
            Self::Outages => Text::new("停止・繁忙期", "Outages and busy seasons"),
            Self::Security => Text::new("セキュリティ", "Security"),
            Self::Assets => Text::new("資産", "Assets"),
            Self::Licences => Text::new("ライセンス", "Licences"),
            Self::Media => Text::new("記憶媒体", "Storage media"),
            Self::Handover => Text::new("引継ぎ", "Handover"),
            Self::Delivery => Text::new("納入・検査", "Delivery and inspection"),
            Self::Subcontracting => Text::new("再委託", "Subcontracting"),
            Self::Documents => Text::new("文書", "Documents"),
        }
    }
}

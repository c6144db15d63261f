//! Sites: where an item is done.

use std::{fmt, str::FromStr};

use provenance::Text;

/// How an item is marked for the head office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum HeadOffice {
    /// Tokyo alone: ○.
    Tokyo,
    /// Tokyo and Osaka: ◎.
    TokyoAndOsaka,
}

impl HeadOffice {
    /// The word used in tables and exports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Tokyo => "tokyo",
            Self::TokyoAndOsaka => "tokyo-osaka",
        }
    }
}

/// The four cells of an item: at which sites it is done.
///
/// ```
/// use tasks::{HeadOffice, Sites};
///
/// let sites: Sites = "◎○○－".parse()?;
/// assert_eq!(sites.head_office, Some(HeadOffice::TokyoAndOsaka));
/// assert!(sites.institute && sites.regional && !sites.overseas);
/// // ◎ says more than ○ only for the head office.
/// assert!("○◎－－".parse::<Sites>().is_err());
/// # Ok::<(), tasks::SitesError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Sites {
    /// The head office.
    pub head_office: Option<HeadOffice>,
    /// The institute.
    pub institute: bool,
    /// The regional offices.
    pub regional: bool,
    /// The offices abroad.
    pub overseas: bool,
}

impl Sites {
    /// Whether no site is marked at all.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }

    /// Whether the item is done at a site. An item without a mark is done at [`Site::Unstated`] alone.
    #[must_use]
    pub fn contains(self, site: Site) -> bool {
        match site {
            Site::Tokyo => self.head_office.is_some(),
            Site::Osaka => self.head_office == Some(HeadOffice::TokyoAndOsaka),
            Site::Institute => self.institute,
            Site::Regional => self.regional,
            Site::Overseas | Site::Office(_) => self.overseas,
            Site::Unstated => self.is_empty(),
        }
    }
}

impl FromStr for Sites {
    type Err = SitesError;

    fn from_str(text: &str) -> Result<Self, SitesError> {
        let fault = || SitesError { found: text.to_owned() };
        let cells: Vec<char> = text.chars().collect();
        let [head, institute, regional, overseas] = cells.as_slice() else { return Err(fault()) };
        let head_office = match head {
            '◎' => Some(HeadOffice::TokyoAndOsaka),
            '○' => Some(HeadOffice::Tokyo),
            '－' => None,
            _ => return Err(fault()),
        };
        let mark = |cell: &char| match cell {
            '○' => Ok(true),
            '－' => Ok(false),
            _ => Err(fault()),
        };
        Ok(Self {
            head_office,
            institute: mark(institute)?,
            regional: mark(regional)?,
            overseas: mark(overseas)?,
        })
    }
}

/// Prints the four cells as tables write them.
impl fmt::Display for Sites {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = match self.head_office {
            Some(HeadOffice::TokyoAndOsaka) => '◎',
            Some(HeadOffice::Tokyo) => '○',
            None => '－',
        };
        let mark = |marked: bool| if marked { '○' } else { '－' };
        write!(f, "{head}{}{}{}", mark(self.institute), mark(self.regional), mark(self.overseas))
    }
}

/// A text is no four cells.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{found}` is no set of sites; write four cells (head office ◎, ○ or －; institute, regional, overseas ○ or －)"
)]
pub struct SitesError {
    /// The text, as given.
    pub found: String,
}

/// A site at which an occurrence is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Site {
    /// The head office in Tokyo.
    Tokyo,
    /// The head office in Osaka.
    Osaka,
    /// The institute.
    Institute,
    /// The regional offices, all together.
    Regional,
    /// The offices abroad, all together.
    Overseas,
    /// One office abroad, by its number in the contract's list.
    Office(u16),
    /// No site is marked: the work is not bound to one.
    Unstated,
}

impl Site {
    /// The sites that are no single office, in the document's order.
    pub const ALL: [Self; 6] =
        [Self::Tokyo, Self::Osaka, Self::Institute, Self::Regional, Self::Overseas, Self::Unstated];

    /// Its name for people; an office abroad by its number.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::Tokyo => Text::new("本部（東京）", "head office, Tokyo"),
            Self::Osaka => Text::new("大阪本部", "head office, Osaka"),
            Self::Institute => Text::new("研究所", "institute"),
            Self::Regional => Text::new("地方事務所", "regional offices"),
            Self::Overseas => Text::new("海外事務所", "offices abroad"),
            Self::Office(n) => Text::new(format!("海外事務所{n}"), format!("office abroad {n}")),
            Self::Unstated => Text::new("拠点の定めなし", "no site stated"),
        }
    }

    /// The site as outages and seasons of the contract's calendar name it.
    #[must_use]
    pub fn calendar_site(self) -> &'static str {
        match self {
            Self::Tokyo | Self::Unstated => "head-office",
            Self::Osaka => "osaka",
            Self::Institute => "institute",
            Self::Regional => "regional",
            Self::Overseas | Self::Office(_) => "overseas",
        }
    }
}

/// Prints the word that records and options use: `tokyo`, `overseas/12`.
impl fmt::Display for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tokyo => f.pad("tokyo"),
            Self::Osaka => f.pad("osaka"),
            Self::Institute => f.pad("institute"),
            Self::Regional => f.pad("regional"),
            Self::Overseas => f.pad("overseas"),
            Self::Office(n) => f.pad(&format!("overseas/{n}")),
            Self::Unstated => f.pad("unstated"),
        }
    }
}

impl FromStr for Site {
    type Err = SiteError;

    fn from_str(text: &str) -> Result<Self, SiteError> {
        if let Some(site) = Self::ALL.into_iter().find(|site| site.to_string() == text) {
            return Ok(site);
        }
        text.strip_prefix("overseas/")
            .and_then(|number| number.parse().ok())
            .filter(|number| *number > 0)
            .map(Self::Office)
            .ok_or_else(|| SiteError { found: text.to_owned() })
    }
}

/// A text is no site.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{found}` is no site; use `tokyo`, `osaka`, `institute`, `regional`, `overseas`, `overseas/12` or `unstated`"
)]
pub struct SiteError {
    /// The text, as given.
    pub found: String,
}

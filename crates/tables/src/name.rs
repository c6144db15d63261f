//! Names that rows give themselves and by which others refer to them.

use std::{
    borrow::Borrow,
    cmp::Ordering,
    collections::BTreeMap,
    fmt,
    hash::{Hash, Hasher},
    marker::PhantomData,
    str::FromStr,
    sync::Arc,
};

use provenance::Text;

use crate::{Explain, Noun, Outline, listed, meant, nearest, problems::Stood};

/// The name of a row of kind `T`: a role, a site, a calendar. Names of two kinds cannot be mistaken for each other.
///
/// ```
/// struct Role;
/// type RoleId = tables::Id<Role>;
///
/// let role: RoleId = "service-manager".parse()?;
/// assert_eq!(role.as_str(), "service-manager");
/// // White space around a name is never meant.
/// assert!(" service-manager".parse::<RoleId>().is_err());
/// # Ok::<(), tables::IdError>(())
/// ```
pub struct Id<T> {
    text: Arc<str>,
    of: PhantomData<fn() -> T>,
}

impl<T> Id<T> {
    /// The name as tables write it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl<T> FromStr for Id<T> {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        if text.is_empty() || text.trim() != text || text.chars().any(char::is_control) {
            return Err(IdError { found: text.to_owned() });
        }
        Ok(Self { text: text.into(), of: PhantomData })
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        Self { text: Arc::clone(&self.text), of: PhantomData }
    }
}

impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<T> Eq for Id<T> {}

impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}

impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

/// A map by name can be asked with a text that may be none.
impl<T> Borrow<str> for Id<T> {
    fn borrow(&self) -> &str {
        &self.text
    }
}

impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.text, f)
    }
}

impl<T> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

/// A text is not a name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{found}` is not a name; it must not be empty, nor begin or end with a space, nor hold a line end or tab"
)]
pub struct IdError {
    /// The text, as given.
    pub found: String,
}

impl Explain for IdError {
    fn text(&self) -> Text {
        let found = &self.found;
        let ja = format!("`{found}`は名称として使えない。空や、前後の空白、改行、タブは使えない");
        Text::new(ja, self.to_string())
    }
}

/// The names of all rows of a kind, by which others may refer to them.
///
/// ```
/// use tables::{Document, Names, Noun};
///
/// struct Role;
/// let kind = Noun::new("役割", "role");
/// let roles: Names<Role> = Names::new(kind, "roles.toml", ["lead".parse()?, "operator".parse()?]);
/// let read = Document::parse("duties.toml", "by = \"operater\"").read(|row| row.required_name("by", &roles));
/// assert_eq!(
///     read.unwrap_err().to_string(),
///     "duties.toml:1:6: by: there is no role `operater` in roles.toml; did you mean `operator`?"
/// );
/// # Ok::<(), tables::IdError>(())
/// ```
pub struct Names<T> {
    pub(crate) kind: Noun,
    file: &'static str,
    /// `None` where the table itself is not there.
    pub(crate) ids: Option<BTreeMap<Id<T>, Stood>>,
}

impl<T> Names<T> {
    /// The names of a kind, as in `role`, and the table in which they stand.
    pub fn new(kind: Noun, file: &'static str, ids: impl IntoIterator<Item = Id<T>>) -> Self {
        Self { kind, file, ids: Some(ids.into_iter().map(|id| (id, Stood::default())).collect()) }
    }

    /// The names that the rows of a list give themselves by a key, whatever else is wrong with the table; `None` for a
    /// table that is not there, to which nothing may refer.
    #[must_use]
    pub fn of_table(kind: Noun, file: &'static str, source: Option<&str>, list: &str, key: &str) -> Self {
        // Problems are told when the table itself is read.
        let ids = source.map(|source| {
            let outline = Outline::of(file, source);
            outline
                .rows_of(list)
                .filter_map(|row| Some((row.text(key)?.parse().ok()?, Stood::default())))
                .collect()
        });
        Self { kind, file, ids }
    }

    /// Adds a name; `false` where it was there.
    pub fn add(&mut self, id: Id<T>) -> bool {
        self.ids.get_or_insert_default().insert(id, Stood::default()).is_none()
    }

    /// The names, in their order.
    pub fn iter(&self) -> impl Iterator<Item = &Id<T>> {
        self.ids.iter().flat_map(BTreeMap::keys)
    }

    /// The name that a text is; `None` where nothing has that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Id<T>> {
        self.ids.as_ref()?.get_key_value(name).map(|(id, _)| id.clone())
    }

    /// The name that a text is.
    ///
    /// # Errors
    /// [`UnknownName`] where nothing has that name.
    pub fn find(&self, name: &str) -> Result<Id<T>, UnknownName> {
        self.get(name).ok_or_else(|| self.unknown(name))
    }

    /// Why a text is none of the names.
    #[must_use]
    pub fn unknown(&self, name: &str) -> UnknownName {
        let known = || self.iter().map(Id::as_str);
        let near = known().find(|known| known.eq_ignore_ascii_case(name)).or_else(|| nearest(name, known()));
        let listed = known().take(UnknownName::LISTED + 1).map(str::to_owned).collect();
        UnknownName {
            kind: self.kind,
            file: self.file,
            name: name.to_owned(),
            near: near.map(str::to_owned),
            known: self.ids.is_some().then_some(listed),
        }
    }
}

impl<T> Clone for Names<T> {
    fn clone(&self) -> Self {
        Self { kind: self.kind, file: self.file, ids: self.ids.clone() }
    }
}

impl<T> PartialEq for Names<T> {
    fn eq(&self, other: &Self) -> bool {
        let ids = |names: &Self| names.ids.as_ref().map(|ids| ids.keys().cloned().collect::<Vec<_>>());
        (self.kind, self.file) == (other.kind, other.file) && ids(self) == ids(other)
    }
}

impl<T> Eq for Names<T> {}

impl<T> fmt::Debug for Names<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Names")
            .field("kind", &self.kind)
            .field("ids", &self.ids.as_ref().map(|ids| ids.keys()))
            .finish_non_exhaustive()
    }
}

/// Nothing has this name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownName {
    /// What it should be a name of, as in `role`.
    pub kind: Noun,
    /// The table in which it should stand.
    pub file: &'static str,
    /// The name.
    pub name: String,
    /// The name that may be meant.
    pub near: Option<String>,
    /// The first few of the names that there are; `None` where the table is not there.
    pub known: Option<Vec<String>>,
}

impl UnknownName {
    /// How many names are listed where none is near.
    const LISTED: usize = 12;

    /// What is wrong, without the way out.
    #[must_use]
    pub fn message(&self) -> Text {
        let Self { kind: Noun { ja, en }, file, name, known, .. } = self;
        match known {
            Some(_) => Text::new(
                format!("{file}に{ja}`{name}`がない"),
                format!("there is no {en} `{name}` in {file}"),
            ),
            None => Text::new(
                format!("{ja}`{name}`を指しているが、{file}がない"),
                format!("names the {en} `{name}`, but there is no {file}"),
            ),
        }
    }

    /// The way out.
    #[must_use]
    pub fn help(&self) -> Text {
        let file = self.file;
        if let Some(near) = &self.near {
            return meant(near);
        }
        match &self.known {
            None => Text::new(
                format!("{file}をフォルダーに加えるか、この名称を外す"),
                format!("add {file} to the folder, or take the name out"),
            ),
            Some(known) if known.is_empty() => Text::new(
                format!("{file}には1件もない。そこに加える"),
                format!("{file} has none; add it there"),
            ),
            Some(known) if known.len() <= Self::LISTED => {
                let Text { ja, en } = listed(known);
                Text::new(
                    format!("{ja}のいずれかを書くか、{file}に加える"),
                    format!("name one of {en}, or add it to {file}"),
                )
            }
            Some(_) => Text::new(
                format!("{file}に加えるか、そこにある名称を書く"),
                format!("add it to {file}, or name one that is there"),
            ),
        }
    }
}

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.message().en, self.help().en)
    }
}

impl Explain for UnknownName {
    fn text(&self) -> Text {
        crate::error::problem("", &self.message(), Some(&self.help()))
    }
}

impl std::error::Error for UnknownName {}

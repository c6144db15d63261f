//! Reading the written form. A fact has one spelling: keys in one order, no blanks, no escape that is not needed.
//! Whatever differs from it is no entry, so that what was read would be written the same again.

use std::{borrow::Cow, str::FromStr, sync::Arc};

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    Body, Damage, Entry, EntryHash, Event, Fields, Kind, Origin, Put, names::Names, upcast::ENTRY_VERSION,
};

/// An entry as it was read, with what its text says besides.
#[derive(Debug)]
pub(crate) struct Read {
    pub(crate) entry: Entry,
    /// The version of its text.
    pub(crate) version: u32,
    /// How many entries its batch has; older versions do not say.
    pub(crate) size: Option<u64>,
}

/// Why no entry was read.
#[derive(Debug)]
pub(crate) struct Unread {
    pub(crate) damage: Damage,
    /// Whether the text ended where an entry would have gone on: what a broken-off writing leaves behind.
    pub(crate) broken_off: bool,
}

impl Unread {
    fn damaged(damage: Damage) -> Self {
        Self { damage, broken_off: false }
    }
}

/// A place in a line.
#[derive(Debug)]
pub(crate) struct Reader<'a> {
    line: &'a str,
    at: usize,
    /// The fields of the entry that is being read.
    fields: Vec<(Arc<str>, Option<Box<str>>)>,
}

impl<'a> Reader<'a> {
    pub(crate) const fn new(line: &'a str) -> Self {
        Self { line, at: 0, fields: Vec::new() }
    }

    fn rest(&self) -> &'a str {
        self.line.get(self.at..).unwrap_or_default()
    }

    pub(crate) fn unread(&self, broken_off: bool, why: &str) -> Unread {
        let why = format!("{why} at byte {} of its line", self.at + 1);
        Unread { damage: Damage::Unreadable { why }, broken_off }
    }

    /// Passes a text that must stand here.
    pub(crate) fn expect(&mut self, text: &'static str) -> Result<(), Unread> {
        if self.passes(text) {
            return Ok(());
        }
        Err(self.unread(text.starts_with(self.rest()), &format!("`{text}` is missing")))
    }

    /// Passes a text that may stand here, and says whether it did.
    pub(crate) fn passes(&mut self, text: &'static str) -> bool {
        let found = self.rest().starts_with(text);
        if found {
            self.at += text.len();
        }
        found
    }

    pub(crate) fn more(&self) -> Result<(), Unread> {
        match self.rest() {
            "" => Err(self.unread(true, "an entry is missing")),
            "]" => Err(self.unread(false, "an entry is missing")),
            _ => Ok(()),
        }
    }

    pub(crate) fn end(&self) -> Result<(), Unread> {
        if self.rest().is_empty() { Ok(()) } else { Err(self.unread(false, "something follows the batch")) }
    }

    /// Reads the entry that must come next.
    pub(crate) fn entry(&mut self, seq: u64, previous: EntryHash, names: &mut Names) -> Result<Read, Unread> {
        let start = self.at;
        self.expect("{\"v\":")?;
        let found = self.number()?;
        let version = u32::try_from(found).unwrap_or(u32::MAX).min(ENTRY_VERSION);
        match self.entry_of(version, start, seq, previous, names) {
            // A newer version may look like anything; but where one figure was altered, that is what to say.
            read if found > u64::from(ENTRY_VERSION)
                && !matches!(&read, Err(Unread { damage: Damage::Altered { .. }, .. })) =>
            {
                Err(Unread::damaged(Damage::NewerVersion { found, known: ENTRY_VERSION }))
            }
            read => read,
        }
    }

    /// Reads a body of version 1.
    fn body_v1(&mut self, names: &mut Names) -> Result<Body, Unread> {
        self.expect("{\"set\":{\"kind\":")?;
        let kind = self.word()?;
        self.expect(",\"id\":")?;
        let id = self.string()?.into();
        self.expect(",\"fields\":")?;
        let (mut event, mut fields) = (None, Fields::default());
        self.fields(|name, value| match name {
            "event" => event = value,
            _ => fields.set(names.get(name), value.map(Into::into)),
        })?;
        let event = event
            .map(|event| event.parse())
            .transpose()
            .map_err(|error: crate::WordError| self.unread(false, &format!("a word not known ({error})")))?;
        self.expect("}}")?;
        Ok(Body::Put(Put { kind, id, event, fields }))
    }

    fn entry_of(
        &mut self,
        version: u32,
        start: usize,
        seq: u64,
        previous: EntryHash,
        names: &mut Names,
    ) -> Result<Read, Unread> {
        self.expect(",\"seq\":")?;
        let found = self.number()?;
        self.expect(",\"batch\":")?;
        let batch = self.number()?;
        let size = if version < 3 {
            None
        } else {
            self.expect(",\"size\":")?;
            Some(self.number()?)
        };
        self.expect(",\"at\":")?;
        let recorded_at = self.parsed(moment, "no moment such as `2024-06-03T01:00:00Z`")?;
        self.expect(",\"on\":")?;
        let valid_on = self.parsed(day, "no day such as `2024-06-03`")?;
        self.expect(",\"by\":")?;
        let actor = names.get(&self.string()?);
        self.expect(",\"from\":")?;
        let origin = if self.null()? { None } else { Some(self.origin(names)?) };
        self.expect(",\"body\":")?;
        let body = match version {
            0 => return Err(self.unread(false, "version 0, which was never written,")),
            1 => self.body_v1(names)?,
            _ => self.body(names)?,
        };
        self.expect(",\"prev\":")?;
        let stated_previous = self.hash()?;
        let computed = EntryHash::of(self.line.get(start..self.at).unwrap_or_default());
        self.expect(",\"hash\":")?;
        let hash = self.hash()?;
        self.expect("}")?;
        if hash != computed {
            return Err(Unread::damaged(Damage::Altered { stated: hash, computed }));
        }
        if found != seq {
            return Err(Unread::damaged(Damage::OutOfSequence { found }));
        }
        if stated_previous != previous {
            return Err(Unread::damaged(Damage::Unchained { stated: stated_previous, before: previous }));
        }
        let entry = Entry { seq, batch, recorded_at, valid_on, actor, origin, body, hash };
        Ok(Read { entry, version, size })
    }

    fn origin(&mut self, names: &mut Names) -> Result<Origin, Unread> {
        self.expect("{\"file\":")?;
        let file = names.get(&self.string()?);
        self.expect(",\"sheet\":")?;
        let sheet = self.optional_string()?.map(|sheet| names.get(&sheet));
        self.expect(",\"row\":")?;
        let row = self.number()?;
        self.expect("}")?;
        Ok(Origin { file, sheet, row })
    }

    fn body(&mut self, names: &mut Names) -> Result<Body, Unread> {
        let body = if self.passes("{\"put\":") {
            Body::Put(self.put(names)?)
        } else if self.passes("{\"correct\":{\"entry\":") {
            let entry = self.number()?;
            self.expect(",\"put\":")?;
            let put = self.put(names)?;
            self.expect("}")?;
            Body::Correct { entry, put }
        } else if self.passes("{\"reverse\":{\"entry\":") {
            let entry = self.number()?;
            self.expect(",\"why\":")?;
            let why = self.string()?.into();
            self.expect("}")?;
            Body::Reverse { entry, why }
        } else {
            let rest = self.rest();
            let begun = ["{\"put\":", "{\"correct\":{\"entry\":", "{\"reverse\":{\"entry\":"];
            let broken_off = begun.iter().any(|body| body.starts_with(rest));
            return Err(self.unread(broken_off, "`put`, `correct` or `reverse` is missing"));
        };
        self.expect("}")?;
        Ok(body)
    }

    fn put(&mut self, names: &mut Names) -> Result<Put, Unread> {
        self.expect("{\"kind\":")?;
        let kind = self.word::<Kind>()?;
        self.expect(",\"id\":")?;
        let id = self.string()?.into();
        self.expect(",\"event\":")?;
        let event = if self.null()? { None } else { Some(self.word::<Event>()?) };
        self.expect(",\"fields\":")?;
        let mut fields = std::mem::take(&mut self.fields);
        fields.clear();
        self.fields(|name, value| fields.push((names.get(name), value.map(Into::into))))?;
        self.expect("}")?;
        // Those that are kept have no more room than they need.
        let kept = Fields::of(fields.drain(..));
        self.fields = fields;
        Ok(Put { kind, id, event, fields: kept })
    }

    /// Reads fields, which must stand in the order of their names.
    pub(crate) fn fields(&mut self, mut each: impl FnMut(&str, Option<Cow<'a, str>>)) -> Result<(), Unread> {
        self.expect("{")?;
        if self.passes("}") {
            return Ok(());
        }
        let mut last: Option<Cow<'a, str>> = None;
        loop {
            let name = self.string()?;
            if last.as_ref().is_some_and(|last| *last >= name) {
                return Err(self.unread(false, &format!("a field twice or out of order, `{name}`,")));
            }
            self.expect(":")?;
            let value = self.optional_string()?;
            each(&name, value);
            last = Some(name);
            if !self.passes(",") {
                return self.expect("}");
            }
        }
    }

    /// Reads one of some words.
    pub(crate) fn word<T: FromStr<Err: std::fmt::Display>>(&mut self) -> Result<T, Unread> {
        let word = self.string()?;
        word.parse().map_err(|error: T::Err| self.unread(false, &format!("a word not known ({error})")))
    }

    fn parsed<T>(&mut self, parse: impl Fn(&str) -> Option<T>, wrong: &str) -> Result<T, Unread> {
        let text = self.string()?;
        parse(&text).ok_or_else(|| self.unread(false, wrong))
    }

    fn hash(&mut self) -> Result<EntryHash, Unread> {
        self.expect("\"")?;
        let rest = self.rest();
        let hash = rest.get(..64).and_then(|hash| hash.parse().ok());
        let hash = hash.ok_or_else(|| self.unread(rest.len() < 64, "no hash"))?;
        self.at += 64;
        self.expect("\"")?;
        Ok(hash)
    }

    fn number(&mut self) -> Result<u64, Unread> {
        let rest = self.rest();
        let figures = rest.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(rest.len());
        let number = rest.get(..figures).unwrap_or_default();
        let one_spelling = !number.is_empty() && (number == "0" || !number.starts_with('0'));
        let broken_off = figures == rest.len();
        match number.parse() {
            Ok(number) if one_spelling && !broken_off => {
                self.at += figures;
                Ok(number)
            }
            _ => Err(self.unread(broken_off, "no number")),
        }
    }

    /// Passes `null` if it stands here.
    fn null(&mut self) -> Result<bool, Unread> {
        let rest = self.rest();
        if !rest.is_empty() && rest.len() < "null".len() && "null".starts_with(rest) {
            return Err(self.unread(true, "`null` is missing"));
        }
        Ok(self.passes("null"))
    }

    pub(crate) fn optional_string(&mut self) -> Result<Option<Cow<'a, str>>, Unread> {
        if self.null()? { Ok(None) } else { self.string().map(Some) }
    }

    /// Reads a text; it is borrowed from the line where it holds no escapes.
    pub(crate) fn string(&mut self) -> Result<Cow<'a, str>, Unread> {
        self.expect("\"")?;
        let mut unescaped: Option<String> = None;
        loop {
            let rest = self.rest();
            let Some(plain) = rest.bytes().position(|byte| byte == b'"' || byte == b'\\' || byte < 0x20)
            else {
                return Err(self.unread(true, "a text without end"));
            };
            let (text, after) = rest.split_at_checked(plain).unwrap_or((rest, ""));
            self.at += plain;
            if after.starts_with('"') {
                self.at += 1;
                return Ok(match unescaped {
                    None => Cow::Borrowed(text),
                    Some(before) => Cow::Owned(before + text),
                });
            }
            let letter = self.escape(after)?;
            let sofar = unescaped.get_or_insert_default();
            sofar.push_str(text);
            sofar.push(letter);
        }
    }

    /// Passes an escape, in the spelling in which it is written.
    fn escape(&mut self, rest: &str) -> Result<char, Unread> {
        const ESCAPES: [(&str, char); 5] =
            [("\\\"", '"'), ("\\\\", '\\'), ("\\n", '\n'), ("\\r", '\r'), ("\\t", '\t')];
        for (escape, letter) in ESCAPES {
            if self.passes(escape) {
                return Ok(letter);
            }
        }
        let control = rest.strip_prefix("\\u00").and_then(|digits| digits.get(..2)).and_then(|digits| {
            let lower = digits.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
            let code = u8::from_str_radix(digits, 16).ok()?;
            (lower && code < 0x20 && !matches!(code, b'\n' | b'\r' | b'\t')).then_some(char::from(code))
        });
        match control {
            Some(letter) => {
                self.at += "\\u0000".len();
                Ok(letter)
            }
            None => {
                let digits = rest.strip_prefix("\\u00");
                let broken_off = "\\u00".starts_with(rest) || digits.is_some_and(|digits| digits.len() < 2);
                Err(self.unread(broken_off, "a character not written so"))
            }
        }
    }
}

fn figures(text: &str) -> Option<u32> {
    let figure = |byte: u8| byte.is_ascii_digit().then(|| u32::from(byte - b'0'));
    text.bytes().try_fold(0_u32, |sum, byte| sum.checked_mul(10)?.checked_add(figure(byte)?))
}

/// A day in its one spelling: `2024-06-03`.
fn day(text: &str) -> Option<NaiveDate> {
    let [_, _, _, _, b'-', _, _, b'-', _, _] = text.as_bytes() else { return None };
    let year = i32::try_from(figures(text.get(..4)?)?).ok()?;
    NaiveDate::from_ymd_opt(year, figures(text.get(5..7)?)?, figures(text.get(8..)?)?)
}

/// A moment in its one spelling: `2024-06-03T01:00:00Z`.
fn moment(text: &str) -> Option<DateTime<Utc>> {
    let (date, time) = text.split_at_checked(10)?;
    let [b'T', _, _, b':', _, _, b':', _, _, b'Z'] = time.as_bytes() else { return None };
    let (hour, minute) = (figures(time.get(1..3)?)?, figures(time.get(4..6)?)?);
    // A leap second is the 59th, gone on for another second.
    let (second, nano) = match figures(time.get(7..9)?)? {
        60 => (59, 1_000_000_000),
        second => (second, 0),
    };
    Some(day(date)?.and_hms_nano_opt(hour, minute, second, nano)?.and_utc())
}

//! The copies in use, as the ledgers of use and of distribution record them, grouped into classes of the same kind.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
use provenance::{folded, place_of};

use super::{
    coverage::Asked,
    packed::Packed,
    products::{Form, Mark, Products},
    terms::{Binding, Terms},
};
use crate::{ApprovedSeat, DatedRights, Field, Kind, Policies, Record, State, UpgradedUse};

/// No asset, no device, no product.
pub(crate) const NONE: u32 = u32::MAX;

/// A row of a ledger that stands for copies in use.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'a> {
    pub(crate) id: &'a str,
    pub(crate) kind: Kind,
    /// Number of the asset that it names.
    pub(crate) asset: u32,
    pub(crate) device: u32,
    pub(crate) form: u32,
    pub(crate) product: u32,
    /// The day of installation, as text: read only where a right with a date asks for it.
    pub(crate) installed_on: Option<&'a str>,
    /// Number of the kind of staff.
    pub(crate) staff: u32,
    pub(crate) seats: u64,
    /// Whether it surely is in use.
    pub(crate) is_sure: bool,
    /// Whether it is approved and not yet installed.
    pub(crate) is_approved: bool,
}

/// Something that a row leaves unsaid, so that it cannot be counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Uncounted<'a> {
    pub(crate) kind: Kind,
    pub(crate) id: &'a str,
    pub(crate) field: Field,
    pub(crate) found: Option<&'a str>,
    /// Whether it says more than can be.
    pub(crate) is_too_much: bool,
}

/// A copy: what must have a seat. Rows that name one asset for one product on one device are one copy.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Copy {
    /// Its rows, as a part of the order of rows.
    pub(crate) rows: (u32, u32),
    pub(crate) class: u32,
    pub(crate) asset: u32,
    pub(crate) seats: u64,
}

/// Copies that no rule can tell apart.
#[derive(Debug, Clone)]
pub(crate) struct Class<'a> {
    pub(crate) asked: Vec<Asked<'a>>,
    pub(crate) product: u32,
    pub(crate) is_sure: bool,
    /// How many rows each copy has: what it costs to re-point one.
    pub(crate) rows_each: u32,
    pub(crate) seats: u64,
}

impl Class<'_> {
    /// Where not even the product is known, any licence may turn out to cover it.
    pub(crate) fn surely_needs_a_seat(&self) -> bool {
        self.is_sure && self.product != NONE
    }
}

#[derive(Debug, Default)]
pub(crate) struct Copies<'a> {
    /// Asset numbers: those held in their order, then others that rows name.
    pub(crate) assets: Vec<&'a str>,
    pub(crate) devices: Vec<&'a str>,
    /// Kinds of staff.
    pub(crate) staff: Vec<&'a str>,
    pub(crate) forms: Vec<Form<'a>>,
    pub(crate) rows: Vec<Row<'a>>,
    /// Approved applications that take no seat by policy.
    pub(crate) projected: Vec<Row<'a>>,
    pub(crate) uncounted: Vec<Uncounted<'a>>,
    /// Rows on devices that are disposed of.
    pub(crate) on_disposed: Vec<(u32, &'a str)>,
    /// Rows recorded as upgraded without anything that they were upgraded to: they may still be in use.
    pub(crate) upgraded_alone: Vec<&'a str>,
    /// Whether any row is recorded as upgraded and taken as ended.
    pub(crate) has_upgraded: bool,
    pub(crate) order: Vec<u32>,
    pub(crate) copies: Vec<Copy>,
    /// Rows of a copy that other rows record already, each with the first of those.
    pub(crate) duplicates: Vec<(u32, u32)>,
    pub(crate) classes: Vec<Class<'a>>,
    /// The product of each licence.
    pub(crate) products: Vec<u32>,
}

/// What rows are read by.
pub(crate) struct Reader<'a, 'p> {
    products: &'p Products,
    policies: &'p Policies,
    terms: &'p [Terms<'a>],
    disposed: HashSet<&'a str>,
    /// Uses recorded as upgraded that nothing upgrades.
    upgraded_alone: HashSet<&'a str>,
    asset_numbers: HashMap<Packed<'a>, u32>,
    device_numbers: HashMap<Packed<'a>, u32>,
    staff_numbers: HashMap<Packed<'a>, u32>,
    form_numbers: HashMap<FormTexts<'a>, (u32, u32)>,
    /// The form of the last row of each asset: most rows of an asset are of one.
    form_before: Vec<Option<(FormTexts<'a>, (u32, u32))>>,
    product_numbers: HashMap<String, u32>,
    layout: Layout<'a>,
}

/// What says which form a copy has: product, edition, version, language.
type FormTexts<'a> = [Option<Packed<'a>>; 4];

/// The number of a text, which may be that of the row before.
fn numbered<'a>(
    text: Option<&'a str>,
    before: u32,
    numbers: &mut HashMap<Packed<'a>, u32>,
    texts: &mut Vec<&'a str>,
) -> u32 {
    let Some(text) = text else { return NONE };
    if texts.get(at(before)) == Some(&text) {
        return before;
    }
    *numbers.entry(text.into()).or_insert_with(|| {
        texts.push(text);
        number(texts.len() - 1)
    })
}

fn number(at: usize) -> u32 {
    // No memory holds so many rows, texts or classes that one of them has no number.
    u32::try_from(at).unwrap_or(NONE)
}

fn at(number: u32) -> usize {
    place_of(number)
}

impl<'a, 'p> Reader<'a, 'p> {
    pub(crate) fn new(
        products: &'p Products,
        policies: &'p Policies,
        terms: &'p [Terms<'a>],
        disposed: HashSet<&'a str>,
        upgraded_alone: HashSet<&'a str>,
    ) -> Self {
        Self {
            products,
            policies,
            terms,
            disposed,
            upgraded_alone,
            asset_numbers: terms.iter().enumerate().map(|(at, one)| (one.asset.into(), number(at))).collect(),
            device_numbers: HashMap::new(),
            staff_numbers: HashMap::new(),
            form_numbers: HashMap::new(),
            form_before: Vec::new(),
            product_numbers: HashMap::new(),
            layout: Layout::default(),
        }
    }

    pub(crate) fn read(mut self, state: &State<'a>) -> Copies<'a> {
        let mut copies =
            Copies { assets: self.terms.iter().map(|one| one.asset).collect(), ..Copies::default() };
        copies.products = self.terms.iter().map(|one| self.product(one.form.product)).collect();
        copies.rows.reserve(state.count(Kind::Use));
        for record in state.records(Kind::Use) {
            self.a_use(record, &mut copies);
        }
        for record in state.records(Kind::Distribution) {
            self.distribution(record, &mut copies);
        }
        self.bundle(&mut copies);
        copies
    }

    fn a_use(&mut self, record: &Record<'a>, copies: &mut Copies<'a>) {
        let texts = self.layout.texts(record);
        let (is_sure, is_approved) = match texts.status {
            Some("uninstalled") => return,
            Some("upgraded") if self.policies.upgraded_use.value == UpgradedUse::Ended => {
                copies.has_upgraded = true;
                if !self.upgraded_alone.contains(record.id) {
                    return;
                }
                copies.upgraded_alone.push(record.id);
                (false, false)
            }
            Some("installed" | "upgraded") => (true, false),
            Some("approved") => (true, true),
            _ => (false, false),
        };
        let row = self.row(Kind::Use, record.id, &texts, copies);
        let row = Row { is_sure, is_approved, ..row };
        if texts.device.is_some_and(|device| self.disposed.contains(device)) {
            copies.on_disposed.push((row.asset, record.id));
        } else if is_approved && self.policies.approved_seat.value == ApprovedSeat::Projected {
            copies.projected.push(row);
        } else {
            copies.rows.push(row);
        }
    }

    fn distribution(&mut self, record: &Record<'a>, copies: &mut Copies<'a>) {
        let mut texts = self.layout.texts(record);
        texts.device = None;
        let (count, returned) = (record.count(Field::Count), record.count(Field::Returned));
        let mut uncounted = |field: Field, is_too_much: bool| {
            let (kind, id, found) = (Kind::Distribution, record.id, record.text(field));
            copies.uncounted.push(Uncounted { kind, id, field, found, is_too_much });
        };
        let (Ok(Some(count)), Ok(returned)) = (&count, &returned) else {
            return uncounted(
                if matches!(count, Ok(Some(_))) { Field::Returned } else { Field::Count },
                false,
            );
        };
        let Some(seats) = count.checked_sub(returned.unwrap_or(0)) else {
            return uncounted(Field::Returned, true);
        };
        if seats > 0 {
            let row = self.row(Kind::Distribution, record.id, &texts, copies);
            copies.rows.push(Row { seats, ..row });
        }
    }

    fn row(&mut self, kind: Kind, id: &'a str, texts: &Texts<'a>, copies: &mut Copies<'a>) -> Row<'a> {
        let asset = texts.asset.map_or(NONE, |asset| {
            *self.asset_numbers.entry(asset.into()).or_insert_with(|| {
                copies.assets.push(asset);
                number(copies.assets.len() - 1)
            })
        });
        // Rows of one device mostly follow each other, and all are of few kinds of staff.
        let before = copies.rows.last().map_or((NONE, NONE), |row| (row.device, row.staff));
        let device = numbered(texts.device, before.0, &mut self.device_numbers, &mut copies.devices);
        let staff = numbered(texts.staff_kind, before.1, &mut self.staff_numbers, &mut copies.staff);
        // The ledger takes the name from the licence; a row without it means the licence's.
        let software = texts.software.or_else(|| self.terms.get(at(asset))?.software);
        let said = [software, texts.edition, texts.version, texts.language];
        let (form, product) = self.form(asset, said, copies);
        let installed_on = texts.worked_on;
        let (seats, is_sure, is_approved) = (1, true, false);
        Row { id, kind, asset, device, form, product, installed_on, staff, seats, is_sure, is_approved }
    }

    /// The numbers of a form and of its product.
    fn form(&mut self, asset: u32, said: [Option<&'a str>; 4], copies: &mut Copies<'a>) -> (u32, u32) {
        let key = said.map(|text| text.map(Packed::from));
        if let Some(Some((same, numbers))) = self.form_before.get(at(asset))
            && *same == key
        {
            return *numbers;
        }
        let numbers = match self.form_numbers.get(&key) {
            Some(known) => *known,
            None => {
                let [software, edition, version, language] = said;
                let form = self.products.form(software, edition, version, language);
                let product = self.product(form.product);
                copies.forms.push(form);
                let numbers = (number(copies.forms.len() - 1), product);
                self.form_numbers.insert(key, numbers);
                numbers
            }
        };
        if asset != NONE {
            if at(asset) >= self.form_before.len() {
                self.form_before.resize(copies.assets.len(), None);
            }
            if let Some(before) = self.form_before.get_mut(at(asset)) {
                *before = Some((key, numbers));
            }
        }
        numbers
    }

    /// Numbers products; one that is not listed is known by its name alone.
    fn product(&mut self, mark: Mark<'_>) -> u32 {
        let name = match mark {
            Mark::Known(at) => format!("={at}"),
            Mark::Unlisted(name) => format!("~{}", folded(name)),
            Mark::NotAsked | Mark::Missing => return NONE,
        };
        let next = number(self.product_numbers.len());
        *self.product_numbers.entry(name).or_insert(next)
    }

    /// Makes copies of rows, and classes of copies.
    fn bundle(&self, all: &mut Copies<'a>) {
        let mut keys: Vec<(u64, u64)> = all
            .rows
            .iter()
            .enumerate()
            .map(|(at, row)| {
                let by = |high: u32, low: u32| u64::from(high) << 32 | u64::from(low);
                // Rows without device or asset are copies of their own.
                let product = if row.device == NONE || row.asset == NONE { NONE } else { row.product };
                (by(row.device, row.asset), by(product, number(at)))
            })
            .collect();
        keys.sort_unstable();
        all.order = keys.iter().map(|(_, low)| u32::try_from(low & 0xffff_ffff).unwrap_or(NONE)).collect();
        let mut sets = Sets { sets: Vec::new(), numbers: HashMap::new(), forms: all.forms.len() };
        let mut bundles: Vec<(u32, u32, u32)> = Vec::with_capacity(all.rows.len());
        let mut begin = 0;
        while let Some(first) = keys.get(begin) {
            let is_alone = first.1 >> 32 == u64::from(NONE);
            let run = keys.get(begin..).map_or(1, |rest| {
                rest.iter().take_while(|key| key.0 == first.0 && key.1 >> 32 == first.1 >> 32).count()
            });
            let length = if is_alone { 1 } else { run.max(1) };
            let set = sets.of(all.order.get(begin..begin + length).unwrap_or(&[]), &all.rows);
            bundles.push((number(begin), number(length), set));
            begin += length;
        }
        let bundles = self.without_duplicates(all, &sets, bundles);
        self.classes(all, &sets, &bundles);
    }

    /// Two records of the same thing on one device are one copy: the first stands.
    fn without_duplicates(
        &self,
        all: &mut Copies<'a>,
        sets: &Sets,
        bundles: Vec<(u32, u32, u32)>,
    ) -> Vec<(u32, u32, u32)> {
        let first_row = |bundle: &(u32, u32, u32)| all.order.get(at(bundle.0)).copied().unwrap_or(NONE);
        let mut keys: Vec<(u64, bool, u32, u32)> = bundles
            .iter()
            .enumerate()
            .filter_map(|(n, bundle)| {
                let first = first_row(bundle);
                let row = all.rows.get(at(first))?;
                let known = sets.forms(bundle.2).all(|f| all.forms.get(at(f)).is_some_and(Form::is_known));
                let key = u64::from(row.device) << 32 | u64::from(bundle.2);
                (row.device != NONE && known).then_some((key, !row.is_sure, first, number(n)))
            })
            .collect();
        keys.sort_unstable();
        let mut duplicates = Vec::new();
        let mut dropped: HashSet<u32> = HashSet::new();
        let mut kept: Option<(u64, u32)> = None;
        for (key, _, first, n) in keys {
            match kept {
                Some((same, original)) if same == key => {
                    dropped.insert(n);
                    duplicates.push((first, original));
                }
                _ => kept = Some((key, first)),
            }
        }
        duplicates.sort_unstable();
        all.duplicates = duplicates;
        if dropped.is_empty() {
            return bundles;
        }
        let is_kept = |n: usize| !dropped.contains(&number(n));
        bundles.into_iter().enumerate().filter(|(n, _)| is_kept(*n)).map(|(_, bundle)| bundle).collect()
    }

    fn classes(&self, all: &mut Copies<'a>, sets: &Sets, bundles: &[(u32, u32, u32)]) {
        let bound: HashSet<&str> = self
            .terms
            .iter()
            .filter_map(|one| match one.binding {
                Binding::Device(device) => Some(device),
                Binding::Free | Binding::Unsaid => None,
            })
            .collect();
        let is_bound: Vec<bool> = all.devices.iter().map(|device| bound.contains(device)).collect();
        let thresholds = self.thresholds(&all.products);
        let mut numbers: HashMap<(u32, u32, Option<NaiveDate>, u32, bool), u32> = HashMap::new();
        for (begin, length, set) in bundles {
            let range = at(*begin)..at(*begin) + at(*length);
            let members = all.order.get(range).unwrap_or(&[]);
            let rows = || members.iter().filter_map(|row| all.rows.get(at(*row)));
            let Some(first) = rows().next().copied() else { continue };
            // Devices to which nothing is bound are all alike.
            let device = match is_bound.get(at(first.device)) {
                None => NONE,
                Some(true) => first.device,
                Some(false) => NONE - 1,
            };
            let installed_on = thresholds.get(&first.product).and_then(|days| {
                rows()
                    .map(|row| day_class(days, row.installed_on))
                    .try_fold(NaiveDate::MIN, |latest, day| day.map(|day| latest.max(day)))
            });
            let is_sure = rows().any(|row| row.is_sure);
            let key = (*set, device, installed_on, *length, is_sure);
            let class = match numbers.get(&key) {
                Some(class) => *class,
                None => {
                    let device = all.devices.get(at(first.device)).copied();
                    let asked = sets
                        .forms(*set)
                        .filter_map(|form| all.forms.get(at(form)))
                        .map(|form| Asked { form: *form, device, installed_on })
                        .collect();
                    let (product, rows_each) = (first.product, *length);
                    all.classes.push(Class { asked, product, is_sure, rows_each, seats: 0 });
                    let class = number(all.classes.len() - 1);
                    numbers.insert(key, class);
                    class
                }
            };
            if let Some(class) = all.classes.get_mut(at(class)) {
                class.seats += first.seats;
            }
            all.copies.push(Copy { rows: (*begin, *length), class, asset: first.asset, seats: first.seats });
        }
    }

    /// The days on which rights of a product's licences end: only before or after them matters.
    fn thresholds(&self, products: &[u32]) -> BTreeMap<u32, Vec<NaiveDate>> {
        let mut days: BTreeMap<u32, Vec<NaiveDate>> = BTreeMap::new();
        if self.policies.dated_rights.value == DatedRights::Exercised {
            for (one, product) in self.terms.iter().zip(products) {
                let ends = [one.downgrade_until, one.upgrade_until];
                for end in ends.into_iter().flatten() {
                    days.entry(*product).or_default().push(end);
                }
            }
        }
        for days in days.values_mut() {
            days.sort_unstable();
            days.dedup();
        }
        days
    }
}

/// The first of some days that a day does not come after; `None` where the day is not known.
fn day_class(days: &[NaiveDate], text: Option<&str>) -> Option<NaiveDate> {
    let day: NaiveDate = text?.parse().ok()?;
    let after = days.partition_point(|end| *end < day);
    Some(days.get(after).copied().unwrap_or(NaiveDate::MAX))
}

/// Sets of forms; a set of one has the number of its form.
struct Sets {
    sets: Vec<Vec<u32>>,
    numbers: HashMap<Vec<u32>, u32>,
    forms: usize,
}

impl Sets {
    fn of(&mut self, members: &[u32], rows: &[Row<'_>]) -> u32 {
        let form = |row: &u32| rows.get(at(*row)).map_or(NONE, |row| row.form);
        if let [only] = members {
            return form(only);
        }
        let mut set: Vec<u32> = members.iter().map(form).collect();
        set.sort_unstable();
        set.dedup();
        if let [only] = set.as_slice() {
            return *only;
        }
        if let Some(known) = self.numbers.get(&set) {
            return *known;
        }
        let this = number(self.forms + self.sets.len());
        self.sets.push(set.clone());
        self.numbers.insert(set, this);
        this
    }

    fn forms(&self, set: u32) -> impl Iterator<Item = u32> + '_ {
        let many = at(set).checked_sub(self.forms).and_then(|at| self.sets.get(at));
        let one = many.is_none().then_some(set);
        one.into_iter().chain(many.into_iter().flatten().copied())
    }
}

#[derive(Default)]
struct Texts<'a> {
    status: Option<&'a str>,
    asset: Option<&'a str>,
    software: Option<&'a str>,
    edition: Option<&'a str>,
    version: Option<&'a str>,
    language: Option<&'a str>,
    device: Option<&'a str>,
    worked_on: Option<&'a str>,
    staff_kind: Option<&'a str>,
}

/// The fields of the row before, by their place: a ledger's rows mostly have the same, and a journal keeps each name
/// once, so that where it stands tells which it is.
#[derive(Default)]
struct Layout<'a>(Vec<(&'a str, Option<Field>)>);

impl<'a> Layout<'a> {
    fn field(&mut self, place: usize, name: &'a str) -> Option<Field> {
        match self.0.get_mut(place) {
            Some((known, field)) if std::ptr::eq(*known, name) => *field,
            Some(known) => {
                *known = (name, Field::named(name));
                known.1
            }
            None => {
                let field = Field::named(name);
                self.0.push((name, field));
                field
            }
        }
    }

    fn texts(&mut self, record: &Record<'a>) -> Texts<'a> {
        let mut texts = Texts::default();
        for (place, (name, cell)) in record.fields().enumerate() {
            let text = match self.field(place, name) {
                Some(Field::Status) => &mut texts.status,
                Some(Field::Asset) => &mut texts.asset,
                Some(Field::Software) => &mut texts.software,
                Some(Field::Edition) => &mut texts.edition,
                Some(Field::Version) => &mut texts.version,
                Some(Field::Language) => &mut texts.language,
                Some(Field::Device) => &mut texts.device,
                Some(Field::WorkedOn | Field::DistributedOn) => &mut texts.worked_on,
                Some(Field::StaffKind) => &mut texts.staff_kind,
                _ => continue,
            };
            *text = cell.value.filter(|text| !text.chars().all(char::is_whitespace));
        }
        texts
    }
}

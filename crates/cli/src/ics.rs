//! iCalendar files of all-day events: the same file for the same events.

use chrono::{NaiveDate, NaiveTime};
use escape::calendar as harmless;
use icalendar::{Calendar, Component, Event, EventLike, Property};

/// An event of a day.
pub(crate) struct AllDay {
    pub(crate) uid: String,
    pub(crate) summary: String,
    pub(crate) description: String,
    pub(crate) on: NaiveDate,
    /// The day that stamps it, in place of the clock.
    pub(crate) stamp: NaiveDate,
}

/// A calendar with a name, of one of the command's products.
pub(crate) fn file(product: &str, name: &str, events: impl Iterator<Item = AllDay>) -> String {
    let mut calendar = Calendar::empty();
    calendar.append_property(Property::new("VERSION", "2.0"));
    calendar.append_property(Property::new("PRODID", format!("-//Keiyaku//{product}//JA")));
    calendar.append_property(Property::new("CALSCALE", "GREGORIAN"));
    let name = harmless(name);
    // The writer escapes nothing in a property of RFC 7986 unless it is told that it is text.
    calendar.append_property(Property::new("NAME", &*name).add_parameter("VALUE", "TEXT").done());
    calendar.append_property(Property::new("X-WR-CALNAME", &*name));
    for event in events {
        calendar.push(
            Event::new()
                .uid(&harmless(&event.uid))
                .summary(&harmless(&event.summary))
                .description(&harmless(&event.description))
                .timestamp(event.stamp.and_time(NaiveTime::MIN).and_utc())
                .starts(event.on)
                // The end of an all-day event is the day after it.
                .ends(event.on.succ_opt().unwrap_or(event.on))
                .done(),
        );
    }
    calendar.to_string()
}

//! Readings chosen for an evaluation.

use std::collections::BTreeMap;

use provenance::Text;
use tables::{Explain, listed, meant, nearest};

use crate::{Duration, Standard, standard::Reading};

/// The readings in force, by name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Readings(pub(crate) BTreeMap<String, String>);

impl Readings {
    /// The value of a reading.
    #[must_use]
    pub fn value(&self, id: &str) -> Option<&str> {
        self.0.get(id).map(String::as_str)
    }

    /// Chooses another value.
    ///
    /// # Errors
    /// [`ReadingError`] where the standard has no such reading, or the reading no such value.
    pub fn choose(&mut self, standard: &Standard, id: &str, value: &str) -> Result<(), ReadingError> {
        let readings = standard.readings();
        let reading =
            readings.iter().find(|reading| reading.id == id).ok_or_else(|| ReadingError::NoReading {
                id: id.to_owned(),
                near: nearest(id, readings.iter().map(|reading| reading.id.as_str())).map(str::to_owned),
            })?;
        if !reading.values.iter().any(|known| known == value) {
            let (id, found) = (id.to_owned(), value.to_owned());
            return Err(ReadingError::NoValue { id, found, values: reading.values.clone() });
        }
        self.0.insert(id.to_owned(), value.to_owned());
        Ok(())
    }

    pub(crate) fn is(&self, id: &str, value: &str) -> bool {
        self.value(id) == Some(value)
    }
}

impl Standard {
    /// The readings with their defaults.
    #[must_use]
    pub fn default_readings(&self) -> Readings {
        let value = |reading: &Reading| (reading.id.clone(), reading.default.clone());
        Readings(self.readings.iter().map(value).collect::<BTreeMap<_, _>>())
    }

    /// The standard as other readings have it: figures that a reading's value changes are changed.
    #[must_use]
    pub fn read_by(&self, readings: &Readings) -> Self {
        let mut standard = self.clone();
        for reading in &self.readings {
            let value = readings.value(&reading.id);
            for alternative in
                reading.alternatives.iter().filter(|alternative| Some(alternative.value.as_str()) == value)
            {
                let indicators = standard.fields.iter_mut().flat_map(|field| &mut field.indicators);
                for indicator in indicators.filter(|indicator| indicator.id == alternative.indicator) {
                    if let Some(years) = alternative.years {
                        indicator.duration = Duration::Years(years);
                    }
                    if let Some(transfer) = alternative.transfer {
                        indicator.transfer = transfer;
                    }
                }
            }
        }
        standard
    }
}

/// A reading that cannot be chosen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadingError {
    /// The standard has no such reading.
    #[error("there is no reading `{id}`{}", near.as_ref().map_or_else(String::new, |near| format!("; did you mean `{near}`?")))]
    NoReading {
        /// The name.
        id: String,
        /// The nearest one.
        near: Option<String>,
    },
    /// The reading has no such value.
    #[error("reading `{id}` cannot be `{found}`; it is one of {}", values.join(", "))]
    NoValue {
        /// The reading.
        id: String,
        /// The value.
        found: String,
        /// What it may be.
        values: Vec<String>,
    },
}

impl Explain for ReadingError {
    fn text(&self) -> Text {
        let ja = match self {
            Self::NoReading { id, near } => format!("解釈`{id}`はない{}", or_meant(near.as_deref())),
            Self::NoValue { id, found, values } => {
                format!("解釈`{id}`は`{found}`にできない。使えるのは{}", listed(values).ja)
            }
        };
        Text::new(ja, self.to_string())
    }
}

/// The name that may be meant, behind a Japanese sentence.
pub(crate) fn or_meant(near: Option<&str>) -> String {
    near.map_or_else(String::new, |near| format!("。{}", meant(near).ja))
}

//! Licences held, and what is installed on the first day.

use ledger::{Field, Kind, Put};

use super::{AgencyProduct, History, Used, later};

impl History<'_> {
    pub(super) fn entitlements(&mut self) {
        let begins = self.plan.begins;
        for (at, product) in self.plan.products.iter().enumerate() {
            if product.licence_type == "oem" {
                continue;
            }
            let newest = product.newest();
            // Older versions were bought first; the newest licences may be used for older copies.
            let older = product.held / 4;
            if newest > 0 && older > 0 {
                self.put(begins, held(at, product, 0, older));
                self.put(begins, held(at, product, newest, product.held - older));
            } else {
                self.put(begins, held(at, product, newest, product.held));
            }
            let certificate = Put::new(Kind::Article, &format!("L-{at:03}"))
                .field(Field::Type, "certificate")
                .field(Field::Asset, &asset(at, newest))
                .field(Field::Title, &format!("{} 証書", product.name))
                .field(Field::Place, "証書庫A");
            // A few certificates were never filed.
            if at % 17 != 16 {
                self.put(begins, certificate);
            }
        }
        self.bound_to_devices();
        let recorder = self.plan.recorder.clone();
        self.record(later(begins, 1), &recorder);
    }

    /// Machines to lend came with a system of their own, which runs on them alone.
    fn bound_to_devices(&mut self) {
        let begins = self.plan.begins;
        let Some(at) = self.plan.products.iter().position(|product| product.licence_type == "oem") else {
            return;
        };
        let Some(product) = self.plan.products.get(at) else { return };
        for (no, device) in self.loan_devices.clone().iter().enumerate() {
            let id = format!("OEM-{:04}", no + 1);
            let put = held(at, product, product.newest(), 1);
            self.put(begins, Put { id: id.as_str().into(), ..put }.field(Field::Device, device));
            self.next_use += 1;
            let text = |of: Option<&String>| of.cloned().unwrap_or_default();
            let put = Put::new(Kind::Use, &format!("U-{:06}", self.next_use))
                .field(Field::Asset, &id)
                .field(Field::Software, &product.name)
                .field(Field::Edition, &text(product.editions.first()))
                .field(Field::Version, &text(product.versions.last()))
                .field(Field::Language, &text(product.languages.first()))
                .field(Field::Device, device)
                .field(Field::Status, "installed");
            self.put(begins, put);
        }
    }

    pub(super) fn installations(&mut self) {
        let begins = self.plan.begins;
        let pcs = self.pcs.clone();
        for pc in &pcs {
            for at in 0..self.plan.products.len() {
                let share = self.plan.products.get(at).map_or(0, |product| product.share);
                if self.random.per_mille(share) {
                    self.install(begins, at, &pc.id, &pc.department);
                }
            }
        }
        let recorder = self.plan.recorder.clone();
        self.record(later(begins, 3), &recorder);
    }

    /// A copy on a device; mostly under the licence that fits.
    pub(super) fn install(&mut self, on: chrono::NaiveDate, at: usize, device: &str, department: &str) {
        let Some(product) = self.plan.products.get(at) else { return };
        let newest = product.newest();
        let older = newest > 0 && product.held / 4 > 0 && self.random.per_mille(240);
        let version = if older { 0 } else { newest };
        // A row now and then names the other licence of the product.
        let named = if newest > 0 && product.held / 4 > 0 && self.random.per_mille(6) {
            if older { newest } else { 0 }
        } else {
            version
        };
        self.next_use += 1;
        let id = format!("U-{:06}", self.next_use);
        let put = Put::new(Kind::Use, &id)
            .field(Field::AppliedOn, &later(on, -3).to_string())
            .field(Field::Department, department)
            .field(Field::WorkedOn, &on.to_string())
            .field(Field::Worker, &self.plan.recorder.clone())
            .field(Field::Asset, &asset(at, named))
            .field(Field::Software, &product.name)
            .field(Field::Edition, product.editions.first().map_or("", String::as_str))
            .field(Field::Version, product.versions.get(version).map_or("", String::as_str))
            .field(Field::Language, product.languages.first().map_or("", String::as_str))
            .field(Field::Device, device)
            .field(Field::Status, "installed");
        self.put(on, put);
        self.uses.push(Used { id, product: at, device: device.to_owned() });
    }
}

/// The asset number of a product's licences of a version.
pub(super) fn asset(product: usize, version: usize) -> String {
    format!("SW-{:04}-{}", product + 1, version + 1)
}

fn held(at: usize, product: &AgencyProduct, version: usize, count: u32) -> Put {
    let text = |of: &[String], at: usize| of.get(at).cloned().unwrap_or_default();
    let newest = product.newest();
    let price = u128::from(product.price) * u128::from(count);
    let language = text(&product.languages, 0);
    let mut put = Put::new(Kind::Entitlement, &asset(at, version))
        .field(Field::LicenceType, &product.licence_type)
        .field(Field::Form, "full")
        .field(Field::Software, &product.name)
        .field(Field::Edition, &text(&product.editions, 0))
        .field(Field::Version, &text(&product.versions, version))
        .field(Field::Language, if product.languages.len() > 1 { "multi" } else { &language })
        .field(Field::Held, &count.to_string())
        .field(Field::Maker, &product.maker)
        .field(Field::Certificate, &format!("C{:06}", 700_000 + at * 10 + version))
        .field(Field::Place, "証書庫A")
        .field(Field::UnitPrice, &product.price.to_string())
        .field(Field::TotalPrice, &price.to_string())
        .field(Field::ContractAmount, &price.to_string());
    if version == newest && newest > 0 {
        put = put.field(Field::Downgrade, "yes").field(Field::DowngradeFloor, &text(&product.versions, 0));
    }
    if product.licence_type == "subscription" {
        let month = at % 12 + 1;
        put =
            put.field(Field::RenewalOn, &format!("2024-{month:02}-28")).field(Field::TermFrom, "2023-04-01");
    }
    put
}

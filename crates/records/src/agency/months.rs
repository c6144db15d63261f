//! What happens in a month.

use calendar::YearMonth;
use ledger::{Event, Field, Kind, Put};
use provenance::number_of;

use super::{AgencyOffice, History, correction, happened, later, licences::asset};

impl History<'_> {
    pub(super) fn month(&mut self, month: YearMonth, offices: &[AgencyOffice]) {
        self.machines_change(month);
        self.loans(month);
        self.machines_go(month);
        self.licences_change(month, offices);
        if month.month().is_multiple_of(3) {
            self.stocktake(month);
        }
        let recorder = self.plan.recorder.clone();
        self.record(later(month.last_day(), 2), &recorder);
        self.corrections(month);
    }

    fn machines_change(&mut self, month: YearMonth) {
        for no in 0..self.plan.monthly.moves {
            let Some(at) = self.index(self.pcs.len()) else { return };
            let (day, site) = (self.day_of(month), self.site());
            let place = self.place(site);
            let office = self.site_name(site);
            let Some(pc) = self.pcs.get_mut(at) else { return };
            pc.site = site;
            let mut put =
                happened(&pc.id, Event::Moved).field(Field::Office, &office).field(Field::Place, &place);
            if no % 9 != 8 {
                put = put.field(Field::Application, &format!("移設-{month}-{no:03}"));
            }
            self.put(day, put);
        }
        for no in 0..self.plan.monthly.transfers {
            let Some(at) = self.index(self.pcs.len()) else { return };
            let (day, user, department) = (self.day_of(month), self.person(), self.department());
            let Some(pc) = self.pcs.get_mut(at) else { return };
            pc.user = Some(user.clone());
            pc.department.clone_from(&department);
            let put = happened(&pc.id, Event::Assigned)
                .field(Field::User, &user)
                .field(Field::Department, &department)
                .field(Field::Application, &format!("異動-{month}-{no:03}"));
            self.put(day, put);
        }
        for _ in 0..self.plan.monthly.repairs {
            let Some(at) = self.index(self.pcs.len()) else { return };
            let day = self.day_of(month);
            let weeks = self.random.between(2, 25);
            let Some(id) = self.pcs.get(at).map(|pc| pc.id.clone()) else { return };
            self.put(day, happened(&id, Event::RepairBegun).field(Field::Repair, "液晶の交換"));
            self.put(
                later(day, weeks),
                happened(&id, Event::Repaired).field(Field::Repair, "液晶を交換した"),
            );
        }
    }

    fn loans(&mut self, month: YearMonth) {
        let (back, out): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.lent).into_iter().partition(|(_, _, due)| *due < month.first_day());
        self.lent = out;
        for (loan, device, due) in back {
            if self.random.per_mille(self.plan.monthly.overdue) {
                self.lent.push((loan, device, due));
                continue;
            }
            let day = later(month.first_day(), self.random.between(0, 3));
            self.put(
                day,
                Put::new(Kind::Loan, &loan)
                    .event(Event::Returned)
                    .field(Field::Checked, "yes")
                    .field(Field::TurnedAroundOn, &later(day, 1).to_string()),
            );
            self.put(day, happened(&device, Event::Returned));
            self.loan_devices.push(device);
        }
        for _ in 0..self.plan.monthly.loans {
            let Some(at) = self.index(self.loan_devices.len()) else { return };
            let device = self.loan_devices.swap_remove(at);
            self.next_loan += 1;
            let loan = format!("K-{:04}", self.next_loan);
            let (day, length) = (self.day_of(month), self.random.between(3, 14));
            let (user, department, due) = (self.person(), self.department(), later(day, length));
            self.put(
                day,
                Put::new(Kind::Loan, &loan)
                    .event(Event::Lent)
                    .field(Field::Device, &device)
                    .field(Field::User, &user)
                    .field(Field::Department, &department)
                    .field(Field::Application, &format!("貸出-{:04}", self.next_loan))
                    .field(Field::ApprovedOn, &later(day, -2).to_string())
                    .field(Field::From, &day.to_string())
                    .field(Field::Due, &due.to_string())
                    .field(Field::Explained, "yes"),
            );
            self.put(day, happened(&device, Event::Lent));
            self.lent.push((loan, device, due));
        }
    }

    fn machines_go(&mut self, month: YearMonth) {
        let monthly = &self.plan.monthly;
        let ends = [
            (Event::Lost, monthly.lost),
            (Event::Stolen, monthly.stolen),
            (Event::Damaged, monthly.damaged),
            (Event::Disposed, monthly.disposals),
        ];
        for (event, count) in ends {
            for no in 0..count {
                let Some(at) = self.index(self.pcs.len()) else { return };
                let pc = self.pcs.swap_remove(at);
                let day = self.day_of(month);
                let mut put = happened(&pc.id, event).cleared(Field::User);
                if event != Event::Disposed && no == 0 {
                    put = put.field(Field::ReportFiled, &format!("報告-{month}"));
                }
                self.put(day, put);
                // Once in a while a machine goes and its software stays on the books.
                if event == Event::Disposed && no != 0 {
                    self.remove_all_from(&pc.id, day);
                }
            }
        }
        for no in 0..self.plan.monthly.media_disposals {
            let Some(at) = self.index(self.media.len()) else { return };
            let id = self.media.swap_remove(at);
            let day = self.day_of(month);
            let mut put = Put::new(Kind::Medium, &id)
                .event(Event::Disposed)
                .field(Field::DisposalMethod, if no % 2 == 0 { "shredded" } else { "overwritten" });
            if !self.random.per_mille(self.plan.monthly.no_evidence) {
                put = put
                    .field(Field::Evidence, &format!("廃棄記録-{month}"))
                    .field(Field::ReportedOn, &day.to_string());
            }
            self.put(day, put);
        }
    }

    fn remove_all_from(&mut self, device: &str, day: chrono::NaiveDate) {
        let (gone, left): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.uses).into_iter().partition(|used| used.device == device);
        self.uses = left;
        for used in gone {
            self.put(day, Put::new(Kind::Use, &used.id).field(Field::Status, "uninstalled"));
        }
    }

    fn licences_change(&mut self, month: YearMonth, offices: &[AgencyOffice]) {
        for no in 0..self.plan.monthly.applications {
            let (Some(product), Some(pc)) =
                (self.index(self.plan.products.len()), self.index(self.pcs.len()))
            else {
                return;
            };
            let Some(pc) = self.pcs.get(pc).cloned() else { return };
            let day = self.day_of(month);
            let is_for_pcs = self.plan.products.get(product).is_some_and(|product| product.share > 0);
            if !is_for_pcs || self.uses.iter().any(|used| used.product == product && used.device == pc.id) {
                continue;
            }
            if no % 8 != 7 {
                self.install(day, product, &pc.id, &pc.department);
                continue;
            }
            self.next_use += 1;
            let Some(of) = self.plan.products.get(product) else { return };
            let put = Put::new(Kind::Use, &format!("U-{:06}", self.next_use))
                .field(Field::AppliedOn, &day.to_string())
                .field(Field::Department, &pc.department)
                .field(Field::Asset, &asset(product, of.newest()))
                .field(Field::Software, &of.name)
                .field(Field::Edition, of.editions.first().map_or("", String::as_str))
                .field(Field::Version, of.versions.last().map_or("", String::as_str))
                .field(Field::Language, of.languages.first().map_or("", String::as_str))
                .field(Field::Device, &pc.id)
                .field(Field::Status, "approved");
            self.put(day, put);
        }
        for _ in 0..self.plan.monthly.uninstallations {
            let Some(at) = self.index(self.uses.len()) else { return };
            let used = self.uses.swap_remove(at);
            let day = self.day_of(month);
            self.put(day, Put::new(Kind::Use, &used.id).field(Field::Status, "uninstalled"));
        }
        for _ in 0..self.plan.monthly.distributions {
            let (Some(at), Some(product)) = (self.index(offices.len()), self.index(self.plan.products.len()))
            else {
                return;
            };
            let Some(office) = offices.get(at) else { return };
            let Some(of) = self.plan.products.get(product) else { return };
            let newest = of.newest();
            self.next_distribution += 1;
            let count = self.random.between(1, 4);
            let put = Put::new(Kind::Distribution, &format!("D-{:04}", self.next_distribution))
                .field(Field::Office, &office.name)
                .field(Field::OfficeCode, &format!("{:03}", office.no))
                .field(Field::Asset, &asset(product, newest))
                .field(Field::Software, &of.name)
                .field(Field::Edition, of.editions.first().map_or("", String::as_str))
                .field(Field::Version, of.versions.last().map_or("", String::as_str))
                .field(Field::Language, of.languages.last().map_or("", String::as_str))
                .field(Field::Count, &count.to_string())
                .field(Field::MediaCount, "1")
                .field(Field::Reimbursement, if count > 2 { "open" } else { "done" })
                .field(Field::StaffKind, if count % 2 == 0 { "派遣職員" } else { "現地職員" })
                .field(Field::Distributor, &self.plan.recorder.clone());
            let day = self.day_of(month);
            self.put(day, put.field(Field::DistributedOn, &day.to_string()));
        }
    }

    /// A stock-take in the quarter's last month: most machines are seen where they belong.
    fn stocktake(&mut self, month: YearMonth) {
        let day = later(month.last_day(), -5);
        let pcs = self.pcs.iter().map(|pc| (pc.id.clone(), pc.site));
        let lent: Vec<&String> = self.lent.iter().map(|(_, device, _)| device).collect();
        let others = self.others.iter().filter(|(id, _)| !lent.contains(&id)).cloned();
        for (no, (device, stands)) in pcs.chain(others).collect::<Vec<_>>().into_iter().enumerate() {
            if self.random.per_mille(self.plan.monthly.strays) {
                continue;
            }
            let site = if self.random.per_mille(self.plan.monthly.strays) { self.site() } else { stands };
            let office = self.site_name(site);
            let put = Put::new(Kind::Sighting, &format!("{month}-{no:05}"))
                .field(Field::Stocktake, &month.to_string())
                .field(Field::Device, &device)
                .field(Field::Office, &office)
                .field(Field::Means, if site == 0 || site == 2 { "seen" } else { "phone" })
                .field(Field::By, &self.plan.recorder.clone());
            self.put(day, put);
        }
    }

    /// Some of what was recorded was wrong, and is put right on the evening after.
    fn corrections(&mut self, month: YearMonth) {
        let day = later(month.last_day(), 3);
        for _ in 0..self.plan.monthly.corrections {
            let Some(first) = self.batches.first() else { return };
            let Some(at) = self.index(first.drafts.len()) else { return };
            let Some(ledger::Body::Put(wrong)) =
                self.batches.first().and_then(|batch| batch.drafts.get(at)).map(|draft| &draft.body)
            else {
                continue;
            };
            let right =
                Put { fields: wrong.fields.clone(), ..wrong.clone() }.field(Field::Note, "型番を照合した");
            let entry = number_of(at) + 1;
            self.drafts.push(correction(self.plan.begins, entry, right));
        }
        let recorder = self.plan.recorder.clone();
        self.record(day, &recorder);
    }
}

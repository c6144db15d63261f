//! What stands there on the first day.

use ledger::{Event, Field, Kind, Put};

use super::{AgencyOffice, History, Pc, device, later};

impl History<'_> {
    pub(super) fn machines_at_home(&mut self) {
        let begins = self.plan.begins;
        for no in 1..=self.plan.home.pcs {
            let id = format!("PC-{no:05}");
            let site = self.site();
            let (user, department) = (self.person(), self.department());
            let user = (no > self.plan.home.without_user).then_some(user);
            let purpose = self.random.pick(&self.plan.purposes).cloned().unwrap_or_default();
            let place = self.place(site);
            let mut put = device(&id, "pc", "domestic")
                .field(Field::Name, &format!("クライアントPC {no:05}"))
                .field(Field::Model, if no % 3 == 0 { "NB-14" } else { "NB-13" })
                .field(Field::Serial, &format!("SN{:08}", 40_000_000 + no))
                .field(Field::Office, &self.site_name(site))
                .field(Field::Place, &place)
                .field(Field::Department, &department)
                .field(Field::Ip, &format!("10.{}.{}.{}", site + 1, no / 250, no % 250 + 1))
                .field(Field::Mac, &mac(0, no))
                .field(Field::Application, "設置-初期")
                .event(Event::Stored);
            if no > self.plan.home.without_user + self.plan.home.without_purpose {
                put = put.field(Field::Purpose, &purpose);
            }
            if let Some(user) = &user {
                put = put.field(Field::User, user).event(Event::Assigned);
            }
            self.put(later(begins, 0), put);
            self.pcs.push(Pc { id, site, user, department });
        }
        self.others_at_home();
        let recorder = self.plan.recorder.clone();
        self.record(begins, &recorder);
    }

    fn others_at_home(&mut self) {
        let begins = self.plan.begins;
        let home = &self.plan.home;
        let others = [
            ("SV", "server", "サーバ", home.servers),
            ("PR", "printer", "複合機", home.printers),
            ("TL", "phone", "IP電話機", home.phones),
            ("NW", "network", "スイッチ", home.network_devices),
            ("VM", "virtual", "仮想マシン", home.virtual_machines),
            ("LN", "pc", "貸出用ノートPC", home.loan_devices),
        ];
        let servers = home.servers.max(1);
        for (at, (prefix, category, name, count)) in others.into_iter().enumerate() {
            for no in 1..=count {
                let id = format!("{prefix}-{no:04}");
                let site = self.site();
                let place = self.place(site);
                let mut put = device(&id, category, "domestic")
                    .field(Field::Name, &format!("{name} {no:04}"))
                    .field(Field::Office, &self.site_name(site))
                    .field(Field::Place, &place)
                    .field(Field::Department, "情報システム課")
                    .field(Field::User, &self.plan.recorder.clone())
                    .field(Field::Application, "設置-初期")
                    .field(Field::Purpose, "共用");
                put = match category {
                    "virtual" => put.field(Field::Host, &format!("SV-{:04}", no % servers + 1)),
                    _ => put
                        .field(Field::Serial, &format!("{prefix}{:07}", 3_000_000 + no))
                        .field(Field::Mac, &mac(at + 1, no)),
                };
                if prefix == "SV" && no % 8 == 0 {
                    put = put
                        .field(Field::RenewalOn, &later(begins, i64::from(no) * 20).to_string())
                        .field(Field::ContractAmount, &(u64::from(no) * 900_000).to_string());
                }
                if prefix == "LN" {
                    put = put.event(Event::Stored);
                    self.loan_devices.push(id.clone());
                }
                if category != "virtual" {
                    self.others.push((id, site));
                }
                self.put(begins, put);
            }
        }
    }

    pub(super) fn machines_abroad(&mut self, offices: &[AgencyOffice]) {
        let begins = self.plan.begins;
        for office in offices {
            let counts =
                [("P", "pc", office.pcs), ("S", "server", office.servers), ("R", "printer", office.printers)];
            for (letter, category, count) in counts {
                // A number that the contract leaves blank is unknown, so that nothing is made up for it.
                for no in 1..=count.unwrap_or(0) {
                    let user = self.person();
                    let put = device(&format!("OV{:02}-{letter}{no:03}", office.no), category, "overseas")
                        .field(Field::Name, &format!("{} {category} {no:03}", office.name))
                        .field(Field::Serial, &format!("OV{:02}{letter}{:06}", office.no, no))
                        .field(Field::Office, &office.name)
                        .field(Field::Department, &office.name)
                        .field(Field::User, &user)
                        .field(Field::Purpose, "事務");
                    self.put(begins, put);
                }
            }
        }
        let recorder = self.plan.recorder.clone();
        self.record(begins, &recorder);
    }

    pub(super) fn media(&mut self) {
        let begins = self.plan.begins;
        for no in 1..=self.plan.home.usb {
            let id = format!("M-{no:04}");
            let personal = self.random.per_mille(300);
            let put = Put::new(Kind::Medium, &id)
                .field(Field::Type, if no % 6 == 0 { "disk" } else { "usb" })
                .field(Field::Label, &format!("媒体 {no:04}"))
                .field(Field::Place, "施錠キャビネット2")
                .field(Field::Locked, "yes")
                .field(Field::PersonalData, if personal { "yes" } else { "no" });
            self.put(begins, put);
            self.media.push(id);
        }
        let recorder = self.plan.recorder.clone();
        self.record(later(begins, 1), &recorder);
    }

    pub(super) fn accounts(&mut self) {
        // The directory is read at the end of the history.
        let last = self.plan.last_day();
        let people: Vec<(String, String)> = self
            .pcs
            .iter()
            .filter_map(|pc| Some((pc.user.clone()?, pc.department.clone())))
            .take(600)
            .collect();
        for (no, (person, department)) in people.into_iter().enumerate() {
            let days = if self.random.per_mille(35) {
                self.random.between(32, 120)
            } else {
                self.random.between(0, 20)
            };
            let put = Put::new(Kind::Account, &format!("u{no:05}"))
                .field(Field::Person, &person)
                .field(Field::Department, &department)
                .field(Field::Enabled, "yes")
                .field(Field::LastSignIn, &later(last, -days).to_string());
            self.put(last, put);
        }
        let recorder = self.plan.recorder.clone();
        self.record(later(last, 4), &recorder);
    }

    /// A site by its share.
    pub(super) fn site(&mut self) -> usize {
        let mut left = self.random.between(0, 999);
        for (at, site) in self.plan.sites.iter().enumerate() {
            left -= i64::from(site.share);
            if left < 0 {
                return at;
            }
        }
        0
    }

    pub(super) fn site_name(&self, site: usize) -> String {
        self.plan.sites.get(site).map_or_else(String::new, |site| site.name.clone())
    }

    pub(super) fn place(&mut self, site: usize) -> String {
        let floors = self.plan.sites.get(site).map_or(1, |site| site.floors);
        let floor = self.random.between(1, i64::from(floors));
        format!("{} {floor}階", self.site_name(site))
    }
}

fn mac(family: usize, no: u32) -> String {
    format!("02:00:{:02X}:{:02X}:{:02X}:{:02X}", family, no >> 16 & 0xff, no >> 8 & 0xff, no & 0xff)
}

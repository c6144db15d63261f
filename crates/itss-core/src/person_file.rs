//! A template of a person file.

/// A person file to fill in, with every key explained.
pub const PERSON_TEMPLATE: &str = r#"# 一人分の実績 / the evidence of one person. Codes: `keiyaku itss show <field> <level>`.
name = ""

# 技術の継承の種類 / kinds of transfer: community, book, paper-outside, paper-inside, lecturer-outside, lecturer-inside, patent
transfers = []
# ないと分かっている種類。ここにも上にもないものは「示されていない」 / known not to exist; what stands in neither list is not shown
not_transfers = []
# mentoring = true

# [[engagement]]
# title = ""
# field = "itsm.om"            # cs.hw cs.sw cs.fm itsm.om itsm.sa itsm.op itsm.sd
# role = "leader"              # member leader responsible overall
# from = 2021-04-01
# to = 2024-04-01              # 終わった日の翌日。続いていれば省く / the day after the last; left out while it goes on
# conditions = ["advanced-operation", "organisation"]
# not_conditions = []
# success = true
# sizes = { people = "40", yen-a-year = "400000000" }

# [[area]]
# field = "itsm.om"
# area = "service-level"
# standing = "coaches"         # practises coaches serves-company serves-industry leads-industry

# [[examination]]
# id = "ap"
# passed = 2020-12-25
"#;

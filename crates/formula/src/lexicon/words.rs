//! The words of formulas, in tables.

use super::kind::{Aggregate, Between, Dimension, Doer, Noun, Particle, Place, Prefix, Verb, Word};
use crate::{Function, Relation, Rounding, formula::Operation, pieces::Pieces};

const YEN: Dimension = Dimension::Money("JPY");

/// What is written behind numbers, and in brackets behind names: each unit with how many of the smallest it is.
pub(super) const UNITS: &[(Dimension, u64, &str)] = &[
    (Dimension::Time, 1, "マイクロ秒 μs us microseconds microsecond"),
    (Dimension::Time, 1_000, "ミリ秒 ms msec milliseconds millisecond"),
    (Dimension::Time, 1_000_000, "秒 秒間 seconds second secs sec s"),
    (Dimension::Time, 60_000_000, "分 分間 minutes minute mins min"),
    (Dimension::Time, 3_600_000_000, "時間 時間分 hours hour hrs hr h"),
    (Dimension::Time, 86_400_000_000, "日 日間 日分 営業日 days day d"),
    (Dimension::Time, 604_800_000_000, "週 週間 weeks week"),
    (Dimension::Months, 1, "月 か月 ヶ月 ヵ月 カ月 ケ月 箇月 か月分 ヶ月分 月分 months month"),
    (Dimension::Months, 12, "年 年間 年分 years year"),
    (YEN, 1, "円 yen jpy"),
    (YEN, 1_000, "千円"),
    (YEN, 10_000, "万円"),
    (YEN, 1_000_000, "百万円"),
    (YEN, 100_000_000, "億円"),
    (Dimension::Money("USD"), 1, "ドル 米ドル usd dollars dollar"),
    (Dimension::Money("EUR"), 1, "ユーロ eur euros euro"),
    (Dimension::Money("GBP"), 1, "ポンド 英ポンド gbp"),
    (Dimension::Money("CNY"), 1, "元 人民元 cny rmb"),
    (Dimension::Money("KRW"), 1, "ウォン krw"),
    (Dimension::Money("CHF"), 1, "chf"),
    (Dimension::Money("AUD"), 1, "豪ドル aud"),
    (Dimension::Money("CAD"), 1, "cad"),
    (Dimension::Money("SGD"), 1, "sgd"),
    (Dimension::Money("HKD"), 1, "hkd"),
    (Dimension::Money("INR"), 1, "inr rupees"),
    (Dimension::Points, 1, "点 点満点 ポイント points point pts"),
    (Dimension::Data, 1, "ビット bit bits"),
    (Dimension::Data, 8, "バイト byte bytes"),
    (Dimension::Data, 8_000, "キロバイト kb"),
    (Dimension::Data, 8_192, "kib"),
    (Dimension::Data, 8_000_000, "メガバイト mb"),
    (Dimension::Data, 8_388_608, "mib"),
    (Dimension::Data, 8_000_000_000, "ギガバイト gb"),
    (Dimension::Data, 8_589_934_592, "gib"),
    (Dimension::Data, 8_000_000_000_000, "テラバイト tb"),
    (Dimension::Data, 8_796_093_022_208, "tib"),
    (Dimension::DataRate, 1, "bps bit/s"),
    (Dimension::DataRate, 1_000, "kbps kbit/s"),
    (Dimension::DataRate, 1_000_000, "mbps mbit/s"),
    (Dimension::DataRate, 1_000_000_000, "gbps gbit/s"),
    (Dimension::Length, 1, "mm ミリメートル"),
    (Dimension::Length, 10, "cm センチメートル"),
    (Dimension::Length, 1_000, "m メートル metres meters"),
    (Dimension::Length, 1_000_000, "km キロメートル"),
    (Dimension::Mass, 1, "g グラム grams"),
    (Dimension::Mass, 1_000, "kg キログラム"),
    (Dimension::Mass, 1_000_000, "t トン tonnes"),
    (Dimension::Energy, 1, "wh"),
    (Dimension::Energy, 1_000, "kwh"),
    (Dimension::Energy, 1_000_000, "mwh"),
    (
        Dimension::Count,
        1,
        "件 本 回 人 名 台 個 枚 社 者 通 口 基 棟 部 席 箇所 か所 コール calls call cases case tickets \
         incidents requests items units",
    ),
];

/// Words of Japanese in a bracket that change the figure: operations, exclusion, inclusion, bounds, roundings, comparison.
pub(crate) static CHANGES_JA: Pieces = Pieces::of(&[
    "含ま",
    "含む",
    "含み",
    "含め",
    "除外",
    "除く",
    "除い",
    "除き",
    "除し",
    "除した",
    "のぞく",
    "のぞい",
    "対象外",
    "算入",
    "差し引",
    "差引",
    "引いた",
    "引く",
    "控除",
    "減算",
    "減じ",
    "減ら",
    "加え",
    "加算",
    "足し",
    "足す",
    "上乗せ",
    "割引",
    "割増",
    "乗じ",
    "乗算",
    "掛け",
    "掛ける",
    "割った",
    "割る",
    "除算",
    "倍",
    "半分",
    "半額",
    "最大",
    "最小",
    "最高",
    "最低",
    "最長",
    "上限",
    "下限",
    "限度",
    "以内",
    "以上",
    "以下",
    "未満",
    "超",
    "上回",
    "下回",
    "繰り上げ",
    "繰上げ",
    "繰り下げ",
    "切捨",
    "切り捨",
    "切上",
    "切り上",
    "四捨五入",
    "丸め",
    "端数",
    "有効数字",
    "小数",
    "百分率",
    "パーセント",
    "換算",
    "重複",
    "ただし",
    "但し",
    "みなす",
    "とみな",
    "に限る",
    "のみ",
    "按分",
    "カウントしない",
    "数えない",
    "計上しない",
    "集計しない",
    "年率",
    "年利",
    "年あたり",
    "年当たり",
    "月率",
    "以外",
    "込み",
    "差額",
    "絶対値",
    "逆数",
    "整数",
    "日割",
    "月割",
    "複利",
    "値引",
    "相殺",
    "加重",
    "回目",
]);
/// The same in English, each a word of its own.
pub(crate) static CHANGES_EN: Pieces = Pieces::of(&[
    "excluding",
    "excludes",
    "exclude",
    "excluded",
    "exclusive",
    "except",
    "excepting",
    "excepted",
    "without",
    "omitting",
    "ignoring",
    "disregarding",
    "less",
    "net",
    "gross",
    "minus",
    "plus",
    "including",
    "includes",
    "include",
    "included",
    "inclusive",
    "adding",
    "added",
    "subtracting",
    "subtracted",
    "deducting",
    "deducted",
    "minimum",
    "maximum",
    "min",
    "max",
    "capped",
    "cap",
    "floor",
    "floored",
    "limited",
    "limit",
    "exceed",
    "exceeding",
    "least",
    "most",
    "more",
    "fewer",
    "above",
    "below",
    "decimals",
    "decimal",
    "percentage",
    "percent",
    "percentages",
    "doubled",
    "double",
    "tripled",
    "twice",
    "half",
    "halved",
    "times",
    "multiplied",
    "divided",
    "rounded",
    "rounding",
    "round",
    "truncated",
    "only",
    "unless",
    "if",
    "when",
    "provided",
    "otherwise",
    "not",
    "never",
    "non",
    "annual",
    "annually",
    "yearly",
    "monthly",
    "pa",
    "absolute",
    "reciprocal",
    "integer",
    "thousands",
    "millions",
    "weighted",
    "or",
    "with",
    "increased",
    "reduced",
    "decreased",
    "squared",
    "weighted",
    "prorated",
    "adjusted",
]);

/// Signs of money before a number.
pub(crate) const CURRENCIES: &[char] = &['¥', '$', '€', '£', '\\'];

pub(super) type Row = (Word, &'static str);

pub(super) const PARTICLES: &[(Particle, &str)] = &[
    (Particle::Wo, "を"),
    (Particle::De, "で により によって をもって を以て にて"),
    (Particle::Ni, "に へ"),
    (Particle::Kara, "から より"),
    (Particle::No, "の"),
    (Particle::Ga, "が"),
    (Particle::Ha, "は とは については に関しては"),
    (Particle::Against, "に対し に対して に対する につき について にたいし にたいして"),
    (
        Particle::Within,
        "に占める に占めた における において に於ける に於いて 内における 内において 内に占める のうち の内 \
         のうちの の中の の中で の内で のうちで のうちに占める 中の のなかの に含まれる",
    ),
    (Particle::Over, "に応じ に応じて に応じた に従い に従って"),
];

/// How a verb is conjugated.
#[derive(Clone, Copy)]
pub(super) enum Class {
    /// 計算する, 除する.
    Suru,
    /// 加える, 求める.
    Ichidan,
    /// 乗じる, also 乗ずる.
    Zuru,
    /// 割る, with its stems: 割り, 割って, 割った.
    Godan(&'static str, &'static str, &'static str, &'static str),
}

pub(super) const VERBS: &[(Verb, Class, &str)] = &[
    (Verb::Divide, Class::Suru, "除算 割り算 割算 わり算"),
    (Verb::Divide, Class::Godan("り", "って", "った", "る"), "割 わ"),
    (Verb::DivideOrSubtract, Class::Suru, "除"),
    (Verb::DivideOrSubtract, Class::Godan("き", "いて", "いた", "く"), "除 のぞ"),
    (Verb::Subtract, Class::Suru, "減算 控除 引き算 引算 マイナス"),
    (Verb::Subtract, Class::Zuru, "減"),
    (Verb::Subtract, Class::Godan("き", "いて", "いた", "く"), "引 差引 差し引 さし引 ひ"),
    (Verb::Subtract, Class::Godan("し", "して", "した", "す"), "減ら"),
    (Verb::Subtract, Class::Godan("し", "して", "した", "する"), "減額 値引き"),
    (Verb::Times, Class::Godan("し", "して", "した", "する"), "倍 倍に 倍と"),
    (Verb::Multiply, Class::Suru, "乗算 掛け算 掛算 かけ算 積算"),
    (Verb::Multiply, Class::Zuru, "乗"),
    (Verb::Multiply, Class::Ichidan, "掛け かけ 掛け合わせ 掛合わせ かけ合わせ"),
    (Verb::Add, Class::Suru, "加算 合算 足し算 足算 合計 プラス 総計"),
    (Verb::Add, Class::Ichidan, "加え 合わせ 足し合わせ 足しあわせ あわせ"),
    (Verb::Add, Class::Godan("し", "して", "した", "す"), "足 たし"),
    (Verb::Calculate, Class::Suru, "計算 算出 算定 計測 測定"),
    (Verb::Calculate, Class::Ichidan, "求め 得"),
    (Verb::Compare, Class::Suru, "比較"),
    (Verb::Compare, Class::Ichidan, "比べ くらべ"),
    (Verb::Express, Class::Suru, "表示 表記 換算"),
    (Verb::Express, Class::Godan("し", "して", "した", "す"), "表 示 表わ あらわ"),
    (Verb::Round(Rounding::HalfUp), Class::Suru, "四捨五入"),
    (Verb::Round(Rounding::Down), Class::Ichidan, "切り捨て 切捨て 切りすて"),
    (Verb::Round(Rounding::Up), Class::Ichidan, "切り上げ 切上げ 切りあげ"),
];

/// Fractions in English words: how many of which parts, `two thirds of`.
pub(super) const COUNTS: &[(&str, u8)] =
    &[("a", 1), ("one", 1), ("two", 2), ("three", 3), ("four", 4), ("five", 5), ("nine", 9)];
pub(super) const PARTS: &[(&str, u8)] = &[
    ("third", 3),
    ("quarter", 4),
    ("fourth", 4),
    ("fifth", 5),
    ("sixth", 6),
    ("seventh", 7),
    ("eighth", 8),
    ("ninth", 9),
    ("tenth", 10),
    ("twelfth", 12),
    ("twentieth", 20),
    ("thirtieth", 30),
    ("hundredth", 100),
];

/// Words of English for the least and the greatest, behind `whichever is`.
pub(super) const COMPARED: &[(Function, Prefix, &str)] = &[
    (Function::Min, Prefix::Least, "lesser less lower smaller least lowest smallest"),
    (Function::Max, Prefix::Greatest, "greater higher larger greatest highest largest more"),
];

/// Each word with what it means.
pub(super) const WORDS: &[Row] = &[
    (Word::And, "及び および 並びに ならびに 及 と とを ・ and aswellas &"),
    (Word::Or, "又は または 若しくは もしくは or"),
    (
        Word::Noun(Noun::Value),
        "値 数値 数 額 金額 もの 結果 点数 得点 点 時間 時間数 件数 日数 量 数量 価格 価額 分 指数 指標 \
         計算値 合計額 総額 回数 人数 台数",
    ),
    (Word::Noun(Noun::Share), "割合 比率 率 比 構成比 構成割合 比の値"),
    (Word::Noun(Noun::Percentage), "百分率 百分比 パーセンテージ パーセント値"),
    (
        Word::Aggregate(Aggregate::Sum),
        "合計 和 総和 合算 総計 計 合計額 合計金額 合計値 合計時間 合計数 合計点 合計点数 合計件数 総額",
    ),
    (Word::Aggregate(Aggregate::Difference), "差 差額 差分"),
    (Word::Aggregate(Aggregate::Product), "積"),
    (Word::Aggregate(Aggregate::Mean), "平均 平均値 単純平均"),
    (Word::Aggregate(Aggregate::Quotient), "商"),
    (
        Word::Result,
        "これ それ その値 その結果 この値 この結果 得られた値 得た値 当該値 その数値 この数値 その額 この額 \
         当該額 その合計 その差 その商 その積 その割合 その率 その和 得られた結果 得られた数値 当該数値 \
         theresult theresultingfigure theresultingnumber theresultingvalue thedifference theamount \
         thequotient theproduct thesum thetotalsoobtained thefigure it thedifferencesoobtained \
         theresultsoobtained thefiguresoobtained thequotientsoobtained thesumsoobtained thatresult thisresult \
         thatfigure thisfigure thatamount thisamount theanswer",
    ),
    (
        Word::Which(Function::Min),
        "いずれか少ない いずれか低い いずれか小さい いずれか少額の うちいずれか少ない うちいずれか低い \
         うちいずれか小さい うち少ない うち低い うち小さい 少ない 低い 小さい 少ないほうの 少ない方の \
         低い方の 小さい方の いずれか少ない方の いずれか低い方の いずれか小さい方の うちいずれか少ない方の \
         うちいずれか低い方の うちいずれか小さい方の うち少ない方の うち低い方の うち小さい方の \
         いずれか少ないほうの いずれか低いほうの いずれか小さいほうの",
    ),
    (
        Word::Which(Function::Max),
        "いずれか多い いずれか高い いずれか大きい うちいずれか多い うちいずれか高い うちいずれか大きい \
         うち多い うち高い うち大きい 多い 高い 大きい 多い方の 高い方の 大きい方の いずれか多い方の \
         いずれか高い方の いずれか大きい方の うちいずれか多い方の うちいずれか高い方の うちいずれか大きい方の \
         うち多い方の うち高い方の うち大きい方の いずれか多いほうの いずれか高いほうの いずれか大きいほうの",
    ),
    (Word::Equivalent, "に相当する に相応する 相当の 相当 に当たる"),
    (Word::Occupies, "占める 占めた 占めている"),
    (Word::Doing, "こと ことにより ことによって ことで ことによる"),
    (Word::After, "後 のち うえ 上 後に 上で うえで のちに あと"),
    (
        Word::Compares(Relation::AtLeast),
        "以上 以上の を下回らない を下回ってはならない を下回ることのない に達する に達している ormore orhigher \
         orbetter orabove orgreater orover andabove andover ormoreof",
    ),
    (
        Word::Compares(Relation::AtMost),
        "以下 以内 を超えない を上回らない 以下の を超えてはならない を上回ってはならない を超えることのない orless \
         orlower orfewer orbelow orunder andbelow",
    ),
    (Word::Compares(Relation::Less), "未満 を下回る に満たない を下回った 未満の に達しない"),
    (Word::Compares(Relation::Greater), "を超える を超えた 超 を上回る を上回った より大きい を越える"),
    (Word::Compares(Relation::Equal), "に等しい と等しい と同じ"),
    (
        Word::Than(Relation::AtLeast),
        "atleast nolessthan notlessthan greaterthanorequalto equaltoorgreaterthan equaltoormorethan \
         morethanorequalto nolowerthan notlowerthan nofewerthan notfewerthan equaltoorabove atorabove \
         reach reaches notfallbelow notbelow notdropbelow nosmallerthan higherthanorequalto",
    ),
    (
        Word::Than(Relation::AtMost),
        "atmost nomorethan notmorethan lessthanorequalto equaltoorlessthan notexceed notexceeding upto nohigherthan \
         nothigherthan nogreaterthan notgreaterthan equaltoorbelow atorbelow within lowerthanorequalto notabove \
         nolongerthan notlongerthan",
    ),
    (
        Word::Than(Relation::Less),
        "lessthan below under fewerthan lowerthan fallbelow fallsbelow dropbelow dropsbelow",
    ),
    (
        Word::Than(Relation::Greater),
        "greaterthan morethan above exceeding exceeds exceed higherthan betterthan riseabove",
    ),
    (
        Word::Case,
        "の場合 場合 の場合は 場合は の場合には 場合には の場合にあっては 場合にあっては のとき とき のときは \
         ときは の時 の時は 時は の場合、 である場合 である場合は である場合には であるとき であるときは \
         となる場合 となる場合は となるときは の月は の月には の月にあっては",
    ),
    (
        Word::Otherwise,
        "それ以外の場合 それ以外の場合は それ以外 それ以外は その他の場合 その他の場合は 上記以外 \
         上記以外の場合 上記以外の場合は otherwise inallothercases else",
    ),
    (Word::Further, "ただし 但し なお また provided however"),
    (Word::Both, "かつ 且つ"),
    (
        Word::Closes,
        "とする とします とした として である です をいう という といいます をいいます であり となる になる となります \
         になります を指す を指します のことです のことをいう のことをいいます のこと をさす とし ものとする \
         ものとします とするものとする すること とすること として定義する と定義する として定義します \
         と定義します を表す を表します を示す を示します により計算する によるものとする による によります \
         で表される で示される で求められる で求められます で計算される で計算されます で算出される \
         で算出されます により算出される により算出されます により求められる により計算される で計算できる \
         で計算できます で算出できます で求めることができる で求めることができます が算出できる",
    ),
    (
        Word::Cap,
        "を限度とする を限度とします を上限とする を上限とします を限度額とする を上限額とする を限度として",
    ),
    (Word::Floor, "を下限とする を下限とします"),
    (
        Word::PerDay,
        "1日につき 1日当たり 1日あたり 一日につき 日数1日につき 遅延日数1日につき 遅滞日数1日につき \
         遅延1日につき 遅滞1日につき 1日につき、",
    ),
    (Word::PerYear, "年 年率 年利 年利率"),
    (Word::Places, "小数点以下 小数点 小数 小数以下"),
    (Word::Ordinal, "第"),
    (Word::Place(Place::Position), "位 位以下 位の端数 位未満 桁目 桁目以下"),
    (Word::Place(Place::Digits), "桁"),
    (
        Word::UpTo,
        "まで までとし まで求め まで求める 止め 止めとする 止めとし まで算出 まで算出する まで計算し \
         まで計算する まで表示 まで表示する までとする まで算出し",
    ),
    (Word::Rounds(Rounding::Down), "切捨 切り捨 端数切捨て 端数切り捨て"),
    (Word::Rounds(Rounding::Up), "切上 切り上"),
    (Word::Fold, "倍"),
    (Word::Tenths, "割"),
    (Word::Percent, "パーセント percent pct"),
    (
        Word::AsPercentage,
        "を百分率で表した を百分率で表示した 百分率で表した をパーセントで表した パーセントで表した \
         を百分率に換算した を百分率で示した を百分率とした 結果はパーセントで表します 結果はパーセントで表す \
         結果は百分率で表す 結果は百分率で表示する 結果をパーセントで表す 値は百分率で表す 百分率で表す \
         百分率で表示する パーセントで表示する パーセントで表す expressedasapercentage asapercentage \
         expressedinpercent expressedaspercentage tobeexpressedasapercentage inpercent expressedasapercent \
         statedasapercentage in% expressedin% as%",
    ),
    (Word::Fraction, "分の 分之"),
    (
        Word::Filler,
        "the a an any 上記の 当該 上記 toacquireapercentage togetapercentage toobtainapercentage \
         toexpressasapercentage togetthepercentage toobtainthepercentage 1月当たり 1か月当たり 1ヶ月当たり \
         1年当たり 1件当たり 1人当たり 1回当たり 1台当たり 1月あたり 1か月あたり 1件あたり 1人あたり \
         1回あたり 1件につき 1人につき 1回につき 1月につき 1か月につき 1時間当たり 1時間あたり 1時間につき \
         1分当たり 1分あたり 1分につき 1項目当たり 1項目あたり 1項目につき 1台あたり 1台につき 1個当たり 1個あたり \
         1個につき 1枚当たり 1枚あたり 1枚につき 1本当たり 1本あたり 1本につき 1年あたり 1年につき",
    ),
    (
        Word::Filler,
        "numberof amountof valueof countof totalnumberof さらに 更に 次に 最後に 月の 月間の 当月の 対象月の 各月の 該当月の",
    ),
    (Word::Multiple(1, 2), "half halfof onehalfof one-halfof ahalfof 半分 半額 半数"),
    (Word::Multiple(2, 1), "twice double"),
    (Word::Multiple(3, 1), "thrice triple threetimes"),
    (Word::Raised, "増し 増 増しの"),
    (Word::Lowered, "引き 引きの"),
    (Word::Between(Between::Is(Operation::Multiply)), "times multipliedby"),
    (Word::Between(Between::Is(Operation::Divide)), "dividedby over per"),
    (
        Word::Between(Between::Is(Operation::Subtract)),
        "minus less reducedby netof decreasedby excluding exclusiveof lessthe",
    ),
    (Word::Between(Between::Is(Operation::Add)), "plus increasedby"),
    (
        Word::Between(Between::PercentageOf),
        "aspercentageof aspercentof asapercentageof expressedasapercentageof asapercentof asthepercentageof",
    ),
    (
        Word::Between(Between::ShareOf),
        "asproportionof asshareof asfractionof asratioof asaproportionof asashareof asafractionof relativeto expressedasaproportionof expressedasafractionof \
         inrelationto asaratioof inproportionto outof",
    ),
    (Word::Between(Between::SubtractedFrom), "subtractedfrom deductedfrom"),
    (Word::Between(Between::AddedTo), "addedto"),
    (Word::Between(Between::DividedInto), "dividedinto"),
    (Word::Of(Prefix::Ratio), "ratioof ratiobetween proportionof"),
    (Word::Of(Prefix::Percentage), "percentageof"),
    (Word::Of(Prefix::Sum), "sumof totalof sumtotalof aggregateof"),
    (Word::Of(Prefix::Difference), "differencebetween differenceof"),
    (Word::Of(Prefix::Product), "productof"),
    (Word::Of(Prefix::Quotient), "quotientof"),
    (Word::Of(Prefix::Mean), "averageof meanof arithmeticmeanof"),
    (Word::Of(Prefix::Least), "lesserof lowerof smallerof minimumof leastof lowestof"),
    (Word::Of(Prefix::Greatest), "greaterof higherof largerof maximumof greatestof highestof"),
    (Word::Doer(Doer::Divide), "dividing divide bydividing"),
    (Word::Doer(Doer::Subtract), "subtracting subtract deducting deduct bysubtracting bydeducting taking"),
    (Word::Doer(Doer::Multiply), "multiplying multiply bymultiplying"),
    (Word::Doer(Doer::Add), "adding add byadding"),
    (Word::Then, "then andthen thereafter andthereafter next finally afterwards andfinally"),
    (Word::To, "to"),
    (Word::By, "by with"),
    (Word::From, "from"),
    (Word::Share, "of"),
    (
        Word::Defines,
        "means is are equals isequalto iscalculatedas iscalculatedas: isdefinedas iscalculatedby \
         shallbecalculatedas willbecalculatedas iscomputedas isdeterminedas isdeterminedby isthe ismeasuredas \
         iscalculatedasfollows iscalculatedasfollows: shallbecalculatedasfollows: willbecalculatedasfollows: \
         shallmean shallbe willbe asequalto equalto iscalculatedusing shallbecalculatedby willbecalculatedby \
         iscomputedby canbecalculatedby canbecalculatedas shallbedeterminedby",
    ),
    (
        Word::Obtained,
        "obtainedby calculatedby computedby determinedby resultingfrom derivedby foundby arrivedatby \
         obtainedfrom derivedfrom",
    ),
    (Word::Named(Noun::Share), "ratio proportion fraction rate"),
    (Word::Named(Noun::Percentage), "percentage"),
    (
        Word::Named(Noun::Value),
        "number figure value amount result quotient sum product difference score total",
    ),
    (Word::Calculate, "calculate compute determine"),
    (Word::If, "if when where incase intheeventthat ifthe"),
    (
        Word::Label,
        "計算式 算出式 算定式 算式 計算方法 算出方法 算定方法 式 計算式は 算出式は 算定式は 数式 formula \
         calculation calculationmethod equation theformula theformulais formulais",
    ),
    (Word::RoundedTo, "roundedto roundedto, roundto roundedoffto"),
    (Word::Cases, "場合分け 場合分 cases if ifs"),
    (Word::Stray, "divided multiplied subtracted added deducted"),
    (Word::IfError, "iferror"),
    (Word::Ex, "x ✕ ✖ ╳ ⨯"),
    (
        Word::Compound,
        "加算点 減算点 超過 超勤 日割り 日割 月割り 割当 割戻 割賦 比例 引渡 引継 引受 加入 加盟 合格 掛金 \
         計画 計器 計装 計上 差異 差戻 和文 和解 商品 商用 商業 商談 商標 積載 積雪 積立 分子 分母",
    ),
];

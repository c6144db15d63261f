//! The documentation of rules, written from the rules.

use provenance::Language;

use crate::{RULES, Rule, output::word};

/// The page of a rule, in both languages.
#[must_use]
pub fn page(rule: &Rule) -> String {
    let mut page = format!("# {}: {} / {}\n\n", rule.id, rule.name.ja, rule.name.en);
    page.push_str("Written from the rule; `UPDATE_DOCS=1 cargo test -p lint` writes it anew.\n\n");
    page.push_str(&format!("Severity: {}", word(rule.severity)));
    page.push_str(&format!(" · agenda: {} / {}\n\n", rule.group.name().ja, rule.group.name().en));
    page.push_str(&format!("{}。\n\n{}.\n\n", rule.rationale.ja, capital(rule.rationale.en)));
    page.push_str(&format!("- 根拠: {}\n- Authority: {}\n", rule.authority.ja, rule.authority.en));
    if let Some(question) = rule.question {
        page.push_str(&format!("- 協議事項: {}\n- To be settled: {}\n", question.ja, question.en));
    }
    if rule.is_read {
        page.push_str("- Only a reader of the documents sees it: it tells the findings of this kind.\n");
    }
    page.push_str(&format!(
        "\n## It tells\n\n{}\n## It is silent on\n\n{}",
        shown(rule.bad),
        shown(&rule.good())
    ));
    page
}

/// A rule explained in one language, for the terminal.
#[must_use]
pub(crate) fn explained(rule: &Rule, language: Language) -> String {
    let said = |words: crate::Words| words.text().in_language(language).to_owned();
    let (rationale, authority, severity) = (said(rule.rationale), said(rule.authority), word(rule.severity));
    let mut text = format!("{} ({severity}): {}\n\n{rationale}\n{authority}\n", rule.id, said(rule.name));
    if let Some(question) = rule.question {
        text.push_str(&format!("→ {}\n", said(question)));
    }
    let (bad, good) = match language {
        Language::Ja => ("指摘する例", "指摘しない例"),
        Language::En => ("it tells", "it is silent on"),
    };
    text.push_str(&format!("\n{bad}\n\n{}\n{good}\n\n{}", plain(rule.bad), plain(&rule.good())));
    text
}

impl Rule {
    /// The rule explained in one language.
    #[must_use]
    pub fn explain(&self, language: Language) -> String {
        explained(self, language)
    }
}

/// The index of all rules.
#[must_use]
pub fn index() -> String {
    let mut index = String::from(
        "# Rules of the lint\n\n\
         Written from the rules; `UPDATE_DOCS=1 cargo test -p lint` writes it anew. What the lint reads and writes: \
         [lint](../lint.md).\n\n\
         A rule marked *read* only tells what a reader of the documents recorded under `findings/`; the others read \
         the tables, and tell findings of their kind too.\n\n\
         | rule | severity | | |\n| --- | --- | --- | --- |\n",
    );
    for rule in RULES {
        let read = if rule.is_read { "*read*" } else { "" };
        let (id, severity) = (rule.id, word(rule.severity));
        index.push_str(&format!(
            "| [{id}]({id}.md) | {severity} | {read} | {} / {} |\n",
            rule.name.ja, rule.name.en
        ));
    }
    index
}

fn shown<T: AsRef<str>>(example: &[(&str, T)]) -> String {
    if example.is_empty() {
        return "Nothing recorded.\n".to_owned();
    }
    let part = |(file, text): &(&str, T)| format!("`{file}`\n\n```toml\n{}\n```\n", text.as_ref().trim_end());
    example.iter().map(part).collect::<Vec<_>>().join("\n")
}

fn plain<T: AsRef<str>>(example: &[(&str, T)]) -> String {
    let part = |(file, text): &(&str, T)| {
        let lines: Vec<String> = text.as_ref().trim_end().lines().map(|line| format!("    {line}")).collect();
        format!("  {file}\n{}\n", lines.join("\n"))
    };
    example.iter().map(part).collect::<Vec<_>>().join("\n")
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

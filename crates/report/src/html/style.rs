//! How the page looks, what its script does, and the policy under which a browser runs both and nothing else.

use sha2::{Digest, Sha256};

pub(super) const STYLE: &str = r#"
:root { color-scheme: light dark; --ink: #1c2330; --soft: #566170; --line: #d3d9e0; --page: #fff; --field: #f4f6f8; --track: #e3e8ee; --fill: #5c84ac;
  --met: #17693f; --notmet: #b3261e; --unknown: #855700; --none: #566170; --s1: #2f6fb0; --s2: #b65b16; --s3: #2f7d4f; --s4: #8a4ba3; --s5: #9a2f4a; --s6: #5b6a1e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebf0; --soft: #aab4c0; --line: #3a434e; --page: #14181d; --field: #1e242b; --track: #2b333c; --fill: #6f9bc7;
  --met: #6fcf97; --notmet: #ff8a80; --unknown: #f2b84b; --none: #aab4c0; --s1: #7db3ea; --s2: #f0a368; --s3: #7fd0a0; --s4: #cfa0e6; --s5: #f295aa; --s6: #c3d36f; } }
* { box-sizing: border-box; }
html { scroll-behavior: smooth; } @media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0; color: var(--ink); background: var(--page); line-height: 1.6; font-size: 15px;
  font-family: "Hiragino Sans", "Yu Gothic UI", "Meiryo", "Noto Sans JP", "Noto Sans CJK JP", sans-serif; }
header.bar { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: center; padding: 8px 20px; border-bottom: 1px solid var(--line); }
header.bar fieldset { border: 0; margin: 0; padding: 0; display: flex; gap: 4px 12px; }
.quiet { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip:not(:focus) { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
body:has(#ja:checked) [lang=en], body:has(#en:checked) [lang=ja] { display: none; }
main { max-width: 1160px; margin: 0 auto; padding: 8px 20px 64px; }
h1 { font-size: 24px; line-height: 1.3; margin: 16px 0 8px; } h2 { font-size: 19px; margin: 40px 0 12px; } h3 { font-size: 16px; margin: 0 0 8px; } h4 { font-size: 15px; margin: 16px 0 4px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; margin: 0 0 8px; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; } small { color: var(--soft); }
.totals { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 12px; margin: 20px 0; }
.totals li { border: 1px solid var(--line); border-left: 6px solid; border-radius: 4px; padding: 6px 16px; }
.totals b { font-size: 22px; }
.met { border-left-color: var(--met) !important; } .notmet { border-left-color: var(--notmet) !important; }
.unknown { border-left-color: var(--unknown) !important; } .none { border-left-color: var(--line) !important; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
caption { text-align: left; color: var(--soft); padding: 4px 0; }
th, td { text-align: left; padding: 6px 10px; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
thead th { color: var(--soft); font-weight: 600; background: var(--page); position: sticky; top: 0; }
tfoot td { font-weight: 600; border-top: 2px solid var(--line); }
th button { all: unset; cursor: pointer; } th button:focus-visible, a:focus-visible, summary:focus-visible, input:focus-visible { outline: 2px solid var(--s1); outline-offset: 2px; }
th[aria-sort=ascending] button::after { content: " ▲"; } th[aria-sort=descending] button::after { content: " ▼"; }
.number { text-align: right; font-variant-numeric: tabular-nums; } td.verdict, td.key { white-space: nowrap; }
.met .verdict { color: var(--met); } .notmet .verdict { color: var(--notmet); font-weight: 700; }
.unknown .verdict { color: var(--unknown); } .none .verdict { color: var(--none); }
svg { max-width: 100%; } svg.meter, svg.spark { width: 120px; height: 16px; display: block; margin-top: 4px; }
.track { fill: var(--track); } .fill { fill: var(--fill); } .notmet .fill { fill: var(--notmet); } .limit { stroke: var(--ink); stroke-width: 2; stroke-dasharray: 6 4; fill: none; }
.spark polyline, .chart .line { fill: none; stroke-width: 2; vector-effect: non-scaling-stroke; stroke: var(--s1); } .spark circle { fill: var(--s1); }
.chart { display: block; width: 100%; max-width: 760px; height: auto; margin: 8px 0; } .chart text { fill: var(--soft); font-size: 13px; } figure { margin: 8px 0 16px; } figcaption { font-weight: 600; font-size: 14px; }
.chart .grid { stroke: var(--line); } .c0 { stroke: var(--s1) !important; color: var(--s1); } .c1 { stroke: var(--s2) !important; color: var(--s2); } .c2 { stroke: var(--s3) !important; color: var(--s3); } .c3 { stroke: var(--s4) !important; color: var(--s4); } .c4 { stroke: var(--s5) !important; color: var(--s5); } .c5 { stroke: var(--s6) !important; color: var(--s6); }
.chart rect.bar { fill: currentColor; stroke: none !important; } .chart circle { fill: currentColor; stroke: none !important; }
ul.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 2px 16px; padding: 0; margin: 0 0 8px; font-size: 13px; } ul.legend li { stroke: none !important; } ul.legend b { color: var(--ink); font-weight: 400; }
section.card { border: 1px solid var(--line); border-left: 6px solid var(--line); border-radius: 4px; padding: 12px 16px; margin: 0 0 12px; }
.notice { border: 2px solid var(--unknown); border-radius: 4px; padding: 8px 16px; }
nav.toc ol { columns: 2; padding-left: 22px; } .key { color: var(--soft); font-weight: 600; } .empty { color: var(--soft); }
.tools { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0; } .tools input { font: inherit; color: inherit; background: var(--field); border: 1px solid var(--soft); border-radius: 4px; padding: 4px 8px; max-width: 100%; }
details ul { margin: 4px 0; padding-left: 22px; } summary { cursor: pointer; }
code { background: var(--field); padding: 0 4px; border-radius: 3px; overflow-wrap: anywhere; }
a { color: inherit; } .sign { width: 100%; } .sign td { height: 64px; width: 50%; border: 1px solid var(--line); }
@media (max-width: 700px) { main, header.bar { padding-left: 12px; padding-right: 12px; } nav.toc ol { columns: 1; }
  table.levels thead { display: none; } table.levels tr { display: block; border: 1px solid var(--line); border-radius: 4px; margin: 0 0 8px; padding: 4px 0; }
  table.levels td { display: grid; grid-template-columns: 8em 1fr; border: 0; padding: 2px 10px; text-align: left; } table.levels td::before { content: attr(data-ja); color: var(--soft); } body:has(#en:checked) table.levels td::before { content: attr(data-en); }
  .scroll { overflow: auto; max-height: 80vh; } .drawing { overflow-x: auto; } .drawing svg { min-width: 560px; } .scroll th, .scroll td { overflow-wrap: normal; min-width: 6.5em; } dl { grid-template-columns: 1fr; } dd { margin: 0 0 6px; } }
@media print { :root { color-scheme: light; --ink: #000; --soft: #444; --line: #999; --page: #fff; --field: #fff; --track: #ddd; --met: #000; --notmet: #000; --unknown: #000; --none: #444; }
  header.bar, nav.toc, .tools, .skip { display: none !important; } body { font-size: 10.5pt; } main { max-width: none; padding: 0; } table { font-size: 9pt; } thead th { position: static; }
  details::details-content { content-visibility: visible; height: auto; } summary { list-style: none; font-weight: 600; }
  .scroll { overflow: visible; max-height: none; } tr[hidden] { display: table-row !important; }
  h1, h2, h3, h4, summary, caption { break-after: avoid; } h2 + p, h3 + p, h3 + dl, h4 + p { break-after: avoid; } tr, figure, li { break-inside: avoid; } thead { display: table-header-group; }
  @page { size: A4; margin: 14mm; } }
"#;

/// For comfort alone: without it everything stands on the page.
pub(super) const SCRIPT: &str = r#"
(() => {
  const pick = (id) => document.getElementById(id);
  const store = { get: () => { try { return localStorage.getItem('keiyaku-language'); } catch { return null; } }, set: (value) => { try { localStorage.setItem('keiyaku-language', value); } catch {} } };
  const speak = (language) => { document.documentElement.lang = language; };
  const kept = store.get();
  if (kept === 'en' || kept === 'ja') { pick(kept).checked = true; speak(kept); }
  for (const id of ['ja', 'en']) pick(id).addEventListener('change', () => { store.set(id); speak(id); });
  const shown = (cell) => cell.dataset.sort ?? cell.innerText.trim();
  const compare = (a, b) => { const x = Number(a.replaceAll(',', '')), y = Number(b.replaceAll(',', '')); return a !== '' && b !== '' && !Number.isNaN(x) && !Number.isNaN(y) ? x - y : a.localeCompare(b, 'ja', { numeric: true }); };
  for (const table of document.querySelectorAll('table.sortable')) {
    const body = table.tBodies[0], heads = [...table.tHead.rows[0].cells];
    if (!body || body.rows.length < 2) continue;
    heads.forEach((head, n) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener('click', () => {
        const down = head.getAttribute('aria-sort') === 'ascending';
        heads.forEach((other) => other.removeAttribute('aria-sort'));
        head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
        const rows = [...body.rows].map((row) => [shown(row.cells[n]), row]);
        rows.sort((a, b) => (down ? -1 : 1) * compare(a[0], b[0]));
        body.append(...rows.map((row) => row[1]));
      });
    });
    if (body.rows.length < 6) continue;
    const tools = document.createElement('div'), label = document.createElement('label'), field = document.createElement('input');
    tools.className = 'tools';
    for (const [language, text] of [['ja', '絞り込み '], ['en', 'Filter ']]) { const span = document.createElement('span'); span.lang = language; span.textContent = text; label.append(span); }
    field.type = 'search';
    label.append(field);
    tools.append(label);
    (table.closest('.scroll') ?? table).before(tools);
    field.addEventListener('input', () => { const wanted = field.value.normalize('NFKC').toLowerCase(); for (const row of body.rows) row.hidden = !row.innerText.normalize('NFKC').toLowerCase().includes(wanted); });
  }
  const unfold = () => { const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1))); for (let at = target; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true; };
  addEventListener('hashchange', unfold);
  unfold();
})();
"#;

/// What a browser may run on the page: this style and this script, and nothing from elsewhere.
pub(super) fn policy() -> String {
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(SCRIPT)
    )
}

fn hash(text: &str) -> String {
    base64(&Sha256::digest(text.as_bytes()))
}

/// Bytes in the letters of base64.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |n: usize| u32::from(chunk.get(n).copied().unwrap_or(0));
        let group = byte(0) << 16 | byte(1) << 8 | byte(2);
        for n in 0..4_usize {
            let letter = [18, 12, 6, 0].get(n).map_or(0, |shift| group >> shift & 63);
            let is_there = n <= chunk.len();
            let letter = usize::try_from(letter).ok().and_then(|n| LETTERS.get(n)).filter(|_| is_there);
            text.push(letter.map_or('=', |letter| char::from(*letter)));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_standard() {
        let cases = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("foobar", "Zm9vYmFy"),
        ];
        for (bytes, text) in cases {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }

    #[test]
    fn nothing_in_style_and_script_is_escaped_on_the_way() {
        for text in [STYLE, SCRIPT] {
            assert_eq!(escape::html(text), text);
            assert!(
                !text.contains("</") && text.is_ascii() || text.contains("絞り込み") || text.contains("▲")
            );
        }
    }
}

// Looks at a report's page as a browser shows it: nothing is fetched, nothing fails, what can be clicked does what it says, and
// nobody is shut out. Usage: node check.mjs PAGE. Prints what is wrong, a line each, and ends with 1 where something is.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const tools = createRequire(`${process.env.PAGE_TOOLS}/`);
const { chromium } = tools('playwright-core');
const axe = readFileSync(tools.resolve('axe-core/axe.min.js'), 'utf8');
const page = pathToFileURL(process.argv[2]).href;
const wrong = [];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: process.getuid() === 0 ? ['--no-sandbox'] : [] });

async function open(name, options, look) {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  await context.route('**', (route) => {
    const url = route.request().url();
    if (url === page || url.startsWith(`${page}#`)) return route.continue();
    wrong.push(`${name}: asks for ${url}`);
    return route.abort();
  });
  const tab = await context.newPage();
  tab.setDefaultTimeout(60_000);
  tab.on('console', (message) => ['error', 'warning'].includes(message.type()) && wrong.push(`${name}: console: ${message.text()}`));
  tab.on('pageerror', (error) => wrong.push(`${name}: ${error}`));
  await tab.goto(page);
  await look(tab, (holds, what) => holds || wrong.push(`${name}: ${what}`));
  await context.close();
}

const seen = (tab, language) => tab.evaluate((language) => [...document.querySelectorAll(`h1 [lang=${language}], h2 [lang=${language}]`)].filter((one) => one.checkVisibility()).length, language);

await open('wide', { viewport: { width: 1280, height: 900 } }, async (tab, check) => {
  check((await seen(tab, 'ja')) > 3 && (await seen(tab, 'en')) === 0, 'does not begin in Japanese alone');
  await tab.check('#en');
  check((await seen(tab, 'en')) > 3 && (await seen(tab, 'ja')) === 0, 'the switch does not show English alone');
  check((await tab.evaluate(() => document.documentElement.lang)) === 'en', 'does not say that it is in English');
  await tab.reload();
  check((await seen(tab, 'en')) > 3, 'forgets the language');
  await tab.check('#ja');
  const dead = await tab.evaluate(() => [...document.querySelectorAll('a[href^="#"]')].map((one) => one.getAttribute('href').slice(1)).filter((id) => !document.getElementById(id)));
  check(dead.length === 0, `links lead nowhere: ${dead.slice(0, 5)}`);
  const ids = await tab.evaluate(() => { const all = [...document.querySelectorAll('[id]')].map((one) => one.id); return all.filter((id, n) => all.indexOf(id) !== n); });
  check(ids.length === 0, `ids twice: ${ids.slice(0, 5)}`);
  const rows = () => tab.evaluate(() => [...document.querySelectorAll('table.levels tbody tr')].filter((row) => row.checkVisibility()).map((row) => row.cells[0].innerText.trim()));
  const all = await rows();
  const field = tab.locator('.tools input').first();
  await field.fill(all[1]);
  const found = await rows();
  check(found.length > 0 && found.length < all.length && found.includes(all[1]), `the filter shows ${found.length} of ${all.length}`);
  await field.fill('');
  check((await rows()).length === all.length, 'the emptied filter hides rows');
  const head = tab.locator('table.levels th').nth(3);
  const figures = () => tab.evaluate(() => [...document.querySelectorAll('table.levels tbody tr')].map((row) => row.cells[3].dataset.sort).filter((figure) => figure !== '').map(Number));
  await head.locator('button').focus();
  await tab.keyboard.press('Enter');
  const up = await figures();
  check(up.every((figure, n) => n === 0 || up[n - 1] <= figure), 'a column sorted by the keyboard is not in order');
  await tab.keyboard.press('Enter');
  const down = await figures();
  check(down.every((figure, n) => n === 0 || down[n - 1] >= figure) && (await head.getAttribute('aria-sort')) === 'descending', 'sorting again does not turn it round');
});
for (const [name, colorScheme, language] of [['light', 'light', 'ja'], ['dark', 'dark', 'en']]) {
  await open(name, { viewport: { width: 1280, height: 900 }, colorScheme }, async (tab, check) => {
    await tab.check(`#${language}`);
    await tab.evaluate(axe);
    const found = await tab.evaluate(async () => (await window.axe.run(document, { resultTypes: ['violations'] })).violations.map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 120)}`));
    check(found.length === 0, `axe: ${found.join('; ')}`);
  });
}
await open('narrow', { viewport: { width: 390, height: 844 } }, async (tab, check) => {
  check((await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth)), 'is wider than a phone');
  await tab.evaluate(axe);
  const found = await tab.evaluate(async () => (await window.axe.run(document, { resultTypes: ['violations'] })).violations.map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 120)}`));
  check(found.length === 0, `axe: ${found.join('; ')}`);
});
await open('no script', { javaScriptEnabled: false }, async (tab, check) => {
  check((await tab.locator('table.levels tbody tr').count()) > 5, 'shows no service levels');
  await tab.locator('#en').check();
  check(await tab.locator('h2#levels [lang=en]').isVisible(), 'the switch needs the script');
});
// On paper everything stands: what is folded on the screen, and what a filter hides.
await open('paper', { viewport: { width: 794, height: 1123 } }, async (tab, check) => {
  await tab.emulateMedia({ media: 'print' });
  const hidden = await tab.evaluate(() => [...document.querySelectorAll('details li, details td')].filter((one) => one.offsetParent === null && !one.closest('[lang=en]')).length);
  check(hidden === 0, `${hidden} cells and lines are not printed`);
});
await browser.close();
for (const line of wrong) console.log(line);
process.exit(wrong.length === 0 ? 0 : 1);

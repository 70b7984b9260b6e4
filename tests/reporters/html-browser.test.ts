import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderHtml } from '../../reporters/html.ts';
import type { RunResult } from '../../runner/result/result.ts';
import { chromiumPath, openBrowser, openFile, type Watched } from './browser.ts';
import { caseOf, conformant, exchange, failing, hostile, resultOf, rule } from './samples.ts';

if (chromiumPath === undefined) console.warn('the HTML report in a browser: not run: no chromium');

/** Set: pictures are left there to be looked at. */
const PICTURES = process.env['PICTURES'];

const DRAW_ALL = `{
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { content-visibility: visible !important; }');
  document.adoptedStyleSheets = [sheet];
}`;
const UNFOLD = `${DRAW_ALL} document.querySelectorAll('details').forEach((each) => { each.open = true; })`;

describe.skipIf(chromiumPath === undefined)('the HTML report in a browser', () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    browser = await openBrowser();
    folder = await mkdtemp(join(tmpdir(), 'html-'));
  });
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function open(
    name: string,
    result: RunResult,
    options: Parameters<typeof openFile>[2] = {},
  ): Promise<Watched & { path: string }> {
    const path = join(folder, `${name}.html`);
    await writeFile(path, renderHtml(result));
    const watched = await openFile(browser, path, options);
    if (PICTURES !== undefined) {
      await watched.page.evaluate(DRAW_ALL);
      await watched.page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
    }
    return { ...watched, path };
  }

  function expectQuiet({ console: said, requests, dialogs }: Watched, path: string): void {
    expect(said).toEqual([]);
    expect(requests.filter((url) => url !== 'data:,')).toEqual([`file://${path}`]);
    expect(dialogs).toEqual([]);
  }

  test.each([
    ['conformant', conformant, {}],
    ['failing', failing, {}],
    ['failing-dark', failing, { dark: true }],
    ['failing-phone', failing, { width: 390 }],
    ['hostile', hostile, {}],
  ] as const)('%s: quiet, accessible, no wider than the window', async (name, sample, options) => {
    const watched = await open(name, sample(), options);
    const { page, path } = watched;
    const wide = await page.evaluate('document.documentElement.scrollWidth > window.innerWidth');
    expect(wide).toBe(false);
    expect(await page.evaluate('document.scripts.length')).toBe(0);
    // Folded parts are looked at too, and what a browser draws only when it comes into view.
    await page.evaluate(UNFOLD);
    expectQuiet(watched, path);

    // The policy of the page forbids any script, so axe is run by the driver, beside it.
    const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    await page.evaluate(axe);
    const { violations, passes } = await page.evaluate<AxeResults>('axe.run()');
    // It did look.
    expect(passes.map(({ id }) => id)).toEqual(expect.arrayContaining(['color-contrast', 'list', 'region']));
    expect(violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ html }) => html)])).toEqual([]);
    await page.context().close();
  });

  test('every link leads somewhere within the page', async () => {
    const { page } = await open('links', failing());
    const dead = await page.evaluate(
      `[...document.querySelectorAll('a')].map((a) => a.getAttribute('href')).filter((href) => !href.startsWith('#') || document.getElementById(href.slice(1)) === null)`,
    );
    expect(dead).toEqual([]);
    const twice = await page.evaluate(
      `[...document.querySelectorAll('[id]')].map((each) => each.id).filter((id, index, all) => all.indexOf(id) !== index)`,
    );
    expect(twice).toEqual([]);
    // A cell of the matrix leads to its finding, and a finding to its rule, which unfolds.
    await page.click('.matrix td.failed a');
    expect(await page.evaluate('document.querySelector(":target").className')).toContain('finding');
    await page.click('.finding:target .about a');
    expect(await page.evaluate('document.querySelector(":target").className')).toBe('rule');
    expect(await page.isVisible(':target')).toBe(true);
    await page.context().close();
  });

  test('what a server sent is text, and no element of its own is there', async () => {
    const { page } = await open('injected', hostile());
    for (const selector of ['script', 'img', 'iframe', 'object', '[onerror]', 'a[href^="javascript"]']) {
      expect(await page.locator(selector).count()).toBe(0);
    }
    const text = (await page.locator('.body').first().textContent()) ?? '';
    expect(text).toContain('</script><script>alert(1)</script>');
    expect(text).toContain('\\u001b[2J');
    expect(text).toContain('half \\ud800 of');
    await page.context().close();
  });

  test('opens 2,000 exchanges, and says how long it took', async () => {
    const body = JSON.stringify({
      data: Array.from({ length: 40 }, (_, id) => ({ config_id: `whc_${id}` })),
    });
    const one = exchange({ response: { status: 200, headers: { a: 'b', c: 'd' }, body } });
    const word = (index: number): string =>
      Array.from(String(1_000 + index), (digit) => 'bcdfghjklm'[Number(digit)]).join('a');
    const rules = Array.from({ length: 100 }, (_, index) =>
      rule(`SAM-X-${index}`, [
        caseOf(`a/law-${index}/get`, 'failed', {
          // Words of their own, or they would be one finding.
          message: `${word(index)} must be ${word(index + 100)}, not ${word(index + 200)}`,
          exchanges: Array.from({ length: 20 }, () => one),
        }),
      ]),
    );
    const path = join(folder, 'many.html');
    await writeFile(path, renderHtml(resultOf(rules)));
    const { page } = await openFile(browser, path);
    const ms = await page.evaluate<number>('performance.getEntriesByType("navigation")[0].loadEventEnd');
    expect(await page.locator('.exchanges > li').count()).toBe(2000);
    console.info(`2,000 exchanges: ${Math.round(ms)} ms`);
    await page.context().close();
  });

  test('unfolds everything on paper', async () => {
    const { page } = await open('print', failing());
    await page.emulateMedia({ media: 'print' });
    expect(await page.isVisible('.family .rule >> nth=0')).toBe(true);
    if (PICTURES !== undefined) await page.pdf({ path: join(PICTURES, 'print.pdf') });
    await page.context().close();
  });
});

// Says what axe-core finds wrong with pages, one line a fault: in Debian's Chromium, light and dark, on a desk and on a
// phone. Usage: node access.mjs PAGE…
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const judge = readFileSync(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const program = process.env.COPYDESK_CHROMIUM ?? "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath: program, args: ["--no-sandbox"] });
let looked = 0;
try {
  for (const scheme of ["light", "dark"]) {
    for (const viewport of [
      { width: 1280, height: 800 },
      { width: 390, height: 844 },
    ]) {
      // The pages' own policy forbids any script, the judge's among them.
      const context = await browser.newContext({ bypassCSP: true, colorScheme: scheme, viewport });
      const page = await context.newPage();
      for (const file of process.argv.slice(2)) {
        await page.goto(pathToFileURL(file).href);
        await page.evaluate(judge);
        const found = await page.evaluate(async () => {
          const result = await globalThis.axe.run(document, { resultTypes: ["violations"] });
          const wide = document.documentElement.scrollWidth > document.documentElement.clientWidth + 1;
          const faults = result.violations.flatMap((fault) =>
            fault.nodes.map((node) => `${fault.id}: ${node.html} ${node.failureSummary}`),
          );
          return wide ? [...faults, "too-wide: the page scrolls sideways"] : faults;
        });
        for (const fault of found) {
          console.log(`${file} (${scheme}, ${viewport.width}): ${fault.replaceAll("\n", " ")}`);
        }
        looked += 1;
      }
      await context.close();
    }
  }
} finally {
  await browser.close();
}
if (looked === 0) {
  console.error("no page was looked at");
  process.exit(2);
}

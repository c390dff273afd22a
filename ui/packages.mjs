// Prints the packages of which something goes into ui/dist, as `name version`, one a line: for the bill of materials.
import { readFileSync } from "node:fs";
import { build } from "vite";

const packages = new Set();
const owner = /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/;

await build({
  logLevel: "error",
  build: { write: false },
  plugins: [
    {
      name: "packages",
      generateBundle(_options, bundle) {
        for (const part of Object.values(bundle)) {
          for (const [id, module] of Object.entries(part.modules ?? {})) {
            // A style sheet is taken out of the script that asks for it; its typefaces go with it.
            if (module.renderedLength === 0 && !id.includes(".css")) continue;
            const folder = owner.exec(id.replace(/^\0/, ""));
            if (folder) packages.add(folder[0]);
          }
        }
      },
    },
  ],
});

for (const folder of packages) {
  const { name, version } = JSON.parse(
    readFileSync(`${folder}/package.json`, "utf8"),
  );
  console.log(`${name} ${version}`);
}

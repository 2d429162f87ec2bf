// Builds what pages load into built/: the style, and a script for each entry, under names that hold a digest of
// what is in them, with manifest.json to find them by. The service worker alone keeps its name.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { compile } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const client = join(here, "..", "client");
const built = join(here, "built");
const scripts = { "page.js": "page.js", "outbox.js": "outbox/main.js" };
const worker = "service-worker.js";

function bundle(entry) {
  const { outputFiles } = buildSync({
    entryPoints: [join(client, entry)],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2022",
    nodePaths: [join(here, "node_modules")],
    legalComments: "inline",
  });
  return outputFiles[0].text;
}

function style() {
  const { css } = compile(join(client, "styles", "page.scss"), {
    loadPaths: [join(here, "node_modules")],
    style: "compressed",
    quietDeps: true,
  });
  return css;
}

function keep(name, text) {
  const digest = createHash("sha256").update(text).digest("hex").slice(0, 12);
  const file = name.replace(/(\.\w+)$/, `.${digest}$1`);
  writeFileSync(join(built, file), text);
  return file;
}

rmSync(built, { recursive: true, force: true });
mkdirSync(built, { recursive: true });
const names = { "page.css": keep("page.css", style()) };
for (const [name, entry] of Object.entries(scripts)) {
  if (existsSync(join(client, entry))) names[name] = keep(name, bundle(entry));
}
if (existsSync(join(client, worker))) writeFileSync(join(built, worker), bundle(worker));
writeFileSync(join(built, "manifest.json"), JSON.stringify(names, null, 2));

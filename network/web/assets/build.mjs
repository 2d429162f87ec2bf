// Builds what pages load into built/: the style, and a script for each entry, under names that hold a digest of
// what is in them, with manifest.json to find them by. The service worker keeps its name, because a browser asks
// for it by that; LICENCES.txt says whose work is in them.
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { Resvg, initWasm } from "@resvg/resvg-wasm";
import { buildSync } from "esbuild";
import { compile } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const client = join(here, "..", "client");
const modules = join(here, "node_modules");
const [made, built] = [join(here, "built.new"), join(here, "built")];
const scripts = { "page.js": "page.js", "passkeys.js": "passkeys.js", "outbox.js": "outbox/main.js" };
const worker = "service-worker.js";

function bundle(entry, format = "esm", define = {}) {
  const { outputFiles } = buildSync({
    entryPoints: [join(client, entry)],
    bundle: true,
    minify: true,
    write: false,
    format,
    define,
    target: "es2022",
    nodePaths: [modules],
  });
  return outputFiles[0].text;
}

function style() {
  const options = { loadPaths: [modules], style: "compressed", quietDeps: true };
  return compile(join(client, "styles", "page.scss"), options).css;
}

// Some systems take no vector for the home screen: an iPhone none but a square of 180 pixels, to whose edges the
// colour goes, because it rounds the corners itself.
async function icons(drawing) {
  await initWasm(readFileSync(join(modules, "@resvg", "resvg-wasm", "index_bg.wasm")));
  const draw = (svg, width) => Buffer.from(new Resvg(svg, { fitTo: { mode: "width", value: width } }).render().asPng());
  return {
    "icon-180.png": draw(drawing.replace(/ rx="\d+"/, ""), 180),
    "icon-192.png": draw(drawing, 192),
    "icon-512.png": draw(drawing, 512),
  };
}

function licences() {
  const { dependencies } = JSON.parse(readFileSync(join(here, "package.json"), "utf8"));
  return Object.keys(dependencies).map(licence).join("\n---\n\n");
}

function licence(name) {
  const { version, license } = JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8"));
  // Not every package brings the text along; nhsuk-frontend's stands in its repository.
  const files = [join(modules, name, "LICENSE"), join(here, "licences", `${name}.txt`)].filter(existsSync);
  return [`${name} ${version} (${license})`, ...files.map((file) => readFileSync(file, "utf8").trim()), ""].join("\n\n");
}

function hashed(name, text) {
  const digest = createHash("sha256").update(text).digest("hex").slice(0, 12);
  return name.replace(/(\.\w+)$/, `.${digest}$1`);
}

// A server that runs goes on naming the files that it started with.
function keepForAWhile() {
  if (!existsSync(built)) return;
  for (const name of readdirSync(built).filter((name) => /\.[0-9a-f]{12}\./.test(name))) {
    if (Date.now() - statSync(join(built, name)).mtimeMs < 60 * 60 * 1000) {
      cpSync(join(built, name), join(made, name), { preserveTimestamps: true });
    }
  }
}

// All is made before anything is replaced: what was built before stays where a source has a mistake.
const drawing = readFileSync(join(client, "icon.svg"), "utf8");
const texts = { "page.css": style(), "icon.svg": drawing, ...(await icons(drawing)) };
for (const [name, entry] of Object.entries(scripts)) {
  if (existsSync(join(client, entry))) texts[name] = bundle(entry);
}
const names = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, hashed(name, text)]));
const files = Object.fromEntries(Object.entries(texts).map(([name, text]) => [names[name], text]));
// Each that is text also as small as it gets, for browsers that read Brotli.
for (const [name, text] of Object.entries(files)) if (typeof text === "string") files[`${name}.br`] = brotliCompressSync(text);
files["LICENCES.txt"] = licences();
if (existsSync(join(client, worker))) {
  // What it keeps for offline; so it changes, and is fetched anew, whenever one of them does.
  const loaded = Object.values(names).filter((file) => !file.endsWith(".png"));
  const addresses = JSON.stringify(loaded.map((file) => `/assets/built/${file}`));
  files[worker] = bundle(worker, "iife", { HEARTH_ASSETS: addresses });
}
files["manifest.json"] = JSON.stringify(names, null, 2);

rmSync(made, { recursive: true, force: true });
mkdirSync(made);
keepForAWhile();
for (const [name, text] of Object.entries(files)) writeFileSync(join(made, name), text);
rmSync(built, { recursive: true, force: true });
renameSync(made, built);

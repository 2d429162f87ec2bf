// Installs the browser's libraries as package-lock.json pins them, and copies the few files that pages load
// into vendor/, under the very paths they have on npm's CDN. `node vendor.mjs lock` pins them anew.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const npm = join(dirname(process.execPath), "..", "lib", "node_modules", "npm", "bin", "npm-cli.js");

const files = {
  "react@18.2.0": ["umd/react.production.min.js"],
  "react-dom@18.2.0": ["umd/react-dom.production.min.js"],
  "js-cookie@3.0.5": ["dist/js.cookie.min.js"],
  "graphiql@3.8.3": ["graphiql.min.css", "graphiql.min.js"],
  "@graphiql/plugin-explorer@1.0.2": ["dist/style.css", "dist/index.umd.js"],
};

function runNpm(...words) {
  const ended = spawnSync(process.execPath, [npm, ...words, "--loglevel=error"], { cwd: here, stdio: "inherit" });
  if (ended.status !== 0) {
    console.error("npm could not fetch the browser's libraries. Is its registry reachable? Then run make again.");
    process.exit(1);
  }
}

function copyFiles() {
  const vendor = join(here, "vendor");
  rmSync(vendor, { recursive: true, force: true });
  for (const [release, paths] of Object.entries(files)) {
    const name = release.slice(0, release.lastIndexOf("@"));
    for (const path of paths) {
      const target = join(vendor, release, path);
      mkdirSync(dirname(target), { recursive: true });
      cpSync(join(here, "node_modules", name, path), target);
    }
  }
}

if (process.argv[2] === "lock") {
  rmSync(join(here, "package-lock.json"), { force: true });
  runNpm("install", "--package-lock-only");
} else {
  runNpm("ci");
  copyFiles();
}

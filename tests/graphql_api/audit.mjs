// Runs graphql-http's audits against a server: `node audit.mjs <the folder of package.json> <url> <token>`.
// Prints each audit's id, name, status and reason as JSON.
import { createRequire } from "node:module";
import { join } from "node:path";

const [folder, url, token] = process.argv.slice(2);
const { auditServer } = createRequire(join(folder, "package.json"))("graphql-http");

const results = await auditServer({
  url,
  fetchFn: (address, asked = {}) =>
    fetch(address, { ...asked, headers: { ...asked.headers, authorization: `Bearer ${token}` } }),
});
console.log(
  JSON.stringify(results.map(({ id, name, status, reason }) => ({ id, name, status, reason: reason ?? null }))),
);

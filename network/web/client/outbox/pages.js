// Pages for when there is no signal: forms without any name in them, whose lists are filled in from the sealed
// roster; and the roster itself, taken from the same lists. Everything that a form loads is kept along with it.
import { FORMS, PAGES, asKept } from "./kept.js";
import { keepPerson } from "./people.js";
import { setting } from "./store.js";

const FRESH_FOR = 600_000;
const BACKGROUND = { headers: { "Hearth-Background": "1" } };
const PERSONAL = ".hearth-header__person, meta[name=hearth-person], [data-personal]";

/** Fetches anew what the signed-in person needs without a signal, unless that was done just now and all is as it was. */
export async function refresh(session, kept) {
  const received = (await setting("acknowledged"))?.at ?? 0;
  const { content: known, at } = kept ?? {};
  const isSame = known?.client === clientVersion() && Date.now() - (known.formsAt ?? 0) < FRESH_FOR;
  if (isSame) return at > received ? known : keepSeen(session, known);
  const [person, network] = await Promise.all([json("/outbox/person"), json("/outbox/key")]);
  // Before the forms: whoever records at once has what they need. Whoever goes on to another page cuts this short; then
  // it is begun anew, because no time is noted yet, and the lists that were reached are there.
  const { rosters: before = {}, aftercare } = known ?? {};
  const content = { rosters: before, aftercare, ...person, network, client: clientVersion(), formsAt: 0 };
  await keepPerson(session, content);
  const cache = await caches.open(FORMS);
  const [rosters, used] = [{}, new Set(content.forms)];
  for (const path of content.forms) {
    const listed = Object.keys(rosters).length;
    await keepForm(cache, path, rosters, used);
    if (Object.keys(rosters).length > listed) await keepPerson(session, { ...content, rosters: { ...before, ...rosters } });
  }
  for (const { url } of await cache.keys()) {
    if (!used.has(new URL(url).pathname)) await cache.delete(url);
  }
  return keepSeen(session, { ...content, rosters, formsAt: Date.now() });
}

/**
 * Today as it is now, and the list of whom to look in on: they are kept anew whenever they are opened, and go when their
 * person signs out. What the list says is kept for the person besides, so that the device can go on with it by itself.
 */
async function keepSeen(session, content) {
  const [pages, aftercare] = [await caches.open(PAGES), { head: [], quiet: [], falls: [] }];
  for (const home of new Set(content.forms.map((path) => path.split("/")[2]))) {
    for (const path of [`/homes/${home}`, `/homes/${home}/follow-up`]) {
      const answer = await fetch(path, BACKGROUND);
      if (!answer.ok || answer.redirected) continue;
      const list = path.endsWith("/follow-up") && listedOn(await answer.clone().text());
      if (list) Object.assign(aftercare, list, { falls: [...aftercare.falls, ...list.falls.map((fall) => ({ ...fall, home }))] });
      await pages.put(path, await asKept(answer));
    }
  }
  const renewed = { ...content, aftercare };
  await keepPerson(session, renewed);
  return renewed;
}

function listedOn(html) {
  const list = new DOMParser().parseFromString(html, "text/html").querySelector("[data-aftercare]");
  return list && JSON.parse(list.dataset.aftercare);
}

async function json(path) {
  const response = await fetch(path, BACKGROUND);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

/** Which build of the client this page runs: forms of another are kept anew. */
function clientVersion() {
  return document.querySelector("script[src*='/outbox.']")?.getAttribute("src");
}

async function keepForm(cache, path, rosters, used) {
  const response = await fetch(path, BACKGROUND);
  if (!response.ok || response.redirected) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const names = takeRosters(page, rosters);
  for (const element of page.querySelectorAll(PERSONAL)) element.remove();
  for (const field of page.querySelectorAll("input[type^=date]")) {
    // What was now or today when the page was fetched.
    for (const stale of ["value", "min", "max"]) field.removeAttribute(stale);
  }
  page.documentElement.dataset.offline = "";
  const html = `<!doctype html>${page.documentElement.outerHTML}`;
  // A page that still names somebody is not kept: better no form without a signal than a name in the clear.
  if (names.some((name) => html.includes(name))) return;
  await keepAssets(cache, page, used);
  await cache.put(path, new Response(html, { headers: keptHeaders(response) }));
}

function takeRosters(page, rosters) {
  const names = [];
  for (const list of page.querySelectorAll("select[data-roster]")) {
    const offered = [...list.options].filter((option) => option.value);
    rosters[list.dataset.roster] = offered.map((option) => [option.value, option.text.trim()]);
    for (const option of offered) {
      names.push(option.text.trim().split(/[,(]/)[0].trim());
      option.remove();
    }
  }
  return names;
}

async function keepAssets(cache, page, used) {
  const loaded = page.querySelectorAll("link[rel=stylesheet], link[rel=icon], link[rel=manifest], script[src]");
  for (const element of loaded) {
    const address = element.getAttribute("href") ?? element.getAttribute("src");
    used.add(address);
    if (!(await cache.match(address))) await cache.add(address);
  }
}

function keptHeaders(response) {
  const headers = new Headers();
  for (const name of ["Content-Type", "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"]) {
    const value = response.headers.get(name);
    if (value) headers.set(name, value);
  }
  return headers;
}

/** Fills a page's lists from the roster. */
export function fillRosters(rosters) {
  for (const list of document.querySelectorAll("select[data-roster]")) {
    const present = new Set([...list.options].map((option) => option.value));
    for (const [value, text] of rosters[list.dataset.roster] ?? []) {
      if (!present.has(value)) list.add(new Option(text, value));
    }
  }
}

/** Who is signed in here, and the way out, on a page that is kept without names. */
export function showPerson(name) {
  const [place, said, form, button] = ["div", "span", "form", "button"].map((tag) => document.createElement(tag));
  place.className = "hearth-header__person";
  said.textContent = name;
  [form.method, form.action] = ["post", "/sign-out"];
  button.className = "hearth-header__leave";
  button.textContent = "Sign out";
  form.append(button);
  place.append(said, form);
  document.querySelector(".hearth-header__line")?.append(place);
}

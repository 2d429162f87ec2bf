// Opens pages where there is no signal: first from the service, else as this device keeps them.
import { FORMS, PAGES, asKept } from "./outbox/kept.js";
import { leaveIfOwed, leavingDone, oweLeaving } from "./outbox/leaving.js";
import { isOver, lockUp } from "./outbox/stay.js";
import { dropSetting, setting } from "./outbox/store.js";

// The addresses of the built files, put here by the build: with them this script changes, and is fetched anew.
const FILES = HEARTH_ASSETS;
const SHELL = `hearth-shell-${FILES.map((file) => file.split(".").at(-2).slice(0, 4)).join("")}`;
const AWAY = "/offline";
const PATIENCE = 4_000;
const MOST_PAGES = 40;
// What is sealed for one person may stand there, such as why they are off sick.
const NEVER_KEPT = /^\/homes\/[^/]+\/(records|sickness|attention)(\/|$)/;

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(request.method === "GET" ? open(request, url) : post(request, url));
  else if (request.method === "GET" && url.pathname.startsWith("/assets/built/")) event.respondWith(file(request));
});

async function install() {
  const shell = await caches.open(SHELL);
  await shell.addAll(FILES);
  // Without cookies, so that nobody's name stands in it.
  await shell.put(AWAY, await fetch(AWAY, { credentials: "omit" }));
  // Records lie in the database, whichever version looks after them: nothing is lost by changing over at once.
  await skipWaiting();
}

async function activate() {
  // Pages that are open still load the files of the version before.
  const shells = (await caches.keys()).filter((name) => name.startsWith("hearth-shell-") && name !== SHELL);
  for (const old of shells.slice(0, -1)) await caches.delete(old);
  // An earlier release kept them.
  const pages = await caches.open(PAGES);
  for (const page of await pages.keys()) if (NEVER_KEPT.test(new URL(page.url).pathname)) await pages.delete(page);
  await clients.claim();
}

async function file(request) {
  return (await caches.match(request)) ?? fetch(request);
}

async function open(request, url) {
  await leaveIfOwed();
  const answer = fetch(request).catch(() => undefined);
  const soon = await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
  if (soon && soon.status < 500) {
    if (isKept(soon, url)) await keep(request, soon.clone());
    return soon;
  }
  return (await kept(url)) ?? (await answer) ?? (await caches.match(AWAY)) ?? Response.error();
}

/** A form that could not be sent as such: signing out is made up for, anything else is said. */
async function post(request, url) {
  // Before anybody new comes in: afterwards it would be their session that ends.
  if (url.pathname !== "/sign-out") await leaveIfOwed();
  try {
    const answer = await fetch(request);
    if (url.pathname === "/sign-out") await leavingDone();
    if (url.pathname.startsWith("/sign-in/") && answer.type === "opaqueredirect") await forgetFormer();
    return answer;
  } catch {
    if (url.pathname === "/sign-out") await oweLeaving();
    return Response.redirect(AWAY, 303);
  }
}

/** Somebody came in: nothing here is the former person's any more, whether or not the next page arrives. */
async function forgetFormer() {
  await dropSetting("session");
  await caches.delete(PAGES);
}

/** Pages of a home hold names: they go when somebody signs out. */
function isKept(answer, url) {
  const isOfHome = url.pathname.startsWith("/homes/") && !NEVER_KEPT.test(url.pathname);
  return answer.ok && !answer.redirected && isOfHome && !url.search;
}

async function keep(request, answer) {
  const pages = await caches.open(PAGES);
  await pages.put(request, await asKept(answer));
  const all = await pages.keys();
  for (const old of all.slice(0, Math.max(0, all.length - MOST_PAGES))) await pages.delete(old);
}

/** A form without names, else the page as its person saw it last; only while they are signed in, and not idle for long. */
async function kept(url) {
  const session = await setting("session");
  if (!session) return undefined;
  if (await isOver(session)) {
    await lockUp();
    return undefined;
  }
  const pages = await caches.open(PAGES);
  if (url.pathname !== "/") {
    // By the address alone: this is not the request that it was kept for, whose headers the service sets apart.
    return (await (await caches.open(FORMS)).match(url.pathname)) ?? ownPage(await pages.match(url.pathname, { ignoreVary: true }), session);
  }
  const home = (await pages.keys()).findLast((page) => /^\/homes\/[^/]+$/.test(new URL(page.url).pathname));
  return home && Response.redirect(home.url, 302);
}

/** A page that was shown to the person of a session, and to nobody before them. */
async function ownPage(page, { account }) {
  const isOwn = (await page?.clone().text())?.includes(`<meta name="hearth-person" content="${account}">`);
  return isOwn ? page : undefined;
}

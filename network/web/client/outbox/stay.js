// How long somebody stays signed in on this device: as long as at the service, also while that can't be asked and though
// their page was closed. Then the pages that name somebody are locked away under the person's key; what they typed to
// sign in brings them back.
import { PAGES } from "./kept.js";
import { oweLeaving } from "./leaving.js";
import { lock, unlock } from "./seal.js";
import * as store from "./store.js";

const LONGEST = 12 * 3600_000;
const IDLE_AT_FIRST = 300;
const PAGES_OF = " pages";
const PAGES_KEPT_FOR = 36 * 3600_000;
const openPages = new BroadcastChannel("hearth-session");

/** Calls it when a session was ended on another page of this device, or by the service worker. */
export function whenEnded(told) {
  openPages.addEventListener("message", told);
}

/** Somebody does something here, who is signed out after so many idle seconds; where that is not known yet, after few. */
export function noteUse(idle) {
  return store.keepSetting("used", { at: Date.now(), idle });
}

/** When somebody last did something here, on any page. */
export async function lastUse() {
  return (await store.setting("used"))?.at ?? 0;
}

/** Whether a session has lasted long enough; a clock that was put back says so as well. */
export async function isOver(session) {
  const { at = 0, idle = IDLE_AT_FIRST } = (await store.setting("used")) ?? {};
  return Math.abs(Date.now() - at) >= idle * 1000 || isAtItsLongest(session);
}

/** Whether somebody has been signed in for as long as anybody may, however busy they are. */
export function isAtItsLongest({ begun }) {
  const now = Date.now();
  return Math.abs(now - (begun ?? now)) >= LONGEST;
}

/** Signs out on this device: pages with names go, and the key to the roster. Records and sealed rosters stay. */
export async function endSession() {
  const session = await store.setting("session");
  // Who came in by a passkey has a key that goes with their session.
  if (session && !session.identity) await store.sendUnfinished(session.account);
  await Promise.all([store.dropSetting("session"), caches.delete(PAGES)]);
  if (session) openPages.postMessage("ended");
}

/** The same after idle minutes: the person finds their pages again when they are back, and nobody else does. */
export async function lockUp() {
  const session = await store.setting("session");
  // Without the room for it they are opened again with a signal.
  if (session?.identity) await sealPages(session).catch(() => {});
  await endSession();
  await oweLeaving();
}

async function sealPages({ account, key }) {
  const [pages, kept] = [await caches.open(PAGES), []];
  for (const request of await pages.keys()) {
    const answer = await pages.match(request, { ignoreVary: true });
    kept.push([request.url, await answer.text(), [...answer.headers]]);
  }
  if (kept.length) await store.keepDraft({ name: nameOf(account), box: await lock(key, kept), at: Date.now() });
}

/** Puts back what was locked away of a person who has signed in without a signal. */
export async function bringBackPages({ account, key }) {
  await forgetOldPages();
  const sealed = await store.draft(nameOf(account));
  const kept = sealed && (await unlock(key, sealed.box).catch(() => undefined));
  if (!kept) return;
  const pages = await caches.open(PAGES);
  for (const [url, html, headers] of kept) await pages.put(url, new Response(html, { headers }));
  await forgetPages(account);
}

/** What nobody came back to goes sooner than what they typed: there is more in it of others. */
export async function forgetOldPages() {
  for (const { name, at } of await store.drafts()) {
    if (name.endsWith(PAGES_OF) && Math.abs(Date.now() - at) > PAGES_KEPT_FOR) await store.dropDraft(name);
  }
}

/** With a signal they are fetched anew. */
export function forgetPages(account) {
  return store.dropDraft(nameOf(account));
}

function nameOf(account) {
  return account + PAGES_OF;
}

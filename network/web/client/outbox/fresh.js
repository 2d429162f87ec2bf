// A page that was kept, or on which something was received since it was opened, shows itself as things stand as soon as
// the service can be reached: nobody has to open it anew, and nothing that was typed is replaced.
import { leaveIfOwed } from "./leaving.js";
import * as send from "./send.js";
import * as store from "./store.js";

const BETWEEN_LOOKS = 15_000;
const PATIENCE = 20_000;
const BEFORE_ANOTHER = 4_000;
const BACKGROUND = { headers: { "Hearth-Background": "1" } };
const FOLLOWS = "[data-outbox-status], [data-aftercare]";

/** How a kept page stands to the service: "away" until it answers, then "back", or "door" where it asks who is there. */
export let standing = "away";
let waited = 0;
/** How often it is still to be shown anew: once more than needed, because what pages read may follow a little later. */
let behind = 0;
let isLooking = false;
let again;

export function isKeptPage() {
  return document.documentElement.dataset.kept !== undefined;
}

/** Before anything is sent: what waits as the page is opened. */
export async function noteWaiting() {
  waited = await store.countOf("waiting");
}

/** Looks from now on; `changed` is called when the page is as things stand, or when it is known why it is not. */
export async function keepFresh(changed) {
  if (!isKeptPage() && !document.querySelector(FOLLOWS)) return;
  const timer = setInterval(look, BETWEEN_LOOKS);
  addEventListener("online", look);
  await look();

  async function look() {
    await freshen(changed);
    if (isKeptPage() && (standing === "away" || mayReplace())) return;
    clearInterval(timer);
    removeEventListener("online", look);
  }
}

/** Shows the page anew where it is behind and the service answers. */
export async function freshen(changed) {
  const waiting = await store.countOf("waiting");
  if (waiting < waited && document.querySelector(FOLLOWS)) behind = 2;
  waited = waiting;
  if (isLooking || !(isKeptPage() || behind)) return;
  isLooking = true;
  clearTimeout(again);
  let page;
  try {
    page = await fetchAnew();
    if (page && mayReplace()) replaceWith(page);
    if (page || standing !== "away") await changed();
  } finally {
    isLooking = false;
    // Something may have been received while this was fetched and shown.
    if (behind && standing !== "door" && mayReplace()) again = setTimeout(() => freshen(changed), page ? BEFORE_ANOTHER : BETWEEN_LOOKS);
  }
}

/** This page from the service, once it shows what was received; or undefined, and `standing` says why. */
async function fetchAnew() {
  await leaveIfOwed();
  const address = new URL(location.href);
  // So that it waits for what has just been received.
  address.searchParams.set("more", "1");
  const answer = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE), ...BACKGROUND }).catch(() => undefined);
  if (!answer || answer.status >= 500) return undefined;
  const page = answer.ok && !answer.redirected ? new DOMParser().parseFromString(await answer.text(), "text/html") : undefined;
  // Who signed in on this device alone may not be who is signed in at the service.
  const isOthers = page ? whose(page) !== whose(document) : answer.redirected || [401, 403].includes(answer.status);
  standing = isOthers ? "door" : "back";
  return isOthers ? undefined : page;
}

function whose(page) {
  return page.querySelector("meta[name=hearth-person]")?.content;
}

/** A form stays as it is: somebody may be in the middle of it. */
function mayReplace() {
  return send.reach !== "signed-out" && !document.querySelector("main form");
}

function replaceWith(page) {
  const [old, fresh] = [document.querySelector("main"), page.querySelector("main")];
  if (!fresh) return;
  const unfolded = [...old.querySelectorAll("details[open] > summary")].map(({ textContent }) => textContent.trim());
  for (const summary of fresh.querySelectorAll("details > summary")) {
    if (unfolded.includes(summary.textContent.trim())) summary.parentElement.open = true;
  }
  const hadFocus = old.contains(document.activeElement);
  old.replaceWith(fresh);
  if (hadFocus) fresh.focus({ preventScroll: true });
  behind = Math.max(behind - 1, 0);
  delete document.documentElement.dataset.kept;
}

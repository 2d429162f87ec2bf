// Every page's part in working without a signal: what waits is sent and shown, forms go through the outbox, and
// this device knows who is signed in.
import { dropSent, keepDrafts, keepNow } from "./drafts.js";
import { save } from "./forms.js";
import { freshen, isKeptPage, keepFresh, noteWaiting } from "./fresh.js";
import { leaveIfOwed, oweLeaving } from "./leaving.js";
import { confirmSaved, showAftercare } from "./looking-in.js";
import { sayWhenReached, startSignIn } from "./offline.js";
import { fillRosters, refresh, showPerson } from "./pages.js";
import { current, identityAt, notePending, sessionOf, wipe } from "./people.js";
import { keepSending, reach } from "./send.js";
import { alsoShow, show } from "./status.js";
import { endSession, forgetOldPages, isAtItsLongest, lastUse, lockUp, noteUse, whenEnded } from "./stay.js";
import * as store from "./store.js";
import { changing, holdChange, idToChange, reopen } from "./unsent.js";

const FORM = "form[data-outbox]";
const BETWEEN_NOTES = 5_000;
const BETWEEN_TELLINGS = 60_000;
const isAway = document.querySelector("[data-offline-place]") !== null;
const isKept = isAway || document.documentElement.dataset.offline !== undefined;
const account = document.querySelector("meta[name=hearth-person]")?.content;
const isAtDoor = location.pathname.startsWith("/sign-in");

let session;
/** This page is about to go, and nothing more is to be decided about it. */
let isLeaving = false;

addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches(FORM)) {
    event.preventDefault();
    void saveHere(form, event.submitter);
  } else if (form.matches("form[action='/sign-out']")) {
    event.preventDefault();
    void leave(form);
  } else if (secretIn(form)) {
    event.preventDefault();
    void enter(form);
  }
});

// --- Coming and going -------------------------------------------------------------------

/** Where somebody types a PIN or a password of their own to sign in with. */
function secretIn(form) {
  const address = new URL(form.action).pathname;
  return /^\/sign-in\/(people\/|password|guest)/.test(address) && form.querySelector("[name=pin], [name=password]");
}

/** Signs in with a signal, and remembers what it takes to do so without one, where this browser keeps anything. */
async function enter(form) {
  const address = new URL(form.action).pathname;
  const identity = form.elements.sign_in_name?.value.trim().toLowerCase() ?? (await identityAt(address).catch(() => address));
  await notePending(identity, secretIn(form).value).catch(() => {});
  form.submit();
}

/** What is being changed is no draft: it would come back as a record of its own, beside the one that it changes. */
async function keepTyped() {
  if (changing?.keep) return changing.keep().catch(() => {});
  if (idToChange()) return;
  for (const form of document.querySelectorAll(FORM)) await keepNow(form, session).catch(() => {});
}

/** What is typed here its person says: another who has come in on this device meanwhile does not. */
async function saveHere(form, button) {
  await giveWay();
  if (!isLeaving) await save(form, button, { told: show, session });
}

async function leave(form) {
  isLeaving = true;
  await keepTyped();
  // Other pages go as well, and may be faster: nobody is to be at the service any more for them either.
  if (navigator.serviceWorker?.controller) await oweLeaving().catch(() => {});
  await endSession().catch(() => {});
  form.submit();
}

/**
 * Signs out after minutes in which nobody did anything on any page, or at the end of the longest session, at the service
 * too; what was typed stays, sealed for its person. Where the page is gone by then, the service worker does so before it
 * answers with anything kept.
 */
function leaveWhenOver(seconds) {
  let last = 0;
  const use = () => {
    if (Date.now() - last < BETWEEN_NOTES) return;
    last = Date.now();
    void noteUse(seconds);
  };
  use();
  for (const sign of ["pointerdown", "keydown", "scroll"]) addEventListener(sign, use, { passive: true });
  const timer = setInterval(async () => {
    const now = Date.now();
    const [here = session, used] = [await store.setting("session"), await lastUse()];
    const isOver = now - Math.max(last, used) >= seconds * 1000 || isAtItsLongest(here);
    if (here.account === session.account && !isOver) return;
    clearInterval(timer);
    // Asking takes a while: whoever is late to hear of it leaves it to the first.
    await giveWay();
    if (isLeaving) return;
    isLeaving = true;
    await keepTyped();
    await lockUp();
    await leaveIfOwed();
    toTheDoor();
  }, 5_000);
}

/**
 * Leaves where somebody else has signed in on this device since the page was opened, or its person has signed out on
 * another page: the next to look at what it shows is not them. What was typed stays, sealed for them.
 */
async function giveWay(isEnded = false) {
  if (isLeaving || !session) return;
  const here = await store.setting("session");
  if (isLeaving || (here ? here.account === session.account : !isEnded)) return;
  isLeaving = true;
  document.body.hidden = true;
  await keepTyped();
  if (here) location.reload();
  else toTheDoor();
}

function toTheDoor() {
  location.replace(`/sign-in?next=${encodeURIComponent(location.pathname)}`);
}

/** Who signed out on one page is gone from the others at once. */
function leaveWithOthers() {
  whenEnded(() => giveWay(true));
  addEventListener("pageshow", ({ persisted }) => persisted && giveWay(true));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && giveWay(true));
}

/** A device that the service no longer knows as one of its tablets forgets who may work on it. */
async function checkDevice() {
  if (!(await store.setting("shared"))) return;
  const response = await fetch("/outbox/device", { headers: { "Hearth-Background": "1" } }).catch(() => undefined);
  if (response?.ok && !(await response.json()).enrolled) {
    await wipe();
    await store.dropSetting("shared");
  }
}

// --- A page ---------------------------------------------------------------------------------

async function whoIsHere() {
  // At the door nobody's session begins, though the service may not have ended the last one yet: its key would not
  // be theirs who come in, and what they had typed would be lost.
  if (account && !isAtDoor) {
    session = await sessionOf(account);
    const kept = await current().catch(() => undefined);
    // A form has the line to itself; Today, where everybody begins, fetches what is needed without a signal.
    if (document.querySelector(FORM)) return kept?.content;
    const content = await refresh(session, kept).catch(() => kept?.content);
    await store.keepSetting("shared", content?.device ?? false);
    return content;
  }
  if (isAtDoor && !isAway && !account) await endSession();
  const here = await current().catch(() => undefined);
  session = here?.session;
  return here?.content;
}

/** What was just sent is shown as sent, and where the page tells of it, there too. */
async function followUp() {
  await show();
  await freshen(showFresh);
}

/** The page is as things stand, or it is known why it is not; what is kept of it is kept anew. */
async function showFresh() {
  await show();
  const kept = isKeptPage() ? undefined : await current().catch(() => undefined);
  if (kept && session) await refresh(session, kept).catch(() => {});
}

/** Whom to look in on as time goes by, and whenever what waits has changed. */
function tellOfFalls(content) {
  let known = content;
  const tell = async () => {
    known = (await current().catch(() => undefined))?.content ?? known;
    await showAftercare(known, session);
  };
  alsoShow(tell);
  setInterval(tell, BETWEEN_TELLINGS);
}

async function start() {
  // Whoever is at the door again was not let in: what they typed must be no key to who comes in next.
  if (isAtDoor) await store.dropSetting("pending");
  await show();
  await noteWaiting();
  await dropSent();
  void forgetOldPages();
  const release = document.querySelector(FORM) ? await holdChange() : undefined;
  const sending = keepSending(followUp);
  if (isAtDoor) await checkDevice();
  const content = await whoIsHere();
  leaveWithOthers();
  if (isKept && !content && !isAway) {
    location.replace(`/offline?next=${encodeURIComponent(location.pathname + location.search)}`);
    return;
  }
  if (content) {
    if (isKept) {
      fillRosters(content.rosters);
      showPerson(content.name);
    }
    if (content.idle) leaveWhenOver(content.idle);
    // Before anything is sent, which takes it off the device.
    await confirmSaved(session);
    for (const form of document.querySelectorAll(FORM)) if (!(await reopen(form, session, release))) await keepDrafts(form, session);
  }
  if (!changing) release?.();
  if (isAway) {
    sayWhenReached();
    await startSignIn(content);
  }
  if (content) tellOfFalls(content);
  await sending;
  if (reach === "signed-out") await checkDevice();
  await show();
  void keepFresh(showFresh);
  document.documentElement.dataset.outbox = "ready";
}

navigator.serviceWorker?.register("/service-worker.js").catch(() => {});
navigator.storage?.persist?.().catch(() => {});
void start();

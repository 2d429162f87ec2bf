// Who may work on this device without a signal. What they need for it (who they are to the network, and whom
// lists offer) lies twice sealed: under this device's own key, and under one that follows from what they typed to
// sign in. Ten wrong tries, or the device's revocation, wipe it. Records that wait are no part of it.
import { keyFrom, lock, newKey, toText, unlock, unlockBytes } from "./seal.js";
import * as store from "./store.js";

const MOST_WRONG = 10;
const PENDING_FOR = 300_000;
export const PAGES = "hearth-pages";
export const FORMS = "hearth-forms";

async function device() {
  const known = await store.setting("device");
  if (known) return known;
  const salt = toText(crypto.getRandomValues(new Uint8Array(16)));
  await store.keepSetting("device", { salt, key: await newKey() });
  return store.setting("device");
}

// --- Signing in with a signal ----------------------------------------------------------

/** While somebody signs in with a signal: the key that their secret makes, until it is known that it was right. */
export async function notePending(identity, secret) {
  const { salt } = await device();
  const key = await keyFrom(secret, salt, identity);
  await store.keepSetting("pending", { identity, key, at: Date.now() });
}

/** The session on this device of whom the service says is signed in; begun where it is not there yet. */
export async function sessionOf(account) {
  const session = await store.setting("session");
  if (session?.account === account) return session;
  if (session) await endSession();
  const pending = await store.setting("pending");
  const isFresh = pending && Math.abs(Date.now() - pending.at) < PENDING_FOR;
  // Who came in by a passkey has no secret to type here: their key lasts as long as they are signed in.
  const begun = isFresh
    ? { account, key: pending.key, identity: pending.identity }
    : { account, key: await newKey(), identity: null };
  await store.dropSetting("pending");
  await store.keepSetting("session", begun);
  return begun;
}

/** Keeps what the person of this session needs without a signal. */
export async function keepPerson(session, content) {
  const { key } = await device();
  await store.keepPerson({
    account: session.account,
    label: await lock(key, { name: content.name, identity: session.identity }),
    box: await lock(key, await lock(session.key, content)),
    at: Date.now(),
  });
  await store.dropSetting("wrong");
}

// --- Without one --------------------------------------------------------------------------

/** What the person who is signed in here needs, or undefined where nobody is. */
export async function current() {
  const session = await store.setting("session");
  const known = session && (await store.person(session.account));
  return known && { session, ...(await opened(known, session.key)) };
}

async function opened(known, key) {
  const outer = await unlockBytes((await device()).key, known.box);
  return { content: await unlock(key, outer), at: known.at };
}

/** Those who can sign in here without a signal. */
export async function known() {
  const { key } = await device();
  const labels = await Promise.all(
    (await store.people()).map(async ({ account, label }) => ({ account, ...(await unlock(key, label)) })),
  );
  return labels.filter(({ identity }) => identity).sort((one, other) => one.name.localeCompare(other.name));
}

/** Signs somebody in by what they typed: "in", "wrong", or "wiped" after too many tries. */
export async function signIn({ account, identity }, secret) {
  // Counted before it is judged, so that closing the page in between gives no further try.
  const wrong = ((await store.setting("wrong")) ?? 0) + 1;
  await store.keepSetting("wrong", wrong);
  const key = await keyFrom(secret, (await device()).salt, identity);
  try {
    await opened(await store.person(account), key);
  } catch {
    if (wrong < MOST_WRONG) return "wrong";
    await wipe();
    return "wiped";
  }
  await store.dropSetting("wrong");
  await store.keepSetting("session", { account, key, identity });
  return "in";
}

export async function triesLeft() {
  return MOST_WRONG - ((await store.setting("wrong")) ?? 0);
}

// --- The end ----------------------------------------------------------------------------------

/** Signs out on this device: pages with names go, and the key to the roster. Records and sealed rosters stay. */
export async function endSession() {
  await store.dropSetting("session");
  await caches.delete(PAGES);
}

/** Nobody is known here any more. Records that wait stay. */
export async function wipe() {
  await endSession();
  await store.forgetPeople();
  await caches.delete(FORMS);
}

// Who may work on this device without a signal. What they need for it (who they are to the network, and whom
// lists offer) lies twice sealed: under this device's own key, and under one that follows from what they typed to
// sign in. Ten wrong tries, or the device's revocation, wipe it. Records that wait are no part of it.
import { FORMS } from "./kept.js";
import { keyFrom, lock, newKey, toText, unlock, unlockBytes } from "./seal.js";
import { bringBackPages, endSession, forgetPages, noteUse } from "./stay.js";
import * as store from "./store.js";

const MOST_WRONG = 10;
const PENDING_FOR = 300_000;
const GUESTS = "/sign-in/guest";

async function device() {
  const known = await store.setting("device");
  if (known) return known;
  const salt = toText(crypto.getRandomValues(new Uint8Array(16)));
  await store.keepSetting("device", { salt, key: await newKey() });
  return store.setting("device");
}

// --- Signing in with a signal ----------------------------------------------------------

/**
 * What goes with a secret in the key that it makes: the address at which it is typed. A guest types theirs first at the
 * guests' door and then at an address of their own, and both times it has to make the same key.
 */
export async function identityAt(address) {
  const { key } = await device();
  const ways = waysOf(await store.person(address.split("/").at(-1)));
  const labels = await Promise.all(ways.map(({ label }) => unlock(key, label)));
  return labels.some(({ identity }) => identity === GUESTS) ? GUESTS : address;
}

/** While somebody signs in with a signal: the key that their secret makes, until it is known that it was right. */
export async function notePending(identity, secret) {
  const { salt } = await device();
  const key = await keyFrom(secret, salt, identity);
  await store.keepSetting("pending", { identity, key, at: Date.now() });
}

/**
 * The session on this device of whom the service says is signed in; begun where it is not there yet. Under its key for
 * copies lies what they recorded and was not sent yet, for them to look at: it goes with the session, and nothing that
 * anybody types brings it back.
 */
export async function sessionOf(account) {
  const session = await store.setting("session");
  if (session?.account === account) return session;
  if (session) await endSession();
  const pending = await store.setting("pending");
  const isFresh = pending && Math.abs(Date.now() - pending.at) < PENDING_FOR;
  // Who came in by a passkey has no secret to type here: their key lasts as long as they are signed in.
  const begun = {
    account,
    ...(isFresh ? { key: pending.key, identity: pending.identity } : { key: await newKey(), identity: null }),
    copies: await newKey(),
    begun: Date.now(),
  };
  await store.dropSetting("pending");
  await forgetPages(account);
  // Until it is known after how long they are signed out: what was done here last may have been another, hours ago.
  await noteUse();
  await store.keepSetting("session", begun);
  return begun;
}

/**
 * Keeps what the person of this session needs without a signal. What they typed another time, their PIN or their
 * password, goes on opening what was kept then: a session by passkey, which nothing typed opens, takes no one's place.
 */
export async function keepPerson(session, content) {
  const { key } = await device();
  const others = [];
  for (const other of waysOf(await store.person(session.account))) {
    const { identity } = await unlock(key, other.label);
    if (identity && identity !== session.identity) others.push(other);
  }
  const way = {
    label: await lock(key, { name: content.name, identity: session.identity }),
    box: await lock(key, await lock(session.key, content)),
    at: Date.now(),
  };
  await store.keepPerson({ account: session.account, ways: [...others, way] });
  await store.dropSetting("wrong");
}

/** What opens a person here, each for itself; an earlier release kept one alone. */
function waysOf(known) {
  return known?.ways ?? (known ? [known] : []);
}

// --- Without one --------------------------------------------------------------------------

/** What the person who is signed in here needs, or undefined where nobody is. */
export async function current() {
  const session = await store.setting("session");
  const found = session && (await opened(await store.person(session.account), session.key));
  return found && { session, ...found };
}

/** What a key opens of a person, or undefined. */
async function opened(known, secret) {
  const { key } = await device();
  for (const { box, at } of waysOf(known)) {
    const content = await unlockBytes(key, box).then((outer) => unlock(secret, outer)).catch(() => undefined);
    if (content) return { content, at };
  }
  return undefined;
}

/** Those who can sign in here without a signal, each with what their secrets go with. */
export async function known() {
  const { key } = await device();
  const found = [];
  for (const person of await store.people()) {
    const labels = await Promise.all(waysOf(person).map(({ label }) => unlock(key, label)));
    const identities = labels.map(({ identity }) => identity).filter(Boolean);
    if (identities.length) found.push({ account: person.account, name: labels.at(-1).name, identities });
  }
  return found.sort((one, other) => one.name.localeCompare(other.name));
}

/** Signs somebody in by what they typed: "in", "wrong", or "wiped" after too many tries. */
export async function signIn({ account, identities }, secret) {
  // Counted before it is judged, so that closing the page in between gives no further try.
  const wrong = ((await store.setting("wrong")) ?? 0) + 1;
  await store.keepSetting("wrong", wrong);
  const [{ salt }, person] = [await device(), await store.person(account)];
  for (const identity of identities) {
    const key = await keyFrom(secret, salt, identity);
    const found = await opened(person, key);
    if (!found) continue;
    await store.dropSetting("wrong");
    // What is still there may be another's.
    await endSession();
    await noteUse(found.content.idle);
    const session = { account, key, identity, copies: await newKey(), begun: Date.now() };
    await store.keepSetting("session", session);
    await bringBackPages(session);
    return "in";
  }
  if (wrong < MOST_WRONG) return "wrong";
  await wipe();
  return "wiped";
}

export async function triesLeft() {
  return MOST_WRONG - ((await store.setting("wrong")) ?? 0);
}

// --- The end ----------------------------------------------------------------------------------

/** Nobody is known here any more. Records that wait stay. */
export async function wipe() {
  await endSession();
  await store.forgetPeople();
  await caches.delete(FORMS);
}

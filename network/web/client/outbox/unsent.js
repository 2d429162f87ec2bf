// What the person who is signed in here recorded and what never left this device: theirs to look at, to change and to
// discard. A copy lies under a key of their session alone; once that ends, only what kind of record it is and when it
// was made can be told, and the record itself stays sealed to the network.
import { afterOf } from "./aftercare.js";
import { PAUSE, fieldsOf, fill } from "./drafts.js";
import { refusalOf, showErrors } from "./errors.js";
import { onDay, when } from "./london.js";
import { addressToChange, factsOf, isNewPage, listOf } from "./saved.js";
import { lock, unlock } from "./seal.js";
import { holdForm } from "./send.js";
import * as store from "./store.js";

const SHOWN_AT_ONCE = 10;
const KINDS = { "record-fall": "A fall", "observe-fall": "An observation after a fall" };

/** The record whose form is open here once more, to be changed or because it was refused, until it is saved. */
export let changing;

/** What a record keeps besides for its maker. */
export async function copyOf(form, said, session) {
  const { account, copies } = session;
  const own = copies && (await lock(copies, asFilledIn(form, said.fields, said.made_at)));
  const after = await afterOf(form, said, session);
  return { by: account, heading: isNewPage() ? headingOf(form) : undefined, own, after };
}

function asFilledIn(form, fields, madeAt) {
  return { heading: headingOf(form), facts: factsOf(form), fields, address: location.pathname + location.search, madeAt };
}

function headingOf(form) {
  return form.closest("main").querySelector("h1")?.textContent.trim();
}

// --- Looking at them ----------------------------------------------------------------------

/** The person's own, the newest first; empty where there are none. `changed` is called when one was discarded. */
export async function ownList(changed) {
  const session = await store.setting("session");
  const waiting = session ? await store.recordsIn("waiting") : [];
  const unsent = [...waiting, ...(await store.recordsIn("mending"))];
  const own = waiting.filter(({ by }) => by === session.account).reverse();
  if (!own.length) return [];
  const [details, summary, list] = [element("details", "hearth-unsent"), element("summary", ""), element("ul", "")];
  summary.textContent = own.length === 1 ? "Look at it, change or discard it" : "Look at yours, change or discard them";
  const linesOf = (records) => Promise.all(records.map((record) => lineOf(record, session, unsent, changed)));
  list.append(...(await linesOf(own.slice(0, SHOWN_AT_ONCE))));
  details.append(summary, list);
  const rest = own.slice(SHOWN_AT_ONCE);
  if (rest.length) details.append(restButton(rest.length, list, () => linesOf(rest)));
  return [details];
}

/** Shows those that are not shown at once, and leads to the first of them. */
function restButton(count, list, linesOfRest) {
  const button = Object.assign(element("button", "hearth-waiting__seen", `Show ${count} more`), { type: "button" });
  button.addEventListener("click", async () => {
    const lines = await linesOfRest();
    list.append(...lines);
    button.remove();
    Object.assign(lines[0], { tabIndex: -1 }).focus();
  });
  return button;
}

async function lineOf(record, session, unsent, changed) {
  const copy = await opened(record, session);
  const line = element("li", "");
  line.append(element("strong", "", `${copy?.heading ?? nameOf(record)}, ${when(record.kept)}`));
  if (copy) line.append(listOf(copy.facts));
  const ways = element("p", "hearth-unsent__ways");
  if (record.tried) {
    ways.textContent = "It may have been sent already. Once it is received, it can be corrected.";
  } else {
    if (copy && (await isAtHand(copy.address))) ways.append(Object.assign(element("a", "", "Change"), { href: addressToChange(record.id, copy.address) }));
    const [, ...followers] = store.withFollowers(unsent, record.seq);
    const isSent = followers.some(({ tried }) => tried);
    ways.append(isSent ? "What was added to it may have been sent already, so it can’t be discarded." : discardButton(record, followers.length, changed));
  }
  line.append(ways);
  return line;
}

/** Whether the form opens without a signal, too; with one, the record is gone before anybody opens it. */
async function isAtHand(address) {
  return (await caches.match(address, { ignoreSearch: true, ignoreVary: true })) !== undefined;
}

/** Pressed once it asks, because what is discarded can't be had back. */
function discardButton({ seq }, followers, changed) {
  const button = Object.assign(element("button", "hearth-waiting__seen", "Discard"), { type: "button" });
  button.addEventListener("click", async () => {
    if (!button.dataset.asked) {
      button.dataset.asked = "once";
      button.textContent = followers ? "Discard it for good, with what you added to it" : "Discard it for good";
      return;
    }
    const place = button.closest("[role=status], [data-outbox-status]");
    // Where it can't be done any more, what is shown now says why.
    await store.dropUnsent(seq);
    await changed();
    Object.assign(place, { tabIndex: -1 }).focus();
  });
  return button;
}

/** What a record is called where nothing more of it can be read. */
export function nameOf({ kind, heading }) {
  return KINDS[kind] ?? heading ?? "A record";
}

/** What was filled in, for its maker as long as they can open it; or undefined. */
export async function opened({ own, draft }, { copies, key }) {
  if (draft) return unlock(key, draft).catch(() => undefined);
  return own && copies ? unlock(copies, own).catch(() => undefined) : undefined;
}

// --- Changing one ----------------------------------------------------------------------------

/** The record that the address of this page names to be changed. */
export function idToChange() {
  return new URLSearchParams(location.search).get("change");
}

/** Holds the form of the record that the address names, before anything is sent; what lets it go, or undefined. */
export function holdChange() {
  const id = idToChange();
  return id ? holdForm({ id }) : undefined;
}

/** Opens a record in this form where the address names one; it is not sent while its form is held. Whether it names one. */
export async function reopen(form, session, release) {
  const id = idToChange();
  if (!id) return false;
  const record = await store.recordById(id);
  const copy = record?.by === session.account ? await opened(record, session) : undefined;
  if (!copy || !release || !(await store.changeUnsent(record.seq, { state: "mending" }))) {
    release?.();
    form.replaceWith(element("p", "", "This record has been sent, or can no longer be opened here. Look for it among what was recorded; there it can be corrected."));
    return true;
  }
  beginChange({ id, seq: record.seq, madeAt: copy.madeAt, release });
  for (const box of form.querySelectorAll("[type=checkbox]")) box.checked = false;
  for (const [name, value] of copy.fields) fill(form, name, value);
  const isOpen = record.refusal
    ? `You filled this in ${onDay(record.kept)}, and it is not recorded yet.`
    : `You are changing what you saved here ${onDay(record.kept)}. It is not sent until you save it again or leave this page.`;
  const said = element("p", "hearth-waiting hearth-waiting--form", `${isOpen} A time or day that is left empty is the one of then.`);
  said.setAttribute("role", "status");
  form.prepend(said);
  const refusal = refusedFor(record, copy);
  if (refusal) {
    await leaveToMend(form, refusal, session);
    showErrors(form, [refusalOf(form, refusal)]);
  }
  return true;
}

// --- Mending what was refused ------------------------------------------------------------------

/** Why a form was refused, for its maker; an earlier release wrote it on the record. */
function refusedFor({ refusal }, copy) {
  return copy?.refusal ?? refusal;
}

/**
 * What was refused before its maker's eyes is theirs to mend, now or later: kept as it stands in the form, sealed for
 * them, along with why, which may name somebody. On the record stands only that it was refused.
 */
export async function leaveToMend(form, { reason, remedy, field, code }, session) {
  const { seq, madeAt } = changing;
  const keep = async () => {
    if (changing?.seq !== seq) return;
    const draft = await lock(session.key, { ...asFilledIn(form, fieldsOf(form), madeAt), refusal: { reason, remedy, field, code } });
    await store.unlessNoRoom(store.changeUnsent(seq, { own: undefined, draft, refusal: {}, reason: undefined, remedy: undefined }));
  };
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  });
  changing.keep = keep;
  await keep();
}

/** Forms that were refused and neither mended nor discarded, each with what can be done about it. */
export async function unfinishedLines(changed) {
  const [session, mending] = [await store.setting("session"), await store.recordsIn("mending")];
  const unfinished = mending.filter(({ id, refusal }) => refusal && id !== changing?.id);
  const own = unfinished.filter(({ by }) => by === session?.account);
  const lines = await Promise.all(own.map((record) => unfinishedLine(record, session, changed)));
  const others = unfinished.length - own.length;
  if (others) lines.push(element("p", "", others === 1 ? "1 form on this device is not recorded yet. Who filled it in can finish it here." : `${others} forms on this device are not recorded yet. Who filled them in can finish them here.`));
  return lines;
}

async function unfinishedLine(record, session, changed) {
  const [copy, unsent] = [await opened(record, session), [...(await store.recordsIn("waiting")), ...(await store.recordsIn("mending"))]];
  const line = element("div", "hearth-unsent");
  line.append(element("p", "", `${KINDS[record.kind] ?? copy?.heading ?? nameOf(record)}, ${when(record.kept)}, is not recorded yet. ${refusedFor(record, copy).reason ?? ""}`.trim()));
  const ways = element("p", "hearth-unsent__ways");
  ways.append(copy ? Object.assign(element("a", "", "Finish it"), { href: addressToChange(record.id, copy.address) }) : "Sign in with the PIN or password of then to finish it.");
  ways.append(" ", discardButton(record, store.withFollowers(unsent, record.seq).length - 1, changed));
  line.append(ways);
  return line;
}

/** From now on, what is saved in the form takes the place of this record. */
export function beginChange(of) {
  changing = of;
}

/** The record is saved again; what lets its form go, or undefined where none was open. */
export function endChange() {
  const release = changing?.release;
  changing = undefined;
  return release;
}

function element(tag, className, text) {
  return Object.assign(document.createElement(tag), className && { className }, text && { textContent: text });
}

// Sends what waits. A record is let go of only on a definite answer about itself; anything else keeps it.
import { leaveIfOwed } from "./leaving.js";
import { PutOff } from "./order.js";
import * as store from "./store.js";

const MOST_RECORDS = 50;
const MOST_BYTES = 1_000_000;
const PATIENCE = 20_000;
const BETWEEN_QUESTIONS = 60_000;
const FIRST_PAUSE = 5_000;
const LONGEST_PAUSE = 300_000;
const STILL_THERE = 5_000;
const BEFORE_OTHERS = 3_000;

/** What the last attempt found: "reached", "signed-out" or "unreachable". */
export let reach = "reached";
let pause = FIRST_PAUSE;
let timer;
/** When the service last answered. */
let heard = 0;
/** Whether a form that somebody was changing seems to be open elsewhere, or has only just gone. */
let isHeldElsewhere = false;

/**
 * Sends one record while somebody still looks at its form; the answer, or undefined where there was none. What is
 * refused is theirs to mend as long as they hold the form; then it is sent like the others, and set aside.
 */
export async function sendAttended(record) {
  const answer = await navigator.locks.request("hearth-outbox", () => deliver([record], true, new PutOff()));
  return answer?.said.answers[0];
}

/**
 * Says that a record's form is open on this page; the function that says that it no longer is, or undefined where it
 * is open on another. A page that was opened anew is told apart from another by a moment's patience: the browser lets go
 * of what the page before held a little after that is gone.
 */
export function holdForm({ id }) {
  const inTime = { signal: AbortSignal.timeout(BEFORE_OTHERS) };
  return new Promise((held) => {
    navigator.locks.request(nameOfForm(id), inTime, () => new Promise(held)).catch(() => held(undefined));
  });
}

function nameOfForm(id) {
  return `hearth-form-${id}`;
}

/** Sends all that waits, oldest first. Where another tab does so already, it is left to that tab. */
export async function send() {
  clearTimeout(timer);
  try {
    await navigator.locks.request("hearth-outbox", { ifAvailable: true }, async (held) => held && sendWaiting());
  } finally {
    await tryLater();
  }
}

async function sendWaiting() {
  await store.dropOld(Date.now());
  await takeUp();
  await findRestored();
  let putOff = new PutOff();
  for (let after = -1; ; ) {
    const records = await store.nextWaiting(after, MOST_RECORDS, MOST_BYTES, putOff);
    const answer = records.length ? await deliver(records, false, putOff) : undefined;
    if (!answer) return;
    // One that is to come later holds up none behind it but those that belong to it.
    [after, putOff] = answer.restored ? [-1, new PutOff()] : [records.at(-1).seq, putOff];
  }
}

/** What somebody was changing in a form that is gone by now waits like the others; what was refused there does not. */
async function takeUp() {
  isHeldElsewhere = false;
  for (const { id, seq, refusal } of await store.recordsIn("mending")) {
    if (refusal) continue;
    const isGone = { ifAvailable: true };
    await navigator.locks.request(nameOfForm(id), isGone, async (held) => {
      if (held) await store.unlessNoRoom(store.changeRecord(seq, { state: "waiting" }));
      else isHeldElsewhere = true;
    });
  }
}

/** Asks, where nothing was sent for a while, whether the service still knows what it had received. */
async function findRestored() {
  const asked = (await store.setting("asked")) ?? 0;
  const isDue = Math.abs(Date.now() - asked) > BETWEEN_QUESTIONS;
  if (isDue && (await store.setting("acknowledged")) && !(await store.countOf("waiting"))) await deliver([], false, new PutOff());
}

async function deliver(chosen, attended, putOff) {
  // What never left this device is its maker's to change and to discard: it does not leave where nobody answers.
  if (chosen.some(({ tried }) => !tried) && !(await isThere())) return undefined;
  const records = await store.beginSending(chosen, putOff);
  if (chosen.length && !records.length) return { said: { answers: [] } };
  const acknowledged = await store.setting("acknowledged");
  const said = await post({
    sent_at: new Date().toISOString(),
    records: records.map((record) => record.sealed),
    // What follows on one of these was not refused: it is only too early.
    waiting: putOff.ids.slice(0, store.MOST_WAITING),
    acknowledged: acknowledged && { id: acknowledged.id, record: acknowledged.record },
    attended,
  });
  if (!said && reach === "signed-out") await takeMarksBack(records);
  if (!said) return undefined;
  await store.unlessNoRoom(store.keepSetting("asked", Date.now()));
  const restored =
    acknowledged && (said.has_acknowledged === false || said.log_position < acknowledged.position);
  // First the others of before, then those of now: what was answered just now is there.
  if (restored) await store.sendAgain();
  for (const [place, answer] of said.answers.entries()) {
    if (answer.became === "later") putOff.add(records[place], answer.reason !== undefined);
    else await settle(records[place], answer, attended);
  }
  return { said, restored };
}

/** Whoever is at the door brings nothing: of what was turned away there, nothing has arrived now either. */
async function takeMarksBack(records) {
  for (const { seq, tried } of records) if (!tried) await store.unlessNoRoom(store.changeRecord(seq, { tried: false }));
}

/** Whether the service answers. */
async function isThere() {
  if (Math.abs(Date.now() - heard) < STILL_THERE) return true;
  const asked = { method: "HEAD", cache: "no-store", headers: { "Hearth-Background": "1" }, signal: AbortSignal.timeout(PATIENCE) };
  const answer = await fetch("/offline", asked).catch(() => undefined);
  if (!answer?.ok) reach = "unreachable";
  return answer?.ok;
}

async function post(delivery) {
  try {
    await leaveIfOwed();
    const response = await fetch("/outbox", {
      method: "POST",
      headers: { "Content-Type": "application/json", "Hearth-Outbox": "1", "Hearth-Background": "1" },
      body: JSON.stringify(delivery),
      keepalive: delivery.records.length === 1 && delivery.records[0].box.length < 50_000,
      signal: AbortSignal.timeout(PATIENCE),
    });
    heard = Date.now();
    reach = response.ok ? "reached" : [401, 403].includes(response.status) ? "signed-out" : "unreachable";
    return response.ok ? await response.json() : undefined;
  } catch {
    [reach, heard] = ["unreachable", 0];
    return undefined;
  }
}

async function settle(record, answer, attended) {
  const { became, reason, remedy, record: made, log_position: position = 0 } = answer;
  const state = attended && became === "refused" ? "mending" : became;
  // What was refused while its form is open never arrived: it stays its maker's, to mend, and so does why.
  const left = state === "mending" ? { tried: false } : { own: undefined, after: undefined, reason, remedy };
  const isKept = await store.unlessNoRoom(store.changeRecord(record.seq, { state, made, position, answered: Date.now(), ...left }));
  // The home has it. On a full device it makes room for what comes next, rather than wait for a restore.
  if (!isKept && became !== "refused") await store.dropRecord(record.seq);
  const acknowledged = await store.setting("acknowledged");
  if (made && position >= (acknowledged?.position ?? 0)) {
    await store.unlessNoRoom(store.keepSetting("acknowledged", { id: record.id, record: made, position, at: Date.now() }));
  }
}

/** Tries again after a while, a longer one each time; what wakes the page up tries at once. */
async function tryLater() {
  if (isHeldElsewhere || (await store.countOf("waiting"))) {
    timer = setTimeout(attempt, pause * (0.75 + Math.random() / 2));
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  } else {
    pause = FIRST_PAUSE;
  }
}

let tell = () => {};

async function attempt() {
  await send();
  tell();
}

function attemptAnew() {
  pause = FIRST_PAUSE;
  return attempt();
}

/** Sends when there is reason to: now, when the network may be back, when somebody looks, and from time to time. */
export function keepSending(changed) {
  tell = changed;
  addEventListener("online", attemptAnew);
  addEventListener("pageshow", (event) => event.persisted && attemptAnew());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && attemptAnew());
  return attemptAnew();
}

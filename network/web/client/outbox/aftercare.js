// The falls after which somebody has to be looked in on, as far as this device knows: those that the service listed, with
// what the person recorded here since.
import { instantOf } from "./london.js";
import { LISTED_FOR, merged, nextTime, timesOf } from "./post-fall.js";
import { lock, unlock } from "./seal.js";
import * as store from "./store.js";

const KINDS = ["record-fall", "complete-fall", "observe-fall"];

/** What a record of a fall keeps besides, sealed for its maker, so that the device knows what the fall asks for. */
export async function afterOf(form, { kind, home, path, fields, made_at: madeAt }, { key }) {
  if (!KINDS.includes(kind)) return undefined;
  const name = form.elements.resident?.selectedOptions[0].text.split(/[,(]/)[0].trim();
  return lock(key, { kind, home, path, fields: fields.filter(([field]) => field !== "description" && field !== "observation"), madeAt, name });
}

/** The falls after which somebody has to be looked in on, as far as this device knows; the most urgent first. */
export async function watched({ aftercare }, session, now = Date.now()) {
  const known = aftercare ?? { head: [], quiet: [], falls: [] };
  const falls = new Map(known.falls.map((fall) => [fall.fall, { ...fall, seen: [...fall.seen] }]));
  for (const record of await recorded(session)) take(record, falls, known);
  const due = [...falls.values()].map((fall) => ({ ...fall, next: nextTime(fall, now) }));
  return due.filter(({ next, fell, facts }) => next || (facts && now - fell < LISTED_FOR)).sort((one, other) => (one.next ?? Infinity) - (other.next ?? Infinity));
}

/** What the person recorded here of falls and what was not sent yet, in order. */
async function recorded(session) {
  const unsent = [...(await store.recordsIn("waiting")), ...(await store.recordsIn("mending"))];
  const own = unsent.filter(({ by, after, refusal }) => after && by === session.account && !refusal).sort((one, other) => one.seq - other.seq);
  const opened = await Promise.all(own.map(async ({ id, tried, after }) => ({ id, tried, ...(await unlock(session.key, after).catch(() => ({}))) })));
  return opened.filter(({ kind }) => kind);
}

function take({ id, tried, kind, home, path, fields, madeAt, name }, falls, known) {
  const said = (field) => fields.findLast(([one]) => one === field)?.[1];
  const at = instantOf(said("occurred_at") || said("observed_at") || madeAt);
  if (kind === "record-fall") falls.set(`command:${id}`, { fall: `command:${id}`, home, name, fell: at, seen: [], tried, ...asFar(merged({}, fields), at, known) });
  const fall = falls.get(path.fall);
  if (kind === "observe-fall" && fall) [fall.seen, fall.worrying] = [[...fall.seen, at], fall.worrying || said("concern") === "yes"];
  if (kind === "complete-fall" && fall?.facts) Object.assign(fall, asFar(merged(fall.facts, fields), fall.fell, known));
}

function asFar(facts, fell, known) {
  return { facts, times: timesOf(facts, fell, known) };
}

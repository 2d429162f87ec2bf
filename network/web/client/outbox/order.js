// The order in which records go: one that is put off holds back those behind it that name it, and for the time
// being those about the same people. Everything else goes on.
import { toText } from "./seal.js";
import { recordsIn } from "./store.js";

const MADE_BY = /^command:(.+)$/;
const PERSONS = ["resident", "staff"];

/** What a record follows on, and marks of whom it is about: no names, and no ids in the clear. */
export async function placeOf({ home, path, fields }) {
  const named = Object.values(path);
  const about = [...named, ...fields.filter(([name]) => PERSONS.includes(name)).map(([, value]) => value)];
  return {
    follows: named.map((value) => value.match(MADE_BY)?.[1]).filter(Boolean),
    about: await Promise.all(about.filter(Boolean).map((value) => markOf(`${home}/${value}`))),
  };
}

/** Whether nothing that still waits, or is open in its form, has to go before a record: then it may be sent at once. */
export async function isFirst(record) {
  const putOff = new PutOff();
  const others = [...(await recordsIn("waiting")), ...(await recordsIn("mending"))];
  for (const earlier of others) if (earlier.seq < record.seq) putOff.add(earlier, !earlier.refusal);
  return !putOff.holdsBack(record);
}

async function markOf(text) {
  return toText(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))).slice(0, 22);
}

/** Those that could not be sent in this round, and what has to wait behind them. */
export class PutOff {
  #ids = new Set();
  #about = new Set();

  get ids() {
    return [...this.#ids];
  }

  /** `isForNow` where the service was busy: a record that it stumbles over must not hold up a person's others. */
  add({ id, about = [] }, isForNow) {
    this.#ids.add(id);
    if (isForNow) about.forEach((mark) => this.#about.add(mark));
  }

  /** Whether a record has to wait behind one of these; then others wait behind it, too. */
  holdsBack(record) {
    const { follows = [], about = [] } = record;
    const isBehind = follows.some((id) => this.#ids.has(id)) || about.some((mark) => this.#about.has(mark));
    if (isBehind) this.add(record, true);
    return isBehind;
  }
}

// What this device keeps, in IndexedDB. Nothing personal stands here in the clear: records are sealed to the
// network's key, and what a person needs offline is sealed under a key that follows from their PIN or password.
import { openDB } from "idb";

export const MOST_WAITING = 1000;
export const KEPT_FOR = 14 * 24 * 3600 * 1000;

let opened;

function database() {
  opened ??= openDB("hearth", 1, {
    upgrade(db) {
      const records = db.createObjectStore("records", { keyPath: "seq", autoIncrement: true });
      records.createIndex("id", "id", { unique: true });
      records.createIndex("state", "state");
      db.createObjectStore("people", { keyPath: "account" });
      db.createObjectStore("drafts", { keyPath: "name" });
      db.createObjectStore("settings");
    },
    // Another tab brings a newer version of the client: make way, and open it again when asked.
    blocking: (_current, _next, event) => {
      event.target.close();
      opened = undefined;
    },
    terminated: () => (opened = undefined),
  });
  return opened;
}

export async function setting(name) {
  return (await database()).get("settings", name);
}

export async function keepSetting(name, value) {
  await (await database()).put("settings", value, name);
}

export async function dropSetting(name) {
  await (await database()).delete("settings", name);
}

// --- Records ------------------------------------------------------------------------

/** Nothing was kept: the outbox is full ("many"), the browser has no "room", or what was to be changed is "gone". */
export class NotKept extends Error {}

/** Changes records, and what was typed, in one step, which has reached the disk when this is done, or else nothing is changed. */
async function inOneStep(step, durability = "strict") {
  const change = (await database()).transaction(["records", "drafts"], "readwrite", { durability });
  try {
    const [result] = await Promise.all([step(change.objectStore("records"), change.objectStore("drafts")), change.done]);
    return result;
  } catch (error) {
    if (isNoRoom(error)) throw new NotKept("room");
    throw error;
  }
}

/** Waits for what may be left out on a device without any room: true where it was done. */
export function unlessNoRoom(change) {
  const isLeftOut = (error) => {
    if (isNoRoom(error)) return false;
    throw error;
  };
  return change.then(() => true, isLeftOut);
}

function isNoRoom(error) {
  return error instanceof NotKept || error.name === "QuotaExceededError";
}

/** Keeps a sealed record until it is answered, in place of its draft; it has reached the disk when this is done. */
export async function keepRecord(record, draft) {
  if ((await countOf("waiting")) >= MOST_WAITING) throw new NotKept("many");
  await inOneStep((records, drafts) => Promise.all([records.add({ ...record, state: "waiting" }), drafts.delete(draft)]));
}

export async function countOf(state) {
  return (await database()).countFromIndex("records", "state", state);
}

export async function recordsIn(state) {
  return (await database()).getAllFromIndex("records", "state", state);
}

/** Waiting records after one that nothing holds back, oldest first, as many as fit into one delivery. */
export async function nextWaiting(after, most, bytes, putOff) {
  const found = [];
  let size = 0;
  const read = (await database()).transaction("records").store.index("state");
  for (let at = await read.openCursor("waiting"); at; at = await at.continue()) {
    if (at.value.seq <= after || putOff.holdsBack(at.value)) continue;
    size += at.value.sealed.box.length + 400;
    if (found.length === most || (found.length && size > bytes)) break;
    found.push(at.value);
  }
  return found;
}

/**
 * Takes up waiting records to be sent, as they are now: somebody may have changed or discarded one of them since it was
 * read, or hold it in its form, and then what comes after it has to wait behind it. From then on each may have arrived,
 * whatever comes back; where there is no room to write that down they go all the same, because that makes room.
 */
export async function beginSending(chosen, putOff) {
  const taken = [];
  await unlessNoRoom(inOneStep(async (records) => {
    const mending = await records.index("state").getAll("mending");
    for (const { seq } of chosen) {
      // What was refused may stay so for days: only what names it waits for it.
      while (mending[0]?.seq < seq) putOff.add(mending[0], !mending.shift().refusal);
      const record = await records.get(seq);
      if (record?.state === "waiting" && !putOff.holdsBack(record)) taken.push(record);
    }
    const fresh = taken.filter(({ tried }) => !tried);
    await Promise.all(fresh.map((record) => records.put({ ...record, tried: true })));
  }));
  return taken;
}

/** Changes a record that waits or is being changed, and never left this device; whether there was one. */
export async function changeUnsent(seq, changes) {
  return inOneStep(async (records) => {
    const record = await records.get(seq);
    const isUnsent = ["waiting", "mending"].includes(record?.state) && !record.tried;
    if (isUnsent) await records.put({ ...record, ...changes });
    return isUnsent;
  });
}

/** The same for a record that is saved again in its form: there has to be one. */
export async function replaceUnsent(seq, changes) {
  if (!(await changeUnsent(seq, { refusal: undefined, draft: undefined, ...changes }))) throw new NotKept("gone");
}

/** Discards a record that never left this device, and with it what follows on it, though it be open in its form; whether it could. */
export async function dropUnsent(seq) {
  return inOneStep(async (records) => {
    const index = records.index("state");
    const dropped = withFollowers([...(await index.getAll("waiting")), ...(await index.getAll("mending"))], seq);
    const isUnsent = dropped.length > 0 && !dropped.some(({ tried }) => tried);
    if (isUnsent) for (const record of dropped) await records.delete(record.seq);
    return isUnsent;
  });
}

/** A record of these and those that follow on it, which come after it. */
export function withFollowers(unsent, seq) {
  const found = unsent.filter((record) => record.seq === seq);
  for (const record of [...unsent].sort((one, other) => one.seq - other.seq)) {
    if (record.follows?.some((id) => found.some((one) => one.id === id))) found.push(record);
  }
  return found;
}

/** Changes a record where it still is as it was read: another tab may have been faster. */
export async function changeRecord(seq, changes) {
  await inOneStep(async (records) => {
    const record = await records.get(seq);
    if (record) await records.put({ ...record, ...changes });
  }, "default");
}

export async function dropRecord(seq) {
  await (await database()).delete("records", seq);
}

export async function recordById(id) {
  return (await database()).getFromIndex("records", "id", id);
}

/** What was refused, and nobody can open any more to mend it, waits like the others after all: else it would be lost. */
export async function sendUnfinished(account) {
  for (const { seq, by, refusal } of await recordsIn("mending")) {
    if (refusal && by === account) await unlessNoRoom(changeRecord(seq, { state: "waiting", refusal: undefined, draft: undefined }));
  }
}

/** What was received long enough ago is forgotten; what was refused stays until somebody has seen it. */
export async function dropOld(now) {
  const change = (await database()).transaction("records", "readwrite");
  for (const state of ["received", "set_aside"]) {
    for (let at = await change.store.index("state").openCursor(state); at; at = await at.continue()) {
      if (at.value.answered < now - KEPT_FOR) await at.delete();
    }
  }
  await change.done;
}

/** The service no longer knows what it had received: all of it waits again. */
export async function sendAgain() {
  const change = (await database()).transaction(["records", "settings"], "readwrite");
  for (const state of ["received", "set_aside"]) {
    for (const record of await change.objectStore("records").index("state").getAll(state)) {
      await change.objectStore("records").put({ ...record, state: "waiting" });
    }
  }
  await change.objectStore("settings").delete("acknowledged");
  await change.done;
}

// --- People and drafts ----------------------------------------------------------------

export async function people() {
  return (await database()).getAll("people");
}

export async function person(account) {
  return (await database()).get("people", account);
}

export async function keepPerson(known) {
  await (await database()).put("people", known);
}

/** Everything of people goes; records stay. */
export async function forgetPeople() {
  const change = (await database()).transaction(["people", "drafts", "settings"], "readwrite");
  await change.objectStore("people").clear();
  await change.objectStore("drafts").clear();
  for (const name of ["session", "pending", "wrong"]) await change.objectStore("settings").delete(name);
  await change.done;
}

export async function draft(name) {
  return (await database()).get("drafts", name);
}

export async function drafts() {
  return (await database()).getAll("drafts");
}

export async function keepDraft(kept) {
  await (await database()).put("drafts", kept);
}

export async function dropDraft(name) {
  await (await database()).delete("drafts", name);
}

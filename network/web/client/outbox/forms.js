// A form whose record goes through the outbox: it is on this device before anything is sent, and says so.
import { aheadOfClock } from "./ahead.js";
import { unfit } from "./bounds.js";
import { endDraft, fieldsOf, nameOf, noteSent } from "./drafts.js";
import { beginChange, changing, copyOf, endChange, leaveToMend } from "./unsent.js";
import { clearErrors, refusalOf, showErrors } from "./errors.js";
import { isFirst, placeOf } from "./order.js";
import { current } from "./people.js";
import { labelOf, showSaved, takeBack } from "./saved.js";
import { sealRecord } from "./seal.js";
import { holdForm, send, sendAttended } from "./send.js";
import * as store from "./store.js";

const NEXT_AFTER = 1_500;
// Where nobody answers it is known at once, and still said before the form makes way.
const SAID_FOR = 100;
const NOT_KEPT = {
  many: "This device holds 1,000 records that could not be sent yet, and takes no more. What you typed is still here. Bring the device to where there is a signal and open Hearth; then save again.",
  room: "There is no room left on this device for another record. What you typed is still here. Bring the device to where there is a signal and open Hearth, or free some room; then save again.",
  gone: "The record that you are changing is no longer on this device. What you typed is still here; look on Today before you record it anew.",
};

let isSaving = false;

/** Saves the form's record; `told` is called when something has changed. */
export async function save(form, button, { told, session }) {
  if (isSaving || !isComplete(form)) return;
  isSaving = true;
  try {
    const person = await current().catch(() => undefined);
    // Right after the first sign-in on a device it is not known yet who this is: then the form goes as it is, and
    // what was typed stays in the draft, because the service may not answer.
    if (!person?.content.grant) {
      if (session) await noteSent(form, session);
      return sendAsForm(form, button);
    }
    const keeping = keep(form, button, person);
    endDraft(form, keeping);
    const record = await keeping;
    const panel = showSaved(form, person.content.name);
    told();
    await follow(form, button, record, panel, { told, session: person.session });
  } catch (error) {
    if (!(error instanceof store.NotKept)) throw error;
    showErrors(form, [["", NOT_KEPT[error.message]]]);
  } finally {
    isSaving = false;
  }
}

async function keep(form, button, { content, session }) {
  const id = changing?.id ?? crypto.randomUUID();
  const said = contentOf(form, button, content.grant);
  const [sealed, place, copy] = await Promise.all([sealRecord(content.network, id, said), placeOf(said), copyOf(form, said, session)]);
  const kept = { sealed, ...place, ...copy };
  if (changing) await store.replaceUnsent(changing.seq, { ...kept, state: "waiting" });
  else await store.keepRecord({ id, kind: said.kind, home: said.home, kept: Date.now(), ...kept }, nameOf(session));
  return { ...(await store.recordById(id)), madeAt: said.made_at };
}

function contentOf(form, button, grant) {
  return {
    kind: form.dataset.outbox,
    home: homeOf(),
    path: pathOf(form),
    fields: fieldsOf(form, button),
    made_at: changing?.madeAt ?? new Date().toISOString(),
    grant,
  };
}

function homeOf() {
  return decodeURIComponent(location.pathname.split("/")[2] ?? "");
}

/** What the form's address says beside the home: data-path-fall, or data-path-fall-from a part of the address. */
function pathOf(form) {
  const path = {};
  for (const { name, value } of form.attributes) {
    const field = name.match(/^data-path-(.+?)(-from)?$/);
    if (field) path[field[1].replaceAll("-", "_")] = field[2] ? fromAddress(value) : value;
  }
  return path;
}

function fromAddress(name) {
  return new URLSearchParams(location.search).get(name) ?? "";
}

async function follow(form, button, record, panel, { told, session }) {
  const release = endChange() ?? (await holdForm(record));
  const sent = (await isFirst(record)) ? sendAttended(record) : send();
  const answer = await Promise.race([sent.catch(() => undefined), later(NEXT_AFTER)]);
  if (answer?.became === "refused") {
    await giveBack(form, record, panel, { answer, release, session });
    return told();
  }
  release();
  void sent.then(() => send()).finally(told);
  if (form.dataset.outboxNext) {
    await later(SAID_FOR);
    return leadOn(form, record, answer);
  }
  panel.dataset.id = record.id;
}

/**
 * The form once more, with what is wrong beside each field. It is no record yet, and is not sent as one: it stays here
 * until its maker mends or discards it; mended, it is still the one on which others follow, made when it was first saved.
 */
async function giveBack(form, { id, seq, madeAt }, panel, { answer, release, session }) {
  beginChange({ id, seq, madeAt, release });
  takeBack(form, panel);
  await leaveToMend(form, answer, session);
  showErrors(form, [refusalOf(form, answer)]);
}

function later(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function leadOn(form, record, answer) {
  const next = new URL(form.dataset.outboxNext, location.href);
  const name = form.dataset.outbox === "record-fall" ? "fall" : "recorded";
  next.searchParams.set(name, answer?.record ?? `command:${record.id}`);
  location.assign(next);
}

/** As it would go without a script: the page that answers shows what is wrong. */
function sendAsForm(form, button) {
  const twin = document.createElement("form");
  twin.method = "post";
  twin.hidden = true;
  for (const [name, value] of new FormData(form, button)) {
    const field = document.createElement("input");
    [field.type, field.name, field.value] = ["hidden", name, value];
    twin.append(field);
  }
  document.body.append(twin);
  twin.submit();
}

/** What the form asks for and was left empty, said beside it; the service says the same of a form sent to it. */
function isComplete(form) {
  clearErrors(form);
  const asks = JSON.parse(form.dataset.outboxAsks ?? "{}");
  const sent = new FormData(form);
  const missing = Object.entries(asks).filter(([name]) => !sent.getAll(name).some((value) => value !== ""));
  // Not whether a time is in its bounds: those are of when the page was fetched, which may be a day ago.
  const bad = [...form.elements].filter(({ validity }) => validity?.badInput || validity?.patternMismatch);
  const errors = [...bad.map((field) => [field.name, `${labelOf(field)}: this can’t be read.`]), ...missing, ...unfit(form), ...aheadOfClock(form)];
  // A field that can't be read is empty to the form as well: it is told once.
  const told = errors.filter(([name], at) => errors.findIndex(([other]) => other === name) === at);
  if (told.length) showErrors(form, inOrder(form, told));
  return !told.length;
}

/** As the questions stand on the page. */
function inOrder(form, errors) {
  const names = [...form.elements].map(({ name }) => name);
  return [...errors].sort(([one], [other]) => names.indexOf(one) - names.indexOf(other));
}

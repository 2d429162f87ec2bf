// A form whose record goes through the outbox: it is on this device before anything is sent, and says so.
import { current } from "./people.js";
import { sealRecord } from "./seal.js";
import { send, sendAttended } from "./send.js";
import * as store from "./store.js";

const NEXT_AFTER = 1_500;
const FULL = {
  many: "This device holds 1,000 records that could not be sent yet, and takes no more. What you typed is still here. Bring the device to where there is a signal and open Hearth; then save again.",
  room: "There is no room left on this device for another record. What you typed is still here. Bring the device to where there is a signal and open Hearth, or free some room; then save again.",
};

let isSaving = false;

/** Saves the form's record; `told` is called when something has changed, `done` when it is on this device. */
export async function save(form, button, { told, done }) {
  if (isSaving || !isComplete(form)) return;
  isSaving = true;
  try {
    const person = await current().catch(() => undefined);
    // Right after the first sign-in on a device it is not known yet who this is: then the form goes as it is.
    if (!person?.content.grant) return sendAsForm(form, button);
    const record = await keep(form, button, person.content);
    await done();
    const panel = showSaved(form);
    told();
    await follow(form, button, record, panel, told);
  } catch (error) {
    if (!(error instanceof store.OutboxFull)) throw error;
    showProblem(form, FULL[error.message]);
  } finally {
    isSaving = false;
  }
}

async function keep(form, button, content) {
  const id = crypto.randomUUID();
  const sealed = await sealRecord(content.network, id, contentOf(form, button, content.grant));
  await store.keepRecord({ id, sealed, kind: form.dataset.outbox, home: homeOf(), kept: Date.now() });
  return store.recordById(id);
}

function contentOf(form, button, grant) {
  const fields = [...new FormData(form, button)].filter(([name, value]) => typeof value === "string" && name !== "command_id");
  return {
    kind: form.dataset.outbox,
    home: homeOf(),
    path: pathOf(form),
    fields,
    made_at: new Date().toISOString(),
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

async function follow(form, button, record, panel, told) {
  const sent = isFirst(form) ? sendAttended(record) : send();
  const answer = await Promise.race([sent.catch(() => undefined), later(NEXT_AFTER)]);
  if (answer?.became === "refused") {
    await store.dropRecord(record.seq);
    return sendAsForm(form, button);
  }
  void sent.then(() => send()).finally(told);
  if (form.dataset.outboxNext) return leadOn(form, record, answer);
  panel.dataset.id = record.id;
}

/** Whether it follows on no record of this device that still waits: then it may be sent before the others. */
function isFirst(form) {
  return !Object.values(pathOf(form)).some((value) => value.startsWith("command:"));
}

function later(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function leadOn(form, record, answer) {
  const next = new URL(form.dataset.outboxNext, location.href);
  const noun = form.dataset.outbox.split("-").at(-1);
  next.searchParams.set(noun, answer?.record ?? `command:${record.id}`);
  location.assign(next);
}

/** The service has a say in what is wrong with it: the page that it answers shows that beside each field. */
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

// --- What is shown ------------------------------------------------------------------------

/** What the form asks for and was left empty, said beside it; the service says the same of a form sent to it. */
function isComplete(form) {
  const asks = JSON.parse(form.dataset.outboxAsks ?? "{}");
  const sent = new FormData(form);
  const missing = Object.entries(asks).filter(([name]) => !sent.getAll(name).some((value) => value !== ""));
  // Not whether a time is in its bounds: those are of when the page was fetched, which may be a day ago.
  const unfit = [...form.elements].filter(({ validity }) => validity?.badInput || validity?.patternMismatch);
  if (!missing.length && !unfit.length) return true;
  const sentences = [...missing.map(([, said]) => said), ...unfit.map(labelOf).map((label) => `${label}: this can’t be read.`)];
  showProblem(form, sentences.join(" "));
  return false;
}

function labelOf(field) {
  return field.labels?.[0]?.textContent.trim() ?? field.name;
}

/** Says above the form why it could not be saved, and gives it back where it had made way. */
function showProblem(form, text) {
  const shown = form.querySelector("[data-outbox-problem]") ?? document.createElement("div");
  shown.dataset.outboxProblem = "";
  shown.className = "hearth-problem";
  shown.setAttribute("role", "alert");
  shown.tabIndex = -1;
  shown.textContent = text;
  form.prepend(shown);
  shown.focus();
}

/** The form makes way for a confirmation that has the focus, and says where the record is. */
function showSaved(form) {
  const panel = document.createElement("div");
  panel.className = "hearth-confirmation";
  panel.tabIndex = -1;
  panel.setAttribute("role", "status");
  const [title, said, ways] = ["h1", "p", "p"].map((name) => document.createElement(name));
  title.className = "hearth-confirmation__title";
  title.textContent = "Saved on this device";
  said.textContent = "It is sent as soon as Hearth can be reached. You need not wait for it.";
  ways.append(link(location.pathname, "Record another"), " · ", link(`/homes/${location.pathname.split("/")[2]}`, "Today"));
  panel.append(title, said, ways);
  const main = form.closest("main");
  for (const element of main.children) element.hidden = true;
  main.prepend(panel);
  panel.scrollIntoView({ block: "nearest" });
  panel.focus({ preventScroll: true });
  return panel;
}

function link(address, text) {
  const anchor = document.createElement("a");
  [anchor.href, anchor.textContent] = [address, text];
  return anchor;
}

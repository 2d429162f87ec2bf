// What somebody typed and did not save yet is kept sealed for them alone: signing out by itself, a closed page or
// an empty battery lose nothing.
import { lock, unlock } from "./seal.js";
import * as store from "./store.js";

export const PAUSE = 700;

/** Forms whose record is being kept on this device, each with whether it was: what they hold is no draft any more. */
const saved = new WeakMap();

/** The name of what is typed on this page. */
export function nameOf(session) {
  // One form serves every fall that is not sent yet.
  return `${session.account} ${location.pathname}${new URLSearchParams(location.search).get("fall") ?? ""}`;
}

/** Keeps what is typed into a form, and puts back what was typed before. */
export async function keepDrafts(form, session) {
  let timer;
  await putBack(form, session);
  const typing = () => {
    clearTimeout(timer);
    timer = setTimeout(() => keepNow(form, session), PAUSE);
  };
  form.addEventListener("input", typing);
}

/** From now on what the form holds is a record, unless that turns out not to have been kept. */
export function endDraft(form, keeping) {
  saved.set(form, keeping.then(() => true, () => false));
}

/** What a form holds, but for the id that it was shown with. */
export function fieldsOf(form, button) {
  return [...new FormData(form, button)].filter(([name, value]) => typeof value === "string" && name !== "command_id");
}

/** Keeps it at once, before the page goes. A form that was saved is not kept: it would come back, and be saved twice. */
export async function keepNow(form, session) {
  const typed = fieldsOf(form).filter(([, value]) => value);
  const box = typed.length && (await lock(session.key, typed));
  if (box && !(await saved.get(form))) await store.keepDraft({ name: nameOf(session), box, at: Date.now() });
}

/** The form goes as it is, and its draft stays until an answer shows that it was recorded. */
export async function noteSent(form, session) {
  await keepNow(form, session);
  await store.keepSetting("sent", nameOf(session));
}

/** The page that answers a form sent as it is: where it confirms the record, that is no draft any more. */
export async function dropSent() {
  const sent = await store.setting("sent");
  if (!sent) return;
  if (new URLSearchParams(location.search).has("saved")) await store.dropDraft(sent);
  await store.dropSetting("sent");
}

async function putBack(form, session) {
  const kept = await store.draft(nameOf(session));
  if (!kept) return;
  const isStale = Date.now() - kept.at > store.KEPT_FOR;
  const typed = isStale ? undefined : await unlock(session.key, kept.box).catch(() => undefined);
  if (!typed) return store.dropDraft(nameOf(session));
  for (const [name, value] of typed) fill(form, name, value);
  const said = document.createElement("p");
  said.className = "hearth-waiting hearth-waiting--form";
  said.setAttribute("role", "status");
  said.textContent = "What you had typed is still here.";
  form.prepend(said);
}

/** Puts a value into its field. */
export function fill(form, name, value) {
  for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
    if (field.type === "radio" || field.type === "checkbox") field.checked ||= field.value === value;
    else field.value = value;
  }
}

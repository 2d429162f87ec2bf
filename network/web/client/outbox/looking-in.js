// On a device that can't ask the service: whom to look in on and when, what to do now after a fall that was not sent
// yet, and the form for what was seen. Today, the list and the page without a signal all tell it the same way.
import { watched } from "./aftercare.js";
import { isKeptPage } from "./fresh.js";
import { ZONE, when } from "./london.js";
import { adviceOn } from "./post-fall.js";
import { listOf } from "./saved.js";
import * as store from "./store.js";
import { opened } from "./unsent.js";

const [MINUTE, HOUR] = [60_000, 3_600_000];
const OBSERVE = "form[data-outbox=observe-fall][data-path-fall-from]";
const NEXT = "form[data-outbox=complete-fall][data-path-fall-from]";
const WORRYING = "Something was worrying: call 999 or 111 now. Don’t wait for the next time.";
const CLOCK = new Intl.DateTimeFormat("en-GB", { ...ZONE, hour: "2-digit", minute: "2-digit" });

let toldHere;

/** Tells it on the page that is open, for the person of a session; told again whenever what waits has changed. */
export async function showAftercare(content, session) {
  const falls = await watched(content, session);
  const named = falls.find(({ fall }) => fall === new URLSearchParams(location.search).get("fall"));
  if (named && document.querySelector(OBSERVE)) nameWhom(named);
  if (named && document.querySelector(NEXT)) sayWhatNow(named);
  const [list, today, away] = ["[data-aftercare]", "[data-outbox-status]", "[data-offline-place]"].map((place) => document.querySelector(place));
  const ofHome = falls.filter(({ home }) => home === location.pathname.split("/")[2]);
  const isBehind = isKeptPage() || ofHome.some(isOnlyHere);
  if (list && isBehind) list.replaceChildren(...listOrNobody(ofHome));
  if (today) showOnToday(ofHome);
  if (away) showAway(away, falls);
}

/** What may have been sent already is told by a page of now, if it has arrived. */
function isOnlyHere({ facts, tried }) {
  return facts && !tried;
}

// --- Lists -----------------------------------------------------------------------------------------

function listOrNobody(falls) {
  const due = falls.filter(({ next }) => next);
  if (!due.length) return [element("p", "", "Nobody has to be looked in on after a fall, as far as this device knows.")];
  const list = element("ul", "hearth-rows");
  list.append(...due.map((one) => lineOf(one)));
  return [list];
}

function lineOf({ home, fall, name, next, fell, seen, worrying }) {
  const line = element("li", "");
  const looked = seen.length ? `looked in on ${seen.length === 1 ? "once" : counted(seen.length, "time")}` : "nobody has looked in yet";
  line.append(link(`/homes/${home}/falls/observe?fall=${fall}`, name), " ", tag(`${CLOCK.format(next)}, ${due(next)}`, next), " ", element("span", "hearth-quiet", `fell ${when(fell)}, ${looked}${worrying ? ", something was worrying" : ""}`));
  return line;
}

/** Under what waits: what to do now, and who is to be looked in on within the hour. */
function showOnToday(falls) {
  const told = isKeptPage() ? falls : falls.filter(isOnlyHere);
  if (isKeptPage()) for (const old of document.querySelectorAll("#waits + ul a[href$='/observe']")) old.closest("li").remove();
  const lines = [...told.filter(({ facts }) => facts && adviceOn(facts).isOpen).map(nowLine), ...told.filter(({ next }) => next && next < Date.now() + HOUR).map(soonLine)];
  const due = told.filter(({ next }) => next);
  // What is as it was stays: somebody may have a finger on it.
  const said = [...lines.map(({ textContent }) => textContent), due.length].join();
  if (said === toldHere && (!lines.length || document.querySelector("[data-here]"))) return;
  toldHere = said;
  for (const before of document.querySelectorAll("[data-here]")) before.remove();
  if (lines.length) rowsOfToday().prepend(...lines);
  const all = document.querySelector("#waits + ul a[href$='/follow-up']")?.closest("li");
  if (isKeptPage()) all?.remove();
  if (due.length && !all?.isConnected) rowsOfToday().append(allLine(due));
}

function nowLine({ home, fall, name, fell, facts }) {
  const line = element("li", "");
  line.dataset.here = "";
  const isCall = ["call", "serious", "died"].includes(adviceOn(facts).which);
  const sign = element("strong", `hearth-tag hearth-tag--${isCall ? "wrong" : "waits"}`, isCall ? "999" : "questions open");
  line.append(link(`/homes/${home}/falls/next?fall=${fall}`, `${name} fell ${when(fell)}: what to do now`), " ", sign);
  return line;
}

function soonLine({ home, fall, name, next }) {
  const line = element("li", "");
  line.dataset.here = "";
  line.append(link(`/homes/${home}/falls/observe?fall=${fall}`, `Look in on ${name}`), " ", tag(`${next > Date.now() ? "at" : "since"} ${CLOCK.format(next)}`, next));
  return line;
}

function allLine(due) {
  const line = element("li", "");
  line.dataset.here = "";
  line.append(link(`/homes/${location.pathname.split("/")[2]}/follow-up`, "Everybody to look in on"), " ", element("span", "hearth-quiet", `after ${counted(due.length, "fall")}`));
  return line;
}

function rowsOfToday() {
  const rows = document.querySelector("#waits + ul");
  if (rows) return rows;
  const [section, heading, list] = [element("section", ""), element("h2", "", "What waits"), element("ul", "hearth-rows")];
  [heading.id, section.dataset.here] = ["waits", ""];
  section.setAttribute("aria-labelledby", "waits");
  section.append(heading, list);
  document.querySelector("main section").before(section);
  return list;
}

function showAway(place, falls) {
  place.querySelector("[data-here]")?.remove();
  if (!falls.length) return;
  const section = element("section", "");
  section.dataset.here = "";
  const list = element("ul", "hearth-rows");
  list.append(...falls.filter(({ facts }) => facts && adviceOn(facts).isOpen).map(nowLine), ...falls.filter(({ next }) => next).map(lineOf));
  section.append(element("h2", "", "Look in on"), list);
  place.append(section);
}

// --- One fall ----------------------------------------------------------------------------------------

function nameWhom({ name, fell, next }) {
  document.querySelector("main h1").textContent = `Look in on ${name}`;
  const said = document.querySelector("[data-whom]");
  said.textContent = `Fell ${when(fell)}.${next ? ` To look in at ${CLOCK.format(next)}, ${due(next)}.` : ""}`;
}

/** The page's advice for a fall of which the answers are known here, and no question that was answered. */
function sayWhatNow({ home, fall, name, fell, facts, next, times }) {
  if (!facts) return;
  const [form, { which, asks, toCheck, tellsRelatives }] = [document.querySelector(NEXT), adviceOn(facts)];
  form.dataset.known = JSON.stringify(facts);
  for (const advice of document.querySelectorAll("[data-advice]")) advice.hidden = advice.dataset.advice !== which;
  document.querySelector("[data-advice-any]").hidden = true;
  for (const [field, isAsked] of Object.entries(asks)) form.querySelector(`[name=${field}]`).closest(".nhsuk-form-group").hidden = !isAsked;
  form.querySelector(".hearth-callout").hidden = !toCheck;
  form.querySelector("[data-help-up]").hidden = ["serious", "call", "called"].includes(which);
  document.querySelector("[data-whose]").textContent = `Saved on this device: ${name} fell ${when(fell)}.`;
  const hasDied = which.startsWith("died");
  for (const afterDeath of document.querySelectorAll("[data-died]")) afterDeath.hidden = !hasDied;
  for (const care of ["full_assessment", "first_aid"]) form.querySelector(`[value=${care}]`).closest(".nhsuk-checkboxes__item").hidden = hasDied;
  document.querySelector("[data-tell-relatives]").hidden = hasDied || !tellsRelatives;
  const [then, later] = [document.querySelector("[data-look-in]"), times.filter((time) => time > next)];
  then.hidden = !next;
  if (!next) return;
  then.replaceChildren(`Look in on ${name} at `, element("strong", "", CLOCK.format(next)), ` (${due(next)}), then at ${later.map((time) => CLOCK.format(time)).join(", ")}. `, link(`/homes/${home}/falls/observe?fall=${fall}`, "Write down what you see"));
}

/** A kept page to which a saved form leads says first of all what was saved, because it was kept before that; so does the one in its stead. */
export async function confirmSaved(session) {
  const asked = new URLSearchParams(location.search);
  const id = asked.get("recorded")?.match(/^command:(.+)$/)?.[1];
  const isBehind = isKeptPage() || document.querySelector("[data-offline-place]");
  const record = id && asked.has("saved") && isBehind ? await store.recordById(id) : undefined;
  const copy = record?.by === session.account ? await opened(record, session) : undefined;
  if (!copy) return;
  const panel = element("div", "hearth-confirmation");
  panel.tabIndex = -1;
  panel.setAttribute("role", "status");
  panel.append(element("p", "hearth-confirmation__title", `Saved on this device: ${copy.heading}`), listOf(copy.facts));
  if (copy.fields.some(([name]) => name === "concern")) panel.append(element("p", "hearth-confirmation__warning", WORRYING));
  document.querySelector("main").prepend(panel);
  panel.focus();
}

// --- Words -------------------------------------------------------------------------------------------

function due(time) {
  const ahead = time - Date.now();
  if (ahead > MINUTE) return `in ${span(ahead + MINUTE / 2)}`;
  return ahead > -5 * MINUTE ? "now" : `${span(-ahead)} ago`;
}

function span(length) {
  const minutes = Math.floor(length / MINUTE);
  return minutes < 90 ? counted(minutes, "minute") : counted(Math.round(minutes / 60), "hour");
}

function counted(number, thing) {
  return `${number} ${thing}${number === 1 ? "" : "s"}`;
}

function tag(words, time) {
  return element("strong", `hearth-tag hearth-tag--${time > Date.now() ? "waits" : "wrong"}`, words);
}

function link(href, text) {
  return Object.assign(element("a", "", text), { href });
}

function element(name, className, text) {
  return Object.assign(document.createElement(name), className && { className }, text && { textContent: text });
}

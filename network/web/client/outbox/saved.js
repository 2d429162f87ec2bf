// The confirmation that a form makes way for: what was saved, by whom and when, to be seen at a glance.
import { adviceOn, merged } from "./post-fall.js";

const DAY = { weekday: "long", day: "numeric", month: "long" };
const FORMATS = {
  date: DAY,
  "datetime-local": { ...DAY, hour: "2-digit", minute: "2-digit" },
  month: { month: "long", year: "numeric" },
};

/** Shows it in place of everything else on the page, with the focus. */
export function showSaved(form, name) {
  const panel = element("div", "hearth-confirmation");
  panel.tabIndex = -1;
  panel.setAttribute("role", "status");
  const main = form.closest("main");
  const what = element("p", "hearth-confirmation__what", isNewPage() && main.querySelector("h1")?.textContent);
  const by = element("p", "hearth-quiet", `Recorded by ${name}, ${new Intl.DateTimeFormat("en-GB", FORMATS["datetime-local"]).format()}.`);
  const ways = element("p", "");
  const correct = link("", "Correct this");
  correct.dataset.correct = "";
  correct.hidden = true;
  if (isNewPage()) ways.append(link(location.pathname, "Record another"), " · ");
  ways.append(link(location.pathname.split("/", 3).join("/"), "Today"), correct);
  panel.append(
    element("h1", "hearth-confirmation__title", "Saved on this device"),
    element("p", "", "It is sent as soon as Hearth can be reached. You need not wait for it."),
    what,
    listOf(factsOf(form)),
    by,
    ways,
  );
  const advice = main.querySelector(`[data-advice="${adviceAfter(form)}"]`);
  for (const other of main.children) other.hidden = !advice || (other !== advice && !other.matches("[data-stays]"));
  main.prepend(panel);
  panel.scrollIntoView({ block: "nearest" });
  panel.focus({ preventScroll: true });
  return panel;
}

/** Gives the form back, with all that was typed. */
export function takeBack(form, panel) {
  panel.remove();
  for (const other of form.closest("main").children) other.hidden = other.matches("[data-advice]");
}

/** Whether the page records something new: then its heading names nobody. */
export function isNewPage() {
  return location.pathname.endsWith("/new");
}

/** What to do now after a fall that is not sent yet, by these answers; the words stand on the page. */
function adviceAfter(form) {
  const said = new FormData(form);
  if (form.dataset.known) return adviceOn(merged(JSON.parse(form.dataset.known), [...said])).which;
  if (said.getAll("actions").some((action) => ["999", "hospital"].includes(action))) return "called";
  if (said.get("head_struck") === "no" || said.get("on_anticoagulant") === "no") return "done";
  if (said.get("on_anticoagulant") !== "yes") return "ask";
  return said.get("head_struck") === "yes" ? "call" : "head";
}

/** What became of the record that a confirmation on screen is about; while it waits, when it is sent. */
export function followUp(panel, record, sent) {
  const { state, reason, remedy, made, home } = record;
  const [title, said] = panel.children;
  if (state === "waiting" && sent) said.textContent = `${sent} You need not wait for it.`;
  if (isOpenHere(record)) return lead(panel, addressToChange(record.id), "Change this");
  const address = { received: `/records/${made}`, set_aside: "/attention" }[state];
  if (!address) return;
  const isDone = state === "received" && !reason;
  [title.textContent, said.textContent] = isDone
    ? ["Received", "It is in the home’s records."]
    : ["Received, and needs attention", [reason, state === "received" && remedy].filter(Boolean).join(" ")];
  if (state === "received" && !made) return;
  lead(panel, `/homes/${encodeURIComponent(home)}${address}`, isDone || state === "set_aside" ? "Correct this" : "Open it");
}

function lead(panel, href, text) {
  const way = panel.querySelector("[data-correct]");
  Object.assign(way, { href, textContent: text });
  if (way.hidden) way.before(" · ");
  way.hidden = false;
}

/** Whether a record never left this device, and its maker can open it here. */
export function isOpenHere({ state, tried, own }) {
  return state === "waiting" && !tried && own !== undefined;
}

/** Where the form of this page is opened once more with what is in a record. */
export function addressToChange(id, address = location.pathname + location.search) {
  const to = new URL(address, location.origin);
  to.searchParams.set("change", id);
  return to.pathname + to.search;
}

/** The form as it was filled in: each question with what was answered. */
export function factsOf(form) {
  const facts = new Map();
  for (const field of form.elements) {
    const text = textOf(field);
    if (text) facts.set(questionOf(field), [...(facts.get(questionOf(field)) ?? []), text]);
  }
  return [...facts];
}

/** Facts as they stand on a page. */
export function listOf(facts) {
  const list = element("dl", "hearth-confirmation__lines");
  for (const [question, texts] of facts) {
    const line = element("div", "");
    line.append(element("dt", "", question), element("dd", "", texts.join(", ")));
    list.append(line);
  }
  return list;
}

function textOf(field) {
  if (!field.name || field.type === "hidden") return "";
  if (field.type === "radio" || field.type === "checkbox") return field.checked ? labelOf(field) : "";
  if (!field.value) return field.dataset.empty ?? "";
  if (field.tagName === "SELECT") return field.selectedOptions[0].text.trim();
  const format = FORMATS[field.type];
  return format ? new Intl.DateTimeFormat("en-GB", format).format(new Date(`${field.value}${field.type === "date" ? "T12:00" : ""}`)) : amountOf(field);
}

function amountOf(field) {
  const prefix = field.closest(".nhsuk-input-wrapper")?.querySelector(".nhsuk-input-wrapper__prefix")?.textContent.trim();
  return prefix && !field.value.startsWith(prefix) ? prefix + field.value : field.value;
}

function questionOf(field) {
  const legend = field.type === "radio" || field.type === "checkbox" ? field.closest("fieldset")?.querySelector("legend") : undefined;
  return legend?.textContent.trim() ?? labelOf(field);
}

/** A field's label as it stands beside it. */
export function labelOf(field) {
  return field.labels?.[0]?.textContent.trim() ?? field.name;
}

function element(tag, className, text) {
  return Object.assign(document.createElement(tag), className && { className }, text && { textContent: text });
}

function link(href, text) {
  return Object.assign(document.createElement("a"), { href, textContent: text });
}

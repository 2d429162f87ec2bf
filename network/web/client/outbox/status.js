// What waits, always in sight: on every page as far as anything does, and on Today in any case.
import { isKeptPage, standing } from "./fresh.js";
import { onDay, when } from "./london.js";
import { followUp } from "./saved.js";
import * as send from "./send.js";
import * as store from "./store.js";
import { nameOf, ownList, unfinishedLines } from "./unsent.js";

const HEADER = ".hearth-header__person > :first-child";
const SENT = {
  "signed-out": "It is sent when somebody signs in here.",
  unreachable: "It is sent as soon as Hearth can be reached.",
  reached: "",
};
const LOOKED_IN_FOR = 24 * 3600_000;

let shown;
let showBesides = () => {};

/** Whatever else is told anew whenever things have changed. */
export function alsoShow(besides) {
  showBesides = besides;
}

let shownIn;

/** Shows how things stand now. */
export async function show() {
  const [waiting, refused, aside] = await Promise.all([
    store.countOf("waiting"),
    store.recordsIn("refused"),
    store.recordsIn("set_aside"),
  ]);
  const lines = [...keptLine(), ...waitingLine(waiting), ...(await colleaguesFalls()), ...(await ownList(show)), ...(await unfinishedLines(show)), ...refused.map(refusedLine), ...asideLine(await unseen(aside))];
  const isOnToday = document.querySelector("[data-outbox-status]");
  const place = isOnToday ?? document.querySelector("[data-waiting]");
  if (!place) return;
  // Set apart as on other pages, as long as there is something to see to.
  isOnToday?.classList.toggle("hearth-waiting", lines.length > 0);
  const isAsItIs = !isKeptPage() && send.reach === "reached";
  if (!lines.length && !waiting && !aside.length && isOnToday && isAsItIs) lines.push(await nothingLine());
  place.hidden = !lines.length;
  place.dataset.count = waiting;
  // What is as it was stays: somebody may be reading it, or have a finger on it.
  const said = lines.map(({ textContent }) => textContent).join("\n");
  if (said !== shown || place !== shownIn) showInstead(place, lines);
  [shown, shownIn] = [said, place];
  sayWhere();
  await showSaved();
  await showBesides();
}

/** What somebody had unfolded stays so. */
function showInstead(place, lines) {
  const isOpen = place.querySelector("details")?.open ?? false;
  place.replaceChildren(...lines);
  place.querySelector("details")?.toggleAttribute("open", isOpen);
}

/** The confirmation on screen follows its record: first on this device, then received. */
async function showSaved() {
  const panel = document.querySelector(".hearth-confirmation[data-id]");
  const record = panel && (await store.recordById(panel.dataset.id));
  if (record) followUp(panel, record, SENT[send.reach]);
}

/** A page that was kept is not as things stand; why, and what to do about it, is said in one voice. */
function keptLine() {
  if (!isKeptPage()) return [];
  const asItWas = `This page is as it was ${onDay(Number(document.documentElement.dataset.kept))}.`;
  if (standing === "away" && send.reach !== "signed-out") return [paragraph(`Hearth can’t be reached. ${asItWas}`)];
  const line = paragraph(`Hearth can be reached again. ${asItWas}`);
  const isKnown = standing === "back" && send.reach !== "signed-out";
  const anew = isKnown ? "Show it as it is now" : "Sign in to see it as it is now";
  line.append(" ", Object.assign(document.createElement("a"), { href: location.href, textContent: anew }));
  return [line];
}

/** That nothing waits; of a device on which nothing was ever recorded nothing else is true. */
async function nothingLine() {
  const isAnyReceived = await store.setting("acknowledged");
  return paragraph(isAnyReceived ? "Everything that was recorded on this device has been received." : "Nothing waits on this device.");
}

function waitingLine(count) {
  if (!count) return [];
  const what = count === 1 ? "1 record is saved on this device and not sent yet." : `${count} records are saved on this device and not sent yet.`;
  const line = paragraph(`${what} ${count === 1 ? SENT[send.reach] : SENT[send.reach].replace("It is", "They are")}`);
  if (mustSignIn()) line.append(" ", Object.assign(document.createElement("a"), { href: `/sign-in?next=${encodeURIComponent(location.pathname)}`, textContent: "Sign in" }));
  return [line];
}

/** Whether somebody is signed in on this device whom the service does not know: any longer, or yet. */
function mustSignIn() {
  return send.reach === "signed-out" && document.querySelector(HEADER) !== null;
}

/** The header says it as well: what is recorded stays here. */
function sayWhere() {
  const name = document.querySelector(HEADER);
  if (!name) return;
  name.dataset.name ??= name.textContent;
  name.textContent = name.dataset.name + (mustSignIn() ? ", on this device only" : "");
}

/** Whose fall it was is for its maker to tell, as long as it waits; that there was one is not. */
async function colleaguesFalls() {
  const [session, waiting] = [await store.setting("session"), await store.recordsIn("waiting")];
  const falls = waiting.filter(({ kind, by, kept }) => kind === "record-fall" && by && by !== session?.account && Date.now() - kept < LOOKED_IN_FOR);
  return falls.map(({ kept }) => paragraph(`A colleague recorded a fall here ${onDay(kept)}, and it is not sent yet. Ask them who has to be looked in on.`));
}

function refusedLine(record) {
  const line = paragraph(`${nameOf(record)}, recorded ${onDay(record.kept)}, could not be taken in. ${record.reason ?? ""} ${record.remedy ?? ""}`);
  const seen = document.createElement("button");
  [seen.type, seen.className] = ["button", "hearth-waiting__seen"];
  seen.textContent = "I have seen this";
  seen.addEventListener("click", async () => {
    await store.dropRecord(record.seq);
    await show();
  });
  line.append(" ", seen);
  return line;
}

/** Those that nobody has looked at yet, which is what their home's list of them is for. */
async function unseen(aside) {
  const isListed = ({ home }) => location.pathname === attentionOf(home);
  for (const { seq } of aside.filter(isListed)) await store.changeRecord(seq, { seen: true });
  return aside.filter((record) => !record.seen && !isListed(record));
}

function attentionOf(home) {
  return `/homes/${encodeURIComponent(home)}/attention`;
}

function asideLine(records) {
  if (!records.length) return [];
  const line = paragraph(records.length === 1 ? "1 record from this device needs attention." : `${records.length} records from this device need attention.`);
  const look = document.createElement("a");
  [look.href, look.textContent] = [attentionOf(records[0].home), "See why"];
  look.addEventListener("click", () => records.forEach(({ seq }) => store.changeRecord(seq, { seen: true })));
  line.append(" ", look);
  return [line];
}

function paragraph(text) {
  const element = document.createElement("p");
  element.textContent = text.trim();
  return element;
}

// What waits, always in sight: on every page as far as anything does, and on Today in any case.
import { followUp } from "./saved.js";
import * as send from "./send.js";
import * as store from "./store.js";
import { nameOf, ownList, when } from "./unsent.js";


let shown;

/** Shows how things stand now. */
export async function show() {
  const [waiting, refused, aside] = await Promise.all([
    store.countOf("waiting"),
    store.recordsIn("refused"),
    store.recordsIn("set_aside"),
  ]);
  const lines = [...keptLine(), ...waitingLine(waiting), ...(await ownList(show)), ...refused.map(refusedLine), ...asideLine(aside.filter(({ seen }) => !seen))];
  const isOnToday = document.querySelector("[data-outbox-status]");
  const place = isOnToday ?? document.querySelector("[data-waiting]");
  if (!place) return;
  if (!waiting && !refused.length && !aside.length && isOnToday && send.reach === "reached") lines.push(paragraph("Everything that was recorded on this device has been received."));
  place.hidden = !lines.length;
  place.dataset.count = waiting;
  // What is as it was stays: somebody may be reading it, or have a finger on it.
  const said = lines.map(({ textContent }) => textContent).join("\n");
  if (said !== shown) showInstead(place, lines);
  shown = said;
  await showSaved();
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
  if (record) followUp(panel, record);
}

/** A page that was kept is not as things stand. */
function keptLine() {
  const { kept } = document.documentElement.dataset;
  return kept ? [paragraph(`Hearth can’t be reached. This page is as it was on ${when(Number(kept))}.`)] : [];
}

function waitingLine(count) {
  if (!count) return [];
  const what = count === 1 ? "1 record is saved on this device and not sent yet." : `${count} records are saved on this device and not sent yet.`;
  const then = {
    "signed-out": "They are sent when somebody signs in here.",
    unreachable: "They are sent as soon as Hearth can be reached.",
    reached: "",
  }[send.reach];
  return [paragraph(`${what} ${count === 1 ? then.replace("They are", "It is") : then}`)];
}

function refusedLine(record) {
  const line = paragraph(`${nameOf(record)}, recorded ${when(record.kept)}, could not be taken in. ${record.reason ?? ""} ${record.remedy ?? ""}`);
  const seen = document.createElement("button");
  seen.type = "button";
  seen.textContent = "I have seen this";
  seen.addEventListener("click", async () => {
    await store.dropRecord(record.seq);
    await show();
  });
  line.append(" ", seen);
  return line;
}

function asideLine(records) {
  if (!records.length) return [];
  const line = paragraph(records.length === 1 ? "1 record from this device needs attention. " : `${records.length} records from this device need attention. `);
  const look = document.createElement("a");
  [look.href, look.textContent] = [`/homes/${encodeURIComponent(records[0].home)}/attention`, "See why"];
  look.addEventListener("click", () => records.forEach(({ seq }) => store.changeRecord(seq, { seen: true })));
  line.append(look);
  return [line];
}


function paragraph(text) {
  const element = document.createElement("p");
  element.textContent = text.trim();
  return element;
}

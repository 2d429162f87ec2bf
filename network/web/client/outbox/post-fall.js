// What a fall asks for and when to look in on the person, for a fall that the service does not know yet: the rules of
// households/post_fall.py once more, and a test compares the two. The words stand on the pages that are kept.
const MINUTE = 60_000;
const EARLY = 10 * MINUTE;
export const LISTED_FOR = 36 * 60 * MINUTE;
const SERIOUS = ["moderate", "severe", "fatal"];
const CALLED = ["999", "hospital"];
const ANSWERS = ["harm", "head_struck", "witnessed", "on_anticoagulant"];

/** What to do now: which of the page's advice, which questions are open, whether the person is still to be checked and their relatives told. */
export function adviceOn({ harm, head_struck: head, witnessed, on_anticoagulant: thinner, actions = [], told = [] }) {
  const [isHead, hasDied] = [head !== "no", harm === "fatal"];
  const [isSerious, isCalled] = [SERIOUS.includes(harm), actions.some((action) => CALLED.includes(action))];
  const asks = { on_anticoagulant: !hasDied && isHead && !thinner, head_struck: !hasDied && !head, witnessed: !hasDied && !witnessed };
  const mustCall = (isSerious || (isHead && thinner === "yes")) && !isCalled;
  const mustCheck = !hasDied && (witnessed !== "yes" || harm !== "none" || head !== "no");
  const toCheck = mustCheck && !actions.some((action) => ["full_assessment", "hospital"].includes(action));
  const isOpen = mustCall || toCheck || Object.values(asks).includes(true);
  const now = mustCall ? (isSerious ? "serious" : "call") : isCalled ? "called" : asks.on_anticoagulant ? "ask" : isOpen ? "" : "done";
  const which = hasDied ? (mustCall ? "died" : "died-called") : now;
  return { which, asks, toCheck, isOpen, tellsRelatives: !told.includes("relatives") };
}

/** The times at which somebody looks in, by the minutes that the service gave. */
export function timesOf({ harm, head_struck: head, witnessed, actions = [] }, fell, { head: afterHead, quiet }) {
  if (harm === "fatal" || actions.includes("hospital")) return [];
  return (head !== "no" || witnessed !== "yes" ? afterHead : quiet).map((minutes) => fell + minutes * MINUTE);
}

/** When somebody should look in next, also where that is past; undefined once the hours are over. */
export function nextTime({ fell, times, seen }, now) {
  if (now - fell > LISTED_FOR) return undefined;
  const last = Math.max(...seen, 0);
  return times.find((time) => time > last + EARLY || !seen.length);
}

/** A fall's facts with what a form says besides. */
export function merged(facts, fields) {
  const all = { ...facts, actions: [...(facts.actions ?? [])], told: [...(facts.told ?? [])] };
  for (const [name, value] of fields) {
    if (["actions", "told"].includes(name)) all[name].push(value);
    else if (ANSWERS.includes(name) && value) all[name] = value;
  }
  return all;
}

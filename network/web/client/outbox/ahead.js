// A time later than this device's clock is asked about once: it would be set aside at its arrival. Where it is the clock
// that is wrong, the second press saves it all the same.
import { ZONE, instantOf } from "./london.js";

/** As far ahead the service takes a time as now. */
const AHEAD = 300_000;
const CLOCK = new Intl.DateTimeFormat("en-GB", { ...ZONE, weekday: "long", hour: "2-digit", minute: "2-digit" });
/** Who presses twice at once has read nothing. */
const TO_READ = 1_000;
const asked = new WeakMap();

/** The fields with such a time that nobody was asked about yet, each with what to do: [name, text]. */
export function aheadOfClock(form) {
  const now = Date.now();
  const isAhead = ({ type, value }) => type === "datetime-local" && instantOf(value) > now + AHEAD;
  const isAsked = (field) => asked.get(field)?.value === field.value;
  const open = [...form.elements].filter((field) => isAhead(field) && !(isAsked(field) && now - asked.get(field).at > TO_READ));
  const said = `That is later than this device’s clock says (${CLOCK.format(now)}). Check the time and the clock; if it is right, save again.`;
  for (const field of open) if (!isAsked(field)) asked.set(field, { value: field.value, at: now });
  return open.map(({ name }) => [name, said]);
}

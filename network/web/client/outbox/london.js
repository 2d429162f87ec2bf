// The homes' wall clock, wherever a device believes to be: what a form's field says of a time, the service reads by it.
export const ZONE = { timeZone: "Europe/London" };

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const CLOCK = new Intl.DateTimeFormat("en-GB", { ...ZONE, hour: "2-digit", minute: "2-digit" });
const DATE = new Intl.DateTimeFormat("en-GB", { ...ZONE, weekday: "short", day: "numeric", month: "long" });
const PARTS = new Intl.DateTimeFormat("en-GB", { ...ZONE, year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric", hourCycle: "h23" });

/** The instant in milliseconds of a time as a form's field writes it; one with an offset says it itself. */
export function instantOf(written) {
  if (/(Z|[+-]\d\d:\d\d)$/.test(written)) return Date.parse(written);
  const wall = Date.parse(`${written}Z`);
  // Of an hour that comes twice it is the first; one that is left out goes by the clock before it.
  return [wall - HOUR, wall].find((instant) => instant + aheadAt(instant) === wall) ?? wall;
}

/** A moment as the service says it on its pages: `today at 03:12`, `Sun 29 November at 20:10`. */
export function when(time, now = Date.now()) {
  const dayOf = (instant) => Math.floor((instant + aheadAt(instant)) / DAY);
  const named = { 0: "today", 1: "yesterday", [-1]: "tomorrow" }[dayOf(now) - dayOf(time)];
  return `${named ?? DATE.format(time).replace(",", "")} at ${CLOCK.format(time)}`;
}

/** The same within a sentence that tells what was then. */
export function onDay(time) {
  return when(time).replace(/^(?=[A-Z])/, "on ");
}

/** By how many milliseconds the wall clock is ahead of UTC at an instant. */
function aheadAt(instant) {
  if (Number.isNaN(instant)) return instant;
  const { year, month, day, hour, minute, second } = Object.fromEntries(PARTS.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
}

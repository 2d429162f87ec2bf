// What a form's record can't hold, told while its maker still looks at it: at its arrival it could not be read, and
// nobody would know any more what was meant. The bounds are those of the command; the words are the service's.
import { labelIn, notANumber } from "./errors.js";

const THOUSANDS = /^(\d{1,3})((?:,\d{3})+)(\.\d*)?$/;
const NUMBER = /^(\d+\.?\d*|\.\d+)$/;

/** The fields that hold what can't be read, each with what to do: [name, text]. */
export function unfit(form) {
  const [all, sent] = [JSON.parse(form.dataset.outboxBounds ?? "{}"), new FormData(form)];
  const told = Object.entries(all).map(([name, bounds]) => {
    // A text may come in parts: phrases that were ticked, and what was typed beside them.
    const written = sent.getAll(name).filter(Boolean).join("\n");
    const wrong = written && wrongWith(written, bounds);
    return wrong && [name, wrong === NOT_READ ? notANumber(labelIn(form, name)) : `${labelIn(form, name)}: ${wrong}`];
  });
  return told.filter(Boolean);
}

const NOT_READ = {};

function wrongWith(written, { least, most, places, longest, first, last }) {
  if (least !== undefined) return wrongNumber(plainNumber(written), { least, most, places });
  const [length, year] = [[...written].length, Number(written.split("-")[0])];
  if (longest && length > longest) return `write at most ${longest} characters. There are ${length}.`;
  return first && (year < first || year > last) && `the year is not between ${first} and ${last}. Check the date.`;
}

function wrongNumber(number, { least, most, places }) {
  if (!NUMBER.test(number)) return NOT_READ;
  if (Number(number) < Number(least) || Number(number) > Number(most)) return `give a number between ${least} and ${most}.`;
  return (number.split(".")[1] ?? "").replace(/0+$/, "").length > places && `write at most ${places} figures after the point.`;
}

/** `£1,250.00` as `1250.00`; others as they are: a comma that parts no thousands may mean a point. */
function plainNumber(written) {
  const number = written.trim().replace(/^£/, "").trim();
  const [, head, thousands, rest] = number.match(THOUSANDS) ?? [];
  return head ? `${head}${thousands.replaceAll(",", "")}${rest ?? ""}` : number;
}

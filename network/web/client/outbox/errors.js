// What is wrong with a form, told as the service tells it: in a summary that leads to each field, and beside it.
const NOT_A_NUMBER = / is not a (decimal )?number\.$/;

/** Says it, and puts the focus on the summary. `errors` are [name, text]; an empty name is the whole form's. */
export function showErrors(form, errors) {
  clearErrors(form);
  const summary = element("div", "nhsuk-error-summary", { id: "error-summary", tabIndex: -1 });
  summary.dataset.outboxProblem = "";
  const heading = element("h2", "nhsuk-error-summary__heading", { textContent: "Please look at this again" });
  const list = element("ul", "nhsuk-list nhsuk-error-summary__list");
  for (const [name, text] of errors) list.append(lineOf(fieldOf(form, name), text));
  const alert = element("div", "");
  alert.setAttribute("role", "alert");
  alert.append(heading, list);
  summary.append(alert);
  form.closest("main").prepend(summary);
  document.title = `Error: ${document.title}`;
  summary.scrollIntoView({ block: "nearest" });
  summary.focus({ preventScroll: true });
}

/** Takes back what was said, of the device's own and of the service's. */
export function clearErrors(form) {
  document.title = document.title.replace(/^(Error: )+/, "");
  form.closest("main").querySelector("#error-summary")?.remove();
  for (const message of form.querySelectorAll(".nhsuk-error-message")) message.remove();
  for (const group of form.querySelectorAll(".nhsuk-form-group--error")) group.classList.remove("nhsuk-form-group--error");
  for (const field of form.querySelectorAll("[class*='--error']")) field.className = field.className.replaceAll(/ nhsuk-\w+--error/g, "");
}

/** A refusal of the service, in the words of the form. */
export function refusalOf(form, { reason = "", remedy = "", field = "", code }) {
  const name = field.split("[")[0];
  const label = labelIn(form, name);
  if (!code && NOT_A_NUMBER.test(reason)) return [name, notANumber(label)];
  const said = [reason, remedy].filter(Boolean).join(" ");
  // A rule's sentence may hold the same letters in other words.
  return [name, code || !name ? said : said.replaceAll(new RegExp(`(?<!\\w)${name}(?!\\w)`, "g"), label)];
}

/** What a form calls a field where it speaks of it. */
export function labelIn(form, name) {
  return JSON.parse(form.dataset.outboxLabels ?? "{}")[name] ?? capitalised(name.split(".").at(-1).replaceAll("_", " "));
}

export function notANumber(label) {
  return `${label}: write figures with a point, such as 2.5 or 1071.52.`;
}

function lineOf(field, text) {
  const line = element("li", "");
  if (!field) {
    line.textContent = text;
    return line;
  }
  field.id ||= `field-${field.name}`;
  line.append(element("a", "", { href: `#${field.id}`, textContent: text }));
  line.firstChild.addEventListener("click", (event) => {
    event.preventDefault();
    field.focus();
    field.closest(".nhsuk-form-group")?.scrollIntoView({ block: "nearest" });
  });
  // The first of a field's errors stands beside it.
  if (!document.getElementById(`${field.id}-error`)) markField(field, text);
  return line;
}

function markField(field, text) {
  const message = element("span", "nhsuk-error-message", { id: `${field.id}-error` });
  message.append(element("span", "nhsuk-u-visually-hidden", { textContent: "Error:" }), ` ${text}`);
  (field.closest(".nhsuk-radios, .nhsuk-checkboxes, .nhsuk-input-wrapper") ?? field).before(message);
  field.closest(".nhsuk-form-group")?.classList.add("nhsuk-form-group--error");
  const shape = field.className.match(/nhsuk-(input|select|textarea)(?= |$)/)?.[0];
  if (shape) field.className += ` ${shape}--error`;
  const described = field.closest("fieldset") ?? field;
  const others = described.getAttribute("aria-describedby")?.split(" ").filter((id) => id !== message.id) ?? [];
  described.setAttribute("aria-describedby", [...others, message.id].join(" "));
}

function fieldOf(form, name) {
  const found = name && form.elements.namedItem(name);
  return found instanceof RadioNodeList ? found[0] : found;
}

function capitalised(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function element(tag, className, properties = {}) {
  return Object.assign(document.createElement(tag), className && { className }, properties);
}

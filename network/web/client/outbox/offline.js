// The page for when there is no signal: sign in as somebody whom this device knows, then record.
import { leaveIfOwed } from "./leaving.js";
import { known, signIn, triesLeft } from "./people.js";

const BETWEEN_LOOKS = 15_000;
const BACKGROUND = { headers: { "Hearth-Background": "1" } };

/** Fills the page: with what can be recorded where somebody is signed in, else with whom it can be. */
export async function startSignIn(content) {
  const place = document.querySelector("[data-offline-place]");
  if (content) return place.replaceChildren(...waysOf(content));
  const people = await known();
  if (!people.length) return place.replaceChildren(paragraph("Nobody is known on this device yet. Sign in once with a signal; after that it works without one too."));
  place.replaceChildren(formOf(people), paragraph("Somebody who isn’t in this list has not signed in on this device yet, or only with a passkey: they need a signal to sign in."));
}

function waysOf(content) {
  const list = document.createElement("ul");
  list.className = "hearth-ways";
  for (const [address, title] of content.ways) {
    const [item, anchor] = [document.createElement("li"), document.createElement("a")];
    [anchor.href, anchor.textContent] = [address, title];
    item.append(anchor);
    list.append(item);
  }
  const said = paragraph(`You are signed in as ${content.name}. What you record is kept on this device and sent as soon as Hearth can be reached.`);
  said.dataset.away = "";
  return [said, list];
}

function formOf(people) {
  const form = document.querySelector("template#offline-sign-in").content.firstElementChild.cloneNode(true);
  const who = form.querySelector("select");
  for (const { account, name } of people) who.add(new Option(name, account));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const person = people.find(({ account }) => account === who.value);
    const secret = form.querySelector("input");
    const became = await signIn(person, secret.value);
    secret.value = "";
    if (became === "in") location.replace(nextPage());
    else await sayWrong(form, became);
  });
  return form;
}

/** Says so once Hearth can be reached again: until then the page says the contrary, however long it is open. */
export function sayWhenReached() {
  const timer = setInterval(look, BETWEEN_LOOKS);
  addEventListener("online", look);

  async function look() {
    const answer = await fetch("/offline", { method: "HEAD", cache: "no-store", ...BACKGROUND }).catch(() => undefined);
    const lead = document.querySelector("main .hearth-lead");
    if (!answer?.ok || !lead) return;
    clearInterval(timer);
    removeEventListener("online", look);
    // Signing in on this device is no session at the service, and one of before may still have to be ended.
    await leaveIfOwed();
    const isIn = (await fetch("/outbox/person", BACKGROUND).catch(() => undefined))?.ok;
    const [said, on] = [paragraph(isIn ? "What waits here is sent by itself. " : "What waits here is sent when somebody has signed in with the signal. "), document.createElement("a")];
    on.href = location.pathname === "/offline" ? whereTo() : location.href;
    on.textContent = isIn ? "Go on" : "Sign in";
    document.querySelector("[data-away]")?.remove();
    said.append(on);
    lead.replaceWith(said);
    document.querySelector("main h1").textContent = "Hearth can be reached again";
  }
}

/** The page that was asked for when there was no signal. */
function whereTo() {
  const next = nextPage();
  return next === "/offline" ? "/" : next;
}

/** Where the person wanted to go; a page of this service, never of another. */
function nextPage() {
  const next = new URLSearchParams(location.search).get("next") ?? location.pathname + location.search;
  return /^\/(?![/\\])/.test(next) ? next : "/offline";
}

async function sayWrong(form, became) {
  const said = form.querySelector("[data-said]");
  said.textContent =
    became === "wiped"
      ? "That was wrong ten times. Nobody is known on this device any more. Records that wait here are kept; sign in with a signal."
      : `That was not right. ${counted(await triesLeft())} left.`;
  if (became === "wiped") form.querySelector("button").disabled = true;
  said.focus();
}

function counted(tries) {
  return tries === 1 ? "1 try is" : `${tries} tries are`;
}

function paragraph(text) {
  const element = document.createElement("p");
  element.textContent = text;
  return element;
}

// Signing in by passkey, and adding one. The buttons stay hidden where the browser can't do it.
const canUse = typeof globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON === "function";

for (const place of document.querySelectorAll("[data-passkey]")) if (canUse) offer(place);

function offer(place) {
  const button = place.querySelector("button");
  const adds = place.dataset.passkey === "add";
  place.hidden = button.hidden = false;
  place.addEventListener(adds ? "submit" : "click", async (event) => {
    if (!adds && event.target !== button) return;
    event.preventDefault();
    button.disabled = true;
    await (adds ? add(place) : signIn(place)).catch((error) => say(place, error));
    button.disabled = false;
  });
}

async function signIn(place) {
  const options = PublicKeyCredential.parseRequestOptionsFromJSON(await ask("/sign-in/passkey/options", {}));
  const signed = await navigator.credentials.get({ publicKey: options });
  const next = encodeURIComponent(place.dataset.next ?? "");
  location.assign((await ask(`/sign-in/passkey?next=${next}`, signed.toJSON())).next);
}

async function add(place) {
  const proof = place.elements.proof?.value ?? "";
  const options = PublicKeyCredential.parseCreationOptionsFromJSON(await ask("/account/passkeys/options", { proof }));
  const made = await navigator.credentials.create({ publicKey: options });
  location.assign((await ask("/account/passkeys", made.toJSON())).next);
}

async function ask(address, body) {
  const response = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? `${answer.detail} ${answer.remedy ?? ""}`);
  return answer;
}

function say(place, error) {
  const isGivenUp = error.name === "NotAllowedError" || error.name === "AbortError";
  const isKnown = error.name === "InvalidStateError";
  const said = isGivenUp ? "Nothing was done. Try again when you like." : error.message;
  place.querySelector("[role=alert]").textContent = isKnown ? "This phone or computer has a passkey already." : said;
}

// Sealing, with what the browser brings. docs/offline.md lays the formats out.
const encoder = new TextEncoder();
const CURVE = { name: "ECDH", namedCurve: "P-256" };
export const ROUNDS = 600_000;

export function toText(bytes) {
  let text = "";
  for (const byte of new Uint8Array(bytes)) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function fromText(text) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
}

function joined(one, other) {
  const bytes = new Uint8Array(one.length + other.length);
  bytes.set(one);
  bytes.set(other, one.length);
  return bytes;
}

/** Seals a record to the network's public key, so that this device itself can't read it again. */
export async function sealRecord({ key, point }, id, content) {
  const theirs = fromText(point);
  const [own, network] = await Promise.all([
    crypto.subtle.generateKey(CURVE, false, ["deriveBits"]),
    crypto.subtle.importKey("raw", theirs, CURVE, false, []),
  ]);
  const [shared, exported] = await Promise.all([
    crypto.subtle.deriveBits({ name: "ECDH", public: network }, own.privateKey, 256),
    crypto.subtle.exportKey("raw", own.publicKey),
  ]);
  const ours = new Uint8Array(exported);
  const derive = { name: "HKDF", hash: "SHA-256", salt: joined(ours, theirs), info: encoder.encode("hearth outbox 1") };
  const secret = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const cipher = await crypto.subtle.deriveKey(derive, secret, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const bound = { name: "AES-GCM", iv: nonce, additionalData: encoder.encode(`hearth outbox 1/${key}/${id}`) };
  const box = await crypto.subtle.encrypt(bound, cipher, encoder.encode(JSON.stringify(content)));
  return { v: 1, id, key, ephemeral: toText(ours), nonce: toText(nonce), box: toText(box) };
}

/** A key that can be used on this device and never leaves it. */
export function newKey() {
  return crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** The key that follows from a PIN or a password; salted for the device and for who says to be the person. */
export async function keyFrom(secret, salt, identity) {
  const typed = await crypto.subtle.importKey("raw", encoder.encode(secret), "PBKDF2", false, ["deriveKey"]);
  const derive = { name: "PBKDF2", hash: "SHA-256", salt: encoder.encode(`${salt}/${identity}`), iterations: ROUNDS };
  return crypto.subtle.deriveKey(derive, typed, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

export async function lock(key, content) {
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const plain = content instanceof ArrayBuffer ? content : encoder.encode(JSON.stringify(content));
  const box = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, key, plain);
  return joined(nonce, new Uint8Array(box)).buffer;
}

/** What was locked; rejects where the key is another. */
export async function unlockBytes(key, box) {
  return crypto.subtle.decrypt({ name: "AES-GCM", iv: box.slice(0, 12) }, key, box.slice(12));
}

export async function unlock(key, box) {
  return JSON.parse(new TextDecoder().decode(await unlockBytes(key, box)));
}

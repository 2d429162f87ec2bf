// Somebody signed out here while the service could not be reached: it is told before anything else is asked of it.
import { dropSetting, keepSetting, setting } from "./store.js";

/** Remembers that the service is still to be told. */
export function oweLeaving() {
  return keepSetting("leaving", true);
}

/** The service knows. */
export function leavingDone() {
  return dropSetting("leaving");
}

/** Tells the service, where that is owed. */
export async function leaveIfOwed() {
  if (!(await setting("leaving"))) return;
  const answer = await fetch("/sign-out", { method: "POST", redirect: "manual" }).catch(() => undefined);
  if (answer && answer.status < 500) await leavingDone();
}

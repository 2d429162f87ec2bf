// Pages as they are kept: as somebody saw them, which say themselves when that was, and forms without any name in them.
export const PAGES = "hearth-pages";
export const FORMS = "hearth-forms";

/** The answer with the time at which it was kept, for the page to say. */
export async function asKept(answer) {
  const html = (await answer.text()).replace("<html", `<html data-kept="${Date.now()}"`);
  const headers = new Headers(answer.headers);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  return new Response(html, { headers });
}

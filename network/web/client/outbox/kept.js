// A page as it is kept: it says itself when that was.

/** The answer with the time at which it was kept, for the page to say. */
export async function asKept(answer) {
  const html = (await answer.text()).replace("<html", `<html data-kept="${Date.now()}"`);
  const headers = new Headers(answer.headers);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  return new Response(html, { headers });
}

"""The page to try documents in, from our own files alone: a home's network may reach no other host."""

import re
from base64 import b64encode
from hashlib import sha256
from typing import NamedTuple

from strawberry.http.ides import get_graphql_ide_html

CDN = "https://unpkg.com/"
HEADERS_KEPT = "shouldPersistHeaders: true,"
# Its lines fit the editor on a small screen. It has no name: the page would ask for that operation
# again when another document is pasted over it and run at once.
EXAMPLE = r"""# Hearth, read-only.
# Are you signed in to Hearth here? Then run
# this with Ctrl-Enter: you need nothing more.
# Else open "Headers" below, say who you are:
#
#   {"Authorization": "Bearer YOUR TOKEN"}

{
  homes(first: 5) {
    totalCount
    edges {
      node { ref name lastRecordedAt }
    }
  }
}
"""


class IdePage(NamedTuple):
    """A page and the policy that lets it load what it needs and nothing else."""

    html: str
    content_security_policy: str


def ide_page(assets_url: str) -> IdePage:
    """GraphiQL, loading its scripts and styles from under `assets_url`, which ends in a slash."""
    html = get_graphql_ide_html("graphiql").replace(CDN, assets_url)
    html = html.replace("Strawberry GraphiQL", "Hearth: GraphiQL")
    example = f"const EXAMPLE_QUERY = `{EXAMPLE}`;"
    # A token typed under "Headers" is a secret, and the machine may be a whole team's. The page keeps it with
    # its history, which no option of the page prevents; so all that it keeps lasts as long as the tab.
    html = html.replace(HEADERS_KEPT, f"{HEADERS_KEPT} storage: window.sessionStorage,")
    html = re.sub(r"const EXAMPLE_QUERY = `.*?`;", lambda _: example, html, flags=re.DOTALL)
    scripts = re.findall(r"<script>(.*?)</script>", html, flags=re.DOTALL)
    hashes = " ".join(
        f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in scripts
    )
    return IdePage(
        html,
        f"default-src 'none'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; "
        "font-src 'self' data:; img-src 'self' data:; connect-src 'self'; object-src 'none'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )

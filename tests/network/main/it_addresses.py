"""The addresses of network IT's pages, for the walk of all roles over all addresses."""

LOOKED_AT = (
    "/it",
    "/it/homes",
    "/it/homes/{home}",
    "/it/people/{account}",
    "/it/devices",
    "/it/tokens",
    "/it/sessions",
    "/it/read-models",
    "/it/keeping",
    "/it/keeping/{person}",
)
"""Pages that are only looked at."""

FORMS = (
    "/it/people",
    "/it/audit",
    "/it/homes/join",
    "/it/homes/{home}/amend",
    "/it/homes/{home}/households/open",
    "/it/homes/{home}/households/{household}/beds",
    "/it/people/invite",
    "/it/people/{account}/homes",
    "/it/people/{account}/code",
    "/it/people/{account}/reset",
    "/it/people/{account}/leave",
    "/it/people/{account}/disable",
    "/it/devices/enrol",
    "/it/devices/{device}/code",
    "/it/devices/{device}/revoke",
    "/it/tokens/make",
    "/it/tokens/{token}/revoke",
    "/it/sessions/{session}/end",
    "/it/keeping/{person}/{record_class}/forget",
    "/it/keeping/{person}/{record_class}/hold",
    "/it/keeping/{person}/{record_class}/release",
)
"""Pages with a form, which is opened and sent at one address."""

IT_PAGES = frozenset({*(f"GET {path}" for path in (*LOOKED_AT, *FORMS)), *(f"POST {path}" for path in FORMS)})

NAMES = ("{account}", "{token}", "{device}", "{session}", "{person}", "{household}")
"""What an address of theirs names that is not there in the walk's network."""

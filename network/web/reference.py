"""The interface's description for people: one page made from the OpenAPI document, needing no other host."""

from typing import Any

from network.web.pages import Pages
from network.web.problem import ProblemKind

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; manifest-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""These pages run no script and send no form."""


def reference_page(document: dict[str, Any], pages: Pages) -> bytes:
    """Every operation by its tag, with the fields of its body."""
    by_tag: dict[str, list[dict[str, Any]]] = {tag["name"]: [] for tag in document["tags"]}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            row = {
                "method": method.upper(),
                "path": path,
                "summary": operation["summary"],
                "fields": _fields(operation, document),
                "statuses": ", ".join(operation["responses"]),
            }
            by_tag[operation["tags"][0]].append(row)
    return pages.for_everybody("web/reference.html", info=document["info"], by_tag=by_tag)


def problem_page(kind: ProblemKind, pages: Pages) -> bytes:
    """What a kind of problem means."""
    return pages.for_everybody("web/problem.html", kind=kind)


def _fields(operation: dict[str, Any], document: dict[str, Any]) -> list[dict[str, Any]]:
    body = operation.get("requestBody")
    if body is None:
        return []
    schema = _resolved(body["content"]["application/json"]["schema"], document)
    required = schema.get("required", [])
    return [
        {"name": name, "required": name in required, **_said_of(field, document)}
        for name, field in schema["properties"].items()
    ]


def _said_of(field: dict[str, Any], document: dict[str, Any]) -> dict[str, str]:
    schema = _resolved(field, document)
    if "anyOf" in schema:
        real = next(s for s in schema["anyOf"] if s.get("type") != "null")
        return _said_of(real, document)
    if "enum" in schema:
        return {"type": "one of " + ", ".join(map(str, schema["enum"])), "description": ""}
    if schema.get("type") == "array":
        return {
            "type": f"list: {_said_of(schema['items'], document)['type']}",
            "description": schema.get("description", ""),
        }
    return {
        "type": schema.get("format") or schema.get("type", ""),
        "description": schema.get("description", ""),
    }


def _resolved(schema: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    ref = schema.get("$ref")
    return document["components"]["schemas"][ref.rsplit("/", 1)[1]] if ref else schema

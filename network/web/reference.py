"""The interface's description for people: one page made from the OpenAPI document, needing no other host."""

import base64
import hashlib
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from network.web.problem import ProblemKind

STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;margin:0 auto;max-width:60rem;padding:1rem;color:#212b32}"
    "code{font-size:.95em}table{border-collapse:collapse;width:100%}"
    "th,td{border-bottom:1px solid #d8dde0;padding:.3rem .6rem .3rem 0;text-align:left;vertical-align:top}"
    "summary{cursor:pointer;padding:.3rem 0}details{border-top:1px solid #d8dde0}"
)
_DIGEST = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
CONTENT_SECURITY_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_DIGEST}'; object-src 'none'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)

_pages = Environment(
    loader=PackageLoader("network.web"), autoescape=select_autoescape(default=True), undefined=StrictUndefined
)


def reference_page(document: dict[str, Any]) -> str:
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
    return _pages.get_template("reference.html").render(info=document["info"], by_tag=by_tag, style=STYLE)


def problem_page(kind: ProblemKind) -> str:
    """What a kind of problem means."""
    return _pages.get_template("problem.html").render(kind=kind, style=STYLE)


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

"""The OpenAPI document, made from the operations themselves."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from network.web.body import JSON, MULTIPART, URL_ENCODED
from network.web.operation import Operation
from network.web.problem import MEDIA_TYPE, ProblemDocument, ProblemKind

_REF = "#/components/schemas/{name}"
_BEARER = "token"

Json = Any
type_schema = dict[str, Json]


def openapi_document(
    operations: Sequence[Operation], *, title: str, version: str, description: str
) -> type_schema:
    """All operations as OpenAPI 3.1."""
    kinds = list(dict.fromkeys(_kinds(operations)))
    schemas, components = msgspec.json.schema_components(kinds, schema_hook=_schema_hook, ref_template=_REF)
    of = dict(zip(kinds, schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation, of, components)
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": version, "description": description},
        "paths": paths,
        "tags": [{"name": tag} for tag in dict.fromkeys(operation.tag for operation in operations)],
        "security": [{_BEARER: []}],
        "components": {
            "schemas": {name: _tidy(schema) for name, schema in components.items()},
            "responses": {kind.slug: _problem(kind) for kind in ProblemKind},
            "securitySchemes": {
                _BEARER: {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A token that network IT made, beginning with `hearth_`.",
                }
            },
        },
    }


def _kinds(operations: Iterable[Operation]) -> Iterable[Any]:
    yield ProblemDocument
    for operation in operations:
        yield from (kind for kind in (operation.body, operation.query) if kind is not None)
        yield from (answer.kind for answer in operation.answers.values() if answer.kind is not None)


def _schema_hook(kind: type) -> type_schema:
    raise NotImplementedError(f"{kind} has no JSON schema")


def _operation(operation: Operation, of: dict[Any, type_schema], components: type_schema) -> type_schema:
    document: type_schema = {
        "operationId": operation.name,
        "tags": [operation.tag],
        "summary": operation.summary,
        "parameters": _parameters(operation, of, components),
        "responses": _responses(operation, of),
    }
    if operation.description:
        document["description"] = operation.description
    if operation.body is not None:
        document["requestBody"] = _request_body(operation, of, components)
    if operation.is_public:
        document["security"] = []
    return document


def _parameters(
    operation: Operation, of: dict[Any, type_schema], components: type_schema
) -> list[type_schema]:
    found: list[type_schema] = []
    for name in re.findall(r"{(\w+)}", operation.path):
        schema = dict(operation.path_parameters.get(name, {"type": "string", "minLength": 1}))
        parameter = {"name": name, "in": "path", "required": True, "schema": schema}
        if "description" in schema:
            parameter["description"] = schema.pop("description")
        found.append(parameter)
    if operation.query is not None:
        found += _query_parameters(_resolved(of[operation.query], components))
    found += [
        {
            "name": h.name,
            "in": "header",
            "required": False,
            "description": h.description,
            "schema": dict(h.schema),
        }
        for h in operation.headers
    ]
    return found


def _query_parameters(struct: type_schema) -> list[type_schema]:
    required = struct.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": _tidy(schema)}
        for name, schema in struct["properties"].items()
    ]


def _request_body(operation: Operation, of: dict[Any, type_schema], components: type_schema) -> type_schema:
    schema = of[operation.body]
    content: type_schema = {JSON: {"schema": schema}}
    if operation.takes_form:
        struct = _resolved(schema, components)
        properties = {**struct["properties"], **{n: dict(s) for n, s in operation.form_fields.items()}}
        form = _tidy({**struct, "title": f"{struct['title']}Form", "properties": properties})
        content |= {URL_ENCODED: {"schema": form}, MULTIPART: {"schema": form}}
    return {"required": True, "content": content}


def _responses(operation: Operation, of: dict[Any, type_schema]) -> type_schema:
    responses: type_schema = {}
    for status, answer in sorted(operation.answers.items()):
        response: type_schema = {"description": answer.description}
        if answer.kind is not None:
            response["content"] = {answer.media_type: {"schema": of[answer.kind]}}
        elif answer.media_type != JSON:
            response["content"] = {answer.media_type: {"schema": {"type": "string"}}}
        responses[str(status)] = response
    by_status: dict[int, list[ProblemKind]] = {}
    for kind in operation.all_problems:
        by_status.setdefault(kind.status, []).append(kind)
    for status, kinds in sorted(by_status.items()):
        problem = _either(kinds)
        known = responses.get(str(status))
        responses[str(status)] = problem if known is None else _or(known, _problem(kinds[0]))
    return responses


def _either(kinds: list[ProblemKind]) -> type_schema:
    if len(kinds) == 1:
        return {"$ref": f"#/components/responses/{kinds[0].slug}"}
    return {**_problem(kinds[0]), "description": "; or: ".join(kind.title for kind in kinds)}


def _or(known: type_schema, problem: type_schema) -> type_schema:
    """An answer that may be a problem instead."""
    return {**known, "content": {**known.get("content", {}), **problem["content"]}}


def _problem(kind: ProblemKind) -> type_schema:
    response: type_schema = {
        "description": kind.title,
        "content": {MEDIA_TYPE: {"schema": {"$ref": _REF.format(name=ProblemDocument.__name__)}}},
    }
    header = {"UNRECOGNISED": "WWW-Authenticate", "BUSY": "Retry-After", "TOO_MANY_ATTEMPTS": "Retry-After"}
    if kind.name in header:
        response["headers"] = {header[kind.name]: {"schema": {"type": "string"}, "required": True}}
    return response


def _resolved(schema: type_schema, components: type_schema) -> type_schema:
    ref = schema.get("$ref")
    return components[ref.rsplit("/", 1)[1]] if ref else schema


def _tidy(schema: Json) -> Json:
    """JSON types throughout: msgspec leaves defaults as the Python values they are."""
    if isinstance(schema, dict):
        return {k: _tidy(v) for k, v in schema.items()}  # pyright: ignore[reportUnknownVariableType]
    if isinstance(schema, (list, tuple)):
        return [_tidy(item) for item in schema]  # pyright: ignore[reportUnknownVariableType]
    return schema

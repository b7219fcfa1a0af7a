"""The OpenAPI 3.1 document, assembled from the operations themselves."""

import re
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from server.core.errors import (
    DomainError,
    Invalid,
    Malformed,
    NotAllowed,
    NotFound,
    NotSignedIn,
    TooLarge,
    Unavailable,
)
from server.core.http.caller import Guard
from server.core.http.operation import JSON, Operation
from server.core.http.origins import ForeignSite
from server.core.http.problems import CONTENT_TYPE, STATUS
from server.core.http.uploads import MULTIPART
from server.core.limits import TooManyRequests
from server.core.wire import Problem

_REF = "#/components/schemas/{model}"
_PARAMETER = re.compile(r"<(\w+):(\w+)>")
_PARAMETER_SCHEMA: dict[str, dict[str, Any]] = {
    "id": {"type": "integer", "minimum": 1},
    "uuid": {"type": "string", "format": "uuid"},
    "key": {"type": "string", "maxLength": 120},
    "code": {"type": "string", "pattern": "^[A-Z0-9]{1,32}$"},
    "svg": {"type": "string", "pattern": r"^[a-z0-9-]{1,120}(\.wide)?\.svg$"},
}


def document(operations: Iterable[Operation], *, title: str, version: str) -> dict[str, Any]:
    """Return the OpenAPI document of these operations."""
    operations = list(operations)
    schemas, references = _schemas(operations)
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        path = _PARAMETER.sub(r"{\1}", operation.path)
        paths.setdefault(path, {})[operation.method.lower()] = _operation(operation, references)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": title,
            "version": version,
            "description": "Cinema seats in real time. Amounts are integers in the currency's minor unit; "
            "times carry the theatre's offset; refusals are problem details with a stable `code`.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
            },
        },
    }


def _schemas(operations: list[Operation]) -> tuple[dict[str, Any], dict[tuple[type[BaseModel], str], Any]]:
    wanted: list[tuple[type[BaseModel], Any]] = [(Problem, "serialization")]
    for operation in operations:
        if operation.body:
            wanted.append((operation.body, "validation"))
        if operation.upload:
            wanted.append((operation.upload, "validation"))
        if operation.returns:
            wanted.append((operation.returns, "serialization"))
    references, definitions = models_json_schema(list(dict.fromkeys(wanted)), ref_template=_REF)
    schemas: dict[str, Any] = definitions["$defs"]
    for operation in operations:
        for taken in (operation.body, operation.upload):
            if taken is not None:
                _close(references[taken, "validation"], schemas)
    return schemas, references  # type: ignore[return-value] # keyed by (model, mode), as documented


def _close(schema: Any, schemas: dict[str, Any]) -> None:
    """Say of a body, and of every object in it, that it has no other fields than these."""
    if isinstance(schema, list):
        for part in schema:
            _close(part, schemas)
    elif isinstance(schema, dict):
        if "$ref" in schema:
            schema = schemas[schema["$ref"].rsplit("/", 1)[1]]
        if "properties" in schema:
            if "additionalProperties" in schema:
                return
            schema["additionalProperties"] = False
        for part in list(schema.values()):
            _close(part, schemas)


def _operation(operation: Operation, references: dict[tuple[type[BaseModel], str], Any]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.name,
        "tags": [operation.tag],
        "summary": operation.summary,
        "responses": _responses(operation, references),
    }
    if doc := (operation.handler.__doc__ or "").strip():
        described["description"] = re.sub(r"\s+", " ", doc)
    if parameters := _parameters(operation):
        described["parameters"] = parameters
    if operation.body:
        described["requestBody"] = {
            "required": operation.body_required,
            "content": {JSON: {"schema": references[operation.body, "validation"]}},
        }
    if operation.upload:
        content = described.setdefault("requestBody", {"required": False, "content": {}})["content"]
        content[MULTIPART] = {"schema": references[operation.upload, "validation"]}
    if operation.guard is not Guard.ANYONE:
        described["security"] = [{"bearer": []}]
    return described


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    found = [
        {"name": name, "in": "path", "required": True, "schema": _PARAMETER_SCHEMA[kind]}
        for name, kind in _PARAMETER.findall(operation.path)
    ]
    if operation.query:
        schema = operation.query.model_json_schema(ref_template=_REF)
        required = set(schema.get("required", ()))
        definitions = schema.get("$defs", {})
        for name, value in schema["properties"].items():
            found.append(
                {
                    "name": name,
                    "in": "query",
                    "required": name in required,
                    "schema": _inline(value, definitions),
                }
            )
    found.extend(
        {"name": name, "in": "header", "required": False, "description": text, "schema": {"type": "string"}}
        for name, text in operation.headers.items()
    )
    return found


def _inline(schema: Any, definitions: dict[str, Any]) -> Any:
    """Replace references to the query model's own definitions by what they mean."""
    if isinstance(schema, list):
        return [_inline(part, definitions) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return definitions[schema["$ref"].rsplit("/", 1)[1]]
    return {key: _inline(value, definitions) for key, value in schema.items()}


def _responses(operation: Operation, references: dict[tuple[type[BaseModel], str], Any]) -> dict[str, Any]:
    success: dict[str, Any] = {"description": operation.summary}
    if operation.returns:
        success["content"] = {JSON: {"schema": references[operation.returns, "serialization"]}}
    elif operation.content_type != JSON:
        success["content"] = {operation.content_type: {"schema": {"type": "string"}}}
    responses = {str(operation.status): success}
    if operation.etag:
        responses["304"] = {"description": "Not changed since the ETag in If-None-Match"}
    by_status: dict[int, list[type[DomainError]]] = {}
    for refusal in _refusals(operation):
        by_status.setdefault(STATUS[refusal.code], []).append(refusal)
    for status, refusals in sorted(by_status.items()):
        codes = "; ".join(f"`{refusal.code}`: {refusal.title}" for refusal in refusals)
        responses[str(status)] = {
            "description": codes,
            "content": {CONTENT_TYPE: {"schema": references[Problem, "serialization"]}},
        }
    return responses


def _refusals(operation: Operation) -> list[type[DomainError]]:
    """Return the declared refusals and those that follow from the declaration itself."""
    implied: list[type[DomainError]] = [Unavailable]
    if operation.metered:
        implied.append(TooManyRequests)
    if operation.changes:
        implied += [ForeignSite, Malformed, Invalid]
    if operation.guard is Guard.ANYONE:
        implied.append(NotSignedIn)  # a token that comes must be valid even where none is needed
    else:
        implied += [NotSignedIn, *([NotAllowed] if operation.guard is not Guard.SIGNED_IN else [])]
    if operation.body or operation.upload:
        implied += [Malformed, Invalid]
    if operation.upload:
        implied.append(TooLarge)
    if operation.query:
        implied += [Malformed, Invalid]
    if operation.headers:
        implied.append(Malformed)
    if _PARAMETER.search(operation.path):
        implied.append(NotFound)
    return list(dict.fromkeys([*operation.refusals, *implied]))

"""Reads the operations of a service from its OpenAPI 2.0, 3.0 or 3.1 description."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

METHODS = ("get", "post", "put", "patch", "delete", "head", "options")
MOST_DEPTH = 24
MOST_SPEC = 8_000_000
DEEPEST = 500
JSON_TYPES = ("application/json", "application/merge-patch+json", "application/vnd.api+json")
FORM = "application/x-www-form-urlencoded"

Schema = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """`place`: path, query, header or cookie."""

    name: str
    place: str
    schema: Schema
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method of one path (with the base path in front). `body` is the schema of what it wants,
    references resolved; `media` its media type; `answers` the statuses it documents."""

    method: str
    path: str
    parameters: tuple[Parameter, ...] = ()
    body: Schema | None = None
    media: str = ""
    body_required: bool = False
    answers: tuple[tuple[str, tuple[str, ...]], ...] = ()
    replies: tuple[tuple[str, Schema], ...] = ()
    secured: bool = False
    tags: tuple[str, ...] = ()
    name: str = ""

    @property
    def key(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def is_item(self) -> bool:
        """The path ends in a parameter."""
        return self.path.rstrip("/").endswith("}")

    def parameter(self, names: tuple[str, ...], place: str = "query") -> Parameter | None:
        """The first parameter there with one of the names, in the order of the names."""
        for name in names:
            for parameter in self.parameters:
                if parameter.place == place and parameter.name == name:
                    return parameter
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """A whole API. `trouble` says why it could not be read ("" = it was)."""

    operations: tuple[Operation, ...] = ()
    raw: Schema | None = None
    version: str = ""
    source: str = ""
    trouble: str = ""


def read_description(text: bytes, source: str) -> Description:
    """JSON or YAML. What is no description, too large or broken is told in `trouble`."""
    if len(text) > MOST_SPEC:
        return Description(
            source=source, trouble=f"{source} has {len(text)} bytes, more than {MOST_SPEC}"
        )
    document = _load(text)
    if not isinstance(document, dict):
        return Description(
            source=source, trouble=f"{source} is neither JSON nor YAML with an object"
        )
    version = str(document.get("openapi") or document.get("swagger") or "")
    paths = document.get("paths")
    if not version or not isinstance(paths, dict):
        return Description(source=source, trouble=f"{source} is no OpenAPI description")
    reader = _Reader(document, version)
    operations: list[Operation] = []
    for path, item in paths.items():
        if isinstance(item, dict):
            operations += reader.read_path(str(path), item)
    return Description(operations=tuple(operations), raw=document, version=version, source=source)


def _load(text: bytes) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    if text.lstrip()[:1] in (b"<", b"") or _is_too_deep(text):
        return None
    import yaml

    try:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        return yaml.load(text, loader)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, RecursionError, ValueError):
        return None


def _is_too_deep(text: bytes) -> bool:
    """The fast reader of YAML has no end to its recursion: deep nesting would end the process."""
    depth = 0
    for bracket in re.findall(rb"[\[\]{}]", text):
        depth += 1 if bracket in b"[{" else -1
        if depth > DEEPEST:
            return True
    return bool(re.search(rb"(?m)^[ ]*(?:[-?] ){50}", text))


class _Reader:
    def __init__(self, document: Schema, version: str) -> None:
        self.document = document
        self.old = version.startswith("2")
        self.base = self._read_base()
        self.secured = bool(document.get("security"))

    def _read_base(self) -> str:
        if self.old:
            return str(self.document.get("basePath") or "").rstrip("/")
        servers = self.document.get("servers")
        url = (
            servers[0].get("url", "")
            if isinstance(servers, list) and servers and isinstance(servers[0], dict)
            else ""
        )
        if "://" in url:
            url = "/" + url.split("://", 1)[1].partition("/")[2]
        return "" if "{" in url else str(url).rstrip("/")

    def read_path(self, path: str, item: Schema) -> list[Operation]:
        item = self.resolve(item)
        shared = [each for each in item.get("parameters") or () if isinstance(each, dict)]
        return [
            self.read_operation(method, path, item[method], shared)
            for method in METHODS
            if isinstance(item.get(method), dict)
        ]

    def read_operation(
        self, method: str, path: str, raw: Schema, shared: list[Schema]
    ) -> Operation:
        own = [each for each in raw.get("parameters") or () if isinstance(each, dict)]
        every = [self.resolve(each) for each in (*shared, *own)]
        media, body, required = self._read_body(raw, every)
        security = raw.get("security")
        secured = self.secured if security is None else any(security)
        answers, replies = self._read_answers(raw)
        return Operation(
            method=method.upper(),
            path=self.base + path,
            parameters=tuple(
                Parameter(
                    name=str(each.get("name", "")),
                    place=str(each.get("in", "")),
                    schema=self.expand(
                        each.get("schema")
                        or {k: v for k, v in each.items() if k not in ("name", "in", "required")}
                    ),
                    required=bool(each.get("required")),
                )
                for each in every
                if each.get("in") in ("path", "query", "header", "cookie")
            ),
            body=body,
            media=media,
            body_required=required,
            answers=answers,
            replies=replies,
            secured=bool(secured),
            tags=tuple(str(tag) for tag in raw.get("tags") or ()),
            name=str(raw.get("operationId") or ""),
        )

    def _read_body(self, raw: Schema, parameters: list[Schema]) -> tuple[str, Schema | None, bool]:
        if self.old:
            for each in parameters:
                if each.get("in") == "body":
                    return "application/json", self.expand(each.get("schema")), True
            fields = [each for each in parameters if each.get("in") == "formData"]
            if not fields:
                return "", None, False
            schema = {
                "type": "object",
                "properties": {str(each["name"]): each for each in fields},
                "required": [str(each["name"]) for each in fields if each.get("required") is True],
            }
            return FORM, schema, True
        body = self.resolve(raw.get("requestBody"))
        content = body.get("content")
        if not isinstance(content, dict) or not content:
            return "", None, False
        media = next((each for each in JSON_TYPES if each in content), next(iter(content)))
        chosen = content[media] if isinstance(content[media], dict) else {}
        schema = self.expand(chosen.get("schema"))
        if "example" in chosen:
            schema = {**schema, "example": chosen["example"]}
        return str(media), schema, bool(body.get("required", True))

    def _read_answers(
        self, raw: Schema
    ) -> tuple[tuple[tuple[str, tuple[str, ...]], ...], tuple[tuple[str, Schema], ...]]:
        answers, replies = [], []
        responses = raw.get("responses")
        for status, response in responses.items() if isinstance(responses, dict) else ():
            response = self.resolve(response)
            content = response.get("content")
            content = content if isinstance(content, dict) else {}
            produces = (
                tuple(
                    str(each)
                    for each in (raw.get("produces") or self.document.get("produces") or ())
                )
                if self.old
                else tuple(content)
            )
            answers.append((str(status), produces))
            for media, chosen in content.items():
                if "json" in str(media) and isinstance(chosen, dict) and chosen.get("schema"):
                    replies.append((str(status), self.expand(chosen["schema"])))
                    break
            if self.old and response.get("schema"):
                replies.append((str(status), self.expand(response["schema"])))
        return tuple(answers), tuple(replies)

    def resolve(self, node: object) -> Schema:
        """The node that a reference leads to; an empty one where it leads nowhere."""
        for _ in range(MOST_DEPTH):
            if not isinstance(node, dict):
                return {}
            reference = node.get("$ref")
            if not isinstance(reference, str):
                return node
            node = self._follow(reference)
        return {}

    def _follow(self, reference: str) -> object:
        node: object = self.document
        for part in reference.removeprefix("#/").split("/"):
            part = part.replace("~1", "/").replace("~0", "~")
            node = node.get(part) if isinstance(node, dict) else None
        return node

    def expand(self, node: object, depth: int = 0, seen: tuple[str, ...] = ()) -> Schema:
        """A schema without references; a circle ends in an empty schema."""
        if not isinstance(node, dict) or depth > MOST_DEPTH:
            return {}
        reference = node.get("$ref")
        if isinstance(reference, str):
            if reference in seen:
                return {}
            return self.expand(self._follow(reference), depth + 1, (*seen, reference))
        made: Schema = {}
        for key, value in node.items():
            if key == "properties" and isinstance(value, dict):
                made[key] = {
                    name: self.expand(each, depth + 1, seen) for name, each in value.items()
                }
            elif key in ("items", "additionalProperties", "not") and isinstance(value, dict):
                made[key] = self.expand(value, depth + 1, seen)
            elif key in ("allOf", "anyOf", "oneOf") and isinstance(value, list):
                made[key] = [self.expand(each, depth + 1, seen) for each in value]
            else:
                made[key] = value
        return merge_all(made)


def merge_all(schema: Schema) -> Schema:
    """`allOf` folded into one object schema."""
    parts = schema.get("allOf")
    if not isinstance(parts, list):
        return schema
    whole = {key: value for key, value in schema.items() if key != "allOf"}
    for part in parts:
        properties = {**part.get("properties", {}), **whole.get("properties", {})}
        required = [*part.get("required", ()), *whole.get("required", ())]
        whole = {**part, **whole}
        if properties:
            whole["properties"] = properties
        if required:
            whole["required"] = list(dict.fromkeys(required))
    return whole

"""What a model allows at a place: the keys known there, and how one of them may be written."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter

from generator.source.tree import Step


@lru_cache(maxsize=512)
def adapter_of(model: Any) -> TypeAdapter[Any]:
    """What checks values of a model; made once, since a programme asks for the same few of every clause."""
    return TypeAdapter(model)


@lru_cache(maxsize=512)
def allowed_in(model: Any) -> Allowed:
    """What a model allows; made once."""
    return Allowed(model)


class Allowed:
    """The JSON schema of a model, looked up by paths of keys and row numbers."""

    def __init__(self, model: Any) -> None:
        schema = adapter_of(model).json_schema()
        self._definitions: dict[str, Any] = schema.get("$defs", {})
        self._root = schema

    def keys(self, path: Sequence[Step]) -> list[str]:
        """The keys of the mapping at `path`; empty where it cannot be told or any key may stand."""
        return list(self._at(path).get("properties", {}))

    def example(self, path: Sequence[Step]) -> str:
        """How the key at the end of `path` may be written: `from: 2026-07-01`."""
        key = str(path[-1])
        known = self._at(path[:-1]).get("properties", {})
        return f"{key}: {self._written(known[key])}" if key in known else f"{key}:"

    def kinds(self, path: Sequence[Step]) -> list[str]:
        """The names of the forms among which the mapping at `path` is chosen."""
        return list(self._at(path).get("discriminator", {}).get("mapping", {}))

    def _at(self, path: Sequence[Step]) -> dict[str, Any]:
        spot = self._resolved(self._root)
        for step in path:
            mapping = spot.get("discriminator", {}).get("mapping", {})
            if step in mapping:
                spot = self._resolved({"$ref": mapping[step]})
                continue
            spot = self._chosen(spot)
            if isinstance(step, int):
                spot = self._resolved(spot.get("items", {}))
            else:
                spot = self._resolved(
                    spot.get("properties", {}).get(step, spot.get("additionalProperties", {}))
                )
        return self._chosen(spot)

    def _resolved(self, part: Any) -> dict[str, Any]:
        while isinstance(part, dict) and "$ref" in part:
            part = self._definitions.get(part["$ref"].rsplit("/", 1)[-1], {})
        return part if isinstance(part, dict) else {}

    def _chosen(self, spot: dict[str, Any]) -> dict[str, Any]:
        """Of several forms the one that has keys or rows."""
        for form in spot.get("anyOf", []):
            form = self._resolved(form)
            if "properties" in form or "items" in form or "additionalProperties" in form:
                return form
        return spot

    def _written(self, part: Any) -> str:
        part = self._resolved(part)
        for form in part.get("anyOf", []):
            if form.get("type") != "null":
                return self._written(form)
        if part.get("examples"):
            return str(part["examples"][0])
        if "const" in part:
            return str(part["const"])
        if "enum" in part:
            return str(part["enum"][0])
        if part.get("type") == "array":
            return f"[{self._written(part.get('items', {}))}]"
        if "properties" in part:
            needed = part.get("required", [])
            inner = ", ".join(f"{key}: {self._written(part['properties'][key])}" for key in needed)
            return f"{{{inner}}}" if needed and len(inner) < 80 else "..."
        return "..."

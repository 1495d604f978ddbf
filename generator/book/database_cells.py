"""Values out of databases as the exact texts in which they are kept: one form for each, whatever the driver gives."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

_EXACT = 2**53


class NoText(ValueError):
    """A value has no text that means the same; the message says what it is."""


def as_text(value: Any) -> str | None:
    """A value as text, None where nothing stands there; moments with a time zone in UTC. Raises NoText."""
    match value:
        case None | str():
            return value
        case bool():
            return "true" if value else "false"
        case int() | UUID():
            return str(value)
        case Decimal():
            return format(value, "f")
        case float():
            return _of_float(value)
        case datetime():
            return (value if value.tzinfo is None else value.astimezone(UTC)).isoformat(" ")
        case date():
            return value.isoformat()
        case bytes() | bytearray() | memoryview():
            raise NoText("bytes")
        case list() | tuple() | dict() | set():
            raise NoText("a list")
        case _:
            raise NoText(f"a value of the type {type(value).__name__}")


def _of_float(value: float) -> str | None:
    """The shortest decimal that is this float; not a number is nothing, as in files."""
    if value != value:
        return None
    if value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    return format(Decimal(repr(value)), "f")

"""Asks a type of the language to read a value, and says by which fault it refuses."""

from typing import Any

from pydantic import TypeAdapter, ValidationError

from generator.source import Fault


def read(type_: Any, written: object, *languages: str) -> Any:
    """The value as the type reads it, in a programme of these languages; raises Fault where it refuses."""
    try:
        return TypeAdapter(type_).validate_python(written, context={"languages": languages})
    except ValidationError as error:
        cause = error.errors()[0]["ctx"]["error"]
        assert isinstance(cause, Fault)
        raise cause from None

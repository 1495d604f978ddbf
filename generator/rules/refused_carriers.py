"""Refused carriers: keys that every clause may carry, save where a kind gives them no meaning."""

from __future__ import annotations

from collections.abc import Sequence

from generator.source import Fault
from generator.terms.clause import ClauseVersion


def refuse_carriers(version: ClauseVersion, kind: str, refused: Sequence[str], why: str) -> None:
    """Raise Fault for the first of the keys that a version of this kind has."""
    for key in refused:
        if getattr(version, key) is not None:
            raise Fault(
                "carrier-refused",
                f"A {kind} cannot carry `{key}`.",
                at=(key,),
                on_key=True,
                consequence=why,
                cure=f"Remove `{key}`.",
            )

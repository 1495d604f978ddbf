"""Presets: the columns of what well-known systems export, which a source takes over with one word."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from generator.source import Fault, did_you_mean, load_yaml

FOLDER = Path(__file__).resolve().parent.parent / "presets"


def names() -> tuple[str, ...]:
    """All presets."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


@cache
def preset(name: str) -> dict[str, Any]:
    """One of them, as plain values: its title, where it is documented, and its tables."""
    plain = load_yaml(FOLDER / f"{name}.yaml").plain()
    assert isinstance(plain, dict)
    return plain


def joined(written: dict[str, Any]) -> dict[str, Any]:
    """A source with all that its preset fills in; what the source says itself wins, column by column.

    Raises Fault unknown-preset.
    """
    name = written.get("preset")
    if not isinstance(name, str):
        return written
    if name not in names():
        near = did_you_mean(name, names())
        raise Fault(
            "unknown-preset",
            f"There is no preset `{name}`.",
            at=("preset",),
            consequence="No column of these records is known.",
            cure=f"Did you mean `{near}`?" if near else "Presets: " + ", ".join(names()) + ".",
        )
    tables: dict[str, dict[str, Any]] = preset(name)["tables"]
    table = written.get("table")
    if table not in tables:
        known = ", ".join(f"`{one}`" for one in tables)
        raise Fault(
            "unknown-preset",
            f"The preset `{name}` knows {known}, and not `{table}`.",
            at=("preset",),
            consequence="No column of these records is known.",
            cure="Remove `preset`, and map the columns under `columns:`.",
        )
    given = {key: value for key, value in tables[str(table)].items() if key != "export"}
    own = written.get("columns", {})
    if not isinstance(own, dict):
        return written
    columns = given.pop("columns")
    both = {**columns, **own}
    return {**given, **written, "columns": both}

"""The sources that sources.yaml names: what a preset fills in, and the file that keeps what a database said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from generator.audit.rawfiles import RawUnreadable
from generator.audit.records import load_plain_yaml

PRESETS = Path(__file__).resolve().parents[1] / "presets"
DATABASE = "database"
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_OF_FILES = ("files", "format", "duplicates", "delimiter", "encoding", "decimal", "sheet")


def source_specs(text: str) -> list[dict[str, object]]:
    """The entries of sources.yaml as they are meant; RawUnreadable if it has none."""
    loaded = load_plain_yaml(text)
    specs = loaded.get("sources") if isinstance(loaded, dict) else None
    if not isinstance(specs, list) or not specs:
        raise RawUnreadable("sources.yaml names no sources")
    return [_kept(_filled(spec)) if isinstance(spec, dict) else spec for spec in specs]


def _filled(spec: dict[str, object]) -> dict[str, object]:
    """A source with what its preset says of its table; what it says itself wins, column by column."""
    if "preset" not in spec:
        return spec
    name, table = str(spec["preset"]), str(spec.get("table"))
    path = PRESETS / f"{name}.yaml"
    if _NAME.fullmatch(name) is None or not path.is_file():
        raise RawUnreadable(f"there is no preset {name!r}")
    loaded = load_plain_yaml(path.read_text("utf-8"))
    tables = loaded.get("tables") if isinstance(loaded, dict) else None
    preset = tables.get(table) if isinstance(tables, dict) else None
    if not isinstance(preset, dict):
        raise RawUnreadable(f"the preset {name} has no table {table!r}")
    own = {key: value for key, value in spec.items() if key != "preset"}
    found: dict[str, object] = {key: value for key, value in preset.items() if key != "export"}
    return found | own | {"columns": {**_columns(preset), **_columns(spec)}}


def _columns(spec: Mapping[str, object]) -> dict[str, object]:
    columns = spec.get("columns", {})
    if not isinstance(columns, dict):
        raise RawUnreadable("the columns of a source are no mapping")
    return columns


def _kept(spec: dict[str, object]) -> dict[str, object]:
    """A source that is read from a database, as one of the file that keeps what was read."""
    if DATABASE not in spec:
        return spec
    refused = [name for name in _OF_FILES if name in spec]
    name = str(spec.get("name") or spec.get("from_table") or "")
    if refused or not name or not spec.get("key"):
        says = f"it says {refused[0]}" if refused else "it has no name, or no key"
        raise RawUnreadable(f"a source is read from a database, and {says}")
    return {**spec, "files": f"{DATABASE}/{name}.parquet", "format": "parquet"}

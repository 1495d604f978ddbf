"""Wordings of templates: a file of words in one language, read once as long as it stays the same."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML


def wordings(path: Path) -> dict[str, Any]:
    """The words of a file by name."""
    return dict(_read(path.read_text(encoding="utf-8")))


@lru_cache(maxsize=64)
def _read(text: str) -> dict[str, Any]:
    found: dict[str, Any] = YAML(typ="safe", pure=True).load(text)
    return found

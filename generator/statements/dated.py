"""How statements call a version or an edition: by its first day, and by the day of its correction where it is one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from generator.terms.numerals import day
from generator.terms.version import Version


def dated(words: Mapping[str, Any], key: str, starts: date, corrected: date | None, language: str) -> str:
    """A version or an edition by its first day, and by the day of its correction where it is one."""
    if corrected is None:
        return str(words[key].format(date=day(starts, language)))
    return str(
        words[f"{key}_corrected"].format(date=day(starts, language), corrected=day(corrected, language))
    )


def version_of(words: Mapping[str, Any], version: Version, language: str) -> str:
    """A version of a clause by its dates."""
    corrected = version.announced if version.correction else None
    return dated(words, "version_of", version.starts, corrected, language)

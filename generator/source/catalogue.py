"""The catalogue of diagnostics: every slug with the sentence that explains it."""

from __future__ import annotations

CATALOGUE: dict[str, str] = {}

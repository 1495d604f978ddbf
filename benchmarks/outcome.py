"""Outcomes: what was compared, both figures, their ratio, and whether it meets the target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

NOT_RUN = "NOT RUN"


@dataclass(frozen=True)
class Outcome:
    """One comparison; `better` is "most" where the ratio may be at most the target, else "least".

    `ours` and `other` are texts with units. Without a target something is only told. `equal` is False where both
    sides came to different results: then no figure counts.
    """

    what: str
    ours: str
    other: str = ""
    ratio: float | None = None
    spread: str = ""
    target: float | None = None
    better: str = "most"
    why_not: str = ""
    equal: bool = True

    @property
    def verdict(self) -> str:
        """DIFFERENT, NOT RUN with the reason, pass, miss, or nothing where there is no target."""
        if not self.equal:
            return "DIFFERENT"
        if self.why_not:
            return f"{NOT_RUN}: {self.why_not}"
        if self.target is None or self.ratio is None:
            return ""
        met = self.ratio <= self.target if self.better == "most" else self.ratio >= self.target
        return "pass" if met else "miss"

    def as_dict(self) -> dict[str, Any]:
        """All fields with the verdict."""
        return {**asdict(self), "verdict": self.verdict}


def as_table(outcomes: Sequence[Outcome]) -> str:
    """The outcomes in columns."""
    rows = [("what", "ours", "other", "ratio", "of single runs", "target", "verdict")]
    for one in outcomes:
        sign = "<=" if one.better == "most" else ">="
        rows.append(
            (
                one.what,
                one.ours,
                one.other,
                "" if one.ratio is None else f"{one.ratio:.2f}",
                one.spread,
                "" if one.target is None else f"{sign} {one.target:g}",
                one.verdict,
            )
        )
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])

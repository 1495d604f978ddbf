"""Formats of dates: which directives a mapping may use, and the texts that each of them accepts."""

from __future__ import annotations

import re

from generator.source import Fault

# DuckDB takes `26` for %Y and reads the year 26; these patterns accept what strptime of Python accepts.
DIRECTIVES = {
    "d": "[0-9]{1,2}",
    "m": "[0-9]{1,2}",
    "Y": "[0-9]{4}",
    "y": "[0-9]{2}",
    "H": "[0-9]{1,2}",
    "I": "[0-9]{1,2}",
    "M": "[0-9]{1,2}",
    "S": "[0-9]{1,2}",
    "b": "[A-Za-z]{3}",
    "B": "[A-Za-z]{3,9}",
    "p": "[AaPp][Mm]",
    "%": "%",
}
# 2026-07-01, 2026-07-01 18:30, 2026-07-01T18:30:05.250
ISO = "[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?)?"
# The same moment with its distance from UTC: Z, +03:00
ISO_WITH_OFFSET = (
    "[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)"
)
UNIX = {"unix_s": 1_000_000, "unix_ms": 1_000, "unix_us": 1}
"""Formats that count from the first moment of 1970 in UTC: how many microseconds each counts by."""
COUNTED = "[0-9]{1,18}"
_PART = re.compile(r"%(.?)|[^%]+", re.DOTALL)


def pattern_of(written: str) -> str:
    """The regular expression of the texts that the format `written` accepts.

    Raises Fault unknown-date-format: a directive outside the list, or no day, month or year.
    """
    if written in UNIX:
        return COUNTED
    out: list[str] = []
    used: list[str] = []
    for part in _PART.finditer(written):
        directive = part[1]
        if directive is None:
            out.append(re.sub(r"([^\w\s])", r"\\\1", part[0]))
        elif directive in DIRECTIVES:
            used.append(directive)
            out.append(DIRECTIVES[directive])
        else:
            raise _unknown(written, f"`%{directive}` is not a part of a date that can be read here")
    for needed, name in (("d", "day"), ("mbB", "month"), ("Yy", "year")):
        if sum(used.count(letter) for letter in needed) != 1:
            raise _unknown(written, f"the {name} must stand in it exactly once")
    if ("I" in used) != ("p" in used):
        raise _unknown(written, "`%I` and `%p` belong together")
    return "".join(out)


def has_time(written: str) -> bool:
    """Whether the format holds a time of day."""
    return written in UNIX or re.search("%[HI]", written.replace("%%", "")) is not None


def _unknown(written: str, why: str) -> Fault:
    example = "%d.%m.%Y"
    if "%" not in written:
        example = written
        for letters, directive in _LETTERS:
            example = example.replace(letters, directive)
    return Fault(
        "unknown-date-format",
        f"`{written}` is not a format of dates: {why}.",
        consequence="A date read wrongly moves a sale into another month.",
        cure=f'Days are written %d, months %m, years %Y, times %H:%M:%S: `format: "{example}"`.\n'
        "Counts since 1970 are `unix_s`, `unix_ms` (thousandths) and `unix_us` (millionths).",
    )


# What spreadsheets write instead.
_LETTERS = (
    ("YYYY", "%Y"), ("yyyy", "%Y"), ("MM", "%m"), ("DD", "%d"), ("dd", "%d"), ("HH", "%H"), ("mm", "%M"),
    ("SS", "%S"), ("ss", "%S"),
)  # fmt: skip

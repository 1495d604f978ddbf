"""Addresses of versions and editions: the first day, and after it the number of the revision from the second on."""

from __future__ import annotations

import re
from datetime import date

_ADDRESS = re.compile(r"(\d{4}-\d{2}-\d{2})(?:-r([2-9]|[1-9]\d+))?")


def address_of(start: date, revision: int) -> str:
    """The address of a revision, counted from one."""
    return start.isoformat() if revision == 1 else f"{start}-r{revision}"


def parted(address: str) -> tuple[date, int]:
    """The first day and the revision that an address names; ValueError if it is none."""
    hit = _ADDRESS.fullmatch(address)
    if hit is None:
        raise ValueError(f"{address!r} is no address of a version")
    return date.fromisoformat(hit[1]), int(hit[2] or 1)


def first_day(address: str) -> date:
    """The first day that an address names."""
    return parted(address)[0]

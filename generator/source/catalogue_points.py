"""The part of the catalogue that is about the points account, its batches and what is spent of them."""

from __future__ import annotations

POINTS: dict[str, str] = {
    "points-account-ends": (
        "The points account has no last day, since partners have points in it; its rules change by new versions."
    ),
    "points-without-account": (
        "What pays in points, or costs points, needs the points account of `programme.yaml`: it says how long points "
        "last and in which order they are spent."
    ),
}

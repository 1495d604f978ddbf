"""What falls to the house, which no statement shows: the list of a build must be the one that the rules give."""

from __future__ import annotations

import csv
import io
from fractions import Fraction

from generator.audit.findings import Findings, Place
from generator.audit.kinds import Line
from generator.audit.metrics import NotComputable
from generator.audit.outputs import Outputs
from generator.audit.reckoning import Reckoning
from generator.audit.standing import NoSuchThing

HOUSE = "build/private/house.csv"

Key = tuple[str, ...]  # period, clause, version, window, depth, record


def lines_of_house(reckoning: Reckoning) -> dict[Key, Line]:
    """Every line of the house, by what it is for."""
    found: dict[Key, Line] = {}
    for place, period in enumerate(reckoning.settled):
        for version, draft, line in reckoning.network.house(place):
            unit = draft.unit
            record = f"{unit.row.file}:{unit.row.number}" if unit.row is not None else ""
            window = f"{unit.window.first}/{unit.window.last}"
            depth = "" if unit.depth is None else str(unit.depth)
            key = (period.name, version.id, version.version, window, depth, record)
            found[key] = line
    return found


def check_house(outputs: Outputs, reckoning: Reckoning, findings: Findings) -> None:
    """Each line of the house is listed once, with its base and amount; where there are none, there is no list."""
    try:
        own = lines_of_house(reckoning)
    except (NotComputable, NoSuchThing) as error:
        findings.add("clause-not-audited", Place(HOUSE), str(error))
        return
    try:
        text = outputs.text(HOUSE) if outputs.exists(HOUSE) else ""
    except UnicodeDecodeError as error:
        findings.add("house-differs", Place(HOUSE), str(error))
        return
    seen: set[Key] = set()
    for row in csv.DictReader(io.StringIO(text)):
        key = tuple(
            row.get(name) or "" for name in ("period", "clause", "version", "window", "depth", "record")
        )
        place = Place(HOUSE, " ".join(key).strip())
        if key in seen:
            findings.add("house-differs", place, "the line is listed twice")
        elif key not in own:
            findings.add("house-differs", place, "the line is listed, and nothing falls to the house by it")
        else:
            line = own[key]
            if row.get("unit") != (line.paid_in or "money"):
                says = f"it is said to be in {row.get('unit')!r}, it is in {line.paid_in or 'money'}"
                findings.add("house-differs", place, says)
            wanted = {"base": line.base, "amount": line.amount}
            for name, value in wanted.items():
                if _number(row.get(name)) != value:
                    says = f"its {name} is said to be {row.get(name)!r}, it is {value}"
                    findings.add("house-differs", place, says)
        seen.add(key)
    for key in sorted(own.keys() - seen):
        says = f"{own[key].amount} falls to the house and is not listed"
        findings.add("house-differs", Place(HOUSE, " ".join(key).strip()), says)
    findings.count("house lines", len(own))


def _number(text: str | None) -> Fraction | None:
    try:
        return Fraction(text or "")
    except (ValueError, ZeroDivisionError):
        return None

"""Draws shares in which lines are due: at once, on hold for a while, or only if a condition holds then."""

import random
from datetime import date
from pathlib import Path

from tests.rules.drawn_money import draw_money
from tests.rules.drawn_sales import Spec
from tests.rules.figures_twice import MetricProject

CONDITIONS: list[Spec] = [
    {"volume": {"at_least": "50"}},
    {"volume": {"more_than": {"metric": "latest"}}},
    {"any": [{"segment": {"one_of": ["dealer"]}}, {"not": {"orders": {"at_least": "2"}}}]},
    {"orders": {"at_least": "1", "in": "1 period before"}},
    {"joined": {"before": "2026-01-15"}},
]


def due(r: random.Random) -> Spec:
    """What a version says of its lines, or nothing."""
    spans = ["3 days", "20 days", "1 week", "5 weeks", "1 month", "2 months", "1 year"]
    if r.random() < 0.25:
        return {"hold": r.choice(spans)} if r.random() < 0.5 else {}
    shares = r.choice([["100 %"], ["50 %", "50 %"], ["33.3 %", "33.3 %", "33.4 %"], ["0.5 %", "99.5 %"]])
    rows: list[Spec] = []
    for share in shares:
        row: Spec = {"share": share}
        if r.random() < 0.75:
            row["after"] = r.choice(spans)
            if r.random() < 0.5:
                row["if"] = r.choice(CONDITIONS)
        rows.append(row)
    return {"due": rows}


def draw_dues(r: random.Random, folder: Path, on: date, rules: int = 3) -> MetricProject:
    """A project with rules of many kinds, whose lines are due in shares."""
    project = draw_money(r, folder, on, rules)
    for _, versions in project.clauses.values():
        for version in versions:
            version |= due(r)
    return project

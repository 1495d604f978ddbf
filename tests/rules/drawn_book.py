"""Books drawn from a seed: partners in a tree, sales at and beside round figures, events, agreements."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.rules.drawn_programmes import METRICS, TIERS, Clause, declared
from tests.settlement.projects import Project, title


@dataclass
class Drawn:
    """A book drawn from a seed: partners in a tree, sales at and beside round figures, events, agreements."""

    seed: int
    on: date
    people: int = 9
    partners: list[list[str]] = field(default_factory=list)
    sales: list[list[str]] = field(default_factory=list)
    events: list[list[str]] = field(default_factory=list)
    agreed: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {"terms": [], "overrides": []})

    def __post_init__(self) -> None:
        draw = random.Random(self.seed)
        for number in range(self.people):
            joined = date(2025, 11, 1) + timedelta(days=draw.randrange(150) if number else 0)
            left = joined + timedelta(days=draw.randrange(20, 200)) if draw.random() < 0.2 else None
            sponsor = f"p{draw.randrange(number)}" if number and draw.random() < 0.9 else ""
            segment, region = draw.choice(["dealer", "network", ""]), draw.choice(["north", "south"])
            name = f"p{number}"
            self.partners.append(
                [name, name, joined.isoformat(), left.isoformat() if left else "", sponsor, segment, region]
            )
            self._records(name, joined, min(self.on, left or self.on), draw)
            self._agree(name, joined, draw)

    def _records(self, name: str, joined: date, last: date, draw: random.Random) -> None:
        day = joined
        while (day := day + timedelta(days=draw.randrange(25))) <= last:
            cents = draw.choice([draw.randrange(-5000, 40000), 10000, 9999, 20000, 5000, 0])
            customer = draw.choice(["c1", "c2", "c3", "c4", "c5", "c6", ""])
            status = draw.choice(["paid", "paid", "paid", "good"])
            sale = f"s{len(self.sales):04}"
            self.sales.append([sale, name, day.isoformat(), customer, status, f"{cents / 100:.2f}", "0", "1"])
        for _ in range(draw.randrange(4)):
            day = joined + timedelta(days=draw.randrange(120))
            if day <= last:
                what, about = draw.choice(["webinar", "visit"]), draw.choice(["a", "b"])
                self.events.append([name, day.isoformat(), what, about])

    def _agree(self, name: str, joined: date, draw: random.Random) -> None:
        first = max(joined, date(2026, 1, 1)) + timedelta(days=draw.randrange(60))
        last = first + timedelta(days=draw.randrange(20, 90))
        dated = {
            "partner": name,
            "from": first.isoformat(),
            "until": last.isoformat(),
            "reason": title("because"),
            "owner": "me",
        }
        values = {
            "own-rate": f"{draw.randrange(1, 20)}.5 %",
            "factor": f"{draw.randrange(50, 300)}.5 %",
            "target": f"{draw.randrange(20, 220)} EUR",
        }
        for term, value in values.items():
            if draw.random() < 0.5:
                self.agreed["terms"].append({**dated, "term": term, "value": value})
        if draw.random() < 0.5:
            tier = draw.choice(["start", "bronze", "silver", "gold"])
            self.agreed["overrides"].append({**dated, "tier": tier})

    def project(self, folder: Path, clauses: dict[str, Clause]) -> Project:
        """The project of some clauses over this book."""
        project = Project(
            folder,
            METRICS,
            clauses=clauses,
            tiers=TIERS,
            ladder={"overrides": "allowed"},
            declared=declared(),
            agreed=self.agreed,
            known=("sponsor", "segment", "region"),
        )
        project.partners, project.sales, project.events = self.partners, self.sales, self.events
        return project

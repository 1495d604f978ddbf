"""Draws a small book: two trees, sales and their lines at and beside round figures, events, returns, targets."""

import csv
import json
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from generator.terms.programme import Programme
from tests.drawn.conditions import SEGMENTS, TERMS, TIERS
from tests.drawn.figures import CUSTOMERS, EVENTS, STATUSES, Spec
from tests.drawn.rules import PRODUCTS
from tests.settlement.projects import MANY, Project, title

KNOWN = ("sponsor", "placement", "position", "segment", "region")
FIRST = date(2025, 11, 15)
EDGES = ("2025-12-31", "2026-01-01", "2026-01-31", "2026-02-01", "2026-02-28", "2026-03-01")
CENTS = (0, 1, -500, 1000, 5000, 10000, 10001, 20050, -10000)
TEXT = {"type": "text", "empty": "allowed"}


def figure(name: str, digits: int) -> Spec:
    """How a source says that a column is a figure, of which cells may be empty."""
    return {"column": name, "digits": str(digits), "empty": "allowed"}


def text(name: str) -> Spec:
    """How a source says that a column is a text, of which cells may be empty."""
    return {"column": name, **TEXT}


COLUMNS: dict[str, Spec] = {
    "partners": {name: name for name in ("partner", "name", "joined_on", "left_on", *KNOWN)},
    "sales": {"sale": "sale", "partner": "partner", "date": "date", "status": "status"}
    | {"customer": text("customer"), "product": text("product")}
    | {"amount": figure("amount", 2), "tax": figure("tax", 3), "quantity": figure("quantity", 0)},
    "events": {"partner": "partner", "date": "date", "event": "event", "subject": "subject"}
    | {"score": figure("score", 1)},
    "sale_lines": {"sale": "sale", "product": text("product")}
    | {"portion": figure("portion", 1), "price": figure("price", 2)},
    "returns": {"partner": "partner", "date": "date", "amount": figure("amount", 2)},
    "targets": {"partner": "partner", "date": "date", "target": "target", "aim": figure("aim", 2)},
}


@dataclass
class DrawnProject(Project):
    """A project whose measures are whole versions, with every table of records."""

    tables: Mapping[str, list[list[str]]] = field(default_factory=dict)
    rewards: Mapping[str, Spec] = field(default_factory=dict)

    def write_programme(self) -> Programme:
        """Write `program/` and read it."""
        if self.rewards:
            folder = self.root / "program"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "rewards.yaml").write_text(json.dumps({"rewards": self.rewards}), "utf-8")
        return super().write_programme()

    def write_records(self) -> None:
        """Write `partners_data/`; rows outside membership and after the day are left out by their reasons."""
        folder = self.root / "partners_data"
        folder.mkdir(parents=True, exist_ok=True)
        sources = []
        for table, rows in self.tables.items():
            columns = COLUMNS[table]
            with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as out:
                csv.writer(out).writerows([list(columns), *rows])
            source: Spec = {"table": table, "files": f"{table}.csv", "columns": columns}
            reasons = "unknown-sale" if table == "sale_lines" else "before-joining after-leaving after-on"
            refused = [{"reason": one, "ceiling": MANY, "words": title(one)} for one in reasons.split()]
            source |= {"reject": refused} if table != "partners" else {}
            sources.append(source | ({"unique": "sale"} if table == "sales" else {}))
        (folder / "sources.yaml").write_text(json.dumps({"sources": sources}), "utf-8")
        for name, agreed in self.agreed.items():
            (folder / f"{name}.yaml").write_text(json.dumps({name: agreed}), "utf-8")


class Book:
    """Draws the rows of a book."""

    def __init__(self, r: random.Random, on: date) -> None:
        self.r, self.on = r, on
        self.names = [f"p{number}" for number in range(2 + r.randrange(5))]
        self.left: dict[str, date] = {}
        self.joined: dict[str, date] = {}
        self.tables = {"partners": self._partners(), "sales": self._sales()}
        self.tables |= {
            name: getattr(self, f"_{name}")() for name in ("sale_lines", "events", "returns", "targets")
        }

    def _one(self, things: Any) -> Any:
        return things[self.r.randrange(len(things))]

    def _day(self) -> date:
        if self.r.randrange(3) == 2:
            return date.fromisoformat(self._one([*EDGES, str(self.on)]))
        return FIRST + timedelta(days=self.r.randrange((self.on - FIRST).days + 1))

    def _partners(self) -> list[list[str]]:
        rows, seats = [], {("", "")}
        for number, name in enumerate(self.names):
            joined = self._one([date(2020, 1, 1), date(2025, 12, 1), FIRST, self._day()])
            left = self._one(["", "", "", str(joined + timedelta(days=self.r.randrange(200)))])
            above = self.names[max(0, number - 3) : number]
            sponsor = self._one([*above, *above, ""])
            seat = (
                (self._one(above), self._one(["left", "right", "left", "right", "middle"]))
                if above
                else ("", "")
            )
            rows.append([name, name, str(joined), left, sponsor, *(("", "") if seat in seats else seat)])
            rows[-1] += [self._one(["dealer", "network", ""]), self._one(["north", "south", ""])]
            seats.add(seat)
            self.joined[name] = joined
        return rows

    def _amount(self, digits: int = 2, largest: int = 30000) -> str:
        cents = self._one([*CENTS, self.r.randrange(-5000, largest), self.r.randrange(-5000, largest)])
        return f"{cents / 10**digits:.{digits}f}"

    def _sales(self) -> list[list[str]]:
        times = self._one([[""], ["", " 00:00", " 10:30", " 23:59:59"]])
        found = []
        for number in range(4 + self.r.randrange(22)):
            row = [f"s{(number * 37) % 97}", self._one(self.names), f"{self._day()}{self._one(times)}"]
            row += [self._one(["paid", "paid", "paid", *STATUSES]), self._one([*CUSTOMERS, ""])]
            found.append(
                [*row, self._one([*PRODUCTS, ""]), self._amount(), self._one(["0", "1.500", "-0.25", ""])]
            )
            found[-1].append(self._one(["1", "0", "3", "5", "-2", ""]))
        return found

    def _sale_lines(self) -> list[list[str]]:
        sales = [row[0] for row in self.tables["sales"]] if hasattr(self, "tables") else []
        rows = []
        for _ in range(self.r.randrange(10)):
            row = [self._one([*sales, "nobody"]), self._one([*PRODUCTS, ""])]
            rows.append([*row, str(self.r.randrange(-2, 9)), self._amount(2, 3000)])
        return rows

    def _events(self) -> list[list[str]]:
        rows = []
        for _ in range(self.r.randrange(10)):
            event = self._one([*EVENTS, "course_passed"])
            about = self._one(["basics", "fabric"] if event == "course_passed" else ["a", "b"])
            rows.append(
                [self._one(self.names), str(self._day()), event, about, self._one(["1", "2.5", "-1", ""])]
            )
        return rows

    def _returns(self) -> list[list[str]]:
        return [
            [self._one(self.names), str(self._day()), f"-{self._one(['1', '50.01', '100'])}"]
            for _ in range(self.r.randrange(4))
        ]

    def _targets(self) -> list[list[str]]:
        return [
            [self._one(self.names), str(self._day()), "plan", self._one(["50", "100", "200.5"])]
            for _ in range(self.r.randrange(4))
        ]

    def agreed(self) -> dict[str, list[Spec]]:
        """What is agreed with single partners."""
        found: dict[str, list[Spec]] = {"terms": [], "overrides": []}
        figures = {"money": ["7.5 EUR", "120 EUR"], "percent": ["3.5 %", "250 %"], "count": ["2", "4"]}
        for name in self.names:
            first = max(self.joined[name], date(2026, 1, 5)) + timedelta(days=self.r.randrange(60))
            last = first + timedelta(days=20 + self.r.randrange(70))
            dated = {
                "partner": name,
                "from": str(first),
                "until": str(last),
                "reason": title("why"),
                "owner": "me",
            }
            for term, unit in TERMS.items():
                if self.r.randrange(3) == 2:
                    found["terms"].append({**dated, "term": term, "value": self._one(figures[unit])})
            if self.r.randrange(3) == 2:
                found["overrides"].append({**dated, "tier": self._one(TIERS)})
        return found


DECLARED: Spec = {
    "segments": {name: {"title": title(name)} for name in SEGMENTS},
    "individual": {name: {"title": title(name), "unit": unit} for name, unit in TERMS.items()},
}

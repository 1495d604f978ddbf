"""Small projects made in tests: a programme from plain values, its records, and what settlement makes of them."""

import csv
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from generator.book import read_book
from generator.rules.editions import editions
from generator.rules.folder import load_programme
from generator.settlement.settle import Settlement, settle
from generator.terms.programme import Programme

MONEY = {"amount": 2, "tax": 3, "quantity": 0}
MANY = "1 000 000"  # a ceiling that no small book reaches


def title(name: str) -> dict[str, str]:
    """A title in both languages."""
    return {"en": name.capitalize(), "ru": f"Имя {name}"}


@dataclass
class Project:
    """A project folder in the making; what is not set is the smallest that settles.

    `metrics`, `clauses` and `courses` map names to lists of versions without `announced`; `tiers` is one ladder,
    `ladder` what its version says besides; `declared` are further keys of programme.yaml, `agreed` files of
    agreements by name, and `known` further columns of the partners; `recognition` maps badges and the like to versions,
    `training` names whole files of training, and `scored` says that events have a result.
    A measure is the value of a sale in money, or a whole version (with a `unit`).
    """

    root: Path
    metrics: Mapping[str, list[dict[str, Any]]]
    clauses: Mapping[str, tuple[str, list[dict[str, Any]]]] = field(default_factory=dict)
    measures: Mapping[str, Any] = field(default_factory=lambda: {"plain": "amount"})
    tiers: list[dict[str, Any]] = field(default_factory=list)
    courses: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    rounding: Mapping[str, str] = field(default_factory=lambda: {"mode": "half_up", "digits": "2"})
    statements: str = "everyone"
    period: Any = "month"
    starts: str = "2026-01-01"
    announced: str = "2025-12-01"
    currency: str = "EUR"
    languages: tuple[str, ...] = ("en", "ru")
    partners: list[list[str]] = field(default_factory=list)
    sales: list[list[str]] = field(default_factory=list)
    events: list[list[str]] = field(default_factory=list)
    ladder: Mapping[str, Any] = field(default_factory=dict)
    declared: Mapping[str, Any] = field(default_factory=dict)
    agreed: Mapping[str, Any] = field(default_factory=dict)
    known: tuple[str, ...] = ()
    training: dict[str, Any] = field(default_factory=dict)
    scored: bool = False
    recognition: Mapping[str, Mapping[str, list[dict[str, Any]]]] = field(default_factory=dict)

    def write_programme(self) -> Programme:
        """Write `program/` and read it."""
        folder = self.root / "program"
        texts = {code: text for code, text in title("programme").items() if code in self.languages}
        policy = {
            **self._from(),
            "period": self.period,
            "rounding": dict(self.rounding),
            "statements": self.statements,
            "payout": {"within": "10 days"},
        }
        write_plain(
            folder / "programme.yaml",
            {
                "programme": "drawn",
                "title": texts,
                "languages": list(self.languages),
                "currency": self.currency,
                "time_zone": "Europe/Berlin",
                "starts": self.starts,
                "policy": {"versions": [policy]},
                **self.declared,
            },
        )
        write_plain(
            folder / "metrics.yaml",
            {
                "measures": {
                    name: {
                        "title": self._title(name),
                        "versions": [{**self._from(), **_measure(value)}],
                    }
                    for name, value in self.measures.items()
                },
                "metrics": {
                    name: {"title": self._title(name), "versions": [self._from() | v for v in versions]}
                    for name, versions in self.metrics.items()
                },
            },
        )
        if self.tiers:
            tiers = [{"title": self._title(t["tier"]), **t} for t in self.tiers]
            ladder = {
                "title": self._title("status"),
                "versions": [{**self._from(), **self.ladder, "tiers": tiers}],
            }
            write_plain(folder / "tiers.yaml", {"ladders": {"status": ladder}})
        for number, (name, (kind, versions)) in enumerate(self.clauses.items()):
            write_plain(
                folder / "clauses" / f"{number:03}-{name}.yaml",
                {
                    "clause": name,
                    "title": self._title(name),
                    "kind": kind,
                    "versions": [{**self._from(), "per": "period", **v} for v in versions],
                },
            )
        for name, version in self.courses.items():
            write_plain(
                folder / "training" / "courses" / f"{name}.yaml",
                {
                    "course": name,
                    "title": self._title(name),
                    "versions": [{**self._from(), "goal": self._title("goal"), "lessons": [name], **version}],
                },
            )
            for code in self.languages:
                path = folder / "training" / "lessons" / f"{name}.{code}.md"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(f"# {title(name)[code]}\n\nText.\n", "utf-8")
        if self.recognition:
            recognised = {
                group: {
                    name: {"title": self._title(name), "versions": [self._from() | v for v in versions]}
                    for name, versions in some.items()
                }
                for group, some in self.recognition.items()
            }
            write_plain(folder / "recognition.yaml", recognised)
        for name, file in self.training.items():
            write_plain(folder / "training" / f"{name}.yaml", file)
        return load_programme(folder)[0]

    def write_records(self) -> None:
        """Write `partners_data/`; rows outside membership and after the day are left out by their reasons."""
        folder = self.root / "partners_data"
        folder.mkdir(parents=True, exist_ok=True)
        outside = [
            {"reason": reason, "ceiling": MANY, "words": title(reason)}
            for reason in ("before-joining", "after-leaving", "after-on")
        ]
        free = {"type": "text", "empty": "allowed"}
        tables: dict[str, tuple[dict[str, Any], list[list[str]]]] = {
            "partners": (
                {name: name for name in ("partner", "name", "joined_on", "left_on", *self.known)},
                self.partners,
            ),
            "sales": (
                {name: name for name in ("sale", "partner", "date")}
                | {"customer": {"column": "customer", **free}, "status": "status"}
                | {name: {"column": name, "digits": str(digits)} for name, digits in MONEY.items()},
                self.sales,
            ),
            "events": (
                {name: name for name in ("partner", "date", "event", "subject")}
                | ({"score": {"column": "score", "digits": "0", "empty": "allowed"}} if self.scored else {}),
                self.events,
            ),
        }
        sources = []
        for table, (columns, rows) in tables.items():
            with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as out:
                csv.writer(out).writerows([list(columns), *rows])
            source = {"table": table, "files": f"{table}.csv", "columns": columns}
            sources.append(source if table == "partners" else source | {"reject": outside})
        write_plain(folder / "sources.yaml", {"sources": sources})
        for name, rows in self.agreed.items():
            write_plain(folder / f"{name}.yaml", {name: rows})

    @contextmanager
    def settled(self, on: date) -> Iterator[Settlement]:
        """Write everything, read it and settle it."""
        programme = self.write_programme()
        self.write_records()
        file = programme.file
        with read_book(
            self.root / "partners_data", on=on, time_zone=file.time_zone, languages=programme.languages
        ) as book:
            yield settle(programme, book, editions(programme, on), on)

    def _from(self) -> dict[str, Any]:
        return {"announced": self.announced, "from": self.starts}

    def _title(self, name: str) -> dict[str, str]:
        return {code: text for code, text in title(name).items() if code in self.languages}


def _measure(made: Any) -> dict[str, Any]:
    if isinstance(made, dict) and "unit" in made:
        return {"of": "sales", **made}
    return {"of": "sales", "value": made, "unit": "money"}


def write_plain(path: Path, value: object) -> None:
    """JSON is YAML, and its scalars may all be text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1), "utf-8")


Ledger = dict[tuple[str, str, str], int]


def ledger(settlement: Settlement) -> Ledger:
    """(period, partner, clause) -> amount in minor units."""
    ids = settlement.book.partners.ids
    return {
        (result.period.name, ids[who], one.clause): amount
        for result in settlement.results
        for one in result.clauses
        for who, amount in zip(one.lines.who.tolist(), one.lines.amount.tolist(), strict=True)
    }


Figures = dict[tuple[str, str, str], Fraction]


def figures(settlement: Settlement) -> Figures:
    """(period, partner, metric) -> its exact value."""
    out: Figures = {}
    for result in settlement.results:
        for name in result.figures.metric_names:
            values = result.figures.metric(name).fractions()
            for partner, value in zip(settlement.book.partners.ids, values, strict=True):
                out[result.period.name, partner, name] = value
    return out

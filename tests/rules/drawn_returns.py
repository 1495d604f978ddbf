"""Draws books in which orders come back by name, are shared, and are recorded later than they happen."""

import csv
import json
import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.rules.drawn_sales import draw_sales
from tests.rules.figures_twice import MetricProject
from tests.settlement.projects import MANY, title

DATED = "before-joining after-leaving after-on missing-partner unknown-partner missing-value"
REASONS = {
    "sales": f"{DATED} unknown-sale duplicate-id",
    "sale_lines": f"{DATED} unknown-sale",
    "events": DATED,
    "returns": f"{DATED} unknown-sale",
    "splits": "unknown-sale missing-partner unknown-partner missing-value duplicate-id before-joining after-leaving",
}


@dataclass
class Returns(MetricProject):
    """A project whose sales name what they take back and when they were recorded, with returns and splits."""

    of: list[str] = field(default_factory=list)  # beside each sale: the sale that it takes back
    recorded: list[str] = field(default_factory=list)
    returns: list[list[str]] = field(default_factory=list)
    splits: list[list[str]] = field(default_factory=list)
    with_partner: bool = False

    def write_records(self) -> None:
        """Write `partners_data/` with the further columns and tables."""
        super().write_records()
        folder = self.root / "partners_data"
        said = json.loads((folder / "sources.yaml").read_text("utf-8"))
        path = folder / "sales.csv"
        with path.open(encoding="utf-8", newline="") as source:
            head, *rows = csv.reader(source)
        rows = [[*row, of, day] for row, of, day in zip(rows, self.of, self.recorded, strict=True)]
        _write(path, [[*head, "return_of", "recorded_at"], *rows])
        refused = {
            table: [{"reason": one, "ceiling": MANY, "words": title(one)} for one in reasons.split()]
            for table, reasons in REASONS.items()
        }
        for one in said["sources"]:
            if one["table"] == "sales":
                one["columns"] |= {"return_of": "return_of", "recorded_at": "recorded_at"}
            if one["table"] != "partners":
                one["reject"] = refused[one["table"]]
        columns: dict[str, Any] = {name: name for name in ("return_of", "date", "recorded_at", "status")}
        if self.with_partner:
            columns["partner"] = "partner"
        columns |= {"status": {"column": "status", "empty": "allowed"}}
        amount = {"amount": {"column": "amount", "digits": "2"}}
        _write(
            folder / "returns.csv",
            [["return_of", "date", "recorded_at", "status", "partner", "amount"], *self.returns],
        )
        said["sources"].append(
            {"table": "returns", "files": "returns.csv", "columns": columns | amount}
            | {"reject": refused["returns"]}
        )
        share = {"share": {"column": "share", "digits": "2"}}
        _write(folder / "splits.csv", [["sale", "partner", "share", "recorded_at"], *self.splits])
        named = {name: name for name in ("sale", "partner", "recorded_at")}
        said["sources"].append(
            {
                "table": "splits",
                "files": "splits.csv",
                "columns": named | share,
                "divides": ["amount", "tax", "pieces"],
                "reject": refused["splits"],
            }
        )
        (folder / "sources.yaml").write_text(json.dumps(said), "utf-8")


def _write(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)


RETURNED: dict[str, list[dict[str, Any]]] = {
    "back": [{"sum": "given-back", "window": "period", "scope": "own"}],
    "times-back": [
        {"count": "returns", "where": {"status": "paid"}, "window": "last 2 periods", "scope": "own"}
    ],
}


def draw_returns(r: random.Random, folder: Path, on: date, rules: int = 6) -> Returns:
    """A whole project over a drawn book."""
    plain = draw_sales(r, folder, on, rules=rules)
    made = Returns(**{name: getattr(plain, name) for name in MetricProject.__dataclass_fields__})
    made.metrics = {**made.metrics, **RETURNED}
    made.whole_measures = {**made.whole_measures, "given-back": {"of": "returns", "value": "amount"}}
    ids, names = [row[0] for row in made.sales], [row[0] for row in made.partners]

    def recorded() -> str:
        late = date(2025, 11, 15) + timedelta(days=r.randrange((on - date(2025, 11, 15)).days + 40))
        return r.choice(["", "", str(late)])

    for number, row in enumerate(made.sales):
        taken = r.random() < 0.2
        made.of.append(r.choice([*ids[:number], "nobody"]) if taken and number else "")
        made.recorded.append(recorded())
        if made.of[-1]:
            row[1] = r.choice([row[1], "", ""])
            row[3], row[4] = r.choice([row[3], ""]), r.choice([row[4], ""])
    made.with_partner = r.random() < 0.7
    for _ in range(r.randrange(10)):
        of = r.choice([*ids, *ids, "nobody"]) if not made.with_partner or r.random() < 0.7 else ""
        day = date(2025, 11, 15) + timedelta(days=r.randrange((on - date(2025, 11, 15)).days + 20))
        partner = r.choice([*names, ""] if of else names)
        made.returns.append(
            [
                of,
                str(day),
                recorded(),
                r.choice(["paid", "", "open"]),
                partner,
                f"-{r.randint(1, 9999) / 100}",
            ]
        )
    for sale in r.sample(ids, min(len(ids), r.randrange(8))):
        shared = r.sample(names, r.randint(1, min(3, len(names))))
        whole, left = 10000, len(shared)
        for partner in shared:
            left -= 1
            share = whole if not left else r.choice([whole // (left + 1), r.randint(1, whole - left)])
            whole -= share
            made.splits.append([sale, partner, f"{share / 100:.2f}{r.choice(['', ' %', '%'])}", recorded()])
    return made

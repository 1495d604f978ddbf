"""Draws rules that take money and rules that make up what is lacking, over the lines of rules that pay."""

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.rules.drawn_programmes import ALWAYS
from tests.rules.drawn_sales import AS_OF, MEASURES, METRICS, TIERS, WORTH, Draw, Spec
from tests.rules.figures_twice import MetricProject
from tests.settlement.projects import title

Clause = tuple[str, list[Spec]]
PAYING = ["own", "each-sale", "own-quarter", "team"]


class Money(Draw):
    """Draws deductions and guarantees."""

    def amount(self) -> Any:
        """An amount in any of its forms."""
        return self.r.choice(
            [
                "5",
                "12.345",
                {"metric": self.r.choice(["volume", "growth", "latest"])},
                {"rate": "3.3 %", "of": self.r.choice(["volume", "growth"])},
                {"amount": "1.25", "each": "orders"},
                {"individual": "own-amount", "default": "7"},
            ]
        )

    def rate(self) -> Any:
        """A share in any of its forms."""
        return self.r.choice(["13 %", "33.33 %", "100 %", {"individual": "own-share", "default": "10 %"}])

    def lines(self, names: list[str], kinds: list[str]) -> Spec:
        """The lines that are read."""
        if self.r.random() < 0.5:
            return {"kinds": kinds}
        return {"clauses": self.r.sample(names, self.r.randint(1, len(names)))}

    def bounds(self) -> Spec:
        """What a deduction may carry."""
        choices: list[Spec] = [
            {},
            {},
            {"floor": "2"},
            {"cap": "6.50"},
            {
                "cap": {
                    "amount": "10",
                    "per": self.r.choice(["period", "quarter", "year", "lifetime", "month"]),
                }
            },
            {"times": "150 %"},
            {"times": {"metric": "orders"}, "floor": {"rate": "1 %", "of": "volume"}, "cap": "20"},
            {"cap": {"rate": "2 %", "of": "volume"}},
            {"floor": "3", "cap": {"amount": {"rate": "9 %", "of": "rolling"}, "per": "period"}},
        ]
        return dict(self.r.choice(choices))

    def below(self) -> Spec:
        """What is done below zero."""
        return {"below_zero": "negative"} if self.r.random() < 0.5 else {}

    def of_lines(self, names: list[str], kinds: list[str]) -> Clause:
        """A share of lines, or an amount for each."""
        lines = self.lines(names, kinds)
        if self.r.random() < 0.3:
            lines["where"] = self.plain()
        pay = {"rate": self.rate()} if self.r.random() < 0.6 else {"amount": self.amount()}
        fields = {"per": "period", "source": {"lines": lines}, **pay, **self.below(), **self.bounds()}
        if self.r.random() < 0.15:
            fields["once"] = self.r.choice(["partner", {"each": "partner", "within": "quarter"}])
        return "deduction", [_fit(fields | ({"earns": self.plain()} if self.r.random() < 0.4 else {}))]

    def plain(self) -> Spec:
        """A condition at the end of a window."""
        self.judged = "window_end"
        return self.condition()

    def alone(self) -> Clause:
        """An amount for each window."""
        per = self.r.choice(["period", "period", "quarter", "day", "half_year", "year"])
        fields = {"per": per, "amount": self.amount(), **self.below(), **self.bounds()}
        if per == "day":
            fields["earns"] = {"today": {"more_than": "0"}}
        elif self.r.random() < 0.4:
            fields["earns"] = self.plain()
        return "deduction", [_fit(fields)]

    def of_rows(self) -> Clause:
        """A share of each row, an amount for each unit of it, or an amount for it."""
        lines = self.r.random() < 0.25
        fields: Spec = {
            "per": "sale_line" if lines else "sale",
            "source": {"sale_lines" if lines else "sales": {"status": "paid"}},
        }
        base = "worth" if lines else "plain"
        what = self.r.choice(["share", "share", "each", "alone"])
        if what == "share":
            fields |= {"base": base, "rate": self.rate()}
        elif what == "each":
            fields |= {"base": base, "amount": self.r.choice(["0.10", {"rate": "1 %", "of": "volume"}])}
        else:
            fields["amount"] = self.amount()
        as_of = self.judge()
        if self.r.random() < 0.5:
            fields |= {"earns": self.condition()} | as_of
        if self.r.random() < 0.2:
            fields["once"] = self.r.choice(["customer", "sale"])
        if self.r.random() < 0.2:
            fields["picks_by"] = "sale_date"
        return "deduction", [_fit(fields | self.below() | self.bounds())]

    def guarantee(self) -> Clause:
        """The least that lines come to."""
        r = self.r
        fields: Spec = {
            "per": "period",
            "minimum": r.choice(["15", "40.50", {"rate": "20 %", "of": "rolling"}, self.amount()]),
            "counts": {"lines": self.lines(PAYING, ["commission", "level_commission"])},
            "recoverable": "false",
        }
        if r.random() < 0.8:
            debt = {"unit": "money", "opens": r.choice(["0", "0", "12"])}
            debt["on_leaving"] = r.choice(["forgiven", "deducted", "kept"])
            if r.random() < 0.4:
                debt["reset"] = r.choice(["quarter", "half_year", "year"])
            fields |= {"recoverable": "true", "repaid_from": "above_minimum", "carries": {"debt": debt}}
        if r.random() < 0.4:
            fields["earns"] = self.plain()
        found = [fields]
        if r.random() < 0.3:
            later = {**fields, "minimum": "30", "announced": "2025-12-01", "from": "2026-03-01"}
            found = [fields | ({"ends": "2026-01-31"} if r.random() < 0.4 else {}), later]
        return "guarantee", found

    def clauses(self, count: int) -> dict[str, Clause]:
        """Rules that pay, rules over their lines, and a rule over the lines of these."""
        slices = {"applies_to": "slice", "rows": [{"at_least": "0", "rate": "10 %"}]}
        found: dict[str, Clause] = {
            "own": ("commission", [{"base": "volume", "below_zero": "negative", "brackets": slices}]),
            "each-sale": (
                "commission",
                [
                    {
                        "per": "sale",
                        "source": {"sales": {"status": "paid"}},
                        "base": "plain",
                        "below_zero": "negative",
                        "brackets": slices,
                    }
                ],
            ),
            "own-quarter": ("commission", [{"per": "quarter", "base": "volume", "brackets": slices}]),
            "team": (
                "level_commission",
                [{"base": "volume", "table": {"by": "depth", "rows": [{"depth": "1", "rate": "5 %"}]}}],
            ),
            "draw": self.guarantee(),
            "least": self.guarantee(),
        }
        for number in range(count):
            name, what = f"take-{chr(ord('a') + number)}", self.r.choice("alone rows lines lines".split())
            if what == "lines":
                kinds = self.r.choice([["commission"], ["commission", "level_commission", "guarantee"]])
                found[name] = self.of_lines([*PAYING, "draw", "least"], kinds)
            else:
                found[name] = self.alone() if what == "alone" else self.of_rows()
        taken = [name for name in found if name.startswith("take-")]
        if self.r.random() < 0.5:
            found["of-taken"] = self.of_lines(taken, ["deduction"])
        if self.r.random() < 0.5:
            rows = [{"depth": "1", "rate": "20 %"}]
            found["match"] = (
                "matching",
                [{"source": {"lines": {"clauses": taken[:2]}}, "table": {"by": "depth", "rows": rows}}],
            )
        return found


def _fit(fields: Spec) -> Spec:
    """Without what the drawn rule cannot carry."""
    own = isinstance(fields.get("amount"), dict) and "individual" not in fields["amount"]
    needs = "rate" in fields or "base" in fields or own
    return {name: value for name, value in fields.items() if name != "below_zero" or needs}


def draw_money(r: random.Random, folder: Path, on: date, rules: int = 6) -> MetricProject:
    """A whole project: rules over lines, and a book in which people leave and orders come back."""
    project = MetricProject(
        folder,
        METRICS,
        whole_measures=MEASURES,
        clauses=Money(r, AS_OF).clauses(rules),
        tiers=TIERS,
        declared={
            "segments": {name: {"title": title(name)} for name in ("dealer", "network")},
            "individual": {
                "own-amount": {"title": title("own-amount"), "unit": "money"},
                "own-share": {"title": title("own-share"), "unit": "percent"},
            },
            "units": {"PV": {"title": title("PV"), "versions": WORTH}},
        },
        known=("sponsor", "segment"),
    )
    assert project.starts == ALWAYS["from"]
    names = [f"p{number}" for number in range(r.randint(2, 6))]
    for number, name in enumerate(names):
        joined = date(2025, 11, 15) + timedelta(days=r.choice([0, 0, r.randrange(120)]))
        left = joined + timedelta(days=r.randrange(20, 150)) if r.random() < 0.4 else None
        project.partners.append(
            [
                name,
                name,
                str(joined),
                str(left or ""),
                r.choice([*names[:number], ""]),
                r.choice(["dealer", ""]),
            ]
        )
    span = (on - date(2025, 11, 15)).days
    for number in range(r.randint(10, 45)):
        cents = r.choice([r.randrange(-5000, 30000), 5000, 10000, 10001, 20050, 0, -10000])
        day = date(2025, 11, 15) + timedelta(days=r.randrange(span + 1))
        sale = f"s{(number * 37) % 97}"
        status, customer = r.choice(["paid", "paid", "paid", "open"]), r.choice(["c1", "c2", "c3", ""])
        row = [sale, r.choice(names), str(day), customer, status, f"{cents / 100:.2f}", "0", "1"]
        project.sales.append(row)
        for _ in range(r.choice([0, 0, 1, 2])):
            project.sale_lines.append([sale, str(r.randint(-1, 9)), f"{r.randint(0, 300) / 10}"])
    return project

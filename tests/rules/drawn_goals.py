"""Draws rules that pay by attained targets and by places, and a book in which figures are equal and people leave."""

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.rules.drawn_money import Clause, Money
from tests.rules.drawn_programmes import ALWAYS
from tests.rules.drawn_sales import AS_OF, MEASURES, METRICS, TIERS, WORTH, Spec
from tests.rules.figures_twice import MetricProject
from tests.settlement.projects import title

PER = ["period", "period", "period", "quarter", "half_year", "day", "week"]
WEEKS = {"week": "2026-01-05"}  # a clause by the week begins on a Monday
WEIGHTS = {1: [["100 %"]], 2: [["60 %", "40 %"], ["33.3 %", "66.7 %"]], 3: [["50 %", "30 %", "20 %"]]}


class Goals(Money):
    """Draws attainments and contests."""

    def target(self, unit: str) -> Any:
        """What a figure is to attain."""
        figures = {"money": ["50", "100", "100.01"], "count": ["1", "3"], "percent": ["40 %", "75 %"]}
        forms: list[Any] = [*figures[unit], *figures[unit]]
        if unit == "money":
            forms += [
                {"metric": "rolling"},
                {"rate": "33.3 %", "of": "before"},
                {"amount": "20", "each": "visits"},
            ]
            forms += [{"individual": "own-amount", "default": "70"}]
        elif unit == "count":
            forms += [{"metric": "visits"}]
        else:
            forms += [{"individual": "own-share", "default": "55 %"}]
        return self.r.choice(forms)

    def part(self, weight: str, alone: bool) -> Spec:
        """One figure with its target."""
        unit = self.r.choice(["money", "money", "count", "percent"])
        metric = {"money": self.money(), "count": self.count(), "percent": "share"}[unit]
        found: Spec = {"metric": metric, "target": self.target(unit)}
        if not alone or self.r.random() < 0.3:
            found["weight"] = weight
        inverse = self.r.choice(["", "", "mirrored", "target_over_actual"])
        if inverse:
            found["inverse"] = inverse
        if inverse == "target_over_actual" or self.r.random() < 0.4:
            found["at_most"] = self.r.choice(["100 %", "150 %", "133.33 %"])
        return found

    def window(self) -> Spec:
        """For which window it is paid."""
        per = self.r.choice(PER)
        return {"per": per} | ({"from": WEEKS[per]} if per in WEEKS else {})

    def attainment(self) -> Clause:
        """A share of an amount by targets."""
        r = self.r
        weights = r.choice(WEIGHTS[r.randint(1, 3)])
        fields: Spec = self.window() | {"amount_at_target": self.amount()}
        fields["of"] = [self.part(weight, len(weights) == 1) for weight in weights]
        gates: Spec = {}
        if r.random() < 0.3:
            gates["each"] = {"at_least": r.choice(["50 %", "80 %"])}
        if r.random() < 0.3:
            gates["whole"] = {"at_least": r.choice(["60 %", "100 %"])}
        if gates:
            fields["gate"] = gates
        if r.random() < 0.6:
            rows = [
                {"at_least": at, "times": times}
                for at, times in zip(
                    [r.choice(["0 %", "40 %"]), "80 %", "120 %"],
                    r.sample(["0", "0.5", "1", "1.5", "2"], 3),
                    strict=True,
                )
            ]
            applies = r.choice(["slice", "whole"])
            fields["brackets"] = {"applies_to": applies, "rows": rows[: r.randint(1, 3)]}
        return "attainment", [fields | self.carried()]

    def carried(self) -> Spec:
        """What any rule over a window may carry."""
        found: Spec = {"earns": self.plain()} if self.r.random() < 0.3 else {}
        return found | (self.bounds() if self.r.random() < 0.5 else {})

    def contest(self) -> Clause:
        """Prizes by place."""
        r = self.r
        fields: Spec = self.window() | {"ranked_by": r.choice([self.money(), self.count(), "share"])}
        if r.random() < 0.4:
            fields["best"] = r.choice(["lowest", "highest"])
        ties: Spec = {"still_tied": r.choice(["share", "same_place"])}
        if r.random() < 0.5:
            ties["then"] = r.choice([self.money(), self.count()])
        fields["ties"] = ties
        if r.random() < 0.4:
            fields["divisions"] = r.choice(["segment", "region"])
        prizes: list[Spec] = [
            {"place": "1", "amount": "100"},
            {"place": {"from": "2", "to": "3"}, "amount": "10.01"},
        ]
        if r.random() < 0.5:
            prizes = [{"place": {"from": "1", "to": "2"}, "amount": "7"}, {"place": "3", "amount": "3.33"}]
        fields["prizes"] = prizes[: r.randint(1, 2)]
        fields |= self.carried()
        if fields.get("best") == "lowest" and "earns" not in fields:
            fields["earns"] = self.plain()  # or everybody who sold nothing would win
        return "contest", [fields]

    def goals(self, count: int, kinds: list[str]) -> dict[str, Clause]:
        """Several rules."""
        slices = {"applies_to": "slice", "rows": [{"at_least": "120", "rate": "1 %"}]}
        found: dict[str, Clause] = {"own": ("commission", [{"base": "volume", "brackets": slices}])}
        for number in range(count):
            found[f"goal-{chr(ord('a') + number)}"] = getattr(self, self.r.choice(kinds))()
        return found


def draw_goals(r: random.Random, folder: Path, on: date, kinds: list[str], rules: int = 6) -> MetricProject:
    """A whole project: rules of these kinds, and a book with equal figures and people who leave."""
    project = MetricProject(
        folder,
        METRICS,
        whole_measures=MEASURES,
        clauses=Goals(r, AS_OF).goals(rules, kinds),
        tiers=TIERS,
        declared={
            "segments": {name: {"title": title(name)} for name in ("dealer", "network")},
            "individual": {
                "own-amount": {"title": title("own-amount"), "unit": "money"},
                "own-share": {"title": title("own-share"), "unit": "percent"},
            },
            "units": {"PV": {"title": title("PV"), "versions": WORTH}},
        },
        known=("sponsor", "segment", "region"),
    )
    assert project.starts == ALWAYS["from"]
    names = [f"p{number}" for number in range(r.randint(2, 7))]
    for number, name in enumerate(names):
        joined = date(2025, 11, 15) + timedelta(days=r.choice([0, 0, r.randrange(120)]))
        left = r.choice([joined + timedelta(days=r.randrange(20, 150)), date(2026, 1, 31), date(2026, 3, 31)])
        left_on = str(max(left, joined)) if r.random() < 0.3 else ""
        places = [
            r.choice([*names[:number], ""]),
            r.choice(["dealer", "network", ""]),
            r.choice(["north", "south", ""]),
        ]
        project.partners.append([name, name, str(joined), left_on, *places])
    span = (on - date(2025, 11, 15)).days
    for number in range(r.randint(10, 45)):
        cents = r.choice([r.randrange(-5000, 30000), 5000, 10000, 10001, 5000, 0, -10000])
        day = date(2025, 11, 15) + timedelta(days=r.randrange(span + 1))
        status, customer = r.choice(["paid", "paid", "paid", "open"]), r.choice(["c1", "c2", "c3", ""])
        sale = f"s{(number * 37) % 97}"
        row = [sale, r.choice(names), str(day), customer, status, f"{cents / 100:.2f}", "0", "1"]
        project.sales.append(row)
        for _ in range(r.choice([0, 0, 1, 2])):
            project.sale_lines.append([sale, str(r.randint(-1, 9)), f"{r.randint(0, 300) / 10}"])
    for _ in range(r.randint(0, 12)):
        day = date(2025, 11, 15) + timedelta(days=r.randrange(span + 1))
        project.events.append([r.choice(names), str(day), r.choice(["visit", "other"]), r.choice(["a", "b"])])
    return project

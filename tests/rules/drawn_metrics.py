"""Draws programmes of metrics of every kind, over books with trees, empty cells and times of day."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.rules.figures_twice import MetricProject
from tests.settlement.projects import title

WINDOWS = (
    "period|last 1 period|last 3 periods|1 period before|2 periods before|lifetime|day|week|quarter|half_year|year|"
    "membership_year|60 days from joining|3 weeks from joining|2 months from joining|1 year from joining"
).split("|")
COMPARE = ["at_least", "more_than", "at_most", "less_than", "equals"]
Spec = dict[str, Any]

MONEY: dict[str, Spec] = {
    "plain": {"value": "amount"},
    "net": {"value": {"difference": ["amount", "tax"]}},
    "added": {"value": {"sum": ["amount", "tax"]}},
    "times": {"value": {"product": ["amount", "quantity"]}},
    "share": {
        "value": {"quotient": ["amount", "tax"]},
        "when_zero": "7",
        "round": {"digits": "3", "mode": "half_even"},
    },
    "capped": {"value": {"capped": ["amount", "50"]}},
    "floored": {"value": {"floored": [{"measure": "net"}, "tax"]}},
    "settled": {"value": {"difference": ["amount", "tax"]}, "where": {"status": "paid"}},
}
PERCENT: dict[str, Spec] = {
    "part": {
        "value": {"ratio": ["tax", "amount"]},
        "when_zero": "7 %",
        "round": {"digits": "1", "mode": "half_up"},
        "unit": "percent",
    },
    "grade": {
        "lookup": "quantity",
        "rows": [
            {"at_least": "0", "is": "1.5 %"},
            {"at_least": "3", "is": "2.25 %"},
            {"at_least": "5", "is": "0 %"},
        ],
        "when_absent": "9 %",
        "unit": "percent",
    },
}
COUNT: dict[str, Spec] = {
    "score": {
        "lookup": "amount",
        "rows": [{"at_least": "-5", "is": "3"}, {"at_least": "0.01", "is": "2.25"}],
        "when_absent": "1",
        "unit": "count",
        "round": {"digits": "1", "mode": "half_up"},
    },
}
LINES: dict[str, Spec] = {
    "pieces": {"of": "sale_lines", "value": "pieces", "unit": "count"},
    "worth": {"of": "sale_lines", "value": {"product": ["pieces", "price"]}, "where": {"status": "paid"}},
}
# Units of the programme's own, one with a worth and one without.
OWN: dict[str, Spec] = {
    "credit": {"value": {"difference": ["amount", "tax"]}, "unit": "PV"},
    "extra": {"value": {"capped": [{"measure": "credit"}, "30"]}, "unit": "PV", "where": {"status": "paid"}},
    "lot": {"value": "quantity", "unit": "pieces"},
}
DECLARED = {"PV": [{"equals": "0.50"}, {"from": "2026-02-10", "equals": "0.75 EUR"}], "pieces": [{}]}
MEASURES = {**MONEY, **PERCENT, **COUNT, **LINES, **OWN}
UNITS = {
    **{name: made["unit"] for name, made in OWN.items()},
    **dict.fromkeys([*MONEY, "worth"], "money"),
    **dict.fromkeys(PERCENT, "percent"),
    **dict.fromkeys([*COUNT, "pieces"], "count"),
}


class Draw:
    """Draws one metric after the other; a later one may be made of the earlier ones."""

    def __init__(self, r: random.Random) -> None:
        self.r = r
        self.known = {"volume": "money", "orders": "count"}
        self.metrics: dict[str, list[Spec]] = {
            "volume": [{"sum": "net", "window": "period"}],
            "orders": [{"count": "sales", "window": "period", "where": {"status": "paid"}}],
        }

    def add(self) -> None:
        """One more metric."""
        made, unit = self.r.choice([self.rows, self.derived, self.derived])()
        name = f"drawn-{chr(ord('a') + len(self.metrics) - 2)}"
        self.metrics[name] = [made]
        if unit in ("money", "count", "percent", *DECLARED):
            self.known[name] = unit

    def chance(self, odds: float) -> bool:
        return self.r.random() < odds

    def where(self) -> Spec:
        """Tests of sales."""
        tests: Spec = {}
        if self.chance(0.5):
            tests["status"] = self.r.choice(["paid", "open", {"one_of": ["paid", "open"]}])
        if self.chance(0.3):
            bound = self.r.choice(["0", "10", "-5", "999.99", "0.5"])
            tests[self.r.choice(["amount", "tax"])] = {self.r.choice(COMPARE): bound}
        return {"where": tests} if tests else {}

    def condition(self) -> Spec:
        """A condition on metrics that are there already."""

        def atom() -> Spec:
            bound = self.r.choice(["0", "1", "2", "10", "100", "-3", "0.5"])
            return {self.r.choice(list(self.known)): {self.r.choice(COMPARE): bound}}

        if self.chance(0.3):
            return {self.r.choice(["all", "any"]): [atom(), atom()]}
        return {"not": atom()} if self.chance(0.15) else atom()

    def rounding(self, odds: float = 1) -> Spec:
        mode = self.r.choice(["half_up", "half_even", "down"])
        return {"round": {"digits": str(self.r.randint(0, 3)), "mode": mode}} if self.chance(odds) else {}

    def scope(self, *, legs: bool = True, own: bool = True) -> Any:
        """A scope of a tree, mostly with tests of who is counted."""
        kinds = [
            "downline",
            "downline",
            "downline",
            "recruits",
            "leg",
            "programme",
            *(["own"] if own else []),
        ]
        kind = self.r.choice(kinds + ["largest_leg", "smallest_leg"] * legs)
        tree = self.r.choice(["sponsor", "placement"])
        if kind in ("own", "programme"):
            return kind
        tests: Spec = {}
        if self.chance(0.3):
            tests["active_only"] = self.r.choice(["true", self.condition()])
        if self.chance(0.25):
            tests["without_broken_away"] = self.condition()
        if kind == "downline":
            depths = {"from": str(self.r.randint(0, 2))}
            if self.chance(0.6):
                depths["to"] = str(self.r.randint(2, 4))
            return {"downline": {"tree": tree, **depths, **tests}}
        if kind == "recruits":
            return {"downline": {"tree": tree, "from": "1", "to": "1", **tests}}
        if kind == "leg":
            return {"leg": {"position": self.r.choice(["left", "right"]), **tests}}
        named = tree == "placement" and self.chance(0.6)
        return {kind: {"tree": tree, **({"positions": ["left", "right"]} if named else {}), **tests}}

    def rows(self) -> tuple[Spec, str]:
        """A metric of rows."""
        kind = self.r.choice(
            "sum sum sum count count distinct new people must min max first last mean".split()
        )
        window = {"window": self.r.choice(WINDOWS)}
        if kind in ("count", "people"):
            tables = {"sales": self.where(), "events": {}, "partners": {}, "sale_lines": {}}
            table = self.r.choice(list(tables))
            if kind == "people":
                return {
                    "new": "partner",
                    "of": "sales",
                    **window,
                    **self.where(),
                    "scope": self.scope(),
                }, "count"
            unit = self.r.choice(["count", "count", "pieces"])
            own = {} if unit == "count" else {"unit": unit}
            return {"count": table, **window, **tables[table], "scope": self.scope(), **own}, unit
        if kind in ("distinct", "new", "must"):
            column = "customer" if kind != "distinct" else self.r.choice(["customer", "status"])
            made = {
                "distinct" if kind == "distinct" else "new": column,
                "of": "sales",
                **window,
                **self.where(),
            }
            return made | (self.must() if kind == "must" else {}), "count"
        measure = self.r.choice(list(MEASURES))
        unit = UNITS[measure]
        made = {kind: measure, **window, **({} if measure in LINES else self.where())}
        if kind != "sum":
            made["when_absent"] = self.figure(["0", "3", "7"], unit)
        if kind in ("sum", "mean"):
            made["scope"] = self.scope(legs=kind == "sum")
        if kind == "first" and measure not in LINES and self.chance(0.5):
            made |= self.must()
        return made | self.rounding(1 if kind == "mean" else 0.3), unit

    def must(self) -> Spec:
        amount = {"amount": {self.r.choice(COMPARE): "10"}}
        return {
            "first_must": self.r.choice(
                [{"status": "paid"}, {"status": {"one_of": ["paid", "open"]}}, amount]
            )
        }

    def figure(self, figures: list[str], unit: str) -> str:
        return self.r.choice(figures) + (" %" if unit == "percent" else "")

    def operand(self, unit: str = "") -> Any:
        """A metric of a unit, now or some periods earlier; a figure where there is none."""
        names = [name for name, of in self.known.items() if unit in ("", of)]
        if not names:
            return self.figure(["1", "2.5", "10"], unit)
        name = self.r.choice(names)
        return name if self.chance(0.7) else {name: self.r.choice(["1 period before", "2 periods before"])}

    def unit_of(self, operand: Any) -> str:
        name = operand if isinstance(operand, str) else next(iter(operand))
        return self.known.get(name) or ("percent" if name.endswith("%") else "count")

    def derived(self) -> tuple[Spec, str]:
        """A metric made of metrics, or of people."""
        one = self.operand()
        unit = self.unit_of(one)
        kinds: dict[str, Callable[[], tuple[Spec, str]]] = {
            "sum": lambda: ({"sum": [one, *(self.operand(unit) for _ in range(self.r.randint(1, 3)))]}, unit),
            "over": lambda: self.over(one),
            "people": self.people,
            "legs": self.legs,
            "product": lambda: self.product(one, unit),
            "quotient": lambda: self.quotient(one, unit),
            "ratio": lambda: ({"ratio": [one, self.operand(unit)], "when_absent": "3.5 %"}, "percent"),
            "lookup": lambda: self.lookup(one, unit),
            "weighted": lambda: self.weighted(one, unit),
            "age": self.age,
        }
        for kind in ("difference", "capped", "floored"):
            kinds[kind] = lambda kind=kind: ({kind: [one, self.bound(unit)]}, unit)  # type: ignore[misc]
        chosen = self.r.choice(sorted(kinds))
        made, of = kinds[chosen]()
        return (made if chosen in ("people", "legs", "age") else made | self.rounding(0.3)), of

    def bound(self, unit: str) -> Any:
        return self.operand(unit) if self.chance(0.6) else self.figure(["1", "2.5", "10", "100"], unit)

    def over(self, one: Any) -> tuple[Spec, str]:
        name = one if isinstance(one, str) else next(iter(one))
        return {"sum": [name], "scope": self.scope(own=False)}, self.known[name]

    def product(self, one: Any, unit: str) -> tuple[Spec, str]:
        others = [self.operand("percent"), "2.5 %"]
        # Nothing says whether so many pieces, three times, are pieces or a number.
        other = self.r.choice(others + [self.operand("count"), "3"] * (unit != "pieces"))
        of = self.unit_of(other)
        result = of if unit == "count" and of != "percent" else unit
        return {"product": [one, other]}, result if {unit, of} != {"count", "percent"} else "count"

    def quotient(self, one: Any, unit: str) -> tuple[Spec, str]:
        other = self.r.choice([self.operand(unit), self.operand("count"), "4", "50 %"])
        of = self.unit_of(other)
        result = "count" if unit == of else unit
        constant = isinstance(other, str) and other[0].isdigit()
        return {"quotient": [one, other]} | (
            {} if constant else {"when_absent": self.figure(["8"], result)}
        ), result

    def lookup(self, one: Any, unit: str) -> tuple[Spec, str]:
        of, sign = self.r.choice([("money", " EUR"), ("count", ""), ("percent", " %"), ("PV", " PV")])
        pairs = [("-10", "0"), ("0", "5"), ("1", "2.5"), ("20", "7")]
        rows = [{"at_least": self.figure([start], unit), "is": f"{value}{sign}"} for start, value in pairs]
        return {"lookup": one, "rows": rows, "when_absent": f"4{sign}"}, of

    def weighted(self, one: Any, unit: str) -> tuple[Spec, str]:
        return {
            "weighted": [{"of": one, "weight": "40 %"}, {"of": self.operand(unit), "weight": "60 %"}]
        }, unit

    def age(self) -> tuple[Spec, str]:
        unit = self.r.choice(["years", "months", "days"])
        return {
            "age_of": "joined_on",
            "in": unit,
            "as_of": self.r.choice(["window_end", "window_start"]),
        }, unit

    def people(self) -> tuple[Spec, str]:
        made: Spec = {"count": "members", "scope": self.scope(legs=False, own=False)}
        if self.chance(0.5):
            made = {"count": "recruits", "tree": self.r.choice(["sponsor", "placement"])}
        return made | ({"having": self.condition()} if self.chance(0.6) else {}), "count"

    def legs(self) -> tuple[Spec, str]:
        having: Spec = {}
        if self.chance(0.5):
            having["some_member"] = self.condition()
        if self.chance(0.3):
            having["first_member"] = self.condition()
        if self.chance(0.4):
            bound = self.r.choice(["0", "10", "100"])
            having["together"] = {self.r.choice(list(self.known)): {self.r.choice(COMPARE): bound}}
        made = {"count": "legs", "tree": self.r.choice(["sponsor", "placement"])}
        return made | ({"having": having} if having else {}), "count"


def draw_project(r: random.Random, folder: Path, on: date, metrics: int = 8) -> MetricProject:
    """A whole project: metrics, and a book of a few people with two trees."""
    drawn = Draw(r)
    for _ in range(metrics):
        drawn.add()
    project = MetricProject(
        folder, drawn.metrics, whole_measures=MEASURES, known=("sponsor", "placement", "position")
    )
    if r.random() < 0.3:
        project.period = {"every": r.choice(["2 weeks", "10 days", "1 week"]), "from": "2026-01-05"}
        project.starts = "2026-01-05"
    dated = {"announced": project.announced, "from": project.starts}
    project.declared = {
        "units": {
            name: {"title": title(name), "versions": [dated | one for one in versions]}
            for name, versions in DECLARED.items()
        }
    }
    _fill(r, project, on)
    return project


def _fill(r: random.Random, project: MetricProject, on: date) -> None:
    edges = [
        "2024-02-29",
        "2025-03-31",
        "2025-12-31",
        "2026-01-01",
        "2026-01-31",
        "2026-02-01",
        "2026-02-28",
        str(on),
    ]
    start = date(2025, 9, 1)

    def day() -> date:
        anywhere = start + timedelta(days=r.randint(0, (on - start).days))
        return date.fromisoformat(r.choice(edges)) if r.random() < 0.4 else anywhere

    names = [f"p{number}" for number in range(r.randint(2, 8))]
    seats: set[tuple[str, str]] = set()
    for number, name in enumerate(names):
        joined = r.choice([date(2020, 1, 1), day(), day()])
        left = str(joined + timedelta(days=r.randint(0, 200))) if r.random() < 0.25 else ""
        sponsor = r.choice([*names[:number], ""])
        seat = (r.choice(names[:number]), r.choice(["left", "right", "middle"])) if number else ("", "")
        if seat in seats:
            seat = ("", "")
        seats.add(seat)
        project.partners.append([name, name, str(joined), left, sponsor, *seat])
    times = r.choice([[""], ["", " 00:00", " 10:30", " 23:59:59"]])
    for number in range(r.randint(1, 60)):
        amount = r.choice(
            ["0.00", "0.01", "-5.00", "10.00", "999.99", f"{r.randint(-10000, 100000) / 100:.2f}"]
        )
        tax = r.choice(["0.000", "1.000", "0.500", f"{r.randint(-9999, 9999) / 1000:.3f}", ""])
        customer, status = r.choice(["c1", "c2", "c3", "c4", ""]), r.choice(["paid", "open", "gone"])
        quantity = r.choice(["0", "1", "3", "5", "-2", ""])
        when = f"{day()}{r.choice(times)}"
        sale = [f"s{number}", r.choice(names), when, customer, status, amount if r.random() > 0.05 else ""]
        project.sales.append([*sale, tax, quantity])
    project.events = [
        [r.choice(names), str(day()), "course_passed", "basics"] for _ in range(r.randint(0, 4))
    ]
    project.sale_lines = [
        [f"s{r.randint(0, 65)}", str(r.randint(-2, 9)), f"{r.randint(0, 99) / 10}"]
        for _ in range(r.randint(1, 12))
    ]

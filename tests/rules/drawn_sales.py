"""Draws rules that pay for each sale or event: conditions and tables of every kind, rows at the same moment."""

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.rules.drawn_programmes import ALWAYS
from tests.rules.figures_twice import MetricProject
from tests.settlement.projects import title

MOMENTS = ["before_the_sale", "after_the_sale"]
AS_OF = ["window_end", "window_start", *MOMENTS]
COMPARE = ["at_least", "more_than", "at_most", "less_than", "equals"]
Spec = dict[str, Any]

MEASURES: dict[str, Spec] = {
    "plain": {"value": "amount"},
    "credit": {"value": {"difference": ["amount", "tax"]}, "unit": "PV"},
    "worth": {"of": "sale_lines", "value": {"product": ["pieces", "price"]}},
}
# What a unit is worth changes with a month, and within one.
WORTH = [
    ALWAYS | {"equals": "0.50"},
    {"announced": "2025-12-01", "from": "2026-02-01", "equals": "0.75 EUR"},
    {"announced": "2025-12-01", "from": "2026-03-11", "equals": "2"},
]
PAID = {"sum": "plain", "where": {"status": "paid"}}
OWN = {"scope": "own"}
METRICS: dict[str, list[Spec]] = {
    "volume": [{**PAID, "window": "period", **OWN}],
    "orders": [{"count": "sales", "where": {"status": "paid"}, "window": "period", **OWN}],
    "visits": [{"count": "events", "window": "period", **OWN}],
    "rolling": [{**PAID, "window": "last 2 periods", **OWN}],
    "quarter": [{**PAID, "window": "quarter", **OWN}],
    "ever": [{"count": "sales", "window": "lifetime", **OWN}],
    "largest": [{"max": "plain", "when_absent": "0", "window": "period", **OWN}],
    "before": [{**PAID, "window": "1 period before", **OWN}],
    "today": [{**PAID, "window": "day", **OWN}],
    "week": [{"count": "sales", "window": "week", **OWN}],
    "early": [{**PAID, "window": "60 days from joining", **OWN}],
    "buyers": [{"distinct": "customer", "of": "sales", "window": "period", **OWN}],
    "fresh": [{"new": "customer", "of": "sales", "window": "period", **OWN}],
    "first": [{"first": "plain", "when_absent": "0", "window": "period", **OWN}],
    "latest": [{"last": "plain", "when_absent": "0", "window": "lifetime", **OWN}],
    "team": [{**PAID, "window": "period", "scope": {"downline": "with_self"}}],
    "everybody": [{"count": "sales", "window": "period", "scope": "programme"}],
    "strong": [{"count": "legs", "having": {"some_member": {"volume": {"at_least": "100"}}}}],
    "mean": [
        {"quotient": ["volume", "orders"], "when_absent": "0", "round": {"digits": "2", "mode": "half_up"}}
    ],
    "growth": [{"difference": ["volume", {"volume": "1 period before"}]}],
    "share": [{"ratio": ["volume", "rolling"], "when_absent": "0 %"}],
    "credits": [{"sum": "credit", "where": {"status": "paid"}, "window": "period", **OWN}],
    "pieces": [{"sum": "worth", "window": "period", **OWN}],
    "lines": [{"count": "sale_lines", "window": "last 2 periods", **OWN}],
    "days": [{"age_of": "joined_on", "in": "days", "as_of": "window_end"}],
}
COUNTS = "lines orders visits ever week buyers fresh".split()
MONEY = "volume pieces rolling quarter largest before today early first latest mean growth".split()
# Of other people: nobody is judged by these in the middle of a period.
TEAM_COUNTS, TEAM_MONEY = ["everybody", "strong"], ["team"]
TIERS: list[Spec] = [
    {"tier": "start"},
    {"tier": "silver", "reach": {"volume": {"at_least": "100"}}},
    {"tier": "gold", "reach": {"all": [{"volume": {"at_least": "200"}}, {"orders": {"at_least": "3"}}]}},
]
MEMORY: Spec = {
    "keep": {"volume": {"at_least": "50"}},
    "lose": {"to": "one_step", "at": "period_end", "grace": "1 period"},
}


class Draw:
    """Draws one rule after the other."""

    def __init__(self, r: random.Random, as_of: list[str]) -> None:
        self.r, self.as_of = r, as_of
        self.judged = "window_end"

    @property
    def at_sale(self) -> bool:
        """Whether the rule in hand is judged at each sale."""
        return self.judged in MOMENTS

    def money(self) -> str:
        """A figure in money."""
        return self.r.choice(MONEY if self.at_sale else MONEY + TEAM_MONEY)

    def count(self) -> str:
        """A plain number."""
        return self.r.choice(COUNTS if self.at_sale else COUNTS + TEAM_COUNTS)

    def atom(self) -> Spec:
        """One test."""
        r = self.r
        kinds = "money money money count count tier tier shifted event segment joined share days".split()
        kind = r.choice(kinds if self.at_sale else [*kinds, "line"])
        compare = r.choice(COMPARE)
        money, count = r.choice(["0", "50", "100", "100.01", "250"]), str(r.randint(0, 4))
        made: dict[str, Spec] = {
            "money": {self.money(): {compare: money}},
            "count": {self.count(): {compare: count}},
            "tier": {r.choice(["tier", "tier", "tier_achieved"]): {"at_least": r.choice(["silver", "gold"])}},
            "shifted": {
                "volume": {compare: money, "in": r.choice(["1 period before", "any 1 of_last 2 periods"])}
            },
            "event": {"event": r.choice(["visit", {"name": "visit", "window": "last 2 periods"}])},
            "line": {"line": {"of": "own"}},
            "segment": {"segment": "dealer"},
            "joined": {"joined": {"within": r.choice(["45 days", "2 months"])}},
            "share": {"share": {compare: "40 %"}},
            "days": {"days": {compare: r.choice(["10", "30", "60"]) + " days"}},
        }
        return made[kind]

    def condition(self) -> Spec:
        """A test, several of them, or the opposite of one."""
        if self.r.random() < 0.3:
            return {self.r.choice(["all", "any"]): [self.atom(), self.atom()]}
        return {"not": self.atom()} if self.r.random() < 0.15 else self.atom()

    def table(self) -> Spec:
        """What chooses the row: brackets of the sale or of a figure, or any other table."""
        r = self.r
        rates = [f"{rate} %" for rate in r.sample(range(1, 30), 3)]
        starts = ["0", r.choice(["50", "100"]), r.choice(["150", "200.5"])]
        counts = ["0", "1", r.choice(["2", "3"])]
        kind = r.choice(
            "measure measure money money count slice divided tier tier condition condition segment matrix".split()
        )
        if kind in ("measure", "slice"):
            rows = [{"at_least": at, "rate": rate} for at, rate in zip(starts, rates, strict=True)]
            return {"brackets": {"applies_to": "slice" if kind == "slice" else "whole", "rows": rows}}
        if kind in ("money", "count", "divided"):
            few = kind == "count" or (kind == "divided" and r.random() < 0.5)
            bounds = counts if few else starts
            rows = [{"at_least": at, "rate": rate} for at, rate in zip(bounds, rates, strict=True)]
            applies = "slice" if kind == "divided" else "whole"
            return {
                "chosen_by": self.count() if few else self.money(),
                "brackets": {"applies_to": applies, "rows": rows[r.randint(0, 1) :]},
            }
        if kind == "tier":
            rows = [{"tier": tier["tier"], "rate": rate} for tier, rate in zip(TIERS, rates, strict=True)]
            return {"table": {"by": "tier", "rows": rows[r.randint(0, 1) :]}}
        if kind == "condition":
            tests = [self.condition()]
            while (other := self.condition()) in tests:
                pass
            rows = [{"when": test, "rate": rate} for test, rate in zip([*tests, other], rates, strict=False)]
            return {"table": {"by": "condition", "rows": [*rows, {"when": "otherwise", "rate": rates[2]}]}}
        if kind == "segment":
            rows = [
                {"segment": name, "rate": rate}
                for name, rate in zip(("dealer", "network"), rates, strict=False)
            ]
            return {"table": {"by": "segment", "rows": rows}}
        rows = [
            {"tier": tier, "at_least": at, "rate": f"{r.randint(1, 30)} %"}
            for tier in ("start", "gold")
            for at in starts[:2]
        ]
        return {"table": {"by": ["tier", "at_least"], "rows": rows}} | (
            {"chosen_by": self.money()} if r.random() < 0.6 else {}
        )

    def judge(self, *, at_sale: bool = True) -> Spec:
        """By whose figures the next rule is judged."""
        self.judged = self.r.choice([one for one in self.as_of if at_sale or one not in MOMENTS])
        return {"as_of": self.judged}

    def when(self, odds: float) -> Spec:
        """A condition, or none."""
        return {"earns": self.condition()} if self.r.random() < odds else {}

    def more(self) -> Spec:
        """What any such rule may carry."""
        choices: list[Spec] = [
            {},
            {},
            {"cap": "9.50"},
            {"cap": {"amount": "20", "per": "period"}},
            {"times": {"metric": "orders"}},
            {"times": "150 %", "floor": "1"},
            {"floor": {"rate": "1 %", "of": "volume"}},
        ]
        return dict(self.r.choice(choices))

    def rows(self) -> Spec:
        """The rows of a rule, and what each is worth."""
        lines = self.r.random() < 0.25
        per = {"per": "sale_line" if lines else "sale"}
        return per | {"source": {"sale_lines" if lines else "sales": {"status": "paid"}}}

    def commission(self) -> tuple[str, list[Spec]]:
        """A share of each sale."""
        fields = self.rows()
        fields["base"] = (
            "worth" if fields["per"] == "sale_line" else self.r.choice(["plain", "plain", "credit"])
        )
        as_of = self.judge()
        fields |= self.table() | self.when(0.7) | self.more()
        by = fields.get("table", {}).get("by", "")
        if {"earns", "chosen_by"} & set(fields) or "tier" in by or by == "condition":
            fields |= as_of  # where nothing is judged, nothing is said of it
        if self.r.random() < 0.2:
            fields["picks_by"] = "sale_date"
        if self.r.random() < 0.2:
            fields["once"] = self.r.choice(["customer", "sale"])
        return "commission", [fields]

    def bonus(self) -> tuple[str, list[Spec]]:
        """An amount for each sale or event."""
        amounts = [
            "2",
            {"rate": "1.5 %", "of": "volume"},
            {"amount": "0.35", "each": "orders"},
            {"metric": "largest"},
        ]
        sale = self.r.random() < 0.75
        fields = self.rows() if sale else {"per": "event", "source": {"events": {"event": "visit"}}}
        fields |= {"amount": self.r.choice(amounts)} | self.judge(at_sale=sale) | {"earns": self.condition()}
        return "fixed_bonus", [fields | (self.more() if self.r.random() < 0.4 else {})]

    def levels(self) -> tuple[str, list[Spec]]:
        """A share of each sale up the tree."""
        fields: Spec = {"per": "sale", "source": {"sales": {"status": "paid"}}}
        fields["base"] = self.r.choice(["plain", "credit"])
        fields["table"] = {
            "by": "depth",
            "rows": [{"depth": "0", "rate": "3 %"}, {"depth": "1", "rate": "7.25 %"}],
        }
        if self.r.random() < 0.5:
            rows = [
                {"tier": tier, "depth": {"from": "0", "to": "2"}, "rate": f"{self.r.randint(1, 9)} %"}
                for tier in ("start", "gold")
            ]
            fields["table"] = {"by": ["tier", "depth"], "rows": rows}
        as_of = self.judge(at_sale=False)
        if self.r.random() < 0.5:
            fields["counted"] = self.condition()
        fields |= self.when(0.8)
        if {"earns", "counted"} & set(fields) or "tier" in fields["table"]["by"]:
            fields |= as_of
        return "level_commission", [fields]

    def clauses(self, count: int) -> dict[str, tuple[str, list[Spec]]]:
        """Several rules, and one of which conditions may ask whether it gives a line."""
        slices = {"applies_to": "slice", "rows": [{"at_least": "120", "rate": "1 %"}]}
        found: dict[str, tuple[str, list[Spec]]] = {
            "own": ("commission", [{"base": "volume", "brackets": slices}])
        }
        for number in range(count):
            make = self.r.choice([self.commission, self.commission, self.commission, self.bonus, self.levels])
            found[f"rule-{chr(ord('a') + number)}"] = make()
        return found


def draw_sales(
    r: random.Random, folder: Path, on: date, as_of: list[str] | None = None, rules: int = 8
) -> MetricProject:
    """A whole project: rules per row, and a book in which rows stand at the same moment and beside round figures."""
    project = MetricProject(
        folder,
        METRICS,
        whole_measures=MEASURES,
        clauses=Draw(r, AS_OF if as_of is None else as_of).clauses(rules),
        tiers=[
            tier | (MEMORY if number and remembers else {})
            for remembers in [r.random() < 0.4]
            for number, tier in enumerate(TIERS)
        ],
        declared={
            "segments": {name: {"title": title(name)} for name in ("dealer", "network")},
            "units": {"PV": {"title": title("PV"), "versions": WORTH}},
        },
        known=("sponsor", "segment"),
    )
    assert project.starts == ALWAYS["from"]
    names = [f"p{number}" for number in range(r.randint(2, 6))]
    times = r.choice([[""], ["", " 00:00", " 10:30", " 23:59:59"]])
    for number, name in enumerate(names):
        joined = date(2025, 11, 15) + timedelta(days=r.choice([0, 0, r.randrange(120)]))
        left = joined + timedelta(days=r.randrange(20, 150)) if r.random() < 0.2 else None
        sponsor = r.choice([*names[:number], ""])
        segment = r.choice(["dealer", "network", ""])
        project.partners.append([name, name, str(joined), str(left or ""), sponsor, segment])
    span = (on - date(2025, 11, 15)).days
    days = [date(2025, 11, 15) + timedelta(days=r.randrange(span + 1)) for _ in range(12)]
    for number in range(r.randint(10, 45)):
        cents = r.choice([r.randrange(-5000, 30000), 5000, 10000, 10001, 20050, 0, -10000])
        status, customer = r.choice(["paid", "paid", "paid", "open"]), r.choice(["c1", "c2", "c3", "c4", ""])
        # Ids do not rise with the rows of the file: at one moment their text decides.
        sale = f"s{(number * 37) % 97}"
        when = f"{r.choice(days)}{r.choice(times)}"
        project.sales.append([sale, r.choice(names), when, customer, status, f"{cents / 100:.2f}", "0", "1"])
        for _ in range(r.choice([0, 0, 1, 2])):
            project.sale_lines.append([sale, str(r.randint(-1, 9)), f"{r.randint(0, 300) / 10}"])
    for _ in range(r.randint(0, 12)):
        when = f"{r.choice(days)}{r.choice(times)}"
        project.events.append([r.choice(names), when, r.choice(["visit", "other"]), r.choice(["a", "b"])])
    return project

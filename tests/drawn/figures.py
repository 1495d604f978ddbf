"""Draws metrics and measures of every kind, window and scope, each when a rule or a condition asks for one."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

Spec = dict[str, Any]
Thing = TypeVar("Thing")

COMPARE = ("at_least", "more_than", "at_most", "less_than", "equals")
WINDOWS = (
    "period|last 1 period|last 3 periods|1 period before|2 periods before|lifetime|day|week|quarter|half_year|year|"
    "quarter_to_date|year_to_date|membership_year|60 days from joining|3 weeks from joining|2 months from joining|"
    "1 year from joining"
).split("|")
EARLIER = ("1 period before", "2 periods before")
STATUSES = ("paid", "open", "gone")
CUSTOMERS = ("c1", "c2", "c3", "c4")
EVENTS = ("visit", "webinar")

OF_SALES: dict[str, Spec] = {
    "plain": {"value": "amount", "unit": "money"},
    "net": {"value": {"difference": ["amount", "tax"]}, "unit": "money"},
    "added": {"value": {"sum": ["amount", "tax"]}, "unit": "money"},
    "times": {"value": {"product": ["amount", "quantity"]}, "unit": "money"},
    "part": {
        "value": {"quotient": ["amount", "tax"]},
        "when_zero": "7",
        "round": {"digits": "3", "mode": "half_even"},
        "unit": "money",
    },
    "capped": {"value": {"capped": ["amount", "50"]}, "unit": "money"},
    "floored": {"value": {"floored": [{"measure": "net"}, "tax"]}, "unit": "money"},
    "settled": {"value": {"difference": ["amount", "tax"]}, "where": {"status": "paid"}, "unit": "money"},
    "tax-share": {
        "value": {"ratio": ["tax", "amount"]},
        "when_zero": "7 %",
        "round": {"digits": "1", "mode": "half_up"},
        "unit": "percent",
    },
    "grade": {
        "lookup": "quantity",
        "rows": [{"at_least": "0", "is": "1.5 %"}, {"at_least": "3", "is": "2.25 %"}],
        "when_absent": "9 %",
        "unit": "percent",
    },
    "score": {
        "lookup": "amount",
        "rows": [{"at_least": "-5", "is": "3"}, {"at_least": "0.01", "is": "2.25"}],
        "when_absent": "1",
        "round": {"digits": "1", "mode": "half_up"},
        "unit": "count",
    },
    "credit": {"value": {"difference": ["amount", "tax"]}, "unit": "PV"},
    "extra": {"value": {"capped": [{"measure": "credit"}, "30"]}, "where": {"status": "paid"}, "unit": "PV"},
    "lot": {"value": "quantity", "unit": "pieces"},
}
OF_LINES: dict[str, Spec] = {
    "portion": {"of": "sale_lines", "value": "portion", "unit": "count"},
    "worth": {"of": "sale_lines", "value": {"product": ["portion", "price"]}, "unit": "money"},
    "line-credit": {"of": "sale_lines", "value": "price", "unit": "PV"},
}
OF_EVENTS: dict[str, Spec] = {
    "points": {"of": "events", "value": "score", "unit": "count"},
    "fee": {"of": "events", "value": "score", "unit": "money"},
}
OF_OTHERS: dict[str, Spec] = {
    "given-back": {"of": "returns", "value": "amount", "unit": "money"},
    "aim": {"of": "targets", "value": "aim", "unit": "money"},
}
MEASURES = OF_SALES | OF_LINES | OF_EVENTS | OF_OTHERS
SIGNS = {"money": "", "count": "", "percent": " %", "PV": " PV", "pieces": ""}


@dataclass(frozen=True)
class Known:
    """What a metric may stand for: its unit, whether it looks at other people, is the same for everybody, has an end
    of its decimals, and has nothing but what lies in the window for which it is asked."""

    unit: str
    others: bool = False
    alike: bool = False
    endless: bool = False
    inside: bool = False


class Figures:
    """Draws one metric after the other; a later one may be made of the earlier ones."""

    versions = True  # whether a month begins with a period, so that a figure may change there

    def __init__(self, r: random.Random) -> None:
        self.r = r
        self.metrics: dict[str, list[Spec]] = {}
        self.known: dict[str, Known] = {}
        self.at_sale = False  # nobody else's figures are known at a sale
        self.in_scope = False  # conditions inside a scope ask for metrics alone

    def one(self, things: Sequence[Thing]) -> Thing:
        """One of some things."""
        return things[self.r.randrange(len(things))]

    def chance(self, percent: int) -> bool:
        """So often in a hundred."""
        return self.r.randrange(100) >= 100 - percent

    def maybe(self, percent: int, made: Callable[[], Spec]) -> Spec:
        """Some keys, so often in a hundred."""
        return made() if self.chance(percent) else {}

    # What a rule or a condition asks for

    def metric(self, unit: str, *, exact: bool = False, alike: bool = False, own: bool = False) -> str:
        """The name of a metric of a unit: one that is there, or another one."""
        own = own or self.at_sale

        def fits(one: Known) -> bool:
            return (
                one.unit == unit
                and not (exact and one.endless)
                and not (own and one.others)
                and one.alike >= alike
            )

        names = [name for name, one in self.known.items() if fits(one)]
        # Inside a definition nothing further is defined: its conditions take what there is.
        if names and (self.in_scope or len(self.known) > 6 or self.chance(45)):
            return self.one(names)
        if alike or (self.in_scope and not names):
            return self._add(*self._of_rows(unit, "programme" if alike else "own"))
        scope = "own" if own else "any"
        for _ in range(4):  # what is drawn may turn out not to fit
            rows = unit not in SIGNS or self.chance(60)
            made, known = self._of_rows(unit, scope) if rows else self._derived(unit, own)
            if fits(known):
                return self._add(made, known)
        return self._add(*self._of_rows(unit, "own"))

    def leg(self, position: str, unit: str) -> str:
        """The figure of a leg of the placement tree, over the window for which it is asked."""
        name = f"{position}-{unit.lower()}"
        self.metrics[name] = [
            {
                "sum": "settled" if unit == "money" else "credit",
                "window": "period",
                "scope": {"leg": position},
            }
        ]
        self.known[name] = Known(unit, others=True, inside=True)
        return name

    def basic(self, name: str) -> str:
        """One of the two figures of which ladders are made."""
        if name not in self.metrics:
            rows: Spec = {"sum": "plain"} if name == "volume" else {"count": "sales"}
            self.metrics[name] = [{**rows, "where": {"status": "paid"}, "window": "period"}]
            self.known[name] = Known("money" if name == "volume" else "count", inside=True)
        return name

    def bound(self, unit: str) -> str:
        """A figure at which something may change."""
        figures = {
            "money": "0|50|100|100.01|250|-5",
            "count": "0|1|2|3",
            "percent": "0 %|10 %|50 %|100 %",
            "PV": "0|20 PV|75",
            "pieces": "0|2|5",
            "days": "10 days|30 days",
            "months": "1 months|3 months",
            "years": "0 years|1 years",
        }
        return self.one(figures[unit].split("|"))

    def _add(self, made: Spec, known: Known) -> str:
        name = f"figure-{chr(ord('a') + len(self.metrics))}"
        self.metrics[name] = [made]
        if self.versions and not known.alike and "window" in made and self.chance(12):
            self.metrics[name].append({**made, "window": self.one(WINDOWS), "from": "2026-03-01"})
            known = replace(known, inside=False)
        self.known[name] = known
        return name

    # Metrics of rows

    def where(self) -> Spec:
        """Tests of sales."""
        tests: Spec = {}
        if self.chance(50):
            tests["status"] = self.one(["paid", "open", {"one_of": ["paid", "open"]}])
        if self.chance(25):
            bound = self.one(["0", "10", "-5", "999.99", "0.5"])
            tests[self.one(["amount", "tax"])] = {self.one(COMPARE): bound}
        return {"where": tests} if tests else {}

    def rounding(self, percent: int = 100) -> Spec:
        """How a figure is rounded."""
        mode = self.one(["half_up", "half_even", "down"])
        return {"round": {"digits": str(self.r.randrange(4)), "mode": mode}} if self.chance(percent) else {}

    def _of_rows(self, unit: str, scope: str) -> tuple[Spec, Known]:
        """A metric of rows; the scope is `own`, `programme` or `any`. An age is of no rows."""
        if unit in ("days", "months", "years"):
            day = self.one(["window_end", "window_start"])
            return {"age_of": "joined_on", "in": unit, "as_of": day}, Known(unit)
        window = self.one(WINDOWS)
        ways = ["sum", "sum"]
        if unit == "count":
            ways += ["rows", "rows", "people"] + (["distinct", "new", "must"] if scope != "programme" else [])
        elif unit == "pieces":
            ways += ["rows"]
        if scope != "programme":
            ways += ["mean", "min", "max", "first", "last"]
        way = self.one(ways)
        made: Spec = {"window": window}
        wide = True
        if way == "rows":
            table = self.one(["sales", "sales", "events", "partners", "sale_lines", "returns", "targets"])
            made |= {"count": table} | (self.where() if table == "sales" else {})
            made |= {"unit": unit} if unit != "count" else {}
        elif way == "people":
            made |= {"new": "partner", "of": "sales"} | self.where()
        elif way in ("distinct", "new", "must"):
            column = self.one(["customer", "status"]) if way == "distinct" else "customer"
            made |= {"distinct" if way == "distinct" else "new": column, "of": "sales"} | self.where()
            made |= self._must() if way == "must" else {}
            wide = False
        else:
            measure = self.one([name for name, one in MEASURES.items() if one["unit"] == unit])
            made |= {way: measure} | (self.where() if measure in OF_SALES else {})
            wide = way in ("sum", "mean")
            if way != "sum":
                made["when_absent"] = self.one("0 3 7".split()) + SIGNS[unit]
            if way == "first" and measure in OF_SALES and self.chance(50):
                made |= self._must()
            made |= self.rounding(100 if way == "mean" else 25)
        who: Any = scope if scope != "any" else self.scope(legs=way != "mean") if wide else "own"
        if who != "own" or self.chance(30):
            made["scope"] = who
        return made, Known(unit, others=who != "own", alike=who == "programme", inside=window == "period")

    def _must(self) -> Spec:
        amount = {"amount": {self.one(COMPARE): "10"}}
        tests: list[Spec] = [{"status": "paid"}, {"status": {"one_of": ["paid", "open"]}}, amount]
        return {"first_must": self.one(tests)}

    def scope(self, *, legs: bool = True, own: bool = True) -> Any:
        """A scope, often with tests of who is counted."""
        kinds = ["downline", "downline", "self", "recruits", "leg", "programme"]
        kinds += ["own"] * 3 * own + ["largest_leg", "smallest_leg"] * legs
        kind = self.one(kinds)
        if kind in ("own", "programme"):
            return kind
        if kind == "self":
            return {"downline": self.one(["with_self", "without_self"])}
        plain = {"recruits": "direct_recruits", "leg": {"leg": self.one(["left", "right"])}}
        if kind != "downline" and self.chance(40):
            return plain.get(kind, kind)
        tree = self.one(["sponsor", "placement"])
        tests: Spec = {}
        if self.chance(40):
            tests["active_only"] = "true" if self.chance(40) else self._condition_inside()
        if self.chance(30):
            tests["without_broken_away"] = self._condition_inside()
        if kind == "downline":
            depths = {"from": str(self.r.randrange(3))} | self.maybe(60, lambda: {"to": self.one("234")})
            return {"downline": {"tree": tree, **depths, **tests}}
        if kind == "recruits":
            return {"direct_recruits": {"tree": tree, **tests}}
        if kind == "leg":
            return {"leg": {"position": self.one(["left", "right"]), **tests}}
        named = tree == "placement" and self.chance(60)
        return {kind: {"tree": tree, **({"positions": ["left", "right"]} if named else {}), **tests}}

    def _condition_inside(self) -> Spec:
        """A condition inside a definition: only what is there already, and nothing of other people's rules."""
        before, self.in_scope = self.in_scope, True
        found = self.condition()
        self.in_scope = before
        return found

    def condition(self) -> Spec:
        """A condition; what further tests there are is said by who draws rules."""
        unit = self.one(["money", "count"])
        return {self.metric(unit): {self.one(COMPARE): self.bound(unit)}}

    # Metrics made of metrics

    def _operand(self, unit: str, own: bool) -> tuple[Any, Known]:
        """A metric of a unit, now or some periods earlier; a figure where there is none."""
        fits = {
            name: one for name, one in self.known.items() if one.unit == unit and not (own and one.others)
        }
        if not fits:
            name = self._add(*self._of_rows(unit, "own"))
            fits = {name: self.known[name]}
        name = self.one(list(fits))
        if self.chance(70):
            return name, fits[name]
        found = fits[name]
        return {name: self.one(EARLIER)}, Known(unit, found.others, found.alike, found.endless, False)

    def _derived(self, unit: str, own: bool) -> tuple[Spec, Known]:
        """A metric of a unit that is made of metrics, or of people."""
        ways = ["sum", "difference", "capped", "floored", "lookup", "weighted", "product", "quotient"]
        ways += ["over"] * 2 * (not own)
        if unit == "count":
            ways += ["members", "recruits", "legs", "legs"] * (not own)
        elif unit == "percent":
            ways += ["ratio"] * 3
        way = self.one(ways)
        if way in ("members", "recruits", "legs"):
            return self._people(way), Known("count", others=True)
        made, parts = getattr(self, f"_{way}", self._joined)(way, unit, own)
        rounded = self.rounding(35)
        endless = way in ("quotient", "ratio") or (way != "lookup" and any(one.endless for one in parts))
        others = any(one.others for one in parts) or "scope" in made
        alike = made.get("scope") == "programme" or (
            "scope" not in made and bool(parts) and all(one.alike for one in parts)
        )
        inside = "scope" not in made and all(one.inside for one in parts)
        return made | rounded, Known(unit, others, alike, endless and not rounded, inside)

    def _joined(self, way: str, unit: str, own: bool) -> tuple[Spec, list[Known]]:
        parts = [self._operand(unit, own) for _ in range(2 + (way == "sum" and self.chance(40)))]
        if way in ("capped", "floored") and self.chance(50):
            parts[1] = self.bound(unit), Known(unit, alike=True, inside=True)
        return {way: [one for one, _ in parts]}, [known for _, known in parts]

    def _over(self, way: str, unit: str, own: bool) -> tuple[Spec, list[Known]]:
        fits = [name for name, one in self.known.items() if one.unit == unit]
        if not fits:
            return self._joined("sum", unit, own)
        name = self.one(fits)
        return {"sum": [name], "scope": self.scope(own=False)}, [self.known[name]]

    def _lookup(self, way: str, unit: str, own: bool) -> tuple[Spec, list[Known]]:
        of = self.one(["money", "count", "percent"])
        read, known = self._operand(of, own)
        sign, begins = SIGNS[unit] or (" EUR" if unit == "money" else ""), SIGNS[of]
        pairs = [("-10", "0"), ("0", "5"), ("1", "2.5"), ("20", "7")]
        rows = [{"at_least": f"{start}{begins}", "is": f"{value}{sign}"} for start, value in pairs]
        made: Spec = {"lookup": read, "rows": rows, "when_absent": f"4{sign}"}
        return made | ({"unit": unit} if unit == "pieces" else {}), [known]

    def _weighted(self, way: str, unit: str, own: bool) -> tuple[Spec, list[Known]]:
        (one, first), (other, second) = self._operand(unit, own), self._operand(unit, own)
        parts = [{"of": one, "weight": "40 %"}, {"of": other, "weight": "60 %"}]
        return {"weighted": parts}, [first, second]

    def _product(self, way: str, unit: str, own: bool) -> tuple[Spec, list[Known]]:
        one, first = self._operand(unit, own)
        if unit == "percent" or unit == "pieces" or self.chance(50):
            other, second = self._operand("percent", own)
        else:
            other, second = self._operand("count", own)
        return {"product": [one, other]}, [first, second]

    def _quotient(self, way: str, unit: str, own: bool) -> tuple[Spec, list[Known]]:
        if unit == "count":
            of = self.one(["money", "count"])
            (one, first), (other, second) = self._operand(of, own), self._operand(of, own)
        else:
            (one, first), (other, second) = self._operand(unit, own), self._operand("count", own)
        return {"quotient": [one, other], "when_absent": f"8{SIGNS[unit]}"}, [first, second]

    def _ratio(self, way: str, unit: str, own: bool) -> tuple[Spec, list[Known]]:
        of = self.one(["money", "count"])
        (one, first), (other, second) = self._operand(of, own), self._operand(of, own)
        return {"ratio": [one, other], "when_absent": "3.5 %"}, [first, second]

    def _people(self, way: str) -> Spec:
        tree = {"tree": self.one(["sponsor", "placement"])}
        if way == "members":
            scope = self.scope(legs=False, own=False)
            return {"count": "members", "scope": scope} | self.maybe(
                60, lambda: {"having": self._condition_inside()}
            )
        if way == "recruits":
            return {"count": "recruits", **tree} | self.maybe(
                60, lambda: {"having": self._condition_inside()}
            )
        having: Spec = {}
        for asked in ("some_member", "first_member"):
            having |= self.maybe(40, lambda asked=asked: {asked: self._condition_inside()})  # type: ignore[misc]
        if self.chance(40):
            unit = self.one(["money", "count"])
            before, self.in_scope = self.in_scope, True
            having["together"] = {self.metric(unit): {self.one(COMPARE): self.bound(unit)}}
            self.in_scope = before
        return {"count": "legs", **tree} | ({"having": having} if having else {})

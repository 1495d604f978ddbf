"""Draws rules of every kind with everything that they may carry; each kind is a method of its name."""

import random
from collections.abc import Sequence
from typing import Any

from tests.drawn.conditions import SEGMENTS, TIERS, Conditions
from tests.drawn.figures import MEASURES, Spec

KINDS = (
    "fixed_bonus commission level_commission differential matching attainment contest guarantee deduction pool binary"
).split()
WINDOWS = (*["period"] * 6, *["quarter", "week", "quarter", "half_year", "year"] * 2, "day")
CALENDAR = ("period", "period", "quarter", "half_year", "year")
ROWS = {"sale": "sales", "sale_line": "sale_lines", "event": "events"}
MOMENTS = ("before_the_sale", "after_the_sale")
# A version begins with a window of its rule, and a later one with a later window.
FIRST = {"week": "2026-01-05"}
SECOND = {"period": "2026-03-01", "day": "2026-03-11", "week": "2026-03-02", "quarter": "2026-04-01"}
LAST = {"period": "2026-02-28", "day": "2026-03-05", "week": "2026-03-01", "quarter": "2026-03-31"}
EXISTING_FROM = {"week": "2026-04-06", "quarter": "2026-07-01"}
REMAINDERS = ("largest_fraction", "next_window", "next_window", "house")
RATES = ("0.5 %", "1 %", "2 %", "3 %", "5 %", "7.25 %", "12 %", "33.33 %")
PRODUCTS = ("lamp", "shade")
SPANS = ("3 days", "20 days", "1 week", "5 weeks", "1 month", "2 months", "1 year")
CARRIERS = ("times", "floor", "cap", "limit", "once", "hold", "due")
REFUSED = {
    "guarantee": {"times", "floor", "cap", "limit", "once"},
    "pool": {"floor", "once"},
    "binary": {"floor", "once"},
}
WISHES = (*CARRIERS, "later", "ends", "together", "together", "pays_in", "pays_in", "carries")
NO_REWARDS = {"guarantee", "deduction", "matching"}  # these pay money or points
ALONE = {"guarantee", "deduction"}  # these stand in no group and under no ceiling
EXISTING = {"fixed_bonus", "commission", "attainment", "guarantee", "deduction"}
ONCE_OF_A_ROW = {"sale": ["customer", "sale"], "sale_line": ["customer", "sale"], "event": ["event"]}


class Rules(Conditions):
    """Draws rules; each may read the lines of those before it."""

    weeks_alone = False  # whether periods are no months, so that quarters do not end with them

    def __init__(self, r: random.Random) -> None:
        super().__init__(r)
        self.wish = ""
        self.alone = ""  # in what the rule in hand pays, where that is not drawn
        self.paying: dict[str, dict[str, str]] = {"money": {}, "points": {}}
        self.reads = "money"  # in what the lines are that the rule in hand reads

    def rule(self, kind: str) -> tuple[str, list[Spec]]:
        """The versions of a rule of a kind."""
        self.wish = self.one(WISHES)
        other = self._pays_otherwise(kind)
        self.pays_in = "money"
        if other:
            may = ["points", "points", *([] if self.alone or kind in NO_REWARDS else ["reward:gift"])]
            self.pays_in = self.one(may)
        self.reads = self.pays_in
        self.at_sale = False
        fields: Spec = getattr(self, kind)()
        per = fields["per"]
        fields |= self._carried(kind, fields) | ({"pays_in": self.pays_in} if other else {})
        if per in FIRST:
            fields["from"] = FIRST[per]
        found = [fields]
        by_day = fields.get("picks_by") == "sale_date"
        follows = "day" if by_day else "period" if per in ROWS else per
        if not self.weeks_alone and follows in SECOND:
            if self.wished("later", 30):
                found.append(self._later(kind, fields, SECOND[follows]))
            elif self.wished("ends", 25):
                fields["ends"] = LAST[follows]
        return kind, found

    def _pays_otherwise(self, kind: str) -> bool:
        """Whether the rule in hand pays no money."""
        if self.alone:
            return self.alone == "points"
        if kind in ("guarantee", "matching"):
            # A guarantee counts points, which somebody must pay; a match of money may be one of points.
            readable = self.paying["points"] or (kind == "matching" and self.paying["money"])
            return not self.paying["money"] or bool(readable and self.wished("pays_in", 45))
        return self.wished("pays_in", 20)

    def wished(self, name: str, percent: int) -> bool:
        """So often in a hundred, and always where it is the one thing that the rule in hand is to have."""
        return self.wish == name or self.chance(percent)

    def _later(self, kind: str, fields: Spec, starts: str) -> Spec:
        """A further version: some of it is drawn anew."""
        changed = {"times", "floor", "cap", "earns", "hold", "due"}
        if kind in ("binary", "contest", "fixed_bonus") or fields.get("as_of"):
            changed.discard("earns")  # without it the version would be another one, or none
        later = {key: value for key, value in fields.items() if key not in changed}
        self.at_sale = fields.get("as_of") in MOMENTS
        if "over_cap" not in fields:
            later |= self._carried(kind, later, only=("times", "floor", "cap"))
        elif "cap" in fields:
            later["cap"] = fields["cap"]
        if "earns" in changed and fields["per"] not in ROWS:
            later |= self.maybe(60, lambda: {"earns": self.condition()})
        if kind == "pool":
            later["remainder"] = self.one([fields["remainder"], *REMAINDERS])
        later["from"] = starts
        if kind in EXISTING and self.chance(60):
            later["existing_from"] = EXISTING_FROM.get(fields["per"], "2026-04-01")
        return later

    # What any rule may carry

    def _carried(self, kind: str, fields: Spec, only: Sequence[str] = ()) -> Spec:
        per = fields["per"]
        may = set(only or CARRIERS) - REFUSED.get(kind, set())
        may -= {"cap", "limit", "times"} if "over_cap" in fields else set()
        may -= {"hold", "due"} if self.pays_in != "money" else set()
        may -= {"floor", "cap", "limit"} if "pays_in" in repr(fields) else set()  # prizes of several units
        share = "money" if self.pays_in == "money" else self.one(["count", "PV"])
        found: Spec = {}
        for name in sorted(may):
            if not self.wished(name, 25):
                continue
            if name == "times":
                found["times"] = self.one(
                    ["110 %", "3", {"metric": self.metric("count")}, self._own_factor()]
                )
            elif name == "floor":
                found["floor"] = self.one(["0.35", "3", {"rate": "1 %", "of": self.metric(share)}])
            elif name == "cap":
                found["cap"] = self.one(["7.50", "30", {"rate": "5 %", "of": self.metric(share)}])
            elif name == "limit":
                most = self.one(["20", "30", {"rate": "9 %", "of": self.metric(share)}])
                over = ["month", "period", "quarter", "half_year", "year", "lifetime"]
                found["cap"] = {"amount": most, "per": self.one(["lifetime"] if self.weeks_alone else over)}
            elif name == "once":
                each = self.one(ONCE_OF_A_ROW.get(per, ["partner"]))
                if "for_each" in fields:
                    each = "recruit"
                within = self.one(["", "quarter", "half_year", "year"])
                plain = self.weeks_alone or not within
                found["once"] = each if plain else {"each": each, "within": within}
            elif name == "hold" and "due" not in found:
                found["hold"] = self.one(SPANS)
            elif name == "due":
                found["due"] = self._due()
        if isinstance(found.get("cap"), str) and isinstance(found.get("floor"), str):
            del found["floor"]  # it might lie above the cap
        return found

    def _own_factor(self) -> Spec:
        return {"individual": "own-share", "default": "150 %"}

    def _due(self) -> list[Spec]:
        shares = self.one([["100 %"], ["50 %", "50 %"], ["33.3 %", "33.3 %", "33.4 %"]])
        rows: list[Spec] = []
        for number, share in enumerate(shares):
            row: Spec = {"share": share}
            if number or len(shares) == 1 or self.chance(50):
                row["after"] = self.one(SPANS)
                row |= self.maybe(50, lambda: {"if": self._plain_condition()})
            rows.append(row)
        return rows

    def _plain_condition(self) -> Spec:
        """A condition on the figures of a period that has nothing to do with a sale."""
        before, self.at_sale = self.at_sale, False
        found = self.condition()
        self.at_sale = before
        return found

    def group(self, clauses: dict[str, tuple[str, list[Spec]]]) -> dict[str, Spec]:
        """Some of the rules in a group of which the best is paid, or under a ceiling; the ceilings by name."""
        ceilings: dict[str, Spec] = {}
        pairs = [
            (one, other)
            for number, one in enumerate(clauses)
            for other in list(clauses)[:number]
            if not {clauses[one][0], clauses[other][0]} & ALONE
        ]
        pays = {name: {str(one.get("pays_in", "money")) for one in rule[1]} for name, rule in clauses.items()}
        pays |= {
            name: {name} for name, rule in clauses.items() if "'pays_in'" in repr(rule[1][0].get("prizes"))
        }
        pairs = [(one, other) for one, other in pairs if pays[one] == pays[other]]
        pairs = [pair for pair in pairs if not self._reads(clauses, pair)]
        of_last = [pair for pair in pairs if list(clauses)[-1] in pair]
        alike = [pair for pair in of_last or pairs if self._pay_alike(clauses, pair)]
        twins = [pair for pair in alike if "rule-z" in pair and clauses[pair[0]][0] == clauses[pair[1]][0]]
        alike = twins or alike
        if alike and self.wished("together", 60):
            for name in self.one(alike):
                for version in clauses[name][1]:
                    version["best_of"] = "group"
        pairs, of_last = ([one for one in some if pays[one[0]] == {"money"}] for some in (pairs, of_last))
        if pairs and self.wished("together", 30):
            for name in self.one(of_last or pairs):
                for version in clauses[name][1]:
                    version["ceiling"] = "together"
            of = self.one(["partner", "programme"])
            shared = self.one(["pro_rata", "in_order"])
            ceilings["together"] = {"amount": self.one(["25", "9.50"]), "of": of, "shared": shared}
        return ceilings

    def _reads(self, clauses: dict[str, tuple[str, list[Spec]]], pair: tuple[str, str]) -> bool:
        """Whether one of two rules reads the lines of the other: these would be final after its own."""
        return any(
            f"'{other}'" in repr(clauses[one])
            or ("'kinds'" in repr(clauses[one]) and f"'{clauses[other][0]}'" in repr(clauses[one][1]))
            for one, other in (pair, pair[::-1])
        )

    def _pay_alike(self, clauses: dict[str, tuple[str, list[Spec]]], pair: tuple[str, str]) -> bool:
        """Whether two rules pay for the same windows or rows, and remember none of those before."""
        versions = [version for name in pair for version in clauses[name][1]]
        remembers = any(
            one["per"] in (*ROWS, "day", "week") and {"once", "cap"} & set(one) for one in versions
        )
        return len({one["per"] for one in versions}) == 1 and not remembers

    # Tables

    def bounds(self, unit: str, count: int) -> list[str]:
        """Rising starts of rows."""
        figures = {
            "money": ["0", "50", "100", "200.5"],
            "count": ["0", "1", "2", "3"],
            "percent": ["0 %", "40 %"],
        }
        starts = figures.get(unit, ["0", "20", "75", "120"])
        return starts[self.r.randrange(2) :][:count]

    def brackets(self, unit: str, pays: str = "rate", applies: Sequence[str] = ("slice", "whole")) -> Spec:
        """Rows by a figure."""
        rows = [
            {"at_least": start, pays: self._pays(pays)}
            for start in self.bounds(unit, 1 + self.r.randrange(3))
        ]
        return {"applies_to": self.one(applies), "rows": rows}

    def _pays(self, pays: str, *, plain: bool = True) -> Any:
        if pays == "rate":
            return self.one(RATES) if plain else self.amount("percent")
        return self.one(["2", "0.5", "10.01"])

    def _row_of(self, pays: str, **chosen: Any) -> Spec:
        return {**chosen, pays: self._pays(pays)}

    def table(self, pays: str, unit: str, *, product: bool = False) -> Spec:
        """Rows by tier, segment, condition or product, or by two things."""
        by = self.one(
            "tier tier segment condition tier-figure segment-figure condition-figure segment-condition "
            "condition-tier product".split()
        )
        if by == "product" and not product:
            by = "segment"
        made = self._row_of
        if by == "tier":
            tiers = TIERS[self.r.randrange(2) :]
            only = self.chance(40)
            rows = [
                made(pays, tier=tier) | ({"only": "true"} if only and tier == "silver" else {})
                for tier in tiers
            ]
        elif by == "segment":
            rows = [made(pays, segment=name) for name in SEGMENTS]
        elif by == "product":
            rows = [made(pays, product=name) for name in PRODUCTS]
        elif by == "condition":
            rows = [made(pays, when=self.condition()), made(pays, when="otherwise")]
        elif by == "segment-condition":
            test = self.condition()
            rows = [
                made(pays, segment="dealer", when=test),
                made(pays, segment="dealer", when="otherwise"),
                made(pays, segment="network", when="otherwise"),
            ]
        elif by == "condition-tier":
            rows = [
                made(pays, tier="start", when=self.condition()),
                made(pays, tier="gold", when="otherwise"),
            ]
        else:
            low, high = self.bounds(unit, 2)
            key, first, second = {
                "tier-figure": ("tier", "start", "gold"),
                "segment-figure": ("segment", "dealer", "network"),
                "condition-figure": (
                    "when",
                    self.condition() if by == "condition-figure" else None,
                    "otherwise",
                ),
            }[by]
            rows = [made(pays, **{key: one, "at_least": low}) for one in (first, second)]
            rows.append(made(pays, **{key: second, "at_least": high}))
        self.tiers = self.tiers or "tier" in by
        names = ["at_least" if one == "figure" else one for one in by.split("-")]
        return {"by": names[0] if len(names) == 1 else names, "rows": rows}

    def depths(self, first: int, ends: bool) -> Spec:
        """A table by depth, or by tier and depth."""
        spans: list[Any] = [str(first), {"from": str(first + 1), "to": str(first + 2)}][
            : 1 + self.r.randrange(2)
        ]
        if self.chance(50):
            return {"by": "depth", "rows": [{"depth": span, "rate": self.one(RATES)} for span in spans]}
        self.tiers = True
        if not ends and self.chance(60):
            spans[-1] = {"from": str(first + len(spans) - 1)}
        rows = [
            {"tier": tier, "depth": span, "rate": self.one(RATES)}
            for tier in self.one([("start", "gold"), ("start", "silver"), ("silver",)])
            for span in spans
        ]
        return {"by": ["tier", "depth"], "rows": rows} | self.maybe(30, lambda: {"applies_to": "slice"})

    # Kinds

    def _rows(self, per: str) -> Spec:
        """The rows of a rule."""
        which: Spec = {"event": {"event": self.one(["visit", {"one_of": ["visit", "webinar"]}])}}.get(
            per, {"status": self.one(["paid", {"one_of": ["paid", "open"]}])}
        )
        if self.chance(25):
            which["within"] = self.one(["60 days from joining", "2 months from joining"])
        return {"per": per, "source": {ROWS[per]: which}} | self.maybe(35, lambda: {"picks_by": "sale_date"})

    def _measure(self, per: str, units: Sequence[str]) -> tuple[str, str]:
        """A measure of rows, and its unit."""
        table = ROWS[per]
        names = [
            name for name, one in MEASURES.items() if one.get("of", "sales") == table and one["unit"] in units
        ]
        name = self.one(names)
        return name, MEASURES[name]["unit"]

    def _moment(self, per: str, *, walks: bool = False) -> str:
        """By which figures a rule by rows is judged."""
        found = self.one(["window_end", "window_start", *(MOMENTS if per != "event" and not walks else ())])
        self.at_sale = found in MOMENTS
        return found

    def _per(self, choices: Sequence[str]) -> str:
        per = self.one(choices)
        return "period" if self.weeks_alone and per in CALENDAR else per

    def fixed_bonus(self) -> Spec:
        """An amount for a fact."""
        if self.chance(40):
            per = self.one(["sale", "sale", "sale_line", "event"])
            fields = self._rows(per)
            moment = self._moment(per)
            if self.chance(70):
                fields |= {"earns": self.condition(), "as_of": moment}
            return fields | {"amount": self._amount_at_rest()}
        fields = {"per": self._per(WINDOWS), "amount": self.paid()}
        if self.chance(35):
            sale = {"sale": {self.one(["plain", "net"]): {"at_least": "50"}}}
            first: Spec = {
                "event": {self.one(["first", "first_must"]): sale, "within": "60 days from joining"}
            }
            fields["for_each"] = {"direct_recruit": self.one([first, first, self.condition()])}
            return fields | self.maybe(40, lambda: {"earns": self.condition()})
        return fields | {"earns": self.condition()}

    def _amount_at_rest(self) -> Any:
        """Amounts are those of the period, whatever is judged at a sale."""
        before, self.at_sale = self.at_sale, False
        found = self.paid()
        self.at_sale = before
        return found

    def commission(self) -> Spec:
        """A share of what was sold."""
        carries = self.wish == "carries"
        if not carries and self.chance(40):
            return self._commission_of_rows(self.one(["sale", "sale", "sale", "sale_line", "event"]))
        unit = "PV" if carries else self.one(["money", "money", "money", "PV", "count", "pieces"])
        base = self.metric(unit, exact=True)
        pays = self.one(["rate", "rate", "amount"] if self._rated(unit) else ["each", "amount"])
        fields: Spec = {"per": self._per(WINDOWS), "base": base}
        fields |= self._chosen(pays, unit)
        rated = pays == "rate" and "brackets" in fields
        if rated and self.wished("carries", 50):
            fields["below_zero"] = "carry" if carries else self.one(["carry", "carry", "negative"])
            if fields["below_zero"] == "carry":
                fields |= self._shortfall(fields["per"])
        return fields | self.maybe(35, lambda: {"earns": self.condition()})

    def _rated(self, unit: str) -> bool:
        """Whether a rate of a base in a unit gives what the rule in hand pays."""
        return unit in ("money", "PV") if self.pays_in == "money" else unit in ("count", "PV", "pieces")

    def _shortfall(self, per: str) -> Spec:
        resets = {"quarter": ["half_year", "year"], "half_year": ["year"], "year": [], "day": []}
        found = resets.get(per, ["quarter", "half_year", "year"])
        if not found or self.weeks_alone or not self.wished("carries", 70):
            return {}
        return {"carries": {"shortfall": {"reset": self.one(found)}}}

    def _chosen(self, pays: str, unit: str, *, product: bool = False) -> Spec:
        """A table, or brackets, with what picks the row."""
        if self.wish != "carries" and self.chance(45):
            other = self.one(["money", "count"]) if self.chance(40) else ""
            found = {"table": self.table(pays, other or unit, product=product)}
            return found | (
                {"chosen_by": self.metric(other)} if other and "at_least" in found["table"]["by"] else {}
            )
        chooser = self.one(["money", "count", "percent"]) if self.chance(40) else ""
        slices = pays != "amount" and chooser != "percent"
        applies = ("slice", "whole") if slices else ("whole",)
        found = {"brackets": self.brackets(chooser or unit, pays, applies)}
        if pays == "rate" and found["brackets"]["applies_to"] == "whole" and self.chance(25):
            found["brackets"]["rows"][0]["rate"] = self.amount("percent")
        return found | ({"chosen_by": self.metric(chooser)} if chooser else {})

    def _commission_of_rows(self, per: str) -> Spec:
        fields = self._rows(per)
        units = {
            "sale": ["money", "money", "PV", "pieces"],
            "sale_line": ["money", "PV"],
            "event": ["money", "count"],
        }
        base, unit = self._measure(per, [self.one(units[per])])
        pays = "rate" if self._rated(unit) else "each"
        moment = self._moment(per)
        fields |= {"base": base} | self._chosen(pays, unit, product=per != "event")
        fields |= self.maybe(50, lambda: {"earns": self.condition()})
        by = fields.get("table", {}).get("by", "")
        if {"earns", "chosen_by"} & set(fields) or "tier" in by or "condition" in by:
            fields["as_of"] = moment  # where nothing is judged, nothing is said of it
        return fields | self.maybe(20 * (pays == "rate"), lambda: {"below_zero": "negative"})

    def level_commission(self) -> Spec:
        """A share of what others sold."""
        per = self.one([*WINDOWS, "sale", "sale", "sale_line", "event"])
        if self.weeks_alone and per in CALENDAR:
            per = "period"
        less = self.chance(30)
        table = self.depths(self.r.randrange(2), ends=not less)
        fields: Spec = {"table": table} | self.maybe(35, lambda: {"tree": "placement"})
        if per in ROWS:
            money = ["money", "money", "PV"] if per != "event" else ["money"]
            unit = self.one(money if self.pays_in == "money" else ["count"])
            fields |= self._rows(per) | {"base": self._measure(per, [unit])[0]}
            moment = self._moment(per, walks=True)
        else:
            unit = self.one(["money", "money", "PV"] if self.pays_in == "money" else ["PV", "count"])
            fields |= {"per": per, "base": self.metric(unit, exact=True)}
        if less:
            fields["less"] = {"best_between": self.condition()}
        elif self.chance(40):
            fields["unearned"] = "passes_up"
        fields |= self.maybe(40, lambda: {"counted": self.condition()})
        fields |= self.maybe(40, lambda: {"earns": self.condition()})
        judged = {"earns", "counted", "less"} & fields.keys() or "tier" in table["by"]
        if per in ROWS and judged:
            fields["as_of"] = moment
        elif per not in ROWS and self.chance(50):
            fields["below_zero"] = self.one(["carry", "carry", "negative"])
            if fields["below_zero"] == "carry":
                fields |= self._shortfall(per)
        return fields

    def differential(self) -> Spec:
        """The difference between the row of a group and those of its legs."""
        unit = self.one(["money", "money", "PV"] if self.pays_in == "money" else ["PV", "count"])
        starts = self.bounds(unit, 1 + self.r.randrange(3))
        rows = [{"at_least": start, "rate": f"{2 + 3 * number} %"} for number, start in enumerate(starts)]
        fields: Spec = {"per": self._per(WINDOWS), "base": self.metric(unit, exact=True)}
        fields |= self.maybe(30, lambda: {"chosen_by": self.metric(unit, exact=True)})
        fields["brackets"] = {"applies_to": "whole", "rows": rows}
        fields |= self.maybe(30, lambda: {"same_bracket_floor": "1 %"})
        fields |= self.maybe(35, lambda: {"tree": "placement"})
        if self.chance(45):
            paid = [{"generation": str(n), "rate": f"{5 - n} %"} for n in range(1, 2 + self.r.randrange(3))]
            fields["breakaway"] = {"at": self.one(rows)["rate"], "then": {"generations": paid}}
        return fields | self.maybe(40, lambda: {"earns": self.condition()})

    def _lines(self) -> Spec:
        """The lines that a rule reads: of rules, or of kinds."""
        paying = self.paying[self.reads]
        if self.chance(40):
            return {"kinds": [self.one(sorted(set(paying.values())))]}
        names = list(paying)
        return {"clauses": list(dict.fromkeys([self.one(names), self.one(names)]))}

    def matching(self) -> Spec:
        """A share of what others receive."""
        both = self.paying["money"] and self.paying["points"]
        if self.pays_in == "points" and (self.chance(50) if both else self.paying["money"]):
            self.reads = "money"
        lines = self._lines() | self.maybe(35, lambda: {"where": self.condition()})
        table = self.depths(1, ends=True)
        if self.reads != self.pays_in:
            rows = [
                {key: value for key, value in row.items() if key != "rate"}
                | {"points": self.one(["1", "2.5", "40"]), "every": self.one(["1", "0.30", "5", "12.50"])}
                for row in table["rows"]
            ]
            table = {"by": table["by"], "rows": rows}
        fields: Spec = {"per": "period", "source": {"lines": lines}, "table": table}
        if fields["table"]["by"] != "depth":
            fields["same_or_higher_tier"] = self.one(["allowed", "refused"])
        fields |= self.maybe(35, lambda: {"tree": "placement"})
        fields |= self.maybe(40, lambda: {"counted": self.condition()})
        return fields | self.maybe(40, lambda: {"earns": self.condition()})

    def attainment(self) -> Spec:
        """A share of an amount by targets."""
        weights = self.one([["100 %"], ["60 %", "40 %"], ["33.3 %", "66.7 %"], ["50 %", "30 %", "20 %"]])
        parts: list[Spec] = []
        for weight in weights:
            unit = self.one(["money", "money", "count", "percent"])
            part: Spec = {"metric": self.metric(unit), "target": self.amount(unit)}
            if len(weights) > 1 or self.chance(30):
                part["weight"] = weight
            part |= self.maybe(40, lambda: {"inverse": self.one(["mirrored", "target_over_actual"])})
            if part.get("inverse") == "target_over_actual" or self.chance(40):
                part["at_most"] = self.one(["100 %", "150 %", "133.33 %"])
            parts.append(part)
        fields: Spec = {"per": self._per(WINDOWS), "amount_at_target": self.paid(), "of": parts}
        gates = self.maybe(30, lambda: {"each": {"at_least": "50 %"}})
        gates |= self.maybe(30, lambda: {"whole": {"at_least": self.one(["60 %", "100 %"])}})
        fields |= {"gate": gates} if gates else {}
        if self.chance(50):
            rows = [
                {"at_least": at, "times": self.one(["0", "0.5", "1", "1.5"])}
                for at in (self.one(["0 %", "40 %"]), "80 %", "120 %")
            ]
            applies = self.one(["slice", "whole"])
            fields["brackets"] = {"applies_to": applies, "rows": rows[: 1 + self.r.randrange(3)]}
        return fields | self.maybe(30, lambda: {"earns": self.condition()})

    def contest(self) -> Spec:
        """Prizes by place."""
        unit = self.one(["money", "count", "percent"])
        fields: Spec = {"per": self._per(WINDOWS), "ranked_by": self.metric(unit)}
        fields |= self.maybe(45, lambda: {"best": self.one(["lowest", "highest"])})
        mixed = self.pays_in == "points" and self.chance(40)
        alone = mixed or self.pays_in.startswith("reward")  # a prize of its own cannot be shared
        ties: Spec = {"still_tied": "same_place" if alone else self.one(["share", "same_place"])}
        fields["ties"] = ties | self.maybe(50, lambda: {"then": self.metric(self.one(["money", "count"]))})
        fields |= self.maybe(40, lambda: {"divisions": self.one(["segment", "region"])})
        prizes: list[Spec] = self.one(
            [
                [{"place": "1", "amount": "100"}, {"place": {"from": "2", "to": "3"}, "amount": "10.01"}],
                [{"place": {"from": "1", "to": "2"}, "amount": "7"}, {"place": "3", "amount": "3.33"}],
                [{"place": "1", "amount": "50"}],
            ]
        )
        if mixed:
            prizes = (
                [*prizes, {"place": "4", "amount": "1", "pays_in": "reward:gift"}]
                if len(prizes) > 1
                else prizes
            )
        fields["prizes"] = prizes
        if fields.get("best") == "lowest" or self.chance(40):
            fields["earns"] = self.condition()
        return fields

    def guarantee(self) -> Spec:
        """The least that lines come to."""
        per = "period" if self.weeks_alone else self.one(CALENDAR)
        fields: Spec = {"per": per, "minimum": self.paid(), "counts": {"lines": self._lines()}}
        fields["recoverable"] = "false"
        if self.pays_in == "money" and self.chance(70):
            debt: Spec = {"unit": "money", "opens": self.one(["0", "0", "12"])}
            debt["on_leaving"] = self.one(["forgiven", "deducted", "kept"])
            debt |= self._shortfall(per).get("carries", {}).get("shortfall", {})
            fields |= {"recoverable": "true", "repaid_from": "above_minimum", "carries": {"debt": debt}}
        return fields | self.maybe(40, lambda: {"earns": self.condition()})

    def deduction(self) -> Spec:
        """What is taken."""
        ways = ["alone", "rows", *(["lines"] * 4 if self.paying[self.reads] else [])]
        way = ways[-1] if self.wish == "carries" else self.one(ways)
        if way == "lines":
            lines = self._lines() | self.maybe(30, lambda: {"where": self.condition()})
            per = "period" if self.weeks_alone else self.one(CALENDAR)
            fields: Spec = {"per": per, "source": {"lines": lines}}
            if self.wish == "carries" or self.chance(75):
                fields["rate"] = self.amount("percent")
                fields |= self.maybe(
                    85, lambda: {"below_zero": self.one([*["carry"] * 5, "zero", "negative"])}
                )
                if fields.get("below_zero") == "carry":
                    fields |= self._shortfall(per)
            else:
                fields["amount"] = self.paid()
            return fields | self.maybe(40, lambda: {"earns": self.condition()})
        if way == "alone":
            fields = {"per": self._per(WINDOWS), "amount": self.paid()}
            return fields | self.maybe(50, lambda: {"earns": self.condition()})
        per = self.one(["sale", "sale", "sale_line", "event"])
        fields = self._rows(per)
        what = self.one(["share", "share", "each", "alone"])
        if what == "share":
            shared = ["money"] if self.pays_in == "money" else ["count", "PV"]
            fields |= {"base": self._measure(per, shared)[0], "rate": self.amount("percent")}
            fields |= self.maybe(40, lambda: {"below_zero": "negative"})
        elif what == "each":
            fields |= {"base": self._measure(per, ["money"])[0], "amount": self.one(["0.10", "1"])}
        else:
            fields["amount"] = self.paid()
        moment = self._moment(per)
        return fields | self.maybe(50, lambda: {"earns": self.condition(), "as_of": moment})

    def pool(self) -> Spec:
        """A part of a fund."""
        by = self.one(["equally", "money", "count", "PV"])
        fields: Spec = {"per": self._per(WINDOWS), "fund": self.paid(alike=True)}
        fields["shared"] = by if by == "equally" else {"by": self.metric(by)}
        fields["remainder"] = self.one(REMAINDERS)
        return fields | self.maybe(50, lambda: {"earns": self.condition()})

    def binary(self) -> Spec:
        """A rate of what two legs match."""
        unit = self.one(["money", "money", "PV"]) if self.pays_in == "money" else "PV"
        legs = {side: self.leg(side, unit) for side in ("left", "right")}
        rest = ("unmatched", "unmatched", "flush")
        fields: Spec = {"per": self._per(WINDOWS), "legs": legs, "rate": self.one(RATES)}
        fields |= self.maybe(30, lambda: {"ratio": "2:1"})
        fields |= self.maybe(80, lambda: {"carries": {side: self.one(rest) for side in legs}})
        if self.chance(20):
            fields |= {"rate": "5 %", "cap": "3", "over_cap": self.one(["carried", "flush"])}
        return fields | self.maybe(50, lambda: {"earns": self.condition()})

"""Draws conditions of every kind, and amounts in each of their forms."""

from typing import Any

from tests.drawn.figures import COMPARE, EVENTS, Figures, Spec

TIERS = ("start", "silver", "gold")
COURSES = ("basics", "fabric")
SEGMENTS = ("dealer", "network")
REGIONS = ("north", "south")
TERMS = {"own-amount": "money", "own-share": "percent", "own-count": "count"}
PERIODS = ("1 period before", "2 periods before", "each_of_last 2 periods", "any 1 of_last 2 periods")
ATOMS = (
    "money money money count count percent days units one_of earlier tier tier achieved course segment region joined "
    "event line line bound"
).split()


class Conditions(Figures):
    """Draws conditions and amounts; what they need besides metrics is remembered."""

    tiers = False
    courses = False
    pays_in = "money"  # what the rule in hand pays
    lines: tuple[str, ...] = ()  # the rules of whose lines a condition may ask

    def condition(self) -> Spec:
        """A test, several of them, or the opposite of one."""
        which = self.r.randrange(10)
        if which == 7:
            return {"all": [self.atom(), self.atom()]}
        if which == 8:
            return {"any": [self.atom(), self.condition() if self.chance(20) else self.atom()]}
        return {"not": self.atom()} if which == 9 else self.atom()

    def atom(self) -> Spec:
        """One test."""
        return getattr(self, f"_asks_{self.one(ATOMS)}")()  # type: ignore[no-any-return]

    def _compared(self, unit: str) -> Spec:
        return {self.metric(unit): {self.one(COMPARE): self.bound(unit)}}

    def _asks_money(self) -> Spec:
        return self._compared("money")

    def _asks_count(self) -> Spec:
        return self._compared("count")

    def _asks_percent(self) -> Spec:
        return self._compared("percent")

    def _asks_days(self) -> Spec:
        return self._compared(self.one(["days", "days", "months", "years"]))

    def _asks_units(self) -> Spec:
        return self._compared(self.one(["PV", "pieces"]))

    def _asks_one_of(self) -> Spec:
        return {self.metric("count"): {"one_of": ["1", self.one("023")]}}

    def _asks_earlier(self) -> Spec:
        unit = self.one(["money", "count"])
        return {self.metric(unit): {self.one(COMPARE): self.bound(unit), "in": self.one(PERIODS)}}

    def _asks_bound(self) -> Spec:
        """A bound that is itself an amount."""
        unit = self.one(["money", "money", "count", "percent"])
        return {self.metric(unit): {self.one(COMPARE): self.amount(unit)}}

    def _asks_tier(self) -> Spec:
        return self._of_tier("tier")

    def _asks_achieved(self) -> Spec:
        return self._of_tier("tier_achieved")

    def _of_tier(self, key: str) -> Spec:
        self.tiers = True
        higher = self.one(TIERS[1:])
        test: Spec = self.one(
            [{"at_least": higher}, {"equals": self.one(TIERS)}, {"one_of": ["start", higher]}]
        )
        if not self.at_sale and self.chance(30):
            test = test | {"in": self.one(PERIODS)}
        return {key: test}

    def _asks_course(self) -> Spec:
        self.courses = True
        return {"course": self.one(COURSES)}

    def _asks_segment(self) -> Spec:
        return {"segment": self.one(["dealer", "network", {"one_of": ["dealer", "network"]}])}

    def _asks_region(self) -> Spec:
        return {"region": self.one(["north", {"one_of": ["north", "south"]}])}

    def _asks_joined(self) -> Spec:
        days = [
            {"before": "2026-01-15"},
            {"after": "2026-01-15"},
            {"within": "45 days"},
            {"within": "2 months"},
        ]
        return {"joined": self.one(days)}

    def _asks_event(self) -> Spec:
        window = self.one(["period", "last 2 periods", "lifetime", "60 days from joining"])
        asked: Spec = {"name": self.one(EVENTS), "window": window}
        if self.chance(40):
            asked["subject"] = self.one(["a", "b"])
        return {"event": self.one([self.one(EVENTS), asked])}

    def _asks_line(self) -> Spec:
        if self.at_sale or self.in_scope or not self.lines:
            return self._asks_money()
        asked: Spec = {"of": self.one(self.lines)}
        if self.chance(50):
            asked["capped"] = self.one(["true", "false"])
        if self.chance(30):
            asked["in"] = self.one(PERIODS)
        return {"line": asked}

    # Amounts

    def figure(self, unit: str) -> str:
        """A plain figure above zero."""
        figures = {"money": "5|12.345|0.07|40", "count": "1|3|2", "percent": "13 %|33.33 %|100 %|7.25 %"}
        return self.one(figures[unit].split("|"))

    def paid(self, *, alike: bool = False) -> Any:
        """An amount of what the rule in hand pays, in any form; `alike` one that is the same for everybody."""
        if self.pays_in == "money":
            return self.amount("money", alike=alike)
        form = self.one(["plain", "plain", "metric", "rate", "each", "every"])
        if form == "plain":
            return self.one(["12", "1", "2.5", "150"])
        counted = self.metric(
            "count" if form in ("metric", "each") else self.one(["count", "PV"]), alike=alike
        )
        if form == "metric":
            return {"metric": counted}
        return (
            {"rate": self.one(["50 %", "250 %"]), "of": counted}
            if form == "rate"
            else self._each(form, alike)
        )

    def _each(self, form: str, alike: bool) -> Spec:
        """An amount for each unit of a metric, or for each time that so much goes into it."""
        if form == "each":
            return {"amount": self.one(["1.25", "0.10", "2"]), "each": self.metric("count", alike=alike)}
        unit = self.one(["money", "count", "PV"])
        every = {"money": "50", "count": "2", "PV": "7.5"}[unit]
        return {"amount": self.one(["1.25", "3"]), "each": self.metric(unit, alike=alike), "every": every}

    def amount(self, unit: str, *, agreed: bool = True, alike: bool = False) -> Any:
        """An amount in any of its forms; `alike` one that is the same for everybody."""
        forms = ["plain", "plain", "metric"] + ["rate", "each", "every"] * (unit == "money")
        form = self.one(forms + ["individual"] * (agreed and not alike))
        if form == "plain":
            return self.figure(unit)
        if form == "metric":
            return {"metric": self.metric(unit, alike=alike)}
        if form == "rate":
            return {"rate": self.one(["3.3 %", "50 %"]), "of": self.metric("money", alike=alike)}
        if form in ("each", "every"):
            return self._each(form, alike)
        term = next(name for name, of in TERMS.items() if of == unit)
        return {"individual": term, "default": self.figure(unit)}

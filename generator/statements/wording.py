"""Wording: what all statements of one period have in common, as text in one language."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

from generator.rules.workings import Exact
from generator.statements.abouts import About
from generator.statements.dated import dated, version_of
from generator.statements.figure_columns import count, counts, money, moneys
from generator.statements.shard import PeriodTerms, Terms
from generator.terms.bracket import BracketRow
from generator.terms.numerals import MINOR_DIGITS, NBSP, about, day, period_title, shown
from generator.terms.pay import pay_unit
from generator.terms.quantity import COUNT, PERCENT

Values = dict[str, Any]


class Wording:
    """How the statements of one period say things in one language."""

    def __init__(self, terms: Terms, period: PeriodTerms, language: str) -> None:
        self.terms = terms
        self.period = period
        self.language = language
        self.words = terms.words[language]

    @cached_property
    def shared(self) -> Values:
        """The values that are the same in every statement."""
        period, language = self.period, self.language
        return {
            "language": language,
            "period": period_title(period.period, language),
            "state": period.state,
            "status": self.words[period.state],
            "edition": dated(
                self.words, "edition_of", period.edition_starts, period.edition_corrected, language
            ),
            "edition_href": f"../editions/{period.edition_address}/",
            "edition_hash": period.edition_hash,
            "pay_by": day(period.pay_by, language),
        }

    def title(self, thing: str) -> str:
        """The title of a thing of the programme, by its kind and name."""
        return self.terms.titles.titles[thing][self.language]

    def unit(self, metric: str) -> str:
        """The unit of a metric."""
        return self.terms.titles.metric_units[metric]

    def money(self, value: int, digits: int) -> str:
        """Money with at least the minor digits, and as many more as the value needs."""
        return money(value, digits, self.terms.currency, self.language)

    def moneys(self, values: Sequence[int], digits: int) -> list[str]:
        """The same for each of many values."""
        return moneys(values, digits, self.terms.currency, self.language)

    def pay_unit(self, number: int) -> str:
        """The unit of the amounts of the period's clause with this number."""
        return pay_unit(self.period.units[number], self.terms.currency)

    def amounts(self, number: int, values: Sequence[int]) -> list[str]:
        """Amounts of the period's clause with this number, in hundredths."""
        return self.in_unit(self.pay_unit(number), values, MINOR_DIGITS)

    def figures(
        self, metric: str, values: Sequence[int], digits: int, per: Sequence[int] | None = None
    ) -> list[str]:
        """Values of one metric, each divided by its denominator where there are some."""
        return self.in_unit(self.unit(metric), values, digits, per)

    def bases(
        self, number: int, values: Sequence[int], digits: int, per: Sequence[int] | None = None
    ) -> list[str]:
        """Bases of lines of the period's clause with this number."""
        based_on = self._based_on(self.period.clauses[number][2])
        unit = "" if based_on is None else based_on[1]
        return self.in_unit(unit or self.terms.currency, values, digits, per)

    def in_unit(
        self, unit: str, values: Sequence[int], digits: int, per: Sequence[int] | None = None
    ) -> list[str]:
        """Values in a unit, each divided by its denominator where there are some."""
        if per is None and unit == COUNT:
            return counts(values, digits, self.language)
        if per is None and unit == self.terms.currency:
            return self.moneys(values, digits)
        pairs = list(zip(values, per or [1] * len(values), strict=True))
        known = {
            (value, one): about(Fraction(value, one * 10**digits), unit, self.language)
            for value, one in set(pairs)
        }
        return [known[pair] for pair in pairs]

    def exactly(self, value: Fraction, unit: str) -> str:
        """One exact value, as near as decimals come to it."""
        return about(value, unit, self.language)

    def percent(self, rate: Exact) -> str:
        """A rate that is counted in percent."""
        return count(rate.value, rate.digits, self.language) + (f"{NBSP}%" if self.language == "ru" else "%")

    def change(self, direction: str) -> Values:
        """What stands around the amount by which the period before was different; `direction` is more or less."""
        before, after = self.words[direction]
        return {
            "direction": direction,
            "before": before,
            "after": after,
            "period": period_title(self.period.period.shifted(-1), self.language),
        }

    def tier(self, ladder: str, rank: int) -> Values:
        """The tier held on one ladder."""
        tier = self.period.ladders[ladder].tiers[rank]
        return {
            "id": ladder,
            "ladder": self.title(f"ladder/{ladder}"),
            "tier": tier.tier,
            "title": tier.title[self.language],
        }

    def figure(self, metric: str) -> Values:
        """What stands around a metric's value."""
        return {"metric": metric, "title": self.title(f"metric/{metric}"), "unit": self.unit(metric)}

    def line(self, number: int) -> Values:
        """What stands in each line of the period's clause with this number, whatever it pays."""
        clause, _, version = self.period.clauses[number]
        metric, unit = self._based_on(version) or (None, None)
        return {
            "clause": clause,
            "title": self.title(clause),
            "version": version.address,
            "href": f"../rules/{clause}/#v{version.address}",
            "of": version_of(self.words, version, self.language),
            "worth": self.worth(number),
            "heads": self._heads(number),
            "metric": metric,
            "unit": unit,
        }

    def about(self, number: int, about: About) -> Values:
        """What tells a line from others of the same clause."""
        window = self.period.windows[number]
        return {
            "id": f"{self.period.clauses[number][0]}:{about.number}",
            "first": window and day(window.first, self.language),
            "last": window and day(window.last, self.language),
            "record": about.record,
            "day": about.day and day(about.day, self.language),
            "depth": about.depth,
            "source": about.source,
        }

    def worth(self, number: int) -> str:
        """What a unit is worth by which the gain of the rates of a clause was multiplied; empty for money."""
        worth = self.period.worths[number]
        return "" if worth is None else shown(worth, self.terms.currency, self.language, whole_money=False)

    def rated(self, number: int, values: Sequence[int], digits: int) -> list[str]:
        """What the rates of a clause multiply, and what they give: money, or figures in a unit that is worth some."""
        if self.period.worths[number] is None:
            return self.moneys(values, digits)
        return self.bases(number, values, digits)

    def divided_heads(self, number: int) -> tuple[str, str]:
        """The same where the base is divided among the rows."""
        _, _, version = self.period.clauses[number]
        return self.words["row"], self.title(version.chooser_thing)

    def _heads(self, number: int) -> tuple[str, ...] | None:
        """What stands above the rows of workings and above their bases; None where there are no rows with bases.

        A third stands above the rates, where those are called otherwise.
        """
        _, kind, version = self.period.clauses[number]
        if kind == "differential":
            return self.words["group"], self.title(self._base(version))
        if kind in ("guarantee", "contest", "pool", "binary"):
            return None
        if kind == "attainment":
            return self.words["figure"], self.words["attainment"], self.words["weight"]
        return self.words["what_is_taken" if kind == "deduction" else "row"], self.words["part"]

    def _based_on(self, version: Any) -> tuple[str, str] | None:
        """Title and unit of the base of lines: a metric, a measure or the lines counted; None where there is none."""
        if getattr(version, "base", None):
            return self.title(self._base(version)), self.terms.titles.unit_of(self._base(version))
        if getattr(version, "ranked_by", None) is not None:
            return self.title(f"metric/{version.ranked_by}"), self.unit(version.ranked_by)
        if getattr(version, "amount_at_target", None) is not None:
            return self.words["overall_attainment"], PERCENT
        if getattr(version, "legs", None) is not None:
            return self.words["matched_volume"], self.terms.titles.unit_of(f"metric/{version.legs.left}")
        if getattr(version, "counts", None) is None and getattr(version, "of_lines", None) is None:
            return None
        number = getattr(version, "amount", None) is not None
        return self.words["counted_lines"], COUNT if number else pay_unit(
            version.reads_in, self.terms.currency
        )

    def ending(self, capped: bool, taken: bool) -> str:
        """What stands before the amount of a line."""
        word = "capped" if capped else "rounded"
        return str(self.words[f"{word}_off" if taken else word])

    @staticmethod
    def _base(version: Any) -> str:
        return str(getattr(version, "base_thing", f"metric/{version.base}"))

    def summary(self, number: int, row: int) -> str:
        """In a word how a line of a clause without workings came about."""
        _, kind, _ = self.period.clauses[number]
        return str(self.words["row_amount" if kind == "commission" else "fixed"].format(row=row))

    def step(self, number: int, row: int) -> Values:
        """To which row of a clause's table a step belongs: where that starts, its tier, segment, product or number."""
        clause, _, version = self.period.clauses[number]
        table = getattr(version, "table", None) or version.brackets
        one = table.rows[row - 1]
        values: Values = {"clause": clause, "what": "", "unit": "text", "words": ""}
        if isinstance(one, BracketRow):
            chooser = getattr(version, "chooser_thing", None) or f"metric/{version.chosen_by or version.base}"
            unit = self.terms.titles.unit_of(chooser)
            start = shown(one.at_least.value, unit, self.language)
            return {**values, "what": "from", "unit": unit, "words": self.words["from_row"], "label": start}
        by = version.table.by
        if by == ("tier",):
            return {**values, "what": "tier", "label": self.title(f"tier/{one.tier}")}
        if by == ("segment",):
            return {**values, "what": "segment", "label": self.title(f"segment/{one.segment}")}
        if by == ("product",):
            return {**values, "what": "of_product", "label": one.product}
        return {**values, "what": "row", "unit": COUNT, "words": self.words["row"], "label": str(row)}

"""Wording: how the statements of one period say lines with workings, figures and tiers in one language."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from markupsafe import Markup, escape

from generator.rules import MODULES
from generator.rules.workings import Exact
from generator.statements.shard import PeriodTerms, ShardLine, Terms
from generator.terms.bracket import TierRow
from generator.terms.numerals import MINOR_DIGITS, day, period_title, scaled, shown, with_currency
from generator.terms.quantity import COUNT

Values = dict[str, Any]


class Wording:
    """How the statements of one period say things in one language."""

    def __init__(self, terms: Terms, period: PeriodTerms, language: str) -> None:
        self.terms = terms
        self.period = period
        self.language = language
        self.words = terms.words[language]
        self._labels: dict[tuple[int, int, int], Markup] = {}
        self._money: dict[tuple[int, int], str] = {}

    @cached_property
    def shared(self) -> Values:
        """The values that are the same in every statement."""
        period, language = self.period, self.language
        return {
            "language": language,
            "period": period_title(period.period, language),
            "state": period.state,
            "status": self.words[period.state],
            "edition": self.words["edition_of"].format(date=day(period.edition_starts, language)),
            "edition_href": f"../editions/{period.edition_address}/",
            "edition_hash": period.edition_hash,
            "currency": self.terms.currency,
            "pay_by": day(period.pay_by, language),
        }

    @cached_property
    def _before(self) -> str:
        return period_title(self.period.period.shifted(-1), self.language)

    @cached_property
    def _figures(self) -> list[tuple[str, int, Values]]:
        """Unit, digits and fixed values of each metric."""
        return [
            (
                unit := self.terms.titles.metric_units[name],
                digits,
                {
                    "metric": name,
                    "title": self._title(f"metric/{name}"),
                    "unit": unit,
                    "href": f"../metrics/{name}/",
                },
            )
            for name, digits in self.period.metrics
        ]

    @cached_property
    def _clauses(self) -> list[Values]:
        """Fixed values of the lines of each clause."""
        return [
            {
                "clause": clause,
                "title": self._title(clause),
                "version": version.starts.isoformat(),
                "href": f"../rules/{clause}/#v{version.starts}",
                "of": self.words["version_of"].format(date=day(version.starts, self.language)),
            }
            for clause, _, version in self.period.clauses
        ]

    def _title(self, thing: str) -> str:
        return self.terms.titles.titles[thing][self.language]

    def money(self, value: int, digits: int) -> str:
        """Money with at least the minor digits, and as many more as the value needs."""
        text = self._money.get((value, digits))
        if text is None:  # the full rows of a bracket table give the same parts to everyone
            text = self._money[value, digits] = self._money_text(value, digits)
        return text

    def _money_text(self, value: int, digits: int) -> str:
        while digits > MINOR_DIGITS and value % 10 == 0:
            value //= 10
            digits -= 1
        if digits < MINOR_DIGITS:
            value *= 10 ** (MINOR_DIGITS - digits)
            digits = MINOR_DIGITS
        return with_currency(scaled(value, digits, self.language), self.terms.currency, self.language)

    def _count(self, value: int, digits: int) -> str:
        while digits and value % 10 == 0:
            value //= 10
            digits -= 1
        return scaled(value, digits, self.language)

    def _percent(self, rate: Exact) -> str:
        return self._count(rate.value, rate.digits) + ("\u00a0%" if self.language == "ru" else "%")

    def change(self, value: int) -> Values:
        """By how much the period before was different."""
        direction = "more" if value > 0 else "less"
        before, after = self.words[direction]
        amount = self.money(abs(value), MINOR_DIGITS)
        return {
            "direction": direction,
            "before": before,
            "amount": amount,
            "after": after,
            "period": self._before,
        }

    def tier(self, ladder: str, rank: int) -> Values:
        """The tier held on one ladder."""
        tier = self.period.ladders[ladder].tiers[rank]
        return {
            "id": ladder,
            "ladder": self._title(f"ladder/{ladder}"),
            "tier": tier.tier,
            "title": tier.title[self.language],
        }

    def figure(self, number: int, value: int) -> Values:
        """One metric's value."""
        unit, digits, fixed = self._figures[number]
        return {**fixed, "value": self._count(value, digits) if unit == COUNT else self.money(value, digits)}

    def course(self, name: str, passed_on: date) -> Values:
        """One valid course."""
        return {
            "course": name,
            "title": self._title(f"course/{name}"),
            "href": f"../training/{name}/",
            "passed_on": day(passed_on, self.language),
        }

    def _label(self, clause: int, number: int, row: int) -> Markup:
        """Which row of the table a step belongs to: where it starts, or its tier."""
        known = self._labels.get((clause, number, row))
        if known is not None:
            return known
        id_, _, version = self.period.clauses[clause]
        one = version.rows[row - 1]
        name = f"line/{id_}/part.{number}"
        if isinstance(one, TierRow):
            title = escape(self._title(f"tier/{one.tier}"))
            made = Markup(f'<b data-fact="{name}.tier" data-unit="text">{title}</b>')
        else:
            unit = self.terms.titles.metric_units[version.chosen_by or version.base]
            start = escape(shown(one.at_least.value, unit, self.language))
            made = Markup(
                f'{self.words["from_row"]} <b data-fact="{name}.from" data-unit="{unit}">{start}</b>'
            )
        self._labels[clause, number, row] = made
        return made

    def line(self, line: ShardLine) -> Values:
        """One line with its workings."""
        words = self.words
        _, kind, version = self.period.clauses[line.clause]
        base = Exact(line.base, line.base_digits)
        steps = MODULES[kind].steps(version, base, line.row)
        values: Values = {
            **self._clauses[line.clause],
            "amount": self.money(line.amount, MINOR_DIGITS),
            "base": None,
            "steps": None,
        }
        metric = getattr(version, "base", None)
        if metric is not None:
            unit = self.terms.titles.metric_units[metric]
            values["base_unit"] = unit
            values["base_title"] = self._title(f"metric/{metric}")
            values["base"] = (
                self._count(base.value, base.digits) if unit == COUNT else self.money(base.value, base.digits)
            )
        if steps:
            values["steps"] = [
                {
                    "number": number,
                    "label": self._label(line.clause, number, step.row),
                    "base": self.money(step.base.value, step.base.digits),
                    "rate": self._percent(step.rate),
                    "product": self.money(step.product.value, step.product.digits),
                }
                for number, step in enumerate(steps, 1)
            ]
            digits = max(step.product.digits for step in steps)
            exact = sum(step.product.value * 10 ** (digits - step.product.digits) for step in steps)
            values["exact"] = self.money(exact, digits)
            values["ending"] = words["capped" if line.capped else "rounded"]
            values["summary"] = ""
        elif metric is None:
            values["summary"] = words["fixed"]
        elif version.rows[0].amount is not None:
            values["summary"] = words["row_amount"].format(row=line.row)
        else:
            values["summary"] = words["divided"]
        return values

"""What one statement says: a partner's result, lines with workings, figures and records, as text ready to print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup, escape

from generator.rules import MODULES
from generator.rules.workings import Exact
from generator.settlement.settle import ClauseLines, PeriodResult, Settlement
from generator.statements.records import PartnerRecords, RecordReader
from generator.terms.bracket import TierRow
from generator.terms.calendar import good_through
from generator.terms.numerals import MINOR_DIGITS, day, period_title, scaled, shown, with_currency
from generator.terms.programme import Programme
from generator.terms.quantity import COUNT
from generator.terms.titles import Titles

Values = dict[str, Any]


@dataclass(frozen=True)
class Statement:
    """One partner and period; `values` feed the template."""

    row: int
    partner: str
    period: str
    language: str
    values: Values


class StatementMaker:
    """Makes the statements of a settlement, period by period, in the book's order of partners."""

    def __init__(self, settlement: Settlement, on: date, words: Mapping[str, Mapping[str, Any]]) -> None:
        self.settlement = settlement
        self.programme: Programme = settlement.programme
        self.titles: Titles = self.programme.titles()
        self.words = words
        self.on = on
        default = self.programme.languages[0]
        known = set(self.programme.languages)
        self.languages = [code if code in known else default for code in settlement.book.partners.language]
        self.reader = RecordReader(settlement, self.titles, words)
        self._earned_before: dict[int, int] = {}

    def all(self) -> Iterator[Statement]:
        """Every statement that the policy promises, oldest period first."""
        for number, result in enumerate(self.settlement.results):
            yield from self.of_period(number, result)

    def of_period(self, number: int, result: PeriodResult) -> Iterator[Statement]:
        """The statements of one period."""
        records = self.reader.read(number, self.languages)
        lines: dict[int, list[tuple[ClauseLines, int]]] = {}
        for one in result.clauses:
            for at, who in enumerate(one.lines.who.tolist()):
                lines.setdefault(who, []).append((one, at))
        everyone = self.programme.policy(result.period.first).statements == "everyone"
        rows = result.figures.present.nonzero()[0].tolist()
        shared = _Shared(self, result)
        earned_now: dict[int, int] = {}
        for row in rows:
            mine = records.get(row)
            own_lines = lines.get(row, [])
            if not everyone and not own_lines and (mine is None or mine.count == 0):
                continue
            earned = sum(int(one.lines.amount[at]) for one, at in own_lines)
            earned_now[row] = earned
            yield shared.statement(
                row, mine or PartnerRecords(), own_lines, earned, self._earned_before.get(row)
            )
        self._earned_before = earned_now


class _Shared:
    """What all statements of one period have in common."""

    def __init__(self, maker: StatementMaker, result: PeriodResult) -> None:
        self.maker = maker
        self.result = result
        self.period = result.period
        self.currency = maker.programme.file.currency
        figures = result.figures
        self.columns = {name: figures.metric(name) for name in figures.metric_names}
        self.lists = {name: (column.values.tolist(), column.digits) for name, column in self.columns.items()}
        self.ranks = {name: figures.tier_rank(name).tolist() for name in figures.ladder_versions}
        policy = maker.programme.policy(self.period.first)
        self.pay_by = good_through(date.fromordinal(self.period.last.toordinal() + 1), policy.payout.within)
        self.courses = {name: figures.course_valid(name) for name in maker.programme.courses}
        self.by_language = {code: self._words(code) for code in maker.programme.languages}

    def _words(self, language: str) -> Values:
        words = self.maker.words[language]
        titles = self.maker.titles.titles
        return {
            "state": "open" if self.maker.on <= self.period.last else "closed",
            "before": period_title(self.period.shifted(-1), language),
            "period": period_title(self.period, language),
            "edition": words["edition_of"].format(date=day(self.result.edition.starts, language)),
            "pay_by": day(self.pay_by, language),
            "figures": [
                (name, titles[f"metric/{name}"][language], self.maker.titles.metric_units[name])
                for name in self.columns
            ],
            "of": {
                one.clause: words["version_of"].format(date=day(one.version.starts, language))
                for one in self.result.clauses
            },
        }

    def statement(
        self,
        row: int,
        records: PartnerRecords,
        lines: list[tuple[ClauseLines, int]],
        earned: int,
        before: int | None,
    ) -> Statement:
        """One partner's statement."""
        maker = self.maker
        book = maker.settlement.book
        language = maker.languages[row]
        shared = self.by_language[language]
        partner = book.partners.ids[row]
        values: Values = {
            "id": f"{partner}/{self.period.name}",
            "language": language,
            "name": book.partners.names[row],
            "partner": partner,
            "period": shared["period"],
            "state": shared["state"],
            "status": maker.words[language][shared["state"]],
            "edition": shared["edition"],
            "edition_href": f"../editions/{self.result.edition.address}/",
            "edition_hash": self.result.edition.hash,
            "currency": self.currency,
            "earned": self.money(earned, MINOR_DIGITS, language),
            "payout": self.money(earned, MINOR_DIGITS, language),
            "change": None if before in (None, earned) else self.change(earned - int(before or 0), language),
            "pay_by": shared["pay_by"],
            "tiers": [self.tier(name, ranks[row], language) for name, ranks in self.ranks.items()],
            "lines": [self.line(one, at, language) for one, at in lines],
            "figures": [
                self.figure(name, title, unit, row, language) for name, title, unit in shared["figures"]
            ],
            "courses": [
                self.course(name, row, language) for name, valid in self.courses.items() if valid[row]
            ],
            "tables": [
                {
                    "name": name,
                    "title": maker.words[language][name],
                    "head": maker.reader.head(name, language),
                    "rows": table.html(len(maker.reader.columns(name)) + 1),
                }
                for name, table in records.tables.items()
            ],
            "not_counted": "".join(records.rejected),
            "records_hash": records.hash(),
        }
        return Statement(row, partner, self.period.name, language, values)

    def money(self, value: int, digits: int, language: str) -> str:
        """Money with at least the minor digits, and as many more as the value needs."""
        while digits > MINOR_DIGITS and value % 10 == 0:
            value //= 10
            digits -= 1
        if digits < MINOR_DIGITS:
            value *= 10 ** (MINOR_DIGITS - digits)
            digits = MINOR_DIGITS
        return with_currency(scaled(value, digits, language), self.currency, language)

    def change(self, value: int, language: str) -> Values:
        """By how much the period before was different."""
        direction = "more" if value > 0 else "less"
        before, after = self.maker.words[language][direction]
        amount = self.money(abs(value), MINOR_DIGITS, language)
        period = self.by_language[language]["before"]
        return {"direction": direction, "before": before, "amount": amount, "after": after, "period": period}

    def tier(self, ladder: str, rank: int, language: str) -> Values:
        """The tier held on one ladder."""
        tier = self.result.figures.ladder_versions[ladder].tiers[rank]
        title = self.maker.titles.titles[f"ladder/{ladder}"][language]
        return {"id": ladder, "ladder": title, "tier": tier.tier, "title": tier.title[language]}

    def figure(self, name: str, title: str, unit: str, row: int, language: str) -> Values:
        """One metric's value."""
        values, digits = self.lists[name]
        text = (
            _count(values[row], digits, language)
            if unit == COUNT
            else self.money(values[row], digits, language)
        )
        return {"metric": name, "title": title, "unit": unit, "href": f"../metrics/{name}/", "value": text}

    def course(self, name: str, row: int, language: str) -> Values:
        """One valid course."""
        passed_on = self.result.figures.course_passed_on(name, row)
        assert passed_on is not None
        title = self.maker.titles.titles[f"course/{name}"][language]
        return {
            "course": name,
            "title": title,
            "href": f"../training/{name}/",
            "passed_on": day(passed_on, language),
        }

    def row_label(self, clause: str, version: Any, number: int, row: int, language: str) -> Markup:
        """Which row of the table a step belongs to: where it starts, or its tier."""
        one = version.rows[row - 1]
        name = f"line/{clause}/part.{number}"
        if isinstance(one, TierRow):
            title = escape(self.maker.titles.titles[f"tier/{one.tier}"][language])
            return Markup(f'<b data-fact="{name}.tier" data-unit="text">{title}</b>')
        unit = self.maker.titles.metric_units[version.chosen_by or version.base]
        start = escape(shown(one.at_least.value, unit, language))
        word = self.maker.words[language]["from_row"]
        return Markup(f'{word} <b data-fact="{name}.from" data-unit="{unit}">{start}</b>')

    def line(self, one: ClauseLines, at: int, language: str) -> Values:
        """One line with its workings."""
        words = self.maker.words[language]
        version: Any = one.version
        amount = int(one.lines.amount[at])
        base = Exact(int(one.lines.base[at]), one.lines.base_digits)
        row = int(one.lines.row[at])
        steps = MODULES[self.maker.programme.clauses[one.clause].kind].steps(version, base, row)
        values: Values = {
            "clause": one.clause,
            "title": self.maker.titles.titles[one.clause][language],
            "version": version.starts.isoformat(),
            "href": f"../rules/{one.clause}/#v{version.starts}",
            "of": self.by_language[language]["of"][one.clause],
            "amount": self.money(amount, MINOR_DIGITS, language),
            "base": None,
            "steps": None,
        }
        metric = getattr(version, "base", None)
        if metric is not None:
            unit = self.maker.titles.metric_units[metric]
            values["base_unit"] = unit
            values["base_title"] = self.maker.titles.titles[f"metric/{metric}"][language]
            values["base"] = (
                _count(base.value, base.digits, language)
                if unit == COUNT
                else self.money(base.value, base.digits, language)
            )
        if steps:
            values["steps"] = [
                {
                    "number": number,
                    "label": self.row_label(one.clause, version, number, step.row, language),
                    "base": self.money(step.base.value, step.base.digits, language),
                    "rate": _percent(step.rate, language),
                    "product": self.money(step.product.value, step.product.digits, language),
                }
                for number, step in enumerate(steps, 1)
            ]
            digits = max(step.product.digits for step in steps)
            exact = sum(step.product.value * 10 ** (digits - step.product.digits) for step in steps)
            values["exact"] = self.money(exact, digits, language)
            values["ending"] = words["capped" if one.lines.capped[at] else "rounded"]
            values["summary"] = ""
        elif metric is None:
            values["summary"] = words["fixed"]
        elif version.rows[0].amount is not None:
            values["summary"] = words["row_amount"].format(row=row)
        else:
            values["summary"] = words["divided"]
        return values


def _count(value: int, digits: int, language: str) -> str:
    while digits and value % 10 == 0:
        value //= 10
        digits -= 1
    return scaled(value, digits, language)


def _percent(rate: Exact, language: str) -> str:
    return _count(rate.value, rate.digits, language) + ("\u00a0%" if language == "ru" else "%")

"""What statements say: the partners' results, lines, figures and records, filled into the forms of their period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup, escape

from generator.statements.account import AccountWriter
from generator.statements.beside_parts import BesideWriter
from generator.statements.by_hand import ByHandWriter
from generator.statements.carried import CarriedWriter
from generator.statements.earned import EarnedWriter
from generator.statements.exchanged import ExchangedWriter
from generator.statements.forms import Form
from generator.statements.held import HeldWriter
from generator.statements.lines import LineWriter
from generator.statements.personal import PersonalWriter
from generator.statements.points import PointsWriter
from generator.statements.rendering import Templates
from generator.statements.rewards import RewardsWriter
from generator.statements.rows import RowWriter, ShownRecords, hash_of
from generator.statements.shard import IssuedShard, Shard, Terms
from generator.statements.wording import Wording
from generator.terms.numerals import MINOR_DIGITS


@dataclass(frozen=True, slots=True)
class Statement:
    """One partner and period: `html` is the fragment that is sealed, `page` the form of the plain page around it."""

    row: int
    partner: str
    period: str
    title: str
    status: str
    payout: str
    html: str
    page: Form


class StatementWriter:
    """Writes the statements of shards, and hands on those that were issued before."""

    def __init__(self, terms: Terms, templates: Templates) -> None:
        self._terms = terms
        self._templates = templates
        self._rows = {
            code: RowWriter(code, terms.titles, words, terms.columns) for code, words in terms.words.items()
        }
        self._periods: dict[str, _PeriodWriter] = {}

    def write(self, shard: Shard) -> Iterator[Statement]:
        """The statements of one shard, in its order."""
        # Shards come period by period: of each language only the newest is kept.
        period = self._periods.get(shard.language)
        if period is None or period.name != shard.terms.period.name:
            say = Wording(self._terms, shard.terms, shard.language)
            period = _PeriodWriter(say, self._templates, self._rows[shard.language])
            self._periods[shard.language] = period
        return period.write(shard)

    def again(self, shard: IssuedShard) -> Iterator[Statement]:
        """The statements of a closed period as they were issued, with what changed since below them."""
        words = self._terms.words[shard.language]
        accounts = AccountWriter(self._terms, shard.language, self._templates)
        status = str(words["closed"])
        page: Form | None = None
        for at, (row, partner) in enumerate(zip(shard.rows, shard.partners, strict=True)):
            html, title = shard.statements[at], shard.titles[at]
            if at in shard.later:
                name, changes = f"{partner}/{shard.period}", shard.later[at]
                html = "\n".join((accounts.notice(name, changes), html, accounts.later(name, changes)))
            page = page or self._templates.page(words, {"language": shard.language, "period": title})
            yield Statement(row, partner, shard.period, title, status, shard.payouts[at], html, page)


class _PeriodWriter:
    """Writes statements of one period in one language; a column has one value a partner."""

    def __init__(self, say: Wording, templates: Templates, rows: RowWriter) -> None:
        self._say = say
        self._rows = rows
        self.name = say.period.period.name
        self._page = templates.page(say.words, say.shared)
        pieces = self._pieces = templates.pieces(say.terms, say.language)
        self._statement = pieces.form(
            "statement",
            say.shared,
            *("id", "name", "partner", "payout", "exchange", "earned", "earned_otherwise", "change", "tiers"),
            *("lines", "figures", "points_balance", "points", "rewards"),
            *(
                "training",
                "agreed",
                "beside",
                "people",
                "carried",
                "account",
                "adjusted",
                "held",
                "by_hand",
                "tables",
                "not_counted",
            ),
            "records_hash",
        )
        self._change = {way: pieces.form("change", say.change(way), "amount") for way in ("more", "less")}
        self._paid = EarnedWriter(say, templates, pieces)
        self._lines = [
            LineWriter(say, self._paid.pieces(clause), clause) for clause in range(len(say.period.clauses))
        ]
        self._no_lines = pieces.html("no_lines", {})
        self._figure = [pieces.form("figure", say.figure(name), "value") for name, _ in say.period.metrics]
        self._no_records = pieces.html("no_records", {})
        self._not_counted = pieces.form("not_counted", {}, "rows")
        self._tier = cache(lambda ladder, rank: pieces.html("tier", say.tier(ladder, rank)))
        self._table: dict[str, Form] = {}
        self._personal = PersonalWriter(say, pieces)
        self._accounts = AccountWriter(say.terms, say.language, templates)
        self._beside = BesideWriter(say, pieces)
        self._carried = CarriedWriter(say, pieces)
        self._held = HeldWriter(say.terms, say.language, pieces)
        self._by_hand = ByHandWriter(say.terms, say.language, pieces)
        self._points = PointsWriter(say, pieces)
        self._rewards = RewardsWriter(say, pieces)
        self._exchanged = ExchangedWriter(say.terms, say.language, pieces)
        rating = say.period.rating
        self._rating = None if rating is None else pieces.form("rating", say.figure(rating), "value")

    def write(self, shard: Shard) -> Iterator[Statement]:
        """The statements of one shard, in its order."""
        earned = self._paid.sums(shard.lines, len(shard.rows))
        sums = self._say.moneys(earned.money, MINOR_DIGITS)
        payouts = self._say.moneys(shard.paid, MINOR_DIGITS)
        partners = [str(escape(one)) for one in shard.partners]
        records = self._records(shard)
        pages = self._statement.each(
            id=[f"{one}/{self.name}" for one in partners],
            name=[escape(one) for one in shard.names],
            partner=partners,
            payout=payouts,
            exchange=self._exchanged.parts(shard.exchanged, len(partners)),
            earned=sums,
            earned_otherwise=self._paid.heads(earned),
            change=list(map(self._changed, earned.money, shard.before)),
            tiers=self._tiers(shard),
            lines=[
                own + total if own else self._no_lines
                for own, total in zip(self._written(shard), self._paid.totals(earned, sums), strict=True)
            ],
            points_balance=self._points.heads(shard.points, len(partners)),
            points=self._points.parts(shard.points, len(partners)),
            rewards=self._rewards.parts(shard.rewards, len(partners)),
            carried=self._carried.write(shard.carried, len(partners)),
            figures=self._figures(shard),
            training=self._beside.below_figures(shard.beside, len(partners)),
            agreed=self._personal.terms(shard.personal, len(partners)),
            beside=self._beside.above_records(shard.beside, shard.names),
            people=self._beside.below_records(shard.beside, shard.partners, shard.lines),
            account=self._accounts.accounts(shard.accounts),
            adjusted=self._accounts.adjusted(shard.adjusted, len(partners)),
            held=self._held.parts(shard.held, len(partners)),
            by_hand=self._by_hand.parts(shard.by_hand, len(partners)),
            tables=list(map(self._tables, records)),
            not_counted=list(map(self._rejected, shard.rejected)),
            records_hash=list(map(hash_of, records)),
        )
        title, status = self._say.shared["period"], self._say.shared["status"]
        for row, partner, payout, html in zip(shard.rows, shard.partners, payouts, pages, strict=True):
            yield Statement(row, partner, self.name, title, status, payout, html, self._page)

    def _written(self, shard: Shard) -> list[str]:
        """The lines of each partner."""
        lines = [""] * len(shard.rows)
        for writer, one in zip(self._lines, shard.lines, strict=True):
            for at, html in zip(one.at.tolist(), writer.write(one), strict=True):
                lines[at] += html
        return lines

    def _changed(self, earned: int, before: int | None) -> str:
        """How an amount differs from the period before; nothing where it does not, or none was issued then.

        While a period is running nothing either: what it comes to so far says nothing beside a whole one.
        """
        if before is None or before == earned or self._say.period.state == "open":
            return ""
        form = self._change["more" if earned > before else "less"]
        return form.filled(amount=self._say.money(abs(earned - before), MINOR_DIGITS))

    def _tiers(self, shard: Shard) -> list[str]:
        columns = [[self._tier(name, rank) for rank in ranks] for name, ranks in shard.ranks.items()]
        if self._rating is not None:
            number = [name for name, _ in self._say.period.metrics].index(str(self._say.period.rating))
            name, digits = self._say.period.metrics[number]
            values = self._say.figures(name, shard.metrics[number], digits, shard.pers[number])
            columns.insert(0, list(self._rating.each(value=values)))
        return self._personal.head(shard.personal, _joined(columns, len(shard.rows)))

    def _figures(self, shard: Shard) -> list[str]:
        columns: list[list[str]] = []
        for (name, digits), form, values, per in zip(
            self._say.period.metrics, self._figure, shard.metrics, shard.pers, strict=True
        ):
            columns.append(list(form.each(value=self._say.figures(name, values, digits, per))))
        return _joined(columns, len(shard.rows))

    def _records(self, shard: Shard) -> list[dict[str, ShownRecords]]:
        """For each partner the tables that have records."""
        tables: list[dict[str, ShownRecords]] = [{} for _ in shard.rows]
        for records in shard.records:
            name = records.table
            if name not in self._table:
                fixed = {
                    "name": name,
                    "title": self._say.words[name],
                    "head": Markup(self._rows.head(records)),
                }
                self._table[name] = self._pieces.form("table", fixed, "rows")
            for at, shown in self._rows.write(records).items():
                tables[at][name] = shown
        return tables

    def _tables(self, records: Mapping[str, ShownRecords]) -> str:
        html = [self._table[name].filled(rows=shown.html) for name, shown in records.items()]
        return "".join(html) or self._no_records

    def _rejected(self, rows: Sequence[str]) -> str:
        return self._not_counted.filled(rows="".join(rows)) if rows else ""


def _joined(columns: Sequence[Sequence[str]], size: int) -> list[str]:
    """The texts of each row of some columns as one."""
    return list(map("".join, zip(*columns, strict=True))) if columns else [""] * size

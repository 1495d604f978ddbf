"""Workings that are more than base x rate of rows: legs, rates taken in between, factors, floors and caps."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple

from markupsafe import Markup

from generator.rules import parts as part_kinds
from generator.rules.amounts import whole_times_of
from generator.rules.exact import Column
from generator.rules.parts import Parts
from generator.statements.amounts_asked import asked, is_carried, own_figure, reads_metric, row_figures
from generator.statements.forms import Form, hole
from generator.statements.pieces_of_lines import Figure, Piece, PieceMaker, Worked
from generator.statements.rendering import Pieces
from generator.statements.shard import ShardLines
from generator.statements.wording import Wording
from generator.terms.agreed import OfMetric
from generator.terms.amount import Amount, EachOf, RateOf, amount_unit
from generator.terms.quantity import COUNT, PERCENT, decimals

_NAMES = {
    part_kinds.OWN: "own",
    part_kinds.LEG: "leg",
    part_kinds.KEPT: "kept",
    part_kinds.BELOW: "below",
    part_kinds.AWAY: "away",
    part_kinds.OTHERS: "others",
    part_kinds.GENERATION: "generation",
    part_kinds.ROW: "row",
    part_kinds.LESS: "less",
}
_HOLES = ("number", "base", "product", "partner", "count")


class Shown(NamedTuple):
    """The workings of one line as HTML: rows, footer, whether the base was divided, and whether it is taken off."""

    steps: str
    foot: str
    divided: bool = False
    taken: bool = False


class WorkedLines:
    """Rows and footers of the workings of one clause, in one period and language."""

    def __init__(self, say: Wording, pieces: Pieces, clause: int, name: str) -> None:
        """`clause` is a place in the period's clauses; `name` is what the facts call a line."""
        self._say, self._pieces, self._clause, self._name = say, pieces, clause, name
        _, self._kind, version = say.period.clauses[clause]
        self._version: Any = version
        self._asked = asked(self._kind, version)
        titles = say.terms.titles.paying(say.period.units[clause])
        self._maker = PieceMaker(self._kind, version, titles)
        self._pay = titles.pay_unit
        line = say.line(clause)
        self._unit = str(line["unit"] or self._pay)
        self._rated_in = self._unit if line["worth"] else self._pay
        self._form = cache(self._form_of)
        self._foot = cache(self._foot_form)

    def bases(self, lines: ShardLines) -> list[str]:
        """The base of each line, as its note shows it."""
        per = None if lines.base_per is None else lines.base_per.tolist()
        return self._say.bases(self._clause, lines.base.tolist(), lines.base_digits, per)

    def write(self, lines: ShardLines) -> list[Shown | None]:
        """The rows and the footer of each line; None where the amount says it all."""
        if lines.parts is not None:
            return self._of_parts(lines, lines.parts)
        out: list[Shown | None] = []
        bases = Column(lines.base, lines.base_digits, lines.base_per).fractions()
        columns = {name: column.fractions() for name, column in lines.columns.items()}
        for at, (base, row) in enumerate(zip(bases, lines.row.tolist(), strict=True)):
            own = {name: values[at] for name, values in columns.items()}
            if self._is_bare(row) and (lines.cuts is None or lines.cuts[at] is None):
                out.append(None)
                continue
            worked = self._maker.work(base, row, own.__getitem__)
            steps = "".join(self._piece(piece, number) for number, piece in enumerate(worked.pieces, 1))
            foot = self._footer(base, worked, own)
            out.append(Shown(steps, foot, worked.weighted is not None))
        return out

    def _is_bare(self, row: int) -> bool:
        if self._kind not in ("fixed_bonus", "commission", "deduction") or is_carried(self._version):
            return False
        if self._kind == "deduction" and (self._version.of_lines is not None or self._version.base):
            return False
        if self._kind == "commission" and self._version.rows[0].pays != "amount":
            return False
        return not reads_metric(row_figures(self._kind, self._version)[max(row, 1) - 1])

    def _text(self, value: Fraction, unit: str) -> str:
        return self._say.exactly(value, unit)

    # Parts that the rules give for all lines at once

    def _rows_in_words(self, rows: Sequence[tuple[str, str, str]]) -> str:
        """Rows of words and one figure each: the names of the figures, which are holes, with words and units."""
        shown = [(name, text, unit, hole(name)) for name, text, unit in rows]
        return self._pieces.html("in_words", {"clause": self._name, "rows": shown})

    def _of_parts(self, lines: ShardLines, parts: Parts) -> list[Shown | None]:
        count = len(lines.base)
        steps = [""] * count
        exact: list[int] = [0] * count
        bases = self.texts_in(parts.base.tolist(), parts.over, self._unit)
        products: list[int] = parts.product.tolist()
        over = parts.over * parts.common
        shown = self.texts_in(products, over, self._rated_in)
        alike: dict[tuple[int, int, int, int], list[int]] = {}
        numbers = [0] * len(products)
        number, before = 0, -1
        keys = zip(
            parts.what.tolist(), parts.row.tolist(), parts.rate.tolist(), parts.less.tolist(), strict=True
        )
        for place, (line, key) in enumerate(zip(parts.line.tolist(), keys, strict=True)):
            number = number + 1 if line == before else 1
            before, numbers[place] = line, number
            exact[line] += products[place]
            alike.setdefault(key, []).append(place)
        others, counts = parts.other.tolist(), parts.number.tolist()
        rows = [""] * len(products)
        for (what, row, rate, less), places in alike.items():
            form = self._form(what, row, Fraction(rate, parts.common), Fraction(less, parts.common))
            texts = form.each(
                number=[str(numbers[at]) for at in places],
                base=[bases[at] for at in places],
                product=[shown[at] for at in places],
                partner=[str(others[at]) for at in places],
                count=[self._text(Fraction(counts[at]), COUNT) for at in places],
            )
            for at, text in zip(places, texts, strict=True):
                rows[at] = text
        for line, text in zip(parts.line.tolist(), rows, strict=True):
            steps[line] += text
        if not self._asked and not self._say.period.worths[self._clause]:
            form = self._foot("exact", "")
            feet = list(form.each(value=self.texts_in(exact, over, self._rated_in)))
        else:
            columns = {name: column.fractions() for name, column in lines.columns.items()}
            feet = [
                self._footer(
                    Fraction(0),
                    Worked((), Fraction(one, over)),
                    {name: values[at] for name, values in columns.items()},
                )
                for at, one in enumerate(exact)
            ]
        return list(map(Shown, steps, feet))

    def texts(self, values: Sequence[int], over: int) -> list[str]:
        """Figures of the base."""
        return self.texts_in(values, over, self._unit)

    def texts_in(self, values: Sequence[int], over: int, unit: str) -> list[str]:
        """Whole numbers over one denominator, as figures in a unit."""
        digits = decimals(Fraction(1, over))
        if digits is None:
            return [self._text(Fraction(value, over), unit) for value in values]
        scale = 10**digits // over
        return self._say.in_unit(unit, values if scale == 1 else [value * scale for value in values], digits)

    def _form_of(self, what: int, row: int, rate: Fraction, less: Fraction) -> Form:
        """The form of parts that are alike."""
        kind = _NAMES[what]
        legs = self._kind == "differential"
        shown = {
            **self._row(row),
            "clause": self._name,
            "every": "",
            "what": "other_parts" if kind == "others" and not legs else kind,
            "base_unit": self._unit,
            "rate": "" if kind == "others" else self._text(rate * 100, PERCENT),
            "rate_unit": PERCENT,
            "product_unit": self._rated_in,
            "less": self._text(less * 100, PERCENT),
            "full": self._text((rate + less) * 100, PERCENT),
        }
        return self._pieces.form("part", shown, *_HOLES)

    # Pieces of one line

    def _piece(self, piece: Piece, number: int) -> str:
        def both(name: str, figure: Figure | None) -> dict[str, str]:
            if figure is None:
                return {name: "", f"{name}_unit": ""}
            return {name: self._text(*figure), f"{name}_unit": figure.unit}

        shown = {
            **self._row(piece.row),
            "clause": self._name,
            "what": piece.what or ("row" if piece.row else "amount"),
            "metric": self._say.title(piece.title) if piece.title else "",
            "number": str(number),
            **both("of", piece.of),
            **both("every", piece.every),
            **both("base", piece.base),
            **both("rate", piece.rate),
            **both("product", piece.product),
        }
        return self._pieces.html("part", shown)

    def _row(self, row: int) -> dict[str, Any]:
        """How a row of the table is called."""
        empty = {
            "row_name": "",
            "words": "",
            "label": "",
            "row_unit": "",
            "metric": "",
            "less": "",
            "full": "",
        }
        if not row:
            return empty
        step = self._say.step(self._clause, row)
        named = {"row_name": step["what"], "words": step["words"], "label": step["label"]}
        return {**empty, **named, "row_unit": step["unit"]}

    # The footer: from what the rows come to, to what is rounded

    def _footer(
        self, base: Fraction, worked: Worked, own: dict[str, Fraction], *, begun: bool = False
    ) -> str:
        """`begun` where the rows up to the exact sum are written elsewhere."""
        amount = worked.exact
        if begun:
            rows = []
        elif worked.weighted is None or worked.chosen is None:
            rows = [self._foot("exact", "").filled(value=self._text(amount, self._rated_in))]
        else:
            weighted = self._text(*worked.weighted)
            rows = [
                self._foot("weighted", worked.weighted.unit).filled(value=weighted),
                self._foot("divided", worked.chosen.unit).filled(
                    value=self._text(amount, self._rated_in),
                    text=self._text(base, self._unit),
                    of=self._text(*worked.chosen),
                ),
            ]
        return "".join(rows) + self._after(amount, own)

    def _after(self, amount: Fraction, own: dict[str, Fraction]) -> str:
        """What the worth of a unit, the factor, the floor and the cap make of an amount."""
        worth = self._say.period.worths[self._clause]
        if worth is None:
            return self._changes(amount, own)
        amount *= worth
        text = self._text(amount, self._pay)
        row = self._foot("money", "").filled(value=text, text=self._text(worth, self._pay))
        return row + self._changes(amount, own)

    def _changes(self, amount: Fraction, own: dict[str, Fraction]) -> str:
        """What the factor, the floor and the cap make of an amount."""
        rows: list[str] = []
        if "times" in own:
            percent = amount_unit(self._version.times, self._say.terms.titles, COUNT) == PERCENT
            amount *= own["times"] / 100 if percent else own["times"]
            rows.append(self._changed("times", amount, own))
        if "floor" in own and 0 <= amount < own["floor"]:
            amount = own["floor"]
            rows.append(self._changed("floor", amount, own))
        if "cap" in own and amount > max(own["cap"], Fraction(0)):
            amount = max(own["cap"], Fraction(0))
            rows.append(self._changed("cap", amount, own))
        return "".join(rows)

    def _changed(self, name: str, amount: Fraction, own: dict[str, Fraction]) -> str:
        written: Amount = self._asked[name]
        form = self._foot(name, "")
        text = of = ""
        if isinstance(written, RateOf | EachOf):
            of = self._of(name, written, own[f"{name}.of"])
        elif name == "times" or isinstance(written, OfMetric):
            text = self._text(own[name], self._unit_of(written))
        return form.filled(value=self._text(amount, self._pay), text=text, of=of)

    def _of(self, name: str, amount: RateOf | EachOf, of: Fraction) -> str:
        """The value of the metric by which an amount is worked out; where it counts `every`, how often that is full."""
        if isinstance(amount, RateOf) or amount.every is None:
            return self._text(of, self._unit_of(amount))
        unit = self._unit_of(amount)
        shown = {
            "clause": self._name,
            "name": name,
            "title": self._say.title(f"metric/{amount.metric}"),
            "unit": unit,
            "times": self._text(whole_times_of(of, amount.every.value), COUNT),
            "of": self._text(of, unit),
            "every": self._text(amount.every.value, unit),
        }
        return self._pieces.html("every", shown)

    def _unit_of(self, amount: Amount, bare: str = COUNT) -> str:
        """The unit of the metric that an amount reads, else its own; of a figure without one it is `bare`."""
        metric = reads_metric(amount)
        titles = self._say.terms.titles
        return titles.unit_of(f"metric/{metric}") if metric else amount_unit(amount, titles, bare)

    def _foot_form(self, name: str, unit: str) -> Form:
        """The row of a footer with holes `value`, `text` and `of`."""
        gives = self._rated_in if name in ("exact", "divided") else self._pay
        shown: dict[str, Any] = {
            "clause": self._name,
            "name": name,
            "unit": unit,
            "gives": gives,
            "amount": "",
        }
        if name == "divided":
            shown |= {
                "base_title": self._say.line(self._clause)["metric"],
                "base_unit": self._unit,
                "chosen_title": self._say.title(self._version.chooser_thing),
            }
        if name in ("times", "floor", "cap"):
            shown["amount"] = Markup(self._amount(name, self._asked[name]))
        return self._pieces.form("foot", shown, "value", "text", "of")

    def _amount(self, name: str, amount: Amount) -> str:
        """An amount in words, with holes for its figures; nothing where the result of the row is the amount itself."""
        metric = reads_metric(amount)
        if not metric and name not in ("times", "at_target"):
            return ""
        figure = own_figure(amount)
        by_unit = isinstance(amount, RateOf | EachOf)
        rate, rate_unit = "", ""
        if by_unit and figure is not None:
            bare = COUNT if name == "times" else self._pay
            rate_unit = PERCENT if isinstance(amount, RateOf) else figure.with_unit(bare).unit
            rate = self._text(figure.value, rate_unit)
        shown = {
            "clause": self._name,
            "name": name,
            "title": self._say.title(f"metric/{metric}") if metric else "",
            "unit": self._unit_of(amount, COUNT if name == "times" else self._pay),
            "rate": rate,
            "rate_unit": rate_unit,
            "every": isinstance(amount, EachOf) and amount.every is not None,
        }
        return self._pieces.html("amount", {**shown, "text": hole("text"), "of": hole("of")})

"""One version of a clause as its page shows it: sentences, table, curve and worked examples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from html import escape

from generator.rules.amount_checks import clause_amounts
from generator.rules.shortfall import unit_of_own_state
from generator.settlement.examples import run_example
from generator.settlement.followed import unit_in
from generator.site.chart import Knee, curve
from generator.site.markup import Pen
from generator.site.scenario_view import ScenarioView, given_figure, then_in
from generator.terms.carried import states_of
from generator.terms.carriers import CARRIER_SENTENCES
from generator.terms.clause import ClauseVersion, Example
from generator.terms.due import DUE_SENTENCES
from generator.terms.numerals import Unprintable, shown
from generator.terms.pay import MONEY
from generator.terms.programme import Programme
from generator.terms.quantity import COUNT, POINTS, Quantity
from generator.terms.saying import Sayings
from generator.terms.titles import Titles


@dataclass(frozen=True)
class ClauseView:
    """What a kind's template may call; every method returns Markdown."""

    programme: Programme
    clause: str
    version: ClauseVersion
    sayings: Sayings
    others: Mapping[str, Sayings]
    titles: Titles
    pen: Pen
    words: Mapping[str, str]
    level: int
    binding_only: bool
    past: bool = False

    @property
    def explanation(self) -> str:
        """The manager's words; empty on an edition's page."""
        if self.binding_only or self.version.words is None:
            return ""
        name = f"{self.sayings.prefix}/words"
        words = self.version.words
        text = self.pen.explanation(name, words, self.sayings, self.others, self.titles)
        return text.replace("<p>", f'<p class="pb-label">{escape(self.words["explanation"])}</p><p>', 1)

    def head(self, text: str) -> str:
        """A heading inside the version."""
        return f"\n{'#' * self.level} {text}\n"

    def say(self, name: str) -> str:
        """A binding sentence; empty where the version does not say it."""
        sentence = self.sayings.sentences.get(name)
        return "" if sentence is None else self.pen.paragraph(sentence)

    def rows_read(self) -> str:
        """Over which window, or of which rows, the version speaks."""
        names = ["window", "paid_with", "source"]
        if "source" in self.sayings.sentences or "fact" in self.sayings.sentences:
            names += [name for name in self.sayings.sentences if name.split(".")[0] == "where"]
        return "".join(self.say(name) for name in (*names, "within", "when", "metrics_of", "picks_by"))

    def judged(self) -> str:
        """By which figures rows are judged."""
        return "".join(self.say(name) for name in ("as_of", *(f"moment.{one}" for one in _MOMENT)))

    def limits(self) -> str:
        """What the version carries, in the order in which it works."""
        return "".join(map(self.say, CARRIER_SENTENCES))

    def due(self) -> str:
        """In which shares a line is paid and when, under a heading of its own; empty where it is paid at once."""
        said = self.numbered("due") + "".join(map(self.say, DUE_SENTENCES))
        return f"{self.head(self.words['due_heading'])}\n{said}" if said else ""

    def numbered(self, name: str, *more: str) -> str:
        """The binding sentences `name.1`, `name.2` and so on, as many as the version says, each with what follows it.

        `more` are the ends of the names of those that follow: `name.1.more`.
        """
        said = ""
        number = 1
        while one := self.say(f"{name}.{number}"):
            said += one + "".join(self.say(f"{name}.{number}.{end}") for end in more)
            number += 1
        return said

    def table(self, columns: Sequence[tuple[str, str]], earns_title: str) -> str:
        """The table of rows with those columns that it has, and what a row earns where that can be told."""
        prefix = self.sayings.prefix
        count = 0
        while any(self._cell(f"row.{count + 1}.{name}") for _, name in columns):
            count += 1
        used = [(title, name) for title, name in columns if self._cell(f"row.1.{name}")]
        earns = [] if self.binding_only else self._earns()
        head = "".join(f"<th{_number(name)}>{escape(title)}</th>" for title, name in used)
        if earns:
            head += f'<th class="num">{escape(earns_title)}</th>'
        body = ""
        for number in range(1, count + 1):
            cells = "".join(
                f"<td{_number(name)}>{self._cell(f'row.{number}.{name}')}</td>" for _, name in used
            )
            if earns:
                cells += self._earns_cell(number, earns[number - 1])
            body += f"<tr>{cells}</tr>\n"
        table = f'<table class="pb-brackets" data-table="{prefix}"><thead><tr>{head}</tr></thead>'
        return f"{table}<tbody>\n{body}</tbody></table>\n"

    def _cell(self, name: str) -> str:
        if name in self.sayings.facts:
            return self.pen.fact(self.sayings.facts[name])
        if name in self.sayings.sentences:
            return self.pen.cell(self.sayings.sentences[name])
        return ""

    def _earns(self) -> list[tuple[Fraction, Fraction]]:
        """(start of row, amount there) for a table by the base alone; empty for others."""
        brackets = getattr(self.version, "brackets", None)
        base = getattr(self.version, "base", "")
        if brackets is None or not base or getattr(self.version, "chosen_by", None) not in (None, base):
            return []
        if getattr(self.version, "tree", None) is not None:
            return []  # what a group earns depends on its legs
        kind = self.programme.clauses[self.clause].kind
        if self.version.rowwise or not all(
            isinstance(amount, Quantity) for _, amount, _ in clause_amounts(kind, self.version)
        ):
            return []
        return [(row.at_least.value, self._pays(row.at_least.value)) for row in brackets.rows]

    def _pays(self, value: Fraction) -> Fraction:
        base = getattr(self.version, "base", "")
        example = Example.model_construct(
            given={base: Quantity(value)}, tier=None, course=None, but=(), then=Quantity(Fraction(0))
        )
        return run_example(self.programme, self.clause, self.version, example)

    def _earns_cell(self, number: int, row: tuple[Fraction, Fraction]) -> str:
        then = then_in("amount", row[1], self._unit, self.titles, self.pen)
        return f'<td class="num" data-example="{self.sayings.prefix}/row.{number}">{then}</td>'

    def _units(self, clause: str, figure: Quantity) -> str:
        """In what a figure of an example is paid that stands for lines of a clause."""
        return unit_in(self.programme, self.clause, self.version, clause, figure)

    @property
    def _unit(self) -> str:
        """The unit of its amounts."""
        return self.titles.paying(self.version.pays_in).pay_unit

    def chart(self) -> str:
        """The curve of a table by the base alone; empty for others and on an edition's page."""
        earns = self._earns()
        if self.binding_only or self.past or len(earns) < 2 or getattr(self.version, "cap", None) is not None:
            return ""
        base = getattr(self.version, "base", "")
        unit = self.titles.metric_units[base]
        if not self._is_drawn(unit):
            return ""
        end = earns[-1][0] * Fraction(6, 5)
        nearest = Fraction(10 ** max(0, len(str(int(end))) - 2))
        end = Fraction(int(end / nearest)) * nearest
        coin = Fraction(1, 100)
        knees = [
            Knee(at, self._pays(at - coin) if number else Fraction(0), pays)
            for number, (at, pays) in enumerate(earns)
        ]
        metric = self.titles.titles[f"metric/{base}"][self.pen.language]
        title = self.words["chart_title"].format(
            rule=self.titles.titles[self.clause][self.pen.language], metric=metric
        )

        def written(own: str, value: Fraction) -> str:
            try:
                return shown(value, own, self.pen.language)
            except Unprintable:
                return ""

        up, along = partial(written, self._unit), partial(written, unit)
        return curve(knees, (end, self._pays(end)), up, along, title, metric)

    def _is_drawn(self, base: str) -> bool:
        """Money is drawn against money, points against money or a number."""
        known = {MONEY: (self.titles.currency,), POINTS: (self.titles.currency, COUNT)}
        return base in known.get(self.version.pays_in, ())

    def examples(self) -> str:
        """The worked examples as tables; empty where there are none and on an edition's page."""
        if self.binding_only or not self.version.examples:
            return ""
        words, prefix = self.words, self.sayings.prefix
        out = f'{self.head(words["examples_heading"])}\n<p class="pb-note">{escape(words["examples_note"])}</p>\n'
        rows = "".join(self._example(at + 1, one) for at, one in self.version.short_examples)
        if rows:
            out += (
                f'<table class="pb-examples"><thead><tr><th>{escape(words["example_given"])}</th>'
                f'<th class="num">{escape(words["example_then"])}</th></tr></thead><tbody>\n{rows}</tbody></table>\n'
            )
        states = {one: unit_of_own_state(self.version, one, self.titles) for one in states_of(self.version)}
        view = ScenarioView(self.clause, states, self._units, self.titles, self.pen, words)
        return out + "".join(view.html(f"{prefix}/{at + 1}", one) for at, one in self.version.scenarios)

    def _example(self, number: int, example: Example) -> str:
        given = []
        for metric, quantity in example.given.items():
            given.append(given_figure(metric, quantity, self._units, self.titles, self.pen))
        if example.tier:
            tier = self.titles.titles[f"tier/{example.tier}"][self.pen.language]
            given.append(f'{self.words["example_tier"]}: <span data-given="tier">{escape(tier)}</span>')
        for course in example.course or ():
            title = escape(self.titles.titles[f"course/{course}"][self.pen.language])
            given.append(f'{self.words["example_course"]}: <span data-given="course">{title}</span>')
        for course in example.but:
            title = escape(self.titles.titles[f"course/{course}"][self.pen.language])
            given.append(f'{self.words["example_not"]}: <span data-given="but">{title}</span>')
        then = then_in("amount", example.then.value, self._unit, self.titles, self.pen)
        return (
            f'<tr data-example="{self.sayings.prefix}/{number}"><td>{", ".join(given)}</td>'
            f'<td class="num">{then}</td></tr>\n'
        )


_MOMENT = ("order", "window", "end", "tier")
_WORDS = ("tier", "segment", "product", "when")


def _number(name: str) -> str:
    return "" if name in _WORDS else ' class="num"'

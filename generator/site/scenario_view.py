"""Scenarios on a page: who is given what, the rows that happen, and what each person earns by which rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from html import escape

from generator.site.markup import Pen
from generator.terms.numerals import day
from generator.terms.pay import pay_unit, reward_of
from generator.terms.quantity import Quantity
from generator.terms.scenario import HOUSE, TOTAL, Outcome, Person, Scenario, Situation
from generator.terms.titles import Titles

_TITLED = {"tier": "tier", "segment": "segment"}


class ScenarioView:
    """Writes the scenarios of one clause in one language; `states` has the unit of each state that it carries.

    `unit_of` says in what a figure is paid that stands for lines of a clause.
    """

    def __init__(
        self,
        clause: str,
        states: Mapping[str, str],
        unit_of: Callable[[str, Quantity], str],
        titles: Titles,
        pen: Pen,
        words: Mapping[str, str],
    ) -> None:
        self._clause = clause
        self._states = states
        self._unit_of = unit_of
        self._titles = titles
        self._pen = pen
        self._words = words

    def html(self, name: str, scenario: Scenario) -> str:
        """One scenario; `name` is the version and the number of the example."""
        steps = [
            self._step(number if scenario.in_steps else 0, *step)
            for number, step in enumerate(scenario.steps, 1)
        ]
        return f'<div class="pb-scenario" data-scenario="{name}">\n{"".join(steps)}</div>\n'

    def _step(self, number: int, situation: Situation, outcome: Outcome) -> str:
        head = ""
        if number:
            window = f'<span data-furniture="window">{number}</span>'
            head = f'<p class="pb-label">{escape(self._words["scenario_window"])} {window}</p>\n'
        people = dict(situation.partners) or {"": situation.person or Person()}
        earned: dict[str, Mapping[str, Quantity]] = dict(outcome.amounts)
        if outcome.amount is not None:
            earned[""] = {self._clause: outcome.amount}
        rows = "".join(self._person(name, person, earned.get(name, {})) for name, person in people.items())
        if HOUSE in earned:
            rows += self._row(HOUSE, escape(self._words["scenario_house"]), "", earned[HOUSE])
        heads = (escape(self._words[key]) for key in ("scenario_partner", "example_given", "scenario_earns"))
        titles = "".join(f"<th>{title}</th>" for title in heads)
        table = f'<table class="pb-people"><thead><tr>{titles}</tr></thead><tbody>\n{rows}</tbody></table>\n'
        return head + table + "".join(self._rows(name, some) for name, some in _tables(situation))

    def _person(self, name: str, person: Person, earned: Mapping[str, Quantity]) -> str:
        shown = (
            f'<span data-given="name">{escape(name)}</span>' if name else escape(self._words["scenario_one"])
        )
        return self._row(name, shown, ", ".join(self._given(person)), earned)

    def _row(self, name: str, shown: str, given: str, earned: Mapping[str, Quantity]) -> str:
        amounts = "<br>".join(self._earned(clause, amount) for clause, amount in earned.items())
        return f'<tr data-person="{escape(name)}"><td>{shown}</td><td>{given}</td><td>{amounts}</td></tr>\n'

    def _earned(self, clause: str, amount: Quantity) -> str:
        if clause == TOTAL or clause in self._states:
            unit = amount.unit or self._states.get(clause, self._titles.currency)
            figure = self._pen.money(amount.value, unit)
            if clause == TOTAL:
                return f'{escape(self._words["scenario_total"])}: <b data-then="total" data-unit="{unit}">{figure}</b>'
            state = escape(self._words[f"carried_{clause}"])
            return f'{state}: <b data-then="carried/{clause}" data-unit="{unit}">{figure}</b>'
        unit = pay_unit(self._unit_of(clause, amount), self._titles.currency)
        title = self._pen.ref(self._titles.ref(clause))
        return f"{title}: {then_in(clause, amount.value, unit, self._titles, self._pen)}"

    def _given(self, person: Person) -> list[str]:
        out: list[str] = []
        for key, text in person.facts.items():
            shown = text
            if key in _TITLED and f"{_TITLED[key]}/{text}" in self._titles.titles:
                shown = self._titles.titles[f"{_TITLED[key]}/{text}"][self._pen.language]
            out.append(
                f'{escape(self._words[f"scenario_{key}"])}: <span data-given="{key}">{escape(shown)}</span>'
            )
        for key, when in (("joined", person.joined), ("left", person.left)):
            if when is not None:
                shown = escape(day(when, self._pen.language))
                out.append(
                    f'{escape(self._words[f"scenario_{key}"])}: <b data-given="{key}" data-unit="date">{shown}</b>'
                )
        out += [
            given_figure(name, quantity, self._unit_of, self._titles, self._pen)
            for name, quantity in person.metrics.items()
        ]
        for key, courses in (("course", person.course or ()), ("but", person.but)):
            label = self._words["example_course" if key == "course" else "example_not"]
            for course in courses:
                title = escape(self._titles.titles[f"course/{course}"][self._pen.language])
                out.append(f'{escape(label)}: <span data-given="{key}">{title}</span>')
        return out

    def _rows(self, table: str, rows: Sequence[Mapping[str, str]]) -> str:
        columns = list(dict.fromkeys(name for row in rows for name in row))
        heads = "".join(f"<th><code>{escape(name)}</code></th>" for name in columns)
        body = "".join(
            "<tr>"
            + "".join(
                f'<td><span data-given="cell">{escape(row.get(name, ""))}</span></td>' for name in columns
            )
            + "</tr>\n"
            for row in rows
        )
        return (
            f'<p class="pb-label"><code>{table}</code></p>\n'
            f'<table class="pb-rows" data-rows="{table}"><thead><tr>{heads}</tr></thead>'
            f"<tbody>\n{body}</tbody></table>\n"
        )


def _tables(situation: Situation) -> Iterator[tuple[str, Sequence[Mapping[str, str]]]]:
    """The tables of rows; splits and rates say in each row which figures they divide or convert."""
    changed = {"splits": ("divides", situation.divides), "rates": ("converts", situation.converts)}
    for name, rows in situation.rows.items():
        if name in changed:
            key, figures = changed[name]
            yield name, [{**row, key: ", ".join(figures)} for row in rows]
        else:
            yield name, rows


def then_in(name: str, amount: Fraction, unit: str, titles: Titles, pen: Pen) -> str:
    """An amount that follows, in what it is paid in."""
    figure = f'<b data-then="{name}" data-unit="{unit}">{pen.money(amount, unit)}</b>'
    reward = reward_of(unit)
    return f"{figure} × {pen.ref(titles.ref(f'reward/{reward}'))}" if reward else figure


def given_figure(
    name: str, quantity: Quantity, unit_of: Callable[[str, Quantity], str], titles: Titles, pen: Pen
) -> str:
    """A metric, a measure of a row, or what the lines of a clause come to, as an example is given it.

    `unit_of` says in what a figure is paid that stands for lines of a clause.
    """
    if name in titles.metric_units:
        thing = f"metric/{name}"
    elif name in titles.measure_units:
        thing = f"measure/{name}"
    else:
        unit = pay_unit(unit_of(name, quantity), titles.currency)
        figure = pen.money(quantity.value, unit)
        return f'{pen.ref(titles.ref(name))}: <b data-given="line/{name}" data-unit="{unit}">{figure}</b>'
    unit = quantity.unit or titles.unit_of(thing)
    figure = pen.money(quantity.value, unit)
    return f'{pen.ref(titles.ref(thing))}: <b data-given="{thing}" data-unit="{unit}">{figure}</b>'

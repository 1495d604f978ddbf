"""One version of one thing as a page shows it: its sentences in order, its conditions, its bracket table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.audit.numerals import Figure
from generator.audit.pages import Page, Sentence, Table
from generator.audit.promise import AllOf, AnyOf, Bracket, Condition, CoursePassed, MetricIs, Not, TierAtLeast
from generator.audit.sentences import CONDITION, DATES
from generator.audit.shapes import NotUnderstood, Said, Vocabulary

HEADINGS = {
    "at_least": frozenset({"from", "от"}),
    "tier": frozenset({"tier", "статус"}),
    "rate": frozenset({"rate", "ставка"}),
    "amount": frozenset({"amount", "сумма"}),
    "name": frozenset({"name", "название"}),
    "earned": frozenset({"you earn at this point", "в этой точке вы получаете"}),
}


@dataclass
class Section:
    """All binding sentences of one version on one page, in the order shown, each to be understood once."""

    thing: str
    version: str
    language: str
    heading: str
    sentences: list[Sentence]
    tables: list[Table]
    figures: dict[str, Figure]  # every readable fact of the section outside explanations and examples
    understood: set[int] = field(default_factory=set)

    def say(self, *vocabularies: Vocabulary) -> Iterator[tuple[int, Said]]:
        """Each sentence outside lists and tables that one of the vocabularies understands, with its place."""
        for at, sentence in enumerate(self.sentences):
            if sentence.context.depth == 0:
                for vocabulary in vocabularies:
                    said = vocabulary.find(sentence)
                    if said is not None:
                        self.understood.add(at)
                        yield at, said

    def said(self, *vocabularies: Vocabulary) -> dict[str, Said]:
        """What the section says by the key of the wording; NotUnderstood where it says something twice."""
        found: dict[str, Said] = {}
        for _, said in self.say(*vocabularies):
            if said.key in found:
                raise NotUnderstood(f"{self.thing} says {said.key} twice")
            found[said.key] = said
        return found

    def not_understood(self) -> list[Sentence]:
        """The sentences that nobody has understood so far."""
        return [one for at, one in enumerate(self.sentences) if at not in self.understood]

    def dates(self) -> Said:
        """The sentence on announcement and force."""
        found = self.said(DATES)
        if len(found) != 1:
            raise NotUnderstood(f"{self.thing} does not say from when it holds")
        said = next(iter(found.values()))
        if said.day("from").isoformat() != self.version:
            raise NotUnderstood(f"{self.thing} of {self.version} says that it holds from {said.day('from')}")
        return said

    def condition(self, at: int, ladders: dict[str, str]) -> Condition:
        """The condition in the list after a sentence; `ladders` maps tiers to ladders, to check what is said."""
        entries: list[tuple[int, Said]] = []
        for place in range(at + 1, len(self.sentences)):
            sentence = self.sentences[place]
            if sentence.context.depth == 0:
                break
            said = CONDITION.find(sentence)
            if said is None:
                raise NotUnderstood(f"the condition {sentence.text!r}")
            self.understood.add(place)
            entries.append((sentence.context.depth, said))
        conditions, rest = _tree(entries, 1, ladders)
        if rest or len(conditions) != 1:
            raise NotUnderstood(f"{self.thing}: the list of conditions is not one tree")
        return conditions[0]

    def brackets(self, table: Table) -> tuple[list[Bracket], list[str], str]:
        """The rows of the bracket table by its headings; with the units of the column of bounds and its kind."""
        columns = {name: at for at, heading in enumerate(table.headings) for name in _names(heading)}
        if len(columns) != len(table.headings):
            raise NotUnderstood(
                f"{self.thing}: the headings {table.headings} are not those of a bracket table"
            )
        starts = "tier" if "tier" in columns else "at_least"
        pays = "rate" if "rate" in columns else "amount"
        if starts not in columns or pays not in columns or ({"rate", "amount"} <= set(columns)):
            raise NotUnderstood(f"{self.thing}: the table names no start or no pay")
        rows: list[Bracket] = []
        units: list[str] = []
        for number, cells in enumerate(table.rows, start=1):
            pay = self._figure(cells[columns[pays]].facts, f"row.{number}.{pays}")
            value = pay.value
            assert not isinstance(value, str)
            rate = value if pays == "rate" and pay.unit == "percent" else None
            amount = value if pays == "amount" and len(pay.unit) == 3 else None
            if rate is None and amount is None:
                raise NotUnderstood(f"{self.thing}: row {number} pays {pay.value} {pay.unit}")
            if starts == "tier":
                tier = self._tier(number)
                rows.append(Bracket(None, tier, rate, amount))  # type: ignore[arg-type]
            else:
                start = self._figure(cells[columns["at_least"]].facts, f"row.{number}.at_least")
                units.append(start.unit)
                rows.append(Bracket(start.value, None, rate, amount))  # type: ignore[arg-type]
        return rows, units, starts

    def _figure(self, facts: tuple[str, ...], ends: str) -> Figure:
        if len(facts) != 1 or facts[0] != f"{self.thing}/{self.version}/{ends}":
            raise NotUnderstood(f"{self.thing}: the cell of {ends} holds {facts}")
        figure = self.figures.get(facts[0])
        if figure is None:
            raise NotUnderstood(f"{self.thing}: {ends} cannot be read")
        return figure

    def _tier(self, number: int) -> str:
        for at, sentence in enumerate(self.sentences):
            if sentence.id == f"{self.thing}/{self.version}/row.{number}.tier":
                pieces = [
                    piece for piece in sentence.pieces if piece.kind != "words" or piece.text.strip(" \n«»")
                ]
                if len(pieces) == 1 and pieces[0].kind == "ref":
                    self.understood.add(at)
                    return pieces[0].target.removeprefix("tier/")
        raise NotUnderstood(f"{self.thing}: row {number} names no tier")


def _names(heading: str) -> list[str]:
    return [name for name, words in HEADINGS.items() if heading.lower() in words]


def _tree(
    entries: list[tuple[int, Said]], depth: int, ladders: dict[str, str]
) -> tuple[list[Condition], list[tuple[int, Said]]]:
    """The conditions of one depth, each with what stands below it, and the entries that are left."""
    found: list[Condition] = []
    while entries and entries[0][0] >= depth:
        level, said = entries[0]
        if level > depth:
            raise NotUnderstood("a condition stands deeper than the one above it allows")
        below, entries = _tree(entries[1:], depth + 1, ladders)
        found.append(_condition(said, below, ladders))
    return found, entries


def _condition(said: Said, below: list[Condition], ladders: dict[str, str]) -> Condition:
    if said.key == "all" and below:
        return AllOf(tuple(below))
    if said.key == "any" and below:
        return AnyOf(tuple(below))
    if said.key == "not" and len(below) == 1:
        return Not(below[0])
    if below or said.key in ("all", "any", "not"):
        raise NotUnderstood(f"a condition ({said.key}) has {len(below)} parts")
    if said.key == "course":
        return CoursePassed(said.target("course").removeprefix("course/"))
    if said.key == "tier":
        tier = said.target("tier").removeprefix("tier/")
        if ladders.get(tier) != said.target("ladder").removeprefix("ladder/"):
            raise NotUnderstood(f"the tier {tier} is not on the ladder {said.target('ladder')}")
        return TierAtLeast(tier)
    relation = said.key.removeprefix("metric.")
    unit = said.unit("bound")
    return MetricIs(said.target("metric").removeprefix("metric/"), relation, said.number("bound"), unit)


def sections(page: Page) -> list[Section]:
    """The sections of a page, in the order shown."""
    found: dict[tuple[str, str], Section] = {}
    for (thing, version), heading in page.things.items():
        found[thing, version] = Section(thing, version, page.language, heading, [], [], {})
    for sentence in page.sentences:
        section = found.get((sentence.context.thing, sentence.context.version))
        if section is not None and not sentence.context.explanation:
            section.sentences.append(sentence)
    for fact in page.facts:
        section = found.get((fact.context.thing, fact.context.version))
        if section is not None and fact.figure is not None and not fact.context.explanation:
            section.figures[fact.id] = fact.figure
    for table in page.tables:
        section = found.get((table.context.thing, table.context.version))
        if section is not None and not table.context.explanation:
            section.tables.append(table)
    return list(found.values())

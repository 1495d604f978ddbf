"""One version of one thing as a page shows it: its sentences in order, its conditions, its tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.audit.addresses import parted
from generator.audit.condition_sentences import CONDITION, condition_tree
from generator.audit.conditions import Condition
from generator.audit.numerals import Figure
from generator.audit.pages import Page, Sentence, Table
from generator.audit.sentences import CORRECTION, DATES
from generator.audit.shapes import NotUnderstood, Said, Vocabulary


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

    def pays_by(self, vocabulary: Vocabulary) -> bool:
        """Whether the section states a rule of the kind whose vocabulary this is."""
        return any(said.key.startswith("pays.") for _, said in self.say(vocabulary))

    def not_understood(self) -> list[Sentence]:
        """The sentences that nobody has understood so far."""
        return [one for at, one in enumerate(self.sentences) if at not in self.understood]

    def dates(self) -> Said:
        """The sentence on announcement and force."""
        found = self.said(DATES)
        if len(found) != 1:
            raise NotUnderstood(f"{self.thing} does not say from when it holds")
        said = next(iter(found.values()))
        start, revision = parted(self.version)
        if said.day("from") != start:
            raise NotUnderstood(f"{self.thing} of {self.version} says that it holds from {said.day('from')}")
        if bool(self.said(CORRECTION)) != (revision > 1):
            raise NotUnderstood(f"{self.thing} of {self.version} does not say whether it is a correction")
        return said

    def condition(self, at: int, ladders: dict[str, str]) -> Condition:
        """The condition in the list after a sentence; `ladders` maps tiers to ladders, to check what is said."""
        conditions = self.conditions(at, ladders)
        if len(conditions) != 1:
            raise NotUnderstood(f"{self.thing}: the list of conditions is not one tree")
        return conditions[0]

    def conditions(self, at: int, ladders: dict[str, str]) -> tuple[Condition, ...]:
        """All conditions in the list after a sentence, side by side."""
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
        conditions, rest = condition_tree(entries, 1, ladders)
        if rest:
            raise NotUnderstood(f"{self.thing}: the list of conditions is not one tree")
        return tuple(conditions)


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

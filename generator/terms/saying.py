"""What a page says with binding force: facts, and sentences of a closed vocabulary that hold them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from generator.terms.numerals import shown
from generator.terms.text import Text


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure or date that matters; `id` is thing/version/name, `value` is exact in `unit`."""

    id: str
    unit: str
    value: Fraction | date

    @property
    def canonical(self) -> str:
        """Value as reduced fraction or ISO date."""
        return self.value.isoformat() if isinstance(self.value, date) else str(self.value)

    def text(self, language: str) -> str:
        """The visible text."""
        return shown(self.value, self.unit, language)


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to another thing by its title."""

    thing: str
    title: Text

    def text(self, language: str) -> str:
        """The visible text."""
        return self.title[language]


@dataclass(frozen=True, slots=True)
class Code:
    """A name as it stands in the data: a table, a column, a value."""

    name: str

    def text(self, language: str) -> str:
        """The visible text."""
        return self.name


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the closed vocabulary."""

    wording: Text

    def text(self, language: str) -> str:
        """The visible text."""
        return self.wording[language]


@dataclass(frozen=True, slots=True)
class Listing:
    """Several slots in a row, joined by commas."""

    parts: tuple[Code | Ref | Fact | Word, ...]

    def text(self, language: str) -> str:
        """The visible text."""
        return ", ".join(part.text(language) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words with holes of their own, which stand inside the hole of a sentence."""

    wording: Text
    slots: Mapping[str, Slot] = field(default_factory=dict)

    def pieces(self, language: str) -> Iterator[str | Slot]:
        """Plain text and slots in the order of the words; phrases inside are taken apart."""
        return _pieces(self.wording, self.slots, language)

    def text(self, language: str) -> str:
        """The visible text."""
        return "".join(p if isinstance(p, str) else p.text(language) for p in self.pieces(language))


Slot = Fact | Ref | Code | Word | Listing | Phrase
_HOLE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A binding sentence: a phrase by language with named holes, and what fills them.

    `inner` are the sentences that stand below it in a list (conditions).
    """

    id: str
    phrase: Text
    slots: Mapping[str, Slot] = field(default_factory=dict)
    inner: tuple[Sentence, ...] = ()

    def pieces(self, language: str) -> Iterator[str | Slot]:
        """Plain text and slots in the order of the phrase; phrases inside are taken apart."""
        return _pieces(self.phrase, self.slots, language)

    def text(self, language: str) -> str:
        """The visible text, white space collapsed to plain spaces."""
        parts = (p if isinstance(p, str) else p.text(language) for p in self.pieces(language))
        return " ".join("".join(parts).split())

    def facts(self) -> Iterator[Fact]:
        """The facts in it and in what stands below it."""
        for slot in self.slots.values():
            yield from _facts(slot)
        for sentence in self.inner:
            yield from sentence.facts()

    def flat(self) -> Iterator[Sentence]:
        """Itself and all sentences below it."""
        yield self
        for sentence in self.inner:
            yield from sentence.flat()


def _pieces(phrase: Text, slots: Mapping[str, Slot], language: str) -> Iterator[str | Slot]:
    at = 0
    words = phrase[language]
    for hole in _HOLE.finditer(words):
        if hole.start() > at:
            yield words[at : hole.start()]
        slot = slots[hole[1]]
        if isinstance(slot, Phrase):
            yield from slot.pieces(language)
        else:
            yield slot
        at = hole.end()
    if at < len(words):
        yield words[at:]


def _facts(slot: Slot) -> Iterator[Fact]:
    if isinstance(slot, Fact):
        yield slot
    elif isinstance(slot, Listing):
        for part in slot.parts:
            yield from _facts(part)
    elif isinstance(slot, Phrase):
        for inner in slot.slots.values():
            yield from _facts(inner)


@dataclass(frozen=True, slots=True)
class Sayings:
    """All that one version of one thing says: its sentences by name, and the facts of its tables by name."""

    prefix: str
    sentences: Mapping[str, Sentence]
    facts: Mapping[str, Fact]

    def all_facts(self) -> Iterator[Fact]:
        """Facts of tables, then those inside sentences."""
        yield from self.facts.values()
        for sentence in self.sentences.values():
            yield from sentence.facts()

    def lines(self, languages: Iterable[str]) -> Iterator[str]:
        """The canonical lines: `fact-id TAB unit TAB value`, `sentence-id TAB language TAB text`."""
        for fact in self.all_facts():
            yield f"{fact.id}\t{fact.unit}\t{fact.canonical}"
        for language in languages:
            for sentence in self.sentences.values():
                for one in sentence.flat():
                    yield f"{one.id}\t{language}\t{one.text(language)}"


class SayingsBuilder:
    """Collects the sayings of one version; names are relative to its prefix."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self._sentences: dict[str, Sentence] = {}
        self._facts: dict[str, Fact] = {}

    def fact(self, name: str, unit: str, value: Fraction | date) -> Fact:
        """A fact that the caller puts into a sentence."""
        return Fact(f"{self.prefix}/{name}", unit, value)

    def table_fact(self, name: str, unit: str, value: Fraction | date) -> Fact:
        """A fact that stands in a table."""
        fact = self.fact(name, unit, value)
        self._facts[name] = fact
        return fact

    def say(self, name: str, phrase: Text, /, **slots: Slot) -> Sentence:
        """Add a sentence."""
        return self.add(name, Sentence(f"{self.prefix}/{name}", phrase, slots))

    def add(self, name: str, sentence: Sentence) -> Sentence:
        """Add a sentence made elsewhere (a condition)."""
        assert name not in self._sentences, name
        self._sentences[name] = sentence
        return sentence

    def done(self) -> Sayings:
        """The finished value."""
        return Sayings(self.prefix, dict(self._sentences), dict(self._facts))


def seal(lines: Iterable[str]) -> str:
    """SHA-256 over the sorted canonical lines, each ended by LF (form of `proof`).

    Raises ValueError when there is no line: the hash of nothing proves nothing.
    """
    ordered = sorted(set(lines), key=lambda line: line.encode())
    if not ordered:
        raise ValueError("nothing to seal")
    return hashlib.sha256("".join(f"{line}\n" for line in ordered).encode()).hexdigest()

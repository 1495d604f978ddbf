"""Further parts of a statement: each with its words, figures, marks and links, all of them in the order of reading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from generator.audit.findings import Findings
from generator.audit.listing import compare_words
from generator.audit.numerals import Value
from generator.audit.statement import FURTHER, Beside, Statement
from generator.audit.telling import Naming, Telling, Wanted
from generator.audit.wording import BOX

Link = tuple[str, str]  # the words and the address


@dataclass
class ToldPart:
    """What one part must say; the words have a box for each figure and each mark."""

    name: str
    slug: str  # of the finding where a figure of it is another one
    naming: Naming
    telling: Telling = field(init=False)
    marks: list[tuple[str, str]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    flags: list[tuple[str, str]] = field(default_factory=list)  # what rows say without words

    def __post_init__(self) -> None:
        self.telling = Telling(self.naming)

    @property
    def figures(self) -> list[tuple[str, Wanted]]:
        """The figures from top to bottom, under their whole ids."""
        return self.telling.figures

    def figure(self, name: str, unit: str, value: Value) -> tuple[str, Wanted]:
        """A figure of the part."""
        return name, Wanted(unit, value, self.slug)

    def say(self, key: str, *figures: tuple[str, Wanted], **titles: str) -> None:
        """A wording of the language whose boxes are the figures, set apart from what stands before it."""
        self.telling.put(" ")
        self.telling.say(key, *figures, **titles)

    def add(self, key: str, *figures: tuple[str, Wanted], **titles: str) -> None:
        """A wording right behind what stands before it."""
        self.telling.say(key, *figures, **titles)

    def put(self, words: str) -> None:
        """Words as they are, set apart from what stands before them."""
        self.telling.put(f" {words}")

    def marked(
        self, key: str, *marks: tuple[str, str], figures: Sequence[tuple[str, Wanted]] = (), **titles: str
    ) -> None:
        """A wording whose boxes are figures and marks, such as names of people, set apart from what stands before."""
        self.telling.put(" ")
        self.behind(key, *marks, figures=figures, **titles)

    def behind(
        self, key: str, *marks: tuple[str, str], figures: Sequence[tuple[str, Wanted]] = (), **titles: str
    ) -> None:
        """The same, right behind what stands before it."""
        words = self.naming.tongue.say(key, **titles)
        if words.count(BOX) != len(figures) + len(marks):
            raise ValueError(f"{words!r} has no room for {len(figures)} figures and {len(marks)} marks")
        self.telling.words.append(words)
        self.telling.figures += figures
        self.marks += [(name, " ".join(text.split())) for name, text in marks]

    def flag(self, **flags: str) -> None:
        """What the next row says without words, in tags."""
        self.flags += [(f"data-{name.replace('_', '-')}", text) for name, text in flags.items()]

    def link(self, words: str, address: str) -> None:
        """A link whose words stand among those of the part."""
        self.links.append((" ".join(words.split()), address))


def compare_parts(statement: Statement, told: Sequence[ToldPart], findings: Findings) -> None:
    """Hold the words, marks and links of the further parts against what must be told; others must not be there."""
    wanted = {one.name: one for one in told}
    for name in sorted(FURTHER):
        one = wanted.get(name)
        if one is None:
            if name in statement.parts:
                says = "the part is there and has nothing to say"
                findings.add("text-differs", statement.place(name), says)
            continue
        compare_words(statement, name, "".join(one.telling.words), findings)
        beside = statement.beside.get(name, Beside())
        if beside.marks != one.marks:
            says = f"it says {_first(beside.marks, one.marks)}"
            findings.add("text-differs", statement.place(name), says)
        if beside.flags != one.flags:
            findings.add(one.slug, statement.place(name), f"its rows say {_first(beside.flags, one.flags)}")
        links = [(words, opened(address)) for words, address in beside.links]
        if links != one.links:
            says = f"its links: {_first(links, one.links)}"
            findings.add("reference-wrong", statement.place(name), says)
        findings.count("further parts")


def figures_of(told: Iterable[ToldPart]) -> dict[str, Wanted]:
    """All figures of some parts, by id."""
    return {name: wanted for one in told for name, wanted in one.figures}


def begun(mail: str, *fields: tuple[str, str]) -> str:
    """The address of a letter with fields that are filled in already, in plain words."""
    return f"mailto:{mail}?" + "&".join(f"{name}={' '.join(text.split())}" for name, text in fields)


def opened(address: str) -> str:
    """An address, of a letter with its fields in plain words, where they are written as they must be."""
    mail, query, rest = address.partition("?")
    if not query or not mail.startswith("mailto:"):
        return address
    fields = [one.partition("=") for one in rest.split("&")]
    if any(quote(unquote(text), safe="") != text for _, _, text in fields):
        return address
    return begun(mail.removeprefix("mailto:"), *((name, unquote(text)) for name, _, text in fields))


def _first(shown: Sequence[tuple[str, str]], wanted: Sequence[tuple[str, str]]) -> str:
    """The first of two lists' entries that are not the same."""
    for at in range(max(len(shown), len(wanted))):
        mine = shown[at] if at < len(shown) else None
        other = wanted[at] if at < len(wanted) else None
        if mine != other:
            return f"{mine} where {other} should stand"
    return "nothing"

"""The shape of a sentence: its words, with numbered slots where facts and references stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from generator.audit.amounts import Amount, Fixed, ForEach, ForEvery, OfMetric, OwnTerm, RateOf
from generator.audit.numerals import DURATIONS, REWARD
from generator.audit.pages import Piece, Sentence
from generator.audit.visible import collapsed

SLOT = re.compile(r"<([a-z]+):(\d+)>")


class NotUnderstood(ValueError):
    """A sentence is none of those that the audit can read."""


@dataclass(frozen=True)
class Shape:
    """Words with slots such as `<money:0>`, `<percent:1>`, `<ref:2>`, and what stands in the slots."""

    text: str
    slots: tuple[Piece, ...]

    def piece(self, slot: str) -> Piece:
        """What stands in a slot, given as `<kind:number>` or as its number."""
        hit = SLOT.fullmatch(slot)
        return self.slots[int(hit[2] if hit else slot)]

    def number(self, slot: str) -> Fraction:
        """The number in a slot."""
        figure = self.piece(slot).figure
        if figure is None or not isinstance(figure.value, Fraction):
            raise NotUnderstood(f"{self.piece(slot).text!r} is no number")
        return figure.value

    def day(self, slot: str) -> date:
        """The date in a slot."""
        figure = self.piece(slot).figure
        if figure is None or not isinstance(figure.value, date):
            raise NotUnderstood(f"{self.piece(slot).text!r} is no date")
        return figure.value


def kind_of(piece: Piece) -> str:
    """The kind of slot that a fact or reference takes in a shape."""
    if piece.kind in ("ref", "code"):
        return piece.kind
    # A promise is exact: a figure that is only near one stands on statements alone.
    unit = piece.figure.unit if piece.figure is not None and not piece.figure.about else "unreadable"
    if unit in DURATIONS["en"] or unit in ("percent", "date", "count", "text", "unreadable"):
        return unit
    return "money"


def shape_of(pieces: Iterable[Piece]) -> Shape:
    """The shape of a sentence's runs; white space of any kind becomes one plain space."""
    slots: list[Piece] = []
    words: list[str] = []
    for piece in pieces:
        if piece.kind == "words":
            if "<" in piece.text:
                raise NotUnderstood("the words hold a sign that no sentence has")
            words.append(piece.text)
        else:
            words.append(f"<{kind_of(piece)}:{len(slots)}>")
            slots.append(piece)
    return Shape(collapsed("".join(words)), tuple(slots))


_REFS = r"(?:<ref:\d+>(?:, <ref:\d+>)*)"
_QUOTED = r"(?:«?<ref:\d+>»?(?:, «?<ref:\d+>»?)*)"

# Figures that stand as they are, of every unit that can be reckoned with; `{name:number}` takes each of them.
_NUMBER = r"<(?:money|percent|count|days|weeks|months|years|periods):\d+>"
# A metric, a metric of so many periods earlier, or a figure that stands there.
_OPERAND = {
    "en": rf"(?:<ref:\d+>(?: <periods:\d+> earlier)?|{_NUMBER})",
    "ru": rf"(?:«<ref:\d+>»(?: \(<periods:\d+> назад\))?|{_NUMBER})",
}
# Titles of kinds of rules, in quotes and with nothing else about them.
_TITLES = {"en": "“[^”<]+”(?:, “[^”<]+”)*", "ru": "«[^»<]+»(?:, «[^»<]+»)*"}
# Days of the week, as plain words.
WEEK = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
    "ru": "понедельник вторник среда четверг пятница суббота воскресенье".split(),
}
_PLUS = {"en": " plus ", "ru": " плюс "}
# What a measure is made of: a column of the row, or another measure of it.
_CELL = {
    "en": r"(?:the column <code:\d+>|<ref:\d+>)",
    "ru": r"(?:столбец <code:\d+>|показатель «<ref:\d+>»)",
}
# Wherever an amount may stand, one of these stands. In Russian the case of the words depends on what is before them.
_TERM = r"(?:<code:\d+>|<ref:\d+>|«<ref:\d+>»)"
_AMOUNTS = {
    "en": r"(?:{figure}(?P<{n}_metric><ref:\d+>)"
    r"|(?P<{n}_rate><percent:\d+>) of (?P<{n}_of><ref:\d+>)"
    r"|(?P<{n}_each><(?:money|count):\d+>){gift} for each unit of (?P<{n}_unit><ref:\d+>)"
    r"|(?P<{n}_full><(?:money|count):\d+>){gift} for every full (?P<{n}_every>{number}) of (?P<{n}_held><ref:\d+>)"
    r"|the partner's own term (?P<{n}_term>{term}), or (?P<{n}_default>{number}){gift} where none is agreed)",
    "ru": r"(?:{figure}{metric} «(?P<{n}_metric><ref:\d+>)»"
    r"|(?P<{n}_rate><percent:\d+>) от показателя «(?P<{n}_of><ref:\d+>)»"
    r"|(?P<{n}_each><(?:money|count):\d+>){gift} за каждую единицу показателя «(?P<{n}_unit><ref:\d+>)»"
    r"|(?P<{n}_full><(?:money|count):\d+>){gift} за каждые полные (?P<{n}_every>{number}) "
    r"показателя «(?P<{n}_held><ref:\d+>)»"
    r"|{own} партнёра (?P<{n}_term>{term}), а если его нет, (?P<{n}_default>{number}){gift})",
}
# After a figure that says how many of a reward stands the reward.
_GIFT = {"en": r"(?: × <ref:\d+>)?", "ru": r"(?: × «<ref:\d+>»)?"}
_CASES = {
    "amount": {"metric": "показатель", "own": "личное условие"},
    "amount_gen": {"metric": "показателя", "own": "личного условия"},
    "amount_other": {"metric": "показатель", "own": "личное условие"},
}


def _amount(name: str, kind: str, language: str) -> str:
    gift = _GIFT[language]
    figure = "" if kind == "amount_other" else rf"(?P<{name}>{_NUMBER}){gift}|"
    return _AMOUNTS[language].format(
        n=name, figure=figure, number=_NUMBER, term=_TERM, gift=gift, **_CASES[kind]
    )


def check_gifts(pieces: Sequence[Piece]) -> None:
    """After each figure that says how many of a reward stands that reward, and after no other figure does one."""
    for at, piece in enumerate(pieces):
        if piece.kind != "fact" or piece.figure is None:
            continue
        words = pieces[at + 1].text if len(pieces) > at + 1 else ""
        follows = words.removesuffix("«").strip() == "×" and len(pieces) > at + 2
        named = pieces[at + 2].target if follows else ""
        wanted = piece.figure.unit.replace(":", "/", 1) if piece.figure.unit.startswith(REWARD) else ""
        if named != wanted:
            raise NotUnderstood(f"{piece.text!r} is followed by {named!r}, it should be {wanted!r}")


def phrases(language: str) -> dict[str, str]:
    """Slots that hold more than one thing, by their name, as a language says them."""
    operand = _OPERAND[language]
    return {
        "number": _NUMBER,
        "numbers": rf"{_NUMBER}(?:, {_NUMBER})*",
        "cell": _CELL[language],
        "cell_or_number": rf"(?:{_CELL[language]}|{_NUMBER})",
        "operand": operand,
        "operands": rf"{operand}(?:{_PLUS[language]}{operand})+",
        "titles": _TITLES[language],
        "days_of_week": rf"(?:{'|'.join(WEEK[language])})(?:, (?:{'|'.join(WEEK[language])}))*",
    }


def pattern(words: str, language: str = "en") -> re.Pattern[str]:
    """A matcher for a shape. `{name:kind|kind}` stands for a slot of one of some kinds, `{name:refs}` for a
    list of references, `{name:codes}` for a list of names in code type, `{name:amount}` for an amount in any of its
    forms (`amount_gen` for the genitive, `amount_other` for all but a figure), and the names of `phrases` for what
    they say; all else stands for itself.
    """
    spoken = phrases(language)
    parts: list[str] = []
    at = 0
    for hit in re.finditer(r"\{(\w+):([\w|]+)\}", words):
        parts.append(re.escape(words[at : hit.start()]))
        name, kinds = hit[1], hit[2]
        if kinds == "refs":
            parts.append(rf"(?P<{name}>{_REFS}|{_QUOTED})")
        elif kinds in spoken:
            parts.append(rf"(?P<{name}>{spoken[kinds]})")
        elif kinds == "codes":
            parts.append(rf"(?P<{name}><code:\d+>(?:, <code:\d+>)*)")
        elif kinds in _CASES:
            parts.append(_amount(name, kinds, language))
        else:
            parts.append(rf"(?P<{name}><(?:{kinds}):\d+>)")
        at = hit.end()
    parts.append(re.escape(words[at:]))
    return re.compile("".join(parts))


@dataclass(frozen=True)
class Said:
    """What a sentence says: the key of its wording, and its parts by name."""

    key: str
    shape: Shape
    parts: dict[str, str]

    def code(self, name: str) -> str:
        """A name in code type: of a column, a table, a value."""
        return self.shape.piece(self.parts[name]).text

    def titles(self, name: str) -> list[str]:
        """A list of titles that stand in quotes."""
        return re.findall("[“«]([^”»]+)[”»]", self.parts[name])

    def days_of_week(self, name: str, language: str) -> list[int]:
        """A list of days of the week, counted from Monday."""
        return [WEEK[language].index(one) for one in self.parts[name].split(", ")]

    def codes(self, name: str) -> list[str]:
        """A list of names in code type."""
        return [self.shape.piece(hit[0]).text for hit in SLOT.finditer(self.parts[name])]

    def pieces(self, name: str) -> list[Piece]:
        """Everything that stands in the slots of a part, in order."""
        return [self.shape.piece(hit[0]) for hit in SLOT.finditer(self.parts[name])]

    def number(self, name: str) -> Fraction:
        """The number in a part."""
        return self.shape.number(self.parts[name])

    def numbers(self, name: str) -> list[Fixed]:
        """A list of figures, each with its unit."""
        found: list[Fixed] = []
        for hit in SLOT.finditer(self.parts[name]):
            figure = self.shape.piece(hit[0]).figure
            found.append(Fixed(self.shape.number(hit[0]), figure.unit if figure is not None else ""))
        return found

    def unit(self, name: str) -> str:
        """The unit of the figure in a part."""
        figure = self.shape.piece(self.parts[name]).figure
        return figure.unit if figure is not None else ""

    def day(self, name: str) -> date:
        """The date in a part."""
        return self.shape.day(self.parts[name])

    def target(self, name: str) -> str:
        """What a reference names."""
        return self.shape.piece(self.parts[name]).target

    def name(self, name: str, kind: str) -> str:
        """What stands in a part that is a name in code type, or a reference to a thing of a kind."""
        (slot,) = SLOT.finditer(self.parts[name])
        piece = self.shape.piece(slot[0])
        return piece.text if piece.kind == "code" else piece.target.removeprefix(f"{kind}/")

    def amount(self, name: str) -> Amount:
        """An amount, in whichever of its forms it stands there."""
        if name in self.parts:
            return Fixed(self.number(name), self.unit(name))
        if f"{name}_metric" in self.parts:
            return OfMetric(self.target(f"{name}_metric").removeprefix("metric/"))
        if f"{name}_rate" in self.parts:
            return RateOf(self.number(f"{name}_rate"), self.target(f"{name}_of").removeprefix("metric/"))
        if f"{name}_each" in self.parts:
            each, of = f"{name}_each", self.target(f"{name}_unit").removeprefix("metric/")
            return ForEach(self.number(each), self.unit(each), of)
        if f"{name}_full" in self.parts:
            full, every = f"{name}_full", f"{name}_every"
            of = self.target(f"{name}_held").removeprefix("metric/")
            return ForEvery(self.number(full), self.unit(full), self.number(every), self.unit(every), of)
        default = f"{name}_default"
        return OwnTerm(self.name(f"{name}_term", "individual"), self.number(default), self.unit(default))

    def targets(self, name: str) -> list[str]:
        """What a list of references names, in order."""
        return [self.shape.piece(hit[0]).target for hit in SLOT.finditer(self.parts[name])]


class _Wording:
    """One sentence in one language. Its matcher is made when a text begins and ends as it does: most never meet one."""

    def __init__(self, key: str, words: str, language: str) -> None:
        self.key = key
        self._words, self._language = words, language
        self._begins, self._ends = words.partition("{")[0], words.rpartition("}")[2]

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return pattern(self._words, self._language)

    def match(self, text: str) -> re.Match[str] | None:
        """The parts of a text, where all of it is this sentence."""
        if text.startswith(self._begins) and text.endswith(self._ends):
            return self._pattern.fullmatch(text)
        return None


_BEGINNING = 6  # so many letters tell most wordings apart


class Vocabulary:
    """Sentences that are understood, by key and language."""

    def __init__(self, wordings: dict[str, dict[str, str]]) -> None:
        self.wordings = wordings
        self._by_beginning: dict[tuple[str, str], list[_Wording]] = {}
        # Figures are slots in a shape, so the same few texts come again and again.
        self._known: dict[tuple[str, str], list[tuple[str, dict[str, str]]]] = {}
        for key, by_language in wordings.items():
            for language, words in by_language.items():
                begins = words.partition("{")[0][:_BEGINNING]
                place = language, begins if len(begins) == _BEGINNING else ""
                self._by_beginning.setdefault(place, []).append(_Wording(key, words, language))

    def _read(self, language: str, text: str) -> list[tuple[str, dict[str, str]]]:
        """Each wording that a text is, with its parts."""
        if (language, text) not in self._known:
            some = self._by_beginning.get((language, text[:_BEGINNING]), [])
            found: list[tuple[str, dict[str, str]]] = []
            for wording in (*some, *self._by_beginning.get((language, ""), [])):
                if hit := wording.match(text):
                    parts = {name: part for name, part in hit.groupdict().items() if part is not None}
                    found.append((wording.key, parts))
            self._known[language, text] = found
        return self._known[language, text]

    def find(self, sentence: Sentence) -> Said | None:
        """What a sentence says in this vocabulary, or None; the words must match from end to end."""
        shape = shape_of(sentence.pieces)
        found = [Said(key, shape, dict(parts)) for key, parts in self._read(sentence.language, shape.text)]
        if found:
            check_gifts(sentence.pieces)
        if len(found) > 1:
            raise NotUnderstood(
                f"{sentence.text!r} can be read as {' and as '.join(one.key for one in found)}"
            )
        return found[0] if found else None

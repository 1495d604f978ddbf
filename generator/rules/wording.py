"""Words of managers: references to values in braces, and the search for figures that stand in them bare."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from generator.terms.saying import Fact, Ref, Sayings
from generator.terms.titles import Titles

HOLE = re.compile(r"\{([^{}]*)\}")
CITED = re.compile(r"\{\{\s*([\w.-]+)\s*\}\}")
_NUMBER_WORDS = {
    "en": (
        "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|"
        "eighty|ninety|hundred|hundreds|thousand|thousands|million|millions|half|halves|twice|double|doubled|"
        "triple|third|quarter|dozen|percent"
    ),
    "ru": (
        "два|две|двух|двумя|три|трёх|трех|тремя|четыре|четырёх|четырех|пять|пяти|шесть|шести|семь|семи|восемь|"
        "восьми|девять|девяти|десять|десяти|двадцать|тридцать|сорок|пятьдесят|сто|ста|двести|триста|тысяча|тысячи|"
        "тысяч|миллион|миллиона|миллионов|половина|половину|половины|вдвое|втрое|дважды|трижды|треть|четверть|"
        "полтора|полторы|процент|процента|процентов"
    ),
}
_WORDS = {code: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for code, words in _NUMBER_WORDS.items()}


def bare_figures(words: str, language: str) -> Iterator[str]:
    """Digits and number words that stand outside braces, in their order."""
    rest = HOLE.sub(" ", words)
    found = [(match.start(), match[0]) for match in re.finditer(r"\d[\d \u00a0.,]*", rest)]
    found += [(match.start(), match[0]) for match in _WORDS[language].finditer(rest)]
    yield from (figure for _, figure in sorted(found))


class UnknownReference(LookupError):
    """Words refer to something that the programme does not hold."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(name)
        self.name = name
        self.known = known


def resolve(
    name: str,
    sayings: Sayings | None,
    others: Mapping[str, Sayings],
    titles: Titles,
    corrected: Sayings | None = None,
) -> Fact | Ref:
    """What `{name}` means beside the sayings of the version that speaks.

    `rate`, `rows.1.at_least` are its facts; `metric.x`, `tier.x`, `course.x` titles; `clause.x` a title and
    `clause.x.rows.1.rate` a fact of another clause's version in force, and in the words of a correction
    `corrected.rows.1.rate` a fact of the version that it corrects. Raises UnknownReference.
    """
    steps = name.split(".")
    if steps[0] == "corrected" and corrected is not None:
        return _fact(".".join(steps[1:]), corrected, name, "corrected.")
    if steps[0] == "clause" and len(steps) > 2 and steps[1] in others:
        return _fact(".".join(steps[2:]), others[steps[1]], name, f"clause.{steps[1]}.")
    if (
        steps[0] in ("metric", "measure", "tier", "course", "ladder", "privilege", "reward")
        and len(steps) == 2
    ):
        thing = f"{steps[0]}/{steps[1]}"
        if thing in titles.titles:
            return titles.ref(thing)
        raise UnknownReference(name, _names(steps[0], titles))
    if steps[0] == "clause" and len(steps) == 2:
        if steps[1] in titles.titles:
            return titles.ref(steps[1])
        raise UnknownReference(name, tuple(f"clause.{c}" for c in others))
    if sayings is None:
        raise UnknownReference(name, ())
    return _fact(name, sayings, name)


def spoken(
    words: str, language: str, sayings: Sayings | None, others: Mapping[str, Sayings], titles: Titles
) -> str:
    """A wording as it is read, with the values that it refers to. Raises UnknownReference."""
    return HOLE.sub(lambda hole: resolve(hole[1], sayings, others, titles).text(language), words)


def _fact(name: str, sayings: Sayings, written: str, before: str = "") -> Fact:
    wanted = re.sub(r"^rows\.", "row.", name)
    known = {fact.id.removeprefix(f"{sayings.prefix}/"): fact for fact in sayings.all_facts()}
    if wanted in known:
        return known[wanted]
    raise UnknownReference(written, tuple(before + re.sub(r"^row\.", "rows.", k) for k in known))


def _names(kind: str, titles: Titles) -> tuple[str, ...]:
    return tuple(f"{kind}.{t.removeprefix(kind + '/')}" for t in titles.titles if t.startswith(f"{kind}/"))

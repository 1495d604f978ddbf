"""Number words: figures that hide in the words of a binding sentence."""

from __future__ import annotations

import re

# "one" and "first" point at things more often than they count them, so they are not figures here.
_ENGLISH = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred "
    "thousand million billion "
    "hundreds thousands millions half halves twice thrice double doubled doubles triple tripled quarter "
    "third fourth fifth sixth seventh eighth ninth tenth dozen percent twofold threefold"
)
_RUSSIAN = (
    "два две двух двум двумя оба обе обеих три трёх трех трём тремя четыре четырёх четырех пять пяти шесть "
    "шести семь семи восемь восьми девять девяти десять десяти одиннадцать двенадцать тринадцать "
    "четырнадцать "
    "пятнадцать шестнадцать семнадцать восемнадцать девятнадцать двадцать тридцать сорок пятьдесят "
    "шестьдесят "
    "семьдесят восемьдесят девяносто сто ста двести триста пятьсот тысяча тысячи тысяч миллион "
    "миллиона миллионов "
    "половина половины половину полтора полторы вдвое втрое вдвойне дважды трижды двойной двойная двойное "
    "тройной четверть треть трети десятая дюжина процент процента процентов"
)
WORDS = {"en": frozenset(_ENGLISH.split()), "ru": frozenset(_RUSSIAN.split())}
_WORD = re.compile(r"[^\W\d_]+")
# Names of stretches of the calendar and of units, which count nothing where they stand alone.
_NAMES = re.compile(r"\bquarters?\b(?! of)|\bhalf-years?\b|\bin percent\b")


def number_words(text: str, language: str) -> list[str]:
    """The number words of a text, in order."""
    known = WORDS.get(language, frozenset())
    return [word for word in _WORD.findall(_NAMES.sub(" ", text.lower())) if word in known]

"""Each binding sentence is understood in every language, as one thing and nothing else."""

import re
from fractions import Fraction

import pytest

from generator.audit import sentences
from generator.audit.kinds import commission, fixed_bonus
from generator.audit.numerals import Figure
from generator.audit.pages import Context, Piece, Sentence
from generator.audit.sentences import OPPOSITES
from generator.audit.shapes import NotUnderstood, Vocabulary, shape_of

VOCABULARIES = {
    **{name: one for name, one in vars(sentences).items() if isinstance(one, Vocabulary)},
    "FIXED_BONUS": fixed_bonus.VOCABULARY,
    "COMMISSION": commission.VOCABULARY,
}
CASES = [
    (name, key, language)
    for name, vocabulary in VOCABULARIES.items()
    for key, wording in vocabulary.wordings.items()
    for language in wording
]
UNITS = {"money": "RUB", "percent": "percent", "count": "count", "periods": "periods", "days": "days"}


def filled(words: str, language: str) -> Sentence:
    """A sentence with something in each slot."""
    pieces: list[Piece] = []
    for part in re.split(r"(\{\w+:[\w|]+\})", words):
        slot = re.fullmatch(r"\{(\w+):([\w|]+)\}", part)
        if slot is None:
            pieces.append(Piece("words", part))
            continue
        kind = slot[2].split("|")[0]
        if kind in ("ref", "refs"):
            pieces.append(Piece("ref", "Название", f"thing/{slot[1]}"))
            if kind == "refs":
                pieces += [Piece("words", ", "), Piece("ref", "Другое", "thing/other")]
        elif kind in ("code", "codes"):
            pieces.append(Piece("code", slot[1]))
            if kind == "codes":
                pieces += [Piece("words", ", "), Piece("code", "other")]
        elif kind == "date":
            from datetime import date

            pieces.append(Piece("fact", "x", "f", Figure(date(2026, 5, 1), "date")))
        else:
            pieces.append(Piece("fact", "x", "f", Figure(Fraction(3), UNITS.get(kind, kind))))
    return Sentence("s", language, "".join(piece.text for piece in pieces), tuple(pieces), Context())


@pytest.mark.parametrize(("name", "key", "language"), CASES)
def test_is_understood_as_itself(name, key, language):
    vocabulary = VOCABULARIES[name]
    assert set(vocabulary.wordings[key]) == {"ru", "en"}
    said = vocabulary.find(filled(vocabulary.wordings[key][language], language))
    assert said is not None
    assert said.key == key


@pytest.mark.parametrize(("name", "key", "language"), CASES)
def test_is_not_understood_with_a_word_more_or_less(name, key, language):
    words = VOCABULARIES[name].wordings[key][language]
    for changed in (words + " или нет", "не " + words, words.replace(" ", " почти ", 1)):
        sentence = filled(changed, language)
        for vocabulary in VOCABULARIES.values():
            assert vocabulary.find(sentence) is None


def test_a_sentence_of_two_meanings_is_refused():
    twice = Vocabulary({"a": {"en": "It pays {x:count}."}, "b": {"en": "It pays {y:count|money}."}})
    with pytest.raises(NotUnderstood):
        twice.find(filled("It pays {x:count}.", "en"))


def test_words_cannot_pretend_to_be_slots():
    with pytest.raises(NotUnderstood):
        shape_of([Piece("words", "It pays <count:0>.")])


@pytest.mark.parametrize("language", ["ru", "en"])
def test_turns_of_phrase_meet_the_vocabulary(language):
    everything = " ".join(words[language] for one in VOCABULARIES.values() for words in one.wordings.values())
    unmet = [before for before, _ in OPPOSITES[language] if before not in everything]
    assert not unmet

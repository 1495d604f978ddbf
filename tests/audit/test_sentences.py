"""Each binding sentence is understood in every language, as one thing and nothing else."""

import re
from datetime import date
from fractions import Fraction

import pytest

from generator.audit import (
    carrier_sentences,
    condition_sentences,
    due_pages,
    exchange_sentences,
    ladder_pages,
    lines_in,
    pay_units,
    points_pages,
    reward_pages,
    sentences,
    sentences_metrics,
    sentences_recognition,
    sentences_scopes,
    sentences_training,
    shortfall_pages,
    walk,
)
from generator.audit.amounts import Fixed, ForEach, ForEvery, OfMetric, OwnTerm, RateOf
from generator.audit.kinds import (
    attainment,
    binary,
    commission,
    contest,
    deduction,
    differential,
    fixed_bonus,
    guarantee,
    level_commission,
    matching,
    pool,
)
from generator.audit.numerals import Figure
from generator.audit.opposites import OPPOSITES
from generator.audit.pages import Context, Piece, Sentence
from generator.audit.shapes import NotUnderstood, Vocabulary, shape_of

VOCABULARIES = {
    "EXCHANGE": exchange_sentences.EXCHANGE,
    **{
        name: one
        for module in (
            sentences,
            sentences_metrics,
            sentences_recognition,
            sentences_scopes,
            sentences_training,
            carrier_sentences,
            condition_sentences,
            ladder_pages,
        )
        for name, one in vars(module).items()
        if isinstance(one, Vocabulary)
    },
    "FIXED_BONUS": fixed_bonus.VOCABULARY,
    "COMMISSION": commission.VOCABULARY,
    "LEVEL_COMMISSION": level_commission.VOCABULARY,
    "MATCHING": matching.VOCABULARY,
    "DIFFERENTIAL": differential.VOCABULARY,
    "GENERATION": differential.GENERATION,
    "DEDUCTION": deduction.VOCABULARY,
    "TAKEN": deduction.TAKEN,
    "DUE_SHARES": due_pages.SHARES,
    "DUE_RULES": due_pages.RULES,
    "SHORTFALL": shortfall_pages.SHORTFALL,
    "GUARANTEE": guarantee.VOCABULARY,
    "LINES_IN": lines_in.LINES_IN,
    "POOL": pool.VOCABULARY,
    "BINARY": binary.VOCABULARY,
    "REST": binary.REST,
    "ATTAINMENT": attainment.VOCABULARY,
    "PARTS": attainment.PARTS,
    "CONTEST": contest.VOCABULARY,
    "PAYS_IN": pay_units.PAYS_IN,
    "POINTS": points_pages.ACCOUNT,
    "REWARD": reward_pages.REWARD,
    "WALK": walk.WALK,
    "MEMBERS": walk.MEMBERS,
}
CASES = [
    (name, key, language)
    for name, vocabulary in VOCABULARIES.items()
    for key, wording in vocabulary.wordings.items()
    for language in wording
]
UNITS = {"money": "RUB", "percent": "percent", "count": "count", "periods": "periods", "days": "days"}


REF = {"en": ("", ""), "ru": ("«", "»")}
# Slots that hold more than one thing: one way to say each, in pieces and words between them.
SPOKEN = {
    "number": "<count>",
    "numbers": "<count>, <count>",
    "operand": "<ref>",
    "operands": {"en": "<ref> plus <ref>", "ru": "<ref> плюс <ref>"},
    "cell": {"en": "the column <code>", "ru": "столбец <code>"},
    "cell_or_number": {"en": "the column <code>", "ru": "столбец <code>"},
    "amount": "<money>",
    "amount_gen": "<money>",
    "amount_other": {"en": "<ref>", "ru": "показатель <ref>"},
    "refs": "<ref>, <ref>",
    "codes": "<code>, <code>",
    "days_of_week": {"en": "Monday, Friday", "ru": "понедельник, пятница"},
    "titles": {"en": "“commission”, “matching bonus”", "ru": "«комиссия», «матчинг-бонус»"},
}


def filled(words: str, language: str) -> Sentence:
    """A sentence with something in each slot."""
    pieces: list[Piece] = []
    for part in re.split(r"(\{\w+:[\w|]+\})", words):
        slot = re.fullmatch(r"\{(\w+):([\w|]+)\}", part)
        if slot is None:
            pieces.append(Piece("words", part))
        else:
            pieces += spoken(slot[2].split("|")[0], slot[1], language)
    return Sentence("s", language, "".join(piece.text for piece in pieces), tuple(pieces), Context())


def spoken(kind: str, name: str, language: str) -> list[Piece]:
    """What stands in a slot of a kind."""
    said = SPOKEN.get(kind)
    if said is not None:
        found: list[Piece] = []
        quoted = kind.startswith(("operand", "amount"))
        for part in re.split(r"(<\w+>)", said if isinstance(said, str) else said[language]):
            inner = spoken(part[1:-1], name, language) if part.startswith("<") else [Piece("words", part)]
            before, after = REF[language] if quoted and part == "<ref>" else ("", "")
            found += [Piece("words", before), *inner, Piece("words", after)]
        return [piece for piece in found if piece.text]
    if kind == "ref":
        return [Piece("ref", "Название", f"thing/{name}")]
    if kind == "code":
        return [Piece("code", name)]
    if kind == "date":
        return [Piece("fact", "x", "f", Figure(date(2026, 5, 1), "date"))]
    return [Piece("fact", "x", "f", Figure(Fraction(3), UNITS.get(kind, kind)))]


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


EVERY = ForEvery(Fraction(3), "RUB", Fraction(3), "count", "thing/y")
AMOUNTS = {
    "en": {
        "{x:count}": Fixed(Fraction(3), "count"),
        "{x:ref}": OfMetric("thing/x"),
        "{x:percent} of {y:ref}": RateOf(Fraction(3), "thing/y"),
        "{x:money} for each unit of {y:ref}": ForEach(Fraction(3), "RUB", "thing/y"),
        "{x:money} for every full {n:count} of {y:ref}": EVERY,
        "the partner's own term {x:code}, or {y:money} where none is agreed": OwnTerm(
            "x", Fraction(3), "RUB"
        ),
    },
    "ru": {
        "{x:count}": Fixed(Fraction(3), "count"),
        "показателя «{x:ref}»": OfMetric("thing/x"),
        "{x:percent} от показателя «{y:ref}»": RateOf(Fraction(3), "thing/y"),
        "{x:money} за каждую единицу показателя «{y:ref}»": ForEach(Fraction(3), "RUB", "thing/y"),
        "{x:money} за каждые полные {n:count} показателя «{y:ref}»": EVERY,
        "личного условия партнёра {x:code}, а если его нет, {y:money}": OwnTerm("x", Fraction(3), "RUB"),
    },
}


@pytest.mark.parametrize("language", ["ru", "en"])
def test_amounts_in_all_their_forms(language):
    vocabulary = Vocabulary({"cap": {"en": "At most {cap:amount}.", "ru": "Не больше {cap:amount_gen}."}})
    start = {"en": "At most ", "ru": "Не больше "}[language]
    for words, amount in AMOUNTS[language].items():
        said = vocabulary.find(filled(f"{start}{words}.", language))
        assert said is not None, words
        assert said.amount("cap") == amount
    wrong = {"en": "The figure {x:ref}", "ru": "показатель «{x:ref}»"}[language]
    assert vocabulary.find(filled(f"{start}{wrong}.", language)) is None


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
    everything += " ".join(AMOUNTS[language])
    unmet = [before for before, _ in OPPOSITES[language] if before not in everything]
    assert not unmet

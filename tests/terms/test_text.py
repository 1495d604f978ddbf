"""Texts by language: none missing, none too many, white space as one space."""

import pytest

from generator.source import Fault
from generator.terms.text import Text, Wording
from tests.terms.refused import read


def test_wordings_stand_in_the_order_of_the_programme() -> None:
    text = read(Wording, {"en": "Silver", "ru": "Серебро"}, "ru", "en")
    assert text.wordings == (("ru", "Серебро"), ("en", "Silver"))
    assert text["en"] == "Silver"
    with pytest.raises(KeyError):
        text["de"]


def test_white_space_is_one_space() -> None:
    assert read(Wording, {"en": "  two\n  lines\tand\u00a0more "}, "en")["en"] == "two lines and more"


@pytest.mark.parametrize(
    ("written", "slug"),
    [
        ("Silver", "wrong-type"),
        ({"en": "Silver"}, "text-missing"),
        ({"en": "Silver", "ru": "  "}, "wrong-type"),
        ({"en": "Silver", "ru": "Серебро", "de": "Silber"}, "unknown-language"),
        ({}, "text-missing"),
        ({"en": ["Silver"], "ru": "Серебро"}, "wrong-type"),
    ],
)
def test_every_language_and_no_other(written: object, slug: str) -> None:
    with pytest.raises(Fault) as told:
        read(Wording, written, "ru", "en")
    assert told.value.slug == slug


def test_names_that_are_not_translated() -> None:
    assert Text.same("P-0007", ("ru", "en")) == Text.of(ru="P-0007", en="P-0007")

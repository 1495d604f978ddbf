"""Exchange rates are exact, of one day, and never guessed; accounts of partners are held against their check digits."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from generator.book.bank import iban_holds
from tests.book.making import PARTNERS, PARTNERS_SOURCE, read, refused, reject, write

RATES = """
- table: rates
  files: rates.csv
  columns: {currency: code, date: day, rate: {column: rate, digits: 6}}
"""
RATES_CSV = "code,day,rate\nUSD,2026-01-31,92.123456\nUSD,2026-02-28,90\nEUR,2026-12-31,0.1\n"


def folder(place: Path, rates: str = RATES_CSV, more: str = "") -> Path:
    return write(place, PARTNERS_SOURCE + RATES + more, partners_csv=PARTNERS, rates_csv=rates)


def test_a_rate_is_that_of_its_day_or_not_older_than_is_said(tmp_path: Path) -> None:
    known = Fraction(92123456, 10**6)
    with read(folder(tmp_path)) as book:
        rates = book.rates
        assert rates.latest("USD", date(2026, 1, 31)) == (date(2026, 1, 31), known)
        assert rates.latest("EUR", date(2026, 12, 31)) == (
            date(2026, 12, 31),
            Fraction(1, 10),
        )  # known beforehand
        assert rates.latest("USD", date(2026, 2, 1)) is None
        assert rates.latest("USD", date(2026, 2, 7), 7) == (date(2026, 1, 31), known)
        assert rates.latest("USD", date(2026, 2, 8), 7) is None
        assert rates.latest("USD", date(2026, 1, 30), 7) is None
        assert "the nearest one there is of 2026-01-31" in rates.nearest("USD", date(2026, 2, 1))
        assert "Did you mean `EUR`?" in rates.nearest("EUT", date(2026, 1, 31))


def test_a_rate_that_cannot_stand(tmp_path: Path) -> None:
    (found,) = refused(folder(tmp_path / "zero", "code,day,rate\nUSD,2026-01-31,0\nUSD,2026-02-28,-1\n"))
    assert found.slug == "rate-unsound"
    (found,) = refused(folder(tmp_path / "twice", RATES_CSV + "USD,2026-01-31,93\n"))
    assert found.slug == "broken-rows"
    assert "has an id that stands in an earlier row" in found.says
    with read(
        folder(tmp_path / "declared", RATES_CSV + "USD,2026-01-31,93\n", reject("duplicate-id"))
    ) as book:
        assert book.rates.known["USD", date(2026, 1, 31)] == Fraction(92123456, 10**6)
        assert book.control[-1].reasons == {"duplicate-id": 1}


def test_one_rate_of_two_sources(tmp_path: Path) -> None:
    more = RATES.replace("rates.csv", "more.csv")
    place = folder(tmp_path, more=more)
    (place / "more.csv").write_text("code,day,rate\nUSD,2026-01-31,92.123456\n", "utf-8")
    (found,) = refused(place)
    assert "more.csv, line 2: USD of 2026-01-31 stands in rates.csv, line 2 too" in found.consequence


@pytest.mark.parametrize(
    "iban",
    [  # examples that banks publish
        "GB29 NWBK 6016 1331 9268 19",
        "DE89370400440532013000",
        "FR14 2004 1010 0505 0001 3M02 606",
        "NO93 8601 1117 947",
        "MT84MALT011000012345MTLCAST001S",
    ],
)
def test_an_iban_and_its_slips(iban: str) -> None:
    assert iban_holds(iban)
    bare = iban.replace(" ", "")
    assert not any(
        iban_holds(bare[:at] + other + bare[at + 1 :]) for at, other in ((2, "0"), (7, "X"), (-1, "7"))
    )
    assert not iban_holds(bare[:5] + bare[6] + bare[5] + bare[7:]) or bare[5] == bare[6]
    assert not iban_holds(bare.lower())


def test_how_partners_are_paid(tmp_path: Path) -> None:
    people = (
        "partner,name,joined_on,cur,how,who,iban,bic\n"
        "P-1,Anna,2026-01-01,EUR,sepa,Anna Ltd,DE89 3704 0044 0532 0130 00,COBADEFFXXX\nP-2,Boris,2026-02-01,,,,,\n"
    )
    paid = "currency: cur, payout_method: how, payee: who, iban: iban, bic: bic"
    source = PARTNERS_SOURCE.replace("joined_on}", f"joined_on, {paid}}}")
    with read(write(tmp_path / "sound", source, partners_csv=people)) as book:
        partners = book.partners
        assert partners.currency == ("EUR", None)
        assert partners.payout_method == ("sepa", None)
        assert partners.payee == ("Anna Ltd", None)
        assert partners.iban == ("DE89 3704 0044 0532 0130 00", None)
        assert partners.bic == ("COBADEFFXXX", None)
    wrong = people.replace("COBADEFFXXX", "COBA").replace("EUR", "euro").replace("0130 00", "0130 10")
    found = refused(write(tmp_path / "wrong", source, partners_csv=wrong))
    assert [one.slug for one in found] == ["account-unsound"] * 3
    assert not any("3704" in one.consequence for one in found), "a whole account stands in a message"

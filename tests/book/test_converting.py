"""Figures in other currencies: by which rate they are converted, how that is rounded, and what is refused."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.book import Book, read_book
from generator.source import Diagnosed, Diagnostic
from generator.terms.currencies import Conversions, SalesRate
from generator.terms.rounding import Mode
from tests.book.making import ON, PARTNERS_SOURCE, rows, write

SOURCES = (
    PARTNERS_SOURCE
    + """
- table: sales
  files: sales.csv
  columns:
    sale: sale
    partner: partner
    date: date
    return_of: of
    currency: cur
    amount: {column: amount, digits: 2}
    points: {column: points, digits: 2}
  unique: sale
  converts: [amount]
- {table: rates, files: rates.csv, columns: {currency: cur, date: date, rate: {column: rate, digits: 4}}}
"""
)
PARTNERS = "partner,name,joined_on\nP-1,Anna,2025-12-01\nP-2,Boris,2025-12-01\n"
HEAD = "sale,partner,date,of,cur,amount,points\n"
RATES = """cur,date,rate
EUR,2026-01-09,90.0050
EUR,2026-01-31,100
USD,2026-01-09,80
"""


def rule(
    rate_of: str = "day_of_sale", mode: Mode = "half_up", digits: int = 2, age: str | None = None
) -> SalesRate:
    return SalesRate.model_validate(
        {"rate_of": rate_of, "rounding": {"mode": mode, "digits": digits}, "max_age": age}
    )


def converted(folder: Path, *dated: SalesRate | None) -> Book:
    """The book of a folder, under policies that start with the year and with February."""
    starts = (date(2026, 1, 1), date(2026, 2, 1))
    rules = Conversions("RUB", tuple(zip(starts, dated, strict=False)))
    return read_book(folder, on=ON, time_zone="Europe/Moscow", languages=("en",), conversions=rules)


def refused(folder: Path, *dated: SalesRate | None) -> Diagnostic:
    with pytest.raises(Diagnosed) as told:
        converted(folder, *dated).close()
    (one,) = told.value.diagnostics
    return one


def data(folder: Path, sales: str, sources: str = SOURCES, rates: str = RATES) -> Path:
    return write(folder, sources, partners_csv=PARTNERS, sales_csv=HEAD + sales, rates_csv=rates)


def test_a_figure_is_given_in_one_currency_and_counts_in_another(tmp_path: Path) -> None:
    sales = "1,P-1,2026-01-09,,EUR,10.01,10.01\n2,P-1,2026-01-09,,,5,5\n3,P-1,2026-01-09,,RUB,6,6\n"
    with converted(data(tmp_path, sales), rule()) as book:
        found = rows(
            book,
            'SELECT amount, points, "amount.given", "currency.rate", "currency.day" FROM sales ORDER BY sale',
        )
        assert found == [
            (90095, 1001, 1001, 900050, date(2026, 1, 9)),  # 10.01 x 90.005 = 900.95005
            (500, 500, None, None, None),
            (600, 600, None, None, None),
        ]
        assert book.tables["sales"].columns["currency.rate"].digits == 4


def test_a_return_is_converted_as_its_sale_was(tmp_path: Path) -> None:
    sales = "1,P-1,2026-01-09,,EUR,10.00,0\n2,,2026-02-03,1,,-10.00,0\n"
    with converted(data(tmp_path, sales), rule()) as book:
        assert rows(book, "SELECT amount, date::VARCHAR, currency FROM sales ORDER BY sale") == [
            (90005, "2026-01-09", "EUR"),
            (-90005, "2026-01-09", "EUR"),
        ]


@pytest.mark.parametrize(
    ("how", "day", "expected"),
    [
        (rule("end_of_last_month"), "2026-02-17", 10000),
        (
            rule("end_of_last_month", age="30 days"),
            "2026-03-01",
            10000,
        ),  # 28 February, by the rate of 31 January
        (rule(age="2 days"), "2026-01-11", 9001),
        (rule(age="90 days"), "2026-03-01", 10000),
        (rule(), "2026-01-09", 9001),
        (rule(mode="half_even"), "2026-01-09", 9000),  # 90.005
        (rule(digits=0), "2026-01-09", 9000),
    ],
)
def test_which_rate_holds(tmp_path: Path, how: SalesRate, day: str, expected: int) -> None:
    with converted(data(tmp_path, f"1,P-1,{day},,EUR,1.00,0\n"), how) as book:
        ((found,),) = rows(book, "SELECT amount FROM sales")
        assert found == expected


def test_the_policy_of_the_day_decides(tmp_path: Path) -> None:
    sales = "1,P-1,2026-01-31,,EUR,1.00,0\n2,P-1,2026-02-01,,EUR,1.00,0\n3,P-1,2025-12-31,,EUR,1.00,0\n"
    rates = RATES + "EUR,2026-02-01,7\nEUR,2025-12-31,3\n"
    with converted(data(tmp_path, sales, rates=rates), rule(), rule("end_of_last_month")) as book:
        assert rows(book, "SELECT amount FROM sales ORDER BY sale") == [(10000,), (10000,), (300,)]


@pytest.mark.parametrize(
    ("sales", "how", "slug", "words"),
    [
        ("1,P-1,2026-01-10,,EUR,1,0\n", rule(), "rate-missing", "sales.csv, line 2: EUR of 2026-01-10"),
        (
            "1,P-1,2026-01-12,,EUR,1,0\n",
            rule(age="2 days"),
            "rate-missing",
            "nearest one there is of 2026-01-09",
        ),
        ("1,P-1,2026-01-09,,EURO,1,0\n", rule(), "rate-missing", "Did you mean `EUR`?"),
        ("1,P-1,2026-01-09,,EUR,1,0\n", None, "conversion-missing", "sales.csv, line 2: EUR of 2026-01-09"),
        ("1,P-1,2026-01-09,,EUR,1,0\n", rule(digits=3), "conversion-too-fine", "`amount` has 2"),
        ("1,P-1,2026-01-09,,EUR,70000000000000000,0\n", rule(), "figure-too-large", "too large"),
    ],
)
def test_what_is_refused(tmp_path: Path, sales: str, how: SalesRate | None, slug: str, words: str) -> None:
    told = refused(data(tmp_path, sales), how)
    assert told.slug == slug
    assert words in f"{told.says} {told.consequence} {told.cure}"


@pytest.mark.parametrize(
    ("change", "slug"),
    [
        (("  converts: [amount]\n", ""), "converts-missing"),
        (("converts: [amount]", "converts: [sum]"), "column-unmapped"),
        (("    currency: cur\n", ""), "column-unmapped"),
        (("table: rates,", "table: rates, converts: [rate],"), "option-without-use"),
    ],
)
def test_what_sources_must_say(tmp_path: Path, change: tuple[str, str], slug: str) -> None:
    assert refused(data(tmp_path, "", SOURCES.replace(*change, 1)), rule()).slug == slug


def test_a_split_divides_what_was_converted(tmp_path: Path) -> None:
    sources = SOURCES + (
        "- {table: splits, files: splits.csv, divides: [amount],\n"
        "   columns: {sale: sale, partner: partner, share: {column: share, digits: 0}}}\n"
    )
    folder = data(tmp_path, "1,P-1,2026-01-09,,EUR,10.01,0\n", sources)
    (folder / "splits.csv").write_text("sale,partner,share\n1,P-1,50\n1,P-2,50\n", "utf-8")
    with converted(folder, rule()) as book:
        found = rows(book, 'SELECT partner, amount, "amount.given" FROM sales ORDER BY partner')
        assert found == [("P-1", 45048, 1001), ("P-2", 45047, 1001)]


def test_lines_take_the_currency_of_their_sale(tmp_path: Path) -> None:
    lines = (
        "- {table: sale_lines, files: lines.csv, converts: [amount],\n"
        "   columns: {sale: sale, amount: {column: amount, digits: 2}}}\n"
    )
    folder = data(tmp_path, "1,P-1,2026-01-09,,EUR,10.00,0\n2,P-1,2026-01-09,,,10.00,0\n", SOURCES + lines)
    (folder / "lines.csv").write_text("sale,amount\n1,4.00\n1,6.00\n2,10.00\n", "utf-8")
    with converted(folder, rule()) as book:
        assert rows(book, "SELECT amount FROM sale_lines ORDER BY source_row") == [
            (36002,),
            (54003,),
            (1000,),
        ]
    bare = SOURCES + lines.replace(" converts: [amount],", "")
    assert refused(data(tmp_path / "bare", "", bare), rule()).slug == "converts-missing"


@settings(max_examples=6, deadline=None)
@given(
    given_=st.lists(st.integers(-(10**9), 10**9), min_size=20, max_size=40),
    rate=st.integers(1, 10**7),
    mode=st.sampled_from(["half_up", "half_even", "down"]),
    digits=st.integers(0, 2),
)
def test_conversion_is_one_exact_rounding(
    tmp_path_factory: pytest.TempPathFactory, given_: list[int], rate: int, mode: Mode, digits: int
) -> None:
    sales = "".join(
        f"{at},P-1,2026-01-09,,EUR,{'-' if one < 0 else ''}{abs(one) // 100}.{abs(one) % 100:02},0\n"
        for at, one in enumerate(given_)
    )
    rates = f"cur,date,rate\nEUR,2026-01-09,{rate // 10**4}.{rate % 10**4:04}\n"
    folder = data(tmp_path_factory.mktemp("drawn"), sales, rates=rates)
    with converted(folder, rule(mode=mode, digits=digits)) as book:
        found = [one for (one,) in rows(book, "SELECT amount FROM sales ORDER BY sale::INTEGER")]
    assert found == [_rounded(Fraction(one * rate, 10**6), mode, digits) for one in given_]


def _rounded(value: Fraction, mode: Mode, digits: int) -> int:
    """A value in hundredths, rounded to some decimals by counting both neighbours."""
    fine = abs(value) * 10**digits
    low = int(fine)
    over = fine - low
    up = mode != "down" and (
        over > Fraction(1, 2) or (over == Fraction(1, 2) and (mode == "half_up" or low % 2))
    )
    size = (low + up) * 10 ** (2 - digits)
    return -size if value < 0 else size

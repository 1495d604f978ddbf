"""Whoever reads a statement can work out each line again from what stands there, and learns nobody's name by it."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import lxml.html
import pytest
from lxml.html import HtmlElement

from generator.accounts.keeping import keep_accounts
from generator.settlement.settle import Settlement
from generator.statements.content import Statement, StatementWriter
from generator.statements.maker import StatementMaker
from generator.statements.rendering import Templates, statement_words
from tests.programmes.totals import settled

ROOT = Path(__file__).resolve().parents[2]
PROGRAMMES = ROOT / "tests" / "programmes"
ENDS = {"team": date(2026, 1, 31), "carried": date(2026, 3, 31), "worked": date(2026, 3, 31)}


def statements(settlement: Settlement, on: date) -> dict[str, Statement]:
    words = statement_words(ROOT / "site_templates", settlement.programme.languages)
    maker = StatementMaker(keep_accounts(settlement), on, words)
    writer = StatementWriter(maker.terms, Templates(ROOT / "site_templates", ""))
    made = (one for shard in maker.shards() for one in writer.write(shard))
    return {f"{one.partner}/{one.period}": one for one in made}


@pytest.fixture(scope="module")
def written() -> dict[str, dict[str, Statement]]:
    return {name: statements(settled(PROGRAMMES / name, on), on) for name, on in ENDS.items()}


def read(text: str, language: str) -> Fraction | None:
    """A figure as a partner reads it; None for none."""
    plain = "".join(c for c in text if c.isdigit() or c in ",.−").replace("−", "-")
    if not any(c.isdigit() for c in plain):
        return None
    plain = plain.replace(",", ".") if language == "ru" else plain.replace(",", "")
    return Fraction(plain) / (100 if "%" in text else 1)


def lines(one: Statement) -> Iterator[tuple[str, HtmlElement]]:
    for element in lxml.html.fragment_fromstring(one.html).iter("div"):
        if element.get("data-line") is not None:
            yield str(element.get("data-line")), element


def cells(line: HtmlElement, part: str) -> list[list[str]]:
    rows = line.findall(f".//{part}/tr")
    return [[" ".join(str(cell.text_content()).split("\n")) for cell in row] for row in rows]


def line_of(one: Statement, name: str) -> HtmlElement:
    return dict(lines(one))[name]


@pytest.mark.parametrize("name", ["team", "worked"])
def test_each_row_is_a_product_and_the_rows_come_to_the_exact_sum(
    written: dict[str, dict[str, Statement]], name: str
) -> None:
    replayed = 0
    for one in written[name].values():
        for clause, line in lines(one):
            rows, foot = cells(line, "tbody"), cells(line, "tfoot")
            if clause == "by-points":  # divided afterwards; its products are points
                continue
            products = []
            language = "ru" if 'lang="ru"' in one.html else "en"
            for _, base, rate, product in rows:
                figures = [read(text, language) for text in (base, rate, product)]
                assert figures[2] is not None
                products.append(figures[2])
                if figures[0] is not None and figures[1] is not None:
                    assert figures[0] * figures[1] == figures[2], (one.partner, clause, base, rate, product)
            assert sum(products) == read(foot[0][-1], language), (one.partner, clause)
            replayed += 1
    assert replayed > 20


def test_a_group_less_its_legs(written: dict[str, dict[str, Statement]]) -> None:
    line = line_of(written["worked"]["anna/2026-01"], "group-bonus")
    rows = [row[0] for row in cells(line, "tbody")]
    assert rows[0] == "ваша группа, от 60\xa0000\xa0₽"
    assert rows[1] == "партнёр 1, от 20\xa0000\xa0₽"
    assert rows[10] == "партнёр 10, от 60\xa0000\xa0₽, отделился"
    assert rows[11:] == ["остальные партнёры: 4", "поколение 1"]
    assert cells(line, "tfoot")[-1] == ["После округления", "5\xa0986,17\xa0₽"]
    kept = cells(line_of(written["worked"]["anna/2026-01"], "plain-groups"), "tbody")[1]
    # 4 % of the own row less the 0.5 % that are kept, of the leg of Boris, who is partner 10 here, too.
    assert kept == [
        "партнёр 10, от 60\xa0000\xa0₽, вам остаётся 0,5\xa0%",
        "75\xa0903,40\xa0₽",
        "−3,5\xa0%",
        "−2\xa0656,619\xa0₽",
    ]


def test_rates_taken_in_between_name_whose_they_are(written: dict[str, dict[str, Statement]]) -> None:
    rows = cells(line_of(written["worked"]["anna/2026-01"], "team:2"), "tbody")
    assert [row[0] for row in rows] == [
        "Строка таблицы 4: 7,5\xa0%, минус 6\xa0% партнёра 10",
        "Строка таблицы 4: 7,5\xa0%, минус 4\xa0% партнёра 1",
    ]


def test_what_changes_a_line_afterwards(written: dict[str, dict[str, Statement]]) -> None:
    anna = written["worked"]["anna/2026-01"]
    assert cells(line_of(anna, "agreed"), "tfoot") == [
        ["Точная сумма", "90,0075\xa0₽"],
        ["Умножено на 125\xa0%", "112,509375\xa0₽"],
        ["Повышено до наименьшей суммы: 0,1\xa0% × Объём группы 158\xa0604,93\xa0₽", "158,60493\xa0₽"],
        ["Снижено до наибольшей суммы: 2\xa0% × Объём за квартал 6\xa0000,50\xa0₽", "120,01\xa0₽"],
        ["Ограничено пределом", "120,01\xa0₽"],
    ]
    assert cells(line_of(anna, "by-points"), "tfoot")[:2] == [
        ["Сумма произведений", "6,6"],
        ["Умножено на Объём 6\xa0000,50\xa0₽, разделено на Баллы 340", "≈\xa0116,4803\xa0₽"],
    ]


def test_other_partners_have_numbers_only(written: dict[str, dict[str, Statement]]) -> None:
    for made in written.values():
        for one in made.values():
            shown = " ".join(str(line.text_content()) for _, line in lines(one))
            others = {key.split("/")[0] for key in made} - {one.partner}
            assert not [other for other in others if other in shown.split()], one.partner


def test_who_left_receives_what_is_still_owed(written: dict[str, dict[str, Statement]]) -> None:
    """Vera left in February; her quarter ends in March."""
    mine = {key: one for key, one in written["worked"].items() if one.partner == "vera"}
    assert list(mine) == ["vera/2026-01", "vera/2026-02", "vera/2026-03"]
    assert [name for name, _ in lines(mine["vera/2026-03"])] == ["quarter:1"]
    assert mine["vera/2026-03"].payout == "₽59.00"  # 5,000 x 0.5 % + 3,400 x 1 %
    assert not [key for key in written["worked"] if key.startswith("vera/2026-04")]


def test_records_have_words_and_keep_the_names_of_their_columns(
    written: dict[str, dict[str, Statement]],
) -> None:
    heads = {}
    for key in ("anna/2026-01", "boris/2026-01"):
        table = lxml.html.fragment_fromstring(written["worked"][key].html).xpath('//*[@data-table="sales"]')[
            0
        ]
        heads[key] = [(one.get("data-column"), one.text_content()) for one in table.findall("./thead/tr/th")]
    assert heads["boris/2026-01"] == [
        ("date", "Date"),
        ("sale", "Order"),
        ("status", "Status"),
        ("amount", "Order total"),  # as the source says
        ("points", "Points"),
        (None, "Source"),
    ]
    assert [title for _, title in heads["anna/2026-01"]] == [
        "Дата",
        "Заказ",
        "Статус",
        "Сумма заказа",
        "Баллы",
        "Источник",
    ]

"""Heads of tables of records: the words of the mapping, the usual word, or the column's name; and nothing else."""

import pytest

from generator.audit.columns import head_of, titles_in
from generator.audit.run import audit
from tests.audit import mini

SPEC = {
    "columns": {
        "sale": "id",
        "amount": {"column": "sum", "digits": 2, "title": {"en": "Order total", "ru": "Сумма заказа"}},
    }
}


@pytest.mark.parametrize(
    ("column", "language", "head"),
    [
        ("amount", "en", "Order total"),
        ("amount", "ru", "Сумма заказа"),
        ("sale", "en", "Order"),
        ("sale", "ru", "Заказ"),
        ("colour", "ru", "colour"),
    ],
)
def test_head_of_a_column(column, language, head):
    assert head_of(column, titles_in(SPEC), language) == head


CHANGED = {
    "another word": ('<th data-column="tax">Tax', '<th data-column="tax">Toll'),
    "two heads exchanged": (
        '<th data-column="amount">Amount</th><th data-column="tax">Tax</th>',
        '<th data-column="amount">Tax</th><th data-column="tax">Amount</th>',
    ),
    "two columns exchanged": (
        '<th data-column="amount">Amount</th><th data-column="tax">Tax</th>',
        '<th data-column="tax">Tax</th><th data-column="amount">Amount</th>',
    ),
    "a head less": ('<th data-column="tax">Tax</th>', ""),
    "the name in place of the words": ('data-column="sale">Order', 'data-column="sale">sale'),
    "no name": ('<th data-column="date">', "<th>"),
}


@pytest.mark.parametrize("name", CHANGED)
def test_heads_that_were_changed(tmp_path, name):
    mini.write(tmp_path)
    text = (tmp_path / "build/private/statements/A/2026-05.html").read_text("utf-8")
    fragment = text.partition("<main>")[2].partition("</main>")[0]
    assert not audit(tmp_path, on=mini.ON).findings
    old, new = CHANGED[name]
    assert old in fragment
    mini.write_statement(tmp_path, fragment.replace(old, new))
    found = {one.slug for one in audit(tmp_path, on=mini.ON).findings}
    assert found & {"text-differs", "record-differs"}


def test_a_title_of_the_mapping_must_be_shown(tmp_path):
    mini.write(tmp_path)
    old = "amount: {column: sum, digits: 2"
    assert old in mini.SOURCES
    title = ", title: {en: Order total, ru: Сумма}"
    mini.put(tmp_path, "partners_data/sources.yaml", mini.SOURCES.replace(old, f"{old}{title}"))
    found = {one.slug for one in audit(tmp_path, on=mini.ON).findings}
    assert "text-differs" in found

"""The reader of pages: takes what people see, and objects to what they cannot see or cannot trace."""

from datetime import date
from fractions import Fraction

import pytest

from generator.audit.pages import read_page

N = "\u00a0"


def page(inside: str, language: str = "ru") -> bytes:
    return (
        f'<!doctype html><html lang="{language}"><head><title>Правило</title></head><body><nav>2026</nav>'
        f'<article class="md-content__inner md-typeset">{inside}</article></body></html>'
    ).encode()


def slugs(inside: str) -> set[str]:
    return {one.slug for one in read_page(page(inside), "x.html").findings.found}


FACT = f'<b data-fact="a/2026-05-01/rate" data-unit="percent">7,5{N}%</b>'


def test_takes_facts_sentences_and_references():
    read = read_page(
        page(
            '<div data-thing="a" data-version="2026-05-01">'
            '<h2>Бонус<a class="headerlink" href="#1">¶1</a></h2>'
            f'<p data-sentence="a/2026-05-01/says">Ставка {FACT} от '
            '<a data-ref="metric/v" href="../">Объём</a>.</p>'
            f'<div data-explanation="a/words">Ровно {FACT}</div></div>'
        ),
        "x.html",
    )
    assert not read.findings.found
    assert read.things == {("a", "2026-05-01"): "Бонус"}
    assert [fact.figure.value for fact in read.facts] == [Fraction("7.5")] * 2
    assert [fact.context.explanation for fact in read.facts] == ["", "a/words"]
    (sentence,) = read.sentences
    assert sentence.text == "Ставка 7,5 % от Объём."
    assert [piece.kind for piece in sentence.pieces] == ["words", "fact", "words", "ref", "words"]
    assert read.references == [("metric/v", "Объём", "../")]


def test_examples_tables_and_records():
    read = read_page(
        page(
            '<p data-example="a/2026-05-01/1">Если <b data-given="v" data-unit="RUB">5₽</b>, '
            '<b data-then="amount" data-unit="RUB">1₽</b></p>'
            f"<table><tr><th>От</th><th>Ставка</th></tr><tr><td>мало</td><td>{FACT}</td></tr></table>"
            '<p><span data-record="phone">8-800</span> <span data-furniture="axis">10</span></p>'
        ),
        "x.html",
    )
    (example,) = read.examples
    assert example.given == (("v", "RUB", "5₽"),)
    (table,) = read.tables
    assert table.headings == ("От", "Ставка")
    assert table.rows[0][1].facts == ("a/2026-05-01/rate",)
    assert read.records == [("phone", "8-800")]
    assert not read.findings.found


@pytest.mark.parametrize(
    ("inside", "slug"),
    [
        ("<p>Ставка 7</p>", "untagged-digit"),
        ('<p title="от 7">Ставка</p>', "untagged-digit"),
        ('<img alt="7">', "untagged-digit"),
        ('<input value="7">', "untagged-digit"),
        (f"<p hidden>{FACT}</p>", "hidden-text"),
        (f'<p aria-hidden="true">{FACT}</p>', "hidden-text"),
        (f'<div style="display: none">{FACT}</div>', "hidden-text"),
        ('<p hidden data-sentence="s">Ставка</p>', "hidden-text"),
        ('<b data-fact="f" data-unit="percent">7 %</b>', "fact-unreadable"),
        ('<b data-fact="f">7</b>', "fact-unreadable"),
        ('<b data-fact="f" data-unit="count"></b>', "fact-unreadable"),
        (f'<b data-fact="f" data-unit="count">7{FACT}</b>', "fact-unreadable"),
        ('<div data-thing="a">x</div>', "page-unreadable"),
    ],
)
def test_objects(inside, slug):
    assert slug in slugs(inside)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        page("x")[:-5],
        page("x").replace(b"article", b"section"),
        page('x</article><article class="md-content__inner">'),
    ],
)
def test_broken_pages(content):
    read = read_page(content, "x.html")
    assert "page-unreadable" in {one.slug for one in read.findings.found}


def test_dates_in_english():
    read = read_page(page('<b data-fact="f" data-unit="date">15 July 2026</b>', "en"), "x.html")
    assert read.facts[0].figure.value == date(2026, 7, 15)

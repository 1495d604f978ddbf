"""Templates print through plain strings what they print through Jinja2 itself."""

from datetime import date
from pathlib import Path
from typing import Any

import jinja2
import pytest
from markupsafe import Markup

from generator.statements.maker import StatementMaker
from generator.statements.plain_strings import PlainStrings
from generator.statements.rendering import Renderer, statement_words
from tests.programmes.totals import settled

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "site_templates"

VALUES: dict[str, Any] = {
    "text": '<b> & "it\'s"',
    "safe": Markup("<i>&amp;</i>"),
    "number": 1234,
    "flag": True,
    "nothing": None,
    "share": 0.5,
    "rows": [{"name": "a<", "items": 1, "n": 0}, {"name": "b", "items": 2, "n": 7}],
    "deep": {"er": {"est": "x&y"}},
    "day": date(2026, 12, 31),
}
SOURCES = [
    "{{ s.text }}{{ s.safe }}{{ s.number }}{{ s.flag }}{{ s.nothing }}{{ s.share }}",
    "{% for row in s.rows %}{{ loop.index }}{{ row.name }}{{ row['n'] }}{% else %}none{% endfor %}",
    "{% if s.deep.er.est %}{{ s.deep.er.est }}{% endif %}{{ s.day.year }}{{ s.text.upper() }}",
    "{{ s.text | upper }}{{ s.safe | striptags }}{{ s.rows | length }}{{ s.text ~ s.safe }}",
    "{% set x = s.text %}{{ x }}{% autoescape false %}{{ x }}{% endautoescape %}{{ s.safe + x }}",
    "{% macro cell(value) %}<td>{{ value }}</td>{% endmacro %}{{ cell(s.text) }}{{ cell(s.number) }}",
    "{{ s.rows[0].items }}{{ s.keys() | list | length }}",
]


def environment(kind: type[jinja2.Environment]) -> jinja2.Environment:
    return kind(autoescape=True, undefined=jinja2.StrictUndefined)


@pytest.mark.parametrize("source", SOURCES)
def test_any_template(source: str) -> None:
    printed = [
        environment(kind).from_string(source).render(s=VALUES) for kind in (jinja2.Environment, PlainStrings)
    ]
    assert printed[0] == printed[1]
    assert type(printed[1]) is str


@pytest.mark.parametrize("source", ["{{ s.unknown }}", "{{ t.unknown }}", "{{ s.deep.un.known }}"])
def test_a_hole_is_not_printed(source: str) -> None:
    template = environment(PlainStrings).from_string(source)
    with pytest.raises(jinja2.UndefinedError):
        template.render(s=VALUES)


def test_every_statement_of_the_example() -> None:
    settlement = settled(ROOT, date(2026, 11, 12))
    words = statement_words(TEMPLATES, settlement.programme.languages)
    stock, plain = (
        Renderer(TEMPLATES, words, "https://example.org/", kind)
        for kind in (jinja2.Environment, PlainStrings)
    )
    count = 0
    for statement in StatementMaker(settlement, date(2026, 11, 12), words).all():
        fragment = stock.fragment(statement)
        assert plain.fragment(statement) == fragment
        assert plain.plain(statement, fragment) == stock.plain(statement, fragment)
        count += 1
    assert count > 1_000


def test_plain_strings_are_in_use() -> None:
    """Were a habit of Jinja2's compiler to end, templates would print the same, only slower: this tells."""
    source = environment(PlainStrings).compile("{{ s.text }}", raw=True)
    assert "escaped as escape" in source
    assert "is dict" in source
    template = environment(PlainStrings).from_string("{{ s.text }}")
    (printed,) = template.root_render_func(template.new_context({"s": VALUES}))
    assert type(printed) is str

"""A form that is filled says what its template says of the same values."""

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from generator.statements.forms import Form, hole

SOURCE = '<p title="{{ s.known }}">100 % of {{ s.one }}, %(one)s: {{ s.two }}{% if s.two %}; {{ s.one }}{% endif %}</p>'
template = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined).from_string(SOURCE)
texts = st.text(min_size=1)


@given(known=texts.filter(lambda text: "\0" not in text), one=texts, two=texts)
def test_filled_is_rendered(known: str, one: str, two: str) -> None:
    form = Form(template.render(s={"known": known, "one": hole("one"), "two": hole("two")}))
    rendered = template.render(s={"known": known, "one": one, "two": two})
    assert form.filled(one=str(escape(one)), two=str(escape(two))) == rendered


def test_each_row_of_columns_fills_the_form() -> None:
    form = Form(f"<i>{hole('one')}</i>{hole('two')} {hole('one')}%")
    rows = list(form.each(one=["a", "€"], two=["b", "c"]))
    assert rows == [form.filled(one="a", two="b"), form.filled(one="€", two="c")]
    assert rows[0] == "<i>a</i>b a%"


def test_a_hole_is_not_left_open() -> None:
    with pytest.raises(KeyError):
        Form(f"a{hole('one')}b{hole('two')}").filled(one="1")
    with pytest.raises(KeyError):
        Form(f"a{hole('one')}b{hole('two')}").each(one=["1"])

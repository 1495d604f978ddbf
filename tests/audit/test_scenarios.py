"""Scenarios: examples with several people, rows and windows, executed from what the page shows."""

import random
from pathlib import Path

import pytest

from generator.audit.example_mutants import EXAMPLE_OPERATORS
from generator.audit.findings import Verdict
from generator.audit.ground import Ground
from generator.audit.outputs import Outputs
from generator.audit.pages import read_page
from generator.audit.run import AuditResult, audit
from tests.audit import mini

V = mini.V
ID = f"growth/{V}/3"


def given(what: str, text: str, unit: str = "") -> str:
    kind = f' data-unit="{unit}"' if unit else ""
    return f'<b data-given="{what}"{kind}>{text}</b>'


def volume(text: str) -> str:
    return f"{mini.VOLUME}: {given('metric/volume', text, 'GBP')}"


def earns(clause: str, text: str) -> str:
    name = "in all" if clause == "total" else mini.ref(clause, clause.capitalize())
    return f'{name}: <b data-then="{clause}" data-unit="GBP">{text}</b>'


def person(name: str, facts: str, *amounts: str) -> str:
    called = "Stays with the programme" if name == "house" else given("name", name)
    return f'<tr data-person="{name}"><td>{called}</td><td>{facts}</td><td>{"<br>".join(amounts)}</td></tr>\n'


def people(*rows: str) -> str:
    head = "<thead><tr><th>Partner</th><th>With</th><th>Earns</th></tr></thead>"
    return f'<table class="pb-people">{head}<tbody>{"".join(rows)}</tbody></table>\n'


def sales(columns: str, *rows: str) -> str:
    head = "".join(f"<th><code>{name}</code></th>" for name in columns.split())
    body = "".join(
        "<tr>" + "".join(f"<td>{given('cell', cell)}</td>" for cell in row.split("|")) + "</tr>"
        for row in rows
    )
    table = f'<table class="pb-rows" data-rows="sales"><thead><tr>{head}</tr></thead><tbody>{body}</tbody>'
    return f'<p class="pb-label"><code>sales</code></p>\n{table}</table>\n'


def window(number: int) -> str:
    return f'<p class="pb-label">Window <span data-furniture="window">{number}</span></p>\n'


# In May what is not given of the tier holds, so that Anna is welcomed; the open order is not counted. In June she
# has been welcomed before, and Boris has not.
SCENARIO = "".join(
    (
        f'<div class="pb-scenario" data-scenario="{ID}">\n',
        window(1),
        people(
            person("anna", "", earns("growth", "£65"), earns("total", "£75")),
            person("boris", f"tier: {given('tier', 'Start')}, {volume('£100')}", earns("growth", "£5")),
        ),
        sales("partner amount tax status", "anna|1 300|100|", "anna|1000|0|open"),
        window(2),
        people(
            person("anna", volume("£1,000"), earns("growth", "£50"), earns("welcome", "£0")),
            person(
                "boris",
                f"tier: {given('tier', 'Gold')}",
                earns("welcome", "£10"),
                earns("growth", "£10"),
                earns("total", "£20"),
            ),
            person("house", "", earns("growth", "£0")),
        ),
        sales("partner amount date", "boris|200.00|2026-06-30"),
        "</div>\n",
    )
)


def look(root: Path, scenario: str) -> AuditResult:
    """The audit of the programme written by hand with a scenario beside its short examples."""
    mini.write(root)
    mini.put(root, "program/clauses/growth.yaml", mini.COMMISSION.replace("[1, 2]}]", "[1, 2, 3]}]"))
    shown = mini.SECTIONS["growth"] + mini.EXAMPLES["growth"] + scenario
    mini.put(root, "build/site/rules/growth/index.html", mini.page(shown))
    mini.write_manifest(root)
    return audit(root, on=mini.ON)


def test_a_scenario_that_agrees(tmp_path):
    result = look(tmp_path, SCENARIO)
    assert result.findings == []
    assert result.verdict == Verdict.AGREES
    assert result.examined["examples"] == 4


DIFFERENT = {
    "an amount": ("£65", "£66", "window 1: it says 66 for anna by growth, the rules give 65"),
    "a total": ("£75", "£65", "window 1: it says 65 for anna in all, the rules give 75"),
    "a given figure": (
        "£1,000<",
        "£1,001<",
        "window 2: it says 50 for anna by growth, the rules give 50.08",
    ),
    "a cell": ("1 300", "1 260", "window 1: it says 65 for anna by growth, the rules give 62"),
    "whether a row counts": (">open<", "><", "window 1: it says 65 for anna by growth, the rules give 140"),
    "a day": ("2026-06-30", "2026-05-30", "window 2: it says 10 for boris by growth, the rules give 0"),
    "what the house keeps": (
        earns("growth", "£0"),
        earns("growth", "£1"),
        "window 2: it says 1 for house by growth, the rules give 0",
    ),
    "a tier": (">Gold<", ">Start<", "window 2: it says 10 for boris by welcome, the rules give 0"),
    "a line that is not named": (
        earns("growth", "£5"),
        "",
        "window 1: it says 0 for boris by growth, the rules give 5",
    ),
}


@pytest.mark.parametrize("name", DIFFERENT)
def test_one_wrong_figure(tmp_path, name):
    old, new, says = DIFFERENT[name]
    assert old in SCENARIO
    found = look(tmp_path, SCENARIO.replace(old, new)).findings
    assert {one.slug for one in found} == {"example-differs"}
    assert any(one.says == says for one in found), found


UNREADABLE = {
    "a fact that nobody knows": ('data-given="tier"', 'data-given="rank"'),
    "a tier that nobody knows": (">Gold<", ">Silver<"),
    "a format": ("£65", "£65.0,"),
    "another currency": ('data-unit="GBP">£75', 'data-unit="EUR">€75'),
    "a row of nobody": (f"<tr><td>{given('cell', 'anna')}", f"<tr><td>{given('cell', 'dora')}"),
    "another name": (given("name", "boris"), given("name", "doris")),
    "a cell in no column": ("<th><code>tax</code></th>", ""),
    "no date": ("2026-06-30", "soon"),
    "after the last window": ("2026-06-30", "2026-07-01"),
    "no figure": ("1 300", "much"),
    "hidden": ('<tr data-person="boris">', '<tr hidden data-person="boris">'),
    "a rule beside another name": ('data-then="total"', 'data-then="welcome"'),
    "no rule": ('data-then="total"', 'data-then="thanks"'),
    "nobody": ('data-person="anna"', 'class="anna"'),
    "no rows of people": ('class="pb-people"', 'class="pb-people" data-rows="sales"'),
    "the place changes": (volume("£1,000"), f"sponsor: {given('sponsor', 'boris')}, {volume('£1,000')}"),
    "a sponsor whom nobody knows": (volume("£100"), f"sponsor: {given('sponsor', 'dora')}, {volume('£100')}"),
    "the number": (f'data-scenario="{ID}"', 'data-scenario="growth"'),
    "gone": (SCENARIO, ""),
    "twice": (SCENARIO, SCENARIO * 2),
    "two amounts": (earns("total", "£75"), earns("growth", "£65")),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_executed(tmp_path, name):
    old, new = UNREADABLE[name]
    assert old in SCENARIO
    result = look(tmp_path, SCENARIO.replace(old, new))
    assert "example-unreadable" in {one.slug for one in result.findings}
    assert result.verdict == Verdict.DISAGREES


def test_a_row_before_its_partner_joined(tmp_path):
    joined = f"<td>joined: {given('joined', '2 May 2026', 'date')}</td>"
    scenario = SCENARIO.replace("anna</b></td><td></td>", f"anna</b></td>{joined}")
    assert scenario != SCENARIO
    (found,) = look(tmp_path, scenario).findings
    assert found.slug == "example-unreadable"
    assert found.says == "a row of sales is dated before anna joined or after they left"


def test_digits_of_a_scenario_are_tagged():
    assert not read_page(mini.page(SCENARIO).encode(), "x").findings.found
    loose = SCENARIO.replace("tier: ", "tier 1: ", 1)
    assert [one.slug for one in read_page(mini.page(loose).encode(), "x").findings.found] == [
        "untagged-digit"
    ]


def test_an_amount_that_was_moved(tmp_path):
    assert look(tmp_path, SCENARIO).verdict == Verdict.AGREES
    ground = Ground.of(Outputs(tmp_path))
    for seed in range(8):
        mutant = EXAMPLE_OPERATORS["example-moved"](random.Random(seed), ground)
        assert mutant is not None
        result = audit(tmp_path, on=mini.ON, outputs=Outputs(tmp_path).with_changes(mutant.changed))
        assert mutant.right & {one.slug for one in result.findings}, mutant.says


def nobody(*rows: str) -> str:
    """A scenario of one partner who is not named, over some windows."""
    told = [window(at) + people(row) for at, row in enumerate(rows, start=1)]
    return f'<div class="pb-scenario" data-scenario="{ID}">\n{"".join(told)}</div>\n'


def unnamed(facts: str, *amounts: str) -> str:
    return f'<tr data-person=""><td>A partner</td><td>{facts}</td><td>{"<br>".join(amounts)}</td></tr>\n'


# Gold is welcomed once.
TWICE = unnamed(f"tier: {given('tier', 'Gold')}, {volume('£1,000')}", earns("growth", "£50"))


def test_one_partner_without_a_name(tmp_path):
    first = TWICE.replace("</td></tr>", f"<br>{earns('welcome', '£10')}</td></tr>")
    second = TWICE.replace("</td></tr>", f"<br>{earns('welcome', '£0')}</td></tr>")
    assert look(tmp_path, nobody(first, second)).findings == []
    (found,) = look(tmp_path, nobody(first, second.replace("£50", "£51"))).findings
    assert found.slug == "example-differs"


def test_somebody_is_named_and_somebody_is_not(tmp_path):
    result = look(tmp_path, nobody(TWICE, person("anna", volume("£100"), earns("growth", "£5"))))
    assert {one.slug for one in result.findings} == {"example-unreadable"}

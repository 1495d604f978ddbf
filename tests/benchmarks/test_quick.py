"""The benchmarks run, and product and hand-written limit come to the same lines; how fast is not asserted."""

import json

import pytest

from benchmarks import settlement
from benchmarks.__main__ import main
from benchmarks.outcome import Outcome, as_table


def test_both_sides_settle_the_same() -> None:
    outcomes = list(settlement.measure(quick=True, runs=1, say=lambda _: None))
    assert len(outcomes) > 1
    assert all(one.equal for one in outcomes)


@pytest.mark.proof
def test_both_sides_come_to_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--quick", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    outcomes = told["outcomes"]
    assert all(one["equal"] for one in outcomes)
    compared = [one for one in outcomes if one["target"] is not None]
    assert len(compared) == 6
    for one in compared:
        assert one["verdict"].split(":")[0] in {"pass", "miss", "NOT RUN"}
        assert (one["ratio"] is None) == one["verdict"].startswith("NOT RUN")
    assert settlement.same_ledgers(settlement.QUICK_LARGE)
    assert not settlement.same_ledgers(settlement.QUICK_LARGE, settlement.QUICK_SMALL)


def test_verdicts() -> None:
    assert Outcome("x", "1 s", "1 s", 2.0, target=2.0).verdict == "pass"
    assert Outcome("x", "1 s", "1 s", 2.01, target=2.0).verdict == "miss"
    assert Outcome("x", "1/s", "1/s", 1.9, target=2.0, better="least").verdict == "miss"
    assert Outcome("x", "1/s", "1/s", 2.1, target=2.0, better="least").verdict == "pass"
    assert Outcome("x", "1 s", "1 s", 1.0, target=2.0, equal=False).verdict == "DIFFERENT"
    assert (
        Outcome("x", "1/s", target=2.0, why_not="hugo is not installed").verdict
        == "NOT RUN: hugo is not installed"
    )
    assert Outcome("x", "1 MiB").verdict == ""
    assert "NOT RUN" in as_table([Outcome("x", "1/s", target=2.0, why_not="hugo is not installed")])

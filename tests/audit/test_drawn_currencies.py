"""Figures in several currencies come to the same for settlement and for the audit, whatever the policy says."""

from tests.audit.drawn_currencies import ON, drawn
from tests.audit.twice import read_twice


def test_both_convert_alike(tmp_path):
    drawn(8, tmp_path / "p")
    found = read_twice(tmp_path / "p", ON)
    assert found.settled
    assert found.differences() == []

"""Which versions say that debts of earlier ones stand: by what was announced when they were, and for ever."""

from typing import Any

import pytest

from generator.rules.guarantee import GuaranteeVersion
from generator.terms.carried import after_debts
from generator.terms.version import check_versions
from tests.rules.people import version_of

GIVEN = {"minimum": "10", "counts": {"lines": {"clauses": ["share"]}}, "recoverable": "false"}
LENT = GIVEN | {
    "recoverable": "true",
    "repaid_from": "above_minimum",
    "carries": {"debt": {"unit": "money", "opens": "0", "on_leaving": "kept"}},
}
SAYS = {"en": "Wrong", "ru": "Неверно"}
CORRECTS = {"correction": {"wrong": SAYS, "affected": SAYS, "made_whole": SAYS}}


def at(announced: str, starts: str, kind: dict[str, Any], **more: Any) -> GuaranteeVersion:
    made: GuaranteeVersion = version_of(
        GuaranteeVersion, {**kind, **more, "announced": announced, "from": starts}
    )
    return made


@pytest.mark.parametrize(
    ("versions", "says"),
    [
        ([at("2026-01-01", "2026-02-01", GIVEN), at("2026-03-01", "2026-04-01", GIVEN)], []),
        ([at("2026-01-01", "2026-02-01", LENT), at("2026-03-01", "2026-04-01", LENT)], []),
        ([at("2026-01-01", "2026-02-01", LENT), at("2026-03-01", "2026-04-01", GIVEN)], ["2026-04-01"]),
        # Debts of the first stand under the third, too.
        (
            [
                at("2026-01-01", "2026-02-01", LENT),
                at("2026-03-01", "2026-04-01", GIVEN),
                at("2026-05-01", "2026-06-01", GIVEN),
            ],
            ["2026-04-01", "2026-06-01"],
        ),
        # The first was corrected after the second had been announced: its page stays as it was published.
        (
            [
                at("2026-01-01", "2026-02-01", LENT),
                at("2026-03-15", "2026-02-01", GIVEN, **CORRECTS),
                at("2026-03-01", "2026-04-01", GIVEN),
            ],
            ["2026-04-01"],
        ),
        (
            [
                at("2026-01-01", "2026-02-01", LENT),
                at("2026-02-15", "2026-02-01", GIVEN, **CORRECTS),
                at("2026-03-01", "2026-04-01", GIVEN),
            ],
            [],
        ),
    ],
)
def test_versions_after_debts(versions: list[GuaranteeVersion], says: list[str]) -> None:
    check_versions(versions)
    assert [one.address for one in after_debts(versions)] == says

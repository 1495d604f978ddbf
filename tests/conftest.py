"""Rules for all tests: what did not run is said, and fails in CI; long files first; the browser; the real orders."""

import gc
import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tools.browser import find

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent
REAL_ORDERS = ROOT.parent / "shared" / "data" / "online_retail.parquet"

# Most of what tests make is small and short-lived: looking for cycles at every 700th of it is a twelfth of all time.
gc.set_threshold(100_000, 20, 50)

# Where CI is set, a skipped test is a failure. PARTNERBOOK_NOT_RUN names marks that may be missing all the
# same (a machine of GitHub has no real orders); .ci/run clears it.
IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
MAY_BE_MISSING = set(os.environ.get("PARTNERBOOK_NOT_RUN", "").split())

# A file is one worker's whole work. Those that take from six seconds to minutes stand here, the longest first:
# one that came last would run alone, while the other workers have nothing left to do.
LONGEST = (
    "drawn/test_programmes.py",
    "drawn/test_built.py",
    "real/test_build.py",
    "browser/test_statements.py",
    "workflow/test_build.py",
    "rules/test_joined.py",
    "diagnostics/test_gallery.py",
    "house/test_tutorial.py",
    "benchmarks/test_quick.py",
    "cases/test_cases.py",
    "cli/test_close.py",
    "settlement/test_laws.py",
    "audit/test_money_build.py",
    "workflow/test_killed.py",
    "audit/test_network_build.py",
    "cli/test_bad_input.py",
    "rules/test_network_readings.py",
    "accounts/test_s3.py",
    "settlement/test_windows.py",
    "cookbook/test_recipes.py",
    "source/test_random_damage.py",
    "statements/test_issue.py",
    "rules/test_cases.py",
    "settlement/test_tiers.py",
    "settlement/test_carried.py",
    "settlement/test_metrics.py",
    "rules/test_network_cases.py",
    "audit/test_whole.py",
    "accounts/test_by_hand.py",
    "accounts/test_histories.py",
    "rules/test_money_cases.py",
    "accounts/test_dues.py",
    "rules/test_network_laws.py",
    "rules/test_drawn_returns.py",
    "cli/test_json.py",
    "settlement/test_scopes.py",
    "cli/test_misuse.py",
    "rules/test_drawn_clauses.py",
    "browser/test_pages.py",
    "real/test_settlement.py",
)


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """A Chromium, driven by Playwright; the test is skipped with the reason where there is none.

    One for each file: kept to the end of all tests, it takes a twentieth of a processor for nothing.
    """
    from playwright.sync_api import sync_playwright

    path = find()
    if path is None:
        pytest.skip("no browser on this machine (python -m tools.browser brings one)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def real_orders() -> Path:
    """The Parquet file of real orders beside the project; the test carries the mark `real`."""
    return REAL_ORDERS


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where workers share the files, the long ones are handed out first; pytest's own order stays otherwise."""
    if hasattr(config, "workerinput"):
        places = {f"tests/{name}": place for place, name in enumerate(LONGEST)}
        items.sort(key=lambda item: places.get(item.nodeid.partition("::")[0], len(LONGEST)))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test of the real orders where they are not at hand."""
    if item.get_closest_marker("real") and not REAL_ORDERS.exists():
        pytest.skip("real data: ../shared/data/online_retail.parquet is not here")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skipped test into a failed one in CI."""
    report = yield
    expected = hasattr(report, "wasxfail") or MAY_BE_MISSING & {mark.name for mark in item.iter_markers()}
    if IN_CI and report.skipped and not expected:
        _fail(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turn a whole file that was left out into a failure in CI."""
    report = yield
    if IN_CI and report.skipped:
        _fail(report)
    return report


def _fail(report: pytest.TestReport | pytest.CollectReport) -> None:
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    report.outcome = "failed"
    report.longrepr = f"NOT RUN, and CI runs everything: {reason.removeprefix('Skipped: ')}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say whether the real orders were read."""
    where = os.path.relpath(REAL_ORDERS, ROOT)
    terminalreporter.write_line(
        f"real data: {where}" if REAL_ORDERS.exists() else f"real data: NOT RUN ({where} is not here)"
    )

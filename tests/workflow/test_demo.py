"""The demonstration's data: the same bytes every time, volumes at thresholds, as many faults as declared."""

import csv
import stat
from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from ruamel.yaml import YAML

from generator.workflow.benchmark_data import write_benchmark_data
from generator.workflow.demo import default_secret_path, ensure_demo_secret, write_demo

ROOT = Path(__file__).resolve().parents[2]
ON = date(2026, 11, 12)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def day(text: str) -> date:
    return datetime.strptime(text, "%d.%m.%Y").date()  # noqa: DTZ007 (a plain day has no time zone)


def files(root: Path) -> dict[str, bytes]:
    data = root / "partners_data"
    return {str(path.relative_to(data)): path.read_bytes() for path in data.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("demo")
    write_demo(root, ON)
    return root


@pytest.fixture(scope="module")
def sales(demo: Path) -> list[dict[str, str]]:
    return [row for path in sorted((demo / "partners_data/sales").glob("*.csv")) for row in rows(path)]


def volumes(sales: list[dict[str, str]], partner: str) -> dict[str, Decimal]:
    """Goods less returns by month, as the metric Personal volume counts them."""
    found: Counter[str] = Counter()
    for row in sales:
        if row["dealer"] == partner and row["status"] != "cancelled":
            kopecks = int(row["amount"].replace(",", "")) - int(row["delivery"].replace(",", ""))
            found[f"{day(row['date']):%Y-%m}"] += kopecks
    return {month: Decimal(kopecks) / 100 for month, kopecks in found.items()}


def test_the_committed_data_is_what_the_demonstration_writes(demo: Path) -> None:
    committed = files(ROOT)
    for written_by_hand in ("sources.yaml", "goals.yaml", "consents.yaml", "people.yaml"):
        committed.pop(written_by_hand)
    assert files(demo) == committed


def test_a_second_run_writes_nothing_and_a_damaged_file_is_put_right(tmp_path: Path) -> None:
    written = write_demo(tmp_path, ON)
    assert len(written) == 11
    before = files(tmp_path)
    assert write_demo(tmp_path, ON) == ()
    (tmp_path / "partners_data/sales/2026-07.csv").write_text("spoilt")
    assert [path.name for path in write_demo(tmp_path, ON)] == ["2026-07.csv"]
    assert files(tmp_path) == before


def test_another_seed_gives_other_orders(demo: Path, tmp_path: Path) -> None:
    write_demo(tmp_path, ON, seed=8)
    assert files(tmp_path)["sales/2026-05.csv"] != files(demo)["sales/2026-05.csv"]


def test_a_later_day_only_adds(demo: Path, tmp_path: Path) -> None:
    write_demo(tmp_path, date(2026, 9, 20))
    early, late = files(tmp_path), files(demo)
    assert sorted(early) == [
        "events.csv",
        "handovers.csv",
        "partners.csv",
        "redemptions.csv",
        *(f"sales/2026-0{month}.csv" for month in range(5, 10)),
    ]
    for name, content in early.items():
        if name != "partners.csv":  # there a partner's leaving day appears once it has come
            assert late[name].startswith(content), name


def test_what_it_will_not_do(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least 60 partners"):
        write_demo(tmp_path, ON, partners=59)
    with pytest.raises(ValueError, match="too early"):
        write_demo(tmp_path, date(2026, 4, 30))
    write_demo(tmp_path, ON)
    with pytest.raises(ValueError, match=r"2026-11\.csv is not part of the demonstration up to 2026-10-31"):
        write_demo(tmp_path, date(2026, 10, 31))


def test_size_and_shape(demo: Path, sales: list[dict[str, str]]) -> None:
    people = rows(demo / "partners_data/partners.csv")
    assert len(people) == 240 == len({person["name"] for person in people})
    assert 4_000 <= len(sales) <= 7_000
    assert Counter(row["status"] for row in sales).keys() == {"paid", "returned", "cancelled"}
    assert 0.05 < sum(person["language"] == "en" for person in people) / 240 < 0.15
    # skewed: the best tenth sell more than a third
    totals = sorted((sum(volumes(sales, person["partner"]).values()) for person in people), reverse=True)
    assert sum(totals[:24]) > sum(totals) / 3


def test_sponsors_joined_before_those_whom_they_invited(demo: Path) -> None:
    joined, depth = {}, {}
    for person in rows(demo / "partners_data/partners.csv"):
        sponsor = person["sponsor"]
        depth[person["partner"]] = depth[sponsor] + 1 if sponsor else 0
        joined[person["partner"]] = day(person["joined_on"])
        assert not sponsor or joined[sponsor] <= joined[person["partner"]]
    assert 6 <= max(depth.values()) <= 12


@pytest.mark.parametrize(
    ("partner", "month", "volume"),
    [
        ("P-0011", "2026-06", "99999.99"),
        ("P-0012", "2026-06", "100000.00"),
        ("P-0013", "2026-06", "100000.01"),
        ("P-0014", "2026-06", "499999.99"),
        ("P-0015", "2026-06", "500000.00"),
        ("P-0016", "2026-06", "500000.01"),
        ("P-0011", "2026-09", "79999.99"),
        ("P-0012", "2026-09", "80000.00"),
        ("P-0013", "2026-09", "80000.01"),
        ("P-0014", "2026-09", "299999.99"),
        ("P-0015", "2026-09", "300000.00"),
        ("P-0016", "2026-09", "300000.01"),
        ("P-0017", "2026-08", "120000.00"),
        ("P-0018", "2026-08", "119999.99"),
        ("P-0021", "2026-06", "4999.99"),
        ("P-0022", "2026-06", "5000.00"),
        ("P-0029", "2026-10", "-20300.00"),
    ],
)
def test_volumes_at_and_beside_thresholds(
    sales: list[dict[str, str]], partner: str, month: str, volume: str
) -> None:
    assert volumes(sales, partner)[month] == Decimal(volume)


def test_the_partner_of_the_story(demo: Path, sales: list[dict[str, str]]) -> None:
    assert volumes(sales, "P-0007") == {
        "2026-05": Decimal("41260.00"),
        "2026-06": Decimal("58317.50"),
        "2026-07": Decimal("96840.20"),
        "2026-08": Decimal("131472.60"),
        "2026-09": Decimal("168209.00"),
        "2026-10": Decimal("342318.40"),
        "2026-11": Decimal("74655.30"),
    }
    courses = [row for row in rows(demo / "partners_data/events.csv") if row["partner"] == "P-0007"]
    passed = [(row["date"], row["subject"]) for row in courses if row["event"] == "course_passed"]
    assert passed == [("15.09.2026", "sales-basics")]
    returned = [row for row in sales if row["dealer"] == "P-0007" and row["status"] == "returned"]
    assert len(returned) == 2
    assert {row["order_id"].removesuffix("-R") for row in returned} < {row["order_id"] for row in sales}


def test_some_partners_have_nothing(sales: list[dict[str, str]]) -> None:
    assert not any(row["dealer"] == "P-0019" for row in sales)
    assert {row["status"] for row in sales if row["dealer"] == "P-0023"} == {"cancelled"}


def test_every_declared_ceiling_is_met_exactly(demo: Path, sales: list[dict[str, str]]) -> None:
    """Each row has at most one fault here, so that counting needs no order of reasons."""
    people = {person["partner"]: person for person in rows(demo / "partners_data/partners.csv")}
    seen: set[tuple[str, ...]] = set()
    found: Counter[str] = Counter()
    for row in sales:
        reasons = []
        if not row["dealer"]:
            reasons.append("missing-partner")
        else:
            person = people[row["dealer"]]
            assert day(person["joined_on"]) <= day(row["date"]) <= ON
            if person["left_on"] and day(row["date"]) > day(person["left_on"]):
                reasons.append("after-leaving")
        if tuple(row.values()) in seen:
            reasons.append("duplicate-row")
        if row["customer"] == "TEST":
            reasons.append("test-order")
        seen.add(tuple(row.values()))
        assert len(reasons) <= 1
        found.update(reasons)
    assert len({row[0] for row in seen}) == len(seen)  # no order number stands for two different rows
    sources = YAML(typ="safe").load(ROOT / "partners_data/sources.yaml")["sources"]
    declared = next(source for source in sources if source["table"] == "sales")["reject"]
    assert found == {reason["reason"]: reason["ceiling"] for reason in declared}


def test_courses_are_passed_while_a_partner_is_there(demo: Path) -> None:
    people = {person["partner"]: person for person in rows(demo / "partners_data/partners.csv")}
    events = rows(demo / "partners_data/events.csv")
    courses = {row["subject"] for row in events if row["event"] != "webinar_attended"}
    assert courses == {"sales-basics", "linen-care"}
    for row in events:
        person = people[row["partner"]]
        assert day(person["joined_on"]) <= day(row["date"]) <= ON
        assert not person["left_on"] or day(row["date"]) <= day(person["left_on"])


def test_rewards_are_taken_once_points_can_be_spent_and_handed_over_after_that(demo: Path) -> None:
    taken = rows(demo / "partners_data/redemptions.csv")
    assert len({row["redemption"] for row in taken}) == len(taken) > 20
    assert all(date(2026, 10, 1) <= day(row["date"]) <= ON for row in taken)
    when = {(row["partner"], row["reward"]): day(row["date"]) for row in taken}
    handed = rows(demo / "partners_data/handovers.csv")
    assert handed
    assert all(when[row["partner"], row["reward"]] < day(row["date"]) for row in handed)


def test_a_secret_is_made_once_and_only_for_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "state" / "partnerbook" / "demo.secret"
    assert ensure_demo_secret(path)
    text = path.read_text()
    assert len(text.strip()) == 43
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert (
        stat.S_IMODE(path.parent.stat().st_mode) == stat.S_IMODE(path.parent.parent.stat().st_mode) == 0o700
    )
    assert not ensure_demo_secret(path)
    assert path.read_text() == text
    assert [entry.name for entry in path.parent.iterdir()] == ["demo.secret"]


def test_where_the_secret_lives(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PARTNERBOOK_SECRET_FILE", str(tmp_path / "mine"))
    assert default_secret_path() == tmp_path / "mine"
    monkeypatch.delenv("PARTNERBOOK_SECRET_FILE")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert default_secret_path() == tmp_path / "partnerbook" / "demo.secret"
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_secret_path() == tmp_path / ".local" / "state" / "partnerbook" / "demo.secret"


def test_benchmark_data_has_the_declared_shape(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.workflow.benchmark_data.CHUNK", 4_000)
    sources = write_benchmark_data(tmp_path, sales=10_000, partners=300)
    sold = pq.read_table(tmp_path / "sales.parquet")
    people = pq.read_table(tmp_path / "partners.parquet")
    assert {field.name: str(field.type) for field in sold.schema} == {
        "order_id": "int64",
        "partner_id": "int64",
        "customer_id": "int64",
        "product": "string",
        "date": "date32[day]",
        "amount": "int64",
        "status": "string",
    }
    assert sold["order_id"].to_pylist() == list(range(10_000))
    assert (pc.min(sold["date"]).as_py(), pc.max(sold["date"]).as_py()) == (
        date(2026, 1, 1),
        date(2026, 12, 31),
    )
    assert pc.min(sold["amount"]).as_py() > 0
    assert people["partner_id"].to_pylist() == list(range(300))
    assert set(sold["partner_id"].to_pylist()) <= set(range(300))
    assert pc.max(people["registered_on"]).as_py() < date(2026, 1, 1)
    invited = zip(people["partner_id"].to_pylist(), people["sponsor_id"].to_pylist(), strict=True)
    sponsor = {partner: by for partner, by in invited if by is not None}
    assert len(sponsor) == 295
    for partner in sponsor:  # no cycle: everybody reaches a root
        steps = 0
        while partner in sponsor:
            partner, steps = sponsor[partner], steps + 1
            assert steps < 300
    columns = {entry["table"]: entry["columns"] for entry in YAML(typ="safe").load(sources)["sources"]}
    assert columns["sales"]["amount"] == {"column": "amount", "digits": 2, "in": "minor"}
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "partners.parquet",
        "sales.parquet",
        "sources.yaml",
    ]


def test_benchmark_data_is_the_same_every_time(tmp_path: Path) -> None:
    for name in ("one", "other"):
        write_benchmark_data(tmp_path / name, sales=1_000, partners=50, days=31)
    for name in ("sales.parquet", "partners.parquet", "sources.yaml"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()
    dates = pq.read_table(tmp_path / "one" / "sales.parquet")["date"]
    assert pc.max(dates).as_py() == date(2026, 1, 31)

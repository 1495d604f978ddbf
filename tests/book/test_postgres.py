"""Records from a real PostgreSQL: its types, its password, and all sources as they were at one moment."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import sqlalchemy

from generator.book.extracting import Databases
from generator.book.reading import read_sources
from generator.source import load_yaml
from tests.book.making import PARTNERS, PARTNERS_SOURCE, read, refused, rows, write
from tests.book.postgres import PASSWORD, server
from tools.postgres import find

TABLES = """
create schema crm;
create table crm.orders (
  id bigint primary key, uid uuid not null, dealer text, sold_at timestamptz, amount numeric(18, 4), paid boolean,
  rate double precision, due date, points int, extra jsonb
);
insert into crm.orders values
  (9000000000, '00000000-0000-0000-0000-000000000002', 'P-2', '2026-03-31 21:30:00+00', 12345678901.5000, false, 0.1,
   '2026-04-01', null, '{}'),
  (7, '00000000-0000-0000-0000-000000000001', 'P-1', '2026-03-31 20:59:59.5+00', 0.05, true, 0.3,
   '2026-04-02', 3, null);
"""
SOURCE = """
- table: sales
  database: {address}
  password_from: CRM_PASSWORD
  from_table: crm.orders
  key: id
  columns:
    sale: uid
    partner: dealer
    date: sold_at
    status: paid
    due: {{column: due, type: text}}
    amount: {{column: amount, digits: 2}}
    rate: {{column: rate, digits: 1}}
"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    programs = find()
    if programs is None:
        pytest.skip("no PostgreSQL on this machine (python -m tools.postgres brings one)")
    with server(programs) as where:
        run(where, TABLES)
        yield where


def run(address: str, sql: str) -> None:
    """Do something in the database as somebody else."""
    engine = sqlalchemy.create_engine(
        sqlalchemy.make_url(address).set(password=PASSWORD), poolclass=sqlalchemy.NullPool
    )
    with engine.begin() as connection:
        connection.exec_driver_sql(sql)


@pytest.fixture
def folder(tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CRM_PASSWORD", PASSWORD)
    return write(tmp_path, PARTNERS_SOURCE + SOURCE.format(address=address), partners_csv=PARTNERS)


def test_its_types(folder: Path) -> None:
    with read(folder) as book:
        found = rows(
            book, 'SELECT partner, CAST("at" AS VARCHAR), status, due, amount, rate, source_row FROM sales'
        )
    assert found == [
        ("P-1", "2026-03-31 23:59:59.5", "true", "2026-04-02", 5, 3, 7),
        ("P-2", "2026-04-01 00:30:00", "false", "2026-04-01", 1234567890150, 1, 9000000000),
    ]
    kept = pq.read_table(folder / "database" / "crm.orders.parquet").to_pydict()
    assert kept["sold_at"] == ["2026-03-31 20:59:59.500000+00:00", "2026-03-31 21:30:00+00:00"]
    assert kept["amount"] == ["0.0500", "12345678901.5000"]
    assert "extra" not in kept


def test_all_sources_see_one_moment(folder: Path, address: str) -> None:
    second = SOURCE.format(address=address).replace("key: id", "key: id\n  name: again")
    write(folder, PARTNERS_SOURCE + SOURCE.format(address=address) + second)
    sources = read_sources(folder, ("en",)).sources
    with Databases(folder, load_yaml(folder / "sources.yaml")) as databases:
        databases.extract(1, sources[1])
        run(
            address,
            "insert into crm.orders select 8, gen_random_uuid(), 'P-1', sold_at from crm.orders where id = 7",
        )
        databases.extract(2, sources[2])
    run(address, "delete from crm.orders where id = 8")
    kept = [pq.read_table(folder / "database" / f"{name}.parquet") for name in ("crm.orders", "again")]
    assert kept[0].equals(kept[1])


def test_nothing_can_be_changed(folder: Path, address: str) -> None:
    query = "name: orders\n  query: with gone as (delete from crm.orders returning *) select * from gone"
    write(folder, PARTNERS_SOURCE + SOURCE.format(address=address).replace("from_table: crm.orders", query))
    (found,) = refused(folder)
    assert found.slug == "database-refuses"


def test_a_wrong_password(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRM_PASSWORD", "wrong-one")
    (found,) = refused(folder)
    assert (found.slug, "wrong-one" in str(found)) == ("database-unreachable", False)
    assert "password authentication failed" in found.sentence

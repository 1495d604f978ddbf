"""Extracting: what a source reads from a database is kept in a file, and that file is what everybody reads."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pyarrow as pa
import pyarrow.parquet as pq

from generator.book.database_cells import NoText, as_text
from generator.book.files import DataFile, check_header
from generator.book.sources import Source
from generator.source import Diagnosed, Diagnostic, Place, Tree, did_you_mean, find

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Select

_ROWS = 50_000
"""How many rows are fetched, and written, at once."""
_TEXTS = {str, type(None)}
_SNAPSHOT = {"postgresql": "REPEATABLE READ", "mysql": "REPEATABLE READ", "mariadb": "REPEATABLE READ"}
"""How to see a database as it was at one moment; elsewhere what the database does by itself must do."""


@dataclass
class Databases:
    """The databases of one run: each is opened once, and seen as it was at one moment by all sources that read it."""

    data: Path
    tree: Tree
    _opened: dict[tuple[str, str | None], Connection] = field(default_factory=dict)
    _stack: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Databases:
        """Nothing is opened yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close what was opened."""
        self._stack.close()

    def extract(self, number: int, source: Source) -> None:
        """Read the records of one source, and keep them in its file; an equal file is left as it is.

        Raises Diagnosed: password-missing, database-unreachable, database-refuses, missing-column, column-twice,
        row-key-unclear, value-without-text.
        """
        about = _About(self.tree, number, source)
        _check_installed(about)
        with about.refusals():
            connection = self._connection(about)
            query, columns = _query(connection, about)
            rows = connection.execute(query, execution_options={"yield_per": _ROWS})
            _keep(self.data / str(source.files), columns, about, rows.partitions())

    def _connection(self, about: _About) -> Connection:
        source = about.source
        key = str(source.database), source.password_from
        if key not in self._opened:
            self._opened[key] = self._stack.enter_context(_connected(self.data, about))
        return self._opened[key]


@dataclass(frozen=True)
class _About:
    """One source, and where in `sources.yaml` it stands."""

    tree: Tree
    number: int
    source: Source

    def place(self, *path: str) -> Place:
        return find(self.tree, ("sources", self.number, *path)).place

    def column(self, name: str) -> Place:
        """Where a column of the database is mapped."""
        mapped = next(one for one, column in self.source.columns.items() if column.column == name)
        return self.place("columns", mapped, "column")

    @property
    def read(self) -> str:
        """The key that says what is read."""
        return "from_table" if self.source.query is None else "query"

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Say in words what the database does not do. Raises Diagnosed database-refuses."""
        from sqlalchemy.exc import SQLAlchemyError

        try:
            yield
        except SQLAlchemyError as error:
            raise self.refused(f"The database answers: {_own_words(error)}.") from error

    def refused(self, sentence: str, cure: str = "") -> Diagnosed:
        return _diagnosed(
            "database-refuses",
            self.place(self.read),
            sentence,
            cure or "See whether this is what is meant, and whether the user of the address may read it.",
        )


def _check_installed(about: _About) -> None:
    if find_spec("sqlalchemy") is None:
        cure = "Install what speaks to databases: `pip install partnerbook[sql]`."
        raise _unreachable(about, "a package is not installed here", cure)


@contextmanager
def _connected(data: Path, about: _About) -> Iterator[Connection]:
    """A connection within one transaction that only reads. Raises Diagnosed: database-unreachable, password-missing."""
    import sqlalchemy
    from sqlalchemy.exc import SQLAlchemyError

    address = _address(data, about)
    try:
        engine = sqlalchemy.create_engine(address, poolclass=sqlalchemy.NullPool)
    except (ImportError, SQLAlchemyError) as error:
        raise _unreachable(
            about, f"{_own_words(error)}", "Install the driver that the address names."
        ) from error
    try:
        connection = engine.connect()
    except SQLAlchemyError as error:
        raise _unreachable(about, _own_words(error)) from error
    with connection:
        snapshot = _SNAPSHOT.get(engine.dialect.name)
        if snapshot is not None:
            connection = connection.execution_options(isolation_level=snapshot)
        if engine.dialect.name == "postgresql":
            connection = connection.execution_options(postgresql_readonly=True)
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN")
        yield connection
    engine.dispose()


def _address(data: Path, about: _About) -> URL:
    """The address with its password; a file of SQLite lies in the data folder, and nothing ever makes or changes it."""
    import sqlalchemy

    source = about.source
    try:
        address = sqlalchemy.make_url(str(source.database))
    except sqlalchemy.exc.ArgumentError as error:
        raise _unreachable(about, _own_words(error)) from error
    if source.password_from is not None:
        password = os.environ.get(source.password_from)
        if not password:
            raise _diagnosed(
                "password-missing",
                about.place("password_from"),
                f"The variable `{source.password_from}` of the environment is not set.",
                f"Set it to the password of `{address.username or 'the user'}` before you start this command.",
            )
        address = address.set(password=password)
    if address.get_backend_name() == "sqlite" and address.database:
        path = data / address.database
        if not path.is_file():
            raise _unreachable(
                about, f"there is no file `{address.database}`", "Paths start at `partners_data/`."
            )
        address = address.set(database=f"file:{quote(str(path))}", query={"mode": "ro", "uri": "true"})
    return address


def _query(connection: Connection, about: _About) -> tuple[Select[Any], Sequence[str]]:
    """What is asked of the database, in the order of `key`, and the columns that are kept."""
    import sqlalchemy

    source = about.source
    wanted = list(dict.fromkeys([str(source.key), *(column.column for column in source.columns.values())]))
    if source.query is not None:
        asked = sqlalchemy.text(_written_out(source.query))
        nothing = sqlalchemy.select(sqlalchemy.text("*")).select_from(asked.columns().subquery("records"))
        _check_columns(about, list(connection.execute(nothing.where(sqlalchemy.false())).keys()))
        records: Any = asked.columns(*(sqlalchemy.column(name) for name in wanted)).subquery("records")
    else:
        schema, _, table = str(source.from_table).rpartition(".")
        _check_columns(about, _columns_of(connection, about, table, schema or None))
        records = sqlalchemy.table(
            table, *(sqlalchemy.column(name) for name in wanted), schema=schema or None
        )
    columns = [records.c[name] for name in wanted]
    return sqlalchemy.select(*columns).order_by(columns[0]), wanted


def _written_out(query: str) -> str:
    """A query that stands in brackets: without its semicolon, its last comment ended, its colons no parameters."""
    return re.sub(r"(?<![:\w\\]):(?=\w)", r"\\:", query.rstrip().removesuffix(";")) + "\n"


def _columns_of(connection: Connection, about: _About, table: str, schema: str | None) -> list[str]:
    import sqlalchemy

    looking = sqlalchemy.inspect(connection)
    try:
        return [str(column["name"]) for column in looking.get_columns(table, schema)]
    except sqlalchemy.exc.NoSuchTableError:
        known = [*looking.get_table_names(schema), *looking.get_view_names(schema)]
    near = did_you_mean(table, known)
    raise about.refused(
        f"The database has no table `{about.source.from_table}`.", f"Did you mean `{near}`?" if near else ""
    )


def _check_columns(about: _About, having: Sequence[str]) -> None:
    """Raises Diagnosed: missing-column, column-twice."""
    source = about.source
    name = str(source.from_table or source.name)
    wanted = [("key", str(source.key), about.place("key"))]
    wanted += [
        (one, column.column, about.place("columns", one, "column")) for one, column in source.columns.items()
    ]
    check_header(DataFile(Path(name), name), having, wanted)


def _keep(path: Path, columns: Sequence[str], about: _About, chunks: Iterator[Sequence[Any]]) -> None:
    """Write all rows aside, then in the place of the file, unless it holds the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    schema = pa.schema([(name, pa.string() if at else pa.int64()) for at, name in enumerate(columns)])
    last = -1
    try:
        with pq.ParquetWriter(aside, schema, compression="zstd") as writer:
            for rows in chunks:
                keys: list[int] = []
                for row in rows:
                    last = _key(row[0], last, about)
                    keys.append(last)
                cells = [
                    _texts(name, keys, [row[at] for row in rows], about)
                    for at, name in enumerate(columns)
                    if at
                ]
                writer.write_table(pa.table([pa.array(keys, pa.int64()), *cells], schema=schema))
        if path.is_file() and path.read_bytes() == aside.read_bytes():
            return
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
        with suppress(OSError):  # it holds files of other sources
            path.parent.rmdir()


def _key(value: Any, last: int, about: _About) -> int:
    """The number of a row, which must be larger than that of the row before. Raises Diagnosed row-key-unclear."""
    number = int(value) if _is_whole(value) else None
    if number is not None and last < number < 2**63:
        return number
    shown = "nothing" if value is None else f"`{value}`"
    why = "which stands there twice" if number == last else "which is no whole number from 0 on"
    raise _diagnosed(
        "row-key-unclear",
        about.place("key"),
        f"A row has {shown} in `{about.source.key}`, {why}.",
        "Name a column of whole numbers that is never empty, never repeats and never changes.",
        "Nobody could say which row of the database a line of a statement is about.",
    )


def _is_whole(value: Any) -> bool:
    if isinstance(value, Decimal):
        return value.is_finite() and value == value.to_integral_value()
    return isinstance(value, int) and not isinstance(value, bool)


def _texts(name: str, keys: Sequence[int], values: Sequence[Any], about: _About) -> pa.Array:
    if set(map(type, values)) <= _TEXTS:  # most columns, and those of which there are most
        return pa.array(values, pa.string())
    texts: list[str | None] = []
    for key, value in zip(keys, values, strict=True):
        try:
            texts.append(as_text(value))
        except NoText as error:
            raise _diagnosed(
                "value-without-text",
                about.column(name),
                f"`{name}` of row {key} holds {error}, which is neither a text, nor a figure, nor a date.",
                "Map another column, or let a `query` give what is needed of it.",
            ) from None
    return pa.array(texts, pa.string())


def _own_words(error: BaseException) -> str:
    """What the database said itself, on one line."""
    said = str(getattr(error, "orig", None) or error).strip().splitlines()
    return (said[0] if said else type(error).__name__).rstrip(".")


def _unreachable(about: _About, why: str, cure: str = "") -> Diagnosed:
    return _diagnosed(
        "database-unreachable",
        about.place("database"),
        f"The database cannot be reached: {why}.",
        cure or "See whether the address is right, and whether it can be reached from here.",
    )


def _diagnosed(slug: str, place: Place, sentence: str, cure: str, consequence: str = "") -> Diagnosed:
    consequence = consequence or "Nothing is settled from a part of the data."
    return Diagnosed([Diagnostic(slug, place, sentence, consequence=consequence, cure=cure)])

"""When a mutant is excused: nobody could see it, once the book was made anew from what was changed."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from generator.audit.mutation import Rebuild, unseen
from generator.audit.outputs import Outputs
from tests.audit import mini

RAW = "partners_data/partners.csv"
PROOF = "build/site/proof/index.html"


def remade(place: Path, **pages: str) -> Rebuild:
    """A rebuild that gives a book with some pages of its own."""

    @contextmanager
    def rebuild(changed: Mapping[str, bytes | None]) -> Iterator[Path]:
        mini.write(place)
        for path, text in pages.items():
            mini.put(place, path, mini.page(text))
        yield place / "build"

    return rebuild


def test_a_change_that_nobody_can_see(tmp_path: Path) -> None:
    mini.write(tmp_path / "one")
    before = Outputs(tmp_path / "one")
    after = before.with_changes({RAW: b"x"})
    assert unseen(before, after, remade(tmp_path / "two"))
    assert not unseen(
        before, after, remade(tmp_path / "two", **{"build/site/policy/index.html": "<p>Other</p>"})
    )
    assert not unseen(before, after, None)


def test_what_was_rebuilt_has_not_been_audited(tmp_path: Path) -> None:
    mini.write(tmp_path / "one")
    mini.put(tmp_path / "one", PROOF, mini.page("<p>The pages and the statements agree.</p>"))
    before = Outputs(tmp_path / "one")
    rebuild = remade(tmp_path / "two", **{PROOF: "<p>The check has not run.</p>"})
    assert unseen(before, before.with_changes({RAW: b"x"}), rebuild)
    # The page itself is another matter: a change of it is a change.
    assert not unseen(
        before, before.with_changes({PROOF: mini.page("<p>All is well.</p>").encode()}), rebuild
    )

"""The catalogue names exactly the diagnostics that the generator can give."""

from pathlib import Path

import pytest

from generator.source.catalogue import CATALOGUE
from tests.diagnostics.slugs import Modules, Unclear

GENERATOR = Path(__file__).parents[2] / "generator"


def test_every_diagnostic_is_explained_and_no_other() -> None:
    # The audit has its own catalogue of findings: it reads what was built, not what an author wrote.
    modules = [path for path in GENERATOR.rglob("*.py") if "audit" not in path.relative_to(GENERATOR).parts]
    used = Modules(modules).slugs()
    assert used == set(CATALOGUE)


def slugs_of(tmp_path: Path, text: str) -> set[str]:
    (tmp_path / "module.py").write_text(text, "utf-8")
    return Modules([tmp_path / "module.py"]).slugs()


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("raise Fault('a-b', 'x')", {"a-b"}),
        ("Diagnostic('a' if x else 'b', place, says)", {"a", "b"}),
        ("def f(kind): return Fault(f'no-{kind}')\nf('x'); f(kind='y')", {"no-x", "no-y"}),
        ("def f():\n  for slug, t in (('a', 1), ('b', 2)): Fault(slug)", {"a", "b"}),
        ("def f(k):\n  kind = {'p': 'q'}[k]\n  Fault(kind)", {"q"}),
        ("class A:\n  def f(self, slug): Fault(slug)\n  def g(self): self.f('a')", {"a"}),
    ],
)
def test_slugs_are_followed_to_where_they_are_written(tmp_path: Path, text: str, slugs: set[str]) -> None:
    assert slugs_of(tmp_path, text) == slugs


@pytest.mark.parametrize("text", ["Fault(SLUG)", "def f():\n  Fault(made())"])
def test_a_slug_that_cannot_be_followed_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(Unclear):
        slugs_of(tmp_path, text)

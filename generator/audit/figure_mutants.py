"""Mutants of what figures are made of: parts of a sentence exchanged, and cells of two raw rows exchanged."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Mapping

from generator.audit.book import raw_name
from generator.audit.edits import Element, inside, tagged
from generator.audit.ground import Ground, Mutant, Operator, shortened
from generator.audit.page_mutants import SENTENCE, spot
from generator.audit.private_mutants import RAW
from generator.audit.rawfiles import find_files
from generator.audit.specs import source_specs

TREES = ("sponsor", "placement", "position")
# What the words of a page say where a figure is added up over a tree.
OF_TREES = ("sponsor tree", "placement tree", "дереву спонсоров", "дереву расстановки")


def parts_swapped(operator: str, attribute: str) -> Operator:
    """An operator that exchanges two references, or two figures, of one binding sentence on one page."""

    def make(rng: random.Random, ground: Ground) -> Mutant | None:
        for _ in range(40):
            at = spot(rng, ground, "data-sentence")
            if at is None:
                return None
            parts = [
                one
                for one in tagged(at.text, attribute)
                if at.element.inner_start <= one.start and one.end <= at.element.inner_end
            ]
            pairs = [
                (one, other)
                for one in parts
                for other in parts
                if one.end <= other.start and inside(at.text, one) != inside(at.text, other)
            ]
            if pairs:
                one, other = rng.choice(pairs)
                shown = (inside(at.text, one), inside(at.text, other))
                says = f"{at.named('data-sentence')}: {shown[0]!r} and {shown[1]!r} exchanged"
                right = SENTENCE | {"fact-differs", "reference-wrong", "plain-reading-differs"}
                return at.mutant(operator, says, exchanged(at.text, one, other), right)
        return None

    return make


def exchanged(text: str, one: Element, other: Element) -> str:
    """A page with two elements, the first before the second, each at the other's place."""
    first, second = text[one.start : one.end], text[other.start : other.end]
    return text[: one.start] + second + text[one.end : other.start] + first + text[other.end :]


def cells_swapped(rng: random.Random, ground: Ground) -> Mutant | None:
    """Two rows of a raw file exchange one cell: whose a sale is, its day, its state, a sponsor."""
    root = ground.outputs.root.resolve()
    specs = [
        spec for spec in source_specs(ground.outputs.text("partners_data/sources.yaml")) if "files" in spec
    ]
    rng.shuffle(specs)
    for spec in specs:
        columns = _columns(spec, ground)
        for path in find_files(root / "partners_data", str(spec["files"])):
            if path.suffix != ".csv" or not columns:
                continue
            name = raw_name(path, root)
            encoding, delimiter = str(spec.get("encoding", "utf-8")), str(spec.get("delimiter", ","))
            text = ground.outputs.read(name).decode(encoding)
            lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
            if len(lines) < 3 or '"' in text:
                continue
            for _ in range(40):
                column = lines[0].index(rng.choice(columns))
                one, other = rng.sample(range(1, len(lines)), 2)
                cells = lines[one][column], lines[other][column]
                if cells[0] != cells[1]:
                    lines[one][column], lines[other][column] = cells[1], cells[0]
                    out = io.StringIO(newline="")
                    end = "\r\n" if "\r\n" in text else "\n"
                    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(lines)
                    says = f"{path.name}: {shortened(cells[0])!r} and {shortened(cells[1])!r} exchanged"
                    changed: dict[str, bytes | None] = {name: out.getvalue().encode(encoding)}
                    return Mutant("raw-cells-swapped", says, changed, RAW)
    return None


def _columns(spec: Mapping[str, object], ground: Ground) -> list[str]:
    """The columns of a source of which an exchange is seen: of partners those of a tree that some figure reads."""
    mapping = spec.get("columns")
    if not isinstance(mapping, dict):
        return []
    sources = {
        str(name): str(how["column"] if isinstance(how, dict) else how) for name, how in mapping.items()
    }
    if spec.get("table") != "partners":
        return [source for name, source in sources.items() if name != "recorded_at"]
    read = any(words in ground.outputs.text(path) for path in ground.pages for words in OF_TREES)
    return [sources[name] for name in TREES if name in sources] if read else []


FIGURE_OPERATORS: dict[str, Operator] = {
    "references-exchanged": parts_swapped("references-exchanged", "data-ref"),
    "figures-exchanged": parts_swapped("figures-exchanged", "data-fact"),
    "raw-cells-swapped": cells_swapped,
}

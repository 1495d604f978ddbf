"""From positioned tree to frozen model: what the model refuses becomes diagnostics at file, line and column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from generator.source.about import with_subject
from generator.source.diagnostic import Diagnosed, Diagnostic, in_order
from generator.source.faults import Fault
from generator.source.schema import adapter_of, allowed_in
from generator.source.tree import (
    MapNode,
    Step,
    TextNode,
    Tree,
    did_you_mean,
    find,
    key_place,
    value_place,
    walk,
)

T = TypeVar("T")


class Frozen(BaseModel):
    """A value of the programme: immutable, and unknown keys are errors."""

    # A model that stands only within others needs no validator of its own: a third of the time to start the command.
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True)


def validate(model: Any, tree: Tree, context: dict[str, Any] | None = None) -> Any:
    """The tree as a value of `model` (a pydantic model or any annotated type).

    `context` reaches the models' validators (`languages`).

    Raises `Diagnosed` with every fault found: unknown-key, missing-key, empty-value, wrong-type, and those the
    model names.
    """
    empty = list(_empty_values(tree))
    try:
        value = adapter_of(model).validate_python(tree.plain(), context=context)
    except ValidationError as error:
        told = _Translation(tree, model).of(error)
        raise Diagnosed(in_order(with_subject(_of_one_cause(told, empty), [tree]))) from None
    if empty:
        raise Diagnosed(in_order(with_subject(empty, [tree])))
    return value


def _of_one_cause(told: list[Diagnostic], empty: list[Diagnostic]) -> list[Diagnostic]:
    """All messages, without a second one about the same key."""
    unknown = {one.place for one in told if one.slug == "unknown-key"}
    braces = [one.place for one in told if one.slug == "text-starts-with-brace"]
    empty = [
        one
        for one in empty
        if one.place not in unknown
        and not (one.place and any(brace.holds(one.place) for brace in braces if brace))
    ]
    places = {one.place for one in empty}
    return [*(one for one in told if one.place not in places), *empty]


def _empty_values(tree: Tree) -> Iterator[Diagnostic]:
    """Keys and rows behind which nothing stands; `cap:` without a figure must not mean that there is no cap."""
    for path, node in walk(tree):
        if isinstance(node, TextNode) and node.text is None and path:
            named = isinstance(path[-1], str)
            yield Diagnostic(
                "empty-value",
                key_place(tree, path),
                f"Nothing stands behind `{path[-1]}:`." if named else "This row of the list is empty.",
                consequence="What was meant cannot be guessed, and nothing is taken for an answer.",
                cure=_cure_of_empty(path[-1]),
            )


def _cure_of_empty(step: Step) -> str:
    if not isinstance(step, str):
        return "Write a value, or remove the row."
    if " " in step:
        return "Inside `{...}` a comma begins a new key: put a text that holds one in quotes."
    return f"Write a value, or remove `{step}:`."


class _Translation:
    """Says in an author's words what a model refused."""

    def __init__(self, tree: Tree, model: Any) -> None:
        self.tree = tree
        self.allowed = allowed_in(model)

    def of(self, error: ValidationError) -> list[Diagnostic]:
        """One message for each cause."""
        faults = error.errors(include_url=False)
        out: list[Diagnostic] = []
        missing = [tuple(f["loc"]) for f in faults if f["type"] == "missing"]
        misspelt: set[tuple[Step, ...]] = set()
        for fault in faults:
            loc = tuple(fault["loc"])
            if fault["type"] != "extra_forbidden":
                continue
            rivals = [str(m[-1]) for m in missing if m[:-1] == loc[:-1] and m not in misspelt]
            near = did_you_mean(str(loc[-1]), rivals)
            if near:
                misspelt.add((*loc[:-1], near))
            out.append(self._unknown_key(loc, near))
        for fault in faults:
            loc = tuple(fault["loc"])
            kind = fault["type"]
            cause = fault.get("ctx", {}).get("error")
            if kind == "extra_forbidden" or (kind == "missing" and loc in misspelt):
                continue
            if isinstance(cause, Fault):
                out.append(self._fault(cause, loc))
            elif kind == "missing":
                out.append(self._missing_key(loc))
            elif kind in ("union_tag_invalid", "union_tag_not_found"):
                out.append(self._unknown_kind(loc, fault))
            else:
                out.append(self._wrong_type(loc, kind, fault))
        return out

    def _fault(self, fault: Fault, loc: tuple[Step, ...]) -> Diagnostic:
        if loc and loc[-1] == "[key]":  # the name itself is refused, not what stands under it
            told = fault.diagnostic(self.tree, loc[:-1])
            return Diagnostic(
                told.slug,
                key_place(self.tree, loc[:-1]),
                told.says,
                consequence=told.consequence,
                cure=told.cure,
            )
        return fault.diagnostic(self.tree, loc)

    def _unknown_key(self, loc: tuple[Step, ...], near: str) -> Diagnostic:
        word = str(loc[-1])
        known = self.allowed.keys(loc[:-1])
        near = near or did_you_mean(word, known)
        cure = f"Did you mean `{near}`?" if near else self._further_out(loc)
        if not cure and known:
            cure = "Keys known here: " + ", ".join(f"`{k}`" for k in known) + "."
        return Diagnostic(
            "unknown-key",
            key_place(self.tree, loc),
            f"The key `{word}` is not known here.",
            consequence="A key that is silently ignored would be a promise that nobody keeps.",
            cure=cure,
        )

    def _further_out(self, loc: tuple[Step, ...]) -> str:
        """The cure of a key that is known in a mapping around the one in which it stands."""
        for length in range(len(loc) - 2, -1, -1):
            if loc[-1] in self.allowed.keys(loc[:length]) and isinstance(loc[length], str):
                return f"`{loc[-1]}` belongs beside `{loc[length]}`: let both begin in the same column."
        return ""

    def _missing_key(self, loc: tuple[Step, ...]) -> Diagnostic:
        return missing_key(self.tree, loc, self.allowed.example(loc))

    def _unknown_kind(self, loc: tuple[Step, ...], fault: Any) -> Diagnostic:
        context = fault.get("ctx", {})
        name = str(context.get("discriminator", "kind")).strip("'")
        node = find(self.tree, loc)
        told = str(context.get("expected_tags", ""))
        known = [k.strip().strip("'") for k in told.split(",") if k.strip()] or self.allowed.kinds(loc)
        held = node.values.get(name) if isinstance(node, MapNode) else None
        if not isinstance(held, TextNode) or held.text is None:
            if held is not None:
                return self._wrong_type((*loc, name), "string_type", fault)
            return missing_key(self.tree, (*loc, name), f"{name}: {(known or ['...'])[0]}")
        near = did_you_mean(held.text, known)
        return Diagnostic(
            "unknown-kind",
            held.place,
            f"There is no rule kind `{held.text}`.",
            consequence="A clause of an unknown kind can be neither computed nor published.",
            cure=f"Did you mean `{near}`?" if near else "Kinds: " + ", ".join(known) + ".",
        )

    def _wrong_type(self, loc: tuple[Step, ...], kind: str, fault: Any) -> Diagnostic:
        node = find(self.tree, loc)
        expected = fault.get("ctx", {}).get("expected")
        cure = ""
        if kind == "literal_error" and expected:
            words = [w.strip("' ") for w in str(expected).replace(" or ", ",").split(",")]
            listed = " or ".join(f"`{word}`" for word in words)
            says = f"This must be {listed}, but it is {_shape(node)}."
            near = words[0] if len(words) == 1 else did_you_mean(str(node.plain()), words)
            if near and loc and isinstance(loc[-1], str):
                cure = f"Write `{loc[-1]}: {near}`."
        else:
            says = f"This must be {_EXPECTED.get(kind, 'of another shape')}, but it is {_shape(node)}."
            if kind in ("list_type", "tuple_type") and loc and isinstance(node, TextNode):
                example = self.allowed.example(loc)
                plain_list = example.endswith(("[some-name]", "[...]"))
                cure = f"Write `{loc[-1]}: [{node.text}]`." if plain_list else f"Write `{example}`."
        return Diagnostic(
            "wrong-type",
            value_place(self.tree, loc),
            says,
            consequence="A value of the wrong shape cannot be computed with, so it is refused rather than guessed.",
            cure=cure,
        )


def missing_key(tree: Tree, loc: Sequence[Step], example: str) -> Diagnostic:
    """The message about a key that is not there; `example` shows how it may be written."""
    return Diagnostic(
        "missing-key",
        find(tree, loc[:-1]).place,
        f"The key `{loc[-1]}` is missing here.",
        consequence="Without it the programme says less than a partner needs to know.",
        cure=f"Add `{example}`.",
    )


_MAPPING = "keys with their values (`key: value`)"
_LIST = "a list (rows that start with `- `)"
_EXPECTED = {
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "dict_type": _MAPPING,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "string_type": "text",
    "too_short": "a list with at least one row",
}


def _shape(node: Tree) -> str:
    if isinstance(node, TextNode):
        return "empty" if node.text is None else f"the text `{node.text}`"
    return "keys with their values" if isinstance(node, MapNode) else "a list"

"""Source: YAML text with positions, and everything that is told to its author."""

from generator.source.diagnostic import (
    ADVICE,
    WRONG,
    Diagnosed,
    Diagnostic,
    Mark,
    as_dict,
    for_annotation,
    for_machine,
    for_terminal,
    in_order,
    raise_if,
)
from generator.source.place import Place, forget_lines
from generator.source.tree import (
    ListNode,
    MapNode,
    Step,
    TextNode,
    Tree,
    did_you_mean,
    find,
    key_place,
    load_yaml,
    walk,
)
from generator.source.validation import Fault, Frozen, validate

__all__ = [
    "ADVICE",
    "WRONG",
    "Diagnosed",
    "Diagnostic",
    "Fault",
    "Frozen",
    "ListNode",
    "MapNode",
    "Mark",
    "Place",
    "Step",
    "TextNode",
    "Tree",
    "as_dict",
    "did_you_mean",
    "find",
    "for_annotation",
    "for_machine",
    "for_terminal",
    "forget_lines",
    "in_order",
    "key_place",
    "load_yaml",
    "raise_if",
    "validate",
    "walk",
]

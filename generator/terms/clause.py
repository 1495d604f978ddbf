"""What every clause carries, whatever its kind: name, title, dated versions, words and worked examples."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import PlainValidator, PrivateAttr, WithJsonSchema, model_validator

from generator.source import Fault, Frozen
from generator.terms.amount import AnyAmount
from generator.terms.carriers import ROWWISE, TOLD_BY_ROWS, AnyCap, AnyOnce, Per
from generator.terms.condition import AnyCondition
from generator.terms.due import Due, check_due, shares_of
from generator.terms.pay import MONEY, PaysIn, check_paid_otherwise
from generator.terms.quantity import Day, Duration, Quantity, Slug, parse_quantity
from generator.terms.saying import SayingsBuilder, Sentence, Slot
from generator.terms.scenario import Scenario, is_scenario, parse_scenario
from generator.terms.text import Text, Wording
from generator.terms.version import Version, check_versions, say_dates

MOMENTS = ("before_the_sale", "after_the_sale")
"""What `as_of` says where every sale is judged by the figures as they stood just then."""
GIVEN_FACTS = ("tier", "course", "but")


class Example(Frozen):
    """A worked example typed by a person: metrics given outright, the tier, courses, and the amount that follows.

    Facts that are not given hold, except those under `but`; metrics that are not given are zero.
    """

    given: dict[str, Quantity]
    tier: Slug | None = None
    course: tuple[Slug, ...] | None = None
    but: tuple[Slug, ...] = ()
    then: Quantity


def _example(written: object) -> Example:
    if (
        not isinstance(written, dict)
        or set(written) - {"given", "then"}
        or not isinstance(written.get("given"), dict)
    ):
        raise Fault(
            "wrong-type",
            "An example has `given:` with its facts and `then:` with the amount.",
            consequence="An example that cannot be worked witnesses nothing.",
            cure="Write `- {given: {personal_volume: 600 000}, then: 43 000}`.",
        )
    if "then" not in written:
        raise Fault(
            "missing-key",
            "The key `then` is missing here.",
            consequence="Without it the example does not say what is paid.",
            cure="Add `then:` with the amount that you worked out by hand: `then: 43 000`.",
        )
    given: dict[str, Quantity] = {}
    facts: dict[str, object] = {}
    for key, value in written["given"].items():
        if key in GIVEN_FACTS:
            facts[key] = _fact(key, value)
            continue
        try:
            given[key] = parse_quantity(value)
        except Fault as fault:
            raise fault.under("given", key) from None
    try:
        then = parse_quantity(written["then"])
    except Fault as fault:
        raise fault.under("then") from None
    return Example.model_construct(
        given=given,
        tier=facts.get("tier"),  # type: ignore[arg-type]
        course=tuple(facts["course"]) if "course" in facts else None,  # type: ignore[arg-type]
        but=tuple(facts.get("but", ())),  # type: ignore[arg-type]
        then=then,
    )


def _fact(key: str, value: object) -> object:
    """A tier as text, courses as a list of texts."""
    if key == "tier" and not isinstance(value, str):
        raise Fault(
            "wrong-type",
            "`tier` names one tier.",
            at=("given", key),
            consequence="A partner holds one tier of a ladder.",
            cure="Write `tier: silver`.",
        )
    if key != "tier" and not (isinstance(value, list) and all(isinstance(one, str) for one in value)):
        written = value if isinstance(value, str) else "..."
        raise Fault(
            "wrong-type",
            f"`{key}` needs a list of courses.",
            at=("given", key),
            consequence="Several courses may hold or not hold at once.",
            cure=f"Write `{key}: [{written}]`.",
        )
    return value


def _any_example(written: object) -> Example | Scenario:
    if isinstance(written, dict) and is_scenario(written):
        return parse_scenario(written)
    return _example(written)


AnyExample = Annotated[Example | Scenario, PlainValidator(_any_example), WithJsonSchema({"type": "object"})]


class ClauseVersion(Version):
    """The part of a version that all kinds share; what it may carry is said in `terms/carriers`.

    A kind that `takes` works out what is taken from a partner; its lines are that with the sign turned.
    What one earns `among_others` depends on what these do. Why a kind gives
    no rewards, `rewards_refused` says.
    """

    takes: ClassVar[bool] = False
    among_others: ClassVar[bool] = False
    rewards_refused: ClassVar[str] = ""
    per: Per
    picks_by: Literal["window_start", "sale_date"] = "window_start"
    existing_from: Day | None = None
    earns: AnyCondition | None = None
    as_of: Literal["window_end", "window_start", "before_the_sale", "after_the_sale"] | None = None
    times: AnyAmount | None = None
    floor: AnyAmount | None = None
    cap: AnyCap | None = None
    once: AnyOnce | None = None
    best_of: Slug | None = None
    ceiling: Slug | None = None
    pays_in: PaysIn = MONEY
    hold: Duration | None = None
    due: tuple[Due, ...] = ()
    words: Wording | None = None
    examples: tuple[AnyExample, ...] = ()
    _counted_once: tuple[str, ...] = PrivateAttr(())

    @property
    def counted_once(self) -> tuple[str, ...]:
        """For what any version of the rule is paid once, of what is told by a row's texts: customer, sale, event."""
        return self._counted_once

    @property
    def short_examples(self) -> tuple[tuple[int, Example], ...]:
        """The examples of one partner and one amount, with their places."""
        return tuple((at, one) for at, one in enumerate(self.examples) if isinstance(one, Example))

    @property
    def scenarios(self) -> tuple[tuple[int, Scenario], ...]:
        """The examples with several partners or windows, with their places."""
        return tuple((at, one) for at, one in enumerate(self.examples) if isinstance(one, Scenario))

    @property
    def rowwise(self) -> bool:
        """Whether it pays for rows of a table, each by itself."""
        return self.per in ROWWISE

    @property
    def units(self) -> tuple[str, ...]:
        """In what it pays: money, points, rewards by name, in this order."""
        return (self.pays_in,)

    def unit_of_row(self, row: int) -> str:
        """In what a row of its table pays; rows count from 1."""
        return self.pays_in

    @property
    def reads_in(self) -> str:
        """In what the lines are that it reads, where it reads some: what it pays in itself, unless its kind differs."""
        return self.pays_in

    @property
    def shares(self) -> tuple[Due, ...]:
        """The shares in which a line is due; none where all of it is due at once."""
        return shares_of(self.due, self.hold)

    @model_validator(mode="after")
    def _due_in_whole(self) -> ClauseVersion:
        if "due" in self.model_fields_set and not self.due:
            raise Fault(
                "due-not-whole",
                "The list of shares is empty, and a line is 100 %.",
                at=("due",),
                consequence="An option that does nothing looks like a promise.",
                cure="Name the shares, or remove `due`: then the whole line is due at once.",
            )
        check_due(self.due, self.hold)
        return self

    @model_validator(mode="after")
    def _paid_otherwise(self) -> ClauseVersion:
        check_paid_otherwise(self)
        return self

    @model_validator(mode="after")
    def _judged_when(self) -> ClauseVersion:
        if self.rowwise and self.earns is not None and self.as_of is None:
            raise Fault(
                "as-of-missing",
                f"A rule per {self.per.replace('_', ' ')} with a condition needs `as_of`.",
                at=("earns",),
                on_key=True,
                consequence="A partner could not tell by which day's figures the condition is judged.",
                cure="Write `as_of: window_end`, `window_start`"
                + (", `before_the_sale` or `after_the_sale`." if self.per != "event" else "."),
            )
        if self.as_of in MOMENTS and self.per not in ("sale", "sale_line"):
            raise Fault(
                "as-of-missing",
                f"`as_of: {self.as_of}` belongs to rules per sale or sale line.",
                at=("as_of",),
                consequence="Nobody could say which sale is meant.",
                cure="Write `as_of: window_end`." if self.rowwise else "Leave `as_of` out.",
            )
        if not self.rowwise and self.as_of == "window_start":
            raise Fault(
                "as-of-missing",
                "`as_of: window_start` belongs to rules per sale, sale line or event.",
                at=("as_of",),
                consequence="Over a window the condition is judged when the window ends.",
                cure="Leave `as_of` out.",
            )
        if not self.rowwise and self.picks_by == "sale_date":
            raise Fault(
                "as-of-missing",
                "`picks_by: sale_date` belongs to rules per sale, sale line or event.",
                at=("picks_by",),
                consequence="A window has many dates, and one version pays it.",
                cure="Leave `picks_by` out.",
            )
        if self.existing_from is not None and self.existing_from <= self.starts:
            raise Fault(
                "version-ends-before-start",
                "`existing_from` lies after `from`.",
                at=("existing_from",),
                other=("from",),
                other_label="it starts here for everybody who joins later",
                consequence="For partners who joined earlier nothing would change.",
                cure="Correct the date, or leave `existing_from` out.",
            )
        return self


class Clause(Frozen):
    """A file of clauses/: one clause with its dated versions; each kind narrows `kind` and `versions`."""

    clause: Slug
    title: Wording
    kind: str
    versions: tuple[ClauseVersion, ...]

    @model_validator(mode="after")
    def _dated(self) -> Clause:
        check_versions(self.versions)
        for number in range(1, len(self.versions)):
            before, after = self.versions[number - 1], self.versions[number]
            if before.rowwise and after.rowwise and before.picks_by != after.picks_by:
                raise Fault(
                    "picks-by-differs",
                    "The versions of a rule per row are picked by the same day.",
                    at=("versions", number),
                    other=("versions", number - 1),
                    other_label="this version is picked by another day",
                    consequence="The rows of the period in which they meet would be promised by both.",
                    cure=f"Write `picks_by: {after.picks_by}` in both, or in neither.",
                )
        return self

    @model_validator(mode="after")
    def _counted(self) -> Clause:
        """What one version pays once counts over all of them, so the rows of each of them must tell it."""
        found = [(number, one.once.each, one.per) for number, one in enumerate(self.versions) if one.once]
        found = [one for one in found if one[1] in TOLD_BY_ROWS]
        for number, each, per in found:
            for other, version in enumerate(self.versions):
                if version.per != per:
                    raise Fault(
                        "once-unclear",
                        f"What is paid once for each {each} is counted over all versions, and one of them is per "
                        f"{version.per.replace('_', ' ')}.",
                        at=("versions", number, "once"),
                        other=("versions", other, "per"),
                        other_label="this version pays for other rows",
                        consequence=f"Nobody could say for which {each} it has been paid.",
                        cure="Give the rule of other rows a file of its own.",
                    )
        counted = tuple(sorted({each for _, each, _ in found}))
        for version in self.versions:
            version._counted_once = counted
        return self


_EXISTING = Text.of(
    en="For partners who joined before {joined} it is in force from {from} only; "
    "until then the earlier version applies to them.",
    ru="Для тех, кто присоединился раньше {joined}, действует только с {from}; "
    "до этого к ним применяется прежняя редакция.",
)


def say_clause_dates(builder: SayingsBuilder, version: ClauseVersion) -> None:
    """Add `dates`, and `existing` where the version starts later for some."""
    say_dates(builder, version)
    if version.existing_from is not None:
        slots: dict[str, Slot] = {
            "joined": builder.fact("existing.joined", "date", version.starts),
            "from": builder.fact("existing_from", "date", version.existing_from),
        }
        builder.add("existing", Sentence(f"{builder.prefix}/existing", _EXISTING, slots))

"""The match: a share of what other rules give to others, by the depth at which the earner stands above them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from generator.audit.conditions import Condition
from generator.audit.kind_titles import kinds_in
from generator.audit.kinds.level_commission import Share
from generator.audit.sections import Section
from generator.audit.shapes import NotUnderstood, Vocabulary
from generator.audit.terms import Carriers
from generator.audit.terms_network import Matching
from generator.audit.walk import Way, one_of, read_walk

VOCABULARY = Vocabulary(
    {
        "pays.clauses": {
            "en": "For each period this rule pays a share of what other partners receive by {rules:refs}, by the depth "
            "at which the earner stands above them.",
            "ru": "За каждый период платится доля от того, что другие партнёры получают по правилам: {rules:refs}, в "
            "зависимости от глубины, на которой получатель стоит над ними.",
        },
        "pays.kinds": {
            "en": "For each period this rule pays a share of what other partners receive by all other rules of the "
            "kinds {kinds:titles}, by the depth at which the earner stands above them.",
            "ru": "За каждый период платится доля от того, что другие партнёры получают по всем остальным правилам "
            "видов {kinds:titles}, в зависимости от глубины, на которой получатель стоит над ними.",
        },
        "pays.points.clauses": {
            "en": "For each period this rule pays points for what other partners receive by {rules:refs}, by the depth "
            "at which the earner stands above them.",
            "ru": "За каждый период начисляются баллы за то, что другие партнёры получают по правилам: {rules:refs}, в "
            "зависимости от глубины, на которой получатель стоит над ними.",
        },
        "pays.points.kinds": {
            "en": "For each period this rule pays points for what other partners receive by all other rules of the "
            "kinds {kinds:titles}, by the depth at which the earner stands above them.",
            "ru": "За каждый период начисляются баллы за то, что другие партнёры получают по всем остальным правилам "
            "видов {kinds:titles}, в зависимости от глубины, на которой получатель стоит над ними.",
        },
        "where.everyone": {
            "en": "Lines of every partner are counted.",
            "ru": "Учитываются строки каждого партнёра.",
        },
        "where": {
            "en": "Only lines of partners for whom this holds are counted:",
            "ru": "Учитываются только строки партнёров, для которых выполнено условие:",
        },
        "applies.rate": {
            "en": "For each other partner the rate is multiplied by the sum of that partner's lines paid with the "
            "period, as they were rounded; each partner and depth is a line of its own.",
            "ru": "Для каждого другого партнёра ставка умножается на сумму его округлённых строк, выплачиваемых с этим "
            "периодом; каждый партнёр и каждая глубина — отдельная строка.",
        },
        "applies.every": {
            "en": "For each other partner the points of the row are given as often as the sum in the row goes in full "
            "into the sum of that partner's lines paid with the period, as they were rounded; each partner and depth "
            "is a line of its own.",
            "ru": "За каждого другого партнёра баллы из строки таблицы начисляются столько раз, сколько сумма из неё "
            "целиком укладывается в сумму его округлённых строк, выплачиваемых с этим периодом; каждый партнёр и "
            "каждая глубина — отдельная строка.",
        },
        "same_tier.allowed": {
            "en": "The tier of the partner whose lines they are does not matter.",
            "ru": "Статус партнёра, чьи это строки, не имеет значения.",
        },
        "same_tier.refused": {
            "en": "Nothing is paid on lines of a partner whose tier on the ladder {ladder:ref} is the earner's "
            "or higher.",
            "ru": "По строкам партнёра, чей статус на лестнице «{ladder:ref}» такой же, как у получателя, или выше, "
            "ничего не платится.",
        },
        "unearned": {
            "en": "What is not earned at a depth is paid to nobody.",
            "ru": "То, что на какой-то глубине никто не получает, не платится никому.",
        },
        "below_zero": {
            "en": "When a partner's lines come to less than zero, nothing is paid and nothing is taken.",
            "ru": "Если сумма строк партнёра меньше нуля, ничего не платится и ничего не удерживается.",
        },
    }
)


def read(section: Section, earns: Condition | None, ladders: dict[str, str], carriers: Carriers) -> Matching:
    """The terms that a section states; NotUnderstood where they do not fit together."""
    thing = section.thing
    places = {said.key: at for at, said in section.say(VOCABULARY)}
    said = section.said(VOCABULARY)
    pays, where = one_of(said, "pays", thing), one_of(said, "where", thing)
    tier = one_of(said, "same_tier", thing)
    for name in ("unearned", "below_zero"):
        one_of(said, name, thing)
    gives = "points" if one_of(said, "applies", thing).key == "applies.every" else "rate"
    if pays.key.startswith("pays.points.") != (gives == "points"):
        raise NotUnderstood(f"{thing} says {pays.key} and gives by a column of {gives}")
    walk = read_walk(section, earns, ladders, gives)
    if walk.deepest is None or any(row.first < 1 for row in walk.rows):
        raise NotUnderstood(f"{thing} pays at depths at which no match is paid")
    return Matching(
        tuple(pays.targets("rules")) if "rules" in pays.parts else (),
        kinds_in(pays, "kinds"),
        walk,
        section.condition(places["where"], ladders) if where.key == "where" else None,
        tier.target("ladder").removeprefix("ladder/") if "ladder" in tier.parts else "",
        carriers=carriers,
    )


def shares(terms: Matching, way: Way, source: str, amount: Fraction) -> Iterator[Share]:
    """What is owed on the lines of one partner; what is not earned is owed to nobody."""
    crowd = way.crowd
    if amount <= 0 or (terms.where is not None and not crowd.holds(terms.where, source)):
        return
    for depth, person in way.people(source):
        worth = way.worth(person, depth)
        if depth == 0 or worth is None or not way.earns(person):
            continue
        ladder = terms.below_ladder
        if ladder and crowd.rank(ladder, source) >= crowd.rank(ladder, person):
            continue
        yield Share(person, depth, amount, worth.row, worth.rate, full=terms.walk.rows[worth.row - 1].full)

"""What a statement must show of whom to ask, with a letter begun for each line that may be disputed."""

from __future__ import annotations

from collections.abc import Iterable

from generator.audit.further import Contacts
from generator.audit.telling import Naming
from generator.audit.terms_recognition import Disputes
from generator.audit.told_parts import ToldPart, begun


def tell_people(
    contacts: Contacts, partner: str, period: str, clauses: Iterable[str], naming: Naming
) -> ToldPart | None:
    """Whom to ask; None where nobody is named. `clauses` are those of the lines, in the order shown."""
    if contacts == Contacts():
        return None
    part = ToldPart("people", "contact-differs", naming)
    part.say("people")
    if contacts.has_mentor:
        part.say("mentor")
        if contacts.mentor is None:
            part.say("unnamed")
        else:
            part.marked("box", ("person/mentor", contacts.mentor))
    if contacts.managed:
        _tell_manager(part, contacts)
    channels = contacts.channels
    if channels is None:
        return part
    part.say("support")
    _mail(part, "channel/support", channels.support)
    _phone(part, "channel/support/phone", channels.phone)
    if channels.feedback:
        part.say("feedback")
        _mail(part, "channel/feedback", channels.feedback)
    if channels.disputes is not None and contacts.through is not None:
        part.say("dispute through", part.figure("dispute/through", "date", contacts.through))
        part.say("dispute note")
        titles = [naming.title(name) for name in dict.fromkeys(clauses)]
        for title in (*titles, naming.tongue.say("dispute whole")):
            part.put(title)
            part.link(title, _letter(channels.disputes, naming, partner, period, title))
    return part


def _tell_manager(part: ToldPart, contacts: Contacts) -> None:
    part.say("manager")
    one, language = contacts.manager, part.naming.tongue.language
    if one is None:
        part.say("manager coming")
        return
    part.marked("box", ("person/manager", one.name.get(language, "")))
    part.behind("comma", ("person/manager/role", one.role.get(language, "")))
    part.behind("comma", ("person/manager/mail", one.mail))
    part.link(one.mail, f"mailto:{one.mail}")
    _phone(part, "person/manager/phone", one.phone)


def _mail(part: ToldPart, mark: str, mail: str) -> None:
    part.marked("box", (mark, mail))
    part.link(mail, f"mailto:{mail}")


def _phone(part: ToldPart, mark: str, phone: str) -> None:
    if phone:
        part.behind("comma", (mark, phone))


def _letter(disputes: Disputes, naming: Naming, partner: str, period: str, title: str) -> str:
    """A letter that is begun: to whom, its subject and its first words."""
    return begun(
        disputes.mail,
        *(
            (name, naming.tongue.say(f"dispute {name}", period=period, partner=partner, title=title))
            for name in ("subject", "body")
        ),
    )

"""The page of a quiz: its questions as a form, and a folded key, so that it serves with and without scripts."""

from __future__ import annotations

from html import escape

from generator.rules.quizzes import answerable, right_option
from generator.site.desk import Desk
from generator.site.markup import Pen
from generator.terms.edition import Part
from generator.terms.quiz import Question, Quiz

_SPOKEN = ("check", "again", "right", "wrong", "open", "score", "enough", "too_few")
"""What the script says; it finds the words on the element of the quiz."""


def write_quiz(desk: Desk, course: str, quiz: Quiz, part: Part, notes: str) -> str:
    """Write the page of a quiz below its course, `notes` above it; returns its file for the navigation."""
    path = f"training/{course}/quiz"
    pen = desk.pen(path)
    title = desk.title(f"course/{course}")
    back = f'<a href="{pen.addresses.page(f"training/{course}/")}">{escape(title)}</a>'
    asked = [one for one in quiz.questions if _serves(desk, one, part)]
    waiting = (
        "" if len(asked) == len(quiz.questions) else f'<p class="pb-note">{desk.words["quiz_waits"]}</p>\n\n'
    )
    questions = "".join(_question(desk, pen, number, one, part) for number, one in enumerate(asked, 1))
    key = "".join(_answer(desk, pen, one, part) for one in asked)
    said = " ".join(
        f'data-{name.replace("_", "-")}="{escape(desk.words[f"quiz_{name}"])}"' for name in _SPOKEN
    )
    body = (
        f'<p class="pb-label">{desk.words["quiz_of"]} {back}</p>\n\n{notes}{desk.words["quiz_lead"]}\n\n'
        f"{pen.paragraph(part.sayings.sentences['quiz'])}\n{waiting}"
        f'<div class="pb-quiz" data-quiz="{course}" data-explanation="{part.id}/questions" {said}>\n'
        f'<ol class="pb-questions">\n{questions}</ol>\n'
        f'<details class="pb-answers"><summary>{desk.words["quiz_answers"]}</summary>\n<ol>\n{key}</ol>\n</details>\n'
        "</div>\n"
    )
    desk.add(path, desk.words["quiz_title"].format(title=title), body, extra="template: quiz.html\n")
    return f"{path}/index.md"


def _serves(desk: Desk, question: Question, part: Part) -> bool:
    """Whether exactly one option is right by the rules as they are in force now."""
    return answerable(question, desk.programme.languages, part.sayings, desk.others, desk.titles)


def _question(desk: Desk, pen: Pen, number: int, question: Question, part: Part) -> str:
    options = "".join(
        f'<label><input type="radio" name="q{number}"> <span class="pb-option">'
        f"{pen.prose(option, part.sayings, desk.others, desk.titles)}</span></label>\n"
        for option in question.options
    )
    ask = pen.prose(question.ask, part.sayings, desk.others, desk.titles)
    return f'<li><fieldset class="pb-question"><legend>{ask}</legend>\n{options}</fieldset></li>\n'


def _answer(desk: Desk, pen: Pen, question: Question, part: Part) -> str:
    right = right_option(question, desk.language, part.sayings, desk.others, desk.titles)
    assert right is not None
    option = pen.prose(question.options[right], part.sayings, desk.others, desk.titles)
    because = pen.prose(question.because, part.sayings, desk.others, desk.titles)
    return f'<li><p class="pb-right">{option}</p><p class="pb-because">{because}</p></li>\n'

"""The part of the catalogue that is about training: courses, quizzes and webinars."""

from __future__ import annotations

TRAINING: dict[str, str] = {
    "course-stale": (
        "A rule that a course teaches has changed since somebody last read the course, and its pages say so until "
        "they are reviewed."
    ),
    "link-unreadable": "A link is a whole address that begins with `https://`, so that people can open it.",
    "mark-out-of-range": (
        "A result that is needed lies above zero and is at most the whole, or nobody would pass, or everybody."
    ),
    "marks-differ": (
        "A quiz and its course ask for different results, and whoever passes the quiz could not tell whether it is "
        "enough."
    ),
    "minutes-out-of-range": "A webinar lasts at least one minute and at most a day.",
    "moment-unreadable": (
        "When something takes place is written as a day and a time (`2026-11-26 19:00`), on the clocks of the "
        "programme's time zone."
    ),
    "quiz-answer-missing": (
        "No option of a question is the right one, so whatever partners chose, they would be told that it is wrong."
    ),
    "quiz-empty": "A quiz has a question, and a question has two options at least.",
    "quiz-options-alike": (
        "Two options of a question read alike, and of two answers that say the same one would be called wrong."
    ),
}

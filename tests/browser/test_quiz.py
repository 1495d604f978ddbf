"""A quiz in a browser: it answers back with the words of its own key, and serves where no script runs."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser


def choose(page: Page, *options: int) -> None:
    """Take an option of each question, counted from 0, and ask what is right."""
    for number, option in enumerate(options):
        page.locator(".pb-question").nth(number).locator("label").nth(option).click()
    page.locator("button[type=submit]").click()


def test_right_answers_are_enough(visit: Visit) -> None:
    page = visit.go("training/quiz/")
    expect(page.locator("details.pb-answers")).to_have_count(0)
    choose(page, 1, 2)
    expect(page.locator(".pb-quiz-result")).to_have_text("Верно 2 из 2. Этого достаточно.")
    expect(page.locator(".pb-told--right")).to_have_count(2)
    assert visit.complaints == []


def test_a_wrong_answer_is_told_with_the_right_one_and_why(visit: Visit) -> None:
    page = visit.go("en/training/quiz/")
    choose(page, 1, 0)
    expect(page.locator(".pb-quiz-result")).to_have_text("1 of 2 right. It is passed from 80% on.")
    told = page.locator(".pb-told--wrong")
    expect(told.locator(".pb-answered")).to_have_text("Not right. The right answer: 11%")
    expect(told.locator(".pb-because")).to_have_text("The rate applies only above its threshold.")
    assert visit.faults() == []


def test_what_is_not_answered_is_not_right_and_one_may_begin_again(visit: Visit) -> None:
    page = visit.go("training/quiz/")
    page.locator("button[type=submit]").click()
    expect(page.locator(".pb-told--wrong")).to_have_count(2)
    page.locator("button[type=reset]").click()
    expect(page.locator(".pb-told")).to_have_count(0)
    choose(page, 1, 2)
    expect(page.locator(".pb-quiz-result")).to_contain_text("Этого достаточно")


def test_an_option_is_large_enough_for_a_thumb(visit: Visit) -> None:
    page = visit.go("training/quiz/")
    for label in page.locator(".pb-question label").all():
        box = label.bounding_box()
        assert box is not None
        assert box["height"] >= 44


def test_without_scripts_the_key_is_folded(browser: Browser, server: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}training/quiz/")
    expect(page.locator(".pb-question")).to_have_count(2)
    expect(page.locator(".pb-right").first).not_to_be_visible()
    page.locator("summary").click()
    expect(page.locator(".pb-right").first).to_have_text("С вопроса")
    context.close()

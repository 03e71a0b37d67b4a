"""The console in a real Chromium, against the real program on the sample market."""

from __future__ import annotations

import importlib.resources
import itertools
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from commands import COMMANDS
from market.formatting import Unit, written
from tests.bot.adapters.web.browser import (
    DESKTOP,
    PHONE,
    Visit,
    free_port,
    natural_size,
    overflow,
    painted,
    program,
)

pytestmark = pytest.mark.browser
TOKEN = "planted-browser-token"
FACES = ("Web", "as Slack", "as Discord")
HOSTILE = "/quote </script><img src=x onerror=alert(1)> @everyone <!channel> *bold* `code`"


def held_requests(visit: Visit, address: str) -> list[Route]:
    """The page's requests of this address, which wait until a test lets them go on."""
    held: list[Route] = []

    def hold(
        route: Route,
    ) -> None:  # of its own: Playwright marks what it calls, and no built-in can be marked
        held.append(route)

    visit.page.route(address, hold)
    return held


def height(element: Locator) -> float:
    box = element.bounding_box()
    assert box
    return box["height"]


def test_small_caps_are_asked_for_by_keyboard_and_their_picture_is_seen(visit: Visit) -> None:
    answer = visit.answer_to(lambda: visit.page.keyboard.type("/smallcaps\n"))
    expect(answer.get_by_role("heading")).to_contain_text("The Russell 2000 closed at 2,718.77")
    expect(answer).to_contain_text("SAMPLE")
    expect(answer).to_contain_text("as of 2026-01-22 16:00 ET")
    assert painted(answer)
    expect(visit.page.get_by_label("Your question")).to_be_focused()


def test_another_period_takes_the_place_of_the_answer_and_is_marked(visit: Visit) -> None:
    answer = visit.ask("/compare rut ndx")
    expect(answer.get_by_role("heading")).to_contain_text("over 1 year")
    periods = answer.get_by_role("group", name="Period")
    expect(periods.get_by_role("button", pressed=True)).to_have_text("1Y")
    periods.get_by_role("button", name="3Y", exact=True).press("Enter")
    expect(answer.get_by_role("heading")).to_contain_text("over 3 years")
    expect(periods.get_by_role("button", pressed=True)).to_have_text("3Y")
    expect(periods.get_by_role("button", pressed=True)).to_be_focused()
    expect(visit.page.locator(".asked")).to_have_text("/compare rut ndx 3y")
    assert painted(answer)
    expect(visit.page.locator(".answer")).to_have_count(1)


def test_the_conversation_survives_a_reload_and_is_nobody_elses(visit: Visit, browser: Browser) -> None:
    said = visit.ask("/smallcaps").get_by_role("heading").inner_text()
    refused = visit.ask("/quote zzzzqq").get_by_role("heading").inner_text()
    second = visit.ask("/compare rut ndx")
    second.get_by_role("button", name="3Y", exact=True).click()
    expect(second.get_by_role("heading")).to_contain_text("over 3 years")
    visit.page.reload()
    answers = visit.page.locator(".answer")
    expect(answers).to_have_count(3)
    expect(answers.first.get_by_role("heading")).to_have_text(said, use_inner_text=True)
    expect(answers.nth(1).get_by_role("heading")).to_have_text(refused, use_inner_text=True)
    expect(visit.page.locator(".asked")).to_have_text(["/smallcaps", "/quote zzzzqq", "/compare rut ndx 3y"])
    expect(answers.last.get_by_role("heading").first).to_contain_text("over 3 years")
    assert painted(answers.last)
    visit.page.get_by_label("Your question").press("ArrowUp")
    expect(visit.page.get_by_label("Your question")).to_have_value("/compare rut ndx 3y")
    other = Visit.in_context(browser.new_context(), visit.address)
    expect(other.page.locator("#cards button")).to_have_count(3)
    expect(other.page.locator(".answer")).to_have_count(0)
    other.page.context.close()


def test_who_erases_their_data_finds_no_refusal_after_a_reload(visit: Visit) -> None:
    visit.ask("/quote zzzzqq")
    visit.page.reload()
    expect(visit.page.locator(".asked")).to_have_text(["/quote zzzzqq"])
    visit.ask("/privacy erase yes")
    visit.page.reload()
    expect(visit.page.locator("#cards button")).to_have_count(3)
    expect(visit.page.locator(".asked")).to_have_count(0)


def test_at_most_three_figures_stand_before_the_fold_and_the_rest_opens_in_place(visit: Visit) -> None:
    answer = visit.ask("/smallcaps")
    expect(answer.locator("dt:visible")).to_have_count(3)
    expect(answer.locator(".actions:visible button")).to_have_count(4)  # three questions, and to copy
    expect(answer.get_by_role("table")).to_be_hidden()
    answer.get_by_text("All figures").press("Enter")
    expect(answer.get_by_role("table")).to_be_visible()
    assert answer.locator("dt:visible").count() > 6
    labels = answer.locator("dt").all_inner_texts()
    assert len(labels) == len(set(labels))


def test_verdicts_have_marks_beside_their_words(visit: Visit) -> None:
    answer = visit.ask(
        "/check The Russell 2000 closed at a record on 2026-01-22, up 0.76%, and led the Nasdaq Composite."
    )
    expect(answer.locator(".verdict.holds").first).to_have_text("✓")
    expect(answer.locator(".verdict.fails").first).to_have_text("✗")
    expect(answer).to_contain_text("Does not hold")


def test_what_this_page_cannot_do_it_says_and_offers_no_button_for(visit: Visit) -> None:
    refused = visit.ask("/alert rut record")
    expect(refused.get_by_role("heading")).to_contain_text("in Slack and Discord only")
    expect(refused.get_by_role("button", name="/alert rut record")).to_have_count(0)
    listed = visit.ask("/alert list")
    expect(listed).to_contain_text("This page posts nothing by itself")
    expect(listed.get_by_role("button", name="The next record")).to_have_count(0)


def test_on_paper_all_of_every_answer_is_printed(visit: Visit) -> None:
    answer = visit.ask("/smallcaps")
    visit.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    visit.page.emulate_media(media="print")
    expect(answer.get_by_role("table")).to_be_visible()
    expect(visit.page.locator("#ask")).to_be_hidden()
    height = visit.page.evaluate(
        "document.getElementById('log').clientHeight - document.getElementById('log').scrollHeight"
    )
    assert height == 0
    visit.page.evaluate("dispatchEvent(new Event('afterprint'))")
    visit.page.emulate_media(media="screen")
    expect(answer.get_by_role("table")).to_be_hidden()


@pytest.mark.parametrize("visit", [{"viewport": PHONE, "color_scheme": "dark"}], indirect=True)
def test_paper_is_white_and_as_wide_from_a_dark_phone(visit: Visit) -> None:
    with visit.page.expect_response("**/light.json"):
        answer = visit.ask("/breadth")
    plot = answer.locator(".plot")
    expect(plot.locator("canvas")).to_have_count(2)
    # The lightest that is drawn: nearly white lines on the dark page, none of them on paper.
    lightest = """(canvas) => {
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        let light = 0;
        for (let i = 0; i < data.length; i += 4) {
            if (data[i + 3] === 255) light = Math.max(light, data[i] + data[i + 1] + data[i + 2]);
        }
        return light;
    }"""
    wide = "(plot) => plot.clientWidth"
    on_the_page = plot.evaluate(wide)
    assert plot.locator("canvas").first.evaluate(lightest) > 715
    visit.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert plot.locator("canvas").first.evaluate(lightest) < 715
    assert plot.evaluate(wide) > PHONE["width"] > on_the_page
    visit.page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(plot.locator("canvas")).to_have_count(2)
    assert plot.evaluate(wide) == on_the_page


@pytest.mark.parametrize("visit", [{"viewport": PHONE}], indirect=True)
def test_on_a_phone_the_picture_is_upright_on_the_first_screen_and_everything_can_be_touched(
    visit: Visit,
) -> None:
    answer = visit.ask("/smallcaps")
    assert painted(answer)
    expect(answer.locator(".plot")).to_be_in_viewport(ratio=0.5)
    for summary in answer.locator("summary").all():
        summary.click()
    expect(answer.get_by_text("Looking …")).to_have_count(0)
    low = visit.page.evaluate(
        """() => [...document.querySelectorAll("button, summary, a, select, textarea")]
            .filter((one) => one.checkVisibility())
            .filter((one) => one.getBoundingClientRect().height < 44).map((one) => one.outerHTML.slice(0, 80))"""
    )
    assert low == []
    table = answer.locator(".fold .wider").first
    expect(table).to_have_class(re.compile("more"))
    first = table.locator("tbody th").first
    before = first.bounding_box()
    table.locator(".scroll").evaluate("(inside) => { inside.scrollLeft = 9999; }")
    expect(table).not_to_have_class(re.compile("more"))
    assert before
    assert first.bounding_box() == before  # the name of the row stays


def test_the_alternative_text_says_what_the_headline_says_and_can_be_read(visit: Visit) -> None:
    answer = visit.ask("/compare rut ndx")
    alt = answer.get_by_role("img").get_attribute("aria-label") or ""
    headline = answer.get_by_role("heading").inner_text().removeprefix("▲").strip()
    assert headline in alt
    answer.get_by_text("In words").press("Enter")
    expect(answer.locator("figcaption p")).to_have_text(alt)
    expect(answer.locator("figcaption p")).to_be_visible()
    answer.get_by_text("Values as a table").press("Enter")
    values = answer.get_by_role("group", name="Values of the chart")
    expect(values.get_by_role("row").nth(1)).to_have_text("2026-01-22+19.25%−10.94%")


def test_a_table_of_values_that_is_opened_early_fills_itself(visit: Visit) -> None:
    held = held_requests(visit, "**/dark.json")
    answer = visit.ask("/compare rut ndx")
    answer.get_by_text("Values as a table").press("Enter")
    expect(answer.get_by_text("Loading the values …")).to_be_visible()
    for route in held:
        route.continue_()
    row = answer.get_by_role("group", name="Values of the chart").get_by_role("row").nth(1)
    expect(row).to_have_text("2026-01-22+19.25%−10.94%")


def test_a_chart_tells_the_values_under_the_pointer_as_the_program_writes_them(visit: Visit) -> None:
    answer = visit.ask("/chart rut 1y")
    assert painted(answer)
    readout = answer.locator(".readout")
    expect(readout).to_contain_text("22 Jan 2026")
    expect(readout).to_contain_text("Russell 2000 2,718.77")
    answer.locator(".u-over").first.hover(position={"x": 1, "y": 40})
    expect(readout).to_contain_text("22 Jan 2025")
    expect(readout).to_contain_text("2,279.95")
    visit.page.mouse.move(5, 5)
    expect(readout).to_contain_text("22 Jan 2026")


def test_candles_and_volume_are_drawn_and_told(visit: Visit) -> None:
    answer = visit.ask("/chart iwm 3m candles sma 50")
    assert painted(answer)
    for word in ("open", "high", "low", "close", "SMA 50", "Volume"):
        expect(answer.locator(".readout")).to_contain_text(word)


def test_bars_tell_their_row_and_stand_in_a_table(visit: Visit) -> None:
    answer = visit.ask("/sectors")
    assert painted(answer)
    readout, first = answer.locator(".readout b").first, answer.locator(".readout b").first.inner_text()
    box = answer.locator(".u-over").bounding_box()
    assert box
    answer.locator(".u-over").hover(position={"x": box["width"] / 2, "y": box["height"] - 4})
    expect(readout).not_to_have_text(first)
    visit.page.mouse.move(5, 5)
    expect(readout).to_have_text(first)
    answer.get_by_text("Values as a table").press("Enter")
    rows = answer.get_by_role("group", name="Values of the chart").get_by_role("row")
    expect(rows).to_have_count(12)
    expect(rows.nth(1)).to_contain_text(first)


def test_what_is_told_is_of_a_session_after_an_event_a_day_that_is_named_or_a_cell(visit: Visit) -> None:
    answer = visit.ask("/history record rut")
    assert painted(answer)
    readout = answer.locator(".readout")
    expect(readout).to_contain_text("Session 252")
    answer.locator(".u-over").hover(position={"x": 1, "y": 40})
    expect(readout).to_contain_text("The event’s close")
    expect(readout).to_contain_text("median 0.00%")
    series = visit.ask("/macro payrolls")
    assert painted(series)
    expect(series.locator(".readout")).to_contain_text(
        re.compile(r"Payrolls, monthly change \(1 \w{3} \d{4}\)")
    )
    cells = visit.ask("/heatmap sectors")
    cells.locator("canvas.tiles").hover(position={"x": 20, "y": 20})
    expect(cells.locator(".readout")).to_contain_text(re.compile(r"Change [+−]\d+\.\d\d%"))


def test_the_page_writes_figures_as_the_program_does(visit: Visit) -> None:
    numbers = [0.0, 0.5, 1.5, 0.125, 2.125, 2718.125, 1999999.5, 0.00763, 0.0000291, 0.00005, 1.005, 3e-13]
    numbers += [-number for number in numbers if number > 0.9]
    for unit in (Unit.LEVEL, Unit.CHANGE, Unit.SHARE, Unit.COUNT, Unit.RATIO, Unit.RATE, Unit.LEAD):
        said = visit.page.evaluate(
            """async ([numbers, unit]) => {
                const { formatted } = await import("/static/numbers.js");
                return numbers.map((number) => formatted(number, unit));
            }""",
            [numbers, unit.value],
        )
        assert said == [written(number, unit) for number in numbers]


def values(answer: Locator) -> list[list[str]]:
    """The rows of the table of a chart's values, the head first."""
    answer.get_by_text("Values as a table").click()
    rows = answer.get_by_role("group", name="Values of the chart").get_by_role("row")
    expect(rows.nth(1)).to_be_visible()
    return [row.locator("th, td").all_inner_texts() for row in rows.all()[:4]]


def test_while_one_market_trades_every_value_stands_under_its_own_name(visit: Visit) -> None:
    def trading(route: Route) -> None:
        chart = route.fetch().json()
        (panel,) = chart["panels"]
        for line in panel["lines"]:
            line["values"][-1] = None
        at = len(chart["days"]) - 1
        panel["so_far"] = [{"label": "Nasdaq-100 so far", "at": at, "value": 1.5, "colour": "#888888"}]
        route.fulfill(json=chart)

    visit.page.route("**/dark.json", trading)
    answer = visit.ask("/compare rut ndx")
    assert painted(answer)
    head, last, before = values(answer)[:3]
    assert head == ["Session", "Russell 2000", "Nasdaq-100", "Nasdaq-100 so far"]
    assert last == ["2026-01-22", "", "", "+50.00%"]
    assert before[3] == ""
    assert all(before[:3])


def test_the_last_print_of_a_session_in_progress_is_not_called_a_close(visit: Visit) -> None:
    def trading(route: Route) -> None:
        chart = route.fetch().json()
        chart["panels"][0]["running"] = True
        chart["panels"][0]["bars"]["open"][-2] = None
        route.fulfill(json=chart)

    visit.page.route("**/dark.json", trading)
    answer = visit.ask("/chart iwm 3m candles")
    assert painted(answer)
    expect(answer.locator(".readout")).to_contain_text("so far")
    expect(answer.locator(".readout")).not_to_contain_text("close")
    head, last, bare, before = values(answer)[:4]
    rows = [dict(zip(head, row, strict=True)) for row in (last, bare, before)]
    assert [bool(row["close"]) for row in rows] == [False, True, True]
    assert [bool(row["so far"]) for row in rows] == [True, False, False]
    assert [bool(row["open"]) for row in rows] == [True, False, True]


def test_the_picture_stands_in_where_the_chart_cannot_be_drawn(visit: Visit) -> None:
    visit.page.route("**/static/uplot.js", lambda route: route.abort())
    answer = visit.ask("/compare rut ndx")
    picture = answer.locator("img")  # until the page gives up the chart, its frame has the role, too
    expect(picture).to_be_visible()
    assert natural_size(picture) == [1200, 675]
    expect(answer.get_by_text("In words")).to_be_visible()
    assert [said for said in visit.complaints if "ERR_FAILED" not in said] == []
    visit.complaints.clear()


@pytest.mark.parametrize("visit", [{"viewport": PHONE}], indirect=True)
def test_a_map_is_an_upright_picture_on_a_phone(visit: Visit) -> None:
    drawn = visit.ask("/heatmap").locator("picture img")
    assert natural_size(drawn) == [1080, 1350]
    expect(drawn).to_be_in_viewport(ratio=0.5)


def test_completion_works_by_keyboard_and_tells_screen_readers(visit: Visit) -> None:
    page = visit.page
    field, offers = page.get_by_label("Your question"), page.get_by_role("listbox", name="Completions")
    page.keyboard.type("/comp")
    expect(offers).to_be_visible()
    expect(page.get_by_text("1 completion", exact=True)).to_be_attached()
    page.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", "offer-0")
    expect(offers.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(field).to_have_value("/compare ")
    page.keyboard.type("russ")
    expect(offers.get_by_role("option").first).to_contain_text("Russell", ignore_case=True)
    page.keyboard.press("Tab")
    expect(field).to_have_value(re.compile(r"^/compare \S+ $"))
    expect(field).to_be_focused()
    expect(offers).to_be_visible()
    page.keyboard.press("Escape")
    expect(offers).to_be_hidden()
    expect(field).not_to_have_attribute("aria-activedescendant", re.compile("."))


def test_a_completion_can_be_clicked(visit: Visit) -> None:
    visit.page.keyboard.type("/small")
    visit.page.get_by_role("option", name="/smallcaps").click()
    expect(visit.page.get_by_label("Your question")).to_have_value("/smallcaps ")


def test_the_up_arrow_brings_back_what_was_asked_and_down_what_was_begun(visit: Visit) -> None:
    visit.ask("/help")
    visit.ask("/about")
    field = visit.page.get_by_label("Your question")
    field.fill("how are")
    for key, text in (
        ("ArrowUp", "/about"),
        ("ArrowUp", "/help"),
        ("ArrowUp", "/help"),
        ("ArrowDown", "/about"),
        ("ArrowDown", "how are"),
    ):
        visit.page.keyboard.press(key)
        expect(field).to_have_value(text)


def test_an_unknown_symbol_offers_one_that_works(visit: Visit) -> None:
    apology = visit.ask("/quote russel")
    expect(apology.get_by_role("heading")).to_contain_text("Did you mean rut")
    answer = visit.answer_to(apology.get_by_role("button", name="/quote rut").click)
    expect(answer.get_by_role("heading")).to_contain_text("2,718.77")


@pytest.mark.parametrize("visit", [{"viewport": PHONE}], indirect=True)
def test_the_switch_of_colours_changes_the_picture_and_survives_a_reload(visit: Visit) -> None:
    image = visit.ask("/heatmap").locator("picture img")
    ground = visit.page.locator("body").evaluate("(body) => getComputedStyle(body).backgroundColor")
    expect(image).to_have_attribute("src", re.compile("/dark.png$"))
    visit.page.get_by_role("button", name="Light colours").click()
    expect(image).to_have_attribute("src", re.compile("/light.png$"))
    assert natural_size(image)[0] == 1080
    assert visit.page.locator("body").evaluate("(body) => getComputedStyle(body).backgroundColor") != ground
    visit.page.reload()
    expect(visit.page.get_by_role("button", name="Dark colours")).to_be_visible()


@pytest.mark.parametrize("visit", [{"color_scheme": "light", "viewport": PHONE}], indirect=True)
def test_it_begins_in_the_colours_that_the_system_wears(visit: Visit) -> None:
    expect(visit.ask("/heatmap").locator("picture img")).to_have_attribute("src", re.compile("/light.png$"))


@pytest.mark.parametrize(
    ("face", "proof"), [("as Slack", '"type": "rich_text"'), ("as Discord", '"type": 17')]
)
def test_the_same_answer_as_another_face_shows_it(visit: Visit, face: str, proof: str) -> None:
    answer = visit.ask("/compare rut ndx")
    visit.wear(face)
    expect(answer).to_contain_text("The Russell 2000 led the Nasdaq-100 by 30.19 points")
    expect(answer).to_contain_text("SAMPLE")
    assert natural_size(answer.get_by_role("img")) == [1200, 675]
    answer.get_by_text("The message as it would be sent").click()
    expect(answer.locator(".payload pre")).to_contain_text(proof)
    evidence = visit.answer_to(answer.get_by_role("button", name="Show the evidence").click)
    expect(evidence).to_contain_text("What stands behind")
    visit.wear("Web")
    expect(answer.get_by_role("heading")).to_be_visible()


@pytest.mark.parametrize("face", FACES[1:])
def test_the_other_faces_light_picture_button_works(visit: Visit, face: str) -> None:
    visit.wear(face)
    answer = visit.ask("/compare rut ndx")
    light = visit.answer_to(answer.get_by_role("button", name="Light picture").click)
    expect(light.get_by_role("img")).to_have_attribute("src", re.compile("/light.png$"))
    expect(light.get_by_role("button", name="Dark picture")).to_be_visible()


@pytest.mark.parametrize("face", FACES[1:])
def test_the_other_faces_show_the_first_part_until_all_figures_is_pressed(visit: Visit, face: str) -> None:
    answer = visit.ask("/compare rut ndx")
    visit.wear(face)
    expect(answer.get_by_role("img")).to_be_visible()
    expect(answer).not_to_contain_text("Worst drawdown")
    answer.get_by_role("button", name="All figures").click()
    expect(answer).to_contain_text("Worst drawdown")
    expect(answer.get_by_role("button", name="All figures")).to_have_count(0)


@pytest.mark.parametrize("visit", [{"viewport": PHONE, "has_touch": True}], indirect=True)
@pytest.mark.parametrize("face", FACES[1:])
def test_under_a_finger_the_other_faces_buttons_are_as_high_as_ours(visit: Visit, face: str) -> None:
    visit.wear(face)
    pressed = visit.ask("/compare rut ndx").locator("button:visible, select:visible")
    heights = pressed.evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().height)")
    assert heights
    assert min(heights) >= 44


@pytest.mark.parametrize("face", FACES[1:])
def test_the_other_faces_menu_of_periods_works(visit: Visit, face: str) -> None:
    visit.wear(face)
    answer = visit.ask("/compare rut ndx")
    longer = visit.answer_to(lambda: answer.get_by_role("combobox", name="Period").select_option("5Y"))
    expect(longer).to_contain_text("over 5 years")


def test_discords_markdown_is_read_as_discord_reads_it(visit: Visit) -> None:
    visit.wear("as Discord")
    answer = visit.ask("/quote x*_y_*z")
    expect(answer.locator(".title")).to_contain_text("x*_y_*z", ignore_case=True)
    expect(visit.ask("/help").locator(".box strong").first).to_have_text("/smallcaps")


@pytest.mark.parametrize("visit", [{"viewport": PHONE}], indirect=True)
def test_on_a_phone_nothing_is_wider_than_the_screen_and_the_form_stays(visit: Visit) -> None:
    visit.ask("/smallcaps")
    visit.ask("/rotation")
    visit.ask(f"/quote {'x' * 200}")
    for face in FACES:
        visit.wear(face)
        assert overflow(visit.page) == [0, 0], face
        expect(visit.page.get_by_role("button", name="Ask", exact=True)).to_be_in_viewport(ratio=1)
        expect(visit.page.get_by_role("button", name="Light colours")).to_be_in_viewport(ratio=1)
    header = visit.page.evaluate(
        """() => [...document.querySelectorAll("header > *")].map((part) => part.getBoundingClientRect())
            .map((box) => [box.left, box.right])"""
    )
    assert all(right <= left for (_, right), (left, _) in itertools.pairwise(header)), header


def test_a_whole_article_can_be_pasted(visit: Visit) -> None:
    article = "The Russell 2000 ended the trading day at 2,731.77, a record.\n" * 100
    field = visit.page.get_by_label("Your question")
    visit.page.keyboard.insert_text(article)
    expect(visit.page.get_by_role("button", name="Ask", exact=True)).to_be_in_viewport(ratio=1)
    assert height(field) <= 0.41 * DESKTOP["height"]
    answer = visit.answer_to(lambda: visit.page.keyboard.press("Enter"))
    expect(answer.get_by_role("heading")).to_be_in_viewport()
    assert height(visit.page.locator(".asked")) < 200
    assert overflow(visit.page) == [0, 0]


@pytest.mark.parametrize("face", FACES)
def test_hostile_words_are_shown_as_they_are_typed_and_do_nothing(visit: Visit, face: str) -> None:
    visit.wear(face)
    answer = visit.ask(HOSTILE)
    expect(visit.page.locator(".asked")).to_have_text(HOSTILE)
    expect(answer).to_contain_text("</script>")
    assert visit.page.locator("#log img, #log script").count() == 0
    assert visit.page.locator("script").count() == 1


@pytest.mark.parametrize("asked", [HOSTILE, "/smallcaps"])
def test_what_is_asked_while_the_conversation_is_fetched_is_shown_once(visit: Visit, asked: str) -> None:
    held = held_requests(visit, "**/api/conversation")
    visit.page.reload(wait_until="commit")
    visit.ask(asked)
    with visit.page.expect_response("**/api/conversation"):
        held[0].continue_()
    visit.page.wait_for_timeout(100)  # what would be shown again is shown by then
    expect(visit.page.locator(".asked")).to_have_text(asked)


def test_the_evidence_names_formula_and_inputs_and_gives_the_series_as_csv(visit: Visit) -> None:
    answer = visit.ask("/compare rut ndx")
    answer.get_by_text("Show the evidence").click()
    evidence = answer.locator(".evidence")
    expect(evidence).to_contain_text("close / close at the base − 1 (price return); 2,279.95 on 2025-01-22")
    with visit.page.expect_download() as waiting:
        evidence.get_by_role("link", name="Download series.csv").click()
    lines = Path(waiting.value.path()).read_text().splitlines()
    assert lines[0] == "session,Russell 2000,Nasdaq-100"
    assert lines[-1].startswith("2026-01-22,")
    assert len(lines) > 240


def test_every_example_on_the_first_page_is_answered(visit: Visit) -> None:
    expect(visit.page.locator("#state")).to_contain_text("Market closed; last completed session 2026-01-22")
    expect(visit.page.locator("#state")).to_contain_text("Sample market")
    expect(visit.page.locator("#cards")).to_contain_text("The Russell 2000 rose 0.76% to 2,719")
    examples = visit.page.locator("#cards button, #tries button")
    assert examples.count() == 6
    for example in examples.all():
        answer = visit.answer_to(example.click)
        expect(answer.locator(".apology")).to_have_count(0)
        image = answer.get_by_role("img").first
        expect(image).to_be_visible()
        assert image.evaluate("(image) => image.tagName") == "DIV" or natural_size(image)[0] == 1200


def test_while_it_is_asked_the_page_says_so_and_takes_no_second_question(visit: Visit) -> None:
    held = held_requests(visit, "**/api/ask")
    visit.page.keyboard.type("/about\n")
    expect(visit.page.get_by_text("Asking …")).to_be_visible()
    expect(visit.page.get_by_role("button", name="Ask", exact=True)).to_be_disabled()
    expect(visit.page.get_by_role("log")).to_have_attribute("aria-busy", "true")
    visit.page.keyboard.type("/help\n")
    expect(visit.page.get_by_label("Your question")).to_have_value("/help")
    held[0].continue_()
    expect(visit.page.get_by_role("heading", name="Bellwether 0")).to_be_visible()
    expect(visit.page.get_by_role("log")).to_have_attribute("aria-busy", "false")


def test_a_picture_that_does_not_come_is_said_in_words(visit: Visit) -> None:
    visit.page.route("**/picture/**", lambda route: route.fulfill(status=503, body="Too many pictures.\n"))
    answer = visit.ask("/compare rut ndx")
    expect(answer.locator(".trouble")).to_contain_text("Too many pictures.")
    expect(answer.locator(".trouble")).to_contain_text("It says: ")
    expect(answer.locator(".trouble")).to_contain_text("Russell 2000")
    visit.page.unroute("**/picture/**")
    answer.get_by_role("button", name="Try again").click()
    expect(answer.locator(".trouble")).to_be_hidden()
    assert natural_size(answer.get_by_role("img")) == [1200, 675]
    assert [said for said in visit.complaints if "503" not in said] == []
    visit.complaints.clear()


def test_a_program_that_cannot_be_reached_is_said_and_asked_again(visit: Visit) -> None:
    visit.page.route("**/api/ask", lambda route: route.abort())
    failed = visit.ask("/about")
    expect(failed.get_by_role("alert")).to_have_text(
        "No answer: the program cannot be reached. Is it running?"
    )
    visit.page.unroute("**/api/ask")
    answer = visit.answer_to(failed.get_by_role("button", name="Ask again").click)
    expect(answer.get_by_role("heading")).to_contain_text("Bellwether")
    assert [said for said in visit.complaints if "ERR_FAILED" not in said] == []
    visit.complaints.clear()


def test_with_a_token_the_form_comes_first_and_the_token_stays_out_of_the_address(
    browser: Browser, tmp_path: Path
) -> None:
    with program(tmp_path, free_port(), BELLWETHER_WEB_TOKEN=TOKEN) as address:
        context = browser.new_context(viewport=PHONE)
        visit = Visit.in_context(context, address)
        visit.page.keyboard.type("wrong\n")
        expect(visit.page.get_by_role("alert")).to_have_text("That is not the token.")
        visit.page.get_by_label("Token").fill(TOKEN)
        visit.page.get_by_role("button", name="Enter").click()
        expect(visit.ask("/about").get_by_role("heading")).to_contain_text("Bellwether")
        assert visit.page.url == f"{address}/"
        assert all(TOKEN not in cookie["value"] for cookie in context.cookies())
        context.close()
        assert [said for said in visit.complaints if "401" not in said] == []  # the form is a 401


def test_an_answer_has_an_address_that_shows_it_with_evidence_and_series(visit: Visit) -> None:
    said = visit.ask("/compare rut ndx")
    sentence = said.get_by_role("heading").inner_text()
    said.get_by_role("link", name="Link").click()
    page = visit.page
    expect(page.get_by_role("heading")).to_have_text(sentence, use_inner_text=True)
    assert re.fullmatch(rf"{visit.address}/a/[\w-]{{22}}", page.url)
    assert page.title() == sentence.removeprefix("▲").strip()
    assert painted(page.locator(".answer"))
    expect(page.locator(".evidence")).to_contain_text("close / close at the base − 1")
    expect(page.get_by_role("link", name="Download series.csv")).to_be_visible()
    expect(page.locator(".fold table")).to_be_visible()
    expect(page.locator(".sources")).to_contain_text("as of 2026-01-22 16:00 ET")
    assert overflow(page) == [0, 0]
    page.get_by_role("link", name="Ask for the figures of now").click()
    expect(page.get_by_label("Your question")).to_have_value(re.compile("^/compare rut ndx"))
    expect(page.locator(".answer")).to_have_count(1)  # nothing was asked


# ---- accessibility: axe-core, every rule


def violations(page: Page) -> list[str]:
    found = page.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{broken['id']}: {place['target']} {place.get('failureSummary', '')}"
        for broken in found["violations"]
        for place in broken["nodes"]
    ]


SIZES = [PHONE, {"width": 390, "height": 844}, {"width": 768, "height": 1024}, DESKTOP]


@pytest.mark.parametrize("size", SIZES, ids=[str(size["width"]) for size in SIZES])
def test_axe_finds_nothing_in_any_face_dark_or_light(browser: Browser, address: str, size: Any) -> None:
    # The policy would keep axe out, as it should; only here it is set aside.
    context = browser.new_context(viewport=size, color_scheme="dark", bypass_csp=True)
    visit = Visit.in_context(context, address)
    visit.page.evaluate(
        importlib.resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    )
    assert violations(visit.page) == []
    for question in ("/smallcaps", "/evidence compare rut ndx", "/quote russel"):
        visit.ask(question)
    for colours in ("Light colours", "Dark colours"):
        visit.page.get_by_role("button", name=colours).click()
        for face in FACES:
            visit.wear(face)
            assert violations(visit.page) == [], f"{face} after {colours}"
            assert overflow(visit.page) == [0, 0], f"{face} after {colours}"
    visit.page.get_by_label("Your question").press_sequentially("/c")
    offered = [c.name for c in COMMANDS if c.name.startswith("c")]
    expect(visit.page.get_by_role("option")).to_have_count(len(offered))  # the list for "/c", not for "/"
    visit.page.keyboard.press("ArrowDown")
    expect(visit.page.get_by_role("option", selected=True)).to_be_visible()
    assert violations(visit.page) == []
    context.close()
    assert visit.complaints == []

"""Orders are offered as the line that would carry them out, with what was said filled in."""

from __future__ import annotations

from datetime import date

import pytest

from bot.engine.request import Request
from bot.engine.router import Router
from bot.language.interpreter import RuleInterpreter
from commands import COMMANDS
from commands.framework.reply import Reply
from market.alerts.rules import AlertRule

INTERPRET = RuleInterpreter(COMMANDS, lambda: date(2026, 8, 21))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("ping me when the russell closes above 3,100", "/alert rut above 3100 at close"),
        ("tell me if iwm drops 2% in a day", "/alert iwm down 2% day"),
        ("warn me when the s&p falls below 7000", "/alert spx below 7000"),
        ("let me know when nvda hits $200", "/alert nvda above 200"),
        ("notify me on a new dow record", "/alert dji record"),
        ("alert me when breadth drops under 40%", "/alert breadth below 40%"),
        ("alert me when breadth falls below 40% so far today", "/alert breadth below 40% so far"),
        ("tell me when breadth goes under 30% during the session", "/alert breadth below 30% so far"),
        ("tell me when the regime flips", "/alert rotation changes"),
        (
            "notify me when small caps lead the s&p by 5 points over 20 sessions",
            "/alert rut leads spx 5 points over 20 sessions",
        ),
        ("tell me when rut moves 3 sigma", "/alert rut move 3 sigma"),
        ("alert me if iwm moves more than 2.5 standard deviations", "/alert iwm move 2.5 sigma"),
        ("ping me on a two sigma day in the s&p", "/alert spx move 2 sigma"),
        ("tell me when health care drags 0.5 points", "/alert xlv drags 0.5 points"),
        ("let me know when energy adds 0.3 points", "/alert xle adds 0.3 points"),
        ("which alerts do I have", "/alert list"),
        ("send me the digest every morning at 8", "/digest subscribe 08:00"),
        ("post the digest here at 7:30 pm every day", "/digest subscribe 19:30"),
        ("digest at half past eight every weekday", "/digest subscribe 08:30 market days"),
        ("send me the digest every morning at eight", "/digest subscribe 08:00"),
        ("move digest 3 to half past seven", "/digest edit 3 07:30"),
        ("change digest number 2 to 9am london time", "/digest edit 2 09:00 Europe/London"),
        ("we want the digest at 12 noon", "/digest subscribe 12:00"),
        ("daily digest at half eight", "/digest subscribe 08:30"),
        ("digest every monday and thursday at 9", "/digest subscribe 09:00 mon thu"),
        ("a digest every friday", "/digest subscribe weekly"),
        ("switch digest 4 to only mondays", "/digest edit 4 mon"),
        ("turn off alert 7 for two weeks", "/alert snooze 7 for 14 days"),
        (
            "tell me when the russell beats the s&p by 3 points over a month",
            "/alert rut leads spx 3 points over 21 sessions",
        ),
        ("no alerts between ten at night and seven", "/alert quiet 22:00-07:00"),
        ("mute alerts in this room from 22 to 7", "/alert quiet here 22:00-07:00"),
        ("quiet hours 10pm to 7am new york time", "/alert quiet 22:00-07:00 America/New_York"),
        ("mute alerts from 10 to 7", "/alert quiet"),  # of the morning or the evening?
        ("holler when nvda loses five percent in a day", "/alert nvda down 5% day"),
        ("if apple drops below 200 text me", "/alert aapl below 200"),
        ("keep an eye on amd and intel", "/watchlist add amd intc"),
        ("drop iwm from the list this room follows", "/watchlist remove here iwm"),
        ("sold all my tesla", "/portfolio remove TSLA"),
        ("how is my book doing ytd", "/portfolio ytd"),
        ("digest every market day at 8am berlin time", "/digest subscribe 08:00 Europe/Berlin market days"),
        ("daily digest after the close please", "/digest subscribe close"),
        ("sign me up for the weekly digest", "/digest subscribe weekly"),
        ("stop the digest", "/digest list"),
        ("add nvda and amd to my watchlist", "/watchlist add nvda amd"),
        ("take tesla off my watchlist", "/watchlist remove tsla"),
        ("show my watchlist", "/watchlist show"),
        ("is nvda on my watchlist", "/watchlist show"),
        ("what's my beta with 60 spy 40 iwm", "/exposure SPY 60, IWM 40"),
        ("am i too concentrated: AAPL 60%, NVDA 40%", "/exposure AAPL 60, NVDA 40"),
        ("how exposed am i to tech with 30 aapl 30 nvda 40 spy", "/exposure AAPL 30, NVDA 30, SPY 40"),
        ("my beta with 60% in spy and 40% in iwm", "/exposure SPY 60, IWM 40"),
        ("send the close digest to this channel", "/digest subscribe close"),
        ("post the end of day digest here", "/digest subscribe close"),
        ("end my digest", "/digest list"),
        ("forget everything you know about me", "/privacy erase"),
        ("send me a copy of all my data (GDPR)", "/privacy export"),
        ("are my questions saved somewhere", "/privacy"),
        ("get rid of alert 3", "/alert remove 3"),
        ("turn off alert number 2 please", "/alert remove 2"),
        ("mute alert #4 for now", "/alert snooze 4"),
        ("pause digest 2 while i am away", "/digest pause 2"),
        ("kill digest no. 3", "/digest remove 3"),
        ("what digests are scheduled?", "/digest list"),
        ("warn us should IWM lose 2% in a single day", "/alert iwm down 2% day"),
        ("notify when less than 30% of members are over the 200-day", "/alert breadth below 30%"),
        ("put rut & ndx on this channel's list", "/watchlist add here rut ndx"),
        ("take tsla off this channel's list", "/watchlist remove here tsla"),
        ("what markets is this channel following", "/watchlist show here"),
        ("shout as soon as the nasdaq trades under 20000", "/alert ixic below 20000"),
        ("what do you store about me", "/privacy"),
        ("mute alerts until 7", "/alert list"),
        ("what time does my digest come", "/digest list"),
        ("bought 10 shares of nvda at 120, note it", "/portfolio add 10 NVDA at 120"),
        ("i sold my tesla", "/portfolio remove TSLA"),
        ("how much did i lose last week", "/portfolio 2026-08-07..2026-08-14"),
        ("who are the worst performers on my watchlist", "/movers watchlist"),
    ],
)
def test_an_order_is_offered_and_not_carried_out(text: str, line: str) -> None:
    reply = INTERPRET(text)
    assert isinstance(reply, Reply), reply
    assert reply.actions[0].command == line
    Router(COMMANDS).read(Request(text=line))
    if line.startswith("/alert") and line.split()[1] not in ("list", "remove", "snooze", "quiet"):
        AlertRule.parse(line.removeprefix("/alert "))


def test_a_move_in_points_is_no_record() -> None:
    read = INTERPRET("alert me if the dow falls 500 points")
    assert isinstance(read, Reply)
    assert read.actions[0].command == "/alert new"
    assert "500" in read.headline


def test_an_order_names_what_it_leaves_out() -> None:
    read = INTERPRET("alert me before nvda earnings")
    assert isinstance(read, Reply)
    assert read.headline.startswith("I read this as /alert nvda record, without “before earnings”.")


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("pause digest 2 for a week", True),
        ("mute alert 3 for a week", False),
        ("digest every monday at 9", False),
        ("alert if more than 60% of stocks are above the 200 day", False),
    ],
)
def test_a_time_that_the_line_does_not_hold_is_named(text: str, left_out: bool) -> None:
    read = INTERPRET(text)
    assert isinstance(read, Reply)
    assert (", without " in read.headline) is left_out


def test_holdings_that_nobody_named_are_called_an_example() -> None:
    read = INTERPRET("how exposed is my portfolio to big tech")
    assert isinstance(read, Reply)
    assert "I read this as" not in read.headline
    assert "/portfolio" in [action.command for action in read.actions]


@pytest.mark.parametrize("text", ["tell me when rut is above 2,75", "tell me if iwm falls 1,5% in a day"])
def test_half_of_a_figure_with_a_decimal_comma_is_not_offered(text: str) -> None:
    read = INTERPRET(text)
    assert isinstance(read, Reply)
    assert not [
        action.command for action in read.actions if "above" in action.command or "%" in action.command
    ]

"""A short question changes one thing of the answer before it, or is about the same market."""

from __future__ import annotations

from datetime import date

import pytest

from bot.engine.request import Request
from bot.language.interpreter import RuleInterpreter
from commands import COMMANDS
from commands.framework.reply import Reply

INTERPRET = RuleInterpreter(COMMANDS, lambda: date(2026, 8, 21))


@pytest.mark.parametrize(
    ("after", "asked", "line"),
    [
        ("/chart rut 2026-08-07..2026-08-14", "and the week before?", "/chart rut 2026-07-31..2026-08-07"),
        ("/chart dji 2026-06-30..2026-07-31", "the month before", "/chart dji 2026-05-31..2026-06-30"),
        ("/chart dji 2026-06-30..2026-07-31", "and the prior month?", "/chart dji 2026-05-31..2026-06-30"),
        ("/sectors in july", "and the prior month?", "/sectors 2026-05-31..2026-06-30"),  # as it was typed
        ("/chart dji last week", "and the week before", "/chart dji 2026-07-31..2026-08-07"),
        ("/movers sp500 yesterday", "and the russell", "/movers russell2000 2026-08-19..2026-08-20"),
        ("/compare rut spx ytd", "the dow too please", "/compare rut spx dji ytd"),
        ("/chart dji mtd", "and since easter", "/chart dji since 2026-04-05"),
        ("/chart dji 2026-03-31..2026-06-30", "the quarter before?", "/chart dji 2025-12-31..2026-03-31"),
        ("/chart dji 2023-12-31..2024-12-31", "and the year before", "/chart dji 2022-12-31..2023-12-31"),
        ("/chart dji 2026-06-30..2026-07-31", "and the week before?", ""),
        ("/chart spx 2025-12-31..2026-03-31", "and the quarter after?", "/chart spx 2026-03-31..2026-06-30"),
        ("/sectors 2026-05-31..2026-06-30", "the following month", "/sectors 2026-06-30..2026-07-31"),
        ("/chart dji 2026-07-24..2026-07-31", "and the week after that", "/chart dji 2026-07-31..2026-08-07"),
        ("/chart dji 2026-08-14..2026-08-21", "and the week after that", ""),  # which has not begun
        ("/chart dji 2026-05-31..2026-06-30", "and the next month?", "/chart dji 2026-06-30..2026-07-31"),
        ("/quote spy", "what about next month", ""),  # which is declined alone, and behind another
        ("/macro unemployment", "why?", ""),
        ("/compare rut spx ytd", "why?", "/drivers ytd"),
        ("/compare qqq dia ytd", "why?", ""),  # of two markets the reason of one is no answer
        ("/why rut", "who did that", ""),
        ("/quote nvda", "earnings?", "/calendar nvda"),
        ("/compare spy qqq iwm ytd", "take out spy", "/compare qqq iwm ytd"),
        ("/quote nvda", "show the indexes for the year", "/compare spx ndx dji rut ytd"),
        ("/chart rut ytd", "sector heatmap 1m", "/heatmap sectors 1m"),
        ("/quote nvda", "map of all sectors, 3 months", "/heatmap sectors 3m"),
        ("/quote nvda", "give me the inputs and sources under your breadth answer", "/evidence breadth"),
        ("/compare ixic dji ytd", "gold or silver, which one did better ytd", "/compare gld slv ytd"),
        ("/movers sp500 1d", "in the russell 2000", "/movers russell2000 1d"),
        ("/rank worst week dji", "best?", "/rank best week dji"),
        ("/rank worst week dji", "and month?", "/rank worst month dji"),
        ("/compare iwm spy ytd", "swap spy for qqq", "/compare iwm qqq ytd"),
        ("/compare iwm spy ytd", "who won?", "/compare iwm spy ytd"),
        ("/chart rut 1y candles", "weekly", "/chart rut 1y candles weekly"),
        ("/chart rut 1y candles", "just the line", "/chart rut 1y"),
        ("/chart nvda 1y", "when was its low?", "/chart nvda 1y low"),
        ("/quote nvda", "how far from the record", "/quote nvda"),
        ("/quote nvda", "is it cheap?", ""),
        ("/quote spx", "is it broad?", "/breadth sp500"),
        ("/smallcaps", "is that unusual?", "/quote rut"),
        ("/drivers 1m", "ytd", "/drivers ytd"),
        ("/macro unemployment", "over 10 years", ""),
        ("/chart rut ytd", "compared to last year?", ""),
        ("/sectors mtd", "and the month before", "/sectors 2026-06-30..2026-07-31"),
        (
            "/chart dji 5d",
            "and the week before",
            "/chart dji 2026-08-07..2026-08-14",
        ),  # of this week's five sessions
        ("/chart dji 4d", "and the week before", ""),
        ("/compare qqq spy 3y", "make it ten", "/compare qqq spy 10y"),
        ("/compare qqq spy 3y", "and 10%", ""),
        ("/history drawdown 10 spx", "and 20?", "/history drawdown 20 spx"),
        ("/chart iwm 1y sma 50", "200 instead", "/chart iwm 1y sma 200"),
        ("/chart iwm 1y sma 50 200", "and 100?", ""),
        ("/rank best month dji", "the worst one?", "/rank worst month dji"),
        ("/news aapl", "microsoft too", "/news msft"),
        ("/chart aapl ytd", "microsoft too", "/compare aapl msft ytd"),
        ("/calendar aapl", "nvidia?", "/calendar nvda"),
        ("/calendar aapl", "nvidia", "/quote nvda"),
        ("/sectors mtd", "spx?", "/quote spx"),
        ("/quote nvda", "when's the next market holiday", "/calendar"),
        ("/quote nvda", "is it above its 200 day", "/chart nvda sma 200"),
        ("/quote nvda", "how many of the 500 trade over their 50 day", "/breadth"),
        ("/history drawdown 10 spx", "which of the eleven sectors lag year to date", "/sectors ytd"),
        ("/compare ixic dji ytd", "10 year yield", "/macro 10y"),
        ("/chart rut ytd", "what is a treemap", "/help heatmap"),
        ("/news nvda", "how's it trading", "/quote nvda"),
        ("/risk nvda", "how are they doing?", "/quote nvda"),
        ("/risk nvda amd", "how are they doing?", ""),
        ("/quote rut", "when was that?", ""),
        ("/why spx 1d down", "who gained?", "/movers sp500 1d"),
        ("/chart spx 2026-06-30..2026-07-31", "who fell the most?", "/movers sp500 2026-06-30..2026-07-31"),
        ("/sectors 1d", "which ones fell?", "/sectors 1d"),
        ("/quote nvda", "who gained?", ""),
        ("/compare ixic dji ytd", "biggest one day drop in the dow ever", "/rank worst day dji"),
        ("/compare ixic dji spx ytd", "now remove the dow", "/compare ixic spx ytd"),
        ("/quote nvda", "how rare is a week like this for the russell", "/rank best week rut"),
        ("/why rut 5d", "show sources and inputs for rotation", "/evidence rotation"),
        ("/why rut 5d", "show the evidence", "/evidence why rut 5d"),
        ("/why rut 5d", "is it a good moment to get into small caps", ""),  # has no answer behind it, either
        ("/quote nvda", "what's a good p/e", ""),
        ("/news aapl", "what happened after past breadth thrusts", "/history thrust"),
        ("/chart nvda 1y", "and with dividends", "/compare nvda spy 1y"),
        ("/quote nvda", "wie stehen die smallcaps seit ostern da", "/chart rut since 2026-04-05"),
    ],
)
def test_one_thing_of_the_command_before_is_changed(after: str, asked: str, line: str) -> None:
    read = INTERPRET(asked, after)
    assert (read.text if isinstance(read, Request) else "") == line


@pytest.mark.parametrize(
    ("after", "asked", "offered"),
    [
        ("/quote nvda", "add it to my watchlist", "/watchlist add nvda"),
        ("/quote spy", "alert me when it breaks 700", "/alert spy above 700"),
        ("/chart nvda 1y", "tell me when it hits a record", "/alert nvda record"),
        ("/quote nvda", "tell me when the dow hits a record", "/alert dji record"),
        ("/breadth", "put that in the morning digest", "/digest list"),
    ],
)
def test_an_order_is_about_the_market_that_was_spoken_of(after: str, asked: str, offered: str) -> None:
    reply = INTERPRET(asked, after)
    assert isinstance(reply, Reply)
    assert reply.actions[0].command == offered

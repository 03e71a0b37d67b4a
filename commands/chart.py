"""`/chart`: one market drawn, as a line or as candles."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from charts.layout.series import LOG_YEARS, spans_years
from charts.pictures.candles import Candles
from charts.pictures.intraday import IntradayCandles
from charts.pictures.level import LevelChart
from charts.pictures.sessions import SessionBars
from charts.spec import Chart, Frame
from commands.framework.command import command
from commands.framework.parameters import PrefixedNumbers
from commands.framework.reply import Action, Headline, Reply
from commands.presentation.chart_specs import candles_picture, level_picture
from commands.presentation.figure_keys import subject
from commands.presentation.intraday_specs import intraday_candles
from commands.presentation.period_move import (
    PeriodMove,
    extreme_headline,
    move_evidence,
    move_facts,
    move_headline,
    move_title,
    so_far_headline,
)
from commands.presentation.session_specs import session_bars
from commands.presentation.study_specs import Studies, StudyResult, studied
from commands.presentation.wording import caption, dated, direction, period_actions, the
from market.analytics.studies import BAND_WINDOW, FAST, RSI_WINDOW, SIGNAL, SLOW, WIDTH
from market.bars import Bars
from market.errors import NoData
from market.formatting import level, listed, moment
from market.period import ONE_YEAR, Period, words_to
from market.provenance import combined
from market.services.prices import Market
from market.symbols import Symbol


@command(
    "/chart rut 1y candles",
    "/chart rut max",
    "/chart iwm 2y sma 50 200",
    "/chart aapl 6m candles sma 20",
    "/chart rut 1y rsi 14 macd",
    "/chart spx 1y bollinger 20",
    "/chart ndx 2y candles weekly ema 20 50",
    "/chart rut 2025 low",
    terms={"log": LOG_YEARS, "fast": FAST, "slow": SLOW, "signal": SIGNAL, "width": WIDTH},
)
def chart(
    symbol: Symbol,
    period: Period = ONE_YEAR,
    style: Annotated[Literal["line", "candles"], "line, or candles (open, high, low, close)"] = "line",
    sma: Annotated[
        tuple[int, ...], PrefixedNumbers("sma", 2, 400), "simple moving averages: sma 50 200"
    ] = (),
    ema: Annotated[
        tuple[int, ...], PrefixedNumbers("ema", 2, 400), "exponential moving averages: ema 20 50"
    ] = (),
    rsi: Annotated[
        tuple[int, ...], PrefixedNumbers("rsi", 2, 100, 1, (RSI_WINDOW,)), "relative strength index: rsi 14"
    ] = (),
    macd: Annotated[bool, "moving average convergence/divergence"] = False,
    bollinger: Annotated[
        tuple[int, ...], PrefixedNumbers("bollinger", 5, 100, 1, (BAND_WINDOW,)), "bands: bollinger 20"
    ] = (),
    bar: Annotated[Literal["daily", "weekly", "monthly"] | None, "candles of a day, week or month"] = None,
    extreme: Annotated[Literal["low", "high"] | None, "say the lowest or highest close first"] = None,
    *,
    market: Market,
) -> Reply:
    """One market's closes or candles, with record closes, drawdown, moving averages and studies.

    A simple moving average (sma) of n is the mean of the last n closes; an exponential one (ema) is begun
    with the mean of the first n and moves by 2 / (n + 1) of the way to each close after. RSI (Wilder 1978) =
    100 − 100 / (1 + average gain / average loss), smoothed by 1 / n. MACD (Appel) = ema {fast} − ema {slow}; its
    signal is its ema {signal}. Bollinger’s bands lie {width:g} standard deviations of n closes around their sma.
    Nothing is drawn before a formula has all its closes, nor until it has them again after a gap. Studies are
    of daily closes, or of the weekly or monthly bars that you ask for; they are figures, no advice. Volume is
    drawn for funds and stocks; an index has none of its own. From {log:g} years on the scale is logarithmic.
    One session to five are bars: each day’s change, or a single day’s prices against the close before. While a
    session is in progress, candles of 1d are its five-minute bars so far, where the source has them.

    Formula: sma(n) = (close₁ + … + closeₙ) / n; drawdown = close / highest close so far − 1.
    Closes are raw (split-adjusted, without dividends), completed sessions only.
    """
    bars = market.bars(symbol)
    move = PeriodMove.of(bars, period)
    studies = Studies(sma, ema, rsi, bollinger, macd, bar or "")
    style = "candles" if bar else style
    headline = extreme_headline(move, extreme) if extreme else move_headline(move)
    result = _studied(bars, period, studies)
    title = move_title(move, headline, words_to(period, move.base, move.end, market.state().last_completed))
    today = _today(market, move, style, studies, headline)
    drawn = today or _picture(move, style, studies, result, headline, title)
    if today and bars.running:  # sentence and picture are of the same session
        headline = so_far_headline(move, bars.running)
    return Reply(
        headline=str(headline),
        title=headline.title,
        facts=dated((*move_facts(move), *result.facts), f"{bars.last_session} close", bars.source),
        chart=drawn,
        notes=(*result.notes, _still_running(bars, drawn), *combined(bars).notes),
        actions=_actions(symbol, period, style, studies),
        evidence=(move_evidence(move),),
        direction=direction(bars.running_change if today else move.change),
        provenance=combined(bars),
        command=f"/chart {symbol.word} {period}{_tail(style, studies)}" + (f" {extreme}" if extreme else ""),
    )


def _studied(bars: Bars, period: Period, asked: Studies) -> StudyResult:
    """The studies up to the end of the period. Raises NoData where none of them has enough closes."""
    part = period.cut(bars.frame)
    first = part.index[1] if asked.unit and period.sessions and len(part) > 1 else part.index[0]
    result = studied(bars.closes.loc[: part.index[-1]], asked, first, subject(bars.symbol))
    if result.notes and not result.over and not result.panels:
        raise NoData(f"{result.notes[0].removesuffix('.')} (there are {len(bars.closes)}).")
    return result


def _tail(style: str, studies: Studies) -> str:
    """The words that keep style and studies when the period changes."""
    return (" candles" if style == "candles" else "") + studies.words


def _actions(symbol: Symbol, period: Period, style: str, studies: Studies) -> tuple[Action, ...]:
    word = f"/chart {symbol.word}"
    other = (
        Action("Line", f"{word} {period}")
        if style == "candles"
        else Action("Candles", f"{word} {period} candles")
    )
    return (
        *(Action(a.label, a.command + _tail(style, studies)) for a in period_actions(word, period)),
        other,
        Action("SMA 50 200", f"{word} {period}{_tail(style, replace(studies, sma=(50, 200)))}"),
        Action("RSI", f"{word} {period}{_tail(style, replace(studies, rsi=(RSI_WINDOW,)))}"),
    )


def _today(
    market: Market, move: PeriodMove, style: str, asked: Studies, headline: Headline
) -> IntradayCandles | None:
    """Candles of one day while a session is in progress: its own, where the source has its five-minute bars."""
    bars, running = move.bars, move.bars.running
    if style != "candles" or move.period.sessions != 1 or asked != Studies() or running is None:
        return None
    if move.end != bars.last_session or not market.calendar.is_session(running.session):
        return None
    hours = market.calendar.open(running.session), market.calendar.close(running.session)
    return intraday_candles(bars, market.prints(bars.symbol, running.session), hours, str(headline))


def _picture(
    move: PeriodMove, style: str, asked: Studies, result: StudyResult, headline: Headline, title: str
) -> LevelChart | Candles | SessionBars:
    bars, period, frame = move.bars, move.period, Frame(move.base, move.end)
    kind = "Candles" if style == "candles" else "Line chart of closes"
    averages = f" with {listed(asked.named)}" if asked.named else ""
    scale = ", log scale" if spans_years(move.closes.index.values) else ""
    alt = f"{kind} of {the(bars.symbol.label)}{averages}, {frame.first} to {frame.last}{scale}. {headline}"
    subtitle = frame.dates + (", log scale" if scale else "")
    words = caption(title, alt, bars, subtitle=subtitle, frame=frame)
    if style == "candles":
        return candles_picture(bars, period, words, result, asked.bar)
    if asked == Studies() and (few := session_bars(bars, period, words, str(headline))):
        return few
    return level_picture(bars, period, words, result)


def _still_running(bars: Bars, drawn: Chart) -> str:
    if bars.running is None:
        return ""
    line = isinstance(drawn, LevelChart) and drawn.so_far is not None
    apart = line or (isinstance(drawn, SessionBars) and drawn.bars[-1].so_far)
    if isinstance(drawn, IntradayCandles):
        return f"Drawn are its five-minute bars that have ended. The figures are of the close of {bars.last_session}."
    shown = "drawn apart" if apart else "not drawn here"
    return f"So far today {level(bars.running.last)} (as of {moment(bars.running.at)}); not a close, {shown}."

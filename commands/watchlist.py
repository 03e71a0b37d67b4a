"""`/watchlist`: the markets that a person or a channel follows."""

from __future__ import annotations

from typing import Annotated, Literal

from charts.pictures.sparklines import Sparklines, SparkRow
from charts.spec import Line
from commands.forms.watchlist import ADD
from commands.framework.asker import Asker
from commands.framework.channels import ChannelPermissions
from commands.framework.command import UsageError, act, command, form_act, verbs
from commands.framework.parameters import Count, Symbols
from commands.framework.ports import MOST_WATCHED as MOST
from commands.framework.ports import Holder, TooMany, Watchlists
from commands.framework.reply import Action, Column, Headline, Reply, Table, Visibility
from commands.inputs.list_performance import compared, list_performance
from commands.presentation.figure_keys import closed_at, subject
from commands.presentation.wording import caption, direction
from market.bars import Bars
from market.errors import NoData
from market.formatting import Unit, listed
from market.period import ONE_DAY, Period
from market.provenance import combined
from market.services.prices import Market

SPAN = Period.parse("3m")
Verb = Literal["show", "add", "remove"]
Whose = Annotated[Literal["mine", "here"], "mine (yours alone), or here (this channel's)"]


_WHOSE = Annotated[Literal["mine", "here"] | None, "mine (yours alone), or here (this channel's)"]


@command(
    "/watchlist show",
    "/watchlist add aapl nvda iwm",
    "/watchlist remove aapl",
    "/watchlist add here rut ndx",
    visibility=Visibility.PRIVATE,
    changes=verbs("add", "remove"),
    unshared=lambda arguments: arguments["whose"] == "mine",
    overview="/watchlist show",
    form=ADD,
    acts=(
        act("show", "The markets you or this channel follow, with their last close", whose=_WHOSE),
        form_act(ADD, "Follow markets: yours, or this channel's"),
        act("remove", "Follow markets no more", symbols=Annotated[Symbols, Count(1, 20)], whose=_WHOSE),
    ),
    terms={"most": MOST},
)
def watchlist(
    verb: Verb = "show",
    whose: Whose = "mine",
    symbols: Annotated[Symbols, Count(1, 20)] = (),
    *,
    market: Market,
    asker: Asker,
    watchlists: Watchlists,
    places: ChannelPermissions,
) -> Reply:
    """The markets you or this channel follow, with their last close, day and three months.

    /watchlist add aapl iwm keeps them for you ({most} at most); with “here” for the channel, whose digest then names
    those that moved most; /watchlist add alone opens a form, where the platform has forms.
    /movers watchlist and /movers here rank them. A channel's list is changed by those who
    manage the channel; everyone may see it. Changes: completed sessions, with dividends for funds
    and stocks, price alone for indices.
    """
    holder = _holder(asker, whose, places)
    if verb != "show":
        if whose == "here" and not (asker.manages or asker.direct):
            raise UsageError(
                "Only people who manage this channel may change its list. Yours is yours: /watchlist add iwm",
                ("/watchlist show here",),
            )
        if not symbols:
            raise UsageError(f"Say which: /watchlist {verb} aapl iwm", (f"/watchlist {verb} iwm",))
        return (
            _add(market, watchlists, holder, symbols)
            if verb == "add"
            else _remove(watchlists, holder, symbols)
        )
    if symbols:
        words = " ".join(symbol.word for symbol in symbols)
        raise UsageError(
            f"To follow {listed([symbol.label for symbol in symbols])}: /watchlist add {words}. To see the list: "
            "/watchlist show",
            ("/watchlist show",),
        )
    tickers = watchlists.tickers(holder)
    if not tickers:
        whom = "This channel follows" if holder.shared else "You follow"
        word = "add here" if holder.shared else "add"
        return Reply(
            f"{whom} nothing yet.",
            actions=(
                Action("Add markets", ADD.opens),
                Action("Add the Russell 2000", f"/watchlist {word} rut"),
            ),
        )
    return _shown(market, tickers, holder)


def _holder(asker: Asker, whose: str, places: ChannelPermissions) -> Holder:
    holder = Holder.channel(asker) if whose == "here" else Holder.person(asker)
    if not holder.id:
        raise UsageError(
            f"A kept list needs somebody to keep it for. Ask in {places.where_to_ask}, or the console."
        )
    return holder


def _add(market: Market, watchlists: Watchlists, holder: Holder, symbols: Symbols) -> Reply:
    full = UsageError(f"A list has at most {MOST} markets. Remove some first.", ("/watchlist show",))
    if len({*watchlists.tickers(holder), *(s.ticker for s in symbols)}) > MOST:
        raise full
    market.many(symbols)  # raises with the nearest names when there is no such thing
    try:
        watchlists.add(holder, [symbol.ticker for symbol in symbols], MOST)
    except TooMany:  # another request was faster
        raise full from None
    return Reply(
        f"Added {listed([symbol.label for symbol in symbols])}; the list has "
        f"{len(watchlists.tickers(holder))} of {MOST}.",
        actions=(Action("Show", f"/watchlist show{' here' if holder.shared else ''}"),),
    )


def _remove(watchlists: Watchlists, holder: Holder, symbols: Symbols) -> Reply:
    before = watchlists.tickers(holder)
    absent = [symbol.label for symbol in symbols if symbol.ticker not in before]
    count = watchlists.remove(holder, [symbol.ticker for symbol in symbols])
    left = len(watchlists.tickers(holder))
    missing = f"{listed(absent)} {'was' if len(absent) == 1 else 'were'} not on it." if absent else ""
    return Reply(f"Removed {count} of {len(symbols)}; the list has {left} left.", notes=(missing,))


def _shown(market: Market, tickers: tuple[str, ...], holder: Holder) -> Reply:
    list_ = list_performance(market, tickers)
    day, span = list_.changes() | list_.points(), list_.changes(SPAN) | list_.points(SPAN)
    rows = [_row(bars, day.get(t), span.get(t)) for t, bars in list_.held.bars.items()]
    ranked = ((row.label, row.day) for row in rows if row.day is not None and not row.measured)
    moved = sorted(ranked, key=lambda pair: -pair[1])
    headline = Headline(f"No changes of {listed([row.label for row in rows])} are known yet")
    if moved:
        headline = compared(moved, list_.over(ONE_DAY))
    columns = (
        Column("Market"),
        Column("Last close", Unit.LEVEL, "{}.close"),
        Column("Day", Unit.CHANGE, "{}.return.1d"),
        Column("3 months", Unit.CHANGE, "{}.return.3m"),
    )
    alt = f"A row for each market with its last close, its day and its three months: {headline}"
    every = list_.held.all
    return Reply(
        str(headline),
        title=headline.title,
        table=Table(
            columns,
            tuple(
                (row.label, row.last, *((None, None) if row.measured else (row.day, row.period)))
                for row in rows
            ),
            keys=tuple(subject(bars.symbol) for bars in every),
            dates=(closed_at(list_.end()),) * len(rows),
        ),
        chart=Sparklines(caption(headline.over_picture, alt, *every), tuple(rows), "3m"),
        notes=list_.notes(),
        actions=(Action("Movers", f"/movers {'here' if holder.shared else 'watchlist'}"),),
        direction=direction(moved[0][1] if moved else 0.0),
        provenance=combined(*every),
        command=f"/watchlist show{' here' if holder.shared else ''}",
    )


def _row(bars: Bars, day: float | None, grown: float | None) -> SparkRow:
    try:
        line = Line.of(bars.symbol.label, SPAN.cut(bars.total))
    except NoData:
        line = None  # listed less than three months ago
    return SparkRow(
        bars.symbol.label, line, float(bars.closes.iloc[-1]), day, grown, measured=bars.symbol.is_level
    )

"""Members during a session: their changes, averages and extremes so far today, by one batch of quotes."""

from __future__ import annotations

from dataclasses import dataclass

from commands.framework.figure import Figure
from commands.framework.reply import Evidence, Fact
from commands.inputs.summary_lines import SummaryLines
from commands.presentation.wording import opened, the
from market.analytics.breadth import LONG, SHORT, YEAR
from market.datasets.live_panel import LivePanel
from market.datasets.members import Universe
from market.errors import MarketError, ProviderError
from market.formatting import Unit, moment, share
from market.services.members import MemberService

SO_FAR = "so_far"  # in place of a period in the keys of figures
_FORMULA = "last adjusted close × quote / previous close"


@dataclass(frozen=True, slots=True, eq=False)
class MembersSoFar:
    """Members of a session in progress.

    live: None outside of sessions, and where `notes` say why there is nothing to tell.
    partial: it may be there when it is asked for again.
    """

    live: LivePanel | None = None
    notes: tuple[str, ...] = ()
    partial: bool = False

    @property
    def title(self) -> str:
        """The words for a subtitle; empty without figures."""
        return opened(self.words) if self.live else ""

    @property
    def at(self) -> str:
        """The as-of time of its figures: "2026-01-22 11:30 ET"; empty without any."""
        return moment(self.live.at) if self.live else ""

    @property
    def words(self) -> str:
        return so_far_words(self.at)


NO_SESSION = MembersSoFar()


def so_far_words(at: str) -> str:
    """ "so far today (as of 2026-01-22 11:30 ET, not a close)"."""
    return f"so far today (as of {at}, not a close)"


def members_so_far(members: MemberService, universe: Universe) -> MembersSoFar:
    try:
        return MembersSoFar(members.live(universe))
    except MarketError as problem:
        note = f"Without the session so far: {problem}"
        return MembersSoFar(None, (note,), isinstance(problem, ProviderError))


def breadth_so_far(members: MemberService, universe: Universe) -> tuple[str, SummaryLines]:
    """How many members take part so far today: a sentence, empty outside of sessions, and the figures."""
    now = members_so_far(members, universe)
    if now.live is None:
        return "", SummaryLines(notes=now.notes, partial=now.partial)
    live, key, at = now.live, f"breadth.{universe.key}.{SO_FAR}", now.at
    last, source = live.breadth.counts.iloc[-1], live.panel.source
    up, down = int(last["advancers"]), int(last["decliners"])
    rising = up / live.quoted
    facts = (
        Fact(
            "So far today, rising", rising, Unit.SHARE, f"{up:,} up, {down:,} down", at, source,
            key=f"{key}.rising",
            figures=(
                Figure(f"{key}.advancers", up, Unit.COUNT),
                Figure(f"{key}.decliners", down, Unit.COUNT),
            ),
        ),
        *(_above(live, window, f"{key}.above_{window}", at) for window in (SHORT, LONG)),
        _extremes(live, key, at),
        Fact(
            "So far today, coverage", live.coverage, as_of=at, source=source,
            figures=(Figure(f"{key}.priced", live.quoted, Unit.COUNT),),
        ),
    )  # fmt: skip
    sentence = (
        f"So far today {share(rising)} of {the(universe.name)}’s members are up (as of {at}, {live.coverage}; not a "
        "close). "
    )
    origin = Evidence(
        f"So far today {share(rising)} rising",
        f"members with {_FORMULA} above their last adjusted close / members quoted",
        (f"{up:,} of {live.quoted:,}", at),
        source,
    )
    return sentence, SummaryLines(facts, (*live.panel.notes[:1], *live.panel.aged), (origin,))


def _above(live: LivePanel, window: int, key: str, at: str) -> Fact:
    """The share above an average of `window` prices, the one so far among them."""
    last, value = live.breadth.counts.iloc[-1], float(live.breadth.above(window).iloc[-1])
    why = _why(live, window) if value != value else ""
    detail = why or f"{last[f'above_{window}']:,} of {last[f'averaged_{window}']:,}"
    label = f"So far today, above the {window}-day average"
    return Fact(label, value, Unit.SHARE, detail, at, live.panel.source, key=key, why=why)


def _extremes(live: LivePanel, key: str, at: str) -> Fact:
    highs, lows = (float(live.breadth.counted(kind).iloc[-1]) for kind in ("highs", "lows"))
    why = _why(live, YEAR) if highs != highs else ""
    low = Figure(f"{key}.lows", None if why else int(lows), Unit.COUNT, why=why)
    value, detail = (None, why) if why else (int(highs), f"{int(lows):,} at lows")
    return Fact(
        "So far today, at 52-week highs", value, Unit.COUNT, detail, at, live.panel.source,
        key=f"{key}.highs", figures=(low,), why=why,
    )  # fmt: skip


def _why(live: LivePanel, sessions: int) -> str:
    """Why nobody could be counted over so many sessions, today among them."""
    priced = live.panel.closes.iloc[-sessions:].notna().any(axis=1)
    gaps = priced.index[~priced.to_numpy()]
    if len(gaps):
        return f"there are no closes of members for {gaps[-1].date()}"
    return f"no member has {sessions - 1} closes in a row"

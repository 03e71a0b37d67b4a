"""`/portfolio`: what somebody holds, kept for them alone."""

from __future__ import annotations

from typing import Annotated, Literal

from commands.framework.alternatives import offer_alternatives
from commands.framework.asker import Asker
from commands.framework.channels import ChannelPermissions
from commands.framework.command import UsageError, act, command, verbs
from commands.framework.portfolios import MOST_HELD, Portfolios
from commands.framework.ports import Holder, TooMany
from commands.framework.reply import Action, Reply, Visibility
from commands.holdings.answer import portfolio_answer
from commands.holdings.position_words import EXAMPLE, positions_typed
from commands.holdings.positions import priced_positions, shares, written_down
from market.formatting import counted, level, listed
from market.period import ONE_DAY, Period
from market.services.members import MemberService
from market.services.prices import Market
from market.symbols import Symbol


@command(
    "/portfolio",
    "/portfolio ytd",
    EXAMPLE,
    "/portfolio remove aapl",
    visibility=Visibility.PRIVATE,
    changes=verbs("add", "remove"),
    unshared=True,
    overview="/portfolio",
    terms={"most": MOST_HELD},
    kept=False,
    acts=(
        act("show", "What you hold is worth, its gain, and who made the change", period=Period | None),
        act("add", "Write down what you hold; it is yours alone",
            holdings=Annotated[str, "shares, names and what one cost: 10 AAPL at 150, 5 IWM"]),
        act("remove", "Take out what you hold no more", holdings=Annotated[str, "names: AAPL, IWM"]),
    ),
)  # fmt: skip
def portfolio(
    verb: Literal["show", "add", "remove"] = "show",
    period: Period = ONE_DAY,
    holdings: Annotated[str, "shares, names and what one cost: 10 AAPL at 150, 5 IWM"] = "",
    *,
    market: Market,
    members: MemberService,
    asker: Asker,
    portfolios: Portfolios,
    places: ChannelPermissions,
) -> Reply:
    """What you hold: worth, cost, gain, who made the change, and how far it is from small caps. Yours alone.

    /portfolio add 10 AAPL at 150 keeps it for you ({most} positions at most), wherever you ask; nobody else sees it,
    and /privacy exports or erases it. What a share cost is in the currency of its listing; without it there is no gain.
    A split after you wrote it down is counted. Each currency is by itself: exchange rates are not applied.

    Formula: value = shares × close; gain = value − what was paid; contribution = change of a value / value of all at
    the base (price return, of the shares held now); active share = ½ Σ |weight − weight in IWM's list| (Cremers and
    Petajisto 2009), funds looked through where their lists are stored, and a range where one is not.
    """
    holder = Holder.person(asker)
    if not holder.id:
        raise UsageError(
            f"A portfolio needs somebody to keep it for. Ask in {places.where_to_ask}, or the console."
        )
    if verb == "add":
        return _added(market, portfolios, holder, holdings)
    if verb == "remove":
        return _removed(portfolios, holder, holdings)
    if holdings:
        raise UsageError(
            f"/portfolio has no use for “{holdings[:40]}”. To keep it: {EXAMPLE}", ("/portfolio",)
        )
    positions = portfolios.positions(holder)
    if not positions:
        return Reply(
            "You have written down no holdings yet. /portfolio add 10 AAPL at 150 keeps some, for you alone.",
            actions=(Action("Without keeping anything", "/exposure AAPL 40, NVDA 25, IWM 35"),),
        )
    with offer_alternatives("/watchlist show", "/smallcaps"):
        return portfolio_answer(priced_positions(market, positions, period), period, members)


def _added(market: Market, portfolios: Portfolios, holder: Holder, text: str) -> Reply:
    typed = positions_typed(text)
    count = len(portfolios.positions(holder)) + len(typed)
    full = UsageError(f"A portfolio has at most {MOST_HELD} positions. Remove some first.", ("/portfolio",))
    if count > MOST_HELD:
        raise full
    positions = [written_down(market, t.symbol, t.quantity, t.cost) for t in typed]
    try:
        portfolios.add(holder, positions, MOST_HELD)
    except TooMany:  # another request was faster
        raise full from None
    said = [
        f"{shares(p.quantity)} {p.ticker}{'' if p.cost is None else f' at {level(p.cost)}'}"
        for p in positions
    ]
    return Reply(
        f"Kept {listed(said)}; you have {count} of {MOST_HELD} positions. Only you see them.",
        actions=(Action("Show", "/portfolio"),),
    )


def _removed(portfolios: Portfolios, holder: Holder, text: str) -> Reply:
    words = [word for word in text.replace(",", " ").split() if word]
    if not words:
        raise UsageError("Say which: /portfolio remove aapl", ("/portfolio",))
    count = portfolios.remove(holder, [Symbol.parse(word).ticker for word in words])
    left = len(portfolios.positions(holder))
    return Reply(
        f"Removed {counted(count, 'position')}; {left} left.", actions=(Action("Show", "/portfolio"),)
    )

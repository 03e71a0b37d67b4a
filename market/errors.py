"""What can go wrong with market data, each as a sentence that is safe to show in chat."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from market.formatting import listed


class MarketError(Exception):
    """An expected failure. `str(error)` is a clear sentence that ends with the next step."""


class UnknownSymbol(MarketError):
    """No symbol of this name. `nearest` holds up to three words that would work."""

    def __init__(self, text: str, nearest: tuple[str, ...] = ()) -> None:
        self.text, self.nearest = text, nearest
        shown = text if len(text) <= 40 else text[:39] + "…"
        hint = (
            f"Did you mean {_either(nearest)}?"
            if nearest
            else "Try a ticker such as IWM or a name such as russell."
        )
        super().__init__(f"I know no symbol “{shown}”. {hint}")


class BadPeriod(MarketError):
    """The text is no period, or one that cannot be answered (reversed, not begun yet)."""


class ProviderError(MarketError):
    """The data provider could not answer; stored data, if there is any, may stand in."""

    def __init__(self, provider: str, sentence: str) -> None:
        self.provider = provider
        super().__init__(sentence)


class Throttled(ProviderError):
    """The provider asks us to slow down (HTTP 429)."""

    def __init__(self, provider: str, retry_at: datetime | None = None) -> None:
        self.retry_at = retry_at
        super().__init__(provider, f"{provider} is throttling us at the moment. Try again in a few minutes.")


class ProviderDown(ProviderError):
    """The provider is unreachable, slow past the deadline, or answers nonsense."""

    def __init__(self, provider: str, reason: str) -> None:
        self.reason = reason
        super().__init__(provider, f"{provider} is not answering ({reason}). Try again in a few minutes.")


class NotInTime(ProviderDown):
    """Our own time ran out: the deadline passed before the request began, it waited in our queue, or a
    source on this machine was slow. Handled as an outage, and not blamed on the provider."""

    def __init__(self, provider: str, reason: str) -> None:
        self.provider, self.reason = provider, reason
        MarketError.__init__(
            self, f"We had no time left for {provider} ({reason}). Try again in a few minutes."
        )


class EmptyAnswer(ProviderDown):
    """The provider answers, and has nothing of a symbol that is known to exist. For one symbol that
    is told as an outage, never as a delisting; a batch that gets answers about others knows better."""


class Unlisted(EmptyAnswer):
    """The provider says that it does not list a symbol that is known to exist, in words of its own."""


class NoData(MarketError):
    """The symbol exists, yet there are too few bars for what was asked."""

    def __init__(self, what: str, since: date | None = None) -> None:
        start = f" Data start on {since:%Y-%m-%d}." if since else ""
        super().__init__(f"{what}{start}")


class NoBar(NoData):
    """A session that an answer hangs on has no trusted bar.

    names: labels or tickers of those that lack it.
    days: the sessions that they lack, or some of them.
    form: the sentence, with "{}" where the reason stands.
    """

    def __init__(
        self, names: Sequence[object], days: Sequence[date], form: str = "{}.", reason: str = ""
    ) -> None:
        self.names, self.days, self.form = tuple(map(str, names)), tuple(days), form
        said = reason or f"there is no bar of {listed(self.names)} for {listed([str(day) for day in days])}"
        whole = form.format(said)
        super().__init__(f"{whole[:1].upper()}{whole[1:]}")

    def because(self, reason: str) -> NoBar:
        """The same for a reason of its own, such as that there is a bar, and it is in doubt."""
        return NoBar(self.names, self.days, self.form, reason)


class InDoubt(NoData):
    """There are prices, and none of them can be trusted: `reason`."""

    def __init__(self, what: str, reason: str) -> None:
        self.reason = reason
        super().__init__(what)


class StoreFailed(MarketError):
    """What is stored cannot be read or written; answers go on without it."""


def _either(words: tuple[str, ...]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


class BadSchedule(MarketError):
    """The words are no time, no zone or no days. The sentence says what would work."""

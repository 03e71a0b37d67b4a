"""What of the economy came out lately, in the figures of `/macro`."""

from __future__ import annotations

from datetime import date

from commands.framework.reply import Reply
from market.datasets.economic_series import EconomicSeries, Frequency
from market.formatting import Unit, written

_UNKNOWN = "the source states dates of release only when asked with a key (BELLWETHER_FRED_API_KEY)."


def released(answer: Reply, since: date) -> tuple[str, str]:
    """The sentence about what `answer`, that of `/macro`, has from `since` on; or why there is none.

    Yields and spreads come out every day and are no release.
    """
    table = answer.table
    if table is None:
        return "", answer.headline
    labels = [column.label for column in table.columns]
    days = {str(row[0]): str(row[labels.index("Released")]) for row in table.rows}
    known = {name: day for name, day in days.items() if day[:1].isdigit()}
    if not known:
        return "", _UNKNOWN
    fresh = {
        name
        for name, day in known.items()
        if date.fromisoformat(day) >= since and EconomicSeries.parse(name).frequency is not Frequency.DAILY
    }
    said = [f"{fact.label} {fact.text}" for fact in answer.facts if fact.label in fresh]
    when = written(since, Unit.DATE)
    if not said:
        return f"No figure of the economy has come out since {when}.", ""
    return f"Released since {when}: {'; '.join(said)}.", ""

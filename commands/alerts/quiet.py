"""`/alert quiet`: the hours in which nothing is told."""

from __future__ import annotations

from commands.framework.asker import Asker
from commands.framework.command import UsageError
from commands.framework.ports import Person, Place
from commands.framework.quiet_times import QuietTimes
from commands.framework.reply import Reply
from market.calendars.quiet_hours import QuietHours
from market.errors import BadSchedule


def quiet_reply(text: str, asker: Asker, quiet: QuietTimes) -> Reply:
    """Show or set the quiet hours of the asker, or of the channel. Raises UsageError."""
    first, _, rest = text.partition(" ")
    here = first.casefold() == "here"
    whose: Person | Place = Person.who_asks(asker)
    if here:
        whose, text = Place(asker.platform, asker.workspace, asker.channel), rest.strip()
    whom, word = ("this channel", "quiet here") if here else ("you", "quiet")
    keeper = asker.person if here and asker.direct else ""
    if not text:
        hours = quiet.of(whose)
        return Reply(
            f"It is quiet for {whom} {hours}: alerts wait for its end."
            if hours
            else f"It is never quiet for {whom}.",
            notes=(f"Change it: /alert {word} 22:00-07:00 Europe/Berlin, or /alert {word} off.",),
        )
    if here and not (asker.manages or asker.direct):
        raise UsageError(
            "Only people who manage this channel may change its quiet hours. Yours are yours: "
            "/alert quiet 22:00-07:00 Europe/Berlin",
            ("/alert quiet",),
        )
    if text.casefold() == "off":
        quiet.set(whose, None, keeper)
        return Reply(f"It is never quiet for {whom} from now on.")
    try:
        hours = QuietHours.parse(text, asker.zone)
    except BadSchedule as problem:
        raise UsageError(str(problem), ("/alert quiet",)) from None
    quiet.set(whose, hours, keeper)
    return Reply(
        f"It is quiet for {whom} {hours}. What happens then is told at the end of it, in one post.",
        notes=("Digests come at the time that was set for them.",),
    )

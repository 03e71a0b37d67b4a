"""The names of holidays and early closes as the New York Stock Exchange writes them."""

from __future__ import annotations

# From exchange_calendars' names to those of the exchange's own list of holidays.
_OWN = {
    "Dr. Martin Luther King Jr. Day": "Martin Luther King, Jr. Day",
    "President's Day": "Washington’s Birthday",
    "New Year's Day": "New Year’s Day",
    "July 4th": "Independence Day",
    "Thanksgiving": "Thanksgiving Day",
    "Christmas": "Christmas Day",
    "Black Friday": "the day after Thanksgiving",
}
_BEFORE = "before independence day"


def own_name(name: str) -> str:
    """The exchange's own name of a day that exchange_calendars names.

    >>> own_name("President's Day"), own_name("Good Friday"), own_name("Wednesdays Before Independence Day")
    ('Washington’s Birthday', 'Good Friday', 'the day before Independence Day')
    """
    if _BEFORE in name.casefold():
        return "the day before Independence Day"
    return _OWN.get(name, name)

"""Time zones by their names, or by the city alone."""

from __future__ import annotations

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from market.errors import BadSchedule
from market.formatting import NEW_YORK

_USUAL_ZONES = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Sao_Paulo",
    "Europe/London", "Europe/Berlin", "Europe/Paris", "Europe/Zurich", "Asia/Kolkata", "Asia/Singapore",
    "Asia/Hong_Kong", "Asia/Tokyo", "Australia/Sydney",
)  # fmt: skip
_NEW_YORK, _CHICAGO, _DENVER, _ANGELES, *_ = _USUAL_ZONES
_SPOKEN = {
    **dict.fromkeys(("est", "edt", "eastern"), _NEW_YORK),
    **dict.fromkeys(("cst", "cdt", "ct", "central"), _CHICAGO),
    **dict.fromkeys(("mst", "mdt", "mt", "mountain"), _DENVER),
    **dict.fromkeys(("pst", "pdt", "pt", "pacific"), _ANGELES),
    **dict.fromkeys(("bst", "british"), "Europe/London"),
    **dict.fromkeys(("cest", "mesz", "mez", "frankfurt"), "Europe/Berlin"),
}
"""What people say for a zone whose clock changes, and the zone that they may mean. "EST" is an offset that lasts half
a year, although IANA keeps a zone of that name for old programs."""
_NO_PLACES = ("etc/", "us/", "canada/", "brazil/", "mexico/", "chile/", "posix/", "right/", "systemv/")
_NEAR = 76  # of 100: "tokio" is near Tokyo, "half" is not near Halifax


def zone_of(name: str) -> ZoneInfo:
    """The zone of an IANA name, or of its city alone ("New York"); ET is New York's. Raises BadSchedule with the
    nearest names."""
    zones = _zones()
    word = name.strip().casefold().replace(" ", "_").removesuffix("_time")
    if word == "et":
        return NEW_YORK
    if word in _SPOKEN:
        raise _no_zone(name, _SPOKEN[word])
    found = zones.get(word) or _cities().get(word)
    if found is not None:
        return ZoneInfo(found)
    from rapidfuzz import fuzz, process

    # Abbreviations such as CET and EST are left out: they name an offset that lasts half a year.
    places = {zone: zones[zone] for zone in zones if "/" in zone and not zone.startswith(_NO_PLACES)}
    near = process.extract(word[:40], [*places, *_cities()], scorer=fuzz.ratio, limit=2, score_cutoff=_NEAR)
    known = dict.fromkeys(places.get(match) or _cities()[match] for match, _score, _index in near)
    hint = " or ".join(known) or "Europe/Berlin or America/New_York"
    raise _no_zone(name, hint)


def _no_zone(name: str, hint: str) -> BadSchedule:
    return BadSchedule(f"“{name[:40]}” is no time zone. Write one such as {hint}.")


def zones_begun(text: str) -> tuple[str, ...]:
    """The zones whose name or city begins with `text`; those of large exchanges where there is none."""
    begun = text.strip().casefold().replace(" ", "_")
    if not begun:
        return _USUAL_ZONES
    known = (*_zones().items(), *_cities().items())
    named = {
        zone
        for word, zone in known
        if word.startswith(begun) and "/" in zone and not zone.casefold().startswith(_NO_PLACES)
    }
    return (*(z for z in _USUAL_ZONES if z in named), *sorted(named.difference(_USUAL_ZONES)))


@cache
def _zones() -> dict[str, str]:
    return {zone.casefold(): zone for zone in available_timezones()}


@cache
def _cities() -> dict[str, str]:
    """Zones by their last part, where only one of a continent has it: `new_york` is America/New_York."""
    zones: dict[str, list[str]] = {}
    for zone in available_timezones():
        continent, _, city = zone.rpartition("/")
        if continent and not continent.startswith(
            ("Etc", "posix", "right", "SystemV", "US", "Brazil", "Canada")
        ):
            zones.setdefault(city.casefold(), []).append(zone)
    return {city: found[0] for city, found in zones.items() if len(found) == 1}

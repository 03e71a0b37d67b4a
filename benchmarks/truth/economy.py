"""What was known of the economy on a day: the dates on which figures really came out, written down by hand."""

from __future__ import annotations

import pandas as pd
from pandas.tseries.holiday import USFederalHolidayCalendar

# Jobs reports, the one for December first: months and days of the year. In 2025 that for October never came out alone.
_JOBS = {
    2016: "01-08 02-05 03-04 04-01 05-06 06-03 07-08 08-05 09-02 10-07 11-04 12-02",
    2017: "01-06 02-03 03-10 04-07 05-05 06-02 07-07 08-04 09-01 10-06 11-03 12-08",
    2018: "01-05 02-02 03-09 04-06 05-04 06-01 07-06 08-03 09-07 10-05 11-02 12-07",
    2019: "01-04 02-01 03-08 04-05 05-03 06-07 07-05 08-02 09-06 10-04 11-01 12-06",
    2020: "01-10 02-07 03-06 04-03 05-08 06-05 07-02 08-07 09-04 10-02 11-06 12-04",
    2021: "01-08 02-05 03-05 04-02 05-07 06-04 07-02 08-06 09-03 10-08 11-05 12-03",
    2022: "01-07 02-04 03-04 04-01 05-06 06-03 07-08 08-05 09-02 10-07 11-04 12-02",
    2023: "01-06 02-03 03-10 04-07 05-05 06-02 07-07 08-04 09-01 10-06 11-03 12-08",
    2024: "01-05 02-02 03-08 04-05 05-03 06-07 07-05 08-02 09-06 10-04 11-01 12-06",
    2025: "01-10 02-07 03-07 04-04 05-02 06-06 07-03 08-01 09-05 11-20 12-16 12-16",
    2026: "01-09 02-11 03-06 04-03 05-08 06-05 07-02 08-07 09-04 10-02 11-06 12-04",
}
_GROWTH_LATE = {"2018-10-01": "2019-02-28", "2025-07-01": "2025-12-23", "2025-10-01": "2026-02-20"}
_HOLIDAYS = USFederalHolidayCalendar()


def was_out(word: str, lag: int, on: pd.Timestamp, day: pd.Timestamp) -> bool:
    """Whether the figure for `on` was out in the morning of `day`. `lag`: days, of a series without a calendar. The
    first estimate of growth comes in the last days of a month; its last day is held against the program."""
    if word in ("payrolls", "unemployment") and on.year >= 2015:
        after = on + pd.DateOffset(months=1)
        if after.year not in _JOBS:
            return bool(after + pd.Timedelta(days=13) < day)
        return bool(pd.Timestamp(f"{after.year}-{_JOBS[after.year].split()[after.month - 1]}") <= day)
    if word == "gdp":
        late = _GROWTH_LATE.get(str(on.date()))
        month = on + pd.DateOffset(months=3)
        table = {4: 30, 7: 30, 10: 29} if month.year == 2026 else {}
        end = month + pd.Timedelta(days=table.get(month.month, month.days_in_month) - 1)
        return bool((pd.Timestamp(late) if late else end) <= day)
    if word == "claims" and "2025-09-27" <= str(on.date()) <= "2025-11-08":
        return bool(pd.Timestamp("2025-11-20") <= day)
    if word == "nfci":
        holiday = len(_HOLIDAYS.holidays(on + pd.Timedelta(days=3), on + pd.Timedelta(days=5))) > 0
        return bool(on + pd.Timedelta(days=lag + holiday) <= day)
    return bool(on + pd.Timedelta(days=lag) <= day)

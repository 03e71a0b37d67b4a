"""When the program is asked: 30 moments from 2011 on, at every hour and of every kind of day."""

from __future__ import annotations

MOMENTS = (
    "2026-01-22T18:00-05:00",
    "2026-01-22T11:30-05:00",  # within a session
    "2026-01-25T12:00-05:00",  # a Sunday
    "2026-01-20T08:45-05:00",  # the morning after a holiday
    "2026-01-02T18:00-05:00",  # the first session of a year
    "2025-12-31T16:20-05:00",  # the last one, twenty minutes after the close
    "2025-12-24T14:00-05:00",  # after a half day
    "2025-11-28T12:00-05:00",  # within one
    "2025-04-04T18:00-04:00",  # the second day of a crash
    "2025-04-09T14:30-04:00",  # within the session of the greatest rise since 2008
    "2025-01-09T12:00-05:00",  # closed at short notice
    "2024-09-30T18:00-04:00",  # the end of a quarter
    "2024-08-05T09:00-04:00",  # before the open of a crash day
    "2024-07-16T18:00-04:00",
    "2024-07-04T12:00-04:00",  # a holiday
    "2023-06-30T18:00-04:00",
    "2023-03-13T10:00-04:00",
    "2023-01-03T07:00-05:00",  # before the first open of a year
    "2022-06-16T18:00-04:00",
    "2021-01-04T12:00-05:00",  # within the first session of a year
    "2020-03-31T18:00-04:00",
    "2020-03-23T18:00-04:00",  # the low
    "2020-03-16T18:00-04:00",
    "2018-12-24T13:30-05:00",  # a crash on a half day
    "2018-02-05T18:00-05:00",
    "2016-06-24T18:00-04:00",
    "2016-01-02T12:00-05:00",  # a Saturday between two years
    "2015-08-24T09:45-04:00",
    "2012-10-29T18:00-04:00",  # closed for a hurricane
    "2011-08-08T18:00-04:00",
)
SAMPLE_MOMENTS = MOMENTS[:1]

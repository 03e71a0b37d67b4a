"""Days and hours: exchange sessions, schedules of digests, weeks, recessions."""

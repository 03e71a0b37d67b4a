"""Slack's limits, as Slack documents them, or as measured where it does not (`MESSAGE`)."""

from __future__ import annotations

MESSAGE = 13_000  # characters in all blocks; Slack refuses from about 13,200
TEXT = 3000  # section text, and our own fallback text
FIELDS = 10  # in a section
CONTEXT = 10  # elements
BUTTONS, BUTTON, VALUE = 25, 75, 2000
ALT = 1000  # an upload's alt text; an image block would take 2,000
TABLE, TABLE_ROWS, TABLE_COLUMNS = 10_000, 100, 20  # characters in all cells, rows with the head, columns

COMMANDS, COMMAND = 50, 32
NAME, DESCRIPTION, LONG_DESCRIPTION = 35, 140, 4000
COMMAND_DESCRIPTION, USAGE_HINT = 2000, 1000
OPTION_VALUE = 150
INPUT, INPUT_LINE = 3000, 200  # characters of an input of several lines (Slack's limit), of one (ours)

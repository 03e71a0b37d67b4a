"""Discord's limits, in the platform's own units (characters unless a name says otherwise)."""

from __future__ import annotations

TEXT = 4000  # in all text displays of a message
COMPONENTS = 40  # of a message, nested ones too
ALT_TEXT = 1024

BUTTONS_PER_ROW = 5
BUTTON_LABEL = 80
CUSTOM_ID = 100
SELECT_OPTIONS = 25
OPTION_TEXT = 100

INPUT, INPUT_LINE = 4000, 200  # characters of an input of several lines (Discord's limit), of one (ours)

FILES = 10
FILE_BYTES = 10 * 1024 * 1024  # each; the smallest of the platform's tiers
REQUEST_BYTES = 25 * 1024 * 1024

COMMANDS = 100
COMMAND_DESCRIPTION = 100
COMMAND_OPTIONS = 25
COMMAND_CHOICES = 25
COMMAND_TOTAL = 8000
NONCE = 25

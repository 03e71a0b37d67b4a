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

# Characters of an input of several lines and of one: with these, what was put in fits into a message that says a
# mistake (Discord's own limit is 4,000 for either).
INPUT, INPUT_LINE, INPUT_HINT = 3500, 200, 100

FILES = 10
FILE_BYTES = 10 * 1024 * 1024  # each; the smallest of the platform's tiers
REQUEST_BYTES = 25 * 1024 * 1024

COMMANDS = 100
COMMAND_DESCRIPTION = 100
COMMAND_OPTIONS = 25
COMMAND_CHOICES = 25
COMMAND_TOTAL = 8000
THREAD_NAME = 100
NONCE = 25

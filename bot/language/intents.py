"""The intents of all commands: equals are preferred in this order."""

from __future__ import annotations

from bot.language.intent import Intent
from bot.language.market_intents import MARKET_INTENTS
from bot.language.other_intents import OTHER_INTENTS

INTENTS: tuple[Intent, ...] = (*MARKET_INTENTS, *OTHER_INTENTS)

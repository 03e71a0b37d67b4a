"""The intents of all commands: equals are preferred in this order."""

from __future__ import annotations

from bot.language.intent import Intent
from bot.language.market_intents import MARKET_INTENTS
from bot.language.other_intents import OTHER_INTENTS
from bot.language.price_intents import PRICE_INTENTS

INTENTS: tuple[Intent, ...] = (*PRICE_INTENTS, *MARKET_INTENTS, *OTHER_INTENTS)

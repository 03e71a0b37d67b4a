"""Forms as Slack's modals: opened by a command or a button, sent back as the command that they make."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.poster import PostError
from bot.adapters.slack.blocks import limits
from bot.adapters.slack.blocks.text import plain
from bot.adapters.slack.call import classified
from bot.adapters.slack.message import Block
from bot.adapters.slack.request import SlackRequest, submitted
from bot.engine.forms import form_named, form_of, line_of
from commands.framework.asker import Asker
from commands.framework.form import CommandForm, FormInput, FormMistake, InputKind
from commands.framework.reply import Action, Reply, Visibility

if TYPE_CHECKING:
    from bot.adapters.slack.answers import SlackResponder
    from bot.engine.router import Router

log = logging.getLogger("bellwether.slack")

FORM = "form"  # callback id of the modals
_ZONE_SECONDS = 1.0  # a trigger is good for three


class SlackForms:
    """Opens forms, and reads what was put in."""

    def __init__(self, router: Router, answers: SlackResponder) -> None:
        self._router, self._answers = router, answers

    async def open_or_answer(self, ask: SlackRequest, client: AsyncWebClient) -> None:
        """A form where the question opens one and Slack lets us, else the answer."""
        form = await asyncio.to_thread(form_of, self._router, ask.request) if ask.trigger else None
        if form is None:
            return await self._answers.answer(ask, client)
        asker = await self._answers.completed(ask, client, _ZONE_SECONDS)
        view = modal(form, asker, ask)
        try:
            await classified(client, "views.open", json={"trigger_id": ask.trigger, "view": view})
        except PostError as problem:
            log.warning("a form was not opened: %s", problem)
            await self._answers.say(ask, _not_opened(form), client)

    async def read(self, payload: Mapping[str, Any]) -> SlackRequest:
        """The question that a modal makes. Raises FormMistake."""
        where = json.loads(payload["view"]["private_metadata"])
        return submitted(payload, where, await asyncio.to_thread(self._line, payload["view"], where["opens"]))

    def _line(self, view: Mapping[str, Any], opens: str) -> str:
        form, states = form_named(self._router, opens), view["state"]["values"]
        if form is None:
            raise FormMistake(next(iter(states)), "This form is from an older version. Ask with a command.")
        return line_of(self._router, form, {name: _put_in(state[name]) for name, state in states.items()})


def modal(form: CommandForm, asker: Asker, ask: SlackRequest) -> dict[str, Any]:
    """The view for views.open. It carries where it was opened, so that any worker can answer."""
    where = {
        "opens": form.opens,
        "workspace": asker.workspace,
        "channel": ask.channel,
        "thread": ask.thread,
        "reply_url": ask.reply_url,
    }
    return {
        "type": "modal",
        "callback_id": FORM,
        "title": plain(form.title),
        "submit": plain(form.submit),
        "close": plain("Cancel"),
        "private_metadata": json.dumps(where),
        "blocks": [_block(wanted, wanted.at_first(asker)) for wanted in form.all_inputs],
    }


def _block(wanted: FormInput, at_first: str) -> Block:
    block: Block = {
        "type": "input",
        "block_id": wanted.name,
        "label": plain(wanted.label),
        "optional": not wanted.required,
        "element": _element(wanted, at_first) | {"action_id": wanted.name},
    }
    return block | ({"hint": plain(wanted.hint)} if wanted.hint else {})


def _element(wanted: FormInput, at_first: str) -> Block:
    options = [{"text": plain(choice.label), "value": choice.value} for choice in wanted.choices]
    match wanted.kind:
        case InputKind.CHOICE:
            chosen = next(option for option in options if option["value"] == at_first)
            return {"type": "static_select", "options": options, "initial_option": chosen}
        case InputKind.CHOICES:
            return {"type": "multi_static_select", "options": options}
        case InputKind.TIME:
            return {"type": "timepicker", "initial_time": at_first}
        case InputKind.CHANNEL:
            kinds = {"include": ["public", "private"], "exclude_bot_users": True}
            return {
                "type": "conversations_select",
                "default_to_current_conversation": True,
                "filter": kinds,
            }
        case _:
            text = wanted.kind is InputKind.TEXT
            element: Block = {"type": "plain_text_input", "multiline": text}
            element["max_length"] = limits.INPUT if text else limits.INPUT_LINE
            return element | ({"initial_value": at_first} if at_first else {})


def _put_in(state: Mapping[str, Any]) -> str:
    match state.get("type"):
        case "static_select":
            return str((state.get("selected_option") or {}).get("value") or "")
        case "multi_static_select":
            return " ".join(option["value"] for option in state.get("selected_options") or ())
        case "timepicker":
            return str(state.get("selected_time") or "")
        case "conversations_select":
            channel = state.get("selected_conversation")
            return f"<#{channel}>" if channel else ""
        case _:
            return str(state.get("value") or "")


def _not_opened(form: CommandForm) -> Reply:
    return Reply(
        "Slack did not open the form in time.",
        actions=(Action("Open the form", form.opens),),
        visibility=Visibility.PRIVATE,
        error=True,
    )

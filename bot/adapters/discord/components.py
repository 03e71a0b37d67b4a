"""Discord's message components (its "Components V2") as JSON. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.adapters.discord import limits
from bot.adapters.discord.controls import Button, Controls, Menu

Component = dict[str, Any]

ROW, BUTTON, SELECT, SECTION, TEXT, GALLERY, FILE, SEPARATOR, CONTAINER = 1, 2, 3, 9, 10, 12, 13, 14, 17
_SECONDARY, _LINK = 2, 5


def text(content: str) -> Component:
    return {"type": TEXT, "content": content}


def gallery(name: str, alt: str) -> Component:
    """One uploaded picture with its alternative text."""
    item = {"media": {"url": f"attachment://{name}"}, "description": alt or "A chart"}
    return {"type": GALLERY, "items": [item]}


def file(name: str) -> Component:
    """An uploaded file: one that no component names would not be seen."""
    return {"type": FILE, "file": {"url": f"attachment://{name}"}}


def section(content: str, button: Button) -> Component:
    """Text with a button beside it."""
    return {"type": SECTION, "components": [text(content)], "accessory": _button(button)}


def separator() -> Component:
    return {"type": SEPARATOR, "divider": True, "spacing": 1}


def container(colour: int, components: Sequence[Component]) -> Component:
    return {"type": CONTAINER, "accent_color": colour, "components": [*components]}


def rows(controls: Controls) -> list[Component]:
    """The menu in a row of its own, then the buttons, five a row."""
    found = [_row([_select(controls.menu)])] if controls.menu and controls.menu.options else []
    buttons = controls.buttons
    step = limits.BUTTONS_PER_ROW
    return found + [_row(map(_button, buttons[i : i + step])) for i in range(0, len(buttons), step)]


def texts(components: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """All text in these components, whatever they are nested in."""
    for component in components:
        if component.get("type") == TEXT:
            yield str(component.get("content", ""))
        yield from texts(component.get("components", ()))


def _row(components: Any) -> Component:
    return {"type": ROW, "components": [*components]}


def _button(button: Button) -> Component:
    if button.address:
        return {"type": BUTTON, "style": _LINK, "label": button.label, "url": button.address}
    return {"type": BUTTON, "style": _SECONDARY, "label": button.label, "custom_id": button.custom_id}


def _select(menu: Menu) -> Component:
    options = [{"label": label, "value": value, "default": chosen} for label, value, chosen in menu.options]
    return {
        "type": SELECT,
        "custom_id": menu.custom_id,
        "placeholder": menu.placeholder,
        "options": options,
    }

"""A question as the engine sees it, wherever it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from commands.framework.asker import Asker

if TYPE_CHECKING:
    from commands.inputs.premise import LeadPremise, Premise


@dataclass(frozen=True, slots=True)
class Request:
    """Either `text` ("/compare rut ndx 3y", with or without the slash), or `command` with `options` by parameter
    name (Discord's native options, the web form).

    private: the asker wants the answer for themselves.
    reads_only: the question is asked again, by a button or by another command, so that one that changes
        something is refused.
    visitor: the asker cannot be recognised when they come back, so that nothing is stored for them.
    thread: the message that began the thread where it is asked; empty outside threads.
    begins_thread: it is that message itself, so that what is asked next outside the thread leans on it, too.
    above: the channel of a thread that is a channel of its own, as on Discord; empty elsewhere.
    ignored: words of a plain question that its command has no use for.
    premise: what a plain question takes for granted.
    words: of a plain question, those that may name a figure of its answer.
    read_as: what its plain words ask for, where they have been read already.
    """

    text: str = ""
    command: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    asker: Asker = field(default_factory=Asker)
    private: bool = False
    reads_only: bool = False
    visitor: bool = False
    thread: str = ""
    begins_thread: bool = False
    above: str = ""
    ignored: tuple[str, ...] = ()
    premise: Premise | LeadPremise | None = None
    words: tuple[str, ...] = field(default=(), compare=False)
    read_as: Request | None = None

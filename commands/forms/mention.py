"""The input of forms for a role or user group that each post mentions."""

from __future__ import annotations

from commands.framework.form import FormInput, FormMistake, FormValues, InputKind

MENTION = FormInput(
    "mention", "Mention", InputKind.GROUP, "a role or user group, which each post mentions", required=False
)


def mention_words(values: FormValues) -> str:
    """`mention @traders` as it is typed; empty where nothing was put in. Raises FormMistake."""
    words = values.get(MENTION.name, "").removeprefix("mention ").split()
    if len(words) > 1:
        raise FormMistake(MENTION.name, "Write one role or group, such as @traders.")
    return f"mention {words[0]}" if words else ""

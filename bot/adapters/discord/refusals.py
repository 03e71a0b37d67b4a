"""Discord's codes for refusals of a channel, and what to do."""

from __future__ import annotations

NO_CHANNEL = "no channel"  # ours, for what is no id

_GONE = "That channel is gone. Choose another one"
_FORBIDDEN = "I may not post in that channel. Check its permissions"
_NO_TEXT = "That channel takes no messages. Choose another one"
_SHUT = "I cannot write to that person. They must allow direct messages from this server"
# The channel's own refusals, a closed list of the codes in Discord's JSON: they pause a digest.
CHANNEL_REFUSALS = {
    10003: _GONE,  # unknown channel
    10004: _GONE,  # unknown server
    10013: "That person is gone. Set the digest up again",  # unknown user
    50001: _FORBIDDEN,  # missing access
    50007: _SHUT,  # cannot send messages to this user
    50008: _NO_TEXT,  # cannot send messages in a non-text channel
    50013: _FORBIDDEN,  # missing permissions
    50024: _NO_TEXT,  # cannot do that in a channel of this type
    50083: "That thread is archived. Open it again, or choose another channel",
    50278: _SHUT,  # no server in common
    160005: "That thread is locked. Unlock it, or choose another channel",
}

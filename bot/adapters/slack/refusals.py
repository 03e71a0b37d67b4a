"""Slack's refusals: its codes, by what they concern, and which workspaces refuse what."""

from __future__ import annotations

import time
from collections.abc import Callable

from cachetools import TTLCache

# The channel's own refusals, a closed list: they pause a digest. Of any other code it is not known whether
# the channel's people could do something about it.
CHANNEL_REFUSALS = frozenset(
    {
        "channel_not_found",
        "not_in_channel",
        "is_archived",
        "restricted_action",
        "restricted_action_non_threadable_channel",
        "restricted_action_read_only_channel",
        "restricted_action_thread_locked",
        "restricted_action_thread_only_channel",
        "method_not_supported_for_channel_type",
        # of a conversation with one person
        "cannot_dm_bot",
        "messages_tab_disabled",
        "user_disabled",
        "user_not_found",
        "user_not_visible",
        "users_not_found",
    }
)
# Refusals that every post of the workspace meets until somebody acts: of the token, or by the organisation.
WORKSPACE_REFUSALS = frozenset(
    {
        "accesslimited",
        "account_inactive",
        "enterprise_is_restricted",
        "invalid_auth",
        "not_allowed_token_type",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "team_added_to_org",
        "token_expired",
        "token_revoked",
        "two_factor_setup_required",
    }
)
# Slack's codes for a failure on its side: the message may have been posted.
UNSURE = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable"})

SECONDS = 86_400.0  # then a workspace is asked again: Slack brings blocks to one after the other
_WORKSPACES = 10_000


class RefusedFeature:
    """Which workspaces refuse something of Slack's (newer blocks, a status): remembered for a day, so that each is
    asked once."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._refused: TTLCache[str, bool] = TTLCache(_WORKSPACES, SECONDS, clock)

    def is_taken_by(self, workspace: str) -> bool:
        return workspace not in self._refused

    def note_refusal(self, workspace: str) -> None:
        self._refused[workspace] = True

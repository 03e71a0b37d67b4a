"""Slack's codes for refusals, by what they concern."""

from __future__ import annotations

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

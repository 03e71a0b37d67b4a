"""The document for programs fits its own schema; the contract holds every command's examples to it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import jsonschema
import pytest

from bot.adapters.formatting.document import DOCUMENT_SCHEMA, as_json, document_of
from commands.framework.reply import Reply
from market.provenance import Provenance
from tests.bot.adapters.replies import REPLIES

AT = datetime(2026, 1, 22, 21, tzinfo=UTC)


@pytest.mark.parametrize("kind", REPLIES)
def test_every_kind_of_reply_fits_the_schema(kind: str) -> None:
    jsonschema.validate(json.loads(as_json(REPLIES[kind])), DOCUMENT_SCHEMA)


def test_a_document_that_lacks_a_field_does_not_fit() -> None:
    document = document_of(Reply("Closed."))
    del document["stale"]
    with pytest.raises(jsonschema.ValidationError, match="'stale' is a required property"):
        jsonschema.validate(document, DOCUMENT_SCHEMA)


@pytest.mark.parametrize("stale", [True, False])
def test_staleness_is_the_provenances(stale: bool) -> None:
    assert document_of(Reply("Closed.", provenance=Provenance("S", AT, stale=stale)))["stale"] is stale


def test_a_document_can_be_written_with_escapes_alone() -> None:
    assert as_json(Reply("−1 %"), ascii_only=True).isascii()
    assert "−1 %" in as_json(Reply("−1 %"))

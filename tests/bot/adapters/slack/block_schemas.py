"""Slack's blocks that slack_sdk does not know yet (`Block.parse` gives None), as JSON Schemas, from Slack's own pages
as read on 2026-11-29. Of limits that Slack has raised since, the older and smaller are asked for."""

from __future__ import annotations

from typing import Any

# docs.slack.dev/reference/block-kit/blocks/data-table-block (since 2026-05-20): "You can have a minimum of 2 rows
# (1 regular row plus the header) and a maximum of 101 rows"; "All rows must have the same number of values" (rules.py);
# page_size "Min 1, Max 100"; the types' page: text "minimum length is 1 character".
_TEXT_CELL = {
    "type": "object",
    "properties": {"type": {"const": "raw_text"}, "text": {"type": "string", "minLength": 1}},
    "required": ["type", "text"],
    "additionalProperties": False,
}
_NUMBER_CELL = {
    "type": "object",
    "properties": {
        "type": {"const": "raw_number"},
        "value": {"type": "number"},
        "text": {"type": "string", "minLength": 1},
    },
    "required": ["type", "value", "text"],
    "additionalProperties": False,
}
DATA_TABLE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "type": {"const": "data_table"},
        "caption": {"type": "string", "minLength": 1},
        "page_size": {"type": "integer", "minimum": 1, "maximum": 100},
        "row_header_column_index": {"type": "integer", "minimum": 0},
        "rows": {
            "type": "array",
            "minItems": 2,
            "maxItems": 101,
            "prefixItems": [{"type": "array", "items": _TEXT_CELL, "minItems": 1, "maxItems": 20}],
            "items": {"type": "array", "items": {"anyOf": [_TEXT_CELL, _NUMBER_CELL]}},
        },
    },
    "required": ["type", "caption", "rows"],
    "additionalProperties": False,
}
# docs.slack.dev/reference/block-kit/blocks/data-visualization-block (since 2026-06-16): title "Maximum 50 characters";
# bar: series "Min 1, max 6", axis_config required; labels of 20 characters, at most 20 categories, a value of every
# series for every category; at most two such blocks a message (rules.py).
_LABEL = {"type": "string", "minLength": 1, "maxLength": 20}
_POINT = {
    "type": "object",
    "properties": {"label": _LABEL, "value": {"type": "number"}},
    "required": ["label", "value"],
    "additionalProperties": False,
}
_SERIES = {
    "type": "object",
    "properties": {"name": _LABEL, "data": {"type": "array", "items": _POINT, "minItems": 1, "maxItems": 20}},
    "required": ["name", "data"],
    "additionalProperties": False,
}
_AXES = {
    "type": "object",
    "properties": {
        "categories": {"type": "array", "items": _LABEL, "minItems": 1, "maxItems": 20, "uniqueItems": True},
        "x_label": {"type": "string", "maxLength": 50},
        "y_label": {"type": "string", "maxLength": 50},
    },
    "required": ["categories"],
    "additionalProperties": False,
}
DATA_VISUALIZATION: dict[str, Any] = {
    "type": "object",
    "properties": {
        "type": {"const": "data_visualization"},
        "title": {"type": "string", "minLength": 1, "maxLength": 50},
        "chart": {
            "type": "object",
            "properties": {
                "type": {"const": "bar"},
                "series": {"type": "array", "items": _SERIES, "minItems": 1, "maxItems": 6},
                "axis_config": _AXES,
            },
            "required": ["type", "series", "axis_config"],
            "additionalProperties": False,
        },
    },
    "required": ["type", "title", "chart"],
    "additionalProperties": False,
}
SCHEMAS = {"data_table": DATA_TABLE, "data_visualization": DATA_VISUALIZATION}

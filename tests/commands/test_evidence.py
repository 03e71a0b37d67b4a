"""`/evidence` shows formula, inputs and series behind an answer."""

from __future__ import annotations

import csv
import io

import pytest

from charts.pictures.bars import Bar, RankedBars
from charts.spec import Caption
from commands.presentation.csv_export import tables
from market.provenance import Provenance
from tests.charts.gallery import AS_OF


def test_the_series_behind_the_picture_come_as_csv(sample) -> None:
    reply = sample("/evidence compare rut ndx 3m")
    (file,) = reply.attachments
    rows = list(csv.DictReader(io.StringIO(file.content.decode())))
    assert set(rows[0]) == {"session", "Russell 2000", "Nasdaq-100"}
    answer = sample("/compare rut ndx 3m")
    last = {row[0]: row[1] for row in answer.table.rows}
    assert float(rows[-1]["Russell 2000"]) == last["Russell 2000"]
    assert float(rows[0]["Russell 2000"]) == 0.0


def test_every_sentence_has_formula_inputs_and_source(sample) -> None:
    for line in ("smallcaps", "compare rut ndx", "quote iwm", "chart rut"):
        answer = sample(f"/{line}")
        assert answer.evidence
        for item in answer.evidence:
            assert item.formula
            assert item.inputs
            assert "Sample market" in item.source
        page = sample(f"/evidence {line}")
        assert len(page.facts) == len(answer.evidence)
        assert page.actions[0].command == answer.command


def test_evidence_of_evidence_is_refused(sample) -> None:
    assert sample("/evidence evidence smallcaps").error


def test_evidence_of_a_mistake_is_the_mistake_explained(sample) -> None:
    assert sample("/evidence quote zzzzqq").error


def read(reply, name: str) -> list[dict[str, str]]:
    file = next(file for file in reply.attachments if file.name == name)
    return list(csv.DictReader(io.StringIO(file.content.decode())))


@pytest.mark.parametrize(
    "line",
    [
        *("breadth", "ladder 1y", "sectors", "heatmap", "heatmap sectors 3m", "rotation", "concentration"),
        *("valuation", "macro", "macro hy", "risk rut", "history record rut", "movers", "chart rut candles"),
        "exposure AAPL 40, NVDA 25, IWM 35",
    ],
)
def test_every_picture_has_its_numbers_as_a_file(sample, line: str) -> None:
    assert sample(f"/{line}").chart is not None
    reply = sample(f"/evidence {line}")
    assert reply.attachments
    for file in reply.attachments:
        header, *rows = csv.reader(io.StringIO(file.content.decode()))
        assert rows
        assert len(set(header)) == len(header)
        assert {len(row) for row in rows} == {len(header)}


def test_cells_bars_and_paths_are_those_of_the_answer(sample) -> None:
    cells = read(sample("/evidence heatmap sectors 3m"), "heatmap.csv")
    changes = {row[0]: row[1] for row in sample("/heatmap sectors 3m").table.rows}
    assert {cell["labels"]: float(cell["changes"]) for cell in cells} == pytest.approx(changes)
    rungs = read(sample("/evidence ladder 1y"), "ladder.csv")
    small = next(row for row in sample("/ladder 1y").table.rows if row[1] == "IWM")
    assert float(rungs[3]["Change, values"]) == small[3]
    assert rungs[0]["Change, others"] == "", "no fund of equal weights: missing, not zero"
    paths = read(sample("/evidence history record rut"), "fan.csv")
    fan = sample("/history record rut").chart
    assert [float(row["median"]) for row in paths] == fan.median.tolist()
    assert sum(name.startswith("paths ") for name in paths[0]) == len(fan.paths)


def test_a_company_is_found_by_ticker_or_name_in_the_file_behind_the_heat_map(sample) -> None:
    cells = {row["labels"]: row for row in read(sample("/evidence heatmap sp500"), "heatmap.csv")}
    assert list(cells["L002"]) == ["labels", "groups", "weights", "changes", "names"]
    assert cells["L002"]["names"] == "Briar Ridge Broadcasting"
    assert len(cells) == 500
    heads = read(sample("/evidence heatmap sp500"), "heads.csv")
    assert list(heads[0]) == ["group", "change"]


def test_text_that_a_spreadsheet_would_run_is_marked_as_text() -> None:
    bars = RankedBars(Caption("", Provenance("", AS_OF), ""), (Bar("=HYPERLINK(1)", -0.5), Bar("b", None)))
    (file,) = tables(bars)
    rows = list(csv.reader(io.StringIO(file.content.decode())))
    assert [row[:2] for row in rows] == [["label", "value"], ["'=HYPERLINK(1)", "-0.5"], ["b", ""]]

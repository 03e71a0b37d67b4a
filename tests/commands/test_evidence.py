"""`/evidence` shows formula, inputs and series behind an answer."""

from __future__ import annotations

import csv
import io


def test_the_series_behind_the_picture_come_as_csv(sample):
    reply = sample("/evidence compare rut ndx 3m")
    (file,) = reply.attachments
    rows = list(csv.DictReader(io.StringIO(file.content.decode())))
    assert set(rows[0]) == {"session", "Russell 2000", "Nasdaq-100"}
    answer = sample("/compare rut ndx 3m")
    last = {row[0]: row[1] for row in answer.table.rows}
    assert float(rows[-1]["Russell 2000"]) == last["Russell 2000"]
    assert float(rows[0]["Russell 2000"]) == 0.0


def test_every_sentence_has_formula_inputs_and_source(sample):
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


def test_evidence_of_evidence_is_refused(sample):
    assert sample("/evidence evidence smallcaps").error


def test_evidence_of_a_mistake_is_the_mistake_explained(sample):
    assert sample("/evidence quote zzzzqq").error

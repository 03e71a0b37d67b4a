"""`/check` reads an article with you: the founding case, and what else a text can hold."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from bot.adapters.formatting.document import as_json
from bot.engine.request import Request
from bot.settings import Settings
from bot.wiring.app import build_app
from commands.check import MOST_CLAIMS, MOST_JUDGED
from commands.framework.reply import Reply
from tests.commands.conftest import conversation
from tests.commands.test_why import folder, panel, say, shown

AFTER_CLOSE = "2026-01-22T17:00-05:00"
ARTICLE = """Small caps lead as rally broadens
NEW YORK, January 22, 2026 (Wire) - The Russell 2000 ended the trading day at 2,731.77, up 1.25 %, a record high,
outpacing the Dow Jones Industrial Average and the Nasdaq Composite. The move was driven by hopes of lower rates.
Small caps have persistently outperformed so far this year. Analysts expect the rally to broaden further. Portfolios
concentrated in large technology stocks could miss out."""


def verdicts(reply: Reply) -> list[tuple[str, str]]:
    return [(fact.label, str(fact.value)) for fact in reply.facts]


@pytest.fixture(scope="module")
def article(real_data: Path) -> Reply:
    """The founding article, checked after the close of its day."""
    return conversation(f"files:{real_data}", AFTER_CLOSE)(f"/check {ARTICLE}")


def of(reply: Reply, quote: str) -> str:
    """What is said of the first claim whose words contain `quote`."""
    return next(value for label, value in verdicts(reply) if quote in label)


@pytest.mark.realdata
class TestTheFoundingCase:
    @pytest.mark.parametrize("quote", ["ended the trading day at 2,731.77", "up 1.25 %"])
    def test_a_print_is_no_close(self, article: Reply, quote: str) -> None:
        said = of(article, quote)
        assert said.startswith("Held during the session, not at the close.")
        assert said.endswith("first inside the 10:35–10:40 ET bar.")

    def test_the_close_is_named(self, article: Reply) -> None:
        assert "closed at 2,718.77 on 2026-01-22" in of(article, "2,731.77")
        assert "+0.76% at the close" in of(article, "up 1.25 %")

    def test_the_record_holds(self, article: Reply) -> None:
        said = of(article, "record")
        assert said.startswith("Holds.")
        assert "the 8th record close of the year" in said

    def test_it_outpaced_the_dow_and_not_the_nasdaq(self, article: Reply) -> None:
        dow, nasdaq = (value for label, value in verdicts(article) if "outpacing" in label)
        assert dow.startswith("Holds. Russell 2000 against Dow Jones")
        assert nasdaq.startswith("Does not hold. Russell 2000 against Nasdaq Composite")
        assert "Nasdaq Composite +0.91%" in nasdaq

    def test_it_has_persistently_outperformed_this_year(self, article: Reply) -> None:
        said = of(article, "outperformed")
        assert said.startswith("Holds.")
        assert "+9.54%" in said

    @pytest.mark.parametrize(
        ("quote", "reason"), [("driven by", "cause"), ("Analysts expect", "forecast"), ("could", "forecast")]
    )
    def test_causes_and_forecasts_cannot_be_checked(self, article: Reply, quote: str, reason: str) -> None:
        assert of(article, quote).startswith("Cannot be checked from prices.")
        assert reason in of(article, quote)

    def test_the_headline_counts_them(self, article: Reply) -> None:
        assert article.headline == (
            "1 of 1 sentence with figures read, 10 claims: 3 hold, 1 does not, 2 held during the session, not at the "
            "close, 1 depends on the reading, 3 cannot be checked."
        )

    def test_every_claim_has_its_evidence(self, article: Reply) -> None:
        assert len(article.evidence) == len(article.facts)
        assert all(item.formula and item.inputs and item.source for item in article.evidence)

    def test_the_picture_lays_what_is_written_beside_what_was_found(self, article: Reply) -> None:
        assert article.chart is not None
        assert article.chart.caption.title == "The Russell 2000 rose 0.76%, less than the text says"

    def test_the_dateline_is_the_day(self, article: Reply) -> None:
        assert any("dated 2026-01-22" in note for note in article.notes)
        assert article.command.startswith("/check on 2026-01-22 ")

    def test_without_five_minute_bars_the_days_range_is_named(self, tmp_path: Path, real_data: Path) -> None:
        for name in ("RUT", "DJI", "IXIC"):
            (tmp_path / f"{name}.csv.gz").write_bytes((real_data / f"{name}.csv.gz").read_bytes())
        reply = conversation(f"files:{tmp_path}", AFTER_CLOSE)(f"/check {ARTICLE}")
        assert of(reply, "2,731.77").endswith("inside the day’s range.")


@pytest.mark.realdata
class TestWhichDay:
    TEXT = "The Russell 2000 closed at 2,718.77."

    def test_without_a_date_it_is_the_last_completed_session_and_that_is_said(self, real) -> None:
        reply = real(f"/check {self.TEXT}", AFTER_CLOSE)
        assert reply.headline == "1 of 1 sentence with figures read, 1 claim: 1 holds."
        assert any("I took the last completed session, 2026-01-22" in note for note in reply.notes)
        assert ("Check on 2026-01-21", f"/check on 2026-01-21 {self.TEXT}") in [
            (action.label, action.command) for action in reply.actions
        ]

    def test_a_report_is_of_the_end_of_its_titles_period_and_that_is_said(self, real) -> None:
        text = "Letter to our partners, December 2025\n\nYear to date the S&P 500 is up 16.4%."
        reply = real(f"/check {text}", AFTER_CLOSE)
        assert reply.headline.endswith("1 claim: 1 holds.")
        assert any("a period that ended on 2025-12-31" in note for note in reply.notes)

    def test_a_note_from_before_the_open_tells_of_the_last_session(self, real) -> None:
        text = "Morning note | Friday, January 23, 2026\n\nYesterday the Russell 2000 closed at 2,718.77."
        reply = real(f"/check {text}", "2026-01-23T07:45-05:00")
        assert reply.headline == "1 of 1 sentence with figures read, 1 claim: 1 holds."

    def test_a_weekday_is_the_texts_day_unless_more_of_it_holds_on_the_last_session(self, real) -> None:
        told = real(
            "/check The Dow fell 870.74 points, the S&P 500 2.06%. It was a bad Tuesday.", AFTER_CLOSE
        )
        assert [line.split(".")[0] for _, line in verdicts(told)[:2]] == ["Holds", "Holds"]
        assert any("names one weekday, Tuesday: I took it to be about 2026-01-20" in n for n in told.notes)
        passing = real("/check The Dow rose 0.63%, the S&P 500 0.55%. Tuesday is forgotten.", AFTER_CLOSE)
        assert [line.split(".")[0] for _, line in verdicts(passing)[:2]] == ["Holds", "Holds"]
        assert any("I took the last completed session, 2026-01-22" in note for note in passing.notes)

    def test_a_session_in_progress_is_no_close(self, real) -> None:
        reply = real(f"/check {self.TEXT}", "2026-01-22T11:30-05:00")
        assert verdicts(reply)[0][1].startswith("Does not hold. Russell 2000, close on 2026-01-21")
        assert any("A session is in progress" in note for note in reply.notes)

    def test_a_session_that_has_not_closed_cannot_be_checked(self, real) -> None:
        reply = real(f"/check on 2026-01-22 {self.TEXT}", "2026-01-22T11:30-05:00")
        assert reply.headline == "None of 1 claim could be checked."
        assert "has not closed" in verdicts(reply)[0][1]

    def test_the_asker_may_name_the_day(self, real) -> None:
        reply = real(f"/check on 2026-01-22 {self.TEXT}")
        assert verdicts(reply)[0][1].startswith("Holds.")

    def test_a_day_without_a_session_is_named(self, real) -> None:
        reply = real("/check on 2026-01-22 The Dow rose 1% on Monday.")
        assert "2026-01-19 was no session" in verdicts(reply)[0][1]

    @pytest.mark.parametrize("day", ["1900-01-01", "2099-12-31"])
    def test_days_beyond_all_data_are_answered(self, real, day: str) -> None:
        reply = real(f"/check on {day} {self.TEXT} It is up 5% this year. The Dow rose 2% since April.")
        assert reply.headline.startswith("None of")
        assert all("No data." in value for _label, value in verdicts(reply))

    def test_a_date_that_is_none_is_refused_with_an_example(self, real) -> None:
        assert "is no date" in real(f"/check on 2026-02-30 {self.TEXT}").headline

    def test_today_is_no_data_until_the_close(self, real) -> None:
        text = "The Russell 2000 rose 1.25% today."
        early = real(f"/check {text}", "2026-01-22T11:30-05:00")
        assert "The session of 2026-01-22 has not closed" in verdicts(early)[0][1]
        assert verdicts(real(f"/check {text}", AFTER_CLOSE))[0][1].startswith("Held during the session")

    def test_a_weekday_that_is_today_is_no_data_until_the_close(self, real) -> None:
        reply = real("/check The Russell 2000 rose 1.25% on Thursday.", "2026-01-22T11:30-05:00")
        assert "The session of 2026-01-22 has not closed" in verdicts(reply)[0][1]


@pytest.mark.realdata
class TestForPrograms:
    TEXT = "On the week the Dow fell 0.9%. The S&P 500 is up 0.99%."

    def test_each_claim_has_its_place_period_figures_and_readings(self, real) -> None:
        week, open_ = real(f"/check on 2026-01-22 {self.TEXT}").claims
        assert self.TEXT[week.start : week.end] == week.quote == "fell 0.9%"
        assert (week.kind, week.market, week.basis, week.claimed) == ("change", "Dow Jones", "close", "0.9%")
        assert (str(week.first), str(week.last), week.verdict) == (
            "2026-01-16",
            "2026-01-22",
            "does not hold",
        )
        assert week.actual == pytest.approx(49384.01 / 49359.33 - 1, abs=1e-6)
        assert open_.verdict == "depends on the reading"
        tried = {reading.words: reading.verdict for reading in open_.readings}
        assert tried["over the year"] == "holds"
        assert tried["on the day"] == "does not hold"

    def test_json_names_them(self, real) -> None:
        document = json.loads(as_json(real(f"/check on 2026-01-22 {self.TEXT}")))
        first = document["claims"][0]
        assert (first["from"], first["to"], first["quote"]) == ("2026-01-16", "2026-01-22", "fell 0.9%")
        assert {"start", "end", "kind", "market", "basis", "claimed", "actual", "verdict", "readings"} <= set(
            first
        )


@pytest.mark.realdata
class TestWhatIsInDoubt:
    def test_a_name_with_two_meanings_is_judged_both_ways_and_offered(self, real) -> None:
        reply = real("/check on 2026-01-22 The Nasdaq gained 211 points.")
        value = verdicts(reply)[0][1]
        assert value.startswith("Depends on the reading.")
        assert "Nasdaq Composite: +211.20 points" in value
        assert "Nasdaq-100: +191.77 points" in value
        readings = {a.label: a.command for a in reply.actions if a.label.startswith("Read as")}
        assert set(readings) == {"Read as the Nasdaq Composite", "Read as the Nasdaq-100"}
        assert verdicts(real(readings["Read as the Nasdaq Composite"]))[0][1].startswith("Holds.")

    def test_a_name_settled_elsewhere_in_the_text_is_settled(self, real) -> None:
        reply = real(
            "/check on 2026-01-22 The Nasdaq gained 211 points. The Nasdaq Composite closed at 23,436.02."
        )
        assert [value.split(".")[0] for _label, value in verdicts(reply)] == ["Holds", "Holds"]

    def test_which_index_is_asked_where_none_was_named(self, real) -> None:
        reply = real("/check on 2026-01-22 The index closed at 2,718.77.")
        assert verdicts(reply)[0][1].startswith("Depends on the reading.")
        assert len([a for a in reply.actions if a.label.startswith("Read as")]) == 4

    def test_price_and_total_return_that_disagree_are_both_given(self, real, real_data: Path) -> None:
        raw = pd.read_csv(real_data / "SPY.csv.gz", parse_dates=["date"]).set_index("date")
        adjusted = next(column for column in map(str, raw) if column.startswith("adj_close"))
        last, base = raw.loc["2025-12-31"], raw.loc["2024-12-31"]
        price, total = (100 * (last[c] / base[c] - 1) for c in ("close", adjusted))
        assert total - price > 1
        value = verdicts(real(f"/check on 2026-01-22 SPY rose {price:.1f}% in 2025."))[0][1]
        assert value.startswith("Depends on the reading.")
        assert f"+{price:.2f}% by price, +{total:.2f}% with dividends" in value

    def test_since_a_month_may_begin_within_it(self, real) -> None:
        value = verdicts(real("/check on 2026-01-22 The Russell 2000 has gained 54.4% since April."))[0][1]
        assert value.startswith("Depends on the reading.")
        assert "from 2025-04-08" in value

    def test_a_fund_that_stands_in_is_no_proof_of_a_figure(self, real) -> None:
        value = verdicts(real("/check on 2026-01-22 Energy stocks rose 0.4%."))[0][1]
        assert value.startswith("No data.")
        assert "only its fund is known here" in value


class TestAnyText:
    def test_a_text_without_claims_is_told_what_can_be_checked(self, sample) -> None:
        reply = sample("/check Hello there, how are you?")
        assert reply.error
        assert "I found no claim" in reply.headline
        assert reply.actions[0].command.startswith("/check ")

    def test_nothing_to_check_is_a_usage_line(self, sample) -> None:
        assert sample("/check").error

    def test_claims_that_do_not_fit_are_judged_and_stand_by_number_in_the_evidence(self, sample) -> None:
        reply = sample("/check " + "The Dow rose 1%. The Russell 2000 fell 2%. " * 40)
        assert (len(reply.facts), len(reply.evidence), len(reply.claims)) == (MOST_CLAIMS, 80, 80)
        assert any(f"Claims {MOST_CLAIMS + 1} to 80 are judged" in note for note in reply.notes)
        assert reply.evidence[-1].statement.startswith("80. ")
        assert ", 80 claims: " in reply.headline

    def test_beyond_what_is_judged_the_rest_is_to_be_sent_by_itself(self, sample) -> None:
        reply = sample("/check " + "The Dow rose 1%. " * (MOST_JUDGED + 7))
        assert len(reply.claims) == MOST_JUDGED
        assert any("7 more are not judged" in note for note in reply.notes)

    def test_what_was_not_read_surely_is_no_claim_that_is_judged_or_left(self, sample) -> None:
        reply = sample("/check The Dow choked up 50%. " + "The Dow rose 1%. " * (MOST_JUDGED + 6))
        assert len(reply.claims) == MOST_JUDGED - 1
        (note,) = (note for note in reply.notes if "are judged" in note)
        assert note.startswith(f"Claims {MOST_CLAIMS + 1} to {MOST_JUDGED - 1} are judged")
        assert any(note.startswith("7 more are not judged") for note in reply.notes)

    def test_figures_that_a_read_sentence_leaves_over_are_quoted(self, sample) -> None:
        reply = sample(
            "/check Wednesday's 2.5% surge in the S&P 500 followed a 0.1% rise on Tuesday in 2026."
        )
        assert reply.headline.startswith("1 of 1 sentence with figures read, but for 1 figure, 1 claim: ")
        assert "Not read: “a 0.1% rise on Tuesday”." in reply.notes

    def test_sentences_with_figures_that_were_not_read_are_quoted(self, sample) -> None:
        reply = sample(
            "/check The Dow rose 1%. The DAX fell 0.8%. Margins widened to 14% from 12%. Nobody was sad."
        )
        assert reply.headline.startswith("1 of 3 sentences with figures read, 1 claim: ")
        assert "Not read: “The DAX fell 0.8%”, “Margins widened to 14% from 12%”." in reply.notes

    def test_forty_thousand_characters_are_read_and_one_more_is_refused(self, sample) -> None:
        text = ("The Dow rose 1%. " * 3000)[: 40_000 - len("/check ")]
        assert not sample("/check " + text).error
        assert "40,000 at most" in sample("/check " + text + "xx").headline

    def test_as_many_markets_as_a_text_may_name_are_asked_for(self, sample) -> None:
        tickers = [f"${letter}{other}Q" for letter in "ABCDEFGH" for other in "WXYZ"]
        reply = sample("/check " + " ".join(f"{ticker} rose 1%." for ticker in tickers))
        assert not reply.error

    @pytest.mark.parametrize(
        "text",
        [
            "<script>alert(1)</script> The Dow rose 1%. <@U123> @everyone",
            "The Dow rose 1%. [x](javascript:alert) `rm -rf` ${jndi:ldap://x} '; DROP TABLE",
            "The Dow rose 99999999999999999999999999999%. The S&P 500 closed at 0.",
            "Then on 9999-99-99 the Dow rose 1%. Since 0000-00-00 the Dow fell 1%.",
            "The Dow rose −1%. The Dow rose +-+1%. The Dow rose 1,2,3,4.5.6%.",
        ],
    )
    def test_hostile_text_is_quoted_and_nothing_more(self, sample, text: str) -> None:
        reply = sample(f"/check {text}")
        assert not reply.error
        assert all(fact.label[0] == "“" for fact in reply.facts)

    def test_the_sample_market_is_branded(self, sample) -> None:
        reply = sample("/check The Russell 2000 rose 0.8%.")
        assert reply.sample
        assert "SAMPLE" in reply.sources

    def test_native_options_read_like_the_typed_line(self) -> None:
        engine = build_app(Settings(source="sample")).engine
        native = Request(command="check", options={"text": "The Dow rose 1%.", "on": "2026-01-21"})
        typed = Request(text="/check on 2026-01-21 The Dow rose 1%.")
        assert engine.answer(native).facts == engine.answer(typed).facts


def test_what_made_a_move_is_judged_by_what_why_says(tmp_path: Path) -> None:
    at = folder(tmp_path, [100, 100, 100, 99.5], panel([9.8, 10.2, 10.0]))
    text = " ".join(
        f"The Russell 2000 fell 0.5%, dragged down by {name}." for name in ("energy", "health care")
    )
    reply = say(at, f"/check {text}")
    assert [value.partition(".")[0] for _, value in verdicts(reply)] == [
        "Holds",
        "Holds",
        "Holds",
        "Does not hold",
    ]
    told = shown(say(at, "/why"))["contribution.rut.sector.energy.1d"]
    assert told == next(claim.actual for claim in reply.claims if claim.quote == "dragged down by energy")

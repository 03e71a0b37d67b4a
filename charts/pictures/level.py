"""Where one market stands: its closes, the records among them, the session so far, drawdown."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from charts.layout.box import Box
from charts.layout.callouts import Callout
from charts.layout.key import KeyEntry, draw_key
from charts.layout.scale import Scale, plain_level, share
from charts.layout.series import spans_years
from charts.layout.stack import DrawnPanel, EndLabel, PanelSpec, StyledLine, labels_of, stack
from charts.pictures.studies import StudyPanel, with_room
from charts.spec import Caption, Frame, Line, add_to_alt, add_to_subtitle, put_in_frame
from charts.theme import LIGHT
from market.formatting import Unit, brief, day, level

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from charts.theme import Theme

DRAWDOWN_SHOWN = -0.01  # a fall that is worth a strip
STYLES = ("-", "--", ":")  # of averages, two of each
_MANY = 40  # records; beyond, the marks are smaller
_FEW = 6  # closes, whose highest and lowest are plain to see
_NEAR = 1.05  # of the highest close: a record beyond is not on the picture


@dataclass(frozen=True, slots=True)
class RunningPoint:
    """The session in progress: a value that is not a close."""

    session: date
    value: float


@dataclass(frozen=True, slots=True)
class RecordLevel:
    """The highest close up to the last session shown, and the session that set it."""

    session: date
    value: float


@dataclass(frozen=True, slots=True, eq=False)
class LevelChart:
    """One market's closes, and what belongs to them.

    closes: completed sessions only, in index points or dollars.
    records: the sessions among them that were record closes.
    so_far: the running value, drawn hollow and labelled as such.
    drawdown: fractions at or below zero (−0.12 is 12 % under the highest close before); a strip of its
        own where it ever falls to `DRAWDOWN_SHOWN`.
    averages: lines on the closes' scale, labelled "SMA 50".
    record: drawn as a level where the prices come near it; the last close is named where it is the record.
    log: None for a logarithmic scale from five years on.
    studies: panels below; with them there is no drawdown.
    """

    caption: Caption
    closes: Line
    records: NDArray[np.datetime64] = field(default_factory=lambda: np.array([], dtype="datetime64[D]"))
    so_far: RunningPoint | None = None
    drawdown: Line | None = None
    averages: tuple[Line, ...] = ()
    record: RecordLevel | None = None
    log: bool | None = None
    studies: tuple[StudyPanel, ...] = ()

    def __post_init__(self) -> None:
        frame = self.caption.frame or Frame.of(self.closes)
        put_in_frame(self, frame, "closes", "drawdown", "averages", running=self.so_far is not None)
        if self._log:
            add_to_subtitle(self, "log scale")
        so_far = [(label.name, label.figure) for label in self._running(LIGHT)]
        add_to_alt(self, [*labels_of(self.panels(LIGHT)), *so_far])

    @property
    def shape(self) -> tuple[int, int]:
        return with_room(self.studies)

    @property
    def _log(self) -> bool:
        return spans_years(self.closes.sessions) if self.log is None else self.log

    def draw(self, figure: Figure, box: Box, theme: Theme) -> None:
        marked = np.isin(self.closes.sessions.astype("datetime64[D]"), self.records.astype("datetime64[D]"))
        if marked.any():
            box = draw_key(figure, box, [KeyEntry("D", "record close", theme.accent)], theme)
        strips = self.panels(theme)
        if box.narrow and not self.studies:  # a phone has room for one panel
            strips = strips[:1]
        extra = [*self._running(theme), *self._record_label(theme)]
        panels = stack(figure, box, strips, theme, extra=extra)
        self._marks(panels[0], marked, theme)

    def panels(self, theme: Theme) -> list[PanelSpec]:
        """The closes with their averages, and the drawdown where it ever falls far."""
        include = [point.value for point in (self.so_far, self.record_near) if point]
        values = [self.closes.values, *(average.values for average in self.averages)]
        scale = Scale.of(values, plain_level, include=tuple(include), log=self._log)
        [colour] = theme.of_markets([self.closes.market])
        closes = StyledLine(self.closes, colour, level, self._close_name)
        pens = (*self._averages(theme), closes)
        extremes = self._extremes(colour)
        strips = [PanelSpec(pens, scale, height=3, callouts=extremes, beside=self._record_lines)]
        if self.studies:
            return [*strips, *(panel.strip(theme, self.closes.sessions) for panel in self.studies)]
        if self.drawdown and (self.drawdown.values <= DRAWDOWN_SHOWN).any():
            scale = Scale.of([self.drawdown.values], share, count=2, include=(0.0,), margin=0.0)
            pen = StyledLine(self.drawdown, theme.context, filled=True)
            worst = int(np.nanargmin(self.drawdown.values))
            fall, when = self.drawdown.values[worst], self.drawdown.sessions[worst]
            # Not "drawdown": that is the fall within the period, which the text gives, from a lower high.
            below = "Below the record" if self.record else "Below the highest known close"
            name = (
                f"{below}: {brief(float(fall), Unit.CHANGE)} on {day(when.astype('datetime64[D]').item())}"
                if np.isfinite(self.drawdown.values).all()
                else below  # the worst may have been on a session without a bar
            )
            strips.append(PanelSpec((pen,), scale, name, height=1.1, unit=Unit.CHANGE))
        return strips

    def _is_record(self, session: np.datetime64) -> bool:
        return self.record is not None and session == np.datetime64(self.record.session)

    @property
    def _at_record(self) -> bool:
        return len(self.closes.sessions) > 0 and self._is_record(self.closes.sessions[-1])

    @property
    def _close_name(self) -> str:
        """What the last close is called beside its figure: among other lines, no figure stands alone."""
        return "record close" if self._at_record else "close" if self.averages else ""

    @property
    def record_near(self) -> RecordLevel | None:
        """The record, where it is not the last close and not far above what is drawn."""
        known = self.closes.values[np.isfinite(self.closes.values)]
        if not self.record or self._at_record or not known.size:
            return None
        return self.record if self.record.value <= known.max() * _NEAR else None

    @property
    def _edge(self) -> np.datetime64:
        """The last session of the axis."""
        return np.datetime64(self.so_far.session) if self.so_far else self.closes.sessions[-1]

    @property
    def _record_lines(self) -> tuple[Line, ...]:
        """The record near by as a level, from the session that set it on; none where it is not."""
        if not (record := self.record_near):
            return ()
        first = max(np.datetime64(record.session), self.closes.sessions[0].astype("datetime64[D]"))
        ends = np.array([first, self._edge], dtype="datetime64[D]")
        return (Line("record", ends, np.full(2, record.value)),)

    def _record_label(self, theme: Theme) -> list[EndLabel]:
        if not (record := self.record_near):
            return []
        return [EndLabel("record", level(record.value), self._edge, record.value, theme.accent, marked=False)]

    def _extremes(self, colour: str) -> tuple[Callout, ...]:
        """The highest and the lowest close, where they are not said at the right edge."""
        values = self.closes.values
        if np.isfinite(values).sum() <= _FEW or np.nanmin(values) == np.nanmax(values):
            return ()
        points, qualifier = [], "" if np.isfinite(values).all() else "known "
        for word, at in (("high", int(np.nanargmax(values))), ("low", int(np.nanargmin(values)))):
            session, value = self.closes.sessions[at].astype("datetime64[D]"), float(values[at])
            if at == len(values) - 1 or self._is_record(session):
                continue
            text = f"{qualifier}{word} {level(value)} on {day(session.item())}"
            points.append(Callout(text, session, value, colour, above=word == "high"))
        return tuple(points)

    def _averages(self, theme: Theme) -> list[StyledLine]:
        return [
            StyledLine(average, theme.averages[i % 2], level, average.label, 2.5, STYLES[i // 2 % 3])
            for i, average in enumerate(self.averages)
        ]

    def _running(self, theme: Theme) -> list[EndLabel]:
        if not self.so_far:
            return []
        session, value = np.datetime64(self.so_far.session), self.so_far.value
        return [EndLabel("", f"{level(value)} so far", session, value, theme.ink)]

    def _marks(self, panel: DrawnPanel, marked: NDArray[np.bool_], theme: Theme) -> None:
        x, y = panel.span.position(self.closes.sessions), self.closes.values
        size = 10 if marked.sum() <= _MANY else 6
        panel.axes.plot(
            x[marked], y[marked], "D", color=theme.accent, markersize=size,
            markeredgecolor=theme.background, markeredgewidth=1.0,
        )  # fmt: skip
        for line in self._record_lines:
            ends = panel.span.position(line.sessions)
            panel.axes.plot(ends, line.values, "--", color=theme.accent, linewidth=1.8, zorder=1.5)
        if self.so_far:
            last = (self.closes.sessions[-1], float(y[-1]))
            panel.ring(last, (self.so_far.session, self.so_far.value), theme.ink, 14, theme)

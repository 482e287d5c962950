"""Charts to pictures, readable in print and without colour: direct labels, order and hatching."""

from __future__ import annotations

import hashlib
import textwrap
from contextlib import suppress
from typing import Any

from send_qual.report.rendering._blocks import Chart
from send_qual.report.rendering._canvas import INK, painted
from send_qual.study import cache_folder
from send_qual.study.files import write_bytes

__all__ = ["draw"]

_VERSION = 2  # raise when the drawing changes: pictures are kept by what they show
_BLUE, _ORANGE = "#0b5394", "#e69f00"
_WRAP = 34
_COLUMN = 22  # characters of a line over a column of a grid


def draw(chart: Chart) -> bytes:
    """Draw a chart as PNG.

    A picture once drawn is kept in the cache folder by a hash of what it shows, so that an unchanged
    report is written without loading the drawing libraries.
    """
    key = hashlib.sha256(repr((_VERSION, chart)).encode()).hexdigest()
    kept = cache_folder() / "figures" / f"{key}.png"
    if kept.is_file():
        return kept.read_bytes()
    png = _draw(chart)
    with suppress(OSError):  # a cache: without it the picture is drawn again the next time
        write_bytes(kept, png)
    return png


def _draw(chart: Chart) -> bytes:
    names = [textwrap.fill(name, _WRAP) for name in chart.names]
    grid, two = chart.kind == "grid", len(chart.of) > 1

    def paint(axes: Any, sns: Any) -> None:
        (_grid if grid else _pairs if two else _bars)(axes, sns, chart, names)
        axes.set_xlabel(chart.axis, fontsize=9, color=INK)
        axes.set_ylabel("")
        axes.tick_params(axis="y", length=0, labelsize=9, labelcolor=INK)
        axes.tick_params(axis="x", labelsize=8, labelcolor=INK)
        sns.despine(ax=axes, left=True)

    return painted(paint, _grid_height(chart, names) if grid else _bars_height(names, two=two))


def _bars_height(names: list[str], *, two: bool) -> float:
    more = sum(name.count("\n") for name in names)  # lines beyond one of each
    return 0.75 + (0.34 if two else 0.25) * len(names) + 0.1 * more + (0.35 if two else 0)


def _grid_height(chart: Chart, names: list[str]) -> float:
    lines = sum(max(2, name.count("\n") + 1) for name in names)
    longest = max((len(line) for name in chart.series for line in textwrap.wrap(name, _COLUMN)), default=0)
    return 0.6 + 0.15 * lines + 0.055 * longest


def _grid(axes: Any, sns: Any, chart: Chart, names: list[str]) -> None:
    """Cells with their figures in them: the shade is a help, not the message."""
    shades: dict[str, Any] = {"cmap": "Blues", "vmin": 0, "vmax": max(chart.of, default=100), "cbar": False}
    sns.heatmap(chart.values, ax=axes, annot=True, fmt="d", annot_kws={"fontsize": 8}, linewidths=0.5, **shades)
    columns = [textwrap.fill(name, _COLUMN) for name in chart.series]
    axes.set_xticklabels(columns, rotation=45, ha="right", rotation_mode="anchor")
    axes.set_yticklabels(names, rotation=0)


def _bars(axes: Any, sns: Any, chart: Chart, names: list[str]) -> None:
    values = [v[0] for v in chart.values]
    sns.barplot(x=values, y=list(range(len(names))), orient="h", color=_BLUE, saturation=1, width=0.66, ax=axes)
    axes.set_yticks(range(len(names)), names)
    axes.set_xlim(0, max(chart.of[0], 1))
    axes.xaxis.get_major_locator().set_params(integer=True)
    for row, value in enumerate(values):
        inside = value > 0.9 * chart.of[0]
        axes.annotate(
            str(value),
            (value, row),
            xytext=(-4 if inside else 4, 0),
            textcoords="offset points",
            va="center",
            ha="right" if inside else "left",
            fontsize=9,
            fontweight="bold",
            color="white" if inside else INK,
        )


def _pairs(axes: Any, sns: Any, chart: Chart, names: list[str]) -> None:
    shares = [100 * v / of if of else 0.0 for row in chart.values for v, of in zip(row, chart.of, strict=True)]
    rows = [n for n in range(len(names)) for _ in chart.of]
    series = [s for _ in names for s in chart.series]
    sns.barplot(
        x=shares,
        y=rows,
        hue=series,
        hue_order=list(chart.series),
        orient="h",
        palette=[_ORANGE, _BLUE],
        saturation=1,
        width=0.78,
        ax=axes,
    )
    axes.set_yticks(range(len(names)), names)
    axes.set_xlim(0, 108)
    for n, (bars, of) in enumerate(zip(axes.containers, chart.of, strict=False)):
        for bar, row in zip(bars, chart.values, strict=False):
            if n == 0:
                bar.set_hatch("////")
                bar.set_edgecolor("white")
            axes.annotate(
                f"{row[n]} of {of}",
                (bar.get_width(), bar.get_y() + bar.get_height() / 2),
                xytext=(3, 0),
                textcoords="offset points",
                va="center",
                fontsize=7.5,
                color=INK,
            )
    handles, _ = axes.get_legend_handles_labels()
    axes.get_legend().remove()
    legend = axes.figure.legend(handles, chart.series, loc="outside upper left", ncols=2, frameon=False, fontsize=8.5)
    legend.get_patches()[0].set_hatch("////")
    legend.get_patches()[0].set_edgecolor("white")

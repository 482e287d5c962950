"""The one way in which figures are set up: size, resolution and fonts of the page, no display, no date in the file."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

__all__ = ["INK", "WIDTH", "painted"]

WIDTH = 6.3
"""Inches: the text width of the page."""
INK = "#1a1a1a"
_DPI = 200


def painted(paint: Callable[[Any, Any], None], height: float) -> bytes:
    """A picture as PNG; the same drawing is the same file.

    Parameters
    ----------
    paint : callable
        ``paint(axes, seaborn)``.
    height : float
        Inches.
    """
    import matplotlib as mpl

    mpl.use("Agg")
    import seaborn as sns
    from matplotlib.figure import Figure

    style: dict[str, Any] = {
        **sns.axes_style("ticks"),
        "font.family": "sans-serif",
        "font.sans-serif": ["Arial", "Liberation Sans", "DejaVu Sans"],
    }
    with mpl.rc_context(style):  # type: ignore[arg-type]
        canvas = Figure(figsize=(WIDTH, height), dpi=_DPI, layout="constrained")
        paint(canvas.subplots(), sns)
        out = io.BytesIO()
        canvas.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()

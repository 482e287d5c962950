"""Figures on topics: for print by seaborn, with a text for those who cannot see them; for looking into, by plotly."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from send_qual.errors import Fault, SendQualError
from send_qual.report.rendering._canvas import INK, painted
from send_qual.study.files import write_bytes
from send_qual.themes import SEED, EmergentThemes, Topics, saturation, topics_over

__all__ = [
    "Figure",
    "draw_map",
    "draw_over",
    "draw_overlap",
    "draw_saturation",
    "explore_map",
    "passage_map",
    "selected",
]

_MAPPED = 3000  # passages on a map; more cannot be told apart


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture, what it is called, and what it shows in words."""

    png: bytes
    title: str
    alt: str

    def to_png(self, path: str | Path) -> Path:
        """Write the picture."""
        return write_bytes(path, self.png)

    def __repr__(self) -> str:
        return f"Figure({self.title!r})"

    def _repr_html_(self) -> str:
        from base64 import b64encode

        source = f"data:image/png;base64,{b64encode(self.png).decode()}"
        title, alt = escape(self.title), escape(self.alt, quote=True)
        return (
            f"<figure><img src='{source}' alt='{alt}' style='max-width:44rem'><figcaption>{title}</figcaption></figure>"
        )


def draw_overlap(found: EmergentThemes) -> Figure:
    """Topics by codes: what share of each topic's passages has each code of the top level, or none."""
    table = found.overlap().pivot_table(index="topic", columns="code", values="share", sort=False)
    table = table[[c for c in table.columns if c] + [""]]
    book = found.codings.codebook
    names = {c.id: c.name for c in book.codes} if book else {}
    labels = {t.id: t.label for t in found.topics}
    table.columns = pd.Index([names.get(c, c) or "no code" for c in table.columns])
    table.index = pd.Index([_wrapped(labels[t]) for t in table.index])
    fullest = [f"{name} {table.loc[name].idxmax()} {100 * table.loc[name].max():.0f} %" for name in table.index]
    alt = f"Heat map, topics by codes. Of each topic the code most of its passages have: {'; '.join(fullest)}."

    def paint(axes: Any, sns: Any) -> None:
        style = {"cmap": "Blues", "vmin": 0, "vmax": 100, "annot": True, "fmt": ".0f", "cbar": False, "linewidths": 0.5}
        sns.heatmap(100 * table, ax=axes, annot_kws={"fontsize": 7}, **style)
        axes.set_xticklabels([_wrapped(str(c), 18) for c in table.columns], rotation=45, ha="right")
        axes.set_xlabel("per cent of the topic's passages that have the code", fontsize=8)

    return _draw(paint, "Topics and codes", alt.replace("\n", " "), 1.8 + 0.33 * len(table))


def draw_over(topics: Topics, attribute: str = "published") -> Figure:
    """Topics over the values of an attribute: share of the passages of each value."""
    frame = topics_over(topics, attribute)
    table = 100 * frame.pivot_table(index="topic", columns="value", values="share", sort=False)
    table = table[sorted(table.columns)]
    labels = {t.id: t.label for t in topics}
    table.index = pd.Index([_wrapped(labels[t]) for t in table.index])
    first, last = table.columns[0], table.columns[-1]
    moves = [f"{n} {row[first]:.0f} to {row[last]:.0f} %" for n, row in table.iterrows()]
    alt = f"Heat map of topics by {attribute}, from {first} to {last}: {'; '.join(moves)}."

    def paint(axes: Any, sns: Any) -> None:
        style = {"cmap": "Blues", "vmin": 0, "annot": True, "fmt": ".0f", "cbar": False, "linewidths": 0.5}
        sns.heatmap(table, ax=axes, annot_kws={"fontsize": 8}, **style)
        axes.set_xlabel("per cent of the passages", fontsize=8)
        axes.tick_params(axis="x", rotation=0)

    return _draw(paint, f"Topics by {attribute}", alt.replace("\n", " "), 1.2 + 0.33 * len(table))


def draw_saturation(topics: Topics) -> Figure:
    """Topics met as more documents are read, in whatever order."""
    frame = saturation(topics)
    half = next((int(n) for n, met in zip(frame["n"], frame["expected"], strict=True) if met >= 0.95 * len(topics)), 0)
    alt = (
        f"Line from {frame['expected'].iloc[0]:.1f} topics in one document to {len(topics)} in all {len(frame)}; "
        f"95 per cent of them are met after {half} documents on average."
    )

    def paint(axes: Any, sns: Any) -> None:
        sns.lineplot(data=frame, x="n", y="expected", ax=axes, color="#0b5394", marker="o", markersize=4)
        axes.set_xlabel("documents read", fontsize=9)
        axes.set_ylabel("topics met", fontsize=9)
        axes.set_ylim(0, len(topics) * 1.08)
        sns.despine(ax=axes)

    return _draw(paint, "Saturation", alt, 3.0)


def passage_map(topics: Topics, colours: Mapping[int, str] | None = None) -> pd.DataFrame:
    """Passages in the plane: those that say alike lie close.

    Parameters
    ----------
    topics : Topics
    colours : mapping of int to str, optional
        A group per passage index, such as its code; by default its topic.

    Returns
    -------
    pandas.DataFrame
        ``passage`` (index), ``x, y, group, document, start, end, quote``; of more than 3,000 passages so many,
        drawn by a fixed seed. Directions and distances between groups mean little, nearness does.
    """
    import numpy as np
    from sklearn.manifold import TSNE
    from threadpoolctl import threadpool_limits

    columns = ["passage", "x", "y", "group", "document", "start", "end", "quote"]
    if topics.placed is None or len(topics.passages) < 10:
        return pd.DataFrame(columns=columns)
    rows = np.arange(len(topics.passages))
    if len(rows) > _MAPPED:
        rows = np.sort(np.random.default_rng(SEED).choice(rows, _MAPPED, replace=False))
    # By then it moves no more: neighbours kept are the same as after 1,000 rounds, in a third of the time.
    style: Any = {"init": "pca", "max_iter": 400, "angle": 0.8, "n_jobs": 1}
    model = TSNE(perplexity=min(30, len(rows) // 4), random_state=SEED, **style)
    with threadpool_limits(1):
        at = model.fit_transform(topics.placed.points[rows].astype(np.float32))
    names = {topic.id: topic.label for topic in topics}
    groups = colours or {n: names.get(topic, "no topic") for n, topic in enumerate(topics.of)}
    chosen = [topics.passages[n] for n in rows]
    return pd.DataFrame(
        [
            (int(n), float(x), float(y), groups.get(int(n), "none"), p.document, p.start, p.end, p.text)
            for n, (x, y), p in zip(rows, at, chosen, strict=True)
        ],
        columns=columns,
    )


def draw_map(topics: Topics, colours: Mapping[int, str] | None = None) -> Figure:
    """The map of passages for print; groups are written where they lie, so that colour is not needed."""
    frame = passage_map(topics, colours)
    sizes = frame["group"].value_counts()
    alt = "Map of passages. Groups: " + "; ".join(f"{name}, {count} passages" for name, count in sizes.items()) + "."
    unnamed = {"no topic", "none", "no code"}

    def paint(axes: Any, sns: Any) -> None:
        order = [name for name in sizes.index if name not in unnamed]
        loose = frame[frame["group"].isin(unnamed)]
        axes.scatter(loose["x"], loose["y"], s=5, color="#bbbbbb", linewidths=0)
        own = frame[~frame["group"].isin(unnamed)]
        palette = sns.husl_palette(len(order), l=0.5)
        sns.scatterplot(
            data=own, x="x", y="y", hue="group", hue_order=order, palette=palette, s=9, legend=False, ax=axes
        )
        for name in order:
            part = own[own["group"] == name]
            box = {"boxstyle": "round,pad=0.15", "fc": "white", "ec": "none", "alpha": 0.8}
            axes.text(part["x"].median(), part["y"].median(), _wrapped(name, 20), fontsize=7, ha="center", bbox=box)
        axes.set_axis_off()

    return _draw(paint, "Map of passages", alt, 5.2)


def explore_map(topics: Topics, colours: Mapping[int, str] | None = None) -> Any:
    """The map of passages to look into in JupyterLab: pointing shows the passage, its place and group.

    Returns
    -------
    plotly.graph_objects.FigureWidget
        Its data are those of :func:`passage_map`; :func:`selected` gives what was chosen on it.

    Raises
    ------
    SendQualError
        Where plotly is not installed.
    """
    try:
        from plotly import graph_objects as go
    except ImportError as error:
        mend = "Run `pip install 'send-qual[themes]'`"
        raise SendQualError(Fault("the interactive map", "plotly, which draws it, is not installed", mend)) from error
    frame = passage_map(topics, colours)
    traces = []
    for name, part in frame.groupby("group", sort=False):
        shown = [_hover(quote, document) for quote, document in zip(part["quote"], part["document"], strict=True)]
        marks = {"size": 6, "opacity": 0.8}
        traces.append(
            go.Scattergl(
                x=part["x"], y=part["y"], mode="markers", name=escape(str(name)), marker=marks, text=shown,
                customdata=part["passage"], hovertemplate="%{text}<extra>%{fullData.name}</extra>",
            )
        )  # fmt: skip
    layout = {"height": 640, "plot_bgcolor": "white", "legend": {"title": {"text": "Group"}}, "dragmode": "lasso"}
    hidden = {"visible": False}
    try:
        return go.FigureWidget(traces, {**layout, "xaxis": hidden, "yaxis": hidden})
    except ImportError:  # no widgets here: the same picture without selection
        return go.Figure(traces, {**layout, "xaxis": hidden, "yaxis": hidden})


def selected(map: Any, found: EmergentThemes) -> pd.DataFrame:
    """The passages chosen on the interactive map by box or lasso, with topic, codes and words.

    Parameters
    ----------
    map : plotly.graph_objects.FigureWidget
        From :func:`explore_map`.
    found : EmergentThemes
        Of the same topics.

    Returns
    -------
    pandas.DataFrame
        As :meth:`EmergentThemes.to_passages`; empty where nothing is chosen.
    """
    rows = [int(trace.customdata[n]) for trace in map.data for n in trace.selectedpoints or ()]
    return found.to_passages().loc[sorted(rows)]


def _hover(quote: str, document: str) -> str:
    """Words of a passage as plotly shows them: it reads some HTML, so that all of it is escaped."""
    lines = textwrap.wrap(textwrap.shorten(" ".join(quote.split()), 400, placeholder=" ..."), 70)
    return "<br>".join(escape(line) for line in lines) + f"<br><i>{escape(document)}</i>"


def _wrapped(words: str, width: int = 34) -> str:
    return textwrap.fill(words, width)


def _draw(paint: Any, title: str, alt: str, height: float) -> Figure:
    def labelled(axes: Any, sns: Any) -> None:
        paint(axes, sns)
        axes.set_title("")
        if not axes.get_ylabel().startswith("topics met"):
            axes.set_ylabel("")
        axes.tick_params(labelsize=8, labelcolor=INK)

    return Figure(painted(labelled, height), title, alt)

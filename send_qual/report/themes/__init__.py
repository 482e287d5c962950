"""Topics and emergent themes to figures, tables and an account: what only the report room may draw."""

from send_qual.report.themes._account import account
from send_qual.report.themes._files import ThemesResult, find_themes, write_themes
from send_qual.report.themes.figures import (
    Figure,
    draw_map,
    draw_over,
    draw_overlap,
    draw_saturation,
    explore_map,
    passage_map,
    selected,
)

__all__ = [
    "Figure",
    "ThemesResult",
    "account",
    "draw_map",
    "draw_over",
    "draw_overlap",
    "draw_saturation",
    "explore_map",
    "find_themes",
    "passage_map",
    "selected",
    "write_themes",
]

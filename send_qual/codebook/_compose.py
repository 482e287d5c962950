"""YAML text to nodes with their lines: by libyaml, twenty times as fast; where it has a doubt, by ruamel.yaml."""

from __future__ import annotations

import re
from typing import Any

__all__ = ["compose"]

_DEEPEST = 200  # levels; libyaml's composer calls itself, and far beyond this it takes the whole process down


def compose(text: str) -> Any:
    """The root node of a text: scalars, sequences and mappings with ``start_mark`` and ``end_mark``.

    What libyaml refuses, and what refers to an anchor, is read by ruamel.yaml, which knows YAML 1.2 and whose errors
    are told to people.

    Raises
    ------
    ruamel.yaml.error.YAMLError
        Where the text is no YAML.
    """
    node = _by_libyaml(text)
    if node is not None and not _refers(node):
        return node
    from ruamel.yaml import YAML

    return YAML(typ="safe", pure=True).compose(text)


def _by_libyaml(text: str) -> Any:
    import yaml

    loader = getattr(yaml, "CSafeLoader", None)  # a build without it is slower, and no less right
    if loader is None or text.lstrip("\ufeff \n").startswith("%") or _may_be_deep(text):
        return None
    try:
        return yaml.compose(text, Loader=loader)
    except (yaml.YAMLError, RecursionError):
        return None


def _may_be_deep(text: str) -> bool:
    """Whether the text may be nested deeply: by what stands before the first word of a line, or by brackets."""
    if re.search(rf"^[ ?:-]{{{_DEEPEST}}}", text, re.MULTILINE):
        return True
    depth = 0
    for bracket in re.finditer(r"[\[{}\]]", text):
        depth = depth + 1 if bracket.group() in "[{" else max(0, depth - 1)
        if depth > _DEEPEST:
            return True
    return False


def _refers(root: Any) -> bool:
    """Whether a node stands at two places: an anchor is used again."""
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            return True
        seen.add(id(node))
        if node.id == "mapping":
            waiting.extend(part for pair in node.value for part in pair)
        elif node.id == "sequence":
            waiting.extend(node.value)
    return False

"""Files of a study that people made, and whether they are still there."""

from __future__ import annotations

from pathlib import Path


def lost(root: Path, made: dict[str, bytes]) -> list[str]:
    """What stands nowhere any more: at its place, or with more lines behind; else elsewhere but in outputs."""
    kept = {path.read_bytes() for path in root.rglob("*") if path.is_file() and "outputs" not in path.parts}
    return [
        place
        for place, content in made.items()
        if content not in kept and not ((root / place).is_file() and (root / place).read_bytes().startswith(content))
    ]

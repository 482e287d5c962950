"""Kept suggestions follow the word lists that made them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

_RUN = """
import sys
import send_qual as sq
corpus = sq.read_corpus(sys.argv[1])
for coding in sq.code(corpus, sq.read_codebook(sys.argv[2]), "lexicon"):
    print(coding.facets.get("polarity", ""))
"""


def _polarities(root: Path, package: Path, cache: Path) -> Counter[str]:
    report = min((root / "corpora/sample-area-send/documents").iterdir())
    command = [sys.executable, "-c", _RUN, str(report), str(root / "codebooks/area-send.yaml")]
    told = {**os.environ, "PYTHONPATH": str(package), "SEND_QUAL_CACHE": str(cache)}
    done = subprocess.run(command, check=False, env=told, cwd=package, capture_output=True, text=True, timeout=120)
    assert not done.returncode, done.stderr
    return Counter(done.stdout.split())


def test_exchanged_headings_of_the_polarity_list_are_seen_with_a_warm_cache(root: Path, tmp_path: Path) -> None:
    """A word list is part of what makes a suggestion: whoever mends it sees the effect at once."""
    mended, cache = tmp_path / "mended", tmp_path / "cache"
    shutil.copytree(root / "send_qual", mended / "send_qual", ignore=shutil.ignore_patterns("__pycache__", "source"))
    before = _polarities(root, root, cache)
    words = mended / "send_qual/coders/data/polarity.txt"
    lines = words.read_text(encoding="utf-8")
    assert "[good]" in lines
    assert "[bad]" in lines
    words.write_text(
        lines.replace("[good]", "[x]").replace("[bad]", "[good]").replace("[x]", "[bad]"), encoding="utf-8"
    )
    warm = _polarities(root, mended, cache)
    assert warm != before
    assert warm == _polarities(root, mended, tmp_path / "fresh")
    assert _polarities(root, root, cache) == before

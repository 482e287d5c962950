"""The page on readers, kinds, coders and exporters of one's own holds a package that works as it stands there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

NOTES = """Field notes, 3 May 2031

The nurse said that HEALTH SERVICES had no record of him.

Two children were in the hall. Nobody knew why.
"""


def test_the_package_of_the_page_reads_codes_and_leaves(root: Path, tmp_path: Path) -> None:
    page = (root / "docs" / "extending.md").read_text(encoding="utf-8")
    module, use = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    point = re.search(r'send_qual\.kinds"\]\n(.+)\n', page)
    assert point, "the page names the entry point"
    site = tmp_path / "site"
    info = site / "field_notes-1.0.dist-info"
    info.mkdir(parents=True)
    (site / "field_notes.py").write_text(module, encoding="utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: field-notes\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[send_qual.kinds]\n{point[1].replace(chr(34), '')}\n", encoding="utf-8")
    visits = tmp_path / "visits"
    visits.mkdir()
    (visits / "monday.notes").write_text(NOTES, encoding="utf-8")
    book = (root / "codebooks" / "area-send.yaml").read_text(encoding="utf-8")
    first = re.search(r"codes:\n  - id: \S+\n    name: (.+)\n", book)
    assert first
    name = first[1]
    (visits / "monday.notes").write_text(NOTES.replace("HEALTH SERVICES", name.upper()), encoding="utf-8")
    asked = "d, c = corpus.documents[0], codings.rows[0]\n"
    asked += "print(d.kind, d.attributes['day'], len(codings), c.coder, c.quote[:9])"
    script = f"import sys; sys.path.insert(0, {str(site)!r})\n{use}\n{asked}\n"
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", timeout=120)  # noqa: PLW1510
    assert not done.returncode, done.stderr
    assert done.stdout.strip().splitlines()[-1] == "field-notes 3 May 2031 1 capitals-1 The nurse"
    (line,) = (tmp_path / "visits.places").read_text(encoding="utf-8").splitlines()
    assert re.fullmatch(r"monday\.notes:\d+-\d+", line)

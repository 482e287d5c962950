"""The desk's modules that touch no page, under ``node --test``: each file of ``modules/`` is one of these tests."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

MODULES = Path(__file__).parent / "modules"


@pytest.mark.parametrize("file", sorted(MODULES.glob("*.test.mjs")), ids=lambda file: file.name.partition(".")[0])
def test_a_module_does_what_its_tests_say(file: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed here")
    seen = subprocess.run([node, "--test", str(file)], capture_output=True, text=True, check=False)
    assert seen.returncode == 0, seen.stdout[-4000:] + seen.stderr[-1000:]

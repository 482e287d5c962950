"""The bundle that is shipped is the one its source gives."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from send_qual.codebook import known_facet

DESK = Path(__file__).resolve().parents[2] / "send_qual" / "desk"


def test_the_bundle_is_in_step_with_its_source(node_kit: Path) -> None:
    shutil.copytree(DESK / "static", node_kit.parent / "static", dirs_exist_ok=True)
    check = [shutil.which("npm"), "run", "--silent", "build", "--", "--check"]
    seen = subprocess.run(check, cwd=node_kit, capture_output=True, text=True, check=False)
    assert seen.returncode == 0, seen.stderr
    # And it is seen when it is not.
    with (node_kit / "units.js").open("a", encoding="utf-8") as file:
        file.write("\nglobalThis.forgotten = 1;\n")
    seen = subprocess.run(check, cwd=node_kit, capture_output=True, text=True, check=False)
    assert seen.returncode == 1
    assert "not in step with its source" in seen.stderr


def test_the_source_is_small_modules_that_never_write_markup() -> None:
    modules = sorted((DESK / "source").glob("*.js"))
    assert len(modules) > 10
    for module in modules:
        text = module.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 400, module.name
        # Words of a transcript go in as text, in dom.js and nowhere else by another way.
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text), (
            module.name
        )


def test_the_source_knows_no_facet_by_name() -> None:
    """What the codebook declares is told by Python: no module says `polarity`, or the values of any facet."""
    known = known_facet("polarity")
    assert known
    words = re.compile(rf"\b({'|'.join((known.id, *known.values))})\b", re.IGNORECASE)
    for module in (DESK / "source").glob("*.js"):
        assert not words.search(module.read_text(encoding="utf-8")), module.name


def test_the_lock_names_no_host_and_each_package_by_its_hash() -> None:
    lock = (DESK / "source" / "package-lock.json").read_text(encoding="utf-8")
    assert "http" not in lock
    assert '"resolved"' not in lock
    assert lock.count('"integrity": "sha512-') >= 3

"""What is installed with the library: under licences an MIT product can pass on (deptry: declared as imported)."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]

# Copyleft that a user may link to, or one of several licences to choose from.
TO_BE_NAMED = {"docxtpl", "odfpy"}


def name_of(requirement: str) -> str:
    return re.match(r"[A-Za-z0-9._-]+", requirement)[0].lower().replace("_", "-").replace(".", "-")


def runtime_closure() -> dict[str, bool]:
    """Every distribution in the lock that the library and its extra bring, and whether on every machine."""
    found: dict[str, bool] = {}
    waiting = [("send-qual", ("themes",), True)]
    done = set()
    while waiting:
        name, extras, everywhere = key = waiting.pop()
        if key in done:
            continue
        done.add(key)
        found[name] = found.get(name, False) or everywhere
        for package in (p for p in LOCK if p["name"] == name):
            needed = list(package.get("dependencies", ()))
            for extra in extras:
                needed += package.get("optional-dependencies", {}).get(extra, ())
            waiting += [(p["name"], tuple(p.get("extra", ())), everywhere and "marker" not in p) for p in needed]
    del found["send-qual"]
    return found


def alternatives(named: metadata.PackageMetadata) -> list[str]:
    """The licences to choose from, as a distribution declares them."""
    if expression := named.get("License-Expression"):
        return [part.strip("() ") for part in expression.split(" OR ")]
    classified = [c.rpartition(" :: ")[2] for c in named.get_all("Classifier") or () if c.startswith("License ::")]
    declared = (named.get("License") or "").strip()
    return [c for c in classified if c != "OSI Approved"] or ([declared] if declared else [])


def copyleft(licence: str) -> str:
    """``GPL`` or ``LGPL`` where all of a licence's parts may not be passed on under MIT's terms, else nothing."""
    strongest = ""
    for part in licence.split(" AND "):
        if re.search(r"\bWITH\b", part):  # an exception for what is linked or compiled with it
            continue
        if re.search(r"LGPL|Lesser|Library", part):
            strongest = strongest or "LGPL"
        elif re.search(r"GPL|GNU|Affero", part):
            strongest = "GPL"
    return strongest


def refused(licences: list[str]) -> bool:
    """Whether a distribution can be had under no licence but GPL or AGPL."""
    return not licences or all(copyleft(one) == "GPL" for one in licences)


def test_nothing_at_run_time_can_only_be_had_under_gpl() -> None:
    declared, elsewhere = {}, set()
    for name, everywhere in runtime_closure().items():
        try:
            declared[name] = alternatives(metadata.metadata(name))
        except metadata.PackageNotFoundError:
            assert not everywhere, f"{name} is in the lock for every machine and not installed here"
            elsewhere.add(name)
    assert len(declared) > 100
    assert len(elsewhere) < 15, f"looked at on other machines only: {sorted(elsewhere)}"
    assert {name: licences for name, licences in declared.items() if refused(licences)} == {}
    assert {name for name, licences in declared.items() if any(map(copyleft, licences))} == TO_BE_NAMED
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in readme for name in TO_BE_NAMED)


@pytest.mark.parametrize(
    ("licences", "out"),
    [
        (["GPL-3.0-or-later"], True),
        (["GNU Affero General Public License v3"], True),
        (["MIT AND GPL-2.0-only"], True),
        ([], True),
        (["GNU General Public License (GPL)", "GNU General Public License v3 (GPLv3)"], True),
        (["LGPL-2.1-only"], False),
        (["GNU Library or Lesser General Public License (LGPL)"], False),
        (["GNU General Public License (GPL)", "Apache Software License"], False),
        (["BSD-3-Clause AND GPL-3.0-or-later WITH GCC-exception-3.1"], False),
        (["MIT"], False),
    ],
)
def test_what_is_refused(licences: list[str], out: bool) -> None:
    assert refused(licences) is out

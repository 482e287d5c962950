"""Fixtures shared by all rooms' tests."""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real reports and hand codings beside the checkout."""
    if not (SHARED / "gold").is_dir():
        pytest.skip("the real reports and hand codings (../shared) are not on this machine")
    return SHARED


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave timings out unless they are asked for: they mean little beside other work."""
    if "benchmark" in config.getoption("-m"):
        return
    for item in items:
        if item.get_closest_marker("benchmark"):
            item.add_marker(pytest.mark.skip(reason="timings run with -m benchmark"))


class Killed(BaseException):
    """What a killed process does not live to see."""


@pytest.fixture
def kills(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Iterator[str]]:
    """``for place in kills(run)``: ``run`` is killed at its first change of the disk, then at its second, and so on.

    The body sees what a kill there leaves behind, and is to bring back what ``run`` started from. The loop is over when
    a run comes to its end; ``every=3`` leaves out two of three, where a run is dear. Nothing after the kill changes the
    disk, as nothing does after ``kill -9``.
    """
    from send_qual.study import files

    steps = ("_create", "_create_folder", "_write", "_append", "_sync", "_replace", "_remove")
    whole = {name: getattr(files, name) for name in steps}

    def run_killed_at(number: int, run: Callable[[], object]) -> str:
        done = 0

        def step(name: str, *arguments: object) -> None:
            nonlocal done
            done += 1
            if done == number and name in {"_write", "_append"}:
                path, data = arguments
                whole[name](path, data[: len(data) // 2])  # in the midst of it
            if done >= number:
                raise Killed(f"{number}: {name}")
            whole[name](*arguments)

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", lambda handle: None)  # what the disk is asked to keep, a kill does not tell
            for name in steps:
                patch.setattr(files, name, functools.partial(step, name))
            try:
                run()
            except Killed:
                return f"change {number} of the disk"
        return ""

    def loop(run: Callable[[], object], every: int = 1) -> Iterator[str]:
        number = 1
        while place := run_killed_at(number, run):
            yield place
            number += every

    return loop


# Watching from outside

_LOOPBACK_UP = """
import fcntl, os, socket, struct, sys
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
    fcntl.ioctl(s, 0x8914, struct.pack("16sh14x", b"lo", 0x41))  # SIOCSIFFLAGS: IFF_UP | IFF_RUNNING
os.execvp(sys.argv[1], sys.argv[1:])
"""
_OUTWARD = re.compile(
    r"sa_family=AF_INET6?, .*?(?:sin6?_port=htons\((?P<port>\d+)\)).*?"
    r"(?:inet_addr\(\"(?P<four>[\d.]+)\"\)|inet_pton\(AF_INET6, \"(?P<six>[\da-fA-F:.]+)\")"
)
_RESOLVERS = re.compile(r"sun_path=\"[^\"]*(?:nscd|systemd/resolve|mDNSResponder|avahi)[^\"]*\".* = 0$")


@dataclass(frozen=True)
class Watch:
    """Runs programs in a network of their own, without a way out, and sees whom they try to reach."""

    isolate: tuple[str, ...]

    def command(self, command: Sequence[str], trace: Path) -> list[str]:
        """The command, watched by strace with all its children; whom it tries to reach is written to `trace`."""
        strace = ("strace", "-f", "-qq", "--seccomp-bpf", "-s", "200", "-e", "signal=none")
        calls = ("-e", "trace=connect,sendto,sendmsg,sendmmsg", "-o", str(trace))
        return [*self.isolate, sys.executable, "-c", _LOOPBACK_UP, *strace, *calls, *map(str, command)]

    @staticmethod
    def reached(trace: Path) -> list[str]:
        """Calls to anywhere but this machine, and every look-up of a name."""
        return [line for line in trace.read_text(encoding="utf-8", errors="replace").splitlines() if outward(line)]


def outward(line: str) -> bool:
    """Whether a line of strace is a call beyond loopback, or asks somebody for a name."""
    if _RESOLVERS.search(line):
        return True
    if not (found := _OUTWARD.search(line)):
        return False
    return found["port"] == "53" or not ((found["four"] or "").startswith("127.") or found["six"] == "::1")


def find_watch() -> Watch | str:
    """What watches programs on this machine, or why nothing does."""
    lacking = [name for name in ("strace", "unshare") if shutil.which(name) is None]
    if sys.platform != "linux" or lacking:
        return f"whom a program tries to reach is watched on Linux; here lack: {', '.join(lacking) or 'Linux'}"
    for isolate in (("unshare", "-n"), ("unshare", "-rn")):
        if not subprocess.run([*isolate, "strace", "-f", "true"], check=False, capture_output=True).returncode:
            return Watch(isolate)
    return "this machine does not let a program have a network of its own, or be traced"


@pytest.fixture(scope="session")
def possible_watch() -> Watch | str:
    """What watches programs, for tests that can do without, or why there is none."""
    return find_watch()


@pytest.fixture(scope="session")
def watch(possible_watch: Watch | str) -> Watch:
    """Watching what programs do with the network, native code and their children included."""
    if isinstance(possible_watch, str):
        pytest.skip(possible_watch)
    return possible_watch

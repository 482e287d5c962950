"""Running a notebook as papermill does, with a cache of the tests' own."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What is kept between runs is kept in a folder of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEND_QUAL_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def run(
    tmp_path_factory: pytest.TempPathFactory, root: Path, possible_watch: Any
) -> Callable[..., nbformat.NotebookNode]:
    """Run a notebook as papermill does, in a folder of its own, by the Python that runs the tests.

    Where it can be watched, the kernel has no way out and must not look for one.
    """
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import KernelManager
    from nbclient import NotebookClient

    def execute(path: Path, folder: Path, cwd: Path | None = None, **parameters: object) -> nbformat.NotebookNode:
        from papermill.iorw import load_notebook_node
        from papermill.parameterize import parameterize_notebook

        kernels = folder / "kernels" / "python3"
        kernels.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        trace = folder / "kernels" / f"{path.stem}.trace"
        watched = not isinstance(possible_watch, str)
        if watched:
            command = possible_watch.command(command, trace)
        spec = {"argv": command, "display_name": "python3", "language": "python"}
        (kernels / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
        specs = KernelSpecManager(kernel_dirs=[str(kernels.parent)], ensure_native_kernel=False)
        notebook = parameterize_notebook(
            load_notebook_node(str(path)), {"out": str(folder / "out"), **parameters}, kernel_name="python3"
        )
        sockets = tempfile.mkdtemp(prefix="kernel-")  # the name of a socket must be short
        transport = {"transport": "ipc", "ip": f"{sockets}/s"} if watched else {}
        manager = KernelManager(kernel_name="python3", kernel_spec_manager=specs, **transport)
        notebook.cells.append(  # a slip, as anybody makes it
            nbformat.v4.new_code_cell('sq.read_corpus("no-such-corpus")', metadata={"tags": ["raises-exception"]})
        )
        client = NotebookClient(
            notebook, km=manager, timeout=240, resources={"metadata": {"path": str(cwd or path.parent)}}
        )
        try:
            done = client.execute()
        finally:
            manager.shutdown_kernel()  # a kernel that was brought along is not the client's to end
            shutil.rmtree(sockets, ignore_errors=True)
        if watched:
            assert possible_watch.reached(trace) == [], f"{path.name} reaches beyond this machine"
        return done

    return execute

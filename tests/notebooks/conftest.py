"""Running a notebook as papermill does, with a cache of the tests' own."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What is kept between runs is kept in a folder of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEND_QUAL_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Callable[..., nbformat.NotebookNode]:
    """Run a notebook as papermill does, in a folder of its own, by the Python that runs the tests."""
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import KernelManager
    from nbclient import NotebookClient

    def execute(path: Path, folder: Path, cwd: Path | None = None, **parameters: object) -> nbformat.NotebookNode:
        from papermill.iorw import load_notebook_node
        from papermill.parameterize import parameterize_notebook

        kernels = folder / "kernels" / "python3"
        kernels.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        spec = {"argv": command, "display_name": "python3", "language": "python"}
        (kernels / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
        specs = KernelSpecManager(kernel_dirs=[str(kernels.parent)], ensure_native_kernel=False)
        notebook = parameterize_notebook(
            load_notebook_node(str(path)), {"out": str(folder / "out"), **parameters}, kernel_name="python3"
        )
        manager = KernelManager(kernel_name="python3", kernel_spec_manager=specs)
        notebook.cells.append(  # a slip, as anybody makes it
            nbformat.v4.new_code_cell('sq.read_corpus("no-such-corpus")', metadata={"tags": ["raises-exception"]})
        )
        client = NotebookClient(
            notebook, km=manager, timeout=240, resources={"metadata": {"path": str(cwd or path.parent)}}
        )
        return client.execute()

    return execute

"""Lay out a study in an empty folder."""

from __future__ import annotations

import shutil
from pathlib import Path

from send_qual.errors import Fault, SendQualError
from send_qual.study.files import settle, staged
from send_qual.study.places import shipped

__all__ = ["init_study"]

# What a folder may hold and still count as empty: the system's own, and a git repository begun before.
_NOT_THE_USERS = {".git", ".DS_Store", "Thumbs.db", "desktop.ini"}

_README = """\
# A study with send_qual

- `corpora/` holds one folder per corpus. Put your documents (PDF, docx, vtt, txt, ...) into
  `corpora/NAME/documents/` and use NAME in the commands. `corpora/sample-*` are fictional, to try things out.
- `corpora/my-interviews/` awaits yours: transcripts go into `documents/`, who is who into `attributes.csv`.
- `codebooks/` holds the codebooks (YAML). Change them freely; `send-qual check` says what is wrong.
- `notebooks/` holds one notebook per step; `send-qual lab` opens them.
- `outputs/` is derived only: deleting it loses nothing. A draft that you edit there is kept in `corpora/NAME/drafts/`
  when the command runs again (for documents outside this study in `drafts/`).

Go on with

    send-qual overview                   the thematic overview of the sample, drafted in Word
    send-qual fetch area-send            the published Area SEND inspection reports (needs the network)
    send-qual overview area-send         the same overview of the real reports
    send-qual overview path/to/folder    ... of any folder of PDFs
"""

_OWN = "my-interviews"
_CASES = "document,participant,speaker,role,organisation type,area,date\n"

_OUTPUTS = "Derived only: everything here is written by send_qual from the other folders. Deleting it loses nothing.\n"

_GITIGNORE = """\
outputs/*
!outputs/README.md
# Documents are confidential or others' property: git keeps the fictional ones and pseudonymised copies.
corpora/*/documents/
!corpora/sample-*/documents/
!corpora/pseudonymised-*/documents/
# What names people: who is who in the raw documents, the key, the table of decisions.
corpora/*/attributes.csv
!corpora/sample-*/attributes.csv
!corpora/pseudonymised-*/attributes.csv
*.key.json
decisions*.csv
disclosures*.csv
# What a run that was killed left of any of these.
.*.tmp
.*.staged/
.forgetting.json
.fetching-*/
.*.jsonl.lock
.ipynb_checkpoints/
"""


def init_study(folder: str | Path) -> Path:
    """Lay out a study: codebooks, notebooks, sample corpora, outputs and how to go on.

    Parameters
    ----------
    folder : str or Path
        A new folder, or an empty one.

    Returns
    -------
    Path
        The study's folder.

    Raises
    ------
    SendQualError
        Where the folder holds something already, which is left as it is.

    Examples
    --------
    >>> import tempfile
    >>> made = init_study(Path(tempfile.mkdtemp()) / "study")
    >>> (made / "README.md").is_file()
    True
    """
    made = Path(folder).expanduser()
    if made.exists() and not made.is_dir():
        raise SendQualError(Fault(str(made), "this is a file", "Name a new folder"))
    settle(made)  # what a run that was killed had laid out
    held = sorted(p.name for p in made.iterdir() if p.name not in _NOT_THE_USERS) if made.exists() else []
    if held:
        problem = f"the folder is not empty (it holds {', '.join(held[:3])}{', ...' if len(held) > 3 else ''})"
        raise SendQualError(Fault(str(made), problem, "Nothing was changed. Name a new folder"))
    with staged(made) as new:
        _lay_out(new.folder)
    return made


def _lay_out(root: Path) -> None:
    for kind, files in (
        ("codebooks", "*.yaml"),
        ("codebooks", "*.jsonl"),
        ("codebooks", "*.csv"),
        ("notebooks", "*.ipynb"),
    ):
        (root / kind).mkdir(exist_ok=True)
        for file in sorted(shipped(kind).glob(files)):
            shutil.copyfile(file, root / kind / file.name)
    (root / "corpora").mkdir()
    for corpus in sorted(shipped("corpora").glob("sample-*")):
        shutil.copytree(corpus, root / "corpora" / corpus.name, ignore=shutil.ignore_patterns(".*", "__pycache__"))
    for catalogue in sorted(shipped("corpora").glob("*/catalogue.csv")):  # never documents that were fetched
        (root / "corpora" / catalogue.parent.name).mkdir()
        for name in ("catalogue.csv", "corpus.toml"):
            if (catalogue.parent / name).is_file():
                shutil.copyfile(catalogue.parent / name, root / "corpora" / catalogue.parent.name / name)
    (root / "corpora" / _OWN / "documents").mkdir(parents=True)
    (root / "corpora" / _OWN / "attributes.csv").write_text(_CASES, encoding="utf-8")
    (root / "outputs").mkdir()
    (root / "outputs" / "README.md").write_text(_OUTPUTS, encoding="utf-8")
    (root / "README.md").write_text(_README, encoding="utf-8")
    (root / ".gitignore").write_text(_GITIGNORE, encoding="utf-8")

"""``send-qual check``: every fault of a study at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from send_qual.cli._console import leave, progress_bar, say
from send_qual.errors import Fault, SendQualError

if TYPE_CHECKING:
    from send_qual.corpus import Corpus


def check() -> None:
    """Check the study you stand in.

    Codebooks, corpora and their attributes are read, and all faults are told at once.
    """
    from send_qual.study import study_root

    root = study_root()
    if root is None:
        mend = "Go into a study, or make one with `send-qual init DIR`"
        raise SendQualError(Fault(str(Path.cwd()), "this is no study: it has no codebooks/ and corpora/", mend))
    leave(_faults(root))
    typer.echo(f"{root}: no faults.")


def _faults(root: Path) -> Iterator[Fault]:
    from send_qual.codebook import read_codebook
    from send_qual.coders import hardly_found
    from send_qual.corpus import read_corpus, tell_sourceless

    for file in sorted((root / "codebooks").glob("*.y*ml")):
        try:
            book = read_codebook(file)
            name = book.name
            say(list(filter(None, [hardly_found(book)])))
            if name != file.stem:
                mend = "Call one as the other: codings of two codebooks of one name cannot be told apart"
                yield Fault(file.relative_to(root).as_posix(), f"its `name:` is `{name}`", mend)
        except SendQualError as error:
            yield from error.faults
    with progress_bar() as progress:
        for folder in sorted(p for p in (root / "corpora").iterdir() if p.is_dir() and not _awaits_documents(p)):
            gone = tell_sourceless(folder, aloud=False)
            try:
                corpus = read_corpus(folder, progress=progress)
                faults = (*gone, *corpus.left_out, *_case_faults(folder, corpus))
            except SendQualError as error:
                faults = (*gone, *error.faults)
            faults = (*_settings_fault(folder), *faults)
            yield from (replace(fault, place=f"corpora/{folder.name}: {fault.place}") for fault in faults)


def _settings_fault(folder: Path) -> Iterator[Fault]:
    """What is wrong with ``corpus.toml``: whoever reads a corpus does without it."""
    from send_qual.coders import named_coder
    from send_qual.study.plain_data import settings_of

    try:
        named_coder(settings_of(folder).get("coder", ""))
    except FileNotFoundError:
        return
    except SendQualError as error:
        for fault in error.faults:
            yield fault if fault.place == "corpus.toml" else replace(fault, place=f"corpus.toml: {fault.place}")
    except (OSError, ValueError) as error:
        mend = 'Write a line for each, as `title = "Our interviews"`; until then nothing in it counts'
        yield Fault("corpus.toml", f"it cannot be read ({error})", mend)


def _case_faults(folder: Path, corpus: Corpus) -> tuple[Fault, ...]:
    """Interviews without a row in ``attributes.csv``, and rows about nobody."""
    from send_qual.corpus import kind_of
    from send_qual.kinds.interview import case_rows, check_cases

    if not (folder / "attributes.csv").is_file() or not any(kind_of(d).spoken for d in corpus):
        return ()
    told = {fault.place for fault in corpus.left_out if " row " in fault.place}  # by the reader already
    return tuple(fault for fault in check_cases(corpus, case_rows(folder)) if fault.place not in told)


def _awaits_documents(corpus: Path) -> bool:
    """A catalogue that was not fetched yet, or a corpus laid out for documents to come."""
    inside = corpus / "documents"
    return not any(inside.iterdir()) if inside.is_dir() else (corpus / "catalogue.csv").is_file()

"""``send-qual evaluate``: how far a coder trained on people's codings may be trusted."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from send_qual.cli._console import as_seen_from_here, leave, progress_bar


def evaluate(
    corpus: Annotated[str, typer.Argument(help="A corpus that people have coded.")],
    codebook: Annotated[str, typer.Option(help="Name or file of the codebook.")],
    out: Annotated[Path, typer.Option(help="Folder for tables and card.")] = Path("outputs/evaluation"),
    folds: Annotated[int, typer.Option(min=2, help="Parts of documents left out in turn.")] = 10,
    coder: Annotated[
        str,
        typer.Option(help="A model server on this machine to be compared, local:MODEL; panel+local:MODEL: both too."),
    ] = "",
    keep: Annotated[bool, typer.Option("--keep", help="Put the trained coder beside the codebook.")] = False,
) -> None:
    """Train a coder on people's codings and measure it on documents left out.

    Reads the corpus's codings (`send-qual import` brings them in from a table: document, quote, code, coder,
    the codebook's facets; answers about whole reports likewise: document, and a column per question). Writes the
    codings and issues of documents left out, agreement per code and question (of the trained coder, the one without
    training, and plain baselines), calibration, promises and what came of them, the learning curve, confusions, the
    disagreements to read, and the card. What is kept is what agrees best with people, code by code;
    the card says which codes the codebook's own words speak for.
    """
    from send_qual.agreement import evaluate as measure
    from send_qual.agreement import told_of, write_evaluation
    from send_qual.codebook import read_codebook
    from send_qual.coders.learned import folder_beside
    from send_qual.coding import read_answers, read_codings
    from send_qual.corpus import read_corpus

    with progress_bar() as progress:
        book = read_codebook(codebook)
        read = read_corpus(corpus, progress=progress).with_documents()
        codings = read_codings(read, book)
        done = measure(codings, folds=folds, answers=read_answers(corpus, book), coder=coder, progress=progress)
    write_evaluation(done, out)
    unit = {"turn": "turns, answers or paragraphs as wholes"}.get(done.coder.card.unit, "passages")
    typer.echo(f"On {done.left_out} left out, by {unit}, best in this study first. Tables: {as_seen_from_here(out)}")
    for name in done.coders:
        f1, kappa = done.macro(name)
        typer.echo(f"  macro F1 {f1:.2f}, mean kappa {kappa:.2f}  {name}: {told_of(name)}")
    for facet, share in done.model_facets.items():
        trained = f", by the trained coder {done.facets[facet]:.0%}" if facet in done.facets else ""
        typer.echo(f"  {facet} right where the theme is: by the model {share:.0%}{trained}")
    if done.judge:
        asked, right = sum(c.reports for c in done.judge.card), sum(c.right for c in done.judge.card)
        typer.echo(f"Questions about whole reports: {right} of {asked} answered as people did.")
    for notice in done.coder.card.notices:
        typer.echo(notice, err=True)
    if keep:
        folder = folder_beside(done.coder.card.codebook)
        done.write(folder)
        typer.echo(f"The trained coder: {as_seen_from_here(folder)}. {done.coder.card.sharing}")
    leave((*read.left_out, *codings.notices, *done.notices))

"""``send-qual next``: the passages to be coded next."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from send_qual.cli._console import as_seen_from_here, leave, progress_bar, table_out


def next_(
    corpus: Annotated[str, typer.Argument(help="A folder under corpora/, or any folder of documents.")],
    codebook: Annotated[str, typer.Option(help="Name or file of the codebook.")],
    coder: Annotated[str, typer.Option(help="Who will code them: initials, as in the ledger.")],
    n: Annotated[int, typer.Option("--n", min=1, help="How many.")] = 20,
    by_lot: Annotated[float, typer.Option(min=0, max=1, help="Share drawn by lot.")] = 0.2,
    out: Annotated[
        Path, typer.Option(help="The table, .xlsx or .csv: fill in code and facets, import it.", callback=table_out)
    ] = Path("next.csv"),
) -> None:
    """Choose the passages whose coding will teach the machine most.

    Code them in their order: what comes before the last one you coded counts as seen. Leave the code empty where
    none applies. A share is drawn by lot, so that what the machine misses stays measurable. From some sixty passages on
    it is told what the last forty changed, and when more of the same hardly teaches.
    """
    from send_qual.coders.learned import offer_passages
    from send_qual.corpus import read_corpus

    with progress_bar() as progress:
        read = read_corpus(corpus, progress=progress).with_documents()
        made = offer_passages(read, codebook, coder, n, random_share=by_lot, path=out, progress=progress)
    lots = sum(offer.why == "by lot" for offer in made.offers)
    typer.echo(f"{len(made.offers)} passages for {coder}, {lots} of them by lot: {as_seen_from_here(made.path)}")
    if made.settling:
        typer.echo(str(made.settling))
    leave(read.left_out)

"""``send-qual sample``: documents drawn for two people to code independently."""

from __future__ import annotations

from typing import Annotated

import typer

from send_qual.cli._console import as_seen_from_here, leave, progress_bar


def sample(
    corpus: Annotated[str, typer.Argument(help="A folder under corpora/, or any folder of documents.")],
    codebook: Annotated[str, typer.Option(help="Name or file of the codebook.")],
    coders: Annotated[str, typer.Option(help="Who will code them, initials: AB,CD.")],
    *,
    share: Annotated[float, typer.Option(help="Share of the documents.")] = 0.2,
    documents: Annotated[int | None, typer.Option(help="How many documents instead.")] = None,
    by: Annotated[str, typer.Option(help="An attribute of which each value gives its share, such as role.")] = "",
    seed: Annotated[int, typer.Option(help="Of the lot: the same seed draws the same.")] = 0,
) -> None:
    """Draw documents for double coding, and make a blind sheet for each coder.

    The sheets hold every passage of the documents drawn, those included that will get no code, and no suggestion of a
    machine. They come back by `send-qual import FILE --into CORPUS`; then `send-qual agreement` compares. Who prefers
    the desk opens it there blind: sq.desk(CORPUS, coder="AB", blind=True).

    For example: send-qual sample my-interviews --codebook intervention --coders AB,CD --by role
    """
    from send_qual.codebook import read_codebook
    from send_qual.coding import double_coding
    from send_qual.corpus import read_corpus

    with progress_bar() as progress:
        read = read_corpus(corpus, progress=progress).with_documents()
    book = read_codebook(codebook)
    done = double_coding(read, book, coders.split(","), share=share, documents=documents, by=by, seed=seed)
    typer.echo(f"{len(done.drawn)} of {len(read)} documents drawn: {', '.join(one.document for one in done.drawn)}")
    for name, path in done.sheets.items():
        typer.echo(f"For {name}: {as_seen_from_here(path)}")
    leave(read.left_out)

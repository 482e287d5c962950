"""How an interview report is to look: what quotations are signed with, and which tables it has."""

from __future__ import annotations

from dataclasses import dataclass

from send_qual.errors import Fault, SendQualError

__all__ = ["ATTRIBUTIONS", "ReportStyle"]

ATTRIBUTIONS = ("participant", "role", "none")


@dataclass(frozen=True, slots=True)
class ReportStyle:
    """What a team may choose about its report.

    Parameters
    ----------
    attribution : str
        What stands after a quotation: ``"participant"`` (P07), ``"role"`` (as ``attributes.csv`` has it) or ``"none"``.
    by : tuple of str or None
        The attributes by which themes are tabulated; ``None``: organisation type and role, where
        two people or more share one.
    mask_cells : bool
        Show a dash where one person only would stand in a cell, and leave out groups of one.
    quotations : int
        At most so many for a sub-theme.
    leave_out : tuple of str
        Keys of quotations not to be used.
    title : str
        Default: the codebook's title.
    reviewed_only : bool
        Count only what people coded and accepted; the draft says so.

    Raises
    ------
    SendQualError
        Where ``attribution`` is none of the three.

    Examples
    --------
    >>> ReportStyle(attribution="role").attribution
    'role'
    """

    attribution: str = "participant"
    by: tuple[str, ...] | None = None
    mask_cells: bool = False
    quotations: int = 3
    leave_out: tuple[str, ...] = ()
    title: str = ""
    reviewed_only: bool = False

    def __post_init__(self) -> None:
        if self.attribution not in ATTRIBUTIONS:
            mend = f"Write one of {', '.join(ATTRIBUTIONS)}"
            raise SendQualError(Fault(f"attribution {self.attribution!r}", "quotations cannot be signed so", mend))

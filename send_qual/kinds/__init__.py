"""What a document is: one folder a kind, registered into the corpus by the entry point group ``send_qual.kinds``.

Every folder here gives a ``KIND``; a package of somebody's own names its :class:`send_qual.corpus.Kind` as an entry
point of that group. Nothing else has to know of a new kind.
"""

from importlib import import_module
from pkgutil import iter_modules

__all__ = ["KINDS"]

KINDS = tuple(import_module(f"{__name__}.{found.name}").KIND for found in iter_modules(__path__) if found.ispkg)
"""The package's own kinds, one a folder."""

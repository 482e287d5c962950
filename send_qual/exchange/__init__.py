"""Projects of other programs in, and studies out: REFI-QDA and the others' forms."""

from send_qual.exchange._export import FORMATS, PARTS, Exported, Format, export
from send_qual.exchange._gather import project_of
from send_qual.exchange._read_qdpx import read_qdc, read_qdpx
from send_qual.exchange._read_qualcoder import read_qualcoder
from send_qual.exchange._recognise import READERS, import_project, read_project, recognise
from send_qual.exchange._taguette import read_taguette, write_taguette
from send_qual.exchange._web_annotation import read_jsonld, write_jsonld
from send_qual.exchange._write_qdpx import write_qdc, write_qdpx
from send_qual.exchange.project import Case, Coder, Kept, Memo, Project, ProjectCode, ProjectCoding, ProjectSource
from send_qual.exchange.public_archive import LICENCES, Archived, Deposit, IdentifiersError, archive
from send_qual.exchange.take_in import TakenIn, take_in

__all__ = [
    "FORMATS",
    "LICENCES",
    "PARTS",
    "READERS",
    "Archived",
    "Case",
    "Coder",
    "Deposit",
    "Exported",
    "Format",
    "IdentifiersError",
    "Kept",
    "Memo",
    "Project",
    "ProjectCode",
    "ProjectCoding",
    "ProjectSource",
    "TakenIn",
    "archive",
    "export",
    "import_project",
    "project_of",
    "read_jsonld",
    "read_project",
    "read_qdc",
    "read_qdpx",
    "read_qualcoder",
    "read_taguette",
    "recognise",
    "take_in",
    "write_jsonld",
    "write_qdc",
    "write_qdpx",
    "write_taguette",
]

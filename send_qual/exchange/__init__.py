"""Projects of other programs in, and studies out: REFI-QDA and the others' forms."""

from send_qual.exchange._export import FORMATS, Exported, export
from send_qual.exchange._gather import project_of
from send_qual.exchange._import import READERS, import_project, read_project, recognise
from send_qual.exchange._read_qdpx import read_qdc, read_qdpx
from send_qual.exchange._write_qdpx import write_qdc, write_qdpx
from send_qual.exchange.project import Case, Coder, Kept, Memo, Project, ProjectCode, ProjectCoding, ProjectSource
from send_qual.exchange.take_in import TakenIn, take_in

__all__ = [
    "FORMATS",
    "READERS",
    "Case",
    "Coder",
    "Exported",
    "Kept",
    "Memo",
    "Project",
    "ProjectCode",
    "ProjectCoding",
    "ProjectSource",
    "TakenIn",
    "export",
    "import_project",
    "project_of",
    "read_project",
    "read_qdc",
    "read_qdpx",
    "recognise",
    "take_in",
    "write_qdc",
    "write_qdpx",
]

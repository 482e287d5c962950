"""Where a study keeps its things: its folders, what the package ships, and how tables leave."""

from send_qual.study._init import init_study
from send_qual.study._lab import lab_command
from send_qual.study.cache import Cache, Store, clear_stores, stores
from send_qual.study.places import (
    cache_folder,
    drafts_folder,
    find_codebook,
    find_corpus,
    output_folder,
    shipped,
    study_root,
)
from send_qual.study.program import HOUSE, library_versions, program_hash, source_digest

__all__ = [
    "HOUSE",
    "Cache",
    "Store",
    "cache_folder",
    "clear_stores",
    "drafts_folder",
    "find_codebook",
    "find_corpus",
    "init_study",
    "lab_command",
    "library_versions",
    "output_folder",
    "program_hash",
    "shipped",
    "source_digest",
    "stores",
    "study_root",
]

"""Where a study keeps its things: its folders, what the package ships, and how tables leave."""

from send_qual.study._init import init_study
from send_qual.study._lab import lab_command
from send_qual.study.places import cache_folder, find_codebook, find_corpus, output_folder, shipped, study_root
from send_qual.study.program import program_hash

__all__ = [
    "cache_folder",
    "find_codebook",
    "find_corpus",
    "init_study",
    "lab_command",
    "output_folder",
    "program_hash",
    "shipped",
    "study_root",
]

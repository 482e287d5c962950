"""Where a study keeps its things: its folders, and what the package ships."""

from send_qual.study.places import cache_folder, find_codebook, find_corpus, shipped, study_root

__all__ = ["cache_folder", "find_codebook", "find_corpus", "shipped", "study_root"]

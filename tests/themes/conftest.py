"""The sample's topics and codings, found once."""

from __future__ import annotations

import pytest

from send_qual.codebook import read_codebook
from send_qual.coders import code
from send_qual.coding import Codings
from send_qual.corpus import Corpus, read_corpus
from send_qual.themes import Topics, find_topics


@pytest.fixture(scope="session")
def reports() -> Corpus:
    return read_corpus("sample-area-send")


@pytest.fixture(scope="session")
def sample(reports: Corpus) -> Topics:
    return find_topics(reports)


@pytest.fixture(scope="session")
def coded(reports: Corpus) -> Codings:
    return code(reports, read_codebook("area-send"))

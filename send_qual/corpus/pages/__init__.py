"""Word, OpenDocument, web pages and text as lines with their styles and cells, as they are laid out again too."""

from send_qual.corpus.pages.page import Line, Mark, Page
from send_qual.corpus.pages.read import read_page

__all__ = ["Line", "Mark", "Page", "read_page"]

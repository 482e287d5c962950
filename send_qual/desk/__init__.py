"""The coding desk: reading and coding in JupyterLab."""

from send_qual.desk._retrieve import Query
from send_qual.desk._search import Hit
from send_qual.desk._work import Work, open_work
from send_qual.desk.desk import Desk, desk

__all__ = ["Desk", "Hit", "Query", "Work", "desk", "open_work"]

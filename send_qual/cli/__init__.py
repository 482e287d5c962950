"""The library spoken: ``send-qual COMMAND``, one file per command."""

from send_qual.cli._app import app, main

__all__ = ["app", "main"]

"""Forgetting a document or a participant: the one exception to keeping everything."""

from send_qual.coding.forgetting.forget import Forgotten, Removal, forget

__all__ = ["Forgotten", "Removal", "forget"]

"""A model server on this machine as a coder: what it says is held against passage and codebook."""

from send_qual.coders.local._address import DEFAULT_ADDRESS, Address, address_of
from send_qual.coders.local._coder import LOCAL, LocalCoder, asks_model, local_coder
from send_qual.coders.local._joined import JoinedCoder
from send_qual.coders.local._server import ModelServer

__all__ = [
    "DEFAULT_ADDRESS",
    "LOCAL",
    "Address",
    "JoinedCoder",
    "LocalCoder",
    "ModelServer",
    "address_of",
    "asks_model",
    "local_coder",
]

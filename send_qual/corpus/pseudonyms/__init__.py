"""Pseudonymising: names of people, places and bodies, dates and contacts replaced; the key kept apart."""

from send_qual.corpus.pseudonyms.proposals import Decision, Proposal, decisions_from
from send_qual.corpus.pseudonyms.pseudonymise import Pseudonymised, pseudonymise, restore

__all__ = ["Decision", "Proposal", "Pseudonymised", "decisions_from", "pseudonymise", "restore"]

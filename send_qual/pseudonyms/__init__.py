"""Pseudonymising: names of people, places and bodies, dates and contacts replaced; the key kept apart."""

from send_qual.pseudonyms._carry_over import Copied, read_copied
from send_qual.pseudonyms._case_details import cases_of_copy, names_a_place
from send_qual.pseudonyms._identifiers import Identifier, identifiers
from send_qual.pseudonyms.proposals import Decision, Proposal, decisions_from
from send_qual.pseudonyms.pseudonymise import Pseudonymised, pseudonymise, restore

__all__ = [
    "Copied",
    "Decision",
    "Identifier",
    "Proposal",
    "Pseudonymised",
    "cases_of_copy",
    "decisions_from",
    "identifiers",
    "names_a_place",
    "pseudonymise",
    "read_copied",
    "restore",
]

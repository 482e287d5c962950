"""Which addresses count as this machine, and which coder a name means."""

from __future__ import annotations

import socket

import pytest

from send_qual.coders import local_coder
from send_qual.coders.local import DEFAULT_ADDRESS, address_of
from send_qual.errors import SendQualError


@pytest.fixture(autouse=True)
def nobody_is_asked_for_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(*about: object) -> None:
        raise AssertionError(f"somebody was asked about {about}")

    for name in ("getaddrinfo", "gethostbyname", "create_connection"):
        monkeypatch.setattr(socket, name, asked)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (DEFAULT_ADDRESS, "http://127.0.0.1:11434/v1"),
        ("http://localhost:1234/v1", "http://127.0.0.1:1234/v1"),
        ("http://LOCALHOST:1234", "http://127.0.0.1:1234/v1"),
        ("http://127.8.9.1:8080/api/v1/", "http://127.8.9.1:8080/api/v1"),
        ("http://[::1]:8080/v1", "http://[::1]:8080/v1"),
    ],
)
def test_this_machine(said: str, meant: str) -> None:
    assert str(address_of(said)) == meant


@pytest.mark.parametrize(
    "said",
    [
        "http://192.168.1.20:11434/v1",
        "http://0.0.0.0:11434/v1",
        "http://[::]:11434/v1",
        "http://[::ffff:127.0.0.1]:11434/v1",
        "http://[::ffff:192.0.2.7]/v1",
        "http://[fe80::1]:11434/v1",
        "http://[::1%25eth0]:11434/v1",
        "http://models.example/v1",
        "http://localhost.example:11434/v1",
        "http://127.0.0.1.nip.example/v1",
        "http://127.1:11434/v1",
        "http://2130706433:11434/v1",
        "http://0x7f.0.0.1/v1",
        "http://127.0.0.1@models.example/v1",
        "http://key@127.0.0.1/v1",
        "http://127.0.0.1:11434/v1?to=http://models.example",
        "http://127.0.0.1:11434/v1#there",
        "http://127.0.0.1:11434/v1\r\nHost: models.example",
        "http://127.0.0.1:99999/v1",
        "http://127.0.0.1:11434/a b",
        "https://127.0.0.1:11434/v1",
        "ftp://127.0.0.1/v1",
        "127.0.0.1:11434",
        "",
    ],
)
def test_anywhere_else_is_refused_in_one_sentence(said: str) -> None:
    with pytest.raises(SendQualError) as refused:
        address_of(said)
    (fault,) = refused.value.faults
    assert DEFAULT_ADDRESS in fault.mend


def test_an_address_elsewhere_is_refused_before_anything_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEND_QUAL_MODEL_SERVER", "http://models.example/v1")
    with pytest.raises(SendQualError, match="on this machine only"):
        local_coder("local:llama3.1:8b")
    with pytest.raises(SendQualError, match="on this machine only"):
        local_coder("local:llama3.1:8b@http://192.0.2.7/v1")
    assert local_coder("local:llama3.1:8b@http://127.0.0.1:8080/v1")[1] is not None


@pytest.mark.parametrize(
    ("said", "beside", "model"),
    [
        ("local:llama3.1:8b", "", "llama3.1:8b"),
        ("local:qwen2.5@q4_k_m", "", "qwen2.5@q4_k_m"),
        ("local:qwen2.5@q4_k_m@http://127.0.0.1:1234/v1", "", "qwen2.5@q4_k_m"),
        ("panel+local:hf.co/team/Llama-3:Q4", "panel", "hf.co/team/Llama-3:Q4"),
    ],
)
def test_the_name_of_a_model_is_its_own(said: str, beside: str, model: str) -> None:
    named, coder = local_coder(said)
    assert (named, coder.name) == (beside, f"local:{model}")


def test_a_model_without_a_name_is_asked_for() -> None:
    with pytest.raises(SendQualError, match="no model is named"):
        local_coder("local:")


@pytest.mark.parametrize("said", ["soon", "0", "-1", "inf", "nan"])
def test_the_time_an_answer_may_take_is_a_number(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEND_QUAL_MODEL_SECONDS", said)
    with pytest.raises(SendQualError, match="SEND_QUAL_MODEL_SECONDS"):
        local_coder("local:llama3.1:8b")

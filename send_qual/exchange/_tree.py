"""Elements of QDA-XML, made one below the other."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from send_qual.exchange._xml_parts import local

__all__ = ["Tree"]

_NO_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


class Tree:
    """Elements of one namespace."""

    def __init__(self, namespace: str) -> None:
        from lxml import etree

        self._etree, self._space = etree, namespace

    def root(self, name: str, /, **said: str) -> Any:
        """The root."""
        made = self._etree.Element(f"{{{self._space}}}{name}", nsmap={None: self._space})
        return self._said(made, said)

    def add(self, parent: Any, name: str, text: str = "", /, **said: str) -> Any:
        """An element below another; what is empty is left out."""
        made = self._etree.SubElement(parent, f"{{{self._space}}}{name}")
        if text:
            made.text = _xml_text(text)
        return self._said(made, said)

    def raw(self, parent: Any, xml: str) -> None:
        """An element that was kept as it stood, in this namespace."""
        made = self._etree.fromstring(xml, self._etree.XMLParser(resolve_entities=False, no_network=True))
        self._copy(parent, made)

    def _copy(self, parent: Any, element: Any) -> None:
        """An element made anew: one that is renamed into another namespace is still written in its old one."""
        if name := local(element):
            made = self._etree.SubElement(parent, f"{{{self._space}}}{name}", dict(element.attrib))
            made.text = element.text
            for one in element:
                self._copy(made, one)

    @staticmethod
    def _said(made: Any, said: Mapping[str, str]) -> Any:
        for key, value in said.items():
            if value:
                made.set(key, _xml_text(value))
        return made

    def bytes(self, root: Any) -> bytes:
        """The file."""
        return bytes(self._etree.tostring(root, xml_declaration=True, encoding="utf-8"))


def _xml_text(text: str) -> str:
    """Without the control characters that XML cannot hold."""
    return _NO_XML.sub("", text)

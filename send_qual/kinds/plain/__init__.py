"""Any other text: policy papers, minutes, strategies, letters, single answers."""

from __future__ import annotations

from send_qual.corpus.kind import Kind

__all__ = ["KIND"]

_READ = frozenset({".pdf", ".docx", ".odt", ".txt", ".md", ".html", ".htm"})

KIND = Kind(
    id="plain",
    name="plain document",
    plural="plain documents",
    recognise=lambda file: 0.01 if file.suffix in _READ else 0.0,  # whatever it is, it can be read so
    fallback=True,
    quotations=True,
    codebook="area-send",
    grouping=("participant", "role", "area"),
    outline=("summary", "background", "glance", "themes", "emergent", "comparison", "appendix"),
)

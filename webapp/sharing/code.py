"""A share link as a QR code, for a projector and the telephones in front of it."""

from __future__ import annotations

import io

import segno

QUIET = 4
"""Modules of white around it, as the standard asks for."""


def qr_svg(link: str) -> bytes:
    """The code as SVG without a size of its own: black on white in either theme, as scanners want it."""
    out = io.BytesIO()
    segno.make(link, error="m", micro=False).save(
        out, kind="svg", border=QUIET, dark="#000", light="#fff", omitsize=True, xmldecl=False
    )
    return out.getvalue()

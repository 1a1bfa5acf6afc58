"""An invitation to hold up to another phone."""

import segno


def qr_code(url: str) -> str:
    """The link as an SVG to set into a page; dark on white in every colour scheme,
    because many cameras do not read it the other way round."""
    return segno.make(url, error="m", micro=False).svg_inline(
        scale=5, border=3, dark="#2A2420", light="#FFFFFF", omitsize=True
    )

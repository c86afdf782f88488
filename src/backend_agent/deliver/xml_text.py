"""Text for XML 1.0: escaped, and without the characters that it does not allow."""

from __future__ import annotations

import re
from html import escape

NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def escape_xml(text: str) -> str:
    """For content and for quoted attributes; what is not allowed (W3C XML 1.0, 2.2) becomes U+FFFD."""
    return escape(NO_XML.sub("\ufffd", text), quote=True)

"""HTML as Markdown that a language model reads: headings, lists, code, links; no scripts, no styles."""

from __future__ import annotations

import re
from html.parser import HTMLParser

SKIPPED = frozenset({"script", "style", "noscript", "template", "svg", "iframe", "head", "nav"})
BLOCKS = frozenset(
    "p div section article main header footer aside ul ol table tr blockquote dl dt dd form".split()
)
HEADINGS = {f"h{level}": "#" * level for level in range(1, 7)}


def html_to_markdown(html: str) -> str:
    """The readable text of a page; never fails, whatever the markup."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    text = "".join(reader.pieces)
    text = re.sub(r"[ \t]+\n", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._skipping = 0
        self._code = 0
        self._links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SKIPPED:
            self._skipping += 1
        elif tag in HEADINGS:
            self.pieces.append(f"\n\n{HEADINGS[tag]} ")
        elif tag == "pre":
            self._code += 1
            self.pieces.append("\n\n```\n")
        elif tag == "code" and not self._code:
            self.pieces.append("`")
        elif tag == "li":
            self.pieces.append("\n- ")
        elif tag in ("td", "th"):
            self.pieces.append(" | ")
        elif tag == "br":
            self.pieces.append("\n")
        elif tag == "a":
            target = dict(attrs).get("href") or ""
            self._links.append(target)
            if target.startswith("http"):
                self.pieces.append("[")
        elif tag in BLOCKS:
            self.pieces.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in SKIPPED:
            self._skipping = max(self._skipping - 1, 0)
        elif tag == "pre" and self._code:
            self._code -= 1
            self.pieces.append("\n```\n\n")
        elif tag == "code" and not self._code:
            self.pieces.append("`")
        elif tag == "a" and self._links:
            target = self._links.pop()
            if target.startswith("http"):
                self.pieces.append(f"]({target})")
        elif tag in HEADINGS or tag in BLOCKS:
            self.pieces.append("\n\n")

    def handle_data(self, data: str) -> None:
        if self._skipping:
            return
        self.pieces.append(data if self._code else re.sub(r"\s+", " ", data))

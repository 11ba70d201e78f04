"""What the tests of the documentation share: the blocks of a Markdown file, and where its lines stand."""

import re
from typing import NamedTuple

_FENCE = re.compile(r"^(`{3,})(\w*)\s*$")


class Block(NamedTuple):
    """A fenced block: its language, the line of the file where its text begins, and its lines."""

    language: str
    line: int
    lines: tuple


def blocks(text):
    """The fenced blocks of a Markdown text, in order."""
    found, fence, language, start, lines = [], None, "", 0, []
    for number, line in enumerate(text.splitlines(), 1):
        match = _FENCE.match(line)
        if fence is None and match:
            fence, language, start, lines = match[1], match[2], number + 1, []
        elif fence is not None and line == fence:
            found.append(Block(language, start, tuple(lines)))
            fence = None
        elif fence is not None:
            lines.append(line)
    if fence is not None:
        raise ValueError(f"line {start - 1}: a block that never ends")
    return found


def prose(text):
    """The text with its fenced blocks and inline code emptied, line for line."""
    lines, fence = [], None
    for line in text.splitlines():
        match = _FENCE.match(line)
        inside = fence is not None
        if inside and line == fence:
            fence = None
        elif not inside and match:
            fence = match[1]
        lines.append("" if inside or match else re.sub(r"`[^`]*`", "", line))
    return lines

"""Committed tables: where they stand and how they are written."""

from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"


def field(value):
    """A double by its shortest text that reads back to it, anything else as it is."""
    return repr(value) if isinstance(value, float) else str(value)


def write(name, header, rows):
    """Writes tests/data/<name> and says what it wrote."""
    path = DATA / name
    text = header + "\n" + "".join(",".join(map(field, row)) + "\n" for row in rows)
    path.write_text(text, encoding="ascii", newline="\n")
    print(f"{name}: {len(rows)} rows, {len(text)} bytes")

"""What the style tests share: reading C++ without its comments, and one way to run, report and self-test a check.

A check is a function from the root of a source tree to a list of "file:line: message". A self-test plants violations
in a tree of its own and expects them to be found: a check that cannot fail is worth nothing.
"""

import re
import sys
import tempfile
from pathlib import Path

CPP_SUFFIXES = {".hpp", ".cpp", ".h"}

_COMMENT_OR_LITERAL = re.compile(
    r"""(?P<comment>//(?:\\\n|[^\n])*|/\*.*?\*/)
      | (?P<raw>R"(?P<mark>[^()\\\s]*)\(.*?\)(?P=mark)")
      | (?P<string>"(?:\\.|[^"\\\n])*")
      | (?P<char>(?<![0-9A-Za-z_])'(?:\\.|[^'\\\n])+')""",  # not a digit separator
    re.DOTALL | re.VERBOSE,
)


def without_comments(text, keep_strings=True):
    """The code of `text`, line for line; with `keep_strings` false, literals are emptied too."""

    def blank(match):
        lines = "\n" * match.group().count("\n")
        if match["comment"] is not None:
            return " " + lines
        return match.group() if keep_strings else '""' + lines

    return _COMMENT_OR_LITERAL.sub(blank, text)


def cpp_files(root, *folders):
    """The C++ files below the given folders of `root`, in a stable order."""
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in CPP_SUFFIXES and path.is_file():
                yield path


def matches(path, text, pattern):
    """(line number, match) for every match of a compiled pattern."""
    for match in pattern.finditer(text):
        yield text.count("\n", 0, match.start()) + 1, match


def planted(check, files):
    """What `check` says of a tree made of `files` (path -> content)."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        return check(root)


def expect(problems, *starts):
    """Fails unless the problems are exactly those that begin so, in order."""
    if len(problems) != len(starts) or not all(p.startswith(s) for p, s in zip(problems, starts)):
        raise AssertionError(f"expected {list(starts)}\ngot      {problems}")


def main(check, self_test):
    """Usage of every check: `<check>.py --self-test` or `<check>.py ROOT`."""
    if sys.argv[1:] == ["--self-test"]:
        self_test()
        return
    problems = check(Path(sys.argv[1]).resolve())
    for problem in problems:
        print(problem)
    sys.exit(1 if problems else 0)

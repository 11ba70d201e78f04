"""Every link of the documentation that stays inside the repository leads somewhere.

    links.py ROOT | links.py --self-test
"""

import re
import sys
import tempfile
from pathlib import Path

from markdown import prose

_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+\s+(.*?)\s*$")


def documents(root):
    """The Markdown files of the project."""
    yield from sorted(root.glob("*.md"))
    for folder in ("docs", "examples"):
        yield from sorted((root / folder).rglob("*.md"))


def anchors(text):
    """The names that headings can be reached by."""
    for line in text.splitlines():
        heading = _HEADING.match(line)
        if heading:
            words = re.sub(r"[^\w\- ]", "", heading[1].replace("`", "").lower())
            yield words.replace(" ", "-")


def check(root):
    """Complaints, as "file:line: message"."""
    problems = []
    for path in documents(root):
        for number, line in enumerate(prose(path.read_text(encoding="utf-8")), 1):
            for target in _LINK.findall(line):
                if re.match(r"[a-z]+:", target):
                    continue
                name, _, anchor = target.partition("#")
                file = path.parent / name if name else path
                where = f"{path.relative_to(root).as_posix()}:{number}: {target}"
                if not file.exists():
                    problems.append(f"{where}: there is no such file")
                elif anchor and anchor not in anchors(file.read_text(encoding="utf-8")):
                    problems.append(f"{where}: there is no such heading")
    return problems


def self_test():
    files = {
        "README.md": "# A b: `c`\n[x](docs/a.md) [y](docs/a.md#d-e) [z](#a-b-c) `[n](o)` [w](https://example.org/)\n",
        "docs/a.md": "## D e\n[up](../README.md)\n```text\n[code](nowhere)\n```\n",
    }
    broken = {"README.md": "\n[x](docs/b.md)\n[y](docs/a.md#f) [z](#a)\n", "docs/a.md": "## D e\n"}
    for tree, expected in ((files, []), (broken, ["README.md:2: docs/b.md", "README.md:3: docs/a.md#f", "README.md:3: #a"])):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            for name, content in tree.items():
                (root / name).parent.mkdir(exist_ok=True)
                (root / name).write_text(content, encoding="utf-8")
            found = [problem.rpartition(": ")[0] for problem in check(root)]
        assert found == expected, found


def main():
    if sys.argv[1:] == ["--self-test"]:
        self_test()
        return
    problems = check(Path(sys.argv[1]).resolve())
    for problem in problems:
        print(problem)
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()

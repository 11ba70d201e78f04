"""The documentation's samples are built and run, and what they print is what the document says.

    samples.py cpp DOCUMENT SOURCE                    writes all ```cpp blocks, in order, as one program
    samples.py run DOCUMENT PROGRAM ROOT              runs it, and compares
    samples.py console DOCUMENT ROOT FOLDER...        runs all ```console blocks, programs found in FOLDERs, and compares
    samples.py --self-test

A ```text block directly behind a ```cpp block, with nothing but blank lines between, is what the block prints; a ```cpp
block without one prints nothing. In a ```console block, lines that begin with "$ " are commands, which go on where they
end in a backslash, and the others are what they print. A line "…" in what is printed stands for any number of lines.
Everything runs in a folder of its own, which has the repository's examples/ and starts with nothing else.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from markdown import blocks

ELLIPSIS = "…"
_END = "-- end of what the command prints --"


def program(text, name):
    """One program of all C++ blocks: includes first, then a main with the rest, in the document's lines."""
    includes, body = [], []
    for block in blocks(text):
        if block.language != "cpp":
            continue
        for number, line in enumerate(block.lines, block.line):
            here = includes if line.startswith("#include") else body
            here.append(f'#line {number} "{name}"\n{line}\n')
    return (
        "#include <cstdio>\n#include <exception>\n"
        + "".join(includes)
        + "int main() try {\n"
        + "".join(body)
        + 'return 0;\n} catch (const std::exception& failure) {\nstd::fprintf(stderr, "%s\\n", failure.what());\n'
        "return 1;\n}\n"
    )


def printed(text):
    """The lines that the program of a document prints, by the document."""
    lines = text.splitlines()
    expected, all_blocks = [], blocks(text)
    for block, following in zip(all_blocks, all_blocks[1:]):
        between = lines[block.line + len(block.lines) : following.line - 2]
        if block.language == "cpp" and following.language == "text" and not "".join(between).strip():
            expected += following.lines
    return expected


def sessions(text):
    """The console blocks: for each, (line, command, lines that it prints) of its commands."""
    for block in blocks(text):
        if block.language != "console":
            continue
        commands, continued = [], False
        for number, line in enumerate(block.lines, block.line):
            if continued:
                commands[-1][1] += "\n" + line
            elif line.startswith("$ "):
                commands.append([number, line[2:], []])
            elif commands:
                commands[-1][2].append(line)
            else:
                raise ValueError(f"line {number}: expected a command, got '{line}'")
            continued = (continued or line.startswith("$ ")) and line.endswith("\\")
        yield commands


def same(expected, got):
    """Whether `got` is `expected`, in which an ellipsis stands for any number of lines."""
    if not expected:
        return not got
    if expected[0] == ELLIPSIS:
        return any(same(expected[1:], got[i:]) for i in range(len(got) + 1))
    return bool(got) and expected[0].rstrip() == got[0].rstrip() and same(expected[1:], got[1:])


def difference(where, expected, got):
    """A complaint, where the lines differ."""
    if same(expected, got):
        return []
    return [f"{where}: expected\n" + "\n".join(expected) + "\n---- got\n" + "\n".join(got)]


def run_commands(commands, folder, path):
    """What each command of a session prints, standard error among it; the session is one shell."""
    script = "".join(f"{command}\n{{ s=$?; echo '{_END}'; (exit $s); }}\n" for _, command, _ in commands)
    environment = {**os.environ, "PATH": os.pathsep.join([*path, os.environ["PATH"]]), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        ["bash"], input=script, cwd=folder, env=environment, text=True, encoding="utf-8", check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )
    return [part.splitlines() for part in done.stdout.split(_END + "\n")[: len(commands)]]


def scratch(root):
    """A folder with the repository's examples in it."""
    folder = tempfile.TemporaryDirectory()
    os.symlink(Path(root).resolve() / "examples", Path(folder.name) / "examples")
    return folder


def check_program(document, executable, root):
    """Complaints about what the program of a document prints."""
    with scratch(root) as folder:
        done = subprocess.run([Path(executable).resolve()], cwd=folder, text=True, encoding="utf-8", check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    got = done.stdout.splitlines()
    problems = difference(document, printed(Path(document).read_text(encoding="utf-8")), got)
    if done.returncode != 0:
        problems.append(f"{document}: its program ended with {done.returncode}: {got[-1:]}")
    return problems


def check_console(document, root, path):
    """Complaints about what the commands of a document print."""
    problems = []
    with scratch(root) as folder:
        for commands in sessions(Path(document).read_text(encoding="utf-8")):
            results = run_commands(commands, folder, [str(Path(p).resolve()) for p in path])
            for (line, _, expected), got in zip(commands, results):
                problems += difference(f"{document}:{line}", expected, got)
    return problems


def self_test():
    document = "```cpp\n#include <a>\nf();\n```\n\n```text\none\n```\nand\n\n```text\nfree\n```\n````cpp\ng();\n````\n"
    assert printed(document) == ["one"], printed(document)
    made = program(document, "a.md")
    assert made.index("#include <a>") < made.index("int main()") < made.index("f();") < made.index("g();"), made
    assert '#line 3 "a.md"\nf();' in made, made
    assert same(["a", "b "], ["a", "b"]) and not same(["a"], ["a", "b"]) and not same(["a", "b"], ["a"])
    assert same(["a", ELLIPSIS, "c"], ["a", "b", "b", "c"]) and same([ELLIPSIS], []) and not same([ELLIPSIS, "c"], ["b"])
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a.md"
        good = "```console\n$ ls\nexamples\n$ echo a \\\n    b\na b\n$ (exit 3)\n$ echo $?\n3\n```\n"
        for text, problems in ((good, 0), (good.replace("a b\n", "b a\n"), 1), (good.replace("\n3\n", "\n"), 1)):
            file.write_text(text, encoding="utf-8")
            assert len(check_console(str(file), folder, [])) == problems, text
        file.write_text(document, encoding="utf-8")
        for output, status, problems in (("one", 0, 0), ("two", 0, 1), ("one", 1, 1)):
            script = Path(folder) / "program"
            script.write_text(f"#!/bin/sh\necho {output}\nexit {status}\n", encoding="utf-8")
            script.chmod(0o755)
            assert len(check_program(str(file), str(script), folder)) == problems, (output, status)
    for text, why in (("```console\nls\n```\n", "expected a command"), ("```cpp\n", "never ends")):
        try:
            list(sessions(text))
        except ValueError as error:
            assert re.search(why, str(error)), error
        else:
            raise AssertionError(f"nothing said of {text!r}")


def main(arguments):
    if arguments == ["--self-test"]:
        return self_test()
    what, document, *rest = arguments
    if what == "cpp":
        text = Path(document).read_text(encoding="utf-8")
        Path(rest[0]).write_text(program(text, document), encoding="utf-8")
        return None
    problems = check_program(document, *rest) if what == "run" else check_console(document, rest[0], rest[1:])
    for problem in problems:
        print(problem)
    return sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main(sys.argv[1:])

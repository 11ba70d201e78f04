"""Pages are HTML, and XML: both parsers of Python read them, and agree.

    well_formed.py WRITE_PAGES      the program that writes the pages
"""

import html.parser
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

VOID = {"meta", "rect", "line", "path", "circle", "br"}  # in SVG: those that we write without an end
XHTML = re.compile(r"\{[^}]*\}")
FORBIDDEN_ELEMENTS = {"script", "link", "iframe", "object", "embed", "img", "base", "form", "foreignobject", "use"}
LOADING_ATTRIBUTES = {"src", "srcset", "xlink:href", "action", "background", "poster"}


class Reader(html.parser.HTMLParser):
    """Elements and texts in the order of the file, with what must not be there."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.elements, self.text, self.problems, self._open, self.ids = [], [], [], [], set()

    def handle_starttag(self, tag, attributes):
        self._start(tag, attributes)
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self._start(tag, attributes)
        if tag not in VOID:
            self.problems.append(f"<{tag}/> is not empty in HTML")

    def _start(self, tag, attributes):
        self.elements.append(tag)
        names = [name for name, _ in attributes]
        if len(names) != len(set(names)):
            self.problems.append(f"<{tag}> has an attribute twice")
        if tag in FORBIDDEN_ELEMENTS:
            self.problems.append(f"<{tag}>")
        for name, value in attributes:
            if name.startswith("on") or name in LOADING_ATTRIBUTES:
                self.problems.append(f"<{tag} {name}>")
            if name == "href" and not value.startswith("#"):
                self.problems.append(f"<{tag} href={value!r}>")
            if name == "id":
                if value in self.ids:
                    self.problems.append(f"id {value!r} twice")
                self.ids.add(value)

    def handle_endtag(self, tag):
        if not self._open or self._open.pop() != tag:
            self.problems.append(f"</{tag}> closes something else")

    def handle_data(self, data):
        self.text.append(data)

    def handle_comment(self, data):
        self.problems.append("a comment")


def _refers_to_what_is_there(root, ids):
    for element in root.iter():
        for name in ("aria-labelledby", "href"):
            for target in element.get(name, "").replace("#", "").split():
                if target not in ids:
                    yield f"{name} of {target!r}, which is not there"


def _accessible(root):
    """What a screen reader needs."""
    tag_of = lambda element: XHTML.sub("", element.tag)
    if root.get("lang") != "en":
        yield "no language"
    for element in root.iter():
        children = [tag_of(child) for child in element]
        if tag_of(element) == "svg" and (element.get("role") != "img" or children[:2] != ["title", "desc"]):
            yield "a picture without a name"
        if tag_of(element) == "table" and children[:1] != ["caption"]:
            yield "a table without a caption"
        if tag_of(element) == "th" and element.get("scope") not in ("row", "col"):
            yield "a header of nothing"
    headings = [tag_of(element) for element in root.iter() if re.fullmatch("h[1-6]", tag_of(element))]
    if headings[:1] != ["h1"] or set(headings[1:]) - {"h2"}:
        yield f"headings {headings}"


def problems_of(text):
    reader = Reader()
    reader.feed(text)
    reader.close()
    yield from reader.problems
    root = xml.etree.ElementTree.fromstring(text)
    elements = [XHTML.sub("", element.tag).lower() for element in root.iter()]
    if elements != [element.lower() for element in reader.elements]:
        yield "the parsers see other elements"
    if "".join(root.itertext()).split() != "".join(reader.text).split():
        yield "the parsers see another text"
    yield from _refers_to_what_is_there(root, reader.ids)
    yield from _accessible(root)
    style = next(element.text for element in root.iter() if element.tag.endswith("style"))
    if "url(" in style or "@import" in style:
        yield "the style loads something"
    words = "".join(reader.text) + " ".join(element.get("value", "") for element in root.iter())
    for word in re.findall(r"\b(?:nan|inf|infinity)\b", words, re.IGNORECASE):
        yield f"{word} in the text"


def main(program):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([program, folder], check=True)
        pages = sorted(pathlib.Path(folder).glob("*.html"))
        failed = [f"{page.name}: {problem}" for page in pages
                  for problem in problems_of(page.read_text(encoding="utf-8"))]
    for problem in failed:
        print(problem)
    print(f"{len(pages)} pages, {len(failed)} problems")
    return 1 if failed or not pages else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

"""Looks at pages in a real browser: on a phone, on a desktop, on paper.

    browser.py FOLDER [CHROMIUM]

Reads the *.html of a folder, writes a picture of each at both widths and a PDF beside it, and fails where something is
wider than the screen, letters are too small, or the page loads anything. Talks to Chromium through its debugging pipe.
"""

import base64
import json
import os
import pathlib
import subprocess
import sys
import tempfile

WIDTHS = {"phone": 390, "desktop": 1280}
SMALLEST_LETTERS = 11.0  # CSS pixels

# What stands beyond the right edge, unless it lies in a frame that scrolls; letters that are too small; boxes of SVG
# text that leave their picture.
LOOK = """(() => {
  const width = document.documentElement.clientWidth;
  const problems = [];
  if (document.documentElement.scrollWidth > width)
    problems.push('the page is ' + document.documentElement.scrollWidth + ' wide');
  for (const element of document.body.querySelectorAll('*')) {
    const box = element.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) continue;
    if (box.right > width + 1 && !element.closest('.scroll'))
      problems.push(element.tagName + ' ends at ' + box.right + ': ' + element.textContent.slice(0, 40));
    const svg = element.closest('svg');
    if (svg && element.tagName === 'text') {
      const frame = svg.getBoundingClientRect();
      const size = parseFloat(getComputedStyle(element).fontSize) * frame.width / svg.viewBox.baseVal.width;
      if (size < SMALLEST) problems.push('letters of ' + size + ': ' + element.textContent);
      if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 ||
          box.bottom > frame.bottom + 1)
        problems.push('text outside its picture: ' + element.textContent);
    } else if (!svg && element.childNodes.length && parseFloat(getComputedStyle(element).fontSize) < SMALLEST) {
      problems.push('letters of ' + getComputedStyle(element).fontSize + ': ' + element.textContent.slice(0, 40));
    }
  }
  for (const svg of document.querySelectorAll('svg')) {
    const texts = [...svg.querySelectorAll('text')].map(t => [t.getBoundingClientRect(), t.textContent]);
    for (let i = 0; i < texts.length; ++i)
      for (let j = 0; j < i; ++j) {
        const [a, b] = [texts[i][0], texts[j][0]];
        if (a.width && b.width && a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 &&
            b.top < a.bottom - 3)
          problems.push('texts over each other: ' + texts[i][1] + ' / ' + texts[j][1]);
      }
  }
  return problems;
})()""".replace("SMALLEST", str(SMALLEST_LETTERS))


OPEN = "document.querySelectorAll('details').forEach(details => { details.open = STATE; })"


class Browser:
    """Chromium, spoken to in JSON over two pipes."""

    def __init__(self, program, profile):
        to_browser, self._out = os.pipe()
        self._in, from_browser = os.pipe()

        def as_three_and_four():
            # Copied high first: either may be 3 or 4 itself.
            copies = os.dup2(to_browser, 103), os.dup2(from_browser, 104)
            os.dup2(copies[0], 3)
            os.dup2(copies[1], 4)

        self._process = subprocess.Popen(
            [program, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--remote-debugging-pipe",
             "--user-data-dir=" + profile, "about:blank"],
            close_fds=False, preexec_fn=as_three_and_four, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self._buffer = b""
        self._number = 0
        self.events = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]

    def _read(self):
        while b"\0" not in self._buffer:
            piece = os.read(self._in, 1 << 16)
            if not piece:
                raise RuntimeError("the browser has ended")
            self._buffer += piece
        message, self._buffer = self._buffer.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, session=None, **parameters):
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read()
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def on_page(self, method, **parameters):
        return self.call(method, session=self._session, **parameters)

    def wait_for(self, event):
        while not any(seen.get("method") == event for seen in self.events):
            self.events.append(self._read())

    def close(self):
        self.call("Browser.close")
        self._process.wait(timeout=30)


def _open(browser, page, width):
    browser.on_page("Page.enable")
    browser.on_page("Network.enable")
    browser.on_page("Emulation.setDeviceMetricsOverride", width=width, height=844, deviceScaleFactor=1,
                    mobile=width < 600)
    browser.events.clear()
    browser.on_page("Page.navigate", url=page.as_uri())
    browser.wait_for("Page.loadEventFired")


def _problems(browser, page):
    for name, width in WIDTHS.items():
        _open(browser, page, width)
        for details in ("true", "false"):  # open, then closed again for the picture
            browser.on_page("Runtime.evaluate", expression=OPEN.replace("STATE", details))
            found = browser.on_page("Runtime.evaluate", expression=LOOK, returnByValue=True)
            for problem in found["result"]["value"]:
                yield f"{page.name} on a {name}, details open {details}: {problem}"
        for event in browser.events:
            if event.get("method") == "Network.requestWillBeSent":
                url = event["params"]["request"]["url"]
                if url != page.as_uri():
                    yield f"{page.name} loads {url}"
        height = browser.on_page("Page.getLayoutMetrics")["cssContentSize"]["height"]
        picture = browser.on_page("Page.captureScreenshot", captureBeyondViewport=True,
                                  clip={"x": 0, "y": 0, "width": width, "height": height, "scale": 1})
        page.with_suffix(f".{name}.png").write_bytes(base64.b64decode(picture["data"]))
    paper = browser.on_page("Page.printToPDF", preferCSSPageSize=True, printBackground=False)
    pdf = base64.b64decode(paper["data"])
    page.with_suffix(".pdf").write_bytes(pdf)
    if b"%%EOF" not in pdf[-1024:]:
        yield f"{page.name} does not print"


def main(folder, program="chromium"):
    pages = sorted(pathlib.Path(folder).resolve().glob("*.html"))
    if not pages:
        raise SystemExit(f"no page in {folder}")
    with tempfile.TemporaryDirectory() as profile:
        browser = Browser(program, profile)
        problems = [problem for page in pages for problem in _problems(browser, page)]
        browser.close()
    for problem in problems:
        print(problem)
    print(f"{len(pages)} pages in a browser: {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

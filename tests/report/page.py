"""The HTML page of a run as a browser shows it: at the width of a phone and of a desk, light and dark, in English and Arabic. What the page
itself can do is tried in tests/web; here it is held to what the program found.

    page.py PROGRAM CHROMIUM [--pictures docs]
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
SIZES = {"phone": (390, 844), "desk": (1280, 900)}
SEVERITIES = ("error", "warning", "info")
HOSTILE = (
    "Read more: <script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">\n\n"
    f"He said “{'wait' * 900} </script><b>for</b> the tide.\n\n"
    "\u202eHe said “mind \u0007 the step.\n"
)
# What the browser knows of the page: directions, colours, what sticks out.
LOOK = """() => {
  const style = (element) => getComputedStyle(element);
  const rgb = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const light = (colour) => {
    const [r, g, b] = rgb(colour).map((c) => c / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  return {
    title: document.title, lang: document.documentElement.lang, direction: style(document.documentElement).direction,
    sticksOut: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    page: light(style(document.body).backgroundColor),
    counts: [...document.querySelectorAll(".entry .count")].map((count) => count.textContent),
    cards: document.querySelectorAll(".card").length,
    marks: [...document.querySelectorAll(".article mark[data-id]")].map((mark) => mark.dataset.id),
    lines: [...document.querySelectorAll(".article > p:not(.blank)")].map((line) => [line.textContent, style(line).direction]),
    images: document.images.length, live: document.querySelectorAll(".article script, .article b, .card script, .card img").length,
  };
}"""


def run(program, *arguments, status=1):
    """Runs the program over some articles."""
    done = subprocess.run([program, "check", "--isolated", *map(str, arguments)], check=False, capture_output=True, text=True)
    assert done.returncode == status, done
    return done.stdout


def page_of(program, folder, arguments, status=1):
    """Writes a page and returns its path."""
    path = Path(folder, "report.html")
    run(program, "--format", "html", "--output", path, *arguments, status=status)
    return path


def opened(browser, path, problems, **options):
    """A page in a context of its own; what goes wrong in it is added to `problems`."""
    page = browser.new_context(**options).new_page()
    page.on("console", lambda message: problems.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: problems.append(f"script: {error}"))
    page.on("request", lambda request: request.url == path.as_uri() or problems.append(f"loads {request.url}"))
    page.goto(path.as_uri())
    return page


def number(text):
    """A number in the digits of whatever language."""
    return int("".join(str(int(digit)) for digit in text if digit.isdigit()))


def check(browser, path, language, size, scheme, found, problems):
    """One page at one width in one scheme."""
    width, height = SIZES[size]
    page = opened(browser, path, problems, viewport={"width": width, "height": height}, color_scheme=scheme)
    seen = page.evaluate(LOOK)
    by_article = {}
    for finding in found:
        key = (finding["path"], finding.get("id"))
        by_article.setdefault(key, []).append(finding)
    wanted = {
        "the language": seen["lang"] == language,
        "the direction": seen["direction"] == ("rtl" if language == "ar" else "ltr"),
        "nothing sticks out": seen["sticksOut"] <= 0,
        "the scheme": (seen["page"] < 0.2) == (scheme == "dark"),
        "every article with its findings": [number(count) for count in seen["counts"]] == [len(of) for of in by_article.values()],
        "no image": seen["images"] == 0,
    }
    problems += [f"not so: {what}" for what, holds in wanted.items() if not holds]
    directions = {}
    for index, findings in enumerate(by_article.values()):
        page.locator(".entry").nth(index).click()
        seen = page.evaluate(LOOK)
        if (seen["cards"], len(set(seen["marks"]))) != (len(findings), len(findings)):
            problems.append(f"{findings[0]['path']}: {seen['cards']} cards, {len(set(seen['marks']))} places marked, {len(findings)} findings")
        if seen["sticksOut"] > 0:
            problems.append(f"{findings[0]['path']}: something sticks out")
        directions.setdefault(findings[0]["lang"], set()).update(direction for _, direction in seen["lines"][:1])
    if (directions.get("ar"), directions.get("en")) != ({"rtl"}, {"ltr"}):
        problems.append(f"lines run the wrong way: {directions}")
    for severity in SEVERITIES:
        page.select_option(".filters select >> nth=0", severity)
        left = sum(number(text) for text in page.locator(".entry .count").all_text_contents())
        if left != sum(finding["severity"] == severity for finding in found):
            problems.append(f"the filter for {severity} leaves {left}")
    page.context.close()


def check_texts(browser, program, folder, problems):
    """No more of an article is in the page than was asked for."""
    article = Path(folder, "pier.txt")
    quiet = "The ferries run again from Monday, the harbour office wrote."
    loud = "The mayor told reporters that the storm was over: “We wait for the tide."
    article.write_text(f"Harbour opens after the storm\n\n{quiet}\n\n{loud}\n", encoding="utf-8")
    for asked, has_quiet, has_loud in [("findings", False, True), ("all", True, True), ("none", False, False)]:
        path = page_of(program, folder, ["--report-text", asked, article])
        written = path.read_text(encoding="utf-8")
        if (quiet in written, loud in written) != (has_quiet, has_loud):
            problems.append(f"--report-text {asked}: {quiet in written}, {loud in written}")
        page = opened(browser, path, problems)
        lines = page.evaluate(LOOK)["lines"]
        if (asked == "none") != (not lines) or page.locator(".card").count() != 1:
            problems.append(f"--report-text {asked} shows {lines}")
        page.context.close()


def check_problems(browser, program, folder, problems):
    """What could not be used is listed."""
    path = page_of(program, folder, ["examples/en/cannery.txt", "no-such-article.txt"], status=2)
    page = opened(browser, path, problems)
    if "no-such-article.txt" not in page.inner_text(".note"):
        problems.append("a problem is not listed")
    page.context.close()


def check_quiet(browser, program, folder, problems):
    """What a comment keeps quiet is said to be so."""
    article = Path(folder, "song.md")
    comment = "<!-- copydesk: ignore quotes/unclosed -- the song goes on -->"
    article.write_text(f"{comment}\nShe sang: “We wait for the tide.\n", encoding="utf-8")
    page = opened(browser, page_of(program, folder, [article], status=0), problems)
    if page.locator(".note").count() != 1 or "1 problem ignored by a comment" not in page.inner_text(".note"):
        problems.append("what a comment keeps quiet is not told")
    page.context.close()


def check_hostile(browser, program, folder, problems):
    """Text of an article stays text."""
    article = Path(folder, "hostile.txt")
    article.write_text(HOSTILE, encoding="utf-8")
    page = opened(browser, page_of(program, folder, [article]), problems, viewport={"width": 390, "height": 844})
    seen = page.evaluate(LOOK)
    if (seen["live"], seen["images"]) != (0, 0) or "taken" in seen["title"]:
        problems.append(f"markup of an article is alive: {seen}")
    if seen["sticksOut"] > 0:
        problems.append("a long word sticks out")
    if not any("<script>document.title" in line for line, _ in seen["lines"]):
        problems.append("hostile text is not shown as text")
    page.context.close()


def check_many(browser, program, folder, problems):
    """Thousands of findings; how long they take to be seen is told, not judged."""
    articles = Path(folder, "many")
    articles.mkdir()
    text = Path("examples/ar/minister-visit.txt").read_text(encoding="utf-8")
    for index in range(700):
        Path(articles, f"{index}.txt").write_text(text, encoding="utf-8")
    path = page_of(program, folder, [articles])
    begin = time.monotonic()
    page = opened(browser, path, problems, viewport={"width": 1280, "height": 900})
    page.locator(".card").first.wait_for()
    seconds = time.monotonic() - begin
    shown = sum(number(count) for count in page.evaluate(LOOK)["counts"])
    print(f"page: {shown} findings ({path.stat().st_size / 1e6:.1f} MB) are seen after {seconds:.2f} s")
    if shown < 2000:
        problems.append(f"only {shown} findings")
    page.context.close()


def main(program, chromium, *rest):
    failures = 0
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)

        def judge(name, look, *arguments):
            nonlocal failures
            problems = []
            look(browser, *arguments, problems)
            failures += bool(problems)
            print(f"page: {name}: {'; '.join(problems) or 'ok'}")

        articles = [*sorted(Path("examples").glob("*/*.txt")), "crates/cli/tests/cmd/formats"]
        found = [json.loads(line) for line in run(program, "--format", "jsonl", *articles).splitlines()]
        for language in ("en", "ar"):
            path = page_of(program, folder, ["--ui-lang", language, *articles])
            for size in SIZES:
                for scheme in ("light", "dark"):
                    judge(f"{language} {size} {scheme}", check, path, language, size, scheme, found)
        judge("as much text as was asked for", check_texts, program, folder)
        judge("problems", check_problems, program, folder)
        judge("what is kept quiet", check_quiet, program, folder)
        judge("hostile article", check_hostile, program, folder)
        judge("very many findings", check_many, program, folder)
        if rest[:1] == ("--pictures",):
            pictures = {
                "report.png": ["examples/ar/minister-visit.txt", "examples/en/cannery.txt"],
                "report-ar.png": ["--ui-lang", "ar", "examples/ar/grain-talks.txt", "examples/ar/museum.txt"],
            }
            for name, arguments in pictures.items():
                page = opened(browser, page_of(program, folder, arguments), [], viewport={"width": 1280, "height": 800})
                page.screenshot(path=Path(rest[1], name))
        browser.close()
    return int(failures > 0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

"""The HTML page as a browser shows it: at the width of a phone and of a desk, light and dark, in English and Arabic.

    page.py PROGRAM CHROMIUM [--pictures docs]
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
SIZES = {"phone": (390, 844), "desk": (1280, 900)}
HOSTILE = (
    "Read more: <script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">\n\n"
    f"He said “{'wait' * 900} <b>for</b> the tide.\n\n"
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
  const contrast = (a, b) => {
    const [x, y] = [light(a), light(b)].sort((p, q) => q - p);
    return (x + 0.05) / (y + 0.05);
  };
  const marks = [...document.querySelectorAll("mark")].map((mark) => {
    const box = mark.getBoundingClientRect();
    return { width: box.width, height: box.height, contrast: contrast(style(mark).color, style(mark).backgroundColor),
             plain: style(mark).backgroundColor === style(mark.closest(".finding")).backgroundColor };
  });
  const card = document.querySelector(".finding");
  const quiet = [...document.querySelectorAll(".about, .about b, .fix, .related, .message")]
    .map((text) => contrast(style(text).color, style(text.closest(".finding")).backgroundColor));
  return {
    title: document.title, lang: document.documentElement.lang, direction: style(document.documentElement).direction,
    sticksOut: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    page: light(style(document.body).backgroundColor), marks, quiet,
    excerpts: [...document.querySelectorAll("blockquote")].map((quote) => [quote.lang, style(quote).direction]),
    codes: [...document.querySelectorAll("code")].map((code) => style(code).direction),
    findings: document.querySelectorAll(".finding").length,
    visible: [...document.querySelectorAll(".finding")].filter((finding) => finding.offsetHeight > 0).length,
    scripts: document.scripts.length, images: document.images.length,
    filter: document.querySelector("#filter")?.offsetHeight > 0,
  };
}"""


def page_of(program, folder, arguments):
    """Writes a page and returns its path."""
    path = Path(folder, "report.html")
    run = subprocess.run([program, "check", "--isolated", "--format", "html", "--output", path, *arguments], check=False)
    assert run.returncode == 1, run
    return path


def opened(browser, path, problems, **options):
    """A page in a context of its own; what goes wrong in it is added to `problems`."""
    page = browser.new_context(**options).new_page()
    page.on("console", lambda message: problems.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: problems.append(f"script: {error}"))
    page.on("request", lambda request: request.url == path.as_uri() or problems.append(f"loads {request.url}"))
    page.goto(path.as_uri())
    return page


def check(browser, path, language, size, scheme, problems):
    """One page at one width in one scheme."""
    width, height = SIZES[size]
    viewport = {"width": width, "height": height}
    page = opened(browser, path, problems, viewport=viewport, color_scheme=scheme)
    seen = page.evaluate(LOOK)
    wanted = {
        "the language": seen["lang"] == language,
        "the direction": seen["direction"] == ("rtl" if language == "ar" else "ltr"),
        "nothing sticks out": seen["sticksOut"] <= 0,
        "the scheme": (seen["page"] < 0.2) == (scheme == "dark"),
        "marks": len(seen["marks"]) >= seen["findings"] > 0,
        "marks to be seen": all(m["width"] > 2 and m["height"] > 8 and not m["plain"] for m in seen["marks"]),
        "marks to be read": min(m["contrast"] for m in seen["marks"]) >= 4.5,
        "words to be read": min(seen["quiet"]) >= 4.5,
        "Arabic from right to left": all(d == "rtl" for lang, d in seen["excerpts"] if lang == "ar"),
        "English from left to right": all(d == "ltr" for lang, d in seen["excerpts"] if lang == "en"),
        "both languages": {lang for lang, _ in seen["excerpts"]} >= {"ar", "en"},
        "codes, paths and markup from left to right": set(seen["codes"]) == {"ltr"},
        "the filter": seen["filter"],
        "one script, no image": (seen["scripts"], seen["images"]) == (1, 0),
    }
    problems += [f"not so: {what}" for what, holds in wanted.items() if not holds]
    buttons = page.locator("#filter button")
    code = buttons.nth(1).get_attribute("data-code")
    buttons.nth(1).click()
    left = page.locator(".finding:visible")
    codes = {left.nth(index).get_attribute("data-code") for index in range(left.count())}
    if codes != {code} or left.count() >= seen["findings"]:
        problems.append(f"the filter for {code} leaves {codes}")
    buttons.nth(0).click()
    if page.locator(".finding:visible").count() != seen["findings"]:
        problems.append("the filter does not let go")
    page.context.close()


def check_without_script(browser, path, problems):
    """All is to be read, and no button does nothing."""
    page = opened(browser, path, problems, java_script_enabled=False)
    if page.locator(".finding:visible").count() != page.locator(".finding").count():
        problems.append("findings are hidden without the script")
    if page.locator("#filter").is_visible():
        problems.append("the filter shows without the script")
    page.context.close()


def check_hostile(browser, program, folder, problems):
    """Text of an article stays text."""
    article = Path(folder, "hostile.txt")
    article.write_text(HOSTILE, encoding="utf-8")
    path = page_of(program, folder, [article])
    page = opened(browser, path, problems, viewport={"width": 390, "height": 844})
    seen = page.evaluate(LOOK)
    if (seen["scripts"], seen["images"]) != (1, 0) or "taken" in seen["title"]:
        problems.append(f"markup of an article is alive: {seen}")
    if seen["sticksOut"] > 0:
        problems.append("a long word sticks out")
    text = page.inner_text("main")
    if "<script>" not in text or any(raw in text for raw in "\u0007\u202e"):
        problems.append("hostile text is not shown as text")
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

        for language in ("en", "ar"):
            # An excerpt of a page shows its tags, whose Latin letters decide its direction.
            texts = map(str, sorted(Path("examples").glob("*/*.txt")))
            path = page_of(program, folder, ["--ui-lang", language, *texts, "crates/cli/tests/cmd/formats"])
            for size in SIZES:
                for scheme in ("light", "dark"):
                    judge(f"{language} {size} {scheme}", check, path, language, size, scheme)
            judge(f"{language} without script", check_without_script, path)
        judge("hostile article", check_hostile, program, folder)
        if rest[:1] == ("--pictures",):
            pictures = {
                "report.png": ["examples/ar/minister-visit.txt", "examples/en/cannery.txt"],
                "report-ar.png": ["--ui-lang", "ar", "examples/ar/grain-talks.txt", "examples/ar/museum.txt"],
            }
            for name, arguments in pictures.items():
                page = opened(browser, page_of(program, folder, arguments), [], viewport={"width": 860, "height": 900})
                page.screenshot(path=Path(rest[1], name))
        browser.close()
    return int(failures > 0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

"""Has LibreOffice check a document with `copydesk serve` as its LanguageTool server. Runs in the Python that has `uno`. office.py PROGRAM"""

import os
import re
import subprocess
import sys
import tempfile
import time

import uno

PARAGRAPHS = [
    "📰 أعلنت البلدية إغلاق الجسر القديم & الطريق (50% منه) أمام الشاحنات ابتداء من الأحد.",
    "وقال رئيسها & نائبه إن القرار يعود إلى ”تشققات في الدعامات” رصدها المهندسون.",
    "ويُعتقد أن البلدية ستعيد فتح الجسر أمام الشاحنات في الخريف.",
]
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Linguistic/GrammarChecking/LanguageTool"><prop oor:name="BaseURL" oor:op="fuse"><value>{address}/v2</value></prop></item>
<item oor:path="/org.openoffice.Office.Linguistic/GrammarChecking/LanguageTool"><prop oor:name="IsEnabled" oor:op="fuse"><value>true</value></prop></item>
</oor:items>"""
CHECKER = "org.openoffice.lingu.LanguageToolGrammarChecker"
PATIENCE = 60


def until(what, ask):
    """What `ask` gives as soon as it gives anything."""
    for _ in range(PATIENCE * 5):
        try:
            given = ask()
            if given:
                return given
        except Exception as error:
            if "NoConnectException" not in type(error).__name__:
                raise
        time.sleep(0.2)
    raise AssertionError(f"{what} never came")


def main():
    program = sys.argv[1]
    folder = tempfile.mkdtemp()
    words = [program, "serve", "--isolated", "--port", "0"]
    server = subprocess.Popen(words, cwd=folder, stdout=subprocess.PIPE, text=True)
    address = re.search(r"http://[\d.:]+", server.stdout.readline()).group()
    os.makedirs(f"{folder}/profile/user")
    with open(f"{folder}/profile/user/registrymodifications.xcu", "w", encoding="utf-8") as settings:
        settings.write(SETTINGS.format(address=address))
    pipe = f"copydesk{os.getpid()}"
    options = ["--headless", "--norestore", "--nologo", f"-env:UserInstallation=file://{folder}/profile", f"--accept=pipe,name={pipe};urp;"]
    office = subprocess.Popen(["soffice", *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        context = until("LibreOffice", lambda: resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"))
        make = lambda name: context.ServiceManager.createInstanceWithContext(name, context)
        locale = uno.createUnoStruct("com.sun.star.lang.Locale")
        locale.Language, locale.Country = "ar", "EG"
        checkers = make("com.sun.star.linguistic2.LinguServiceManager").getConfiguredServices("com.sun.star.linguistic2.Proofreader", locale)
        assert checkers == (CHECKER,), f"it does not check {locale.Language}-{locale.Country} with us: {checkers}"
        checker = make(CHECKER)
        told = []
        for paragraph in PARAGRAPHS:
            units = paragraph.encode("utf-16-le")
            found = until("an answer", lambda: checker.doProofreading("tests", paragraph, locale, 0, len(units) // 2, ()))
            for one in found.aErrors:
                start, end = one.nErrorStart * 2, (one.nErrorStart + one.nErrorLength) * 2
                told.append((units[start:end].decode("utf-16-le"), tuple(one.aSuggestions)))
        assert told == [("”", ("“",)), ("يُعتقد أن", ())], told
    finally:
        office.terminate()
        office.wait(PATIENCE)
        server.terminate()
    print("serve: LibreOffice marks what is wrong, in Arabic, behind an emoji, in paragraphs with & and %")


main()

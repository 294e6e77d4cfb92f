"""Drives `copydesk serve` with language_tool_python, a client that was written for LanguageTool, and by the bare interface. client.py PROGRAM"""

import json
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request

import language_tool_python
from language_tool_python.utils import correct

ARABIC = (
    "📰 أعلنت البلدية إغلاق الجسر القديم أمام الشاحنات ابتداء من الأحد.\n\n"
    "وقال رئيسها إن القرار يعود إلى ”تشققات في الدعامات” رصدها المهندسون.\n\n"
    "ويُعتقد أن البلدية ستعيد فتح الجسر أمام الشاحنات في الخريف.\n"
)
ENGLISH = "📰📰 She said: “We wait for the tide.\n\nNobody on the pier said a word.\n"


def start(program, *options):
    folder = tempfile.mkdtemp()
    words = [program, "serve", "--isolated", "--port", "0", *options]
    run = subprocess.Popen(words, cwd=folder, stdout=subprocess.PIPE, text=True)
    return run, "http://" + run.stdout.readline().split("http://")[1].split()[0].rstrip("/")


def check(address, **fields):
    body = urllib.parse.urlencode(fields).encode()
    with urllib.request.urlopen(f"{address}/v2/check", body) as answered:
        return json.load(answered)


def the_client_shows_what_is_wrong(address):
    with language_tool_python.LanguageTool("ar", remote_server=address) as tool:
        found = tool.check(ARABIC)
        told = [(one.rule_id, ARABIC[one.offset : one.offset + one.error_length]) for one in found]
        assert told == [("quotes/misdirected", "”"), ("attribution/vague", "يُعتقد أن")], told
        assert found[0].replacements == ["“"] and found[0].rule_issue_type == "typographical", found[0]
        assert found[0].sentence.startswith("وقال رئيسها"), found[0].sentence
        fixed = correct(ARABIC, found)
        assert fixed == ARABIC.replace("”تشققات", "“تشققات"), fixed
        tool.disabled_rules.add("quotes/misdirected")
        assert [one.rule_id for one in tool.check(ARABIC)] == ["attribution/vague"]
    for language in ["en", "en-US", "auto"]:
        with language_tool_python.LanguageTool(language, remote_server=address) as tool:
            (found,) = tool.check(ENGLISH)
            assert (found.rule_id, ENGLISH[found.offset]) == ("quotes/unclosed", "“"), (language, found)


def markup_counts(address):
    sent = "<h1>📰 Tide</h1><p>She said: <b>“We wait</b> for the tide.</p>"
    parts = [
        {"markup": "<h1>"}, {"text": "📰 Tide"}, {"markup": "</h1><p>", "interpretAs": "\n\n"}, {"text": "She said: "},
        {"markup": "<b>"}, {"text": "“We wait"}, {"markup": "</b>"}, {"text": " for the tide."}, {"markup": "</p>"},
    ]
    assert "".join(part.get("text", part.get("markup")) for part in parts) == sent
    (found,) = check(address, data=json.dumps({"annotation": parts}), language="en")["matches"]
    units = sent.encode("utf-16-le")
    start, end = found["offset"] * 2, (found["offset"] + found["length"]) * 2
    assert units[start:end].decode("utf-16-le") == "“", found


def safe_replacements_are_what_fix_does(program, address):
    with tempfile.NamedTemporaryFile("w+", suffix=".txt", encoding="utf-8") as article:
        article.write(ARABIC)
        article.flush()
        subprocess.run([program, "check", "--isolated", "--no-cache", "--fix", article.name], stdout=subprocess.DEVNULL)
        fixed = open(article.name, encoding="utf-8").read()
    units = ARABIC.encode("utf-16-le")
    for found in reversed(check(address, text=ARABIC, language="auto")["matches"]):
        if found["copydesk"].get("applicability") == "safe":
            start, end = found["offset"] * 2, (found["offset"] + found["length"]) * 2
            units = units[:start] + found["replacements"][0]["value"].encode("utf-16-le") + units[end:]
    assert units.decode("utf-16-le") == fixed != ARABIC, fixed


def a_token_in_the_address_lets_the_client_in(program):
    token = "5b0f8a2e9c7d4136"
    run, address = start(program, "--token", token)
    address = address.split("/t/")[0]
    try:
        with language_tool_python.LanguageTool("en", remote_server=f"{address}/t/{token}/") as tool:
            assert len(tool.check(ENGLISH)) == 1
        try:
            check(address, text=ENGLISH)
            raise AssertionError("whoever has no token was answered")
        except urllib.error.HTTPError as refused:
            assert refused.code == 401, refused
    finally:
        run.terminate()


def main():
    program = sys.argv[1]
    run, address = start(program)
    try:
        the_client_shows_what_is_wrong(address)
        markup_counts(address)
        safe_replacements_are_what_fix_does(program, address)
    finally:
        run.terminate()
    a_token_in_the_address_lets_the_client_in(program)
    print("serve: language_tool_python finds, places and corrects; markup counts; tokens")


main()

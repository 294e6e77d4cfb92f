"""What the module does, as a specification. The wheel is installed; nothing is imported from the source tree."""

import doctest
import json
import pickle
import re
import signal
import subprocess
import sys
import threading
import time
from multiprocessing import get_context
from pathlib import Path

import pytest

import copydesk

UNCLOSED = "The mayor said: “We wait for the tide."
TURNED = "The sign said ”mind the step” twice. “Mind it,” he said.\n"
COMMON = "The talks were opened by Dmitry Kuleshenko.\n\nNobody knew Dmitry Kuleshenko there on Monday.\n"
RARE = "The talks were closed by Dmitry Kuleschenko.\n\nNobody knew Dmitry Kuleschenko there.\n"
ARCHIVE = [*(COMMON.replace("Monday", day) for day in ("Monday", "Tuesday", "Thursday", "Sunday")), RARE]
OTHERWISE = "On Monday the talks with Dmitry Kuleschenko were over.\n"


def codes(findings):
    return [finding.code for finding in findings]


def test_the_example_of_the_package_holds():
    assert doctest.testmod(copydesk).attempted > 0
    assert doctest.testmod(copydesk).failed == 0


def test_the_examples_of_the_page_hold(capsys):
    page = (Path(__file__).resolve().parents[2] / "docs" / "python.md").read_text()
    examples = re.findall(r"^```python\n(.*?)^```$", page, flags=re.MULTILINE | re.DOTALL)
    assert len(examples) > 3
    names = {}
    for example in examples:
        exec(example, names)
    assert "quotes/unclosed" in capsys.readouterr().out


class TestPositions:
    def test_they_count_code_points_as_python_does(self):
        text = "🚢🚢 " + UNCLOSED
        [finding] = copydesk.check(text)
        assert text[finding.start : finding.end] == "“"
        assert text.encode()[finding.byte_start : finding.byte_end].decode() == "“"
        utf16 = text.encode("utf-16-le")
        assert utf16[2 * finding.utf16_start : 2 * finding.utf16_end].decode("utf-16-le") == "“"
        assert (finding.line, finding.column) == (1, 20)

    def test_those_of_bytes_are_in_the_decoded_text(self):
        text = "قال إنه “ينتظر المد ويراقب البحر من الميناء القديم.\n"
        [finding] = copydesk.check(text.encode("windows-1256"))
        assert text[finding.start : finding.end] == "“"

    def test_edits_applied_by_them_give_the_repaired_text(self):
        text = "🚢 " + TURNED
        fixed = copydesk.fix(text)
        by_hand = text
        for finding in reversed(copydesk.check(text)):
            for edit in reversed(finding.fix.edits if finding.fix else ()):
                by_hand = by_hand[: edit.start] + edit.text + by_hand[edit.end :]
        assert by_hand == fixed.text == "🚢 The sign said “mind the step” twice. “Mind it,” he said.\n"
        assert (fixed.repaired, fixed.findings) == (1, [])


class TestFindings:
    def test_they_are_values(self):
        [finding] = copydesk.check(UNCLOSED)
        assert finding == copydesk.check(UNCLOSED)[0]
        assert hash(finding) == hash(copydesk.check(UNCLOSED)[0])
        assert pickle.loads(pickle.dumps(finding)) == finding
        with pytest.raises(AttributeError):
            finding.code = "another"

    def test_a_dict_of_one_is_json(self):
        [finding] = copydesk.check(TURNED)
        as_dict = json.loads(json.dumps(finding.to_dict()))
        assert as_dict["code"] == finding.code
        assert as_dict["fix"]["edits"][0]["start"] == finding.fix.edits[0].start
        assert set(as_dict) == set(copydesk.Finding.__dataclass_fields__)

    def test_words_are_in_the_language_asked_for(self):
        arabic = copydesk.Checker(ui="ar").check(UNCLOSED)[0].message
        assert arabic != copydesk.check(UNCLOSED)[0].message
        assert any("\u0600" <= letter <= "\u06ff" for letter in arabic)


class TestTextsThatCannotBeRead:
    @pytest.mark.parametrize("text", ["half \ud800 a letter", "a\0b", b"\x81\x8d\x8f\x90\x9d\xff", b"\xff\xfe\x00"])
    def test_they_are_findings(self, text):
        assert codes(copydesk.check(text)) == ["copydesk/unreadable"]

    def test_they_stop_no_batch(self):
        found = list(copydesk.check_batch([UNCLOSED, b"\x81\x8d\x8f", UNCLOSED]))
        assert [codes(findings) for findings in found] == [["quotes/unclosed"], ["copydesk/unreadable"], ["quotes/unclosed"]]

    def test_what_is_no_text_is_an_error(self):
        with pytest.raises(TypeError, match="a text is str or bytes, not int"):
            copydesk.check(3)

    def test_they_are_not_repaired(self):
        assert copydesk.fix("a\0b").repaired == 0


class TestBatches:
    @pytest.mark.parametrize("threads", [0, 1, 3])
    def test_they_say_what_is_said_of_each_text(self, threads):
        texts = [f"Number {number}. {UNCLOSED if number % 3 else TURNED}" for number in range(700)]
        checker = copydesk.Checker()
        assert list(checker.check_batch(texts, threads=threads)) == [checker.check(text) for text in texts]

    def test_texts_are_taken_only_as_they_are_needed(self):
        taken = []
        batch = copydesk.check_batch(taken.append(number) or UNCLOSED for number in range(10_000))
        assert codes(next(batch)) == ["quotes/unclosed"]
        assert len(taken) < 1000

    def test_what_the_texts_raise_comes_after_what_is_before_it(self):
        def texts():
            yield UNCLOSED
            raise KeyError("the archive ends here")

        batch = copydesk.check_batch(texts())
        assert codes(next(batch)) == ["quotes/unclosed"]
        with pytest.raises(KeyError, match="the archive ends here"):
            next(batch)
        assert list(batch) == []

    def test_python_goes_on_meanwhile(self):
        done = threading.Event()
        long = ARCHIVE[0] * 2000
        thread = threading.Thread(target=lambda: (copydesk.check(long), done.set()))
        steps = 0
        thread.start()
        while not done.is_set():
            steps += 1
            time.sleep(0)
        thread.join()
        # Had the lock been held while the text was checked, this would have stood still.
        assert steps > 10

    def test_a_forked_process_can_check_what_its_parent_has_checked(self):
        list(copydesk.check_batch([UNCLOSED] * 10))
        with get_context("fork").Pool(2) as pool:
            found = pool.map(copydesk.check, [UNCLOSED] * 4)
        assert [codes(findings) for findings in found] == [["quotes/unclosed"]] * 4


class TestCheckers:
    def test_a_configuration_is_read_from_a_file_or_its_folder(self, tmp_path):
        (tmp_path / "copydesk.toml").write_text('[[override]]\npaths = ["opinion/**"]\nignore = ["quotes"]\nreason = "songs"\n')
        for config in (tmp_path, tmp_path / "copydesk.toml"):
            checker = copydesk.Checker(config=config)
            assert codes(checker.check(UNCLOSED, path="news/a.txt")) == ["quotes/unclosed"]
            assert codes(checker.check(UNCLOSED, path="opinion/a.txt")) == []

    def test_a_configuration_may_be_given_as_texts(self):
        texts = {
            "copydesk.toml": 'rule-sets = ["house/*.toml"]\nignore = ["quotes"]\n',
            "house/words.toml": (
                'schema = 1\nname = "house/words"\nlanguages = ["en"]\n[[rule]]\ncode = "house/tide"\nkind = "existence"\nseverity = "warning"\n'
                'tokens = ["wait for the tide"]\nmessage.en = "say when"\nmessage.ar = "قل متى"\n'
                'explain.en = "Readers want the hour."\nexplain.ar = "القارئ يريد الساعة."\n'
            ),
        }
        checker = copydesk.Checker(config=texts)
        assert codes(checker.check(UNCLOSED)) == ["house/tide"]
        assert codes(pickle.loads(pickle.dumps(checker)).check(UNCLOSED)) == ["house/tide"]

    def test_none_is_looked_for_if_none_is_named(self, tmp_path, monkeypatch):
        (tmp_path / "copydesk.toml").write_text('ignore = ["quotes"]\n')
        monkeypatch.chdir(tmp_path)
        assert codes(copydesk.Checker().check(UNCLOSED)) == ["quotes/unclosed"]

    def test_codes_are_selected_and_ignored(self):
        assert codes(copydesk.Checker(ignore=["quotes/unclosed"]).check(UNCLOSED)) == []
        assert codes(copydesk.Checker(select=["ads"]).check(UNCLOSED)) == []
        with pytest.raises(TypeError, match=r"select is a list of codes and groups, such as \['ads'\]"):
            copydesk.Checker(select="ads")

    @pytest.mark.parametrize(
        ("options", "words"),
        [
            ({"select": ["quots"]}, "no rule has the code or group `quots` (did you mean `quotes`?)"),
            ({"lang": "xx"}, "unknown language `xx`"),
            ({"ui": "xx"}, "copydesk has no translation for the language `xx`"),
            ({"config": "nowhere/copydesk.toml"}, "there is no such file or folder"),
            ({"config": {"copydesk.toml": "ignor = []"}}, "copydesk.toml:1:1: unknown key `ignor` (did you mean `ignore`?)"),
            ({"rules": ["nowhere.toml"]}, "nowhere.toml: there is no such file or folder"),
        ],
    )
    def test_what_is_wrong_with_them_is_said_as_the_command_says_it(self, options, words):
        with pytest.raises(copydesk.ConfigurationError) as raised:
            copydesk.Checker(**options)
        assert words in str(raised.value)

    def test_formats_are_known_by_name_or_by_the_name_of_a_file(self):
        text = "<script>mark = '“'</script><p>The harbour opened.</p>"
        assert codes(copydesk.check(text, format="html")) == []
        assert codes(copydesk.check(text, path="a.html")) == []
        assert codes(copydesk.check(text)) == ["quotes/unopened"]
        with pytest.raises(copydesk.CopydeskError, match="there is no format `htm` .did you mean `html`"):
            copydesk.check(text, format="htm")
        with pytest.raises(copydesk.CopydeskError, match="`jsonl` holds many articles"):
            copydesk.check(text, format="jsonl")


class TestTallies:
    def test_articles_are_compared_with_an_archive(self):
        tally = copydesk.Checker().survey(ARCHIVE)
        checker = copydesk.Checker(select=["names/archive"], tally=tally)
        [finding, *_] = checker.check(OTHERWISE)
        assert finding.code == "names/archive"
        assert OTHERWISE[finding.start : finding.end] == "Kuleschenko"
        assert list(checker.check_batch([OTHERWISE] * 3)) == [checker.check(OTHERWISE)] * 3
        assert pickle.loads(pickle.dumps(checker)).check(OTHERWISE) == checker.check(OTHERWISE)

    def test_a_forked_process_can_compare_what_its_parent_has_compared(self):
        checker = copydesk.Checker(select=["names/archive"], tally=copydesk.Checker().survey(ARCHIVE))
        here = checker.check(OTHERWISE)
        context = get_context("fork")
        queue = context.Queue()
        process = context.Process(target=lambda: queue.put(checker.check(OTHERWISE)))
        process.start()
        assert queue.get(timeout=60) == here
        process.join()

    def test_they_are_those_of_the_command(self, tmp_path):
        (tmp_path / "archive.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in ARCHIVE))
        run("names", "archive.jsonl", "--save-tally", "archive.tally", cwd=tmp_path)
        tally = copydesk.Checker().survey(ARCHIVE, ids=[f"archive.jsonl#{line}" for line in range(1, 6)])
        saved = tmp_path / "archive.tally"
        assert tally.to_bytes() == saved.read_bytes()
        assert copydesk.Tally.load(saved) == tally
        tally.save(tmp_path / "again.tally")
        assert (tmp_path / "again.tally").read_bytes() == saved.read_bytes()

    def test_sums_are_the_same_in_any_order_and_count_a_part_once(self):
        one, other = (copydesk.Checker().survey([text]) for text in (COMMON, RARE))
        both = one | other
        assert both == other | one == copydesk.Tally.merge([one, other, one]) == both | one
        assert copydesk.Tally() | one == one
        assert pickle.loads(pickle.dumps(both)) == both

    def test_a_part_is_known_by_what_its_articles_say(self):
        named = copydesk.Checker().survey(ARCHIVE, ids=map(str, range(5)), folder="2024")
        otherwise = copydesk.Checker().survey(reversed(ARCHIVE))
        checker = copydesk.Checker()
        assert checker.names(named | otherwise)["articles"] == len(ARCHIVE)

    def test_sums_that_share_a_part_are_added_if_they_keep_their_parts(self):
        parts = [copydesk.Checker().survey([text]) for text in ARCHIVE[:3]]
        for keep_parts in (True, False):
            one, other = (copydesk.Tally.merge(pair, keep_parts=keep_parts) for pair in (parts[:2], parts[1:]))
            if keep_parts:
                assert copydesk.Tally.merge([one, other]) == copydesk.Tally.merge(parts)
            else:
                with pytest.raises(copydesk.CopydeskError, match="share some of their parts"):
                    copydesk.Tally.merge([one, other])

    def test_names_are_what_the_command_says(self, tmp_path):
        (tmp_path / "a.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in ARCHIVE))
        said = json.loads(run("names", "a.jsonl", "--format", "json", "--min-count", "1", cwd=tmp_path).stdout)
        checker = copydesk.Checker()
        assert checker.names(checker.survey(ARCHIVE, ids=[f"a.jsonl#{line}" for line in range(1, 6)]), min_count=1) == said
        assert said["names"]

    def test_each_text_that_is_surveyed_has_its_id(self):
        with pytest.raises(ValueError, match="as many ids as texts"):
            copydesk.Checker().survey(ARCHIVE, ids=["only one"])

    def test_what_is_no_tally_is_an_error(self, tmp_path):
        with pytest.raises(copydesk.CopydeskError, match="not a saved tally"):
            copydesk.Tally.from_bytes(b"{}")
        with pytest.raises(copydesk.CopydeskError, match="there is no such file"):
            copydesk.Tally.load(tmp_path / "none.tally")


def run(*words, check=True, **options):
    command = [sys.executable, "-m", "copydesk", *map(str, words)]
    return subprocess.run(command, check=check, capture_output=True, text=True, **options)


class TestCommand:
    def test_it_is_installed_with_the_module(self, tmp_path):
        (tmp_path / "a.txt").write_text(UNCLOSED)
        done = run("check", "a.txt", check=False, cwd=tmp_path)
        assert done.returncode == 1
        assert "a.txt:1:17 error[quotes/unclosed]" in done.stdout
        assert run("--version").stdout == f"copydesk {copydesk.__version__}\n"
        assert run("check", "--frmat", check=False).returncode == 2

    def test_it_loads_nothing_that_it_does_not_need(self):
        # Without the site's own imports, of which this is about none.
        folder = str(Path(copydesk.__file__).parents[1])
        program = f"import sys; sys.path.append({folder!r}); import copydesk.__main__; print(*sys.modules)"
        done = subprocess.run([sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True)
        assert {"copydesk", "copydesk._copydesk"} <= set(done.stdout.split())
        assert not {"copydesk._checker", "copydesk._finding", "dataclasses", "typing"} & set(done.stdout.split())

    def test_an_interrupt_ends_it(self, tmp_path):
        process = subprocess.Popen(
            [sys.executable, "-m", "copydesk", "check", "-"], stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        # It has read what there is when it waits for more than a pipe holds.
        process.stdin.write("The harbour opened at dawn.\n" * 20_000)
        process.stdin.flush()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) in (130, -signal.SIGINT)
        assert "Traceback" not in process.stderr.read()

    def test_a_reader_that_has_seen_enough_is_no_error(self, tmp_path):
        (tmp_path / "a.txt").write_text(f"{UNCLOSED}\n\n" * 5000)
        command = f"{sys.executable} -m copydesk check a.txt --format jsonl | head -n 1"
        done = subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=tmp_path, capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")

    def test_names_of_files_may_be_any_bytes(self, tmp_path):
        name = b"\xff.txt"
        with open(bytes(tmp_path) + b"/" + name, "w") as file:
            file.write(UNCLOSED)
        done = subprocess.run([sys.executable, "-m", "copydesk", "check", name], cwd=tmp_path, capture_output=True)
        assert done.returncode == 1 and b"quotes/unclosed" in done.stdout

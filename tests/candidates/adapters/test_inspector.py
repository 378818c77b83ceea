import socket
import subprocess
import sys
import threading
import time
from dataclasses import replace

import pytest

from candidates.adapters import inspector
from candidates.adapters.inspector import ROOT, SandboxInspector, understood
from candidates.ports import Inspection
from candidates.validators import RULES, SENTENCES
from tests.files import docx_cv, docx_members, paragraphs, pdf_cv, relationships, word_part, zipped
from tests.hostile_files import HONEST, HOSTILE, flate_bomb, port_files

INSPECTOR = SandboxInspector()


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_refused_with_its_sentence(name):
    extension, build, reason = HOSTILE[name]

    found = INSPECTOR.judge(build(), extension=extension, kind="certificate")

    assert found == Inspection(reason=reason)
    assert reason in SENTENCES


@pytest.mark.parametrize("name", HONEST)
def test_honest_oddity_is_accepted_and_read(name):
    extension, build = HONEST[name]

    found = INSPECTOR.read(build(), extension=extension, kind="certificate")

    assert found.reason == ""
    assert bool(found.text) == (extension in ("pdf", "docx"))


@pytest.mark.parametrize(("build", "extension"), [(pdf_cv, "pdf"), (docx_cv, "docx")])
def test_norwegian_text_is_read(build, extension):
    found = INSPECTOR.read(build(["Kari Nordmann", "Blåbær på Ærfugløya"]), extension=extension, kind="cv")

    assert found.text == "Kari Nordmann\nBlåbær på Ærfugløya"


def test_judging_reads_no_text():
    assert INSPECTOR.judge(pdf_cv(), extension="pdf", kind="cv") == Inspection(content_type="application/pdf", pages=1)


def test_a_docx_is_read_with_its_header_and_footer_and_text_boxes_once():
    links = [("header", "header1.xml"), ("footer", "footer1.xml")]
    box = "<mc:AlternateContent><mc:Choice>%s</mc:Choice><mc:Fallback>%s</mc:Fallback></mc:AlternateContent>"
    more = {
        "word/header1.xml": word_part(paragraphs(["telefon 22 22 55 55"]), "hdr"),
        "word/footer1.xml": word_part(paragraphs(["side 1"]), "ftr"),
    }
    data = zipped(
        docx_members(["Kari"], body=box % (paragraphs(["boks"]), paragraphs(["boks"])), links=links, more=more)
    )

    assert INSPECTOR.read(data, extension="docx", kind="cv").text == "telefon 22 22 55 55\nKari\nboks\nside 1"


def test_text_is_cut_at_the_bound():
    data = docx_cv(["ord " * 100] * 3_000)

    assert len(INSPECTOR.read(data, extension="docx", kind="cv").text) <= RULES["cv"].max_text


def test_a_path_and_an_open_file_are_read_too(tmp_path):
    path = tmp_path / "cv"
    path.write_bytes(pdf_cv())

    assert INSPECTOR.judge(path, extension="pdf", kind="cv").is_accepted
    with path.open("rb") as opened:
        opened.read(100)
        assert INSPECTOR.judge(opened, extension="pdf", kind="cv").is_accepted
        assert opened.tell() == 0


@pytest.mark.asvs("UPL-07")
def test_nothing_in_a_file_calls_out():
    calls = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        thread = threading.Thread(target=count_calls, args=(server, calls))
        thread.start()
        for extension, data in port_files(server.getsockname()[1]).values():
            assert not INSPECTOR.read(data, extension=extension, kind="cv").is_accepted
        with socket.create_connection(server.getsockname()):
            time.sleep(0.3)
        thread.join()

    assert len(calls) == 1  # our own, which shows that the listener counts


def count_calls(server, calls):
    deadline = time.monotonic() + 60
    while not calls and time.monotonic() < deadline:
        try:
            connection, _ = server.accept()
        except TimeoutError:
            continue
        calls.append(connection)
        connection.close()


def sandboxed(statement):
    code = f"""
import resource, socket, os
from privacy.sandbox.limits import set_sizes, shut_doors
set_sizes(memory=640_000_000, cpu_seconds=20)
shut_doors()
try:
    {statement}
except BaseException as error:
    os.write(1, type(error).__name__.encode())
else:
    os.write(1, b"done")
"""
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env={}, capture_output=True, check=False)
    return run.stdout.decode()


@pytest.mark.asvs("UPL-17", "UPL-08")
@pytest.mark.parametrize(
    ("statement", "outcome"),
    [
        ("pass", "done"),
        ("socket.socket()", "OSError"),
        ("open('/etc/passwd')", "OSError"),
        ("open('/tmp/fremrykk-sandbox', 'w')", "OSError"),
        ("os.fork()", "BlockingIOError"),
        ("os.setuid(0); os.getuid() or 1/0", "PermissionError"),
        ("resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))", "ValueError"),
        ("bytearray(2_000_000_000)", "MemoryError"),
    ],
)
def test_the_doors_are_shut(statement, outcome):
    assert sandboxed(statement) == outcome


@pytest.mark.asvs("UPL-06", "UPL-17")
def test_a_child_that_hangs_is_killed_and_its_file_not_blamed():
    inspector = replace(INSPECTOR, program="tests.candidates.adapters.hanging", judge_seconds=1)
    began = time.monotonic()

    found = inspector.judge(pdf_cv(), extension="pdf", kind="cv")

    assert found == Inspection(reason="busy")
    assert time.monotonic() - began < 5


@pytest.mark.asvs("UPL-06")
@pytest.mark.parametrize(("had", "reason"), [(0.49, "busy"), (0.5, "unreadable")])
def test_a_file_is_blamed_for_time_its_child_was_given(monkeypatch, had, reason):
    ended = inspector._ended
    monkeypatch.setattr(inspector, "_ended", lambda child: (ended(child), had)[1])
    slow = replace(INSPECTOR, program="tests.candidates.adapters.hanging", judge_seconds=1)

    assert slow.judge(pdf_cv(), extension="pdf", kind="cv") == Inspection(reason=reason)


@pytest.mark.parametrize("program", ["aborting", "chattering", "lying"])
def test_a_child_that_fails_is_not_believed(program):
    inspector = replace(INSPECTOR, program=f"tests.candidates.adapters.{program}")

    assert inspector.judge(pdf_cv(), extension="pdf", kind="cv") == Inspection(reason="unreadable")


@pytest.mark.asvs("UPL-06", "UPL-17")
def test_processor_time_is_bounded():
    inspector = replace(INSPECTOR, program="tests.candidates.adapters.spinning", cpu_seconds=1)

    assert inspector.judge(pdf_cv(), extension="pdf", kind="cv") == Inspection(reason="unreadable")


@pytest.mark.asvs("UPL-06")
def test_a_bomb_does_not_fill_memory():
    # The peak of this process alone: what getrusage tells includes the tests' own process, before the exec.
    code = (
        "import sys; status = open('/proc/self/status'); from candidates.sandbox.inspect import main; main(sys.argv[1:]);"
        "status.seek(0); sys.stderr.write(status.read().split('VmHWM:')[1].split()[0])"
    )
    arguments = ["judge", "pdf", *INSPECTOR._bounds(RULES["cv"])]
    for times in (1, 2, 3):
        run = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            input=flate_bomb(times),
            cwd=ROOT,
            env={},
            capture_output=True,
            check=True,
        )
        assert int(run.stderr) < 512_000


def test_the_web_side_holds_no_parser():
    code = (
        "import sys, candidates.validators, candidates.ports, candidates.adapters.inspector,"
        " candidates.adapters.virus_scanner, privacy.storage;"
        "print([name for name in ('pikepdf', 'pypdfium2', 'defusedxml', 'PIL', 'zipfile', 'candidates.sandbox') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"nonsense",
        b"[]",
        b'{"verdict": "ok"}',
        b'{"verdict": "refused", "reason": ["a"]}',
        b"null",
        b'{"verdict": "ok", "content_type": "text/html", "pages": 1, "text": ""}',
        b"[" * 100_000,
    ],
)
def test_an_answer_in_another_form_is_none(answer):
    assert understood(answer, RULES["cv"]) == Inspection(reason="unreadable")


def test_no_relation_no_document():
    data = zipped({**docx_members(), "_rels/.rels": relationships(("officeDocument", "word/elsewhere.xml"))})

    assert INSPECTOR.judge(data, extension="docx", kind="cv").reason == "damaged"

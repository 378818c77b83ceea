import json
import socket
import subprocess
import sys
import threading
import time
from dataclasses import replace

import pytest

from candidates.adapters.inspector import SandboxInspector, bounds, program, understood
from candidates.adapters.staying import ROOT
from candidates.ports import Inspection
from candidates.validators import RULES, SENTENCES
from fremrykk.local.children import children
from tests.candidates.adapters.processes import is_running, wait_until
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
    inspector = replace(INSPECTOR, program="tests.candidates.adapters.hanging")
    assert inspector.judge(pdf_cv(), extension="pdf", kind="cv").is_accepted  # it has begun
    wait_until(lambda: not looking(inspector.program))
    began, found = time.monotonic(), []
    looked = threading.Thread(target=lambda: found.append(hung(replace(inspector, judge_seconds=3))))
    looked.start()

    wait_until(lambda: looking(inspector.program))
    (parser,) = looking(inspector.program)
    looked.join()

    assert found == [Inspection(reason="busy")]
    assert 3 <= time.monotonic() - began < 20
    wait_until(lambda: not is_running(parser))


def hung(inspector):
    return inspector.judge(pdf_cv() + b"%hanging", extension="pdf", kind="cv")


def looking(name):
    """Who looks into a file: below who keeps its order."""
    return [each for keeper in children(program(name)._child.pid) for each in children(keeper)]


def an_order(**changed):
    given = {
        "mode": "judge", "extension": "pdf", "size": 1, "seconds": 1, "until": 0, "longest": 1000, "memory": 640_000_000,
        "cpu_seconds": 20, **bounds(RULES["cv"]),
    }  # fmt: skip
    return given | changed


HAD = """
import os, sys, time, types
from candidates.sandbox import inspect
wait4 = os.wait4
os.wait4 = lambda *child: (*wait4(*child)[:2], types.SimpleNamespace(ru_utime={had}, ru_stime=0))
inspect.answer = lambda data, order: time.sleep(60)
order = inspect.Order(**{order})
sys.stdout.buffer.write(inspect._looked_at(b"x", order))
"""


@pytest.mark.asvs("UPL-06")
@pytest.mark.parametrize(("had", "reason"), [(0.49, "busy"), (0.5, "unreadable")])
def test_a_file_is_blamed_for_time_its_child_was_given(had, reason):
    ended = in_a_process(HAD.format(had=had, order=an_order()))

    assert json.loads(ended.stdout) == {"verdict": "refused", "reason": reason}


def in_a_process(code, **given):
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, env={}, capture_output=True, check=True, **given)


@pytest.mark.parametrize("program", ["aborting", "chattering", "lying"])
def test_a_child_that_fails_is_not_believed(program):
    inspector = replace(INSPECTOR, program=f"tests.candidates.adapters.{program}")

    assert inspector.judge(pdf_cv(), extension="pdf", kind="cv") == Inspection(reason="unreadable")


@pytest.mark.asvs("UPL-06", "UPL-17")
def test_processor_time_is_bounded():
    inspector = replace(INSPECTOR, program="tests.candidates.adapters.spinning", cpu_seconds=1, judge_seconds=120)
    began = time.monotonic()

    assert inspector.judge(pdf_cv(), extension="pdf", kind="cv") == Inspection(reason="unreadable")
    assert time.monotonic() - began < 60


@pytest.mark.asvs("UPL-08", "UPL-17")
def test_who_looks_into_a_file_is_behind_every_wall_and_holds_nothing_but_its_answer():
    order = an_order(until=time.monotonic() + 60, seconds=60)
    asked = json.dumps(order).encode() + b"\nx"

    told = json.loads(program("tests.candidates.adapters.telling").ask(asked, until=order["until"], longest=1000))

    assert told == {
        "open": [1, 2],
        "bounds": {
            "RLIMIT_AS": 640_000_000, "RLIMIT_CPU": 20, "RLIMIT_FSIZE": 0, "RLIMIT_CORE": 0, "RLIMIT_NOFILE": 0,
            "RLIMIT_NPROC": 0,
        },
        "tried": ["OSError", "OSError", "BlockingIOError"],
        "root": False,
    }  # fmt: skip


# The peak of this process alone: what getrusage tells includes the tests' own process, before the exec.
PEAK = """
import sys
from privacy.sandbox.limits import set_sizes, shut_doors
from candidates.sandbox import image, docx, inspect, pdf
status, data, order = open("/proc/self/status"), sys.stdin.buffer.read(), inspect.Order(**{order})
set_sizes(memory=order.memory, cpu_seconds=order.cpu_seconds)
shut_doors()
reason = inspect.answer(data, order)["reason"]
status.seek(0)
print(reason, status.read().split("VmHWM:")[1].split()[0])
"""


@pytest.mark.asvs("UPL-06")
def test_a_bomb_does_not_fill_memory():
    for times in (1, 2, 3):
        reason, peak = in_a_process(PEAK.format(order=an_order()), input=flate_bomb(times)).stdout.split()
        assert (reason, int(peak) < 512_000) == (b"bomb", True)


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

"""The sandbox program stays: it is begun once, outlives whatever a file does, and ends with whoever needed it."""

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from unittest.mock import Mock

import pytest

from candidates.adapters.inspector import SandboxInspector, program
from candidates.adapters.staying import ROOT
from candidates.ports import Inspection
from fremrykk.local.children import children
from tests.candidates.adapters.processes import is_running, wait_until
from tests.files import docx_cv, pdf_cv

INSPECTOR = SandboxInspector()
TAKEN = Inspection(content_type="application/pdf", pages=1)


@pytest.fixture(autouse=True)
def fresh():
    program(INSPECTOR.program).close()


def judged(inspector=INSPECTOR, data=None):
    return inspector.judge(data or pdf_cv(), extension="pdf", kind="cv")


def staying(inspector=INSPECTOR):
    return program(inspector.program)._child


def test_one_program_serves_all_and_keeps_nobody():
    judged()
    first = staying()

    assert INSPECTOR.judge(docx_cv(), extension="docx", kind="cv").is_accepted
    assert INSPECTOR.read(pdf_cv(["Blåbær"]), extension="pdf", kind="cv").text == "Blåbær"
    assert staying() is first
    wait_until(lambda: children(first.pid) == [])


def test_many_at_once_each_get_their_own_answer():
    found = {}

    def one(number):
        found[number] = INSPECTOR.read(pdf_cv([f"ord{number}"]), extension="pdf", kind="cv").text

    threads = [threading.Thread(target=one, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == {number: f"ord{number}" for number in range(8)}


def test_one_that_was_killed_is_begun_anew_and_the_file_judged():
    judged()
    first = staying()
    os.kill(first.pid, signal.SIGKILL)
    first.wait()

    assert judged() == TAKEN
    assert staying().pid != first.pid


def test_one_that_cannot_begin_blames_no_file():
    assert judged(replace(INSPECTOR, program="tests.candidates.adapters.not_there")) == Inspection(reason="busy")


def test_a_machine_without_room_for_one_blames_no_file(monkeypatch):
    with monkeypatch.context() as full:
        full.setattr("subprocess.Popen", Mock(side_effect=OSError))
        assert judged() == Inspection(reason="busy")

    assert judged() == TAKEN


def test_an_order_under_way_outlives_the_program():
    slow = replace(INSPECTOR, program="tests.candidates.adapters.slow", judge_seconds=60)
    found = [judged(slow)]  # it has begun
    first = staying(slow)
    wait_until(lambda: children(first.pid) == [])
    asker = threading.Thread(target=lambda: found.append(judged(slow)))
    asker.start()
    wait_until(lambda: any(children(keeper) for keeper in children(first.pid)))
    first.kill()
    asker.join()

    assert found == [TAKEN, TAKEN]
    assert staying(slow) is first


def test_a_frozen_one_costs_an_order_its_time_and_the_next_one_nothing():
    judged()
    frozen = staying()
    os.kill(frozen.pid, signal.SIGSTOP)
    began = time.monotonic()

    assert judged(replace(INSPECTOR, judge_seconds=1)) == Inspection(reason="busy")
    assert 1 <= time.monotonic() - began < 20
    assert judged() == TAKEN
    assert staying() is not frozen


@pytest.mark.parametrize("how", ["aborting", "many"])
def test_it_is_begun_anew_after_what_brought_a_parser_down_and_after_many(how, monkeypatch):
    """What is forked of one process lies in memory as that one does: nobody gets to try for long where."""
    inspector = replace(INSPECTOR, program="tests.candidates.adapters.aborting") if how == "aborting" else INSPECTOR
    if how == "many":
        monkeypatch.setattr("candidates.adapters.staying.MOST_ORDERS", 2)
    stays = []
    for _each in range(2):
        judged(inspector)
        stays.append(staying(inspector) is not None)

    assert stays == ([False, False] if how == "aborting" else [True, False])
    wait_until(lambda: not any(each.poll() is None for each in program(inspector.program)._leaving))


def test_who_looks_into_a_file_ends_with_who_keeps_its_order():
    hanging = replace(INSPECTOR, program="tests.candidates.adapters.hanging", judge_seconds=60)
    judged(hanging)
    first, found = staying(hanging), []
    wait_until(lambda: children(first.pid) == [])
    asker = threading.Thread(target=lambda: found.append(judged(hanging, pdf_cv() + b"%hanging")))
    asker.start()
    wait_until(lambda: any(children(keeper) for keeper in children(first.pid)))
    (keeper,) = children(first.pid)
    (parser,) = children(keeper)
    time.sleep(0.5)  # behind its walls by now
    os.kill(keeper, signal.SIGKILL)
    asker.join()

    wait_until(lambda: not is_running(parser))
    assert found == [Inspection(reason="busy")]


def test_half_an_answer_is_none():
    assert judged(replace(INSPECTOR, program="tests.candidates.adapters.breaking_off")) == Inspection(reason="busy")


def test_all_who_ask_at_once_have_one_program():
    threads = [threading.Thread(target=judged) for _each in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert program(INSPECTOR.program)._orders == 8
    assert program(INSPECTOR.program)._leaving == []


def test_a_fork_of_ours_begins_its_own():
    judged()
    first = staying()
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            judged()
            os.write(theirs, str(staying().pid).encode())
        finally:
            os._exit(0)
    os.close(theirs)
    os.waitpid(child, 0)

    assert int(os.read(ours, 20)) != first.pid
    assert judged() == TAKEN
    assert staying() is first


WHO_NEEDS_IT = """
import sys, time
from candidates.adapters.inspector import SandboxInspector, program
from tests.files import pdf_cv
SandboxInspector().judge(pdf_cv(), extension="pdf", kind="cv")
print(program(SandboxInspector().program)._child.pid, flush=True)
time.sleep(60)
"""


def test_it_ends_with_whoever_needed_it():
    with subprocess.Popen([sys.executable, "-c", WHO_NEEDS_IT], cwd=ROOT, stdout=subprocess.PIPE) as needed:
        pid = int(needed.stdout.readline())
        assert is_running(pid)
        needed.kill()

    wait_until(lambda: not is_running(pid))

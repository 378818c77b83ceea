"""One judge of many files says of each what the judge of one says, and survives whatever a file does to it."""

import subprocess
import sys

import pytest

from candidates.adapters.inspector import ROOT, bounds
from candidates.adapters.many import ManyInspector, many_inspector
from candidates.ports import Inspection
from candidates.validators import RULES
from tests.files import docx_cv, pdf_cv
from tests.hostile_files import HOSTILE


@pytest.fixture
def judge():
    with many_inspector() as inspector:
        yield inspector


def test_every_hostile_file_is_refused_with_its_sentence_and_the_next_is_judged(judge):
    found = {
        name: judge.judge(build(), extension=extension, kind="certificate").reason
        for name, (extension, build, _reason) in HOSTILE.items()
    }

    assert found == {name: reason for name, (_extension, _build, reason) in HOSTILE.items()}
    assert judge.judge(pdf_cv(), extension="pdf", kind="cv") == Inspection(content_type="application/pdf", pages=1)
    assert judge.judge(docx_cv(), extension="docx", kind="cv").is_accepted


def test_a_judge_that_was_killed_is_begun_anew():
    inspector = ManyInspector()
    assert inspector.judge(pdf_cv(), extension="pdf", kind="cv").is_accepted
    inspector._child[0].kill()
    inspector._child[0].wait()

    assert inspector.judge(pdf_cv(), extension="pdf", kind="cv").is_accepted
    inspector.close()
    assert inspector._child == []


SLOW = """
import sys, time
from candidates.sandbox import many
many.SECONDS = 0.5
many.answer = lambda *asked: {}
many.main(sys.argv[1:])
"""


@pytest.mark.parametrize(("does", "reason"), [("time.sleep(60)", "busy"), ("1 / 0", "unreadable")])
def test_a_file_is_not_blamed_for_time_it_was_not_given(does, reason):
    code = SLOW.format(does)

    ended = subprocess.run(
        [sys.executable, "-c", code, *bounds(RULES["cv"])],
        cwd=ROOT, input=b'{"extension": "pdf", "size": 1}\nx', capture_output=True, check=True,
    )  # fmt: skip

    assert ended.stdout.splitlines() == [b'{"verdict": "refused", "reason": "%s"}' % reason.encode()]

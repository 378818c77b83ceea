"""The program that makes PDFs: within its walls, and only a whole PDF is a PDF."""

import subprocess
import sys

import pytest

from privacy.adapters.pdf_maker import ROOT, TypstPdfMaker
from privacy.ports import PdfFailed


def test_a_program_that_falls_over_makes_no_pdf(tmp_path):
    with pytest.raises(PdfFailed):
        TypstPdfMaker(program="no.such.program").make("copy.typ", {}, to=tmp_path / "copy.pdf")


def test_data_that_do_not_fit_the_template_make_no_pdf(tmp_path):
    with pytest.raises(PdfFailed):
        TypstPdfMaker().make("copy.typ", {"title": "x"}, to=tmp_path / "copy.pdf")


def test_one_that_takes_too_long_is_ended(tmp_path):
    with pytest.raises(PdfFailed):
        TypstPdfMaker(seconds=0.01).make("copy.typ", {}, to=tmp_path / "copy.pdf")


def test_a_template_reads_no_file_of_the_machine():
    given = '{"template": "#read(\\"/etc/passwd\\")", "data": {}}'
    command = [sys.executable, "-m", "privacy.sandbox.pdf", "--memory=2000000000", "--cpu-seconds=20"]

    said = subprocess.run(command, cwd=ROOT, input=given.encode(), capture_output=True, check=False)

    assert (said.returncode == 0, said.stdout) == (False, b"")
    assert b"root:" not in said.stderr

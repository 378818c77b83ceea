import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from fremrykk.accounts.choices import Role
from privacy import declarations
from privacy.choices import NoticeKind, PeriodCode, PeriodUnit
from privacy.models import Controller, Notice, ProcessingActivity, RetentionPeriod, TermsVersion
from tests.factories import NOW, ProcessingActivityFactory
from tests.source import ROOT, modules, tree

pytestmark = pytest.mark.django_db

TEXTS = ROOT / "privacy" / "texts"
SPOKEN = ["name", "purpose", "persons", "data", "retention"]


def named_activities(path: Path) -> Iterator[str]:
    """The codes a module names: `activity="…"`, `ACTIVITY = "…"`, or a constant that is handed over as `activity=`."""
    constants, handed_over = {}, set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            if isinstance(node.value, ast.Constant):
                constants[node.targets[0].id] = node.value.value
        elif isinstance(node, ast.keyword) and node.arg == "activity":
            if isinstance(node.value, ast.Constant):
                yield node.value.value
            elif isinstance(node.value, ast.Name):
                handed_over.add(node.value.id)
    yield from (constants[name] for name in handed_over | {"activity", "ACTIVITY"} if name in constants)


def every_word() -> Iterator[str]:
    yield from (row.text_nb + row.text_en + row.remark for row in Notice.objects.all())
    yield from (row.text_nb + row.text_en for row in TermsVersion.objects.all())
    yield from (str(list(row.values())) for row in ProcessingActivity.objects.values())
    yield from (row.contact_email for row in Controller.objects.all())


def test_every_activity_the_code_names_is_in_the_register():
    named = {code for path in modules() for code in named_activities(path)} - {""}
    declared = {declaration.activity for declaration in declarations.personal_models()}

    assert {"applications", "access_control"} <= named
    assert (named | declared) - set(ProcessingActivity.objects.values_list("code", flat=True)) == set()


def test_every_activity_is_told_in_both_languages():
    rows = list(ProcessingActivity.objects.all())

    assert len(rows) == 23
    assert [
        (row.code, field)
        for row in rows
        for field in SPOKEN
        for language in ("nb", "en")
        if not getattr(row, f"{field}_{language}").strip()
    ] == []
    assert [row.code for row in rows if bool(row.recipients_nb) != bool(row.recipients_en)] == []


def test_daily_responsibility_lies_with_a_role():
    assert set(ProcessingActivity.objects.values_list("delegated_to", flat=True)) - set(Role.values) == set()


@pytest.mark.promise("P3")
@pytest.mark.parametrize("field", ["ground", "national_law", "retention_nb", "retention_en"])
def test_an_activity_without_its_basis_is_refused_by_the_database(field):
    activity = ProcessingActivityFactory()

    with pytest.raises(IntegrityError, match=r"activity_(has_a_basis|ground_known)"), transaction.atomic():
        ProcessingActivity.objects.filter(pk=activity.pk).update(**{field: ""})


def test_an_unknown_legal_ground_is_refused_by_the_database():
    with pytest.raises(IntegrityError, match="activity_ground_known"):
        ProcessingActivityFactory(ground="because")


def test_one_controller_answers():
    controller = Controller.objects.get(valid_until=None)

    assert (controller.name, controller.represented_by_nb) == ("Fremrykk Rekruttering", "daglig leder")


@pytest.mark.parametrize(
    ("kind", "version"),
    [(NoticeKind.STATEMENT, 2), (NoticeKind.FURTHER_STORAGE, 1), (NoticeKind.SHARING, 1)],
)
def test_one_notice_of_each_kind_is_in_force(kind, version):
    notice = Notice.objects.in_force(kind, NOW.date())

    assert (notice.version, bool(notice.text_nb), bool(notice.text_en)) == (version, True, True)


def test_the_old_statement_was_never_in_force_here():
    old = Notice.objects.get(kind=NoticeKind.STATEMENT, version=1)

    assert (old.approved_at, "§ 19" in old.text_nb) == (None, True)
    with pytest.raises(Notice.DoesNotExist):
        Notice.objects.in_force(NoticeKind.STATEMENT, old.in_force_from)


def test_terms_are_there_in_both_languages():
    terms = TermsVersion.objects.get()

    assert [terms.text("nb").split("\n")[0], terms.text("en").split("\n")[0]] == [
        "## Hva vi gjør for deg",
        "## What we do for you",
    ]


@pytest.mark.parametrize("name", sorted({path.name[:-7] for path in TEXTS.glob("*_nb.txt")}))
def test_both_languages_have_the_same_shape(name):
    norwegian, english = (shape(TEXTS / f"{name}_{language}.txt") for language in ("nb", "en"))

    assert norwegian == english


def shape(path: Path) -> list[str]:
    """Heading, item or paragraph, block by block."""
    return [re.match(r"## |- |", line)[0] for line in path.read_text().splitlines()]


@pytest.mark.promise("P5")
def test_one_contact_address_and_never_the_misspelt_one():
    misspelt = "fe" + "remrykk"
    words = [*every_word(), *(path.read_text() for path in TEXTS.iterdir())]

    assert [text for text in words if misspelt in text.lower()] == []
    assert {address for text in words for address in re.findall(r"[\w.]+@[\w.]*\w", text)} == {"post@fremrykk.no"}


def test_every_storage_time_is_proposed_once_and_none_approved():
    rows = RetentionPeriod.objects.all()

    assert sorted(row.code for row in rows) == sorted(PeriodCode.values)
    assert [row.code for row in rows if row.approved_at or row.unit not in PeriodUnit.values] == []


@pytest.mark.usefixtures("approved_periods")
def test_the_manager_puts_them_all_in_force():
    in_force = RetentionPeriod.objects.filter(approved_at=NOW, superseded_at=None)

    assert sorted(row.code for row in in_force) == sorted(PeriodCode.values)


def test_nobody_who_looks_for_work_is_kept_longer_than_two_years_unasked():
    ceilings = RetentionPeriod.objects.filter(code__in=["candidate_base", "further_storage", "entered_by_hand"])

    assert {(row.ceiling, row.unit) for row in ceilings} == {(2, "years")}

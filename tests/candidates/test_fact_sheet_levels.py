"""How much of a position's fact sheet a candidate is told rises with the stage, on the own page as by the link (P37)."""

import pytest
from django.urls import reverse

from candidates.models import Application
from candidates.queries import permissions
from clients.choices import Release
from clients.models import FactSheet
from tests.factories import (
    NOW,
    ApplicationFactory,
    CandidateFactory,
    FactSheetFactory,
    SharingPermissionFactory,
    StaffFactory,
)
from tests.workspace import log_in

PARTS = {"in_ad": "DEL-EN", "after_screening": "DEL-TO", "before_interview": "DEL-TRE", "after_offer": "DEL-FIRE"}
REACHED = [
    ("", 2), ("new", 2), ("screening", 2), ("interview", 3), ("presented", 3), ("offer", 4), ("placed", 4), ("rejected", 2),
    ("withdrawn", 2),
]  # fmt: skip


@pytest.mark.parametrize(("parts", "level"), [*enumerate(Release, 1)])
def test_each_level_tells_its_own_part_and_all_before_it(level, parts):
    told = [text for _label, text in FactSheet(**PARTS).told_at(level)]

    assert told == [*PARTS.values()][:parts]


@pytest.mark.django_db
@pytest.mark.promise("P37")
@pytest.mark.parametrize(("stage", "parts"), REACHED)
def test_page_and_link_tell_exactly_what_the_stage_has_reached(client, time_machine, stage, parts):
    time_machine.move_to(NOW)
    candidate = CandidateFactory()
    sheet = FactSheetFactory(**PARTS)
    permission = SharingPermissionFactory(candidate=candidate, job_order=sheet.order, fact_sheet=sheet)
    if stage:
        ApplicationFactory(candidate=candidate, job_ad=None, job_order=sheet.order, stage=stage)
    link = reverse("answer_permission", args=[permissions.token(permission)])
    by_link = client.get(link).text
    log_in(client, candidate.subject.user)
    own_page = client.get(reverse("my_permission", args=[permission.pk])).text

    for page in (own_page, by_link):
        assert [part for part in PARTS.values() if part in page] == [*PARTS.values()][:parts]


@pytest.mark.django_db
def test_what_somebody_was_asked_on_stays_to_be_read():
    candidate = CandidateFactory()
    sheet = FactSheetFactory(**PARTS)
    asked = SharingPermissionFactory(
        candidate=candidate, job_order=sheet.order, fact_sheet=sheet, asked_by=StaffFactory(), level="interview"
    )
    ApplicationFactory(candidate=candidate, job_ad=None, job_order=sheet.order, stage="new")
    before = permissions.told_now(asked)

    Application.objects.update(stage="offer")

    assert (before, permissions.told_now(asked)) == (Release.INTERVIEW, Release.OFFER)

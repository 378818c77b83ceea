"""Whom a leak concerns: by a file, an account, a link or a period; everybody it concerns and nobody else."""

import datetime
import io

import pytest
from django.core.management import CommandError, call_command

from privacy.choices import Verb
from tests.factories import (
    NOW,
    CandidateFactory,
    DocumentFactory,
    PresentationItemFactory,
    StaffFactory,
    SubjectFactory,
    TrailEntryFactory,
)

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


def lines(*words):
    out = io.StringIO()
    call_command("affected", *words, stdout=out)
    return out.getvalue().splitlines()


def day(at):
    return at.date().isoformat()


@pytest.mark.asvs("PRV-10")
@pytest.mark.parametrize("by_name", [True, False])
def test_a_file_names_its_person_and_the_kind(by_name):
    document, _other = DocumentFactory(), DocumentFactory()

    assert lines("--file", document.file.name if by_name else str(document.pk)) == [
        f"{document.candidate.subject_id}: document",
        "1 persons.",
    ]


@pytest.mark.asvs("PRV-10")
def test_a_link_names_everybody_behind_it_once():
    item, _other = PresentationItemFactory(), PresentationItemFactory()

    found = lines("--link", str(item.presentation_id))

    assert [line.split(":")[0] for line in found] == [str(item.candidate.subject_id), "1 persons."]


@pytest.mark.asvs("PRV-10")
def test_an_account_names_whom_it_looked_at_and_itself_and_a_period_whoever_was_seen():
    thief, colleague = StaffFactory(), StaffFactory()
    seen, merged, earlier, others = (CandidateFactory().subject for _ in range(4))
    alias = SubjectFactory(merged_into=merged)
    for person, who, at in (
        (seen, thief, NOW),
        (alias, thief, NOW),
        (earlier, thief, NOW - 9 * DAY),
        (others, colleague, NOW),
    ):
        TrailEntryFactory(
            subject_uuid=person.pk,
            actor_uuid=who.subject_id,
            verb=Verb.VIEWED,
            at=at,
            object_label="candidates.document",
        )
    TrailEntryFactory(subject_uuid=SubjectFactory().pk, actor_uuid=thief.subject_id, verb=Verb.CHANGED, at=NOW)
    period = ("--from", day(NOW - DAY), "--until", day(NOW + DAY))

    def concerned(*words):
        found = dict(line.split(": ") for line in lines(*words)[:-1])
        own = found.pop(str(thief.subject_id), "")
        return set(found), set(found.values()), bool(own)

    assert concerned("--account", thief.email, *period) == ({str(seen.pk), str(merged.pk)}, {"document"}, True)
    assert concerned("--account", thief.email)[0] == {str(seen.pk), str(merged.pk), str(earlier.pk)}
    assert concerned(*period) == ({str(seen.pk), str(merged.pk), str(others.pk)}, {"document"}, False)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Say what leaked: --file, --account, --link, or --from for a period."),
        (("--link", "hjem"), "This is no number of a presentation: copy it from its address in the workspace."),
        (("--account", "ingen@example.test"), "Nobody is known at this address."),
        (("--from", "i går"), "i går is no date: write YYYY-MM-DD."),
    ],
)
def test_what_cannot_be_answered_is_a_sentence(words, said):
    with pytest.raises(CommandError) as refused:
        lines(*words)

    assert str(refused.value) == said


def test_a_file_nobody_has_concerns_nobody():
    assert lines("--file", "nothing-like-it") == ["0 persons."]

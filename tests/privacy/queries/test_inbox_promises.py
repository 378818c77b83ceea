"""Each thing the data prove about the question channel is found when it is broken, and only then."""

import datetime

import pytest

from privacy import registries
from privacy.actions import incoming
from privacy.models import Collection, InboxCase, InboxReading
from privacy.queries.promises import inbox as proved
from tests.factories import CaseFileFactory
from tests.privacy.inbox_world import MONDAY, PDF, inbox_at, letter

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


@pytest.fixture
def box(tmp_path):
    """An inbox that was read, with a case in it."""
    box = inbox_at(tmp_path / "inbox")
    registries.use_mailbox(box)
    box.deliver(letter(files={"CV.pdf": PDF}))
    incoming.read(mailbox=box, at=MONDAY)
    yield box
    registries.use_mailbox(None)


def found(at=MONDAY) -> set[str]:
    checks = (proved.questions_overdue, proved.inbox_unread, proved.mails_untold, proved.files_nobody_took)
    return {check.__name__ for check in checks if list(check(at))}


@pytest.mark.promise("P5")
@pytest.mark.promise("P63")
def test_what_is_broken_is_found(box):
    whole = found()
    late = found(MONDAY + 40 * DAY)
    Collection.objects.all().delete()
    untold = found()
    CaseFileFactory(case=InboxCase.objects.get(), received_at=MONDAY - 40 * DAY)
    InboxReading.objects.update(left=1)

    assert (whole, late, untold) == (
        set(), {"questions_overdue", "inbox_unread", "files_nobody_took"}, {"mails_untold"},
    )  # fmt: skip
    assert found() == {"mails_untold", "files_nobody_took", "inbox_unread"}

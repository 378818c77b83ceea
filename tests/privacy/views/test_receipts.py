import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from fremrykk.accounts.models import User
from privacy.actions import erasure
from privacy.choices import ErasureCause
from privacy.queries import receipts
from tests import workspace
from tests.factories import NOW, CandidateFactory, ConsentEventFactory

pytestmark = pytest.mark.django_db

OTHER_RING = ["k2:" + base64.b64encode(bytes(range(32))).decode()]


@pytest.fixture
def event():
    candidate = CandidateFactory(account__email="kari@example.test", first_name="Spindelnes")
    return ConsentEventFactory(subject_uuid=candidate.subject_id, language="nb", at=NOW)


@pytest.fixture
def written(event) -> str:
    return json.dumps(receipts.receipt(event), indent=2, ensure_ascii=False)


@pytest.fixture
def anybody() -> Client:
    return Client(headers={"accept-language": "en"})


def changed(written: str, **parts) -> str:
    return json.dumps(json.loads(written) | parts)


def with_proof(written: str, **parts) -> str:
    return changed(written, proof=json.loads(written)["proof"] | parts)


def test_it_says_what_was_consented_to_and_names_nobody(event, written):
    receipt = json.loads(written)

    assert receipt["notice"]["text"] == event.notice.text_nb
    assert (receipt["event"]["type"], receipt["event"]["time"]) == ("given", NOW.isoformat())
    assert [written.count(word) for word in ("kari@example.test", "Spindelnes")] == [0, 0]


def test_it_is_ours_after_the_person_is_erased(event, written, django_assert_num_queries):
    erasure.erase_person(subject_id=event.subject_uuid, cause=ErasureCause.PERSON, by=None, at=NOW)

    with django_assert_num_queries(0):
        assert receipts.check(written)["pii_principal_id"] == str(event.subject_uuid)


def test_it_stays_ours_however_it_is_written(written):
    tight = json.dumps(json.loads(written), sort_keys=True, separators=(",", ":"))

    assert receipts.check(tight) == receipts.check(written)


def test_anybody_can_check_it_without_us(written):
    body = json.loads(written)
    proof = body.pop("proof")
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(receipts.public_keys()[proof["key"]]))

    as_told = json.dumps(body, sort_keys=True, ensure_ascii=True, separators=(",", ":")).encode()

    key.verify(base64.b64decode(proof["signature"]), as_told)


def test_a_receipt_outlives_the_turn_of_the_keys(settings, written):
    settings.FIELD_KEYS = [*OTHER_RING, *settings.FIELD_KEYS]

    assert receipts.check(written)["event"]["type"] == "given"
    assert list(receipts.public_keys()) == ["k2", *[each.partition(":")[0] for each in settings.FIELD_KEYS[1:]]]


@pytest.mark.parametrize(
    ("spoiled", "refusal"),
    [
        (lambda text: changed(text, purpose="everything"), receipts.NotGenuine),
        (lambda text: changed(text, more="words"), receipts.NotGenuine),
        (lambda text: with_proof(text, signature="AAAA"), receipts.NotGenuine),
        (lambda text: with_proof(text, signature="not base64"), receipts.NotGenuine),
        (lambda text: with_proof(text, key="k9"), receipts.KeyUnknown),
        (lambda text: with_proof(text, type="none"), receipts.NotAReceipt),
        (lambda text: with_proof(text, key=["k1"]), receipts.NotAReceipt),
        (lambda text: changed(text, proof=None), receipts.NotAReceipt),
        (lambda text: changed(text, event=[]), receipts.NotAReceipt),
        (lambda text: text[:-5], receipts.NotAReceipt),
        (lambda text: "[]", receipts.NotAReceipt),
        (lambda text: "7", receipts.NotAReceipt),
        (lambda text: "9" * 5000, receipts.NotAReceipt),
        (lambda text: "[" * 60_000, receipts.NotAReceipt),
        (lambda text: " " * 70_000, receipts.NotAReceipt),
    ],
)
def test_what_was_changed_is_found_out(written, spoiled, refusal):
    with pytest.raises(refusal):
        receipts.check(spoiled(written))


def test_the_page_says_which_it_is(anybody, written):
    page = reverse("check_receipt")
    upload = SimpleUploadedFile("kvittering.json", b"\xef\xbb\xbf" + written.encode())

    genuine = [anybody.post(page, {"text": written}), anybody.post(page, {"file": upload})]
    forged = anybody.post(page, {"text": changed(written, purpose="everything")})

    assert [each.context["genuine"]["event"]["type"] for each in genuine] == ["given"] * 2
    assert str(forged.context["refusal"]).startswith("This receipt is not genuine")


@pytest.mark.parametrize(
    "given",
    [
        {}, {"text": ""}, {"text": "x" * 70_000},
        {"file": SimpleUploadedFile("x.json", b"")},
        {"text": "{}", "file": SimpleUploadedFile("x.json", b"{}")},
    ],
)  # fmt: skip
def test_what_is_missing_or_too_much_is_said(anybody, given):
    response = anybody.post(reverse("check_receipt"), given)

    assert (response.status_code, len(response.context["form"].errors)) == (200, 1)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"%PDF-1.7", b"[" * 70_000, b"\xed\xa0\x80"])
def test_any_file_gets_a_sentence(anybody, content):
    response = anybody.post(reverse("check_receipt"), {"file": SimpleUploadedFile("x.json", content)})

    assert str(response.context["refusal"]).startswith("This is not a receipt.")


def test_the_person_gets_a_receipt_for_each_word(client, event):
    stranger = ConsentEventFactory(at=NOW)
    workspace.log_in(client, User.objects.get(subject=event.subject_uuid))

    own, other = (client.get(reverse("consent_receipt", args=[each.pk])) for each in (event, stranger))

    assert (own.status_code, other.status_code) == (200, 404)
    assert own.headers["Content-Disposition"] == f'attachment; filename="fremrykk-given-{event.pk}.json"'
    assert receipts.check(own.content.decode())["receipt_id"] == str(event.pk)

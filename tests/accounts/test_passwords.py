import gzip
import re
import time
from contextlib import suppress
from itertools import islice

import pytest
from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator, validate_password
from django.core.exceptions import ValidationError

from fremrykk.accounts.models import User
from fremrykk.accounts.queries import setup_link

REFUSED = [
    "short", "elevenchars", "passwordpassword", "123456789012", "qwertyuiop123", "aaaaaaaaaaaa", "Fremrykk2026!",
    "fremrykk-fremrykk", "FREMRYKK12345", "bemanning2026", "Velkommen2026!", "passord123456", "Sommer2026!!",
    "rekruttering1", "ola.nordmann1", "Ola Nordmann!", "oslo-fremrykk-1", "iloveyou1234", "administrator",
    "kandidatkandidat", "VinterNorge26", "",
]  # fmt: skip
ACCEPTED = [
    "grønn-hest-batteri-stift", "correct horse battery", "tolv tegn er nok", "blåbærsyltetøy på vaffel",
    "7f!Qz&0pLmX%", "fremrykk er ikke hele passordet mitt", "ordene mine " * 8, "日本語のとても長い合言葉です",
]  # fmt: skip


def judge(password: str) -> None:
    validate_password(password, User(email="ola.nordmann@example.test", name="Ola Nordmann"))


@pytest.mark.parametrize("password", REFUSED)
@pytest.mark.asvs("AUT-01")
def test_a_guessable_password_is_refused(password):
    with pytest.raises(ValidationError):
        judge(password)


@pytest.mark.parametrize("password", ACCEPTED)
@pytest.mark.asvs("AUT-01")
def test_a_long_password_of_any_signs_is_accepted(password):
    judge(password)


@pytest.mark.asvs("AUT-01")
def test_none_of_the_three_thousand_most_common_is_taken_also_with_digits_hung_on():
    with gzip.open(str(CommonPasswordValidator().DEFAULT_PASSWORD_LIST_PATH), "rt") as listed:
        common = [line.strip() for line in islice(listed, 3000)]

    taken = []
    for password in (*common, *(f"{each}20262026!" for each in common)):
        with suppress(ValidationError):
            validate_password(password)
            taken.append(password)

    assert (taken, len(common)) == ([], 3000)


@pytest.mark.parametrize("core", ["a", "ordene mine er fire", "passord"])
def test_a_password_as_long_as_a_book_is_judged_at_once(core):
    began = time.process_time()

    with suppress(ValidationError):
        judge("12345" * 20_000 + core + "67890" * 20_000)

    assert time.process_time() - began < 1


@pytest.mark.asvs("AUT-01")
@pytest.mark.django_db
@pytest.mark.parametrize(
    "password",
    ["  tolv tegn, med luft foran  ", "blåbær og x7 " * 12, "Zażółć gęślą jaźń 🐎", "\ttabulator er et tegn"],
)
def test_a_password_is_kept_as_it_was_typed_to_its_last_sign(client, logins, password):
    """Not cut, not trimmed, not folded: what was set logs in, and what is nearly it does not."""
    user = logins.make_staff("ny@example.test")
    form = client.get(setup_link(user).removeprefix(settings.SITE_URL)).url
    client.post(form, {"password1": password, "password2": password})

    nearly = logins.enter_password(client, user.email, password[:-1])
    right = logins.enter_password(client, user.email, password)

    assert (nearly.status_code, right.url) == (200, "/admin/")


@pytest.mark.asvs("AUT-01")
@pytest.mark.django_db
@pytest.mark.parametrize("password", REFUSED)
def test_the_link_that_sets_a_password_refuses_the_same(client, logins, password):
    user = logins.make_staff("ola.nordmann@example.test")
    before = user.password
    form = client.get(setup_link(user).removeprefix(settings.SITE_URL)).url

    answer = client.post(form, {"password1": password, "password2": password})

    user.refresh_from_db()
    assert (answer.status_code, user.password) == (200, before)


@pytest.mark.django_db
def test_whoever_was_invited_is_led_from_the_password_to_the_login_of_the_workspace(client, logins):
    user = logins.make_staff("ny@example.test")
    link = setup_link(user).removeprefix(settings.SITE_URL)
    form = client.get(link).url

    asked = client.get(form).content.decode()
    done = client.post(form, {"password1": ACCEPTED[0], "password2": ACCEPTED[0]}, follow=True).content.decode()
    used = client.get(link, follow=True).content.decode()

    headings = [re.search(r"<h1>(.*?)</h1>", page)[1] for page in (asked, done, used)]
    assert headings == ["Velg et passord", "Nå kan du logge inn", "Denne lenken virker ikke lenger"]
    assert re.findall(r'<a class="button" href="([^"]+)"', done) == ["/admin/"]
    assert re.findall(r'<a class="button" href="([^"]+)"', used) == ["/konto/password/reset/"]

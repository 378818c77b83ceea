import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from fremrykk.accounts.models import User

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
def test_a_guessable_password_is_refused(password):
    with pytest.raises(ValidationError):
        judge(password)


@pytest.mark.parametrize("password", ACCEPTED)
def test_a_long_password_of_any_signs_is_accepted(password):
    judge(password)

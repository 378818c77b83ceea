"""A text somebody wrote says its language where that is not the page's."""

import time

import pytest
from django.utils.translation import override

from privacy.templatetags.telling import in_its_language


@pytest.mark.parametrize(
    ("page", "text", "said"),
    [
        ("en", "Lag varm mat til 70 sultne håndverkere.", ' lang="nb"'),
        ("en", "<p>Du får <b>faste</b> brukere</p>", ' lang="nb"'),
        ("nb", "Cook for 70 people with the best of crews.", ' lang="en"'),
        ("nb", "Lag varm mat til 70 sultne håndverkere.", ""),
        ("en", "Cook for 70 people with the best of crews.", ""),
        ("en", "Kokk", ""),
        ("en", "The law says: ikke", ""),
        ("nb", "To IT-utviklere, be om attest", ""),
        ("en", None, ""),
    ],
)
def test_a_text_says_its_language_where_it_is_plain_and_another_than_the_page_s(page, text, said):
    with override(page):
        assert in_its_language(text) == said


@pytest.mark.parametrize("text", ["<" * 200_000, "<og " * 50_000, "<" + "p" * 199_999], ids=["open", "words", "one"])
def test_the_text_of_a_strangers_file_is_looked_through_once(text):
    began = time.process_time()

    with override("en"):
        assert in_its_language(text) == (' lang="nb"' if "og" in text else "")
    assert time.process_time() - began < 1

"""The table of occupations, whole, and the field that takes nothing else."""

from collections import Counter

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from clients.forms.occupations import OccupationField
from clients.queries import occupations


def test_the_table_is_whole_each_code_once_and_named_in_both_languages():
    codes = [line.partition(";")[0] for line in occupations.FILE.read_text(encoding="utf-8").splitlines()[1:]]

    assert len(codes) == len(set(codes)) == 407
    assert all(len(code) == 4 and code.isdigit() for code in codes)
    # As many as Statistics Norway's own list has, and NAV's map of it, group by group.
    assert Counter(code[0] for code in codes) == {
        "0": 4, "1": 30, "2": 92, "3": 76, "4": 26, "5": 38, "6": 13, "7": 61, "8": 39, "9": 28,
    }  # fmt: skip
    assert all(
        each.nb.strip() == each.nb != "" and each.en.strip() == each.en != "" for each in occupations.table().values()
    )
    assert set(occupations.MAJOR_GROUPS) == {code[0] for code in codes}


def test_a_name_is_said_in_the_readers_language_and_an_unknown_code_has_none():
    with translation.override("nb"):
        mine = occupations.name("2223")
    with translation.override("en"):
        theirs = occupations.name("7411")

    assert (mine, theirs, occupations.name("2223", "en")) == (
        "Sykepleiere", "Building and related electricians", "Nurses",
    )  # fmt: skip
    assert (occupations.name("9999"), occupations.name("")) == ("", "")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("2223", "2223"), ("2223 Sykepleiere", "2223"), ("  sykepleiere ", "2223"), ("Nurses", "2223"), ("", ""),
        ("0310", "0310"),
    ],
)  # fmt: skip
def test_the_field_takes_a_code_or_a_whole_title(typed, code):
    assert OccupationField().clean(typed) == code


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("9999", "STYRK-08 has no such occupation. Choose one from the list."),
        ("romvesen", "STYRK-08 has no such occupation. Choose one from the list."),
        (
            "sykepleier",
            "STYRK-08 has no such occupation. Choose one from the list. Perhaps: 2221 Specialist nurses, 2223 Nurses",
        ),
        ("2223333", "STYRK-08 has no such occupation. Choose one from the list."),
    ],
)
def test_the_field_guesses_nothing(typed, sentence):
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        OccupationField().clean(typed)

    assert refused.value.messages == [sentence]


def test_the_list_is_there_without_a_script():
    with translation.override("nb"):
        html = OccupationField().widget.render("occupation", "2223", {"id": "id_occupation"})

    assert 'value="2223 Sykepleiere"' in html
    assert 'list="id_occupation_list"' in html
    assert html.count("<option") == 407

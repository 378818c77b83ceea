import datetime
import json

import pytest

from candidates.queries import resumes


def read(**sections):
    return resumes.read(json.dumps(sections).encode())


def test_what_has_a_place_is_taken_and_the_rest_is_named():
    found = read(
        basics={"name": "Kari Anne Nordmann", "image": "https://x.test/me.png", "location": {"city": "Ås"}},
        skills=[{"name": "Excel", "keywords": ["Pivot", "excel", 3]}, "not a row"],
        certificates=[{"name": "Truckfører", "validUntil": "2027-02"}, {"name": "vitnemål.pdf", "date": "2020-01-01"}],
        languages=[
            {"language": "Norsk", "fluency": "Morsmål"},
            {"language": "English", "fluency": "B2"},
            {"language": "Klingon", "fluency": "C1"},
        ],
        work=[
            {"name": "Sykehuset"},
            {
                "company": "Kjøkkenet",
                "position": "Kokk",
                "startDate": "2019-08-01",
                "endDate": "2021",
                "highlights": ["Fisk"],
            },
            {"name": "Kaia", "position": "Vakt", "startDate": "2022", "endDate": "2021"},
        ],
        education=[{"institution": "Skolen", "area": "Mat", "studyType": "Fagbrev", "startDate": "2015-00"}],
        references=[{"name": "Ola Hansen", "reference": "Flink"}],
    )

    assert (found.names, found.place) == (("Kari Anne", "Nordmann"), "Ås")
    assert found.skills == ("Excel", "Pivot")
    assert found.certificates == (("Truckfører", datetime.date(2027, 2, 28)),)
    assert found.languages == (("no", 7), ("en", 4))
    period = {"from_year": 2019, "from_month": 8, "to_year": 2021, "to_month": None}
    assert found.rows["work"] == ({"employer": "Kjøkkenet", "title": "Kokk", "description": "Fisk"} | period,)
    assert [(row["subject"], row["from_year"], row["to_year"]) for row in found.rows["education"]] == [
        ("Fagbrev, Mat", 2015, None)
    ]
    assert found.left_out == ("references", "Klingon", "Sykehuset", "Vakt, Kaia")
    assert "Ola" not in repr(found)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("<script>alert(1)</script>Excel", "Excel"),
        ("<img src=x onerror=alert(1)>Word", "Word"),
        ("a\x00b\u202ec", "ab c"),
        ("Født 03851598730", ""),
        ("half \ud83d a letter", "half a letter"),
        ("&lt;Dev&gt; Excel", "Excel"),
        ("a &amp; b", "a & b"),
        ("x" + "&amp;" * 1 + "amp;" * 20, ""),
        ("x" * 500, "x" * 60),
        (["Excel"], ""),
    ],
)
def test_only_plain_words_come_in(name, kept):
    assert read(skills=[{"name": name}]).skills == ((kept,) if kept else ())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b"null",
        b'{"basics": NaN}',
        b'{"meta": {}}',
        b'{"basics": ' + b"[" * 100_000,
        b'{"basics": {"name": "' + b"x" * 1_000_000 + b'"}}',
        b'{"basics": ' + b"9" * 100_000 + b"}",
    ],
)
def test_what_is_no_resume_is_refused(content):
    with pytest.raises(resumes.Unreadable):
        resumes.read(content)


@pytest.mark.parametrize("value", [None, 3, [], {}, "x", [[]], [{"name": {}}]])
def test_a_section_that_is_not_what_it_should_be_gives_nothing(value):
    found = read(skills=value, languages=value, certificates=value, basics=value, work=value, education=value)

    assert found == resumes.Understood()


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2027", (2027, 12, 31)),
        ("2028-02", (2028, 2, 29)),
        ("2027-05-06", (2027, 5, 6)),
        ("2027-13", None),
        ("soon", None),
    ],
)
def test_a_partial_date_lasts_as_long_as_it_may(written, day):
    assert resumes.last_day(written) == (datetime.date(*day) if day else None)


def test_a_year_is_taken_as_far_ahead_as_the_form_takes_it(time_machine):
    time_machine.move_to("2026-11-23")
    job = {"name": "Kjøkkenet", "position": "Kokk"}

    found = read(
        work=[
            job | {"startDate": "2020", "endDate": "2099"}, job | {"startDate": "2020", "endDate": "2036"},
            job | {"startDate": "2031"},
        ]
    )  # fmt: skip

    assert [(row["from_year"], row["to_year"]) for row in found.rows["work"]] == [(2020, None), (2020, 2036)]
    assert found.left_out == ("Kokk, Kjøkkenet",)


def test_what_is_carried_in_a_form_is_read_as_what_it_was():
    found = read(
        basics={"location": {"city": "Ås"}},
        skills=[{"name": "Excel"}],
        certificates=[{"name": "Truckfører", "validUntil": "2027-02"}, {"name": "Hygiene"}],
        languages=[{"language": "no", "fluency": "native"}, {"language": "en", "fluency": "B2"}],
        work=[
            {"name": "Kjøkkenet", "position": "Kokk", "startDate": "2019-08", "summary": "Fisk\n<b>Vilt</b>"},
            {"name": "A &amp; B", "position": "&lt;b&gt;Vakt", "startDate": "2018"},
        ],
        education=[{"institution": "Skolen", "studyType": "Fagbrev", "startDate": "2015", "endDate": "2019"}],
    )

    assert resumes.read(resumes.carried(found).encode()) == found

"""Everything NAV refuses in an ad is found before it leaves, with a sentence."""

import copy

import pytest

from clients.queries import nav_format

GOOD = {
    "reference": "5b0c3a9e-7a1f-4c57-9f57-0d8e7f0f3c11",
    "positions": 1,
    "title": "Sykepleier",
    "adText": "<p>Velkommen.</p>",
    "published": "2026-11-02T09:00:00",
    "expires": "2026-12-24T23:59:59",
    "privacy": "SHOW_ALL",
    "employer": {"businessName": "Fjellvik Omsorg", "orgnr": "311200518"},
    "locationList": [{"postalCode": "5003", "municipal": "BERGEN", "county": "VESTLAND", "country": "NORGE"}],
    "contactList": [{"name": "Ola Nordmann", "email": "ola@fremrykk.example.test", "phone": "+47 400 00 000"}],
    "categoryList": [{"code": "2223", "categoryType": "STYRK08", "name": "Sykepleiere"}],
    "properties": {
        "engagementtype": "Fast", "extent": "Heltid", "applicationdue": "24.12.2026", "sector": "Privat",
        "applicationurl": "https://www.example.test/stillinger/sykepleier/", "workday": '["Ukedager", "Lørdag"]',
    },
}  # fmt: skip


def changed(place, value):
    ad = copy.deepcopy(GOOD)
    *way, last = place
    row = ad
    for step in way:
        row = row[step]
    if value is None:
        del row[last]
    else:
        row[last] = value
    return ad


def test_a_whole_ad_has_no_problem():
    assert nav_format.problems(GOOD) == []


@pytest.mark.parametrize(
    ("place", "value", "found"),
    [
        (["reference"], "x" * 255, "reference"), (["reference"], "", "reference"),
        (["positions"], 0, "positions"), (["positions"], True, "positions"), (["positions"], None, "positions"),
        (["title"], "x" * 512, "title"), (["title"], "  ", "title"),
        (["adText"], "<p onclick='x()'>Hei</p>", "adText"), (["adText"], "<script>x</script>", "adText"), (["adText"], "", "adText"),
        (["privacy"], "INTERNAL_NOT_SHOWN", "privacy"),
        (["published"], "2026-11-02T09:00:00+01:00", "published"), (["published"], "2026-11-02", "published"),
        (["expires"], "2026-11-01T09:00:00", "expires"), (["expires"], None, "expires"),
        (["employer", "orgnr"], "989012089", "employer.orgnr"), (["employer", "orgnr"], None, "employer.orgnr"),
        (["employer", "businessName"], "", "employer.businessName"),
        (["locationList", 0, "postalCode"], "503", "locationList.postalCode"),
        (["locationList", 0, "municipal"], None, "locationList.municipal"),
        (["locationList", 0, "county"], "", "locationList.county"),
        (["locationList"], GOOD["locationList"] * 4, "locationList"),
        (["contactList", 0, "phone"], "1" * 37, "contactList.phone"), (["contactList", 0, "email"], "ola", "contactList.email"),
        (["contactList", 0, "name"], "", "contactList.name"),
        (["categoryList"], GOOD["categoryList"] * 4, "categoryList"),
        (["categoryList", 0, "code"], "22", "categoryList.code"), (["categoryList", 0, "categoryType"], "SSYK", "categoryList.code"),
        (["properties", "engagementtype"], "Frilanser", "properties.engagementtype"),
        (["properties", "engagementtype"], "Selvstendig næringsdrivende", "properties.engagementtype"),
        (["properties", "engagementtype"], "fast", "properties.engagementtype"),
        (["properties", "engagementtype"], None, "properties.engagementtype"),
        (["properties", "extent"], "100 %", "properties.extent"), (["properties", "sector"], "Statlig", "properties.sector"),
        (["properties", "remote"], "Ja", "properties.remote"), (["properties", "jobarrangement"], "Dag", "properties.jobarrangement"),
        (["properties", "euresflagg"], "ja", "properties.euresflagg"),
        (["properties", "workday"], "Ukedager", "properties.workday"), (["properties", "workhours"], '["Morgen"]', "properties.workhours"),
        (["properties", "workLanguage"], '["Tysk"]', "properties.workLanguage"),
        (["properties", "applicationurl"], "http://www.example.test/x", "properties.applicationurl"),
        (["properties", "applicationurl"], "https://www.example.test/", "properties.applicationurl"),
        (["properties", "applicationurl"], None, "properties.applicationurl"),
        (["properties", "applicationdue"], "31.02.2026", "properties.applicationdue"),
        (["properties", "salary"], "500 000", "properties.salary"), (["properties", "jobpercentage"], "120", "properties.jobpercentage"),
        (["properties", "colour"], "blå", "properties.colour"),
    ],
)  # fmt: skip
def test_each_limit_and_closed_value_is_enforced(place, value, found):
    assert [each.place for each in nav_format.problems(changed(place, value))] == [found]


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (["reference"], "x" * 254), (["title"], "x" * 511), (["contactList"], []), (["categoryList"], []),
        (["properties", "applicationdue"], "Snarest"), (["properties", "applicationdue"], "2026-12-24T12:00:00"),
        (["locationList"], [{"country": "SVERIGE"}]),
    ],
)  # fmt: skip
def test_what_is_just_within_may_go(place, value):
    assert nav_format.problems(changed(place, value)) == []

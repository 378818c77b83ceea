"""What `make bench` says of the adviser's search: of searches that are the program's own, and as its figures are."""

from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.core.management import call_command

from bench import plot, report, search
from bench.inside import searching, shapes

pytestmark = pytest.mark.django_db
PEOPLE = 210
QUICK = {"program": [0.010] * 20, "bare": [0.010] * 20, "ilike": 1.0, "scans": 0, "found": [1] * 5}
OPENED = {"queries": 10, "seconds": [0.1] * 20}


@pytest.fixture(scope="module", autouse=True)
def seeded(made_once):
    searching._rows.cache_clear()
    call_command("seed_scale", "--candidates", str(PEOPLE))


def size(together=(0.1,) * 100, opened=OPENED, **shape):
    return search.Measured(search.GREAT, 1.0, {"a word": QUICK | shape}, {"candidates": opened}, list(together))


def test_each_shape_is_searched_by_the_programs_own_search_and_by_hand():
    reader = searching.advisers()[0]
    every = shapes.shapes(1, PEOPLE)

    asked = {name: many[:1] for name, many in every.items() if name in ("no hit", "one hit", "a very common word")}
    said = {name: searching._measured(reader, many, 1) for name, many in asked.items()}

    assert len(every) == 19
    assert [said[name]["found"] for name in asked][:2] == [[0], [1]]
    assert said["a very common word"]["found"][0] > 100
    assert {len(each[which]) for each in said.values() for which in ("program", "bare")} == {1}


def test_a_table_read_from_one_end_to_the_other_is_noticed_wherever_it_stands_in_the_plan():
    by_key = "SELECT id FROM candidates_candidate WHERE id = '99999999-9999-4999-8999-999999999999'"
    few = "SELECT count(*) FROM (SELECT text FROM candidates_document WHERE size % 2 = 0 LIMIT 9) AS few"
    whole = few.replace("% 2 = 0", "% 2 = 1")

    every = (["SET LOCAL enable_bitmapscan TO off", few], [whole], ["SET LOCAL enable_seqscan TO off", by_key])

    assert [searching._whole_tables(statements) for statements in every] == [0, 1, 0]


@pytest.mark.parametrize(
    ("slower", "status"),
    [
        ({}, 0),
        ({"program": [0.030] * 20}, 1),  # three times its own statements
        ({"scans": 1}, 1),
        ({"found": [1, -1]}, 1),
        ({"together": [0.1] * 90 + [0.5] * 10}, 1),
        ({"together": [0.1] * 98 + [3.0] * 2}, 1),
        ({"opened": OPENED | {"queries": 19}}, 1),
        ({"opened": OPENED | {"seconds": [0.5] * 20}}, 1),
    ],
)
def test_what_is_too_slow_or_reads_too_much_fails_the_run(slower, status):
    assert report.status(search.rows(size(**slower))) == status


def test_a_plot_is_a_picture_with_every_shape_in_it_and_no_name_on_another():
    series = {f"shape {each}": [(1000, 10), (100_000, 10 + each / 10)] for each in range(16)}

    picture = ElementTree.fromstring(plot.drawn("a < b", series))
    words = list(picture.iter("{http://www.w3.org/2000/svg}text"))
    names = sorted(float(each.get("y")) for each in words if (each.text or "").startswith("shape"))

    assert ("a < b" in [each.text for each in words], len(names)) == (True, 16)
    assert min(below - above for above, below in pairwise(names)) > 14.9


def test_ninety_five_of_a_hundred_is_nothing_that_was_not_measured():
    assert 0.9 * 5000 < search.p95([1, 2, 3, 4, 5]) <= 5000

"""No word of a request becomes part of a question to the database: neither what is asked, nor in which order, nor how."""

import ast
import re
from itertools import cycle, islice

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.urls import reverse

from fremrykk.accounts.choices import Role
from tests import site_world, source
from tests.workspace import sign_in

pytestmark = pytest.mark.asvs("INP-02")

ASKING = {
    "filter",
    "exclude",
    "get",
    "order_by",
    "values",
    "values_list",
    "annotate",
    "Q",
    "update",
    "create",
    "extra",
    "raw",
    "RawSQL",
}
FROM_OUTSIDE = re.compile(r"\b(GET|POST|COOKIES|headers|META|cleaned_data|query_params|body)\b")
# Only what a filter of the list offers; the rest is how Django, or who knows Django, would ask.
KEYS = {
    "subject__user__password__startswith": "p", "pk__in": "1,2", "id__gt": "0", "created_at__year": "2026",
    "_connector": "OR", "_negated": "1", "__class__": "x", "adviser__email__regex": "^a", "pk__isnull": "0",
    "password": "x", "nonsense": "1", "o__o": "1", "1=1": "1",
}  # fmt: skip
SQL = [
    "' OR 1=1 --", "1) OR (1=1", "zqx'; SELECT pg_sleep(9); --", "\\'; --", "$$zqx$$", "%' AND zqx LIKE '%",
    "-1 UNION SELECT zqx", 'zqx"--',
]  # fmt: skip
BROKEN = [
    "rows.filter(**request.GET.dict())", "rows.order_by(request.GET['o'])", "Q(**{request.POST['a']: 1})",
    "rows.update(**form.cleaned_data)",
]  # fmt: skip


def asked_with_names_from_outside(tree: ast.AST) -> list[int]:
    """Lines where a question is put together by names somebody sent: `filter(**request.GET)`, `order_by(request.GET[…])`."""
    found = []
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or getattr(call.func, "attr", getattr(call.func, "id", "")) not in ASKING:
            continue
        if isinstance(call.func, ast.Attribute) and FROM_OUTSIDE.search(ast.unparse(call.func.value).split("(")[0]):
            continue  # request.GET.get(…) reads, and asks nothing
        named = [keyword.value for keyword in call.keywords if keyword.arg is None]
        keys = [key for each in named if isinstance(each, ast.Dict) for key in each.keys if key is not None]
        whole = [each for each in named if not isinstance(each, ast.Dict)]
        placed = (
            call.args if getattr(call.func, "attr", "") in ("order_by", "values", "values_list", "extra", "raw") else []
        )
        found += [call.lineno for each in (*keys, *whole, *placed) if FROM_OUTSIDE.search(ast.unparse(each))]
    return found


def test_no_name_from_outside_is_part_of_a_question():
    found = [
        (source.name(path), line)
        for path in source.modules()
        for line in asked_with_names_from_outside(source.tree(path))
    ]

    assert found == []
    assert [asked_with_names_from_outside(ast.parse(each)) for each in BROKEN] == [[1]] * 4
    assert (
        asked_with_names_from_outside(ast.parse("rows.filter(name=request.GET.get('q'), **{path: request.GET['x']})"))
        == []
    )


@pytest.mark.django_db
def test_a_list_of_the_workspace_refuses_what_none_of_its_filters_asks(client, settings):
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"BACKEND": "tests.doors.NothingDrawn"}]
    sign_in(client, *Role.values)
    lists = [
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") for model in admin.site._registry
    ]
    open_lists = [each for each in lists if client.get(each).status_code == 200]

    keys = cycle(KEYS.items())
    refused = {
        (each, *asked): client.get(each, dict([asked])).status_code for each in open_lists for asked in islice(keys, 3)
    }

    assert len(open_lists) > 60
    assert {asked: status for asked, status in refused.items() if status != 400} == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/stillinger/", "/stillinger/feed.atom", "/", "/personvern/", "/personvern/kvittering/"]
)
def test_words_for_a_database_stay_values(path):
    site_world.make()
    texts: list[str] = []

    def noted(execute, sql, params, many, context):
        texts.append(str(sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(noted):
        names = ("q", "sted", "sort", "o", "side", "page", "omfang", "dag", "versjon", "kampanje", "kode")
        answers = [Client().get(path, dict.fromkeys(names, said)).status_code for said in SQL]

    assert [status for status in answers if status not in (200, 302, 400, 404)] == []
    assert [text for text in texts if "zqx" in text or "1=1" in text] == []
    assert len(texts) > 5

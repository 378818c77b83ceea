"""What one person's own pages take is that person's alone: each address with a number, sent to by another who is signed in
(P57, P58). The addresses come from the resolver, so that a new page is in it."""

import pytest
from django.apps import apps
from django.core.cache import cache

from tests.doors import OF, Door, World

pytestmark = [
    pytest.mark.django_db, pytest.mark.promise("P57"), pytest.mark.promise("P58"), pytest.mark.promise("P20"),
]  # fmt: skip
PLACES = ("/min-side/", "/personvern/kopi/", "/personvern/mottakere/", "/dokument/")
TYPED = {  # enough for each form to be in order
    "answer": "interested", "understood": "on", "has_read": "on", "name": "Ny", "email": "ny@example.test", "role": "other",
    "position": "Sjef", "phone": "", "none": "1", "message": "Hei",
}  # fmt: skip
REFUSED = {"another": (404, 405), "nobody": (302, 405)}  # 405: a page that is only read; 302: to the login


def own_doors(world: World) -> list[Door]:
    """Those of a row; a word in an address (`=word`) is nobody's."""
    rows = {name for name, what in OF.items() if any(not each.startswith("=") for each in what)}
    return [door for door in world.doors() if door.address.startswith(PLACES) and door.name in rows]


def everything() -> dict[str, list[object]]:
    """Each row of our own models, but the sessions and the trail of logging in."""
    ours = [
        each
        for each in apps.get_models()
        if each.__module__.split(".")[0] in {"candidates", "clients", "privacy", "fremrykk"}
    ]
    return {each._meta.label: list(each._base_manager.order_by("pk").values()) for each in ours}


@pytest.mark.parametrize("who", ["another", "nobody"])
def test_nothing_sent_to_anothers_row_is_taken(who):
    world = World()
    doors = own_doors(world)
    before = everything()

    said = {}
    for door in doors:
        cache.clear()
        said[door.name] = world.clients[who].post(door.address, TYPED)

    assert len(said) >= 20
    shown = {name: response.status_code for name, response in said.items()}
    assert {name: code for name, code in shown.items() if code not in REFUSED[who]} == {}
    assert everything() == before

"""More that people do in the machine: companies ask us for help, candidates want to hear of new positions."""

from candidates.actions import alerts
from candidates.models import Candidate, JobAlert
from clients.actions import enquiries
from clients.models import Enquiry
from tests.privacy.machine.history import ALERT, ASKED, Row
from tests.privacy.machine.model import Person
from tests.privacy.machine.world import World, chosen


def enquiry(world: World) -> None:
    person = world.newcomer()
    said = {
        "company_name": "Fjellvik Bygg AS", "org_number": "", "kind": "recruitment", "needs": person.email, "headcount": 1,
        "wanted_from": "", "name": max(person.marks), "email": person.email, "phone": min(person.marks), "language": "nb",
    }  # fmt: skip
    made = enquiries.receive(by=None, at=world.now, **said)
    world.registered(made.subject_id, person, Row((ASKED, str(made.pk)), "enquiry"))


def end_enquiry(world: World, number: int) -> None:
    """Nothing comes of it."""
    asked = [row for each in world.model.people.values() for row in each.of_kind("enquiry") if row.key[0] == ASKED]
    if row := chosen([row for row in asked if row.since is None], number):
        about = {"enquiry": Enquiry.objects.get(pk=row.key[1]), "outcome": "no_need", "reason": "Trenger ingen."}
        enquiries.close(by=world.agency.adviser, at=world.now, **about)
        row.since = world.now


def save_alert(world: World, person: Person) -> None:
    world.count += 1
    candidate = Candidate.objects.get(pk=person.profile.key[1])
    search = {"q": f"ord{world.count}", "frequency": "daily"}
    made = alerts.save(
        candidate=candidate, has_agreed=True, language="nb", by=world.user(person), at=world.now, **search
    )
    person.rows.append(Row((ALERT, str(made.pk)), "alert"))
    world.active(person)


def stop_alert(world: World, person: Person) -> None:
    """The last one takes the consent with it."""
    if theirs := person.of_kind("alert"):
        alerts.stop(alert=JobAlert.objects.get(pk=theirs[0].key[1]), by=world.user(person), at=world.now)
        if len(theirs) > 1:
            world.note("rows_erased", person.number, frozenset([theirs[0].key]))
        else:
            world.note("alerts_stopped", person.number)

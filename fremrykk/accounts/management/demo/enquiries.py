"""The demo's companies that asked for help, and a contact person who follows an order with a colleague."""

import datetime

from clients.actions import enquiries, readers
from clients.models import JobAd
from fremrykk.accounts.actions import users
from fremrykk.accounts.models import User

WAITING = enquiries.Asked(
    company_name="Havnekafeen AS", org_number="310000035", kind="staffing", headcount=3, wanted_from="1. mars",
    needs="Vi åpner et nytt sted ved kaia og trenger kokk og to servitører gjennom sommeren.", name="Selma Brekke",
    email="selma.brekke@example.test", phone="", language="nb",
)  # fmt: skip
ANSWERED = enquiries.Asked(
    company_name="Brattlia Barnehage", org_number="", kind="recruitment", headcount=1, wanted_from="snarest",
    needs="En pedagogisk leder i full stilling.", name="Even Dahl", email="even.dahl@example.test", phone="", language="nb",
)  # fmt: skip
COLLEAGUE = ("Ingrid Moen", "ingrid.moen@example.test")


def make(*, adviser: User, ads: dict[str, JobAd], now: datetime.datetime) -> None:
    enquiries.receive(by=None, at=now, **WAITING)
    answered = enquiries.receive(by=None, at=now - datetime.timedelta(days=4), **ANSWERED)
    enquiries.answer(
        enquiry=answered, answer="Takk for sist! Jeg ringer deg i ettermiddag.", by=adviser,
        at=now - datetime.timedelta(days=2),
    )  # fmt: skip
    _let_in(ads["sykepleier"], adviser, now - datetime.timedelta(days=20))


def _let_in(ad: JobAd, adviser: User, at: datetime.datetime) -> None:
    """The client's contact person follows the order, has logged in once, and has invited a colleague."""
    contact = ad.order.company.contacts.get()
    readers.grant(contact=contact, order=ad.order, by=adviser, at=at)
    users.open_for_contact(email=contact.email, at=at)
    account = User.objects.get(subject=contact.subject_id)
    account.emailaddress_set.update(verified=True)
    name, email = COLLEAGUE
    readers.invite(order=ad.order, name=name, email=email, by=account, at=at)

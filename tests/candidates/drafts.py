"""A draft of a presentation as the tests begin with it."""

from candidates.models import Presentation
from tests.factories import (
    ApplicationFactory,
    ClientContactFactory,
    DocumentFactory,
    PresentationFactory,
    PresentationItemFactory,
    PresentationReaderFactory,
    RecipientFactory,
)


def put_together(*, stage: str = "new", **contact_person: object) -> Presentation:
    """A draft with one candidate in it who applied for the order, a CV, and a contact person who may read it."""
    contact = ClientContactFactory(**contact_person)
    whole = PresentationFactory(job_order__company=contact.company)
    PresentationReaderFactory(contact=contact, presentation=whole)
    RecipientFactory(company_uuid=whole.job_order.company_id, kind="client", contact_address="")
    document = DocumentFactory(candidate__first_name="Kari", candidate__last_name="Nordmann")
    given = {"candidate": document.candidate, "job_ad": None, "job_order": whole.job_order, "origin": "applied"}
    ApplicationFactory(**given, stage=stage)
    PresentationItemFactory(presentation=whole, candidate=document.candidate)
    PresentationItemFactory(presentation=whole, candidate=document.candidate, document=document)
    return whole

"""Where data came from (GDPR art. 15(1)(g)): as an app says of the row, else as is usual for their kind."""

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from privacy import registries
from privacy.choices import Category

USUAL = {
    Category.IDENTITY: _("You"),
    Category.CONTACT: _("You"),
    Category.APPLICATION: _("You, and those here who worked with your application"),
    Category.DOCUMENT: _("You; its text and number are read from the file"),
    Category.CORRESPONDENCE: _("You, and what we wrote to you"),
    Category.ACCOUNT: _("Your use of the site"),
    Category.HISTORY: _("Written down here when it was done"),
    Category.CLIENT: _("You, or the company you work for"),
    Category.RIGHTS: _("What you asked for, and what we did about it"),
    Category.EMPLOYMENT: _("You, and what we agreed with you"),
    Category.CHECK: _("What you showed us, and what we were told of it"),
}
FROM_THE_PERSON = (Category.IDENTITY, Category.CONTACT, Category.APPLICATION, Category.DOCUMENT, Category.CLIENT)


def source_of(row: Model, category: str) -> str:
    """What an app says of the row holds for what usually comes from the person; the rest was always made here."""
    say = registries.sources_of_rows.get(row._meta.label)
    if say and category in FROM_THE_PERSON and (said := say(row)):
        return said
    return str(USUAL[Category(category)]) if category in Category.values else str(USUAL[Category.HISTORY])

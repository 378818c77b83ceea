"""How clients stand in Enhetsregisteret, said wherever one of them is shown."""

from django.core.exceptions import ObjectDoesNotExist
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clients.models import ClientCompany, RegisterEntry
from privacy.admin import show
from privacy.admin.show import Panel

Text = str | Promise


def entry_of(company: ClientCompany) -> RegisterEntry | None:
    """No query where the row was selected with it."""
    try:
        return company.register
    except ObjectDoesNotExist:
        return None


def troubles(company: ClientCompany) -> list[Text]:
    """What speaks against working for it; empty where nothing does."""
    entry = entry_of(company)
    if entry is None:
        return []
    known = (
        (entry.is_bankrupt, _("bankrupt")),
        (entry.is_dissolving, _("being dissolved")),
        (entry.deleted_on, _("deleted from the register")),
    )
    return [words for is_so, words in known if is_so]


def named(company: ClientCompany) -> str:
    """The name, with a mark for each trouble."""
    return show.with_tags(company.name, [show.tag(words, "danger") for words in troubles(company)])


def panel(company: ClientCompany) -> Panel:
    """What the register says, and since when."""
    entry = entry_of(company)
    heads = (_("organisation form"), _("address"), _("state"), _("looked up"))
    rows = []
    if entry:
        against = [show.tag(words, "danger") for words in troubles(company)]
        state = show.with_tags("", against or [show.tag(_("nothing against it"), "success")])
        rows = [(entry.form or show.NOTHING, entry.address or show.NOTHING, state, show.day(entry.looked_up_at))]
    return Panel(_("Enhetsregisteret"), heads, rows, _("Not looked up yet."))

"""Who signed for clients, as the engine asks for them."""

from django.utils.translation import gettext

from clients.models import Agreement, Signatory


def names_of_signatures(pks: list[str]) -> dict[str, str]:
    """What a signature is to its person."""
    rows = Signatory.objects.filter(pk__in=pks).select_related("agreement__company")
    return {str(row.pk): _name(row.agreement) for row in rows}


def _name(agreement: Agreement) -> str:
    return gettext("Your name and position in an agreement you signed: %(agreement)s") % {"agreement": agreement}

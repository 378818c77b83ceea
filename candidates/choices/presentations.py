"""Closed lists about what a client is shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ItemKind(models.TextChoices):
    """What of a candidate a presentation shows. Some wait for what they are made of (the guards)."""

    INTRODUCTION = "introduction", _("what we write about the candidate")
    DOCUMENT = "document", _("a document as the candidate gave it")
    CLIENT_COPY = "client_copy", _("a client copy of a document")
    REFERENCE = "reference", _("what a referee said")
    TEST = "test", _("a test result with its explanation")
    CHECK = "check", _("that a check was made, and its outcome")


class ClientAnswer(models.TextChoices):
    """What a client says to a candidate it was shown."""

    INTERESTED = "interested", pgettext_lazy("client", "interested: we want to meet")
    NO = "no", pgettext_lazy("client", "no, thank you")
    QUESTION = "question", pgettext_lazy("client", "we have a question")


class Refusal(models.TextChoices):
    """Why the database does not let a presentation out, as a sentence with what to do next. The codes are its own."""

    ORDER_NOT_OPEN = "order_not_open", _("The order is not open. Open it first; a closed order shows nobody any more.")
    NO_CLIENT_STATEMENT = (
        "no_client_statement",
        _("The client's own privacy statement is not known. Write its address on the client's page first."),
    )
    NOT_A_RECIPIENT = (
        "not_a_recipient",
        _("The client is not in the register of recipients, or its time there is over."),
    )
    NO_READER = "no_reader", _("Nobody at the client can read it: choose a contact person who speaks for the client.")
    NOBODY = "nobody", _("Nobody is presented yet: add a candidate first.")
    TOO_LONG = "too_long", _("The last day must lie ahead, and ninety days from today at the most.")
    GONE = "gone", _("The candidate's data are erased.")
    RESTRICTED = "restricted", _("The candidate's data are set aside, and shown to nobody. Take the candidate out.")
    NOT_INFORMED = (
        "not_informed",
        _(
            "The candidate has not been told yet where we have the data from. Tell the candidate first (Sources of data)."
        ),
    )
    BLOCKED_EMPLOYER = (
        "blocked_employer",
        _("The candidate has blocked this employer, and is never presented to it. Take the candidate out."),
    )
    SAID_NO = "said_no", _("The candidate has said no to being presented for this order. Take the candidate out.")
    WAITS = "waits", _("The candidate has been asked and has not answered yet. Wait for the answer.")
    ASK_FIRST = "ask_first", _("The candidate wants to be asked first. Ask on the candidate's page; a yes opens this.")
    ONLY_ELSEWHERE = "only_elsewhere", _("The candidate is here for another position only. Take the candidate out.")
    NOT_ACKNOWLEDGED = (
        "not_acknowledged",
        _(
            "The candidate has not read yet what is shared with employers. A yes to your question, or an own application, says so."
        ),
    )
    NOT_SCANNED = "not_scanned", _("A document has not been found clean by the virus scanner. Wait, or take it out.")
    NOT_READ = (
        "not_read",
        _("The text of a document is not read yet, so nobody knows what stands in it. Wait a minute."),
    )
    HOLDS_NUMBER = (
        "holds_number",
        _("A national identity number stands in the document. Make a client copy without it, and add that instead."),
    )
    NAMES_SOMEBODY = (
        "names_somebody",
        _("An anonymous presentation shows no document as it is: the name stands in it. Take the document out."),
    )
    NOT_SEEN = (
        "not_seen",
        _(
            "The candidate has not seen this test result yet, and nobody outside is shown it before that. Ask the candidate to"
            " read it on My page, then add it."
        ),
    )
    OTHER_POSITION = (
        "other_position",
        _("This was written down for another position, and is shown for that one only. Choose one of this position."),
    )
    NO_STATEMENT = (
        "no_statement",
        _(
            "What this referee said cannot be shown: nothing is said yet, the candidate's go-ahead for this position does not"
            " stand, or the referee is out of it. Look at the reference's own page; if it is in the presentation already, take"
            " it out."
        ),
    )
    STATEMENT_NAMES = (
        "statement_names",
        _(
            "An anonymous presentation shows no referee's words: they name the candidate, and who the referee is tells the rest."
            " Leave the reference out, or begin a presentation with names."
        ),
    )
    NOT_THERE = "not_there", _("This cannot be shown yet: there is nothing of the kind to choose.")

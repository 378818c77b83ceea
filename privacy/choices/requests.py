"""Closed lists of requests about rights: which there are, how they come in, what may be answered."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class Right(models.TextChoices):
    """What a person may ask for (GDPR art. 7(3) and 15–21), and the questions that come through the same door."""

    ACCESS = "access", _("a copy of my data")
    RECTIFICATION = "rectification", _("correct or complete something")
    ERASURE = "erasure", _("delete my data")
    RESTRICTION = "restriction", _("store my data, but do not use them for now")
    PORTABILITY = "portability", _("my data in a form another system can read")
    OBJECTION = "objection", _("I object to what you use my data for")
    MARKETING = "marketing", _("no more marketing")
    WITHDRAWAL = "withdrawal", _("withdraw a consent")
    QUESTION = "question", _("a question about my data")
    COMPLAINT = "complaint", _("a complaint")

    @classmethod
    def to_a_copy(cls) -> tuple["Right", ...]:
        """Those that a copy of everything answers: to read, and for another system."""
        return (cls.ACCESS, cls.PORTABILITY)


EXPLAINED = {
    Right.ACCESS: _("Everything we hold about you, what for, from where, who has received it, and until when."),
    Right.RECTIFICATION: _("Say what is wrong or lacking, and what it should be."),
    Right.ERASURE: _("All of it, or what you name. What a law makes us keep, we name, with the law."),
    Right.RESTRICTION: _("We keep it and do nothing with it, for instance while you dispute that it is correct."),
    Right.PORTABILITY: _("What you have given us, in a file you can take to somebody else."),
    Right.OBJECTION: _("Say what it is, and what in your situation makes it wrong. We stop, or say why not."),
    Right.MARKETING: _("We stop at once, without asking why."),
    Right.WITHDRAWAL: _("As easily as you gave it. What was done before stays lawful."),
    Right.QUESTION: _("You want to know something before you decide."),
    Right.COMPLAINT: _("Something was not done right. You may also go straight to Datatilsynet."),
}


class Door(models.TextChoices):
    OWN_PAGES = "own_pages", _("own pages")
    FORM = "form", _("the form on the website")
    PHONE = "phone", _("telephone")
    LETTER = "letter", _("letter")
    MAIL = "mail", _("e-mail")
    DESK = "desk", _("at our desk")

    @classmethod
    def of_staff(cls) -> tuple["Door", ...]:
        """Those where a colleague writes down what somebody asked for, and how they knew who it was."""
        return (cls.PHONE, cls.LETTER, cls.MAIL, cls.DESK)


class RequestState(models.TextChoices):
    """Where a request stands. The database lets it move along `MOVES` and no other way."""

    UNVERIFIED = "unverified", _("waits for the link in the e-mail")
    OPEN = "open", _("being dealt with")
    PROPOSED = "proposed", _("a refusal waits for a second person")
    GRANTED = "granted", _("done")
    REFUSED = "refused", _("refused")
    NOTHING = "nothing", _("we hold nothing")

    @classmethod
    def closed(cls) -> tuple["RequestState", ...]:
        return (cls.GRANTED, cls.REFUSED, cls.NOTHING)


class RefusalGround(models.TextChoices):
    """Why a request may be refused, in whole or in part. There is no other reason."""

    UNFOUNDED = "unfounded", _("manifestly unfounded (GDPR art. 12(5))")
    EXCESSIVE = "excessive", _("excessive, because it is repeated (GDPR art. 12(5))")
    NOT_IDENTIFIED = "not_identified", _("we cannot know that it is you (GDPR art. 12(2) and (6))")
    RIGHTS_OF_OTHERS = "rights_of_others", _("a copy would harm the rights of others (GDPR art. 15(4) and 20(4))")
    SECRECY = "secrecy", _("an exception in Norwegian law (personopplysningsloven § 16)")
    CORRECT = "correct", _("what we hold is correct (GDPR art. 16)")
    LEGAL_DUTY = "legal_duty", _("the law requires us to keep it (GDPR art. 17(3)(b))")
    LEGAL_CLAIM = "legal_claim", _("it is needed for a legal claim (GDPR art. 17(3)(e) and 21(1))")
    NO_GROUND = "no_ground", _("none of the four grounds for restriction is there (GDPR art. 18(1))")
    NOT_PORTABLE = "not_portable", _("not given by you, by consent or agreement, or not automated (GDPR art. 20(1))")
    COMPELLING = "compelling", _("compelling grounds of ours weigh more (GDPR art. 21(1))")


ALWAYS = (RefusalGround.UNFOUNDED, RefusalGround.EXCESSIVE, RefusalGround.NOT_IDENTIFIED)
OTHERS, SECRET = RefusalGround.RIGHTS_OF_OTHERS, RefusalGround.SECRECY
DUTY, CLAIM = RefusalGround.LEGAL_DUTY, RefusalGround.LEGAL_CLAIM

# That an agreement goes on is no ground at all. Marketing and consents end when the person says so (art. 21(3), 7(3)).
REFUSABLE: Mapping[Right, tuple[RefusalGround, ...]] = {
    Right.ACCESS: (*ALWAYS, OTHERS, SECRET),
    Right.RECTIFICATION: (*ALWAYS, RefusalGround.CORRECT),
    Right.ERASURE: (*ALWAYS, DUTY, CLAIM),
    Right.RESTRICTION: (*ALWAYS, RefusalGround.NO_GROUND),
    Right.PORTABILITY: (*ALWAYS, OTHERS, RefusalGround.NOT_PORTABLE),
    Right.OBJECTION: (*ALWAYS, CLAIM, RefusalGround.COMPELLING),
}
MOVES: Mapping[RequestState, tuple[RequestState, ...]] = {
    RequestState.UNVERIFIED: (RequestState.OPEN, RequestState.NOTHING),
    RequestState.OPEN: (RequestState.PROPOSED, RequestState.GRANTED),
    RequestState.PROPOSED: (RequestState.OPEN, RequestState.REFUSED),
}

"""What the engine's history calls what candidates have here, and the mails they get."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from candidates.choices import DocumentKind

MAILS = {
    "candidates/email/contact_person": _("who your contact person is"),
    "candidates/email/brought_together": _("you were registered twice, and are one now"),
    "candidates/email/address_confirmed": _("your e-mail address is confirmed"),
    "candidates/advertising/job_alert": _("new positions that match a search you saved"),
    "candidates/email/permission_asked": _("we ask whether we may present you"),
    "candidates/email/permission_replied": _("our reply to what you asked about a position"),
    "candidates/email/presentation_sent": _("candidates for you to look at"),
    "candidates/email/presentation_code": _("code to see the candidates"),
    "candidates/email/presented": _("you are presented to an employer"),
    "candidates/email/presentation_over": _("a presentation to an employer is over"),
    "candidates/email/client_answered": _("a client has answered to a presentation"),
    "candidates/email/placed": _("you got the position, and what becomes of your data"),
    "candidates/advertising/position_tip": _("an adviser writes to you about a position"),
    "candidates/email/application_message": _("an adviser writes to you about your application"),
    "candidates/email/position_letter": _("an adviser writes to you about a position"),
    "candidates/email/receipt": _("we have received your application"),
    "candidates/email/rejected": _("you were not chosen, with the reason"),
    "candidates/email/stage_changed": _("your application has moved on"),
    "candidates/email/withdrawn": _("your application is withdrawn"),
}
OBJECTS = {
    "candidates.candidate": _("your profile"),
    "candidates.application": _("your application"),
    "candidates.document": _("your document"),
    "candidates.applicationdraft": _("a draft of an application"),
    "candidates.lead": _("your answer to a campaign"),
    "candidates.jobalert": _("your job alert"),
    "candidates.positionletter": _("about a position"),
    "candidates.presentation": _("a presentation of you"),
    "candidates.presentationitem": _("a presentation of you"),
    "candidates.presentationreader": _("your access to a presentation"),
    "candidates.clientcopy": _("a copy of your document for employers"),
    "candidates.presentationdownload": _("a copy of your document that an employer took along"),
    "candidates.presentationanswer": _("an employer's answer about you"),
    "candidates.note": _("an adviser's note about your application"),
    "candidates.sharingpermission": _("whether we may present you for a position"),
    "candidates.blockedemployer": _("an employer you have blocked"),
    "candidates.identityseen": _("that your identity was seen"),
    "candidates.profile": _("your skills and facts"),
    "candidates.workexperience": _("a job in your CV"),
    "candidates.education": _("an education in your CV"),
    "candidates.taguse": _("a word of ours for you"),
    "candidates.listentry": _("a list of ours you are on"),
    "candidates.savedsearch": _("a search you saved"),
}
KINDS = {kind.value: kind.label for kind in DocumentKind}
TYPED = {
    "first_name": _("first name"),
    "last_name": _("last name"),
    "email": _("e-mail address"),
    "phone": _("telephone"),
}
SAID = {"skills": _("skills"), "certificates": _("certificates"), "languages": _("languages")}
CV = SAID | {"place": _("place"), "work": _("work experience"), "education": _("education")}
WORDS: dict[str, dict[str, Any]] = {
    "candidates.applicationdraft": {"answers": _("answers to questions")},
    "candidates.document": KINDS,
    "candidates.application": TYPED
    | KINDS
    | CV
    | {"go_ahead": _("that you said yes"), "answers": _("answers to questions")}
    | {"sharing_scope": _("whom it may be shared with"), "keep_scope": _("how long it is kept")},
    "candidates.candidate": TYPED | CV,
    "candidates.note": {"text": _("the text")},
    "candidates.profile": SAID,
    "candidates.lead": TYPED | {"answer": _("what you answered"), "consent": _("what you agreed to there")},
}

"""The application form. Its fields are an outside contract (DESIGN § 6): what is not listed here changes nothing."""

import datetime
from typing import Any

from django import forms
from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.choices import DocumentKind
from candidates.forms.bringing_profile import BringsProfile
from candidates.forms.choosing import ChoosesScopes
from candidates.forms.papers import KINDS, SINGLE, BringsPapers
from candidates.forms.screening import AsksQuestions
from candidates.models import ApplicationDraft
from candidates.ports import Inspector
from clients.models import JobAd
from privacy.choices import NoticeKind
from privacy.forms import AddressField, NameField, Trap
from privacy.forms.own_pages import PhoneField
from privacy.models import Notice, TermsVersion

STARTED = "candidates.applying"
MOST_TYPED = 1_000
QUICKEST = datetime.timedelta(seconds=2)
UNKNOWN_NOTICE = _(
    "The privacy statement has changed since you opened the form. Read it again here below, and send once more."
)


class ApplicationForm(BringsPapers, BringsProfile, AsksQuestions, ChoosesScopes):
    """Who, with what, and the person's own choices; nothing is ticked beforehand."""

    first_name = NameField(
        label=_("First name"), max_length=100, widget=forms.TextInput({"autocomplete": "given-name"})
    )
    last_name = NameField(label=_("Last name"), max_length=100, widget=forms.TextInput({"autocomplete": "family-name"}))
    email = AddressField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("We send the receipt here."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    phone = PhoneField(required=False, help_text=_("+47 may be left out."))
    message = forms.CharField(
        label=_("A few words to us"), required=False, max_length=5_000, widget=forms.Textarea({"rows": 5}),
        help_text=_("Leave out your national identity number, your health, your faith and the like: we neither need nor want it."),
    )  # fmt: skip
    sharing_acknowledged = forms.BooleanField(
        label=_("I have read whom my application is shared with."),
        error_messages={"required": _("Tick this when you have read whom your application is shared with.")},
    )
    terms_accepted = forms.BooleanField(
        label=_("I accept the terms for candidates."),
        error_messages={"required": _("Tick this if you accept the terms; without them we cannot work for you.")},
    )
    notice_version = forms.IntegerField(
        label=_("Privacy statement"),
        widget=forms.HiddenInput,
        error_messages={"required": UNKNOWN_NOTICE, "invalid": UNKNOWN_NOTICE},
    )
    started = forms.CharField(required=False, widget=forms.HiddenInput)
    homepage = Trap()
    draft: ApplicationDraft | None = None  # what it goes on with
    may_save = False

    field_order = (
        "first_name", "last_name", "email", "phone", "own_documents", *KINDS, "message", "keep_scope", "sharing_scope",
        "sharing_acknowledged", "terms_accepted",
    )  # fmt: skip

    def __init__(
        self, *args: Any, inspector: Inspector, ad: JobAd | None, own_email: str = "", own: Any = None, **kwargs: Any
    ) -> None:
        """`own` are the documents of whoever is signed in."""
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.notice = Notice.objects.in_force(NoticeKind.STATEMENT, today)
        self.sharing_notice = Notice.objects.in_force(NoticeKind.SHARING, today)
        self.terms = TermsVersion.objects.filter(in_force_from__lte=today).latest("version")
        self.initial |= {"notice_version": self.notice.version, "started": signing.dumps("form", salt=STARTED)}
        self.look_with(inspector, own)
        if own_email:
            self.fields["email"].disabled, self.initial["email"] = True, own_email
            self.fields["email"].help_text = _("The address you log in with.")
        if ad is None:
            self.speak_of_no_position()
        else:
            self.ask(ad.questions.in_use().in_order())

    def clean_notice_version(self) -> int:
        """The version that was on the screen: the one in force, or one that was when the page was loaded."""
        told = Notice.objects.filter(
            kind=NoticeKind.STATEMENT, approved_at__isnull=False, in_force_from__lte=timezone.localdate()
        )
        shown = told.filter(version=self.cleaned_data["notice_version"]).first()
        if shown is None:
            raise forms.ValidationError(UNKNOWN_NOTICE)
        self.notice_shown = shown
        return shown.version

    def relax(self, *, is_draft: bool = True) -> None:
        """A draft may lack anything; what it has must be in order."""
        if is_draft:
            self._demanded = [field for field in self.fields.values() if field.required]
        for field in self._demanded:
            field.required = not is_draft

    @property
    def begun(self) -> dict[str, Any]:
        """What is kept of a form that is not sent."""
        chosen = ("keep_scope", "sharing_scope", *(field.name for field in self.asked))
        typed = {name: str(self.data.get(name, ""))[:MOST_TYPED] for name in chosen}
        typed["profile"] = str(self.data.get("profile", "")) if self.cleaned_data["profile"] else ""
        return {
            "message": self.cleaned_data["message"],
            "typed": {name: value for name, value in typed.items() if value},
            "papers": self.brought(),
            "kept": [each.stored for each in self.aside],
            "own": [str(document.pk) for document in self.cleaned_data["own_documents"]],
        }

    @property
    def came_back_at_once(self) -> bool:
        """Sent faster than a person types. It is no refusal, it only weighs more; without the mark nothing is known."""
        try:
            signing.loads(self.data.get("started", ""), salt=STARTED, max_age=QUICKEST)
        except signing.BadSignature:
            return False
        return True

    @property
    def sent(self) -> dict[str, Any]:
        """What the action takes."""
        said = ("first_name", "last_name", "email", "phone", "message", "sharing_scope", "keep_scope")
        files = self.brought()
        first = {kind: next((file for each, file in files if each == kind), None) for kind in SINGLE.values()}
        return {name: self.cleaned_data[name] for name in said} | {
            "cv": first[DocumentKind.CV],
            "cover_letter": first[DocumentKind.COVER_LETTER],
            "papers": [(kind, file) for kind, file in files if kind not in first],
            "own": list(self.cleaned_data["own_documents"]),
            "kept": [each.stored for each in self.aside],
            "answers": self.answers,
            "profile": self.cleaned_data["profile"],
            "notice": self.notice_shown,
            "terms": self.terms,
            "sharing_notice": self.sharing_notice,
        }

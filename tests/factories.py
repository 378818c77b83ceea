"""One factory per model, valid by default: `CandidateFactory()` is a person who could exist.

They write rows past the actions, so they leave no trail, no mail and no due date; a test of behaviour uses actions.
All persons are synthetic: names of Faker's, addresses at example.test, organisation numbers that only have a right
check digit.
"""

import datetime
import hashlib
from decimal import Decimal
from itertools import islice
from typing import Any
from uuid import uuid4

import factory
from allauth.account.models import EmailAddress
from django.core.files.base import ContentFile
from django.utils import timezone
from stdnum.no import orgnr

from candidates.choices import (
    CampaignChannel,
    CampaignEvent,
    DocumentKind,
    DocumentState,
    KeepScope,
    LeadDoor,
    MarkKind,
    Origin,
    RowState,
    SharingScope,
    Source,
    Stage,
    TextState,
)
from candidates.choices.employment import ContractItem
from candidates.models import (
    AlertedAd,
    Application,
    ApplicationDocument,
    ApplicationDraft,
    Assignment,
    AuthorityReport,
    BlockedEmployer,
    Campaign,
    CampaignKey,
    CampaignTally,
    CampaignWording,
    Candidate,
    Certificate,
    CheckNotice,
    CheckTally,
    ClientCopy,
    Document,
    Education,
    Employment,
    EmploymentFile,
    IdentitySeen,
    Import,
    ImportRow,
    Interview,
    InterviewTime,
    JobAlert,
    LanguageSkill,
    Lead,
    LeadMark,
    ListEntry,
    NextOfKin,
    Note,
    Offer,
    PayAccount,
    Placement,
    PositionLetter,
    Presentation,
    PresentationAnswer,
    PresentationDownload,
    PresentationItem,
    PresentationReader,
    Profile,
    QualificationStatement,
    Referee,
    ReferenceCheck,
    ReferenceQuestion,
    ReportedEmployment,
    SavedSearch,
    ScreeningAnswer,
    SearchWord,
    SharingChoice,
    SharingPermission,
    Skill,
    SpecialCheck,
    StageChange,
    StageText,
    Tag,
    TagList,
    TagUse,
    TestResult,
    WorkExperience,
)
from candidates.models.document import document_storage
from clients.choices import AgreementKind, CreditClass, TimelineKind
from clients.models import (
    AdExport,
    AdRequirement,
    AgencyPaper,
    Agreement,
    CheckRequirement,
    ClientCompany,
    ClientContact,
    CreditAssessment,
    Enquiry,
    FactSheet,
    InvoiceProfile,
    JobAd,
    JobOrder,
    Newsletter,
    OrderReader,
    OrderTerms,
    Prepayment,
    RegisterEntry,
    ScreeningQuestion,
    Signatory,
    SoleProprietor,
    SubUnit,
    TimelineEntry,
)
from clients.models.agreement import agreement_storage
from fremrykk.accounts.models import AddressChange, User
from privacy.choices import (
    AlarmCode,
    CaseKind,
    Channel,
    ConsentAction,
    ConsentPurpose,
    ErasureCause,
    ErasureScope,
    HoldReason,
    JournalKind,
    LegalGround,
    MessageClass,
    NoticeKind,
    PeriodCode,
    PeriodUnit,
    RestrictionGround,
    Verb,
)
from privacy.choices.breaches import BreachKind
from privacy.choices.disclosures import CollectionSource, RecipientKind, RecipientReason
from privacy.choices.packages import PackageState
from privacy.choices.requests import Door, Right
from privacy.deadlines import add_months
from privacy.models import (
    Alarm,
    Breach,
    BreachPerson,
    CaseFile,
    CaseMessage,
    Collection,
    ConsentEvent,
    Controller,
    CookieEntry,
    Delegation,
    DeletionWarning,
    Disclosure,
    Erasure,
    FileCheck,
    FileTombstone,
    Hold,
    InboxCase,
    InboxReading,
    JournalEntry,
    JournalHead,
    Mailing,
    Notice,
    OutgoingMail,
    Package,
    PageCount,
    ProcessingActivity,
    PurgeFailure,
    PurgeRun,
    Recipient,
    RecipientNotice,
    RegisterCopy,
    Request,
    Restriction,
    RetentionPeriod,
    ReviewDecision,
    SavedView,
    SentForm,
    SharingAgreement,
    StandIn,
    Subject,
    Suppression,
    TermsVersion,
    TrailEntry,
    TrailSeal,
)
from privacy.models.inbox import case_storage
from privacy.models.package import package_storage
from privacy.queries.suppressions import digests_of
from privacy.storage.fields import sealed

# The moment a row was made when a test does not say: the working day this was written.
NOW = datetime.datetime(2026, 11, 23, 9, 0, tzinfo=datetime.UTC)


_more_org_numbers = filter(orgnr.is_valid, (str(value) for value in range(310_000_000, 320_000_000)))
_org_numbers: list[str] = []  # those looked for already


def org_number(number: int) -> str:
    """The n-th synthetic organisation number: right check digit (mod 11), of a range no real company has."""
    _org_numbers.extend(islice(_more_org_numbers, max(0, number + 1 - len(_org_numbers))))
    return _org_numbers[number]


# --- privacy --------------------------------------------------------------------------------------
class SubjectFactory(factory.django.DjangoModelFactory[Subject]):
    class Meta:
        model = Subject

    created_at = NOW


class AddressChangeFactory(factory.django.DjangoModelFactory[AddressChange]):
    """A change that waits for both addresses."""

    class Meta:
        model = AddressChange

    user = factory.SubFactory("tests.factories.UserFactory")
    new_email = factory.Sequence(lambda n: f"ny{n}@example.test")
    asked_at = NOW


class UserFactory(factory.django.DjangoModelFactory[User]):
    """An account whose address is verified, as login by code leaves it."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    subject = factory.SubFactory(SubjectFactory)
    email = factory.Sequence(lambda n: f"person{n}@example.test")
    password = "!"  # none: login is by code
    joined_at = NOW

    @factory.post_generation
    def address(self, create: bool, extracted: bool | None, **_: object) -> None:
        if create and extracted is not False:
            EmailAddress.objects.create(user=self, email=self.email, verified=True, primary=True)


class StaffFactory(UserFactory):
    """One of the staff, an adviser unless `roles` says otherwise."""

    email = factory.Sequence(lambda n: f"staff{n}@example.test")
    name = factory.Faker("name", locale="no_NO")
    is_staff = True
    roles = factory.LazyFunction(lambda: ["adviser"])


class ProcessingActivityFactory(factory.django.DjangoModelFactory[ProcessingActivity]):
    class Meta:
        model = ProcessingActivity
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"activity-{n}")
    name_nb = name_en = "Rekruttering"
    purpose_nb = purpose_en = "Finne arbeid til kandidater."
    persons_nb = persons_en = "Kandidater"
    data_nb = data_en = "CV"
    ground = LegalGround.CONTRACT
    national_law = "personopplysningsloven § 1"
    retention_nb = retention_en = "2 år"
    delegated_to = "adviser"


class DelegationFactory(factory.django.DjangoModelFactory[Delegation]):
    class Meta:
        model = Delegation

    activity = factory.SubFactory(ProcessingActivityFactory)
    role = "adviser"
    since = NOW.date()
    given_by = factory.SubFactory(StaffFactory, roles=["manager"])
    given_at = NOW


class StandInFactory(factory.django.DjangoModelFactory[StandIn]):
    class Meta:
        model = StandIn

    account = factory.SubFactory(StaffFactory)
    stand_in = factory.SubFactory(StaffFactory)
    since = NOW.date()
    until = since + datetime.timedelta(days=14)
    given_by = factory.SelfAttribute("account")
    given_at = NOW


class SentFormFactory(factory.django.DjangoModelFactory[SentForm]):
    """A form of the workspace that was sent once."""

    class Meta:
        model = SentForm

    at = NOW


class SavedViewFactory(factory.django.DjangoModelFactory[SavedView]):
    class Meta:
        model = SavedView

    account = factory.SubFactory(StaffFactory)
    name = factory.Sequence(lambda n: f"Visning {n}")
    address = "/admin/candidates/application/?stage=new"
    created_at = NOW


class BreachFactory(factory.django.DjangoModelFactory[Breach]):
    class Meta:
        model = Breach

    what = "En liste ble sendt til feil kunde."
    kinds = factory.LazyFunction(lambda: [BreachKind.CONFIDENTIALITY])
    aware_at = opened_at = NOW
    opened_by = factory.SubFactory(StaffFactory, roles=["privacy"])


class BreachPersonFactory(factory.django.DjangoModelFactory[BreachPerson]):
    class Meta:
        model = BreachPerson

    breach = factory.SubFactory(BreachFactory)
    subject = factory.SubFactory(SubjectFactory)
    added_at = NOW


class ControllerFactory(factory.django.DjangoModelFactory[Controller]):
    class Meta:
        model = Controller

    name = "Fremrykk AS"
    contact_email = "post@example.test"
    represented_by_nb = "daglig leder"
    represented_by_en = "the manager"
    valid_from = datetime.date(2018, 7, 20)
    valid_until = datetime.date(2019, 7, 20)  # one that is over: only one may be in force


class NoticeFactory(factory.django.DjangoModelFactory[Notice]):
    """A notice in force since long; its version is above those the migrations seed."""

    class Meta:
        model = Notice

    kind = NoticeKind.STATEMENT
    version = factory.Sequence(lambda n: 100 + n)
    text_nb = "Slik bruker vi opplysningene dine."
    text_en = "How we use your data."
    in_force_from = datetime.date(2018, 7, 20)
    approved_by = factory.SubFactory(StaffFactory, roles=["manager"])
    approved_at = datetime.datetime(2018, 7, 20, tzinfo=datetime.UTC)


class TermsVersionFactory(factory.django.DjangoModelFactory[TermsVersion]):
    class Meta:
        model = TermsVersion

    version = factory.Sequence(lambda n: 100 + n)
    text_nb = "Vilkår"
    text_en = "Terms"
    in_force_from = datetime.date(2018, 7, 20)


class RetentionPeriodFactory(factory.django.DjangoModelFactory[RetentionPeriod]):
    """A proposal; with `approved_by` and `approved_at` one in force."""

    class Meta:
        model = RetentionPeriod

    code = PeriodCode.CANDIDATE_BASE
    length = 2
    unit = PeriodUnit.YEARS
    ceiling = 2
    authority = "personvernerklæringen"
    proposed_at = NOW


class HoldFactory(factory.django.DjangoModelFactory[Hold]):
    class Meta:
        model = Hold

    subject = factory.SubFactory(SubjectFactory)
    reason = HoldReason.LEGAL_CLAIM
    explanation = "Krav varslet i brev."
    ends_on = datetime.date(2027, 5, 23)
    opened_by = factory.SubFactory(StaffFactory, roles=["privacy"])
    opened_at = NOW


class ReviewDecisionFactory(factory.django.DjangoModelFactory[ReviewDecision]):
    class Meta:
        model = ReviewDecision

    subject = factory.SubFactory(SubjectFactory)
    object_label = "candidates.Candidate"
    object_id = "1"
    keep_until = datetime.date(2027, 5, 23)
    reason = "Svarer på brev."
    decided_by = factory.SubFactory(StaffFactory, roles=["privacy"])
    decided_at = NOW


class RestrictionFactory(factory.django.DjangoModelFactory[Restriction]):
    class Meta:
        model = Restriction

    subject = factory.SubFactory(SubjectFactory)
    ground = RestrictionGround.ACCURACY
    opened_at = NOW


class DeletionWarningFactory(factory.django.DjangoModelFactory[DeletionWarning]):
    class Meta:
        model = DeletionWarning

    subject = factory.SubFactory(SubjectFactory)
    due_on = datetime.date(2027, 1, 22)
    days = 60
    told_at = NOW


class PurgeRunFactory(factory.django.DjangoModelFactory[PurgeRun]):
    class Meta:
        model = PurgeRun

    as_of = NOW.date()
    started_at = ended_at = NOW


class PurgeFailureFactory(factory.django.DjangoModelFactory[PurgeFailure]):
    class Meta:
        model = PurgeFailure

    subject_uuid = factory.Faker("uuid4", cast_to=None)
    error = "IntegrityError"
    blocked_since = next_at = NOW


class AlarmFactory(factory.django.DjangoModelFactory[Alarm]):
    class Meta:
        model = Alarm

    code = AlarmCode.PURGE_NOT_RUN
    since = seen_at = NOW


class FileCheckFactory(factory.django.DjangoModelFactory[FileCheck]):
    class Meta:
        model = FileCheck
        django_get_or_create = ("id",)

    id = 1
    checked_at = NOW
    lost = 0


class ConsentEventFactory(factory.django.DjangoModelFactory[ConsentEvent]):
    class Meta:
        model = ConsentEvent

    subject_uuid = factory.LazyFunction(lambda: SubjectFactory().pk)
    purpose = ConsentPurpose.FURTHER_STORAGE
    action = ConsentAction.GIVEN
    notice = factory.SubFactory(NoticeFactory, kind=NoticeKind.FURTHER_STORAGE)
    language = "nb"
    channel = Channel.OWN_PAGES
    at = NOW


class TrailEntryFactory(factory.django.DjangoModelFactory[TrailEntry]):
    class Meta:
        model = TrailEntry

    subject_uuid = factory.LazyFunction(lambda: SubjectFactory().pk)
    verb = Verb.VIEWED
    role = "adviser"
    activity = "applications"
    at = NOW


class TrailSealFactory(factory.django.DjangoModelFactory[TrailSeal]):
    class Meta:
        model = TrailSeal

    subject_uuid = factory.Faker("uuid4", cast_to=None)
    up_to = factory.Sequence(lambda number: number + 1)
    count = 1
    digest = hashlib.sha256(b"").hexdigest()
    at = NOW


class JournalEntryFactory(factory.django.DjangoModelFactory[JournalEntry]):
    class Meta:
        model = JournalEntry

    kind = JournalKind.ERASED
    subject_uuid = factory.Faker("uuid4", cast_to=None)
    at = NOW


class JournalHeadFactory(factory.django.DjangoModelFactory[JournalHead]):
    class Meta:
        model = JournalHead
        django_get_or_create = ("id",)

    id = 1


class ErasureFactory(factory.django.DjangoModelFactory[Erasure]):
    class Meta:
        model = Erasure

    subject_uuid = factory.Faker("uuid4", cast_to=None)
    scope = ErasureScope.PERSON
    cause = ErasureCause.PURGE
    rules = factory.LazyFunction(lambda: ["candidate_base"])
    counts = factory.LazyFunction(lambda: {"candidates.candidate": 1})
    as_of = NOW.date()
    at = NOW


class FileTombstoneFactory(factory.django.DjangoModelFactory[FileTombstone]):
    class Meta:
        model = FileTombstone

    storage = "files"
    name = factory.Sequence(lambda n: f"gone-{n}")
    next_at = created_at = NOW


class OutgoingMailFactory(factory.django.DjangoModelFactory[OutgoingMail]):
    class Meta:
        model = OutgoingMail

    subject = factory.SubFactory(SubjectFactory)
    message_class = MessageClass.SERVICE
    activity = factory.SubFactory(ProcessingActivityFactory, code="applications")
    template = "candidates/email/receipt"
    language = "nb"
    to = "kari@example.test"
    subject_line = "Søknaden er mottatt"
    body_text = "Hei\n"
    next_at = created_at = NOW


class AdvertisementFactory(OutgoingMailFactory):
    """An advertisement a colleague wrote to one person. Last of its model: it has a value in every column."""

    message_class = MessageClass.MARKETING
    activity = factory.SubFactory(ProcessingActivityFactory, code="candidate_base")
    template = "tests/advertising/news"
    marketing_ground = "customer"
    marketing_kind = "position_tips"
    address_digests = factory.LazyAttribute(lambda mail: digests_of(mail.to))
    author_uuid = factory.LazyFunction(lambda: StaffFactory().subject_id)


class MailingFactory(factory.django.DjangoModelFactory[Mailing]):
    class Meta:
        model = Mailing

    audience = "tests"
    kind = "position_tips"
    template = "tests/advertising/news"
    activity = factory.SubFactory(ProcessingActivityFactory, code="candidate_base")
    about = factory.Sequence(str)
    ordered_at = NOW


class InboxCaseFactory(factory.django.DjangoModelFactory[InboxCase]):
    class Meta:
        model = InboxCase

    subject = factory.SubFactory(SubjectFactory)
    kind = CaseKind.QUESTION
    name = "Kari Nordmann"
    email = "kari@example.test"
    message = "Når svarer dere?"
    language = "nb"
    submission_key = factory.Sequence(lambda n: f"{n:064d}")
    received_at = NOW
    due_on = datetime.date(2026, 12, 23)


class CaseMessageFactory(factory.django.DjangoModelFactory[CaseMessage]):
    class Meta:
        model = CaseMessage

    case = factory.SubFactory(InboxCaseFactory)
    text = "En ting til."
    submission_key = factory.Sequence(lambda n: f"{n:064d}")
    at = NOW


class CaseFileFactory(factory.django.DjangoModelFactory[CaseFile]):
    """A CV that came with a mail, with a real encrypted file; `content=b"…"` is what the file holds."""

    class Meta:
        model = CaseFile

    class Params:
        content = b"%PDF-1.7 CV"

    case = factory.SubFactory(InboxCaseFactory)
    file = factory.LazyAttribute(lambda each: case_storage().save("attachment", ContentFile(each.content)))
    original_name = "CV.pdf"
    content_type = "application/pdf"
    size = factory.LazyAttribute(lambda each: len(each.content))
    received_at = NOW


class InboxReadingFactory(factory.django.DjangoModelFactory[InboxReading]):
    class Meta:
        model = InboxReading

    read_at = NOW


class RequestFactory(factory.django.DjangoModelFactory[Request]):
    """A request made by the form, whose address is proved; `door="own_pages", email=""` one made logged in."""

    class Meta:
        model = Request

    subject = factory.SubFactory(SubjectFactory)
    right = Right.ACCESS
    door = Door.FORM
    email = "kari@example.test"
    message = "Hva har dere om meg?"
    language = "nb"
    submission_key = factory.Sequence(lambda n: f"{n:064d}")
    identified_at = received_at = NOW
    due_on = datetime.date(2026, 12, 23)


class PackageFactory(factory.django.DjangoModelFactory[Package]):
    """A copy that is ready to fetch, with a real encrypted file; `content=b"…"` is what the file holds."""

    class Meta:
        model = Package

    class Params:
        content = b"PK copy"

    subject = factory.SubFactory(SubjectFactory)
    language = "nb"
    state = PackageState.READY
    done = total = 4
    attempts = 1
    file = factory.LazyAttribute(lambda package: package_storage().save("copy", ContentFile(package.content)))
    sha256 = factory.LazyAttribute(lambda package: hashlib.sha256(package.content).hexdigest())
    size = factory.LazyAttribute(lambda package: len(package.content))
    ordered_at = ready_at = NOW
    expires_on = datetime.date(2126, 11, 30)  # on no day these tests are run


class SuppressionFactory(factory.django.DjangoModelFactory[Suppression]):
    class Meta:
        model = Suppression

    digest = factory.Sequence(lambda n: hashlib.sha256(str(n).encode()).hexdigest())
    cause = "link"
    at = NOW


class RegisterCopyFactory(factory.django.DjangoModelFactory[RegisterCopy]):
    class Meta:
        model = RegisterCopy
        django_get_or_create = ("language",)

    language = "nb"
    digest = factory.LazyFunction(lambda: hashlib.sha256(b"").hexdigest())
    content = b"%PDF-1.7"
    made_at = NOW


class CollectionFactory(factory.django.DjangoModelFactory[Collection]):
    """Somebody named by a client, and told; `untold=True`: not yet."""

    class Meta:
        model = Collection

    class Params:
        untold = factory.Trait(informed_at=None, notice=None, through="", language="")

    subject = factory.SubFactory(SubjectFactory)
    object_label = "clients.clientcontact"
    source = CollectionSource.CLIENT
    source_name = "Fjordbygg AS"
    activity = factory.SubFactory(ProcessingActivityFactory, code="clients")
    collected_at = NOW
    due_on = factory.LazyAttribute(lambda row: add_months(timezone.localdate(row.collected_at), 1))
    informed_at = factory.SelfAttribute("collected_at")
    notice = factory.LazyFunction(lambda: Notice.objects.get(kind=NoticeKind.STATEMENT, version=1))
    through = "email"
    language = "nb"


class CookieEntryFactory(factory.django.DjangoModelFactory[CookieEntry]):
    """A necessary one that is in use."""

    class Meta:
        model = CookieEntry

    name = factory.Sequence(lambda n: f"kake{n}")
    kind = "necessary"
    purpose_nb, purpose_en = "Vise siden", "Show the page"
    content_nb, content_en = "Et tall", "A number"
    in_use_since = NOW


class PageCountFactory(factory.django.DjangoModelFactory[PageCount]):
    class Meta:
        model = PageCount

    day = factory.LazyFunction(NOW.date)
    page = factory.Sequence(lambda n: f"page{n}")
    count = 1


class RecipientFactory(factory.django.DjangoModelFactory[Recipient]):
    """Somebody persons may agree to."""

    class Meta:
        model = Recipient

    kind = RecipientKind.AGREED
    name = factory.Sequence(lambda n: f"Kursholder {n} AS")
    contact_address = factory.Sequence(lambda n: f"post{n}@kurs.example.test")
    purpose = "Melde på kurs"


class SharingAgreementFactory(factory.django.DjangoModelFactory[SharingAgreement]):
    class Meta:
        model = SharingAgreement

    subject = factory.SubFactory(SubjectFactory)
    recipient = factory.SubFactory(RecipientFactory)
    categories = ["identity", "contact"]
    purpose = "Melde på truckførerkurs"
    starts_on = NOW.date()
    ends_on = NOW.date() + datetime.timedelta(days=60)
    through = "phone"
    evidence = "Sa det på telefon"
    recorded_by = factory.SubFactory(StaffFactory)
    recorded_at = NOW


class DisclosureFactory(factory.django.DjangoModelFactory[Disclosure]):
    """Given to an authority, which needs nobody's yes."""

    class Meta:
        model = Disclosure

    subject_uuid = factory.LazyFunction(lambda: SubjectFactory().pk)
    recipient = factory.SubFactory(
        RecipientFactory, kind=RecipientKind.AUTHORITY, name="Skatteetaten", law="a-opplysningsloven § 3"
    )
    activity = factory.SubFactory(ProcessingActivityFactory, code="rights")
    categories = ["identity"]
    role = "adviser"
    at = NOW


class RecipientNoticeFactory(factory.django.DjangoModelFactory[RecipientNotice]):
    class Meta:
        model = RecipientNotice

    subject_uuid = factory.LazyFunction(lambda: SubjectFactory().pk)
    recipient = factory.SubFactory(RecipientFactory)
    reason = RecipientReason.ERASED
    disclosures = [1]
    created_at = NOW


# --- clients --------------------------------------------------------------------------------------
class ClientCompanyFactory(factory.django.DjangoModelFactory[ClientCompany]):
    class Meta:
        model = ClientCompany

    org_number = factory.Sequence(org_number)
    name = factory.Sequence(lambda n: f"Fjellvik {n} AS")
    privacy_statement_url = "https://kunde.example.test/personvern"
    created_at = NOW


class ClientContactFactory(factory.django.DjangoModelFactory[ClientContact]):
    class Meta:
        model = ClientContact

    subject = factory.SubFactory(SubjectFactory)
    company = factory.SubFactory(ClientCompanyFactory)
    name = factory.Faker("name", locale="no_NO")
    email = factory.Sequence(lambda n: f"contact{n}@example.test")
    created_at = NOW


class AgreementFactory(factory.django.DjangoModelFactory[Agreement]):
    """A signed one; `filed=True`: with a real encrypted file, and `content=b"…"` is what it holds."""

    class Meta:
        model = Agreement

    class Params:
        content = b"%PDF-1.7 agreement"
        filed = factory.Trait(
            file=factory.LazyAttribute(lambda row: agreement_storage().save("agreement", ContentFile(row.content))),
            sha256=factory.LazyAttribute(lambda row: hashlib.sha256(row.content).hexdigest()),
            filed_by=factory.SelfAttribute("signed_by"),
            filed_at=NOW,
        )

    company = factory.SubFactory(ClientCompanyFactory)
    kind = AgreementKind.RECRUITMENT
    valid_from = datetime.date(2019, 1, 1)
    signed_by = factory.SubFactory(StaffFactory, roles=["manager"])
    signed_at = datetime.datetime(2019, 1, 1, 9, tzinfo=datetime.UTC)


class SignatoryFactory(factory.django.DjangoModelFactory[Signatory]):
    """Of an agreement that was over so long ago that the law keeps it no more; `agreement=…` makes it one that is kept."""

    class Meta:
        model = Signatory

    agreement = factory.SubFactory(AgreementFactory, valid_until=datetime.date(2019, 12, 31))
    subject = factory.SubFactory(SubjectFactory)
    name = factory.Faker("name", locale="no_NO")
    position = "Daglig leder"


class JobOrderFactory(factory.django.DjangoModelFactory[JobOrder]):
    """An open order."""

    class Meta:
        model = JobOrder

    company = factory.SubFactory(ClientCompanyFactory)
    kind = "recruitment"
    agreement = factory.SubFactory(
        AgreementFactory, company=factory.SelfAttribute("..company"), kind=factory.SelfAttribute("..kind")
    )
    title = "Sykepleier"
    adviser = factory.SubFactory(StaffFactory)
    opened_at = created_at = datetime.datetime(2019, 1, 2, 9, tzinfo=datetime.UTC)


class CheckRequirementFactory(factory.django.DjangoModelFactory[CheckRequirement]):
    """A police certificate; `credit=True`: a credit check that is approved."""

    class Meta:
        model = CheckRequirement

    class Params:
        credit = factory.Trait(
            kind="credit", authority="", for_finalists=True, leading_function="Daglig leder",
            large_responsibility="Budsjett på 50 millioner kroner", private_economy="Disponerer kontoene alene",
            approved_by=factory.SubFactory(StaffFactory, roles=["manager"]), approved_at=NOW,
        )  # fmt: skip

    order = factory.SubFactory(JobOrderFactory)
    kind = "police"
    authority = "barnehageloven § 30"
    stated_by = factory.SubFactory(StaffFactory)
    stated_at = NOW


class OrderReaderFactory(factory.django.DjangoModelFactory[OrderReader]):
    """A contact person whom we let follow an order of the own company."""

    class Meta:
        model = OrderReader

    contact = factory.SubFactory(ClientContactFactory)
    order = factory.SubFactory(JobOrderFactory, company=factory.SelfAttribute("..contact.company"))
    granted_at = NOW


class EnquiryFactory(factory.django.DjangoModelFactory[Enquiry]):
    """One that waits for an answer."""

    class Meta:
        model = Enquiry

    subject = factory.SubFactory(SubjectFactory)
    company_name = "Fjellvik Bygg AS"
    needs = "Vi trenger to tømrere til et bygg i Asker."
    headcount = 2
    name = "Ola Nordmann"
    email = factory.Sequence(lambda n: f"enquiry{n}@example.test")
    language = "nb"
    submission_key = factory.Sequence(lambda n: f"{n:064d}")
    owner = factory.SubFactory(StaffFactory)
    received_at = NOW
    due_on = datetime.date(2026, 11, 26)


class InvoiceProfileFactory(factory.django.DjangoModelFactory[InvoiceProfile]):
    class Meta:
        model = InvoiceProfile

    company = factory.SubFactory(ClientCompanyFactory)


class NewsletterFactory(factory.django.DjangoModelFactory[Newsletter]):
    """A draft."""

    class Meta:
        model = Newsletter

    subject_nb = "Nytt fra Fremrykk"
    text_nb = "Vi har fått flere kandidater innen helse."
    written_by = factory.SubFactory(StaffFactory, roles=["marketing"])
    written_at = NOW


class OrderTermsFactory(factory.django.DjangoModelFactory[OrderTerms]):
    class Meta:
        model = OrderTerms

    order = factory.SubFactory(JobOrderFactory)


class JobAdFactory(factory.django.DjangoModelFactory[JobAd]):
    """An ad on the site now."""

    class Meta:
        model = JobAd

    order = factory.SubFactory(JobOrderFactory)
    slug = factory.Sequence(lambda n: f"sykepleier-{n}")
    title = "Sykepleier"
    summary = "Vi søker en sykepleier som liker å jobbe i team."
    body = "<p>Du får varierte dager.</p>"
    employer = factory.LazyAttribute(lambda ad: ad.order.company.name)
    place = municipality = "Oslo"
    occupation = "2221"
    postal_code = "0155"
    county = "oslo"
    remote = "not_possible"
    pay_from, pay_to, pay_per = 520_000, 610_000, "year"
    starts = "Så snart som mulig"
    published_at = created_at = changed_at = datetime.datetime(2019, 1, 3, 9, tzinfo=datetime.UTC)


class AdExportFactory(factory.django.DjangoModelFactory[AdExport]):
    class Meta:
        model = AdExport

    ad = factory.SubFactory(JobAdFactory)
    digest = "0123456789abcdef" * 2
    sent_by = factory.SubFactory(StaffFactory)
    sent_at = NOW

    @classmethod
    def _create(cls, model: type[AdExport], *args: Any, **values: Any) -> AdExport:
        papers_in_order()
        return super()._create(model, *args, **values)


class AdRequirementFactory(factory.django.DjangoModelFactory[AdRequirement]):
    class Meta:
        model = AdRequirement

    ad = factory.SubFactory(JobAdFactory)
    order = factory.Sequence(lambda n: n + 1)
    what = "Norsk autorisasjon som sykepleier"
    why = "Du har ansvar for medisiner."


class SoleProprietorFactory(factory.django.DjangoModelFactory[SoleProprietor]):
    class Meta:
        model = SoleProprietor

    subject = factory.SubFactory(SubjectFactory)
    company = factory.SubFactory(ClientCompanyFactory)
    name = factory.SelfAttribute("company.name")
    org_number = factory.SelfAttribute("company.org_number")
    created_at = NOW


class RegisterEntryFactory(factory.django.DjangoModelFactory[RegisterEntry]):
    class Meta:
        model = RegisterEntry

    company = factory.SubFactory(ClientCompanyFactory)
    form = "AS"
    name = factory.SelfAttribute("company.name")
    looked_up_at = known_at = NOW


class SubUnitFactory(factory.django.DjangoModelFactory[SubUnit]):
    class Meta:
        model = SubUnit

    company = factory.SubFactory(ClientCompanyFactory)
    org_number = factory.Sequence(lambda n: org_number(2_000 + n))
    name = factory.Sequence(lambda n: f"Fjellvik avdeling {n}")
    known_at = NOW


class TimelineEntryFactory(factory.django.DjangoModelFactory[TimelineEntry]):
    class Meta:
        model = TimelineEntry

    company = factory.SubFactory(ClientCompanyFactory)
    kind = TimelineKind.MEETING
    text = "Møte om høstens behov."
    at = NOW


class CreditAssessmentFactory(factory.django.DjangoModelFactory[CreditAssessment]):
    class Meta:
        model = CreditAssessment

    company = factory.SubFactory(ClientCompanyFactory)
    credit_class = CreditClass.A
    source = "Kredittbyrået AS"
    assessed_on = NOW.date()
    valid_until = factory.LazyAttribute(lambda row: add_months(row.assessed_on, 12))
    entered_by = factory.SubFactory(StaffFactory, roles=["finance"])
    entered_at = NOW


class PrepaymentFactory(factory.django.DjangoModelFactory[Prepayment]):
    """One that is paid, of an order that is not opened; `waits=True`: not paid yet."""

    class Meta:
        model = Prepayment

    class Params:
        waits = factory.Trait(state="asked", settled_by=None, settled_at=None)

    state = "paid"
    settled_by = factory.SubFactory(StaffFactory, roles=["finance"])
    settled_at = NOW
    order = factory.SubFactory(JobOrderFactory, agreement=None, opened_at=None)
    reason = "Ny kunde, stort oppdrag."
    asked_by = factory.SubFactory(StaffFactory, roles=["finance"])
    asked_at = NOW


# --- candidates -----------------------------------------------------------------------------------
class CandidateFactory(factory.django.DjangoModelFactory[Candidate]):
    """A candidate with an account and a verified address; `unconfirmed_email="…"` makes one without."""

    class Meta:
        model = Candidate
        skip_postgeneration_save = True

    subject = factory.SubFactory(SubjectFactory)
    first_name = factory.Faker("first_name", locale="no_NO")
    last_name = factory.Faker("last_name", locale="no_NO")
    phone = "+4722334455"
    source = Source.WEBSITE
    last_active_at = created_at = NOW

    @factory.post_generation
    def account(self, create: bool, extracted: User | bool | None, **values: object) -> None:
        """`account=False` leaves it out; `account__email="…"` chooses the address."""
        if create and extracted is None and not self.unconfirmed_email:
            UserFactory(subject=self.subject, **values)


class DocumentFactory(factory.django.DjangoModelFactory[Document]):
    """A document with a real encrypted file; its text is read already. `content=b"…"` is what the file holds."""

    class Meta:
        model = Document

    class Params:
        content = b"%PDF-1.7 Kari Nordmann"

    candidate = factory.SubFactory(CandidateFactory)
    kind = DocumentKind.CV
    original_name = "cv.pdf"
    content_type = "application/pdf"
    size = factory.LazyAttribute(lambda document: len(document.content))
    sha256 = factory.LazyAttribute(lambda document: hashlib.sha256(document.content).hexdigest())
    file = factory.LazyAttribute(lambda document: document_storage().save(uuid4().hex, ContentFile(document.content)))
    state = DocumentState.CLEAN
    text_state = TextState.READ
    text = "Kari Nordmann, sykepleier"
    uploaded_at = NOW


class IdentitySeenFactory(factory.django.DjangoModelFactory[IdentitySeen]):
    class Meta:
        model = IdentitySeen

    candidate = factory.SubFactory(CandidateFactory)
    kind = "passport"
    seen_on = NOW.date()
    seen_by = factory.SubFactory(StaffFactory)
    noted_at = NOW


class ProfileFactory(factory.django.DjangoModelFactory[Profile]):
    class Meta:
        model = Profile

    candidate = factory.SubFactory(CandidateFactory)
    place = "Bergen"
    availability = "now"


class SkillFactory(factory.django.DjangoModelFactory[Skill]):
    class Meta:
        model = Skill

    candidate = factory.SubFactory(CandidateFactory)
    name = "Excel"


class CertificateFactory(factory.django.DjangoModelFactory[Certificate]):
    class Meta:
        model = Certificate

    candidate = factory.SubFactory(CandidateFactory)
    name = "Truckførerbevis T1"


class LanguageSkillFactory(factory.django.DjangoModelFactory[LanguageSkill]):
    class Meta:
        model = LanguageSkill

    candidate = factory.SubFactory(CandidateFactory)
    language = "no"
    level = 7


class WorkExperienceFactory(factory.django.DjangoModelFactory[WorkExperience]):
    class Meta:
        model = WorkExperience

    candidate = factory.SubFactory(CandidateFactory)
    employer = "Fjordheim Eksempel AS"
    title = "Kokk"
    from_year = 2019
    from_month = 8
    rank = factory.Sequence(lambda number: number % 30_000)


class EducationFactory(factory.django.DjangoModelFactory[Education]):
    class Meta:
        model = Education

    candidate = factory.SubFactory(CandidateFactory)
    school = "Eksempel videregående skole"
    subject = "Fagbrev som kokk"
    from_year = 2015
    to_year = 2019
    rank = factory.Sequence(lambda number: number % 30_000)


class ApplicationFactory(factory.django.DjangoModelFactory[Application]):
    """A confirmed application for a published ad; `job_ad=None, job_order=None` is an open registration."""

    class Meta:
        model = Application

    candidate = factory.SubFactory(CandidateFactory)
    job_ad = factory.SubFactory(JobAdFactory)
    job_order = factory.LazyAttribute(lambda application: application.job_ad and application.job_ad.order)
    origin = factory.LazyAttribute(lambda application: Origin.APPLIED if application.job_ad else Origin.REGISTERED)
    keep_scope = KeepScope.CANDIDATE_BASE
    notice = factory.SubFactory(NoticeFactory)
    terms = factory.SubFactory(TermsVersionFactory)
    sharing_notice = factory.SubFactory(NoticeFactory, kind=NoticeKind.SHARING)
    submitted_at = NOW
    confirmed_at = factory.SelfAttribute("submitted_at")
    stage_since = factory.SelfAttribute("submitted_at")


class InterviewFactory(factory.django.DjangoModelFactory[Interview]):
    """One that is set, with somebody from the client, a week ahead; or `proposed`, and not chosen yet."""

    class Meta:
        model = Interview

    class Params:
        proposed = factory.Trait(
            state="proposed", starts_at=None, ends_at=None, answer_by=NOW.date() + datetime.timedelta(days=3)
        )

    application = factory.SubFactory(ApplicationFactory, stage=Stage.INTERVIEW)
    candidate = factory.SelfAttribute("application.candidate")
    kind = "on_site"
    place = "Storgata 1, Oslo"
    led_by = factory.SubFactory(StaffFactory)
    contact = factory.LazyAttribute(
        lambda made: (
            ClientContactFactory(company=made.application.job_order.company) if made.application.job_order else None
        )
    )
    state = "set"
    starts_at = NOW + datetime.timedelta(days=7)
    ends_at = NOW + datetime.timedelta(days=7, hours=1)
    made_by = factory.SubFactory(StaffFactory)
    made_at = NOW


class InterviewTimeFactory(factory.django.DjangoModelFactory[InterviewTime]):
    class Meta:
        model = InterviewTime

    interview = factory.SubFactory(InterviewFactory, proposed=True)
    starts_at = NOW + datetime.timedelta(days=7)


class NoteFactory(factory.django.DjangoModelFactory[Note]):
    class Meta:
        model = Note

    application = factory.SubFactory(ApplicationFactory)
    text = "Har førerkort og kan begynne i januar."
    written_by = factory.SubFactory(StaffFactory)
    written_at = NOW


class StageTextFactory(factory.django.DjangoModelFactory[StageText]):
    class Meta:
        model = StageText

    stage = Stage.REJECTED
    name = factory.Sequence(lambda n: f"Tekst {n}")
    text_nb = "Andre hadde mer erfaring med det stillingen krever."
    text_en = "Others had more experience with what the position needs."
    changed_by = factory.SubFactory(StaffFactory, roles=["manager"])
    changed_at = NOW


class ApplicationDocumentFactory(factory.django.DjangoModelFactory[ApplicationDocument]):
    class Meta:
        model = ApplicationDocument

    application = factory.SubFactory(ApplicationFactory)
    document = factory.SubFactory(DocumentFactory, candidate=factory.SelfAttribute("..application.candidate"))


class StageChangeFactory(factory.django.DjangoModelFactory[StageChange]):
    class Meta:
        model = StageChange

    application = factory.SubFactory(ApplicationFactory, stage=Stage.SCREENING)
    from_stage = Stage.NEW
    to_stage = Stage.SCREENING
    by = factory.SubFactory(StaffFactory)
    at = NOW


class TagFactory(factory.django.DjangoModelFactory[Tag]):
    class Meta:
        model = Tag

    name = factory.Sequence(lambda n: f"turnus {n}")


def somebody_in_the_base() -> Candidate:
    return ApplicationFactory().candidate


class TagUseFactory(factory.django.DjangoModelFactory[TagUse]):
    """Of somebody in the base: the database takes nobody else."""

    class Meta:
        model = TagUse

    candidate = factory.LazyFunction(somebody_in_the_base)
    tag = factory.SubFactory(TagFactory)
    added_at = NOW


class TagListFactory(factory.django.DjangoModelFactory[TagList]):
    class Meta:
        model = TagList

    name = factory.Sequence(lambda n: f"Sykepleiere {n}")
    made_at = NOW


class ListEntryFactory(factory.django.DjangoModelFactory[ListEntry]):
    class Meta:
        model = ListEntry

    candidate = factory.LazyFunction(somebody_in_the_base)
    list = factory.SubFactory(TagListFactory)
    added_at = NOW


class SavedSearchFactory(factory.django.DjangoModelFactory[SavedSearch]):
    class Meta:
        model = SavedSearch

    owner = factory.SubFactory(StaffFactory)
    name = factory.Sequence(lambda n: f"Kokker {n}")
    asked = "q=kokk"
    saved_at = NOW


class ImportFactory(factory.django.DjangoModelFactory[Import]):
    """A list that waits to be checked."""

    class Meta:
        model = Import

    source_name = "Gammelt kandidatregister"
    csv_path = "/import/kandidater/liste.csv"
    files_path = "/import/kandidater"


class ImportRowFactory(factory.django.DjangoModelFactory[ImportRow]):
    """A row that somebody has to choose about."""

    class Meta:
        model = ImportRow

    run = factory.SubFactory(ImportFactory)
    number = factory.Sequence(lambda number: number + 2)
    state = RowState.OFFERED
    digest = factory.Sequence(lambda number: f"{number:064x}")
    match_uuid = factory.LazyFunction(lambda: CandidateFactory().subject_id)
    at = factory.LazyFunction(timezone.now)


class JobAlertFactory(factory.django.DjangoModelFactory[JobAlert]):
    """Of everything new, once a week, with the consent it stands on."""

    class Meta:
        model = JobAlert

    candidate = factory.SubFactory(CandidateFactory)
    q = factory.Sequence(lambda n: f"ord{n}")
    next_on = NOW.date()
    created_at = NOW

    @classmethod
    def _create(cls, model: type[JobAlert], *args: object, **values: Any) -> JobAlert:
        asked = {"subject_uuid": values["candidate"].subject_id, "purpose": ConsentPurpose.JOB_ALERTS}
        if not ConsentEvent.objects.filter(**asked).exists():
            ConsentEventFactory(**asked, notice__kind=NoticeKind.JOB_ALERTS)
        return super()._create(model, *args, **values)


class AlertedAdFactory(factory.django.DjangoModelFactory[AlertedAd]):
    class Meta:
        model = AlertedAd

    alert = factory.SubFactory(JobAlertFactory)
    ad = factory.SubFactory(JobAdFactory)
    at = NOW


class PositionLetterFactory(factory.django.DjangoModelFactory[PositionLetter]):
    """To somebody who has chosen to be in the base."""

    class Meta:
        model = PositionLetter

    candidate = factory.SubFactory(CandidateFactory)
    job_order = factory.SubFactory(JobOrderFactory)
    message_class = MessageClass.MARKETING
    written_by = factory.SubFactory(StaffFactory)
    written_at = NOW

    @classmethod
    def _create(cls, model: type[PositionLetter], *args: object, **values: Any) -> PositionLetter:
        if not values["candidate"].applications.exists():
            ApplicationFactory(candidate=values["candidate"])
        return super()._create(model, *args, **values)


class CheckNoticeFactory(factory.django.DjangoModelFactory[CheckNotice]):
    """Told of a police certificate the order requires."""

    class Meta:
        model = CheckNotice

    application = factory.SubFactory(ApplicationFactory)
    requirement = factory.LazyAttribute(lambda row: CheckRequirementFactory(order=row.application.job_order))
    told_by = factory.SubFactory(StaffFactory)
    told_at = NOW


class SpecialCheckFactory(factory.django.DjangoModelFactory[SpecialCheck]):
    """A police certificate that was shown."""

    class Meta:
        model = SpecialCheck

    notice = factory.SubFactory(CheckNoticeFactory)
    outcome = "shown"
    seen_on = NOW.date()
    seen_by = factory.SubFactory(StaffFactory)
    noted_at = NOW


class RefereeFactory(factory.django.DjangoModelFactory[Referee]):
    """Named by a candidate; whom we have the data from is known, and that the referee is not told yet."""

    class Meta:
        model = Referee

    subject = factory.SubFactory(SubjectFactory)
    candidate = factory.SubFactory(CandidateFactory)
    name = factory.Sequence(lambda n: f"Ola Referanse {n}")
    email = factory.Sequence(lambda n: f"ola{n}@example.test")
    relation = "avdelingsleder"
    named_at = NOW


class ReferenceCheckFactory(factory.django.DjangoModelFactory[ReferenceCheck]):
    """With the candidate's go-ahead; nobody was asked yet."""

    class Meta:
        model = ReferenceCheck

    application = factory.SubFactory(ApplicationFactory)
    referee = factory.LazyAttribute(lambda row: RefereeFactory(candidate=row.application.candidate))
    go_ahead_at = NOW


class ReferenceQuestionFactory(factory.django.DjangoModelFactory[ReferenceQuestion]):
    class Meta:
        model = ReferenceQuestion

    place = factory.Sequence(lambda n: 10 + n)
    text_nb = "Hva gjorde kandidaten?"
    text_en = "What did the candidate do?"
    changed_at = NOW


class TestResultFactory(factory.django.DjangoModelFactory[TestResult]):
    """One the candidate has not seen yet."""

    __test__ = False

    class Meta:
        model = TestResult

    application = factory.SubFactory(ApplicationFactory)
    kind = "Regneark"
    taken_on = NOW.date()
    result = "Løste ni av ti oppgaver."
    explanation = "Viser hva kandidaten kan i dag, og ikke hvor fort hun lærer."
    noted_by = factory.SubFactory(StaffFactory)
    noted_at = NOW


class OfferFactory(factory.django.DjangoModelFactory[Offer]):
    """One that waits for its answer."""

    class Meta:
        model = Offer

    application = factory.SubFactory(ApplicationFactory, stage=Stage.OFFER)
    starts_on = datetime.date(2027, 1, 4)
    reply_by = datetime.date(2026, 12, 1)
    made_by = factory.SubFactory(StaffFactory)
    made_at = NOW


class PlacementFactory(factory.django.DjangoModelFactory[Placement]):
    class Meta:
        model = Placement

    application = factory.SubFactory(ApplicationFactory, stage=Stage.PLACED)
    starts_on = datetime.date(2027, 1, 4)
    follow_up_on = datetime.date(2027, 4, 4)
    registered_by = factory.SubFactory(StaffFactory)
    registered_at = NOW


class QualificationStatementFactory(factory.django.DjangoModelFactory[QualificationStatement]):
    """One that waits for its answer; somebody else was placed."""

    class Meta:
        model = QualificationStatement

    application = factory.SubFactory(ApplicationFactory, stage=Stage.REJECTED)
    asked_at = NOW
    due_on = datetime.date(2026, 12, 7)

    @classmethod
    def _create(cls, model: type[QualificationStatement], *args: object, **values: Any) -> QualificationStatement:
        ApplicationFactory(stage=Stage.PLACED, job_ad=values["application"].job_ad)
        return super()._create(model, *args, **values)


class CheckTallyFactory(factory.django.DjangoModelFactory[CheckTally]):
    class Meta:
        model = CheckTally

    kind = "police"
    cause = "order_closed"
    month = datetime.date(2026, 11, 1)
    count = 1


class SearchWordFactory(factory.django.DjangoModelFactory[SearchWord]):
    class Meta:
        model = SearchWord

    word = factory.Sequence(lambda n: f"ord{n}")


# --- what an ad asks -------------------------------------------------------------------------------
class ScreeningQuestionFactory(factory.django.DjangoModelFactory[ScreeningQuestion]):
    class Meta:
        model = ScreeningQuestion

    ad = factory.SubFactory(JobAdFactory)
    text = factory.Sequence(lambda n: f"Har du førerkort i klasse C{n}?")
    reason = "Du kjører lastebil fra første dag."
    kind = "yes_no"
    written_by = factory.SubFactory(StaffFactory)
    written_at = NOW


class ApplicationDraftFactory(factory.django.DjangoModelFactory[ApplicationDraft]):
    class Meta:
        model = ApplicationDraft

    candidate = factory.SubFactory(CandidateFactory)
    job_ad = factory.SubFactory(JobAdFactory)
    message = "Jeg har kjørt lastebil i"
    changed_at = NOW


class ScreeningAnswerFactory(factory.django.DjangoModelFactory[ScreeningAnswer]):
    class Meta:
        model = ScreeningAnswer

    application = factory.SubFactory(ApplicationFactory)
    question = factory.SubFactory(ScreeningQuestionFactory, ad=factory.SelfAttribute("..application.job_ad"))
    asked = factory.SelfAttribute("question.text")
    answer = "Ja"


# --- sharing ---------------------------------------------------------------------------------------
class FactSheetFactory(factory.django.DjangoModelFactory[FactSheet]):
    class Meta:
        model = FactSheet

    order = factory.SubFactory(JobOrderFactory)
    version = factory.Sequence(lambda n: 1 + n)
    in_ad = "Sykepleier, full stilling, Asker."
    after_screening = "Lønn 560 000 kr. Turnus med hver tredje helg."
    before_interview = "Du møter avdelingslederen."
    after_offer = "Seks måneders prøvetid."
    written_by = factory.SubFactory(StaffFactory)
    written_at = NOW


class SharingChoiceFactory(factory.django.DjangoModelFactory[SharingChoice]):
    """Others too, and never what it is already; from then on it is so for the application."""

    class Meta:
        model = SharingChoice

    application = factory.SubFactory(ApplicationFactory)
    was_kept = factory.SelfAttribute("application.keep_scope")
    was_shared = factory.SelfAttribute("application.sharing_scope")
    keep_scope = KeepScope.CANDIDATE_BASE
    sharing_scope = factory.LazyAttribute(
        lambda made: (
            SharingScope.WITHOUT_ASKING if made.was_shared == SharingScope.ASK_FIRST else SharingScope.ASK_FIRST
        )
    )
    sharing_notice = factory.SubFactory(NoticeFactory, kind=NoticeKind.SHARING)
    language = "nb"
    chosen_at = NOW

    @classmethod
    def _create(cls, model: type[SharingChoice], *args: object, **values: Any) -> SharingChoice:
        made = super()._create(model, *args, **values)
        chosen = {"keep_scope": made.keep_scope, "sharing_scope": made.sharing_scope}
        Application.objects.filter(pk=made.application_id).update(**chosen)
        return made


class SharingPermissionFactory(factory.django.DjangoModelFactory[SharingPermission]):
    """Asked, and not answered yet."""

    class Meta:
        model = SharingPermission

    candidate = factory.SubFactory(CandidateFactory)
    job_order = factory.SubFactory(JobOrderFactory)
    fact_sheet = factory.SubFactory(FactSheetFactory, order=factory.SelfAttribute("..job_order"))
    asked_by = factory.SubFactory(StaffFactory)
    asked_at = NOW
    answer_by = datetime.date(2026, 12, 7)


class AnsweredPermissionFactory(SharingPermissionFactory):
    """Asked, answered with a yes, and taken back. Last of its model: it has a value in every column."""

    question = "Er det turnus?"
    reply = "Hver tredje helg."
    question_at = replied_at = answered_at = ended_at = NOW
    answer = "interested"
    channel = "own_pages"
    sharing_notice = factory.SubFactory(NoticeFactory, kind=NoticeKind.SHARING)

    @classmethod
    def _create(cls, model: type[SharingPermission], *args: object, **values: Any) -> SharingPermission:
        """As it comes about: a question first, then the answer."""
        said = {name: values.pop(name) for name in ("answer", "answered_at", "channel", "sharing_notice", "ended_at")}
        permission = super()._create(model, *args, **values)
        model.objects.filter(pk=permission.pk).update(**said)
        return permission


class PresentationFactory(factory.django.DjangoModelFactory[Presentation]):
    """A draft without anybody in it."""

    class Meta:
        model = Presentation

    job_order = factory.SubFactory(JobOrderFactory)
    ends_at = NOW + datetime.timedelta(days=15)
    created_by = factory.SubFactory(StaffFactory)
    created_at = NOW


class ClientCopyFactory(factory.django.DjangoModelFactory[ClientCopy]):
    """A copy of a document with a real encrypted file; `content=b"…"` is what it holds."""

    class Meta:
        model = ClientCopy

    class Params:
        content = b"%PDF-1.7 painted over"

    document = factory.SubFactory(DocumentFactory)
    size = factory.LazyAttribute(lambda copy: len(copy.content))
    sha256 = factory.LazyAttribute(lambda copy: hashlib.sha256(copy.content).hexdigest())
    file = factory.LazyAttribute(lambda copy: document_storage().save(uuid4().hex, ContentFile(copy.content)))
    pages = 1
    text = "sykepleier"
    made_by = factory.SubFactory(StaffFactory)
    made_at = NOW


SHOWN = {"client_copy": "client_copy", "document": "document", "test": "test_result", "reference": "reference"}


class PresentationItemFactory(factory.django.DjangoModelFactory[PresentationItem]):
    """What we write about a candidate; `document=…` is that document, and so on."""

    class Meta:
        model = PresentationItem

    presentation = factory.SubFactory(PresentationFactory)
    candidate = factory.SubFactory(CandidateFactory)
    document = factory.LazyAttribute(lambda item: item.client_copy.document if item.client_copy else None)
    client_copy = None
    test_result = reference = None
    kind = factory.LazyAttribute(
        lambda item: next((kind for kind in SHOWN if getattr(item, SHOWN[kind])), "introduction")
    )
    text = factory.LazyAttribute(lambda item: "Ti år på sykehjem." if item.kind == "introduction" else "")
    sha256 = factory.LazyAttribute(lambda item: getattr(item.client_copy or item.document, "sha256", ""))
    added_at = NOW

    @classmethod
    def _create(cls, model: type[PresentationItem], *args: object, **values: Any) -> PresentationItem:
        """Of several things given, a file: one item shows one thing."""
        if values["document"]:
            values |= {"test_result": None, "reference": None}
        return super()._create(model, *args, **values)


def order_of(company: ClientCompany) -> JobOrder:
    """The order the client has, or one that is not opened yet."""
    known = JobOrder.objects.filter(company=company).order_by("pk").first()
    return known or JobOrderFactory(company=company, agreement=None, opened_at=None)


class PresentationReaderFactory(factory.django.DjangoModelFactory[PresentationReader]):
    class Meta:
        model = PresentationReader

    contact = factory.SubFactory(ClientContactFactory)
    presentation = factory.LazyAttribute(lambda reader: PresentationFactory(job_order=order_of(reader.contact.company)))
    granted_at = NOW


def sent_presentation(candidate: Candidate, *, document: Document | None = None, **values: Any) -> PresentationReader:
    """One that is out, of somebody who applied for the order; its reader."""
    contact = ClientContactFactory()
    whole = PresentationFactory(job_order__company=contact.company, **values)
    reader = PresentationReaderFactory(contact=contact, presentation=whole)
    order = reader.presentation.job_order
    if not Recipient.objects.filter(company_uuid=order.company_id).exists():
        RecipientFactory(company_uuid=order.company_id, kind=RecipientKind.CLIENT, contact_address="")
    ApplicationFactory(candidate=candidate, job_ad=None, job_order=order, origin=Origin.APPLIED)
    PresentationItemFactory(presentation=reader.presentation, candidate=candidate)
    if document:
        PresentationItemFactory(presentation=reader.presentation, candidate=candidate, document=document)
    Presentation.objects.filter(pk=reader.presentation_id).update(sent_at=NOW)
    reader.presentation.refresh_from_db()
    return reader


class PresentationAnswerFactory(factory.django.DjangoModelFactory[PresentationAnswer]):
    """Of somebody who is shown; with a `candidate` all the rest is the caller's."""

    class Meta:
        model = PresentationAnswer

    presentation = factory.SubFactory(PresentationFactory)
    answer = "interested"
    comment = "Vi vil møtes."
    at = NOW

    @classmethod
    def _create(cls, model: type[PresentationAnswer], *args: object, **values: Any) -> PresentationAnswer:
        if "candidate" not in values:
            candidate = CandidateFactory()
            reader = sent_presentation(candidate)
            values |= {"candidate": candidate, "reader": reader, "presentation": reader.presentation}
        return super()._create(model, *args, **values)


class PresentationDownloadFactory(factory.django.DjangoModelFactory[PresentationDownload]):
    """The same of a document."""

    class Meta:
        model = PresentationDownload

    sha256 = hashlib.sha256(b"").hexdigest()
    size = 10
    disclosure = 1
    at = NOW

    @classmethod
    def _create(cls, model: type[PresentationDownload], *args: object, **values: Any) -> PresentationDownload:
        if "item" not in values:
            document = DocumentFactory()
            reader = sent_presentation(document.candidate, document=document, may_download=True)
            values |= {"item": PresentationItem.objects.get(document=document), "reader": reader}
        return super()._create(model, *args, **values)


class BlockedEmployerFactory(factory.django.DjangoModelFactory[BlockedEmployer]):
    class Meta:
        model = BlockedEmployer

    candidate = factory.SubFactory(CandidateFactory)
    org_number = factory.Sequence(lambda n: org_number(3_000 + n))
    name = "Arbeidsgiveren AS"
    added_at = NOW


# --- campaigns ------------------------------------------------------------------------------------
class CampaignFactory(factory.django.DjangoModelFactory[Campaign]):
    """One that takes in, in the year of NOW, with its first wording; `wording=False` is a draft without."""

    class Meta:
        model = Campaign
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Sjåfører {n}")
    channel = CampaignChannel.FACEBOOK
    starts_on = NOW.date().replace(month=1, day=1)
    ends_on = NOW.date().replace(month=12, day=31)
    partner = factory.SubFactory(
        RecipientFactory, kind=RecipientKind.SOURCE, name="Post Social",
        contact_address="personvern@postsocial.example.test",
    )  # fmt: skip
    statement_url = "https://postsocial.example.test/personvern"
    created_at = NOW

    @factory.post_generation
    def wording(self, create: bool, extracted: bool | None, **_: object) -> None:
        if create and extracted is not False:
            CampaignWordingFactory(campaign=self)
            Campaign.objects.filter(pk=self.pk).update(opened_at=NOW)
            self.opened_at = NOW


class CampaignWordingFactory(factory.django.DjangoModelFactory[CampaignWording]):
    class Meta:
        model = CampaignWording

    campaign = factory.SubFactory(CampaignFactory, wording=False)
    version = factory.Sequence(lambda n: 1 + n)
    text_nb = "Post Social samler svarene for Fremrykk, som tar kontakt med deg om stillinger."
    shown_from = factory.SelfAttribute("campaign.starts_on")


class CampaignKeyFactory(factory.django.DjangoModelFactory[CampaignKey]):
    class Meta:
        model = CampaignKey

    campaign = factory.SubFactory(CampaignFactory)
    slot = 1
    ring_key = "test"
    salt = "0" * 64
    made_at = NOW


class CampaignTallyFactory(factory.django.DjangoModelFactory[CampaignTally]):
    class Meta:
        model = CampaignTally

    campaign = factory.SubFactory(CampaignFactory)
    week = NOW.date() - datetime.timedelta(days=NOW.weekday())
    event = CampaignEvent.RECEIVED
    count = 7


class LeadFactory(factory.django.DjangoModelFactory[Lead]):
    """Somebody who answered on the day of NOW; without the clock that `leads.take_in` starts."""

    class Meta:
        model = Lead

    subject = factory.SubFactory(SubjectFactory)
    first_name = factory.Faker("first_name", locale="no_NO")
    last_name = factory.Faker("last_name", locale="no_NO")
    email = factory.Sequence(lambda n: f"lead{n}@example.test")
    campaign = factory.SubFactory(CampaignFactory)
    wording = factory.LazyAttribute(lambda lead: lead.campaign.wordings.get())
    reference = factory.Sequence(lambda n: f"PS-{n}")
    door = LeadDoor.SYSTEM
    answered_on = NOW.date()
    received_at = NOW
    address_digests = factory.LazyAttribute(lambda lead: digests_of(lead.email))


class LeadMarkFactory(factory.django.DjangoModelFactory[LeadMark]):
    class Meta:
        model = LeadMark

    campaign = factory.SubFactory(CampaignFactory)
    kind = MarkKind.REFERENCE
    digest = factory.Sequence(lambda n: f"{n:064x}")
    at = NOW


# --- those we employ ------------------------------------------------------------------------------
class EmploymentFactory(factory.django.DjangoModelFactory[Employment]):
    """One that is prepared; `employed(…)` makes one that is in force."""

    class Meta:
        model = Employment

    subject = factory.SubFactory(SubjectFactory)
    first_name, last_name = "Kari", "Lønnestad"
    title = "Sykepleier"
    starts_on = NOW.date()
    begun_by = factory.SubFactory(StaffFactory)
    begun_at = NOW


class EmploymentFileFactory(factory.django.DjangoModelFactory[EmploymentFile]):
    """With a signed contract that says all."""

    class Meta:
        model = EmploymentFile

    employment = factory.SubFactory(EmploymentFactory)
    signed_on = NOW.date()
    covered = factory.LazyFunction(lambda: [*ContractItem.always(), ContractItem.ABSENCE, ContractItem.DURATION])
    not_relevant = factory.LazyFunction(lambda: list(set(ContractItem.conditional()) - {"absence", "duration"}))


class PayAccountFactory(factory.django.DjangoModelFactory[PayAccount]):
    class Meta:
        model = PayAccount

    employment = factory.SubFactory(EmploymentFactory)
    number = factory.LazyAttribute(lambda row: sealed("12345678903", row=PayAccount(pk=row.id), field="number"))
    id = factory.LazyFunction(uuid4)
    noted_at = NOW


class NextOfKinFactory(factory.django.DjangoModelFactory[NextOfKin]):
    class Meta:
        model = NextOfKin

    subject = factory.SubFactory(SubjectFactory)
    employment = factory.LazyFunction(lambda: employed())
    name = "Ola Lønnestad"
    phone = "+4790000001"
    relation = "bror"
    told_on = NOW.date()
    named_by = factory.SubFactory(StaffFactory, roles=["payroll"])
    named_at = NOW


def employed(**more: object) -> Employment:
    """One that is in force, with its file; `subject`, `ends_on`, `national_id` (plain) and other fields as given."""
    number = more.pop("national_id", "03851598730")
    row = EmploymentFactory(**more)
    EmploymentFileFactory(employment=row)
    row.national_id = sealed(str(number), row=row, field="national_id")
    row.occupation_code, row.form, row.percentage = "3231109", row.form or "permanent", 80
    row.full_time_hours, row.working_time = row.full_time_hours or Decimal("37.5"), row.working_time or "ikkeSkift"
    row.pay_kind, row.pay, row.state, row.activated_by, row.activated_at = "hourly", 250, "in_force", row.begun_by, NOW
    row.save()
    return row


class AuthorityReportFactory(factory.django.DjangoModelFactory[AuthorityReport]):
    """One that is begun, of last month, with nobody in it."""

    class Meta:
        model = AuthorityReport
        django_get_or_create = ("month", "replaces")

    month = datetime.date(2026, 10, 1)
    replaces = None
    made_by = factory.SubFactory(StaffFactory, roles=["payroll"])
    made_at = NOW


class ReportedEmploymentFactory(factory.django.DjangoModelFactory[ReportedEmployment]):
    class Meta:
        model = ReportedEmployment

    report = factory.SubFactory(AuthorityReportFactory)
    employment = factory.LazyFunction(lambda: employed())
    occupation_code, form, percentage = "3231109", "permanent", 80
    full_time_hours, working_time, pay_kind = Decimal("37.5"), "ikkeSkift", "hourly"
    starts_on = NOW.date()


class AgencyPaperFactory(factory.django.DjangoModelFactory[AgencyPaper]):
    """The approval; `insured=True`: the insurance."""

    class Meta:
        model = AgencyPaper

    class Params:
        insured = factory.Trait(kind="insurance", issued_by="Forsikring AS")

    kind = "approval"
    issued_by = "Arbeidstilsynet"
    valid_from = datetime.date(2019, 1, 1)
    valid_until = datetime.date(2035, 12, 31)
    noted_by = factory.SubFactory(StaffFactory, roles=["manager"])
    noted_at = NOW


def papers_in_order() -> None:
    """As a manager has written them down, if nobody has yet."""
    for insured in (False, True):
        if not AgencyPaper.objects.filter(kind="insurance" if insured else "approval").exists():
            AgencyPaperFactory(insured=insured)


def _first_free_day(employment: Employment) -> datetime.date:
    """The first day at work; with an assignment there already, a year after its end."""
    last = max(employment.assignments.values_list("ends_on", flat=True), default=None)
    return last + datetime.timedelta(days=365) if last else employment.starts_on


class AssignmentFactory(factory.django.DjangoModelFactory[Assignment]):
    """Somebody employed, at work for a client from NOW on for a month, with the papers in order."""

    class Meta:
        model = Assignment

    employment = factory.LazyFunction(lambda: employed())
    order = factory.SubFactory(JobOrderFactory, kind="staffing")
    leader = factory.LazyAttribute(lambda row: ClientContactFactory(company=row.order.company))
    place = "Storgata 1, Trondheim"
    county = "trondelag"
    starts_on = factory.LazyAttribute(lambda row: _first_free_day(row.employment))
    ends_on = factory.LazyAttribute(
        lambda row: max(row.starts_on, row.employment.ends_on or row.starts_on + datetime.timedelta(days=30))
    )
    ground = "substitute"
    evidence = "Vikar for en ansatt i permisjon, avtale av 1. november 2026"
    worked_at_client = False
    planned_by = factory.SubFactory(StaffFactory)
    planned_at = NOW

    @classmethod
    def _create(cls, model: type[Assignment], *args: Any, **values: Any) -> Assignment:
        papers_in_order()
        return super()._create(model, *args, **values)

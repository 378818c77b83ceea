"""A person's history in plain words: what the reference model reads, and what the machine remembers."""

import datetime
from dataclasses import dataclass, field

Key = tuple[str, str]  # model label, primary key
Moment = datetime.datetime

CANDIDATE, APPLICATION, DOCUMENT = "candidates.Candidate", "candidates.Application", "candidates.Document"
ACCOUNT, CONTACT, CASE, MAIL = "accounts.User", "clients.ClientContact", "privacy.InboxCase", "privacy.OutgoingMail"
LEAD, ALERT, ASKED = "candidates.Lead", "candidates.JobAlert", "clients.Enquiry"
SIGNATURE = "clients.Signatory"
EMPLOYMENT, FILE, PAY = "candidates.Employment", "candidates.EmploymentFile", "candidates.PayAccount"
KIN, HIRED_OUT = "candidates.NextOfKin", "candidates.Assignment"

PERIODS = frozenset(
    {
        "account", "this_position", "candidate_base", "further_storage", "entered_by_hand", "client_contact",
        "enquiry", "mail", "lead", "agreement", "not_informed", "payroll", "employee_file", "pay_account", "next_of_kin",
        "employment_draft", "assignment",
    }
)  # fmt: skip


@dataclass
class Row:
    """One thing we hold. What `since` is depends on the kind: sent, received, last active, closed, ended; of a
    document, since when its person is not told of it; of all that hangs on an employment (`of`), its last day."""

    key: Key
    kind: str
    # website, by_hand, sent, added, document, account, staff, contact, enquiry, lead, mail, signature, alert; prepared and
    # with_draft, in force employment, employee_file, pay_account; hired_out, next_of_kin
    since: Moment | datetime.date | None = None
    made_at: Moment | None = None
    this_position: bool = False
    closings: tuple[Moment | None, ...] = ()
    used_by: frozenset[Key] = frozenset()
    of: Key | None = None


@dataclass
class Hold:
    reason: str
    opened_at: Moment
    ends_on: datetime.date
    is_approved: bool = False
    is_released: bool = False


@dataclass
class Restriction:
    ground: str
    category: str = ""
    is_lifted: bool = False
    opened_at: Moment | None = None


@dataclass
class History:
    """`said`: the consents given (True) and withdrawn (False), in order; `decided`: until when somebody let a row stay."""

    rows: list[Row] = field(default_factory=list)
    said: list[tuple[Moment, bool]] = field(default_factory=list)
    holds: list[Hold] = field(default_factory=list)
    restrictions: list[Restriction] = field(default_factory=list)
    decided: dict[Key, datetime.date] = field(default_factory=dict)
    periods: frozenset[str] = PERIODS  # the approved ones

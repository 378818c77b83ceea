"""Every page each role can click its way to: no dead end, nothing from elsewhere, nothing in the wrong language.

Each kind of page is then read in a real browser: what the policy refuses, what is wider than a screen of 320 (400 % of
1280), what moves although it was asked not to, and what axe finds. With `PROVE=1` each colleague also reads the histories and the
filtered lists that otherwise the manager alone reads, in Norwegian, and axe reads the site's pages at both widths.
"""

import os

import pytest

from candidates.models import Note
from clients.models import ClientCompany
from tests import every_page, keyboard, led_to
from tests.crawl import AGAIN, Crawl, Links, wrong
from tests.demo_world import BEGINS_AT, VISITOR, browser_of, links_in_mails, seed
from tests.every_page import Examples
from tests.page_types import Kept, Reader, covering, faults
from tests.programs import chromium_program
from tests.spoken import out_of_place
from tests.test_language import left_in
from tests.typed import Typed

IS_LONG = bool(os.environ.get("PROVE"))
NO_STAFF = (VISITOR, "kari", "henrik")
AFTER_THE_MANAGER = {*BEGINS_AT} - {*NO_STAFF, "leder"}
WORK_MUCH = ("leder", "radgiver", "personvern")
# Pages of allauth this house has closed or never comes to, what a script asks for, and a mail as a mail program shows it.
NEVER_SHOWN = {
    "account_confirm_reauthentication_code", "account_email", "account_email_verification_sent", "account_set_password",
    "account_signup", "demo_mail", "konto/email/", "konto/password/set/", "konto/signup/", "mfa_login_webauthn",
    "mfa_reauthenticate_webauthn",
}  # fmt: skip
AS_SENT = {"presentation?", "demo_mails"}  # what was shown and written, in the words it was shown and written in
# Names and examples of Norwegian things, and what a person typed in a field of a few words.
KNOWN = (
    "Møre og Romsdal", "Oslo eller Hamar", "fagbrev som kokk, bachelor i sykepleie", "Autorisasjon som sykepleier",
    "helse- og omsorgstjenesteloven", "likestillings- og diskrimineringsloven",
)  # fmt: skip
WORKSPACE_SCRIPT = "/admin/jsi18n/"


class Demo:
    """The world, and what each role found in it; walked once, whoever asks."""

    def __init__(self) -> None:
        seed()
        self._walked: dict[str, Crawl] = {}
        self._examples: Examples | None = None
        self._led: dict[str, dict[str, Kept]] = {}

    def crawl(self, who: str) -> Crawl:
        if who not in self._walked:
            starts = links_in_mails().values() if who == VISITOR else ()
            is_short = who in AFTER_THE_MANAGER and not IS_LONG
            self._walked[who] = Crawl(browser_of(who), left_in, is_short).walk(BEGINS_AT[who], *starts)
        return self._walked[who]

    def types(self, *roles: str) -> dict[str, Kept]:
        """One page of each name, as the first who came to it was answered."""
        of_each = {}
        for who in roles:
            for name, page in self.crawl(who).kept.items():
                of_each.setdefault(name.split("?")[0], page)
        return of_each

    def examples(self) -> Examples:
        """Of the pages nobody clicks to in the demo; their rows go with the test that asks first, the pages stay."""
        if self._examples is None:
            reached = {name.split("?")[0] for who in BEGINS_AT for name in self.crawl(who).answered}
            self._examples = Examples(reached)
        return self._examples

    def led(self, language: str) -> dict[str, Kept]:
        """Those one is led to; their rows go, too."""
        if language not in self._led:
            self._led[language] = led_to.pages(language)
        return self._led[language]

    def read(self, language: str) -> dict[str, Kept]:
        """Of those the ones that are pages, and no files."""
        return {name: page for name, page in self.led(language).items() if page.is_page}


@pytest.fixture(scope="module")
def walked(request):
    """The browser begins first: once its loop runs, Django has another connection."""
    if chromium_program():
        request.getfixturevalue("browser")
    request.getfixturevalue("made_once")
    return Demo()


@pytest.fixture
def demo(walked, db):
    """What a test writes is taken back."""
    return walked


@pytest.mark.parametrize("who", BEGINS_AT)
def test_every_way_leads_on_and_all_of_it_is_norwegian_and_our_own(demo, who):
    crawl = demo.crawl(who)

    assert crawl.faults == []
    many = 100 if who in AFTER_THE_MANAGER and not IS_LONG else 200
    assert len(crawl.first) > (many if who in WORK_MUCH else 10)


def test_every_page_there_is_has_an_example(demo):
    """A page nobody has an example of is read by no test of what all pages must be: it fails until there is one."""
    examples, table = demo.examples(), every_page.table()
    shown = {*every_page.shown_to()}
    left = {*table} - shown - examples.reached

    assert sorted(shown - examples.reached - {*examples.kept} - examples.files) == []
    assert sorted(name for name in left - {*demo.led("nb")} if not name.startswith("admin:")) == sorted(NEVER_SHOWN)
    assert [name for name in left if name.startswith("admin:") and set(table[name].values()) & set("xw")] == []
    assert (shown & {*NEVER_SHOWN}, len(examples.kept) > 30) == (set(), True)


def test_every_page_is_in_one_language_with_one_heading_nothing_inline_and_ways_that_lead_somewhere(demo):
    alone = demo.examples().kept | demo.read("nb")
    pages = demo.types(*BEGINS_AT) | alone
    texts = {name: page.body.decode() for name, page in pages.items()}

    assert [(name, each) for name, text in texts.items() for each in every_page.faults(text, "nb")] == []
    assert [(name, each) for name in {*alone} - AS_SENT for each in left_in(texts[name])] == []
    typed = Typed().taken_out
    own = {
        *demo.types(*NO_STAFF),
        *demo.read("nb"),
    } - AS_SENT  # the workspace shows what was typed in whatever language it was
    assert [(name, each) for name in own for each in out_of_place(texts[name])] == []
    assert [(name, each) for name in {*texts} - AS_SENT for each in out_of_place(texts[name], own_words=typed)] == []


@pytest.mark.parametrize("who", BEGINS_AT)
def test_who_reads_english_meets_norwegian_only_where_it_says_so(demo, who):
    """What the manager reads, too, is read once."""
    browser, first = browser_of(who), demo.crawl(who).first
    browser.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    before = AS_SENT if who in (*NO_STAFF, "leder") else AS_SENT | {*demo.crawl("leder").first}
    left_out = {name for name in first if AGAIN.search(name) and not IS_LONG}
    pages = {name: browser.get(address) for name, address in first.items() if name not in before | left_out}
    texts = {name: page.content.decode() for name, page in pages.items() if page.status_code == 200}

    assert [(name, each) for name, text in texts.items() for each in every_page.faults(text, "en")] == []
    typed = str if who in NO_STAFF else Typed().taken_out
    assert [(name, each) for name, text in texts.items() for each in out_of_place(text, KNOWN, typed)] == []
    many = 150 if IS_LONG else 100
    assert len({*texts} | ({*first} & before)) > (many if who in WORK_MUCH else 20)


def test_what_one_is_led_to_is_english_for_who_reads_english(demo):
    led, texts = demo.led("en"), {name: page.body.decode() for name, page in demo.read("en").items()}

    assert [(name, each) for name, text in texts.items() for each in every_page.faults(text, "en")] == []
    assert [(name, each) for name in {*texts} - AS_SENT for each in out_of_place(texts[name], KNOWN)] == []
    assert sorted({*led} - {*texts}) == ["storage_link_receipt"]
    refused = [name for name, page in led.items() if page.status >= 400]
    assert [name for name in refused if not name.endswith((", over", ", closed", "not"))] == [
        "mfa_download_recovery_codes"  # kept as fingerprints: there is nothing to take along
    ]


def test_a_page_of_two_languages_two_headings_and_a_way_to_nowhere_is_found():
    page = '<html lang="en"><h1>A</h1><h1>B</h1><p>Du kan ikke</p><p lang="nb">Du kan ikke</p><a href="/borte/" style="x">C</a>'

    assert [*every_page.faults(page, "nb")] == [
        "says it is in en",
        "has 2 first headings",
        "has inline style",
        "leads to /borte/, which no page has",
    ]
    assert out_of_place(page) == ["Du kan ikke"]


@pytest.mark.browser
@pytest.mark.asvs("CFG-04", "CFG-13")
@pytest.mark.parametrize("width", [1280, 320])
def test_each_page_of_the_site_and_of_ones_own_is_fit_for_a_browser(demo, browser, width):
    """320 is 400 % of 1280. The wide page is read where it shows another sort of element; it cannot be too wide."""
    more = {name: page for name, page in demo.examples().kept.items() if not name.startswith("admin:")}
    types = demo.read("nb") | more | demo.types(*NO_STAFF)
    read, reader = covering(types), Reader(browser, width)
    in_turn = {*read} if IS_LONG else {*sorted(read)[width == 320 :: 2]}

    assert [*faults(reader, types if width == 320 else read, in_turn)] == []
    assert {"presentation", "reference", "answer_permission", "answer_interview", "ask_review"} <= {*types}
    reader.close()


@pytest.mark.browser
@pytest.mark.asvs("CFG-04", "CFG-13")
@pytest.mark.parametrize("width", [1280, 390])
def test_each_sort_of_page_of_the_workspace_is_fit_for_a_browser(demo, browser, width):
    types = demo.examples().kept | demo.types("leder")
    chosen = covering({name: page for name, page in types.items() if name.startswith("admin:")})
    script = Kept.of(WORKSPACE_SCRIPT, browser_of("leder").get(WORKSPACE_SCRIPT))
    reader = Reader(browser, width)

    assert [*faults(reader, chosen, chosen if width == 1280 else (), script)] == []
    assert len(types) > 170
    reader.close()


WALKED = ("front", "positions", "position", "apply", "presentation", "min_side")


@pytest.mark.browser
def test_the_keyboard_reaches_everything_in_the_order_it_is_read_and_the_ring_shows_without_colours(demo, browser):
    types = {name: page for name, page in demo.types(*NO_STAFF).items() if name in WALKED}
    board = demo.crawl("leder").kept["admin:pipeline?"]
    reader = Reader(browser, width=1280, forced_colors="active")
    found = []

    for name, page in (types | {"admin:pipeline": board}).items():
        found += [(name, each) for each in [*reader.opened(page), *keyboard.wrong(reader.page)]]
    away = demo.types(VISITOR)["positions"]
    reader.opened(away)
    reader.page.evaluate("document.querySelector('main select, main input:not([type=hidden])').tabIndex = -1")
    hidden_from_keys = [each for each in keyboard.wrong(reader.page) if each.startswith("never reached")]
    reader.opened(board)

    assert (found, len(hidden_from_keys)) == ([], 1)
    assert len(types) == len(WALKED)
    moves = reader.page.locator("details:has(button[name=move])").first
    moves.locator("summary").press("Enter")
    assert moves.locator("button[name=move]").first.is_visible()  # what is dragged is moved by a button, too
    reader.close()


def test_every_link_in_a_mail_leads_somewhere(demo):
    links = links_in_mails()

    assert {"presentation?", "reference?", "answer_permission?", "answer_interview?", "ask_review?"} <= {*links}
    assert demo.crawl(VISITOR).faults == []


FAULTY = """<a href="#">nowhere</a> <a href="#there">there</a> <p id="here"></p><p id="here"></p>
<script src="https://elsewhere.example.test/a.js"></script> <link href="//cdn.example.test/a.css"> <img src="/static/a.svg">"""


def test_only_the_programs_own_words_are_asked_for_in_the_workspace(demo):
    typed, page = Typed().taken_out, '<html lang="en"><p>{}</p></html>'
    note = ClientCompany.objects.order_by("pk").first().name

    assert out_of_place(page.format(f"{note} og mer"), own_words=typed) == [f"{note} og mer"]
    assert out_of_place(page.format("Søkeren er ikke funnet"), own_words=typed) == ["Søkeren er ikke funnet"]
    assert out_of_place(page.format(Note.objects.order_by("pk").first().text), own_words=typed) == []


def test_what_is_wrong_on_a_page_is_found():
    assert sorted(wrong(Links(FAULTY))) == [
        "has no place #there",
        "has two places here",
        "leads nowhere: #",
        "loads //cdn.example.test/a.css",
        "loads https://elsewhere.example.test/a.js",
    ]


def test_a_dead_end_and_a_word_of_another_language_are_found(demo):
    crawl = Crawl(browser_of("visitor"), lambda page: ["Hello"] if "Personvern" in page else []).walk(
        "/finnes-ikke/", "/kontakt/"
    )

    assert [each.what for each in crawl.faults][:2] == ["leads to /finnes-ikke/: 404", "Hello"]

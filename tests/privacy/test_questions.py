"""Words by which an ad asks what it may not, and sentences that only sound like it."""

import pytest

from privacy.choices.questions import ASKS, BETTER, LAWS, Unasked
from privacy.validators import asked_for

ASKING = {
    Unasked.PREGNANCY: ["Er du gravid, si fra.", "Har du planer om å få barn?", "Pregnancy is a hindrance."],
    Unasked.FAMILY: ["Har du små barn?", "Oppgi sivilstatus.", "State your marital status."],
    Unasked.RELIGION: ["Du må være kristen.", "Du har et kristent livssyn", "Tell us of your religious beliefs"],
    Unasked.ETHNICITY: ["Vi ønsker en etnisk norsk medarbeider", "Norsk statsborgerskap kreves", "You were born in Norway"],
    Unasked.LANGUAGE: ["Du har norsk morsmål.", "Native speaker of Norwegian"],
    Unasked.DISABILITY: ["Du er funksjonsfrisk.", "uten noen funksjonsnedsettelser", "able-bodied"],
    Unasked.ORIENTATION: ["Hva er din legning?", "Tell us your sexual orientation"],
    Unasked.GENDER: ["Vi søker en mann til lageret", "Kun kvinnelige søkere", "Vi oppfordrer kvinner til å søke", "female only"],
    Unasked.AGE: [
        "Du er ung og sprek.", "Du er under 30.", "Søkere under 30 år", "Aldersgrense 18 år for servering", "Du er mellom 25 og 40 år",
        "You are under 30 and hungry", "We are a young team", "25-35 år",
    ],
    Unasked.UNION: ["Er du fagorganisert?", "No union members"],
    Unasked.POLITICS: ["Si noe om ditt politiske syn: politisk tilhørighet", "your political views"],
    Unasked.HEALTH: ["Du har god helse.", "Legeattest legges ved.", "Describe your medical history"],
    Unasked.PHOTO: ["Send CV med bilde", "Legg ved et nyere bilde", "Please attach a recent photo"],
    Unasked.NUMBER: ["Oppgi fødselsnummer og kontonummer", "Send a copy of your passport"],
    Unasked.POLICE: ["Politiattest må fremlegges", "no criminal record"],
    Unasked.CREDIT: ["Du har ingen betalingsanmerkninger", "A credit check is made"],
    Unasked.PAY: ["Hva tjener du i dag?", "State your current salary"],
}  # fmt: skip

HARMLESS = [
    "Vi oppfordrer alle kvalifiserte til å søke, uavhengig av alder, kjønn, funksjonsevne, etnisk bakgrunn og legning.",
    "Søk uansett alder, kjønn, religion eller nasjonalitet. Vi ønsker mangfold, også muslimer og homofile.",
    "You are welcome regardless of gender identity, ethnicity, religion or age. We are an equal opportunity employer.",
    "Du skal jobbe med barn og unge, og med unge voksne. Vi følger opp gravide og småbarnsfamilier.",
    "Stillingen er et vikariat under foreldrepermisjon. Du får full lønn i svangerskapspermisjonen.",
    "Bedriften har levert i over 30 år, har over 40 ansatte og over 20 års erfaring med norsk arkitektur.",
    "Du behandler politiske saker, samarbeider med tillitsvalgte og fagforeninger og følger tariffavtalen.",
    "Vi utvikler i React Native og skytjenester. You work with cloud native tools and the same customers every day.",
    "Gode norskkunnskaper, skriftlig og muntlig. Vi trenger deg som kan Excel og regnskap.",
    "Vi har lavt sykefravær, gode forsikringer og helseordning. Du gir pasienter med kronisk sykdom god pleie.",
    "Du trenger ikke sende bilde. Ikke oppgi fødselsnummer i søknaden. Do not attach a photo.",
    "Kvinnehelse er vårt felt. Mannskapet teller ti, og skiftet går i helgene.",
    "Under 30 minutter fra byen. Over 50 prosent stilling. Du følger saker mellom 20 og 40 kommuner.",
    "Du avstemmer bankkonti og vurderer kreditt for kunder i bedriftsmarkedet.",
    "Du bistår mennesker med funksjonsnedsettelser og deres familier i hverdagen.",
]


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in ASKING.items() for text in texts])
def test_what_may_not_be_asked_is_found(kind, text):
    assert [*asked_for(f"<p>Vi tilbyr fast jobb.</p><ul><li>{text}</li></ul>")] == [kind]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_asks_nothing_is_passed_over(text):
    assert asked_for(text) == {}


def test_the_words_are_shown_as_they_are_written_and_once():
    text = "<h2>Deg</h2><p>Vi er <strong>Ung og</strong> sulten, helst under 30 år &ndash; under 30 år.</p>"

    assert asked_for(text) == {Unasked.AGE: ["Ung og", "under 30 år"]}


def test_every_kind_has_words_a_law_and_a_better_way_to_say_it():
    assert set(ASKS) == set(LAWS) == set(BETTER) == set(Unasked)

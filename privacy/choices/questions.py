"""What may not be asked of whoever applies, by which law, and what is asked instead; with the words that give it away.

Norwegian and English, as phrases: `*` is any ending, `~` up to three words in between, `NN` an age, `END` the end of the
clause. An aid for whoever writes ads, fact sheets and guides, and no more: it knows words, not meanings.
"""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Unasked(models.TextChoices):
    PREGNANCY = "pregnancy", _("pregnancy")
    FAMILY = "family", _("children and marital status")
    RELIGION = "religion", _("belief")
    ETHNICITY = "ethnicity", _("origin")
    LANGUAGE = "language", _("mother tongue")
    DISABILITY = "disability", _("disability")
    ORIENTATION = "orientation", _("orientation and gender identity")
    GENDER = "gender", _("gender")
    AGE = "age", _("age")
    UNION = "union", _("trade union")
    POLITICS = "politics", _("politics")
    HEALTH = "health", _("health")
    PHOTO = "photo", _("photograph")
    NUMBER = "number", _("identity or account number")
    POLICE = "police", _("police certificate")
    CREDIT = "credit", _("private economy")
    PAY = "pay", _("what somebody earns now")


class AskGround(models.TextChoices):
    """What makes it lawful after all; all but the first are printed where the applicant reads it."""

    NOTHING_ASKED = "nothing_asked", _("the words tell of the work, and ask nothing of the applicant")
    DECISIVE = "decisive", _("decisive for doing the work (likestillingsloven §§ 9 and 30)")
    FAITH = "faith", _("a body with a religious or political purpose, and a post that carries it")
    STATUTE = "statute", _("a law or regulation requires it")
    POSITIVE = "positive", _("encourages a group that is few here (likestillingsloven § 11)")


# The names of laws are Norwegian in both languages.
EQUALITY_LAW = "likestillings- og diskrimineringsloven § 30"
EQUAL_TREATMENT = "likestillings- og diskrimineringsloven § 6"
WORKING_LIFE = _("arbeidsmiljøloven §§ 13-1 and 13-4")
LAWS: dict[Unasked, str | Promise] = {
    Unasked.PREGNANCY: EQUALITY_LAW,
    Unasked.FAMILY: EQUALITY_LAW,
    Unasked.RELIGION: EQUALITY_LAW,
    Unasked.ETHNICITY: EQUALITY_LAW,
    Unasked.LANGUAGE: EQUAL_TREATMENT,
    Unasked.DISABILITY: EQUALITY_LAW,
    Unasked.ORIENTATION: EQUALITY_LAW,
    Unasked.GENDER: EQUAL_TREATMENT,
    Unasked.AGE: "arbeidsmiljøloven § 13-1",
    Unasked.UNION: WORKING_LIFE,
    Unasked.POLITICS: WORKING_LIFE,
    Unasked.HEALTH: "arbeidsmiljøloven § 9-3",
    Unasked.PHOTO: _("GDPR art. 5(1)(c)"),
    Unasked.NUMBER: _("personopplysningsloven § 12 and GDPR art. 5(1)(c)"),
    Unasked.POLICE: "politiregisterloven § 36",
    Unasked.CREDIT: _("GDPR art. 5(1)(c) and 6(1)(f)"),
    Unasked.PAY: _("GDPR art. 5(1)(c)"),
}
SAY_THE_HOURS = _("Say which hours and travel the work has; each decides whether that fits.")
SAY_THE_TASKS = _("Say what is done in the work, so that each can judge it.")
BETTER = {
    Unasked.PREGNANCY: SAY_THE_HOURS,
    Unasked.FAMILY: SAY_THE_HOURS,
    Unasked.RELIGION: SAY_THE_TASKS,
    Unasked.ETHNICITY: _("Say which language, permit or clearance the work needs."),
    Unasked.LANGUAGE: _("Say which level the work needs: “good Norwegian, spoken and written”."),
    Unasked.DISABILITY: _("Say what is lifted, walked or driven, and that the workplace is adapted."),
    Unasked.ORIENTATION: _("Leave it out."),
    Unasked.GENDER: _("Say “you” or “the person we look for”."),
    Unasked.AGE: _("Say which experience the work needs; where a law sets an age, name the law."),
    Unasked.UNION: _("Leave it out."),
    Unasked.POLITICS: _("Leave it out."),
    Unasked.HEALTH: _("Say what the work demands of the body; where a law asks for a certificate, name the law."),
    Unasked.PHOTO: _("Ask for a CV and nothing more; a picture is no qualification."),
    Unasked.NUMBER: _("Leave it out: it is asked for when somebody is employed."),
    Unasked.POLICE: _("Register the check on the order, with the paragraph; the ad then says it by itself."),
    Unasked.CREDIT: _("Register the check on the order, with its three reasons; the ad then says it by itself."),
    Unasked.PAY: _("Say what the position pays."),
}
OF_DATA = (Unasked.PHOTO, Unasked.NUMBER, Unasked.POLICE, Unasked.CREDIT, Unasked.PAY)  # “not” before them is a promise

ASKS: dict[Unasked, str] = {
    Unasked.PREGNANCY: """
        gravid | graviditet* | gravide søkere | planer om ~ barn | planlegger ~ barn | prøverør* | adopsjonsplan*
        are you pregnant | you are pregnant | pregnancy | pregnant applicant* | not pregnant
        planning ~ children | plans ~ children
    """,
    Unasked.FAMILY: """
        har du ~ barn | du ~ har barn | uten barn | ingen barn | hvor mange barn | barnløs* | er du gift
        du er gift | gift eller samboer
        sivilstand* | sivilstatus* | familiesituasjon* | samlivsstatus* | ektefelle*
        do you have ~ children | you have ~ children | no children | childless | are you married | marital status
        family situation | spouse*
    """,
    Unasked.RELIGION: """
        kristent livssyn | kristen tro | aktiv kristen | personlig kristen | bekjennende kristen* | være kristen
        er kristen | muslim*
        ditt livssyn | din religion | hvilken religion | religiøs* tilhør* | religiøs* tro | religiøs* overbevis*
        hijab* | hodeplagg*
        medlem av ~ kirke* | medlem av ~ trossamfunn* | medlem av ~ menighet*
        christian faith | practising christian* | committed christian* | your religion | religious belief*
        religious affiliation*
        your faith | headscar* | member of ~ church
    """,
    Unasked.ETHNICITY: """
        etnisk* | hudfarge* | nasjonalitet* | statsborger* | født i norge | født og oppvokst | norskfødt*
        helnorsk* | din opprinnelse
        hvor kommer du fra | kulturell bakgrunn
        ethnic* | skin colour | skin color | nationality | citizenship | born in norway | native-born
        norwegian nationals | your origin
    """,
    Unasked.LANGUAGE: """
        morsmål | morsmålet | norsk morsmål | morsmålsnivå | norskspråklig fra fødsel* | uten aksent | aksentfri*
        mother tongue | mother-tongue | native speaker* | native norwegian | native english | native level
        native-level | without ~ accent
    """,
    Unasked.DISABILITY: """
        funksjonsfrisk* | uten ~ funksjonsned* | ingen ~ funksjonsned* | ikke ~ funksjonsned*
        ikke ~ funksjonshem* | uten ~ handikap*
        har du ~ funksjonsned* | har du ~ funksjonshem* | du ~ har ~ funksjonsned* | ingen ~ handikap*
        able-bodied | no disabilit* | without ~ disabilit* | not ~ disabled | do you have ~ disabilit*
        you have ~ disabilit*
    """,
    Unasked.ORIENTATION: """
        legning* | seksuell orientering | homofil* | heterofil* | lesbisk* | biseksuel* | transperson*
        transkjønn* | kjønnsidentitet*
        kjønnsuttrykk*
        sexual orientation | gender identity | gender expression | heterosexual* | homosexual* | lesbian*
        bisexual* | transgender*
    """,
    Unasked.GENDER: """
        kvinnelig* søker* | mannlig* søker* | kvinnelig* assistent* | mannlig* assistent*
        kvinnelig* medarbeider* | mannlig* medarbeider*
        kvinnelig* kandidat* | mannlig* kandidat* | kvinnelig* kollega* | mannlig* kollega* | kun ~ kvinner
        kun ~ menn | bare ~ kvinner
        bare ~ menn | søker ~ kvinne | søker ~ kvinner | søker ~ mann | søker ~ menn | søker ~ jente*
        søker ~ gutt* | søker ~ dame*
        ønsker ~ kvinne | ønsker ~ kvinner | ønsker ~ mann | ønsker ~ menn | ønsker ~ dame* | oppfordr* ~ kvinner
        oppfordr* ~ menn
        oppgi kjønn | ditt kjønn
        female applicant* | male applicant* | female candidate* | male candidate* | female assistant*
        male assistant* | female only
        male only | women only | men only | only women | only men | looking for ~ man | looking for ~ woman
        looking for ~ girl* | seeking ~ man
        seeking ~ woman | encourage women | encourage men | your gender | your sex
    """,
    Unasked.AGE: """
        hvor gammel er du | aldersgrense* | alderskrav* | under NN år | over NN år | yngre enn NN | eldre enn NN | mellom NN og NN år
        NN-NN år | NN–NN år
        fylt NN | minst NN år | maks NN år | maksimalt NN år | minimum NN år | du ~ under NN END
        du ~ over NN END | din alder | oppgi alder
        ung og | unge og | ung person* | unge person* | ung medarbeider* | unge medarbeider* | ung mann
        unge menn | ung kvinne | unge kvinner
        unge søker* | unge kandidat* | du er ung | er du ung | ung | ungdommelig* | ungt team | ungt miljø
        ungt og | i NN-åren* | yngre person*
        yngre medarbeider* | yngre søker*
        how old are you | age limit* | age requirement* | under NN years old | over NN years old | under the age of NN
        over the age of NN | younger than NN
        between NN and NN years | older than NN | aged NN | you ~ under NN END | you ~ over NN END
        applicant* ~ under NN | applicant* ~ over NN
        candidate* ~ under NN | your age | young and | young team | young person* | young applicant* | young man
        young woman | you are young
        are you young | youthful | digital native*
    """,
    Unasked.UNION: """
        fagorganisert* | uorganisert* | fagforeningsmedlem* | medlem* ~ fagforening* | er du organisert
        fagforeningstilhør*
        union member* | unionized | unionised | non-union* | member of ~ union* | union membership
    """,
    Unasked.POLITICS: """
        politisk* tilhør* | politisk* syn | politisk* ståsted* | politisk* oppfatning* | politisk* aktiv*
        partimedlem* | medlem av ~ parti*
        political view* | political affiliation* | political opinion* | politically active | party member*
        member of ~ political party
    """,
    Unasked.HEALTH: """
        god helse | frisk og rask | frisk og sterk | er du frisk | ved god helse | fysisk frisk | psykisk frisk
        ditt sykefravær | din sykehistorie
        sykdomshistor* | helseattest* | helseerklæring* | legeattest* | helseproblem* | helseplage*
        ikke ~ sykemeld* | uten sykefravær
        ingen allergi* | bruker du medisin* | din helse | helseundersøkelse* ~ før | rustest*
        good health | excellent health | healthy applicant* | medical history | medical certificate*
        health certificate* | health problem*
        health condition* | your health | sick leave record* | sickness absence record* | drug test*
    """,
    Unasked.PHOTO: """
        bilde av deg | bilde av deg selv | foto av deg | send ~ bilde | send ~ foto | legg ved ~ bilde
        legg ved ~ foto | vedlegg ~ bilde
        med ~ bilde av | cv med bilde | søknad med bilde | cv og bilde | passfoto* | passbilde* | profilbilde*
        portrettbilde* | portrettfoto*
        photo of you | photo of yourself | picture of you | picture of yourself | photograph of yourself
        attach ~ photo* | attach ~ picture*
        include ~ photo* | enclose ~ photo* | send ~ photo* | with ~ photo of | cv with photo | your photo*
        passport photo* | headshot*
    """,
    Unasked.NUMBER: """
        fødselsnummer* | personnummer* | fødsels- og personnummer* | d-nummer* | kopi av ~ pass
        kopi av ~ passet | kopi av ~ legitimasjon*
        kopi av ~ id | kontonummer* | din bankkonto* | bankkontonummer*
        national identity number* | national id number* | national id | identity number*
        social security number* | copy of ~ passport
        copy of ~ id | bank account number* | your bank account | bank details
    """,
    Unasked.POLICE: """
        politiattest* | vandelsattest* | straffeattest* | rulleblad* | straffehistorikk* | er du straffet
        tidligere straffet | uten dommer
        police certificate* | police clearance | criminal record* | criminal background* | convicted
    """,
    Unasked.CREDIT: """
        kredittsjekk* | betalingsanmerk* | kredittvurder* ~ av deg | kredittvurder* ~ av søker*
        kredittvurder* ~ av kandidat* | din økonomi
        ordnet økonomi | ryddig økonomi | inkassosak* på deg | gjeldsopplysning* om deg
        credit check* | payment remark* | credit history | your finances | personal debt*
    """,
    Unasked.PAY: """
        hva tjener du | hva du tjener | nåværende lønn | din lønn i dag | lønnen du har i dag | lønnshistorikk*
        din* lønnsslipp* | tidligere lønn
        current salary | present salary | salary history | what you earn | previous salary | your payslip*
    """,
}
# The same words where nothing is asked of anybody: of the firm, of those it works for, of the terms.
HARMLESS = """
    i over NN år | over NN år i | over NN år med | over NN år på | over NN år siden | over NN år som
    i mer enn NN år | NN år gammel* bedrift*
    barn og unge | ung i | unge voksne | ung voksen | ung bedrift* | ung virksomhet* | kjernekraft*
    gravide kvinner | pregnant women
    oppfølging av gravide | foreldrepermisjon* | svangerskapspermisjon* | graviditetspermisjon* | morsmålslærer*
    ung arena | young people
    children and young people | young adults | young children | stiftelse* ung
"""
# From here to the end of the sentence everybody is welcome.
WELCOMES = """
    uavhengig av | uansett alder | uansett kjønn | uansett bakgrunn | uansett etnisk* | uansett hvem | uten hensyn til
    regardless of | irrespective of | without regard to
"""
# A sentence that says this asks nothing: it is about fair treatment.
FAIR = """
    mangfold* | likestilling* | diskriminer* | oppfordrer alle | oppmuntrer alle | alle kvalifiserte | diversity
    discriminat* | equal opportunit*
    equal treatment | encourage all | encourage everyone | inkluderende
"""
NOT = "ikke | aldri | slipper | trenger ikke | uten å | not | never | no need | don't"

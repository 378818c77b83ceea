"""Words that say what is seldom anybody's business: health, belief, union and the like (GDPR art. 9(1) and 10).

An aid for whoever writes about people, and no more: it knows words, not meanings. Text without any of them may still
say what should not stand there, and a word found may be harmless.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sensitive(models.TextChoices):
    HEALTH = "health", _("health")
    PREGNANCY = "pregnancy", _("pregnancy")
    RELIGION = "religion", _("religion")
    UNION = "union", _("trade union")
    ETHNICITY = "ethnicity", _("ethnicity")
    POLITICS = "politics", _("politics")
    ORIENTATION = "orientation", _("orientation")
    CRIME = "crime", _("crime")


# Norwegian and English. A star stands for any ending; a word without one is that word only.
WORDS: dict[Sensitive, str] = {
    Sensitive.HEALTH: (
        "syk sykt syke sykdom* sykemeld* sjukemeld* sykefravær* sykepenge* helseproblem* helseplage* diagnos* kreft* diabetes* "
        "epilepsi* astma* migrene* depresjon* deprim* angst angsten adhd autis* bipolar* psykisk psykiske psykolog psykiater* "
        "utbrent* funksjonsned* funksjonshem* rullestol* handikap* ufør uføre uføretryg* arbeidsavklaring* medisin medisiner "
        "medisinering* operert prolaps* rusproblem* rusmisbruk* alkoholi* hiv allergi* dysleksi* "
        "ill illness* sick sickness* disease* cancer* diabet* epilep* asthma* migraine* depress* anxiety autis* disab* "
        "wheelchair* medication* surgery addict* alcoholic* handicap* dyslex* burnout*"
    ),
    Sensitive.PREGNANCY: (
        "gravid* svangersk* termin terminen mammaperm* foreldreperm* barselperm* ammer prøverør* abort* barnløs* "
        "pregnan* maternity* paternity* expecting breastfeed* fertility* ivf"
    ),
    Sensitive.RELIGION: (
        "religi* kristen kristne muslim* islam* jøde* jødisk* hindu* buddhis* sikh* ateis* katolik* katolsk* hijab* turban* "
        "moské* moske* ramadan* jehovas human-etiker* pinsevenn* christian* jew jews jewish catholic* atheis* mosque* church* kirke*"
    ),
    Sensitive.UNION: (
        "fagforening* fagorganis* tillitsvalg* fagforbund* fagbevegels* streik* lo-medlem* fellesforbund* nito tekna unio "
        "union unions unionis* unioniz* strike strikes shop-steward*"
    ),
    Sensitive.ETHNICITY: (
        "etnisk* etnisit* hudfarge* rase rasen mørkhud* innvandr* flyktning* asylsøk* samisk* same samer romani* sigøyner* "
        "ethnic* race racial skin-colour* skin-color* immigrant* refugee* asylum* gypsy"
    ),
    Sensitive.POLITICS: (
        "politisk* partimedlem* arbeiderparti* høyrepoliti* frp sv-er kommunis* sosialis* "
        "politic* communis* socialis* republican* democrat labour-party*"
    ),
    Sensitive.ORIENTATION: (
        "homofil* homo lesbisk* lesbe* biseksuel* biseks* skeiv* legning* transperson* transkjønn* kjønnsidentitet* "
        "gay lesbian* bisexual* queer* homosexual* transgender* sexual-orientation*"
    ),
    Sensitive.CRIME: (
        "straffet straffedømt* dømt domfelt* fengsel* soning* rulleblad* siktet siktelse* tiltalt tiltale* anmeldt kriminel* "
        "vold voldsdømt* tyveri* narko* bot bøtelagt* convict* criminal* prison* jail* arrested felony theft"
    ),
}

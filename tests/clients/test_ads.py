import datetime

import pytest

from clients.actions import ads, orders
from clients.models import JobAd
from tests.factories import NOW, JobAdFactory, JobOrderFactory, StaffFactory

TEXT = {
    "title": "Sykepleier på Ås",
    "summary": "Vi søker en sykepleier.",
    "body": "<p>Velkommen.</p>",
    "employer": "Fjellvik AS",
    "place": "Ås",
}


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<h2>Om oss</h2><p>Vi <strong>søker</strong></p>", "<h2>Om oss</h2><p>Vi <strong>søker</strong></p>"),
        ("<p>Hei<script>alert(1)</script></p>", "<p>Hei</p>"),
        ('<p onclick="x()" style="color:red">Hei</p>', "<p>Hei</p>"),
        ('<img src="https://sporing.example.test/p.gif">Hei', "Hei"),
        ('<a href="javascript:alert(1)">her</a>', '<a rel="noopener noreferrer">her</a>'),
        (
            '<a href="https://nav.no" onmouseover="x()">her</a>',
            '<a href="https://nav.no" rel="noopener noreferrer">her</a>',
        ),
        ("<ul><li>a</li></ul><iframe src='//x'></iframe>", "<ul><li>a</li></ul>"),
    ],
)
def test_only_harmless_html_reaches_the_site(db, written, kept):
    ad = ads.write(order=JobOrderFactory(), at=NOW, **TEXT | {"body": written})
    ads.change(ad=ad, by=StaffFactory(), at=NOW, body=written)

    assert (ad.body, JobAd.objects.get().body) == (kept, kept)


def test_the_address_is_made_of_the_title_and_stays(db):
    order = JobOrderFactory()

    slugs = [ads.write(order=order, at=NOW, **TEXT).slug for _ in range(3)]
    ads.change(ad=JobAd.objects.get(slug=slugs[0]), by=StaffFactory(), at=NOW, title="Noe annet")

    assert slugs == ["sykepleier-pa-as", "sykepleier-pa-as-2", "sykepleier-pa-as-3"]
    assert JobAd.objects.get(title="Noe annet").slug == "sykepleier-pa-as"


def test_an_ad_goes_on_the_site_and_leaves_it(db):
    by = StaffFactory()
    ad = JobAdFactory(published_at=None)
    before = list(JobAd.objects.published(NOW))

    ads.publish(ad=ad, by=by, at=NOW)
    during = list(JobAd.objects.published(NOW))
    ads.close(ad=ad, by=by, at=NOW + datetime.timedelta(days=1))
    after = list(JobAd.objects.published(NOW + datetime.timedelta(days=2)))

    assert (before, during, after) == ([], [ad], [])
    with pytest.raises(ads.AlreadyPublished):
        ads.publish(ad=ad, by=by, at=NOW)
    with pytest.raises(ads.NotPublished):
        ads.close(ad=ad, by=by, at=NOW)


def test_an_order_that_is_closed_is_not_advertised(db):
    by, ad = StaffFactory(), JobAdFactory(published_at=None)
    orders.close(order=ad.order, by=by, at=NOW)

    with pytest.raises(ads.OrderNotOpen):
        ads.publish(ad=ad, by=by, at=NOW)

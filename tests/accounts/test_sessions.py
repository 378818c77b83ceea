import datetime

import time_machine

NINE = datetime.datetime(2026, 11, 23, 9, 0, tzinfo=datetime.UTC)
MINUTE, HOUR = 60, 60 * 60


def test_staff_are_logged_out_after_half_an_hour_without_a_click(client, logins, adviser):
    with time_machine.travel(NINE, tick=False) as clock:
        logins.log_in(client, adviser)
        clock.shift(29 * MINUTE)
        before = client.get("/admin/").status_code
        clock.shift(31 * MINUTE)
        after = client.get("/admin/")

        assert (before, after.url) == (200, "/admin/login/?next=/admin/")
        assert logins.who(client) is None


def test_staff_who_click_stay_until_twelve_hours_after_the_login(client, logins, adviser):
    with time_machine.travel(NINE, tick=False) as clock:
        logins.log_in(client, adviser)
        answers = []
        for _ in range(37):
            clock.shift(20 * MINUTE)
            answers.append(client.get("/admin/").status_code)

        assert answers == [200] * 36 + [302]


def test_a_person_stays_without_a_click_for_twelve_hours_at_most(client, logins, person):
    with time_machine.travel(NINE, tick=False) as clock:
        logins.log_in_by_code(client, person)
        clock.shift(11 * HOUR)
        before = client.get("/konto/").status_code
        clock.shift(HOUR + 1)

        assert (before, client.get("/konto/").status_code) == (200, 302)


def test_the_session_cookie_ends_with_the_browser_for_a_password_login(client, logins, adviser):
    logins.log_in(client, adviser)

    assert client.cookies["sessionid"]["max-age"] == ""


def test_devices_are_listed_and_the_others_logged_out(client, client_elsewhere, logins, person):
    logins.log_in_by_code(client, person)
    logins.log_in_by_code(client_elsewhere, person)

    listed = client.get("/konto/sessions/").context["sessions"]
    client.post("/konto/sessions/")

    assert {session.ip for session in listed} == {"127.0.0.1", "203.0.113.7"}
    assert (logins.who(client), client_elsewhere.get("/konto/").status_code) == (person.pk, 302)

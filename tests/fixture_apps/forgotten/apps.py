from django.apps import AppConfig


class ForgottenConfig(AppConfig):
    name = "tests.fixture_apps.forgotten"
    label = "forgotten"

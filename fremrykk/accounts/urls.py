"""The login under `/konto/`: allauth's pages, ours in front of those it should not show as they are."""

from django.urls import include, path

from fremrykk.accounts import views

urlpatterns = [
    path("konto/", views.account, name="account"),
    path("konto/adresse/", views.change_address, name="change_address"),
    path("konto/adresse/<str:token>/", views.confirm_address_change, name="confirm_address_change"),
    path("konto/signup/", views.closed),
    path("konto/email/", views.closed),
    path("konto/password/set/", views.closed),
    path("konto/reauthenticate/code/", views.reauthenticate_by_code, name="account_reauthenticate_by_code"),
    path("konto/login/code/confirm/", views.confirm_login_code, name="account_confirm_login_code"),
    path("konto/2fa/webauthn/keys/<int:pk>/remove/", views.remove_passkey, name="mfa_remove_webauthn"),
    path("konto/2fa/recovery-codes/", views.recovery_codes, name="mfa_view_recovery_codes"),
    path("konto/2fa/recovery-codes/download/", views.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("konto/", include("allauth.urls")),
]

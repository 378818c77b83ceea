"""How the login libraries are set: Django's passwords, allauth, its second factor, axes. Part of `settings`."""

SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # the address is unique, but by a constraint on its lower case
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "min_side"
SESSION_COOKIE_AGE = 12 * 60 * 60

# --- Passwords ----------------------------------------------------------------------------------
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "fremrykk.accounts.validators.DressedUpPasswordValidator"},
    {"NAME": "fremrykk.accounts.validators.PersonalPasswordValidator"},
    {"NAME": "fremrykk.accounts.validators.CompanyPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60  # an invitation is such a link, too

# --- allauth ------------------------------------------------------------------------------------
ACCOUNT_ADAPTER = "fremrykk.accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "fremrykk.accounts.forms.LoginForm",
    "request_login_code": "fremrykk.accounts.forms.RequestCodeForm",
    "reset_password": "fremrykk.accounts.forms.ResetPasswordForm",
    "confirm_login_code": "fremrykk.accounts.forms.ConfirmCodeForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]  # nobody signs up; without password1 the login form has no password
ACCOUNT_LOGIN_BY_CODE_ENABLED = ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_METHODS = ["password", "mfa"]  # a mailed code is asked of people alone, by our own adapter
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {  # axes locks account and address together: a stranger elsewhere must not lock the owner out
    "login_failed": "30/m/ip",
    "request_login_code": "5/m/ip,40/h/ip",  # how many one mailbox gets is counted by our own forms
    "reset_password": "5/m/ip,40/h/ip",
}

# --- The second factor --------------------------------------------------------------------------
MFA_ADAPTER = "fremrykk.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Fremrykk"
MFA_PASSKEY_LOGIN_ENABLED = True

# --- axes ---------------------------------------------------------------------------------------
AXES_HANDLER = "fremrykk.accounts.adapters.LoginGuard"
AXES_CLIENT_IP_CALLABLE = "fremrykk.accounts.adapters.client_address"
AXES_USERNAME_CALLABLE = "fremrykk.accounts.adapters.attempted_account"
AXES_LOCKOUT_CALLABLE = "fremrykk.accounts.adapters.locked_out"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = "fremrykk.accounts.adapters.cool_off"
AXES_ENABLE_ACCESS_FAILURE_LOG = AXES_RESET_ON_SUCCESS = AXES_DISABLE_ACCESS_LOG = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = AXES_ENABLE_ADMIN = AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login", "email", "code", "credential", "next", "key"]

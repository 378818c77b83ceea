"""Passwords and codes hashed as in production, but in one round: to be slow is what the real one is for."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class OneRound(PBKDF2PasswordHasher):
    """What it makes is read by the real one, too: a program that a test starts lets the same people in."""

    iterations = 1

"""Accounts as a plugin."""

from importlib import import_module

from flask import Flask
from flask_babel import lazy_gettext as _

from lms.accounts import administration, views
from lms.accounts.personal import PERSONAL
from lms.accounts.signin import init_sign_in
from lms.kernel.access import Permission
from lms.kernel.plugin import DemoStep, NavigationEntry, Plugin


def init_oidc_if_set(app: Flask) -> None:
    """Offer the city's sign-in where an issuer is set; Authlib costs start-up time that others need not pay."""
    if app.extensions["settings"].oidc_issuer:
        import_module("lms.accounts.oidc").init_oidc(app)


plugin = Plugin(
    name="accounts",
    module=__name__,
    requires=("web", "xapi"),
    blueprints=(views.blueprint, administration.blueprint),
    navigation=(
        NavigationEntry(_("Betriebe"), "accounts.firms", Permission.ENTER_FIRMS, order=70),
        NavigationEntry(_("Konto und Passwort"), "accounts.account", Permission.OWN_ACCOUNT, "account", 10),
        NavigationEntry(_("Personen"), "people.people", Permission.MANAGE_PEOPLE, "admin", 10),
        NavigationEntry(_("Beratung zulassen"), "people.admissions", Permission.ADMIT_CONSULTANTS, "admin", 20),
    ),
    commands=("lms.accounts.cli:accounts",),
    demo=(DemoStep("lms.accounts.demo:build_people", order=10),),
    setup=(init_sign_in, init_oidc_if_set),
    personal=PERSONAL,
)

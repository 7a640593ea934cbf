"""Puts the platform together: settings, database, languages, plugins."""

import os
from importlib import import_module
from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from lms.accounts.signin import ask_to_sign_in
from lms.kernel.access import check_declarations, guard
from lms.kernel.config import Settings
from lms.kernel.db import init_db
from lms.kernel.i18n import init_i18n
from lms.kernel.logs import init_logs
from lms.kernel.plugin import Platform, Plugin, discover


def create_app(settings: Settings | None = None, plugins: tuple[Plugin, ...] | None = None) -> Flask:
    """The application.

    settings: from the environment unless given. plugins: all installed ones unless given, in order.
    Raises PluginError, ValueError or LookupError with a sentence if the platform cannot work as it is installed.
    """
    settings = settings or Settings.from_environment()
    plugins = plugins if plugins is not None else discover()
    app = Flask("lms", instance_path=str(settings.instance), static_folder=None, template_folder=None)
    app.config.from_mapping(settings.flask())
    app.extensions["settings"] = settings
    app.extensions["lernlotse"] = Platform.of(plugins)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]

    init_logs(app)
    init_db(app)
    guard(app, ask_to_sign_in)
    packages = [Path(app.root_path), *(plugin.folder for plugin in plugins)]
    init_i18n(app, [folder for package in packages if (folder := package / "translations").is_dir()])
    for plugin in plugins:
        for prepare in plugin.setup:
            prepare(app)
        for blueprint in plugin.blueprints:
            app.register_blueprint(blueprint)
    check_declarations(app)
    if os.environ.get("FLASK_RUN_FROM_CLI") == "true":
        import_module("lms.cli").init_cli(app)
    return app

"""Commands of the platform as a whole; loaded only when `flask` runs, so that the web process stays light."""

from pathlib import Path
from pkgutil import resolve_name

from alembic.config import Config
from flask import Flask
from flask_migrate import Migrate

from lms.content_commands import content
from lms.demo.commands import demo
from lms.kernel.db import db
from lms.kernel.health import version_folders
from lms.translation_commands import translations

migrate = Migrate()


def find_versions(config: Config) -> Config:
    """Let Alembic see the migrations of third-party plugins beside our own."""
    config.set_main_option("path_separator", "os")
    config.set_main_option("version_locations", ":".join(str(folder) for folder in version_folders()))
    return config


migrate.configure(find_versions)


def init_cli(app: Flask) -> None:
    """Add `db`, `content`, `demo`, `translations` and the commands of all plugins to the application."""
    root = Path(__file__).resolve().parents[1]
    migrate.init_app(app, db, directory=str(root / "migrations"), render_as_batch=True)
    named = (resolve_name(name) for plugin in app.extensions["lernlotse"].plugins for name in plugin.commands)
    for command in (content, demo, translations, *named):
        app.cli.add_command(command)

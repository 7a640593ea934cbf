"""Protection of forms against requests from other sites."""

from flask_wtf.csrf import CSRFProtect

csrf = CSRFProtect()

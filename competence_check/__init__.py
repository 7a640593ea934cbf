"""The digital competence check: where do I stand, and where does a team stand."""

"""The roadmap in people's own calendars: as a file, and at a secret address that keeps itself up to date."""

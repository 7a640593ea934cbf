"""How the check's content files are read, checked and loaded; their formats are in docs/content.md."""

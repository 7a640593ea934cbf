"""Tasks: which answers they take and how these are graded. No Flask, no database."""

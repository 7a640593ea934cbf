"""From answers to levels: what a person can do, and how sure we are. No Flask, no database, no framework."""

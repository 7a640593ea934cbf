"""Verbs, activity types and extensions from published profiles, one module per profile, each with its
source."""

"""Tests of the competence check."""

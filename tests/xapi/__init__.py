"""Tests of the Learning Record Store."""

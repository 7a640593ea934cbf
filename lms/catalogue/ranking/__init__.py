"""Ranking any documents for any need in plain words; pure, no Flask, no database. How it works: docs/ranking.md."""

"""Funding rules as stated facts with a source: which programmes are worth asking about. Never legal advice."""

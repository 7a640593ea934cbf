"""Target profiles and strategy goals to read, and an organisation's own profiles to write."""

"""Measurements of the platform: ratios and counts, side by side in one run. `make bench` runs them."""

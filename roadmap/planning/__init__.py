"""The planner: an instance in, a plan out. Knows neither Flask nor the database.

The formats are described in docs/roadmap-instance.md.
"""

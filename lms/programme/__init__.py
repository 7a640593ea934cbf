"""The training programme: dates of seminars with seats and waiting lists, and who takes part."""

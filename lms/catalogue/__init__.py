"""What there is to learn: job aids, seminars, and the search that finds the step that answers."""

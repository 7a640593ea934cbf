"""Learning from real answers how hard tasks are: parameters, fit, and tasks that work differently for groups."""

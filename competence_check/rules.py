"""How long the check is and what it calls precise enough: the numbers that pages, engine and measurements share."""

# The engine and its rules; a result keeps the name of those that made it.
ENGINE = "grid-2"

# Tasks at the utmost; time for tasks that is enough, in seconds; error of every area that is enough, in logits.
MOST_TASKS = 32
BUDGET_SECONDS = 570.0
PRECISION = 0.35

# So many tasks make one competence clearer.
TASKS_TO_CLARIFY = 3

# With fewer tasks about a competence the bank is not ready.
TASKS_PER_COMPETENCE = 3

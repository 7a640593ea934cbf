"""Strategy goals of a firm or a department: which competences they raise and how much more those weigh."""

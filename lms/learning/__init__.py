"""What people do with courses: open, finish steps, complete; and where they left off."""

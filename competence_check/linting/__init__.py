"""What a subject expert should look at in a task bank without faults; one module for each question."""

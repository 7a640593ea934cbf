"""What readers and linters say, in the words of the interface."""

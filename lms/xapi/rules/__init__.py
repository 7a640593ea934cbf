"""What makes a statement valid, as pure functions; each with the section of the specification it comes
from."""

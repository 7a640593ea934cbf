"""The learning management system: accounts, courses, learning records and everything they stand on."""

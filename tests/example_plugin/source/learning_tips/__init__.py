"""People leave each other tips for learning: an example of a plugin that somebody else wrote."""

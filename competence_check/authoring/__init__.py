"""Tasks that people of an organisation write in the interface: drafts, what is wrong with them, versions, exchange."""

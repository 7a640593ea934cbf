"""People, organisational units, roles, sign-in; consultants and the firms that admitted them."""

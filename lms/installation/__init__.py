"""What turns a fresh checkout into a running Lernlotse: environment, packages, assets, database, server."""

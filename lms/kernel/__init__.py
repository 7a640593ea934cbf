"""What every feature stands on: database, events, plugin contract, access rules, languages, clock, errors."""

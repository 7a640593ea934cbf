"""What somebody wants to be able to do, in their own words: what fits, and what nobody offers yet."""

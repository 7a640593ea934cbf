"""The Learning Record Store: what is recorded, who may read and write it, where it is forwarded, how it is
exported."""

"""Pictures that people upload: looked into, not believed, and kept without what a camera wrote into them."""

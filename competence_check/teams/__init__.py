"""Where teams stand: figures that HR sees, and what keeps single people out of them."""

"""The phone network: carriers, browser test calls and the simulated caller, all as legs behind one port."""

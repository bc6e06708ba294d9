"""The model store: which weights, from which package, with which sha256, under which licence."""

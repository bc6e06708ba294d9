"""The command line's rooms: one module per command of `voxanne`, each thin over the room it serves."""

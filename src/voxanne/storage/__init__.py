"""Bytes at rest: keys, sealed files and objects, and the store they lie in. Knows nothing of calls' meaning."""

"""Arithmetic on sound. Pure: arrays in, arrays out; no I/O, no clock."""

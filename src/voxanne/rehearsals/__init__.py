"""Rehearsals: trying out the receptionist without a telephone."""

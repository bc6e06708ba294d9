"""Voxanne: a self-hosted AI receptionist for clinics."""

"""Voxanne: a self-hosted AI receptionist for clinics.

Numpy's linear algebra is kept to one thread per call, and that must be said before numpy is first imported.
Our matrices are small and several calls compute side by side: measured on two cores, one sentence vector
took 8 ms with one thread, 15 to 1,000 ms with OpenBLAS's own choice, whose threads spin against each other.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

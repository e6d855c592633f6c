"""The environment variables that snippets run with: those of a reader, and a second set.

The second numerical environment computes the same with another order of rounding, as an older
processor does: other kernels of the BLAS, no vector units beyond those that NumPy needs, other
functions of the C library, one thread. What differs between the two is no property of a formula.
"""

import importlib
import platform
from collections.abc import Mapping

__all__ = ["REFUSABLE", "fresh", "second"]

# A reader does not run pytest, and a warning is no error and no output.
_NOT_A_READERS = {"PYTHONWARNINGS", "PYTHONOPTIMIZE", "PYTHONINSPECT", "PYTHONSTARTUP"}
_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
_OLDEST_CORE = {"x86_64": "Prescott", "amd64": "Prescott", "aarch64": "ARMV8", "arm64": "ARMV8"}
REFUSABLE = ("NPY_DISABLE_CPU_FEATURES", "OPENBLAS_CORETYPE", "GLIBC_TUNABLES")


def fresh(environ: Mapping[str, str]) -> dict[str, str]:
    """Return what of an environment a new interpreter of a reader has."""
    return {
        name: value
        for name, value in environ.items()
        if name not in _NOT_A_READERS and not name.startswith("PYTEST_")
    }


def second(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the second numerical environment, other than `environ` even if that is restricted."""
    variables = dict.fromkeys(_THREADS, "1")
    machine = platform.machine().lower()
    if machine in _OLDEST_CORE:
        variables["OPENBLAS_CORETYPE"] = _OLDEST_CORE[machine]
    if machine in ("x86_64", "amd64") and platform.libc_ver()[0] == "glibc":
        tunable = "glibc.cpu.hwcaps=-AVX512F,-AVX2,-FMA,-FMA4,-AVX2_Usable,-FMA_Usable"
        others = environ.get("GLIBC_TUNABLES", "").removesuffix(tunable).rstrip(":")
        variables["GLIBC_TUNABLES"] = f"{others}:{tunable}".lstrip(":")
    disabled = {
        *environ.get("NPY_DISABLE_CPU_FEATURES", "").replace(",", " ").split(),
        *_features(),
    }
    if disabled:
        variables["NPY_DISABLE_CPU_FEATURES"] = " ".join(sorted(disabled))
    if variables.items() <= environ.items():  # then the other one is that of the whole processor
        return {name: value for name, value in environ.items() if name not in variables}
    others_kept = {k: v for k, v in environ.items() if k != "NPY_ENABLE_CPU_FEATURES"}
    return {**others_kept, **variables}


def _features() -> list[str]:
    """List what NumPy uses of this processor and can do without."""
    try:  # the names are public only in what `numpy.show_runtime` prints
        found = importlib.import_module("numpy._core._multiarray_umath")
        return [name for name in found.__cpu_dispatch__ if found.__cpu_features__.get(name)]
    except (ImportError, AttributeError):
        return []

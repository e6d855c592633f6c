"""Write the generated files of the site."""

import sys
from pathlib import Path

from dlref._needs import NotInstalledError

GENERATED = Path("docs/assets/generated")


def main() -> None:
    """Write what is made from installed packages."""
    from dlref.site.font import write_math_font
    from dlref.site.inventory import write_numpy_inventory

    GENERATED.mkdir(parents=True, exist_ok=True)
    write_math_font(GENERATED / "stix-two-math.woff2")
    write_numpy_inventory(GENERATED / "numpy.inv")


if __name__ == "__main__":
    try:
        main()
    except NotInstalledError as error:
        sys.exit(str(error))

"""Write the generated files of the site."""

import sys
from pathlib import Path

from dlref._needs import NotInstalledError
from dlref.equations.faces.assets import write_assets

GENERATED = Path("docs/assets/generated")


def main() -> None:
    """Write what is made from installed packages, this one among them."""
    from dlref.site.font import write_math_font
    from dlref.site.inventory import write_numpy_inventory
    from dlref.site.tested import write_oracles, write_tested

    write_assets(GENERATED)
    write_math_font(GENERATED / "stix-two-math.woff2")
    write_numpy_inventory(GENERATED / "numpy.inv")
    write_oracles(GENERATED / "oracles.txt")
    write_tested(GENERATED / "tested.json")


if __name__ == "__main__":
    try:
        main()
    except NotInstalledError as error:
        sys.exit(str(error))

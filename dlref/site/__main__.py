"""Write the generated files of the site."""

from pathlib import Path

from dlref.site.font import write_math_font
from dlref.site.inventory import write_numpy_inventory

GENERATED = Path("docs/assets/generated")

if __name__ == "__main__":
    GENERATED.mkdir(parents=True, exist_ok=True)
    write_math_font(GENERATED / "stix-two-math.woff2")
    write_numpy_inventory(GENERATED / "numpy.inv")

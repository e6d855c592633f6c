"""The font that mathematics is set in: a subset of STIX Two Math."""

from copy import deepcopy
from importlib.metadata import distribution
from pathlib import Path

from dlref._needs import needs

with needs("dlref.site", extra="site"):
    import brotli  # noqa: F401 (fontTools compresses with it, and says less when it is not there)
    from fontTools import subset
    from fontTools.ttLib import TTFont

__all__ = ["write_math_font"]

# Ranges, not the characters that pages contain: a root sign or an italic letter is drawn by the
# browser and never stands in the text.
_RANGES = [
    (0x0020, 0x007E),  # Basic Latin
    (0x00A0, 0x00BF),  # Latin-1 signs
    (0x00D7, 0x00D7),  # times
    (0x00F7, 0x00F7),  # division
    (0x02C6, 0x02DD),  # accents
    (0x0300, 0x036F),  # combining accents
    (0x0370, 0x03FF),  # Greek
    (0x2010, 0x205F),  # punctuation, primes
    (0x2061, 0x2064),  # invisible operators
    (0x20D0, 0x20DC),  # combining signs
    (0x2100, 0x214F),  # letter-like symbols
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # operators
    (0x2308, 0x230B),  # floor and ceiling
    (0x239B, 0x23B7),  # pieces of large delimiters
    (0x23DC, 0x23DF),  # braces above and below
    (0x25A0, 0x25A1),  # squares
    (0x27E6, 0x27EB),  # angle brackets
    (0x27F0, 0x27FF),  # long arrows
    (0x2A00, 0x2A06),  # large operators
    (0xFE00, 0xFE01),  # variants of script letters
    (0x1D400, 0x1D4CF),  # bold, italic, bold italic, script
    (0x1D504, 0x1D56B),  # Fraktur, double-struck
    (0x1D5A0, 0x1D5D3),  # sans-serif
    (0x1D670, 0x1D6A3),  # typewriter
    (0x1D6A4, 0x1D755),  # Greek: bold, italic, bold italic
    (0x1D7CE, 0x1D7E1),  # digits: bold, double-struck
]
_PRIMES = (0x2032, 0x2033, 0x2034, 0x2035, 0x2036, 0x2037, 0x2057)


def write_math_font(path: Path) -> None:
    """Write the subset as woff2, unless it is there and newer than this module."""
    if path.exists() and path.stat().st_mtime > Path(__file__).stat().st_mtime:
        return
    options = subset.Options(
        flavor="woff2",
        layout_features=["ssty", "kern"],
        hinting=False,
        name_IDs=[0, 1, 2, 4, 5, 6, 13, 14],  # with the copyright and the Open Font License
    )
    characters = [code for first, last in _RANGES for code in range(first, last + 1)]
    with needs("dlref.site", extra="site"):
        source = distribution("ziamath").locate_file("ziamath/fonts/STIXTwoMath-Regular.ttf")
    with subset.load_font(str(source), options) as font:
        _offer_script_forms(font)
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=characters)
        subsetter.subset(font)
        subset.save_font(font, str(path), options)


def _offer_script_forms(font: TTFont) -> None:
    """Give primes, which are raised already, their forms for superscripts.

    The font has such forms of every letter, for the script `math`, which no browser asks for. Those
    of the primes are offered to every script; the others would double the size of the file.
    """
    table = font["GSUB"].table
    math = next(r.Script for r in table.ScriptList.ScriptRecord if r.ScriptTag == "math")
    for record in table.ScriptList.ScriptRecord:
        record.Script = deepcopy(math)  # the subsetter renumbers each one
    primes = {name for code, name in font.getBestCmap().items() if code in _PRIMES}
    features = [r.Feature for r in table.FeatureList.FeatureRecord if r.FeatureTag == "ssty"]
    for index in {index for feature in features for index in feature.LookupListIndex}:
        for part in table.LookupList.Lookup[index].SubTable:
            part.alternates = {k: forms for k, forms in part.alternates.items() if k in primes}

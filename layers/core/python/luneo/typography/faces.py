"""The fonts on offer: what they are called, whose scripts they have, and the files that draw them."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Final

FOLDER: Final = "luneo_fonts"
"""The package of the font files, in the imaging layer."""
EAST_ASIAN_PACKAGE: Final = "manimgx-fonts-cjk"
"""The distribution that brings the collection of Chinese, Japanese and Korean, in the imaging layer too."""
LICENCE: Final = "OFL-1.1"
"""Of all of them; the copyright lines are in ``OFL.txt``, those of the collection in its distribution."""


class Family(StrEnum):
    """The fonts a text can be set in."""

    SANS = "sans"
    SANS_BOLD = "sans-bold"
    SERIF = "serif"
    SERIF_BOLD = "serif-bold"
    HAND = "hand"
    ARABIC = "arabic"
    ARMENIAN = "armenian"
    BENGALI = "bengali"
    CHINESE_SIMPLIFIED = "chinese-simplified"
    CHINESE_SIMPLIFIED_BOLD = "chinese-simplified-bold"
    CHINESE_TRADITIONAL = "chinese-traditional"
    CHINESE_TRADITIONAL_BOLD = "chinese-traditional-bold"
    DEVANAGARI = "devanagari"
    ETHIOPIC = "ethiopic"
    GEORGIAN = "georgian"
    GUJARATI = "gujarati"
    GURMUKHI = "gurmukhi"
    HEBREW = "hebrew"
    JAPANESE = "japanese"
    JAPANESE_BOLD = "japanese-bold"
    KANNADA = "kannada"
    KHMER = "khmer"
    KOREAN = "korean"
    KOREAN_BOLD = "korean-bold"
    LAO = "lao"
    MALAYALAM = "malayalam"
    MYANMAR = "myanmar"
    SINHALA = "sinhala"
    TAMIL = "tamil"
    TELUGU = "telugu"
    THAI = "thai"


@dataclass(frozen=True, slots=True)
class Face:
    """A font file. ``joined`` letters touch their neighbours: on a curve they are bent, not set at an angle.

    ``language`` (BCP 47) chooses among forms that one font has for several.
    """

    file: str
    joined: bool = False
    made_by: str = "The Noto Project Authors"
    language: str = "und"
    package: str = FOLDER

    @property
    def name(self) -> str:
        """As its makers call it: ``Noto Sans Thai Regular``."""
        family, _, cut = self.file.removesuffix(".ttf").partition("_")
        return f"{re.sub(r'(?<=[a-z])(?=[A-Z])', ' ', family)} {cut.lstrip('0123456789')}"

    def read(self) -> Any:
        """The HarfBuzz font, in font units; the file is mapped, not copied.

        Raises:
            ModuleNotFoundError: the imaging layer is missing.
        """
        import uharfbuzz

        return uharfbuzz.Font(uharfbuzz.Face(self._blob()))

    def _blob(self) -> Any:
        from importlib import resources

        import uharfbuzz

        return uharfbuzz.Blob.from_file_path(str(resources.files(self.package).joinpath(self.file)))


@dataclass(frozen=True, slots=True)
class RegionalFace(Face):
    """One region's face of the variable Noto Sans CJK, at a weight: unified ideographs differ from region to region."""

    region: str = "JP"
    place: int = 0
    weight: int = 400

    @property
    def name(self) -> str:
        """As its makers call it: ``Noto Sans CJK JP Bold``."""
        return f"Noto Sans CJK {self.region} {_WEIGHTS[self.weight]}"

    def read(self) -> Any:
        """The HarfBuzz font at its weight."""
        import uharfbuzz

        font = uharfbuzz.Font(uharfbuzz.Face(self._blob(), self.place))
        font.set_variations({"wght": self.weight})
        return font


@dataclass(frozen=True, slots=True)
class Offer:
    """How a family is offered: its name in English and French, its face, the scripts whose letters it has.

    Scripts go by the values of Unicode's Script property; ``languages`` (BCP 47) are those that it is drawn for, where
    other languages write the same script in other forms.
    """

    name_en: str
    name_fr: str
    face: Face
    scripts: tuple[str, ...]
    languages: tuple[str, ...] = ()


_WEIGHTS: Final = {400: "Regular", 700: "Bold"}
_WESTERN: Final = ("Latin", "Cyrillic")
_INTER: Final = "The Inter Project Authors"
_LORA: Final = "The Lora Project Authors"


def _noto(script: str, name_fr: str, *, joined: bool = False) -> Offer:
    """Noto's sans serif for one script, which has Latin letters of the same cut."""
    return Offer(script, name_fr, Face(f"NotoSans{script}_400Regular.ttf", joined), (script, "Latin"))


def _east_asian(names: tuple[str, str], region: str, language: str, scripts: tuple[str, ...], weight: int) -> Offer:
    place = ("JP", "KR", "SC", "TC").index(region)
    face = RegionalFace(
        "NotoSansCJK-VF.otf.ttc",
        made_by="Adobe",
        language=language,
        package=EAST_ASIAN_PACKAGE.replace("-", "_"),
        region=region,
        place=place,
        weight=weight,
    )
    bold = {400: ("", ""), 700: (", bold", ", gras")}[weight]
    return Offer(names[0] + bold[0], names[1] + bold[1], face, (*scripts, *_WESTERN, "Greek"), (language,))


_JAPANESE: Final = (("Japanese", "Japonais"), "JP", "ja", ("Han", "Hiragana", "Katakana"))
_KOREAN: Final = (("Korean", "Coréen"), "KR", "ko", ("Hangul", "Han"))
_SIMPLIFIED: Final = (("Chinese, simplified", "Chinois simplifié"), "SC", "zh-Hans", ("Han",))
_TRADITIONAL: Final = (("Chinese, traditional", "Chinois traditionnel"), "TC", "zh-Hant", ("Han", "Bopomofo"))

OFFERS: Final = {
    Family.SANS: Offer("Sans", "Sans empattement", Face("Inter_400Regular.ttf", made_by=_INTER), (*_WESTERN, "Greek")),
    Family.SANS_BOLD: Offer(
        "Sans, bold", "Sans empattement, gras", Face("Inter_700Bold.ttf", made_by=_INTER), (*_WESTERN, "Greek")
    ),
    Family.SERIF: Offer("Serif", "À empattements", Face("Lora_400Regular.ttf", made_by=_LORA), _WESTERN),
    Family.SERIF_BOLD: Offer("Serif, bold", "À empattements, gras", Face("Lora_700Bold.ttf", made_by=_LORA), _WESTERN),
    Family.HAND: Offer(
        "Handwriting",
        "Manuscrite",
        Face("DancingScript_700Bold.ttf", joined=True, made_by="The Dancing Script Project Authors"),
        ("Latin",),
    ),
    Family.ARABIC: Offer("Arabic", "Arabe", Face("NotoNaskhArabic_400Regular.ttf", joined=True), ("Arabic", "Latin")),
    Family.ARMENIAN: _noto("Armenian", "Arménien"),
    Family.BENGALI: _noto("Bengali", "Bengali", joined=True),
    Family.CHINESE_SIMPLIFIED: _east_asian(*_SIMPLIFIED, 400),
    Family.CHINESE_SIMPLIFIED_BOLD: _east_asian(*_SIMPLIFIED, 700),
    Family.CHINESE_TRADITIONAL: _east_asian(*_TRADITIONAL, 400),
    Family.CHINESE_TRADITIONAL_BOLD: _east_asian(*_TRADITIONAL, 700),
    Family.DEVANAGARI: _noto("Devanagari", "Devanagari", joined=True),
    Family.ETHIOPIC: _noto("Ethiopic", "Éthiopien"),
    Family.GEORGIAN: _noto("Georgian", "Géorgien"),
    Family.GUJARATI: _noto("Gujarati", "Gujarati"),
    Family.GURMUKHI: _noto("Gurmukhi", "Gurmukhi", joined=True),
    Family.HEBREW: _noto("Hebrew", "Hébreu"),
    Family.JAPANESE: _east_asian(*_JAPANESE, 400),
    Family.JAPANESE_BOLD: _east_asian(*_JAPANESE, 700),
    Family.KANNADA: _noto("Kannada", "Kannada"),
    Family.KHMER: _noto("Khmer", "Khmer"),
    Family.KOREAN: _east_asian(*_KOREAN, 400),
    Family.KOREAN_BOLD: _east_asian(*_KOREAN, 700),
    Family.LAO: _noto("Lao", "Lao"),
    Family.MALAYALAM: _noto("Malayalam", "Malayalam"),
    Family.MYANMAR: _noto("Myanmar", "Birman"),
    Family.SINHALA: _noto("Sinhala", "Cingalais"),
    Family.TAMIL: _noto("Tamil", "Tamoul"),
    Family.TELUGU: _noto("Telugu", "Télougou"),
    Family.THAI: _noto("Thai", "Thaï"),
}
"""Every family, in the order in which it is offered."""
SYMBOLS: Final = Face("NotoEmoji_400Regular.ttf", made_by="Google LLC")
"""Draws the hearts, stars and emoji that a family lacks: pictures, which stand beside any letters."""


def own_face(family: Family) -> Face:
    """The family's own font."""
    return OFFERS[family].face


def chain(family: Family, text: str = "") -> tuple[Face, ...]:
    """The family's own font and its stand-ins for this text, in the order they are asked.

    Inter comes late, for letters and signs that a narrower Latin font lacks; last, ideographs as this text writes them.
    """
    narrow = (offer.face for offer in OFFERS.values() if "Latin" in offer.scripts[1:] and not offer.languages)
    last = own_face(east_asian(text)[0])
    return tuple(dict.fromkeys((own_face(family), *narrow, own_face(Family.SANS), last)))


_TELLING: Final = (
    (re.compile("[\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f]"), ("ja",)),
    (re.compile("[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff]"), ("ko",)),
    (re.compile("[\u3100-\u312f\u31a0-\u31bf]"), ("zh-Hant",)),
)


def east_asian(text: str) -> tuple[Family, ...]:
    """The families for ideographs: those of the language that a text's kana, hangul or bopomofo tell, else all."""
    told = next((languages for signs, languages in _TELLING if signs.search(text)), ("ja", "zh-Hans", "zh-Hant", "ko"))
    return tuple(family for language in told for family, offer in OFFERS.items() if language in offer.languages)


@cache
def font_of(face: Face) -> Any:
    """The HarfBuzz font, in font units; opened once a process."""
    return face.read()


@cache
def characters_of(face: Face) -> frozenset[int]:
    """The code points that the font draws."""
    return frozenset(font_of(face).face.unicodes)

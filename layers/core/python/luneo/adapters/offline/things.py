"""Plants, landscapes and things, drawn in a box of 100 by 100 units."""
# ruff: noqa: E501 - path data reads best a shape a line

from typing import Final

from luneo.adapters.offline.shapes import Motif, at_angle, body, dark, light, line, oval, petals, second, star, third


def _spikes(count: int, inner: float, outer: float) -> str:
    return star(50, 50, outer, inner, count)


def _rows(columns: range, rows: range, width: float, height: float) -> str:
    return "".join(f"M{x} {y}h{width}v{height}h{-width}Z" for x in columns for y in rows)


def _facet(turn: float) -> str:
    corners = (50, 53), at_angle(50, 53, 47, turn), at_angle(50, 53, 20, turn + 36)
    return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in corners) + "Z"


_STEM: Final = "M48 58Q51 78 47 97H52Q55 78 51.5 58Z"
_STEM_LEAVES: Final = "M50 84Q34 66 16 72Q26 92 49 90ZM51 78Q66 60 84 66Q76 84 51 84Z"

THINGS: Final[dict[str, Motif]] = {
    "flower": (
        second(_STEM + _STEM_LEAVES),
        body(petals(50, 36, 5, 35, 10, 20)),
        light(petals(50, 36, 5, 25, 10, 12)),
        third(oval(50, 36, 10)),
        line("M24 75Q36 78 47 88M78 70Q66 72 54 82"),
    ),
    "rose": (
        second(_STEM + _STEM_LEAVES),
        body("M50 6Q72 2 80 20Q92 36 80 50Q70 66 50 64Q30 66 20 50Q8 36 20 20Q28 2 50 6Z"),
        third("M50 12Q66 8 72 24Q80 40 66 50Q50 58 36 50Q20 40 28 24Q34 10 50 12Z"),
        body("M50 19Q62 16 65 29Q68 42 52 44Q38 44 36 32Q38 18 50 19Z"),
        third("M50 26Q58 25 58 32Q56 38 50 37Q43 36 44 31Q46 26 50 26Z"),
        line("M20 24Q26 58 56 62M80 22Q78 50 56 62M28 26Q30 50 54 52M72 26Q70 44 54 52M38 24Q38 42 54 42M24 75Q36 78 47 88"),
    ),
    "tulip": (
        second("M48 54V98H52V54ZM49 96Q22 84 24 46Q44 66 49 92ZM51 96Q78 84 76 46Q56 66 51 92Z"),
        third("M36 14Q44 8 50 2Q56 8 64 14L60 50H40Z"),
        body("M28 12Q42 18 50 34Q58 18 72 12Q80 56 50 60Q20 56 28 12Z"),
        light("M31 20Q38 26 43 38Q40 48 36 50Q29 40 31 20Z"),
        line("M50 34V58"),
    ),
    "sunflower": (
        second("M48 68Q51 84 47 99H53Q56 84 52 68ZM50 92Q30 76 12 82Q26 98 49 97ZM51 88Q68 72 88 78Q76 94 51 94Z"),
        third(petals(50, 38, 12, 38, 16, 13, 11)),
        body(petals(50, 38, 12, 35, 16, 13)),
        dark(oval(50, 38, 15)),
        light("".join(oval(*at_angle(50, 38, r, a), 1.1) for r, n in ((4, 6), (8, 10), (12, 16)) for a in range(0, 360, 360 // n))),
    ),
    "leaf": (
        body("M50 4Q92 30 84 62Q78 84 50 88Q22 84 16 62Q8 30 50 4Z"),
        second("M50 4Q92 30 84 62Q78 84 50 88Z"),
        line("M50 14V98M50 30L66 20M50 44L76 30M50 58L80 44M50 72L76 60M50 30L34 20M50 44L24 30M50 58L20 44M50 72L24 60"),
    ),
    "tree": (
        third("M43 62L43 88Q42 95 34 98H66Q58 95 57 88L57 62L66 52L62 50L52 58L50 46L48 58L38 48L34 50Z"),
        body(oval(50, 26, 24, 22) + oval(28, 42, 21, 18) + oval(72, 42, 21, 18) + oval(50, 48, 22, 15)),
        second(oval(60, 26, 12, 10) + oval(76, 44, 12, 10) + oval(34, 48, 12, 8)),
        light(oval(42, 20, 7, 5) + oval(22, 38, 6, 5)),
        line("M40 12Q48 6 56 9M14 36Q20 28 28 28M62 34Q70 28 80 32M36 54Q44 60 52 56M47 94V78M53 94V84"),
    ),
    "pine": (
        third("M45 84H55V98H45Z"),
        second("M50 46L88 88Q50 80 12 88Z"),
        body("M50 24L80 66Q50 59 20 66Z"),
        second("M50 32L63 51Q50 47 37 51Z"),
        body("M50 3L71 42Q50 36 29 42Z"),
        light("M50 3L58 18Q54 16 51 20Q47 15 42 18ZM22 63.5L34 50Q32 58 22 63.5ZM14 86L28 72Q24 82 14 86Z"),
    ),
    "mountain": (
        third(oval(70, 26, 15)),
        second("M2 84L34 30L66 84Z"),
        light("M34 30L45 48L39 45L34 51L29 45L23 48Z"),
        body("M22 84L62 24L98 84Z"),
        light("M62 24L76 47L69 44L64 52L57 44L48 46Z"),
        second("M62 24L98 84H70L64 60L70 52L64 52Z"),
        dark("M0 84Q26 76 50 82Q76 76 100 84Q98 94 50 94Q2 94 0 84Z"),
        line("M30 66L38 54M40 76L50 60M14 78L22 66"),
    ),
    "wave": (
        third(oval(76, 22, 13)),
        second("M0 74Q14 58 28 66Q50 54 74 66Q88 60 100 70V92Q50 98 0 92Z"),
        body("M2 84Q2 40 30 22Q54 8 76 26Q88 40 80 54Q74 60 66 56Q72 48 66 42Q56 36 50 48Q46 64 62 74Q80 82 98 78V92Q50 98 2 92Z"),
        light(
            "M30 22Q54 8 76 26Q88 40 80 54Q79 51 76 52Q77 47 73 46Q75 41 70 39Q71 34 65 34Q65 29 58 31Q56 26 50 30Q46 26 41 31"
            "Q37 27 32 33Q26 30 22 37Q18 35 14 42Q20 28 30 22Z"
        ),
        light("M10 88Q14 60 32 44Q22 64 26 90ZM34 91Q32 74 38 62Q40 80 56 91Z"),
        dark(oval(86, 58, 1.8) + oval(90, 48, 1.5) + oval(72, 62, 1.4)),
        line("M62 82Q78 86 96 83M70 88Q82 90 92 88"),
    ),
    "sun": (
        second(_spikes(16, 30, 48)),
        third(star(50, 50, 42, 30, 16, 11.25)),
        body(oval(50, 50, 29)),
        light(oval(35, 57, 4.6, 3.4), mirror=True),
        dark(oval(40, 46, 2.8, 4), mirror=True),
        line("M39 58Q50 69 61 58M35 39Q40 35 45 38M65 39Q60 35 55 38"),
    ),
    "moon": (
        body("M60 6Q16 8 14 50Q16 92 60 94Q72 94 82 86Q44 80 44 48Q46 20 72 9Q66 6 60 6Z"),
        second("M60 6Q16 8 14 50Q16 92 60 94Q28 82 28 50Q28 18 60 6Z"),
        third(star(74, 36, 14, 6, 5)),
        light(star(88, 62, 7, 3, 5) + star(64, 60, 6, 2.6, 5)),
        line("M33 46Q36 50 40 47M36 62Q40 66 45 62"),
    ),
    "star": (
        body(star(50, 53, 47, 20, 5)),
        second("".join(_facet(72 * index) for index in range(5))),
        light(star(50, 53, 16, 7, 5)),
    ),
    "heart": (
        body("M50 92Q4 60 6 32Q8 8 30 8Q44 8 50 24Q56 8 70 8Q92 8 94 32Q96 60 50 92Z"),
        second("M50 92Q96 60 94 32Q92 8 70 8Q86 20 80 44Q74 70 50 92Z"),
        light("M16 34Q16 18 30 17Q22 24 21 38Q18 40 16 34Z"),
        third("M50 70Q32 56 34 43Q36 34 43 35Q48 36 50 43Q52 36 57 35Q64 34 66 43Q68 56 50 70Z"),
    ),
    "city": (
        third(oval(70, 24, 13)),
        second("M4 92V52H20V40H32V92ZM66 92V44H78L84 36L90 44V92Z"),
        body("M18 92V60H34V26L40 26V12L43 4L46 12V26H52V92ZM50 92V38L64 28V92ZM74 92V58H98V92Z"),
        light(_rows(range(37, 50, 5), range(32, 88, 8), 2.6, 4.4) + _rows(range(22, 32, 5), range(66, 88, 8), 2.6, 4.4)),
        light(_rows(range(54, 62, 5), range(44, 88, 8), 2.6, 4.4) + _rows(range(78, 96, 6), range(63, 88, 8), 3, 4.4)),
        dark("M0 91H100V96H0Z"),
    ),
    "house": (
        second("M70 12H80V34H70Z"),
        body("M16 46L50 18L84 46V92H16Z"),
        third("M50 8L96 48L90 54L50 20L10 54L4 48Z"),
        light("M24 54H40V70H24ZM60 54H76V70H60Z"),
        second("M42 92V68Q42 60 50 60Q58 60 58 68V92Z"),
        dark("M6 90H94V95H6Z"),
        line("M32 54V70M24 62H40M68 54V70M60 62H76M55 78V79"),
    ),
    "boat": (
        third(oval(22, 24, 10)),
        light("M48 6V66H12Q36 44 48 6Z"),
        body("M52 12Q56 44 88 66H52Z"),
        dark("M48.6 4H51.4V72H48.6Z"),
        second("M6 70H94Q88 90 74 90H24Q12 88 6 70Z"),
        line("M10 77H90M2 94Q14 89 26 94Q38 99 50 94Q62 89 74 94Q86 99 98 94M22 54Q34 50 46 54M54 54Q66 50 78 56"),
    ),
    "rocket": (
        third("M40 76Q36 90 50 98Q64 90 60 76Z"),
        second("M34 50Q14 60 18 84L36 74ZM66 50Q86 60 82 84L64 74Z"),
        body("M50 2Q74 26 68 62L64 78H36L32 62Q26 26 50 2Z"),
        second("M50 2Q60 12 65 26Q50 20 35 26Q40 12 50 2Z"),
        light(oval(50, 42, 10)),
        dark(oval(50, 42, 6.4)),
        light("M46 80Q44 88 50 92Q56 88 54 80Z"),
        line("M35 68Q50 72 65 68M14 20V28M10 24H18M84 34V42M80 38H88"),
    ),
    "coffee": (
        second("M70 46Q94 42 92 60Q88 76 66 74V67Q82 68 84 59Q84 52 70 54Z"),
        second("M8 88Q44 98 82 88Q78 96 44 97Q12 96 8 88Z"),
        body("M14 40H74Q76 84 56 88H32Q12 84 14 40Z"),
        dark(oval(44, 40, 30, 7)),
        third(oval(44, 41, 26, 5)),
        light("M20 52Q20 72 28 80Q24 66 25 52Z"),
        light("M44 76Q30 65 34 58Q39 54 44 61Q49 54 54 58Q58 65 44 76Z"),
        line("M32 28Q26 22 32 16Q38 10 32 4M46 28Q40 22 46 16Q52 10 46 4M60 28Q54 22 60 16Q66 10 60 4"),
    ),
    "mushroom": (
        light("M38 50Q44 70 34 94H66Q56 70 62 50Z"),
        body("M4 54Q6 8 50 6Q94 8 96 54Q50 66 4 54Z"),
        second("M4 54Q50 48 96 54Q50 72 4 54Z"),
        light(oval(50, 26, 9, 7) + oval(26, 34, 6, 5) + oval(74, 36, 7, 5.5) + oval(62, 46, 4, 3) + oval(38, 45, 3.6, 3)),
        third("M22 96Q26 78 30 96ZM66 96Q72 76 78 96ZM14 96Q18 86 22 96Z"),
        line("M46 62L45 86M54 62L56 84"),
    ),
    "crown": (
        body("M8 30L28 52L50 14L72 52L92 30L84 82H16Z"),
        second("M16 70H84V84H16Z"),
        third(oval(50, 13, 6) + oval(8, 29, 5.4) + oval(92, 29, 5.4)),
        light(star(50, 58, 9, 9 * 0.7, 2) + oval(30, 62, 3) + oval(70, 62, 3)),
        third(oval(50, 77, 4) + oval(32, 77, 3) + oval(68, 77, 3)),
        line("M16 70H84"),
    ),
    "anchor": (
        body(
            "M46 26H54V34H70V42H54V82Q74 78 80 62L72 64L86 48L94 68L87 64Q80 92 50 96Q20 92 13 64L6 68L14 48L28 64L20 62"
            "Q26 78 46 82V42H30V34H46Z"
        ),
        body("M50 4A12 12 0 1 0 50 28A12 12 0 1 0 50 4ZM50 10A6 6 0 1 1 50 22A6 6 0 1 1 50 10Z"),
        second("M49 42H54V82H49Z"),
        third("M60 44Q84 50 66 60Q40 68 44 82Q46 90 62 90Q40 94 38 82Q36 66 60 56Q70 50 60 44Z"),
    ),
    "medallion": (
        second(petals(50, 50, 30, 49, 24, 7)),
        third(petals(50, 50, 30, 42, 24, 6, 7.5)),
        body(oval(50, 50, 35)),
        light(oval(50, 50, 31)),
        line(oval(50, 50, 28)),
    ),
    "rosette": (
        second(petals(50, 50, 10, 48, 8, 24, 22.5)),
        body(petals(50, 50, 8, 44, 8, 18)),
        light(petals(50, 50, 8, 32, 8, 9)),
        third(oval(50, 50, 11)),
        dark(star(50, 50, 8, 3.4, 8)),
    ),
}  # fmt: skip

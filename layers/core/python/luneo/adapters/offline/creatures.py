"""Animals, drawn in a box of 100 by 100 units."""
# ruff: noqa: E501 - path data reads best a shape a line

from typing import Final

from luneo.adapters.offline.shapes import Motif, body, dark, light, line, oval, petals, second, third

_MOUTH: Final = "M50 67V72M50 72Q44 79 37 74M50 72Q56 79 63 74"

CREATURES: Final[dict[str, Motif]] = {
    "cat": (
        body(
            "M16 34L18 9Q20 4 25 7L41 20Q50 17 59 20L75 7Q80 4 82 9L84 34Q91 46 88 62Q81 90 50 91Q19 90 12 62"
            "Q9 46 16 34Z"
        ),
        second("M22 29L23 14L35 23Q27 25 22 29Z", mirror=True),
        second("M47 18.5Q50 28 48 37Q50 39 52 37Q50 28 53 18.5Q50 17.6 47 18.5Z"),
        second("M38 21Q41 29 40 35Q42 36 43 34Q43 26 41.5 19.6Z", mirror=True),
        second("M13 56Q20 56 26 60Q20 60 12.6 60ZM14.6 68Q21 66 27 67Q21 70 16 72Z", mirror=True),
        light(oval(42, 70, 11, 9), mirror=True),
        light(oval(33, 50, 8, 8.5), mirror=True),
        dark(oval(33.5, 50, 4.6, 7.2), mirror=True),
        light(oval(35.5, 46.5, 1.8)),
        light(oval(68.5, 46.5, 1.8)),
        third("M44 60Q50 57 56 60Q54 66 50 67.5Q46 66 44 60Z"),
        line(_MOUTH),
        line("M34 68L6 61M34 71L5 71M35 74L9 81", mirror=True),
    ),
    "dog": (
        body("M28 21Q50 11 72 21Q81 34 79 52Q79 66 69 79Q60 91 50 91Q40 91 31 79Q21 66 21 52Q19 34 28 21Z"),
        second("M31 19Q8 16 5 44Q4 66 16 73Q26 68 25 49Q25 35 34 26Z", mirror=True),
        light("M46 15Q50 30 45 49Q33 54 32 69Q35 87 50 88Q65 87 68 69Q67 54 55 49Q50 30 54 15Q50 14.4 46 15Z"),
        dark(oval(36, 45, 5, 5.8), mirror=True),
        light(oval(37.6, 43, 1.6)),
        light(oval(65.6, 43, 1.6)),
        third("M44 76Q50 73 56 76L56 84Q50 93 44 84Z"),
        dark("M41 57Q50 52 59 57Q59 64 50 67Q41 64 41 57Z"),
        line("M50 67V73M50 73Q44 80 37 75M50 73Q56 80 63 75M50 76V83"),
        line("M29 37Q34 33 40 36", mirror=True),
    ),
    "fox": (
        body("M9 8Q13 4 18 9L37 25Q50 20 63 25L82 9Q87 4 91 8Q95 34 87 50L57 87Q50 94 43 87L13 50Q5 34 9 8Z"),
        light("M13 50Q22 46 31 51Q44 60 47 80L50 91Q46 91 43 87Z", mirror=True),
        dark("M11 10Q14 7 18 11L30 23Q20 26 14 35Q9 22 11 10Z", mirror=True),
        second("M45 22Q50 34 48 44Q50 46 52 44Q50 34 55 22Q50 20.6 45 22Z"),
        dark("M28 47Q34 42 41 49Q34 53 28 47Z", mirror=True),
        third("M43 83Q50 79 57 83Q55 90 50 91Q45 90 43 83Z"),
        line("M16 55L25 59M20 60L27 63", mirror=True),
    ),
    "rabbit": (
        body(
            "M37 47Q18 8 30 5Q43 3 47 41Q50 40 53 41Q57 3 70 5Q82 8 63 47Q80 57 77 74Q72 93 50 93Q28 93 23 74Q20 57 37 47Z"
        ),
        second("M38 40Q26 13 31.5 11Q39 11 43 39Z", mirror=True),
        light(oval(43, 78, 9, 8), mirror=True),
        dark(oval(37, 64, 4.2, 5), mirror=True),
        light(oval(38.4, 62, 1.4)),
        light(oval(64.4, 62, 1.4)),
        third("M45 71Q50 68 55 71Q53 75.5 50 76Q47 75.5 45 71Z"),
        line("M50 76V80M50 80Q45 86 40 82M50 80Q55 86 60 82"),
        line("M37 78L17 75M37 81L18 84", mirror=True),
    ),
    "bear": (
        body(oval(24, 25, 15), mirror=True),
        second(oval(24, 25, 8), mirror=True),
        body(oval(50, 54, 38, 36)),
        light(oval(50, 68, 18, 15)),
        dark(oval(34, 48, 4.6, 5.4), mirror=True),
        light(oval(35.6, 46, 1.5)),
        light(oval(67.6, 46, 1.5)),
        third("M41 61Q50 55 59 61Q57 69 50 70Q43 69 41 61Z"),
        line("M50 70V75M50 75Q45 80 40 76M50 75Q55 80 60 76"),
    ),
    "lion": (
        second(petals(50, 52, 20, 49, 16, 15)),
        third(petals(50, 52, 20, 42, 16, 14, 11.25)),
        body(oval(27, 30, 9), mirror=True),
        body("M24 46Q24 22 50 22Q76 22 76 46Q76 60 68 72Q60 84 50 84Q40 84 32 72Q24 60 24 46Z"),
        light(oval(43, 69, 9.5, 8), mirror=True),
        dark("M31 47Q36 41 43 47Q37 52 31 47Z", mirror=True),
        dark("M41 58Q50 54 59 58Q57 65 50 68Q43 65 41 58Z"),
        line("M50 67V72M50 72Q44 79 38 74M50 72Q56 79 62 74"),
        line("M45 40Q43 50 43 57M30 41Q36 37 42 40", mirror=True),
    ),
    "owl": (
        body("M22 10Q36 18 50 18Q64 18 78 10Q84 28 82 50Q82 84 50 94Q18 84 18 50Q16 28 22 10Z"),
        second("M19 44Q32 52 31 78Q20 70 18 52Z", mirror=True),
        light("M34 62Q50 54 66 62Q68 82 50 90Q32 82 34 62Z"),
        light(oval(35, 37, 14), mirror=True),
        third(oval(35, 37, 10), mirror=True),
        dark(oval(36, 37, 6), mirror=True),
        light(oval(38, 34.5, 1.9)),
        light(oval(66, 34.5, 1.9)),
        third("M50 42L56 50Q50 60 44 50Z"),
        line("M40 66Q43 70 46 66M47 66Q50 70 53 66M54 66Q57 70 60 66M42 74Q45 78 48 74M52 74Q55 78 58 74M47 81Q50 85 53 81"),
    ),
    "bird": (
        third("M21 35L5 40L21 45Z"),
        second("M64 46L96 42Q92 52 96 60Q80 66 66 62Z"),
        body("M18 40Q20 19 41 19Q60 20 68 40Q76 54 66 66Q56 80 40 78Q20 73 18 48Z"),
        light("M19 50Q22 73 42 77Q52 77 58 73Q36 66 34 47Q26 42 19 50Z"),
        second("M38 44Q56 36 78 58Q66 72 50 67Q38 60 38 44Z"),
        dark(oval(31, 34, 3.6)),
        light(oval(30, 32.8, 1.2)),
        line("M46 48Q58 46 69 58M46 55Q55 55 62 63M42 78L40 93M52 77L53 93M33 93H46M46.5 93H60"),
    ),
    "fish": (
        second("M36 30Q44 8 66 20Q64 28 58 33ZM40 69Q46 88 62 82Q60 74 56 68Z"),
        second("M72 49L94 25Q99 28 95 38Q91 50 95 62Q99 72 94 75Z"),
        body("M5 51Q22 24 50 26Q70 31 79 50Q70 69 50 74Q22 77 5 51Z"),
        light("M5 51Q14 38 27 32Q33 50 26 70Q14 64 5 51Z"),
        third("M42 27Q50 26 55 28Q60 50 54 73Q48 75 42 74.4Q50 50 42 27Z"),
        dark(oval(20, 47, 4)),
        light(oval(19, 45.6, 1.3)),
        line("M28 33Q35 50 27 69M36 42Q41 50 36 58M61 40Q65 46 61 52M61 52Q65 58 60 63M68 44Q72 50 68 56M8 54Q12 55 15 54"),
    ),
    "butterfly": (
        body("M49 46Q38 10 16 10Q0 14 6 36Q10 54 49 50Z", mirror=True),
        second("M49 51Q14 50 16 70Q22 92 36 88Q47 80 49 56Z", mirror=True),
        third("M42 41Q34 18 20 18Q10 20 14 34Q20 45 42 45Z", mirror=True),
        light(oval(16, 24, 3), mirror=True),
        light(oval(12, 34, 2.2), mirror=True),
        third(oval(31, 73, 7, 9), mirror=True),
        dark("M50 30Q54 32 53 46Q54 66 50 80Q46 66 47 46Q46 32 50 30Z"),
        line("M49 31Q45 18 37 15", mirror=True),
    ),
}  # fmt: skip

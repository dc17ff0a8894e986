"""What a wish names, in English or French: things that can be drawn, colours, a text."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

MOTIF_WORDS: Final[dict[str, str]] = {
    "cat": "cat cats kitten kittens kitty tabby chat chats chaton chatons chatte minou",
    "dog": "dog dogs puppy puppies hound chien chiens chienne chiot chiots toutou labrador terrier",
    "fox": "fox foxes wolf wolves renard renards loup loups",
    "rabbit": "rabbit rabbits bunny hare lapin lapins lievre",
    "bear": "bear bears teddy panda ours ourson",
    "lion": "lion lions lioness tiger tigre lionne",
    "owl": "owl owls hibou hiboux chouette chouettes",
    "bird": "bird birds robin sparrow swallow parrot oiseau oiseaux rouge-gorge hirondelle moineau perroquet",
    "fish": "fish fishes koi salmon goldfish poisson poissons carpe saumon",
    "butterfly": "butterfly butterflies moth papillon papillons",
    "flower": "flower flowers floral blossom daisy bouquet fleur fleurs floraison marguerite paquerette",
    "rose": "rose roses peony pivoine pivoines",
    "tulip": "tulip tulips tulipe tulipes",
    "sunflower": "sunflower sunflowers tournesol tournesols",
    "leaf": "leaf leaves fern feuille feuilles fougere feuillage",
    "tree": "tree trees oak forest arbre arbres chene foret forets",
    "pine": "pine pines fir spruce sapin sapins pin pins",
    "mountain": "mountain mountains peak peaks alps hill montagne montagnes sommet sommets alpes colline",
    "wave": "wave waves sea ocean surf vague vagues mer",
    "sun": "sun sunrise sunset sunny soleil soleils",
    "moon": "moon crescent night lune lunes nuit croissant",
    "star": "star stars etoile etoiles",
    "heart": "heart hearts love coeur coeurs amour",
    "city": "city cities skyline town paris london new-york ville villes londres immeubles",
    "house": "house home cottage cabin maison maisons chalet cabane",
    "boat": "boat boats sailboat ship sail yacht bateau bateaux voilier navire",
    "rocket": "rocket rockets spaceship fusee fusees",
    "coffee": "coffee cup mug espresso tea cafe tasse",
    "mushroom": "mushroom mushrooms toadstool champignon champignons",
    "crown": "crown crowns king queen couronne couronnes roi reine",
    "anchor": "anchor anchors sailor ancre ancres marin",
}
COLOUR_WORDS: Final[dict[str, tuple[str, str]]] = {
    "#c8102e": ("red scarlet crimson", "rouge rouges ecarlate"),
    "#7b1e2e": ("burgundy maroon", "bordeaux"),
    "#f26b21": ("orange", "oranges"),
    "#f2b705": ("yellow", "jaune jaunes"),
    "#d4a537": ("gold golden", "or dore doree dores dorees"),
    "#2e8b57": ("green", "vert verte verts vertes"),
    "#8a9a5b": ("olive sage", "kaki sauge"),
    "#1f9e9e": ("teal turquoise", "sarcelle"),
    "#2166c4": ("blue", "bleu bleue bleus bleues"),
    "#14213d": ("navy", "marine"),
    "#6fb7e0": ("sky-blue cyan", "azur ciel"),
    "#6a3d9a": ("purple violet", "violette pourpre"),
    "#b79ce0": ("lavender lilac", "lavande lilas"),
    "#ef7ba5": ("pink", "rose-pale roses-pales"),
    "#ff6f61": ("coral salmon-pink", "corail"),
    "#7a4a2b": ("brown chocolate", "marron brun brune"),
    "#f1e6d0": ("beige cream ivory", "creme ivoire"),
    "#1a1a1e": ("black", "noir noire noirs noires"),
    "#ffffff": ("white", "blanc blanche blancs blanches"),
    "#8d9299": ("grey gray", "gris grise"),
    "#b8bdc6": ("silver", "argent argente argentee"),
    "#b5673a": ("copper bronze", "cuivre"),
}
_MOTIF_OF: Final = {word: motif for motif, words in MOTIF_WORDS.items() for word in words.split()}
_COLOUR_OF: Final = {word: colour for colour, languages in COLOUR_WORDS.items() for word in " ".join(languages).split()}
_ON: Final = frozenset({"on", "sur", "over"})
_AS_GROUND: Final = 4
_TEXT: Final = re.compile(
    r"[\"“«]\s*([^\"”»]{1,24}?)\s*[\"”»]|"
    r"(?:\b(?:initials?|initiales?|monogram(?:me)?|letters?|lettres?)\s+)((?:[A-ZÀ-Þ][.&\s]?){1,4})(?=\W|$)|"
    r"(?:\b(?:name|named|text|pr[ée]nom|nom|texte)\s+)([A-ZÀ-Þ][\w'-]{0,15})"
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a wish names: motifs in their order, ``#rrggbb`` colours, the colour it wants behind ("on navy"), a text."""

    motifs: tuple[str, ...]
    colours: tuple[str, ...]
    ground: str | None
    text: str


def read(prompt: str) -> Wish:
    """What the wish names; unknown words are passed over."""
    words = re.findall(r"[a-z]+(?:-[a-z]+)*", _folded(prompt))
    words = [part for word in words for part in _known_parts(word)]
    motifs = tuple(dict.fromkeys(_MOTIF_OF[word] for word in words if word in _MOTIF_OF))
    ground = _ground(words)
    colours = dict.fromkeys(_COLOUR_OF[word] for word in words if word in _COLOUR_OF)
    colours.pop(ground or "", None)
    found = _TEXT.search(prompt)
    text = next((part for part in found.groups() if part), "").strip() if found else ""
    return Wish(motifs, tuple(colours), ground, text)


def _known_parts(word: str) -> list[str]:
    return [word] if word in _MOTIF_OF or word in _COLOUR_OF else word.split("-")


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).lower()


def _ground(words: list[str]) -> str | None:
    for index, word in enumerate(words):
        if word in _ON:
            following = words[index + 1 : index + 1 + _AS_GROUND]
            colours = [_COLOUR_OF[each] for each in following if each in _COLOUR_OF]
            if colours:
                return colours[-1]
    return None

"""What may be between a negator and what it negates: pronouns, copulas, articles, degrees.

Only neighbours are counted. So `no me ha gustado` is read as `no gustado`, `non è molto buono` as
`non buono`, `nicht so gut` as `nicht gut`. What is left out are stop words of these languages; in
another language hardly anything is both a word and after such a negator.
"""

from __future__ import annotations

from typing import Final

# Languages whose negators are alike are together: negators, and the words after them.
_BETWEEN: Final = (
    # Spanish, Catalan, Portuguese, Galician, Italian, Romanian
    (
        "no|nunca|ni|tampoco|non|não|nao|nem|mai|nu|niente|nulla",
        "para nada|del todo|en absoluto|um pouco|per niente|per nulla|affatto|nada|di|"
        "más|mais|più|realmente|especialmente|particularmente|precisamente|exatamente|"
        "me|te|se|le|les|nos|os|lo|la|el|los|las|un|una|lhe|lhes|um|uma|o|"
        "es|está|esta|están|estan|estaba|estuvo|era|eran|fue|fueron|ha|han|he|había|sido|ser|son|"
        "és|és|són|està|estava|era|eren|em|em va|ens|"
        "é|eh|está|tá|foi|foram|são|era|eram|ser|estava|tava|estão|"
        "mi|ti|ci|si|vi|li|gli|ne|il|è|e'|sono|sono stato|stato|stata|era|erano|ho|hanno|ha|"
        "este|e|era|a fost|sunt|mi|îmi|"
        "muy|tan|demasiado|tanto|muito|tão|tao|molto|così|proprio|troppo|"
        "gaire|massa|foarte|prea|așa|deloc",
    ),
    ("pas|jamais|guère",
     "du tout|très|tres|si|trop|vraiment|aussi|assez|toujours|tellement|plus|"
     "été|un|une|le|la|les|de|des|du|à|au|me|te|se|y|en|non plus"),
    # German, Dutch, Danish, Norwegian, Swedish
    ("nicht|nich|nie|kein|keine|keinen|keiner|keinem|keines|niet|nooit|geen|ikke|aldri|aldrig|inte|ej",
     "sehr|so|besonders|wirklich|ganz|mehr|immer|gerade|allzu|sonderlich|"
     "einmal|zu|ein|eine|einen|der|die|das|den|"
     "überhaupt|richtig|unbedingt|bepaald|helemaal|aan|noe|noen|noget|spesielt|specielt|alls|direkt|"
     "erg|zo|heel|echt|altijd|meer|bijzonder|te|een|de|het|"
     "særlig|særligt|så|helt|veldig|meget|altid|alltid|en|et|den|det|"
     "särskilt|så|helt|riktigt|speciellt|jätte|alltid|ett|att"),
    # Polish, Czech, Slovak, Slovenian, Croatian
    ("nie|není|neni|ne|nije|nisu|ni",
     "jestem|jesteśmy|byłem|byłam|byliśmy|za|do końca|zbytnio|specjalnie|szczególnie|już|wcale|"
     "jsem|jsme|byl|byla|bylo|úplně|vůbec|zrovna|som|sme|vôbec|"
     "jest|był|była|było|są|się|zbyt|bardzo|tak|moc|příliš|je|bol|bola|bolo|veľmi|sa|se|mi|ani|"
     "bil|bila|bilo|tako|preveč|zelo|baš|previše"),
    ("не|ні|ни",
     "мне|нам|больше|сильно|самый|самая|самое|такое|такие|полностью|"
     "очень|слишком|так|такой|такая|совсем|особо|особенно|был|была|было|были|"
     "дуже|надто|такий|така|був|була|було|много|толкова|е|беше|ми|се|са"),
    # Finnish, Estonian, Hungarian
    ("ei|en|eivät|emme|ollut|ole|nem|pole",
     "ole|ollut|olnud|ollu|ollenkaan|kovin|niin|aivan|oikein|eriti|väga|nii|on|olleet|"
     "volt|túl|annyira|nagyon|igazán|egy|a|az|is"),
    # Indonesian, Malay
    ("tidak|tdk|tak|nggak|gak|ga|kurang|bukan",
     "terlalu|begitu|berapa|seberapa|akan|bisa|pernah|sangat|boleh|yang|yg"),
)  # fmt: skip

# RE2 takes \b for a boundary of ASCII letters only.
_BEFORE: Final = r"(?:^|[^\p{L}])"

BETWEEN: Final = "|".join(
    rf"({_BEFORE}(?i:{negators}) )(?:(?i:{words}) )+" for negators, words in _BETWEEN
)
"""What is joined, as a regular expression of RE2; its groups hold the negators."""

NEGATORS: Final = "".join(rf"\{number + 1}" for number in range(len(_BETWEEN)))
"""What takes its place."""

NEGATING: Final = tuple(word for negators, _ in _BETWEEN for word in negators.split("|"))
"""The words after which something may be joined."""

MAY_BE_BETWEEN: Final = rf"{_BEFORE}(?i:{'|'.join(negators for negators, _ in _BETWEEN)}) "
"""A text that this does not match holds nothing to join."""

# English: an article is passed over only before a degree or an adjective, since `not a problem` is
# said so. `never so happy` is praise, and so is `could not be happier`: they are left as they are.
_NOT: Final = (
    r"((?i:n't|\b(?:not|cannot|"
    r"(?:do|does|did|is|are|was|were|wo|ca|could|would|should|have|has|had|ai)nt)) )"
)
_DEGREE: Final = (
    "very|so|really|as|all that|that|quite|particularly|especially|overly|exactly|entirely|"
    "completely|terribly|super"
)
_DEGREES: Final = rf"(?i:(?:(?:an? )?(?:{_DEGREE}) )+)"
_ADJECTIVE: Final = "good|great|nice|bad|big|happy|huge|pretty|fun"
_ADJECTIVES: Final = rf"((?i:{_ADJECTIVE}) )"

ENGLISH: Final = rf"{_NOT}{_DEGREES}|{_NOT}(?i:an? ){_ADJECTIVES}"
"""What is joined of English: `not very good`, `didn't really like`, `isn't a good idea`."""

ENGLISH_KEPT: Final = r"\1\2\3"
"""What takes its place."""

NOT_BEING: Final = (
    r"(?i:(?:will|would|should|has|have|had|do|does|did) not|"
    r"(?:wo|would|should|has|have|had|do|does|did)n'?t) (?i:be|been)"
)
"""What says `not` of what follows: you `won't be` disappointed. For Python, too."""

BEING: Final = rf"\b{NOT_BEING} "
"""The same before another word."""

BEING_KEPT: Final = "not "
"""What takes its place."""

_BE: Final = f"be|been|an?|{_DEGREE}"
MAY_BE_NEGATED: Final = rf"(?i:n['’`´o]?t (?:{_BE}) )"
"""A text that this does not match holds nothing of the two to join."""

NEGATED: Final = tuple(
    f"{before} {after} "
    for before in ("nt", "n't", "n’t", "n`t", "n´t", "not")
    for after in ("be", "been", "a", "an", *_DEGREE.split("|"))
)
"""What that matches, in lower case."""

JOINED_AT_END: Final = rf"(?:{BETWEEN}|(?i:n['’`´o]?t (?:{_BE}) (?:(?:{_BE}|{_ADJECTIVE}) )*))\s*$"
"""What a text ends with whose last words are joined, which they are only where a space follows."""

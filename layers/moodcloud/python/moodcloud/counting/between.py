"""What may be between a negator and what it negates: pronouns, copulas, articles, degrees.

Only neighbours are counted. So `no me ha gustado` is read as `no gustado`, `non è molto buono` as
`non buono`, `nicht so gut` as `nicht gut`. What is left out are stop words of these languages; in
another language hardly anything is both a word and after such a negator.
"""

from __future__ import annotations

from itertools import takewhile
from typing import Final

# Languages whose negators are alike are together: negators, and the words after them.
_BETWEEN: Final = (
    # Spanish, Catalan, Galician
    (
        "no|nunca|ni|tampoco",
        "para nada|del todo|en absoluto|nada|"
        "más|mais|realmente|especialmente|particularmente|precisamente|"
        "me|te|se|le|les|nos|os|lo|la|el|los|las|un|una|"
        "es|está|esta|están|estan|estaba|estuvo|era|eran|fue|fueron|ha|han|he|había|sido|ser|son|"
        "és|són|està|estava|eren|em|em va|ens|"
        "muy|tan|demasiado|tanto|gaire|massa",
    ),
    # Portuguese
    (
        "não|nao|nem",
        "um pouco|nada|mais|realmente|particularmente|exatamente|"
        "me|te|se|lhe|lhes|nos|o|os|um|uma|"
        "é|eh|e|está|tá|foi|foram|são|era|eram|ser|estava|tava|estão|muito|tanto|tão|tao",
    ),
    # Italian, Romanian, and Galician where it negates alike; and of Italian nothing
    (
        "non|mai|nu",
        "per niente|per nulla|affatto|di|più|realmente|particolarmente|"
        "me|te|se|lo|la|le|un|una|mi|ti|ci|si|vi|li|gli|ne|il|"
        "è|e'|e|sono|sono stato|stato|stata|era|erano|ho|hanno|ha|este|a fost|sunt|îmi|"
        "molto|così|proprio|troppo|tanto|foarte|prea|așa|deloc|"
        "é|foi|foron|está|estaba|son|moi|tan|demasiado",
    ),
    ("niente|nulla", "di|affatto"),
    ("pas|jamais|guère",
     "du tout|très|tres|si|trop|vraiment|aussi|assez|toujours|tellement|plus|"
     "été|un|une|de|des|me|te|se|y|en|non plus"),
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
    # Finnish, Estonian, Hungarian; Indonesian, Malay
    ("ei|en|eivät|emme|ollut|ole|nem|pole|tidak|tdk|tak|nggak|gak|ga|kurang|bukan",
     "ole|ollut|olnud|ollu|ollenkaan|kovin|niin|aivan|oikein|eriti|väga|nii|on|olleet|"
     "volt|túl|annyira|nagyon|igazán|egy|a|az|is|"
     "terlalu|begitu|berapa|seberapa|akan|bisa|pernah|sangat|boleh|yang|yg"),
)  # fmt: skip

# RE2 takes \b for a boundary of ASCII letters only.
_BEFORE: Final = r"(?:^|[^\p{L}])"

# What is between a verb and the negator after it: gefällt mir nicht, ne marche vraiment pas.
_BEFORE_NEGATOR: Final = (
    ("mir|mich|dir|dich|sich|uns|euch|ihm|ihr|ihnen|es|leider|gar|überhaupt|einfach|irgendwie|"
     "bei mir|bei uns|auch|aber",
     "nicht|nich"),
    ("me|mij|ons|zich|het|helaas|gewoon|ook", "niet"),
    ("mig|os|sig|det|desværre|meg|seg|oss|dessverre|bare", "ikke"),
    ("mig|oss|sig|det|tyvärr|heller", "inte"),
    ("vraiment|toujours|malheureusement|absolument|même|franchement|carrément|quasiment", "pas"),
)  # fmt: skip

# Between a verb and what says how it is (schmeckt nicht gut), the negator is of the second alone.
# None of these is a stop word: nothing would be negated.
_SAYING_HOW: Final = (
    ("nicht|nich",
     "gut|gute|guten|guter|gutes|schlecht|schön|lecker|sauber|frisch|warm|heiß|lange|gerne|gern|schnell|"
     "leicht|fest|billig|günstig|teuer|wert|zufrieden|begeistert|freundlich|ruhig|bequem|stabil|flüssig"),
    ("niet", "goed|goede|lekker|schoon|mooi|lang|warm|fijn|prettig|blij|tevreden|waard"),
    ("ikke|inte", "god|godt|gode|gott|bra|fint|ren|rent|varm|varmt|længe|lenge|tilfreds|fornøyd"),
    ("pas", "bon|bonne|bons|bonnes|bien|beau|propre|terrible|top|content|contente|satisfait|cher|"
     "mal|frais|facile|pratique"),
)  # fmt: skip

BETWEEN: Final = "|".join(
    rf"({_BEFORE}(?i:{negators}) )(?:(?i:{words}) )+" for negators, words in _BETWEEN
)
"""What is joined, as a regular expression of RE2; its groups hold the negators."""

NEGATORS: Final = "".join(rf"\{number + 1}" for number in range(len(_BETWEEN)))
"""What takes its place."""

NEGATING: Final = tuple(word for negators, _ in _BETWEEN for word in negators.split("|"))
"""The words after which something may be joined."""

AFTER_NEGATING: Final = tuple(
    sorted({passed.split()[0] for _, words in _BETWEEN for passed in words.split("|")})
)
"""The first words of what is passed over after them."""

MAY_BE_BETWEEN: Final = rf"{_BEFORE}(?i:{'|'.join(negators for negators, _ in _BETWEEN)}) "
"""A text that this does not match holds nothing to join."""

_JOINED_BEFORE: Final = "|".join(
    rf"(?:(?i:{words}) )+((?i:{negators}))" for words, negators in _BEFORE_NEGATOR
)
JOINED_BEFORE: Final = rf"(\p{{L}}) (?:{_JOINED_BEFORE})\b"
"""What is joined of a verb and a negator after it, as `BETWEEN`."""

JOINED_KEPT: Final = r"\1 " + "".join(rf"\{number + 2}" for number in range(len(_BEFORE_NEGATOR)))
"""What takes its place."""

MAY_BE_BEFORE: Final = "|".join(
    rf"(?i: (?:{words}) (?:{negators}))" for words, negators in _BEFORE_NEGATOR
)
"""A text that this does not match holds nothing of that."""

BEFORE_NEGATING: Final = tuple(
    f" {word} {negator}"
    for words, negators in _BEFORE_NEGATOR
    for word in words.split("|")
    for negator in negators.split("|")
)
"""What that matches, in lower case."""

_HOW: Final = "|".join(rf"(?i:{negators}) (?i:{words})" for negators, words in _SAYING_HOW)
OF_TWO: Final = rf"(\p{{L}}) ({_HOW})(\P{{L}}|$)"
"""A negator between two words of which it negates the second."""

PARTED: Final = r"\1 ~ \2\3"
"""What takes its place: a mark parts it from the first, so that one negator is counted once."""

NEGATING_HOW: Final = tuple(
    f" {negator} {''.join(takewhile(str.isascii, word))}"
    for negators, words in _SAYING_HOW
    for word in words.split("|")
    for negator in negators.split("|")
)
"""What it begins with, in lower case, up to the first letter that is not plain."""

MAY_BE_OF_TWO: Final = rf"(?i: (?:{'|'.join(negators for negators, _ in _SAYING_HOW)}) )"
"""A text that this does not match holds nothing of that."""

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

NOT_DONE: Final = "안못"
"""The Korean negators that are joined to what is done, as people mostly write them: 안 돼요."""

IS_DONE: Final = "되돼됨된될됩됐됬하해함한할합했"
"""What the forms of 되다 and 하다 begin with."""

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

"""Undo what mirror kits do to a Chinese page.

A mirror kit copies a site's page, turns it Traditional, and edits its GBK bytes by search and replace:

- *annotation*: a pinyin reading in parentheses after a character, 會(huì);
- *control characters* (05 to 08) before a *hit mark*, one of ，。、？！, on some kits also ；.

The kit looks for the two bytes of a character wherever they stand, also where they are the last byte of one
character and the first of the next.  What it inserts there parts the second of these characters.  The decoder
(Windows' code page 936) then finds a lead byte without a trail byte and shows ``?`` for both bytes, the lead
byte and the one behind it: a *lost byte*, and with an annotation a *cut annotation*, 日?qǐng).  Up to the
next ASCII byte the pairs of bytes are now misaligned: a *shifted run*.

The repair is a beam search over the bytes that can have stood there, scored by a language model; a result is
kept only if a forward model of the kit turns it into the text that was found.
"""

from covidmeet.repair.mirror.repairing import damaged, repair

__all__ = ["damaged", "repair"]

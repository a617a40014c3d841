"""The panels: one file each says what it shows, in order. ``PANELS`` lists them."""

from components.panels.assurance import ASSURANCE
from components.panels.domestic_abuse import DOMESTIC_ABUSE
from components.panels.exploitation import EXPLOITATION
from components.panels.journey import JOURNEY
from components.panels.neglect import NEGLECT

PANELS = (JOURNEY, NEGLECT, DOMESTIC_ABUSE, EXPLOITATION, ASSURANCE)

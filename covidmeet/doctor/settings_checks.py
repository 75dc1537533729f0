"""Settings in the environment, without what may be secret."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from covidmeet.crawl.settings_table import PREFIX, SETTINGS, BadSetting
from covidmeet.doctor.checks import Check, CheckLevel
from covidmeet.language import stored

# A contact is a person's.
_SHOWN = frozenset(s.name for s in SETTINGS if not s.is_secret and s.name != "CONTACT")
_BY_VARIABLE = {setting.variable: setting for setting in SETTINGS}
# Set by the shells that complete, and by ourselves.
_NO_SETTINGS = frozenset({"_COVIDMEET_COMPLETE"})


def settings(environ: Mapping[str, str]) -> Iterator[Check]:
    """A line for each variable that begins with ``COVIDMEET_``; no value of an unknown one is shown."""
    found = 0
    for variable in sorted(environ):
        if variable.startswith(PREFIX) and variable not in _NO_SETTINGS:
            found += 1
            yield _known(variable, environ[variable]) if variable in _BY_VARIABLE else _unknown(variable)
    if not found:
        yield Check(stored("settings"), stored("none in the environment ({PREFIX}…)", PREFIX=PREFIX))


def _known(variable: str, value: str) -> Check:
    setting = _BY_VARIABLE[variable]
    shown = value if setting.name in _SHOWN and "@" not in value else stored("set, not shown here")
    if value.strip():
        try:
            setting.read(value, variable)
        except BadSetting:
            return Check(
                variable,
                stored("{shown}: must be {must_be}", shown=shown, must_be=setting.kind.must_be),
                CheckLevel.WRONG,
            )
    return Check(variable, shown or stored("empty, says nothing"))


def _unknown(variable: str) -> Check:
    name = variable.removeprefix(PREFIX)
    near = get_close_matches(name, [setting.name for setting in SETTINGS], n=1, cutoff=0.7)
    if near:
        return Check(
            variable,
            stored("is no setting; do you mean {PREFIX}{near}?", PREFIX=PREFIX, near=near[0]),
            CheckLevel.WRONG,
        )
    return Check(variable, stored("is no setting"), CheckLevel.NOTE)

"""The view of chains, as migration 19 makes it: never changed, but by a later migration.

A row is a pair of meetings that are one, told by two outlets: of one day, level and division, under one name,
without another half of the day or another chair, with a person in common.
Copies of a text are left out.  Names are compared without what the reports of one meeting write differently.
"""

_LEFT_OFF = (
    *("召开", "新型冠状病毒肺炎", "新冠肺炎", "新冠病毒", "新冠", "（", "）", "工作", "会议", "会"),
    *("全国", "全省", "全市", "全县", "全区", "我省", "我市", "我县", "我区"),
)


def _name(table: str) -> str:
    told = f"{table}.name"
    for words in _LEFT_OFF:
        told = f"replace({told}, '{words}', '')"
    return told


def _begins_with_place(long: str, short: str) -> str:
    """That one name is the other behind the division or body that met."""
    more = f"length({long}) - length({short})"
    places = "coalesce(division, '') || coalesce(convener, '') || coalesce(other_convener, '')"
    is_behind = f"substr({long}, {more} + 1) = {short}"
    return f"({more} > 0 and {is_behind} and instr({places}, substr({long}, 1, {more})))"


_SAME_PERSON = (
    "exists (select 1 from people p join people q on q.name = p.name and q.meeting_id = other"
    " where p.meeting_id = pairs.meeting_id)"
)
_CHAIR = "(select name from people c where c.meeting_id = {} and role = 'chair' order by name limit 1)"
_ONE_CHAIR = f"coalesce({_CHAIR.format('pairs.meeting_id')} = {_CHAIR.format('other')}, true)"
_PAIRS = (
    "select a.meeting_id, b.meeting_id as other, a.held_on, a.level, a.division_code, a.name,"
    f" b.name as other_name, a.division, a.convener, b.convener as other_convener, {_name('a')} as one,"
    f" {_name('b')} as two from meetings a join meetings b on b.held_on = a.held_on and b.level = a.level"
    " and b.url_hash != a.url_hash"
    " join articles x on x.url_hash = a.url_hash join articles y on y.url_hash = b.url_hash"
    " where a.held_on glob '20*' and x.same_as is null and y.same_as is null"
    " and coalesce(x.source, x.site) != coalesce(y.source, y.site)"
    " and (a.division_code = b.division_code or (a.level = 'national' and a.convener = b.convener))"
    " and coalesce(a.half_day = b.half_day, true)"
)
STATEMENT = (
    "create view chains as select meeting_id, other, held_on, level, division_code, name, other_name"
    f" from ({_PAIRS}) as pairs"
    f" where (one = two or {_begins_with_place('one', 'two')} or {_begins_with_place('two', 'one')})"
    f" and {_ONE_CHAIR} and {_SAME_PERSON}"
)

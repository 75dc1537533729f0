"""The tables and views of meetings, as migration 16 makes them: never changed, but by a later migration."""

STATEMENTS = (
    "create table meetings (meeting_id integer primary key,"
    " url_hash text not null references articles (url_hash) on delete cascade, n integer not null,"
    " name text not null, held_on text, half_day text, place text, convener text, level text not null,"
    " division text, division_code text, form text not null, sentence_start integer not null,"
    " sentence_end integer not null, evidence text not null)",
    "create index idx_meetings_url_hash on meetings (url_hash)",
    "create index idx_meetings_held_on on meetings (held_on)",
    # Rows of one meeting lie together, and need no index; those of orders are too long for that.
    "create table people (meeting_id integer not null references meetings (meeting_id) on delete cascade,"
    " name text not null, post text not null, role text not null, sentence_start integer not null,"
    " sentence_end integer not null, primary key (meeting_id, name, role)) without rowid",
    "create table orders (meeting_id integer not null references meetings (meeting_id) on delete cascade,"
    " text text not null, offset integer not null, sentence_start integer not null,"
    " sentence_end integer not null)",
    "create index idx_orders_meeting_id on orders (meeting_id)",
    "create table measures (meeting_id integer not null references meetings (meeting_id) on delete cascade,"
    " measure text not null, form text not null, sentence_start integer not null,"
    " sentence_end integer not null, primary key (meeting_id, measure)) without rowid",
    # Copies of a text tell of no further meeting.  A week begins on Monday.
    "create view meetings_by_week as select date(m.held_on, 'weekday 0', '-6 days') as week, m.level,"
    " count(*) as meetings from meetings m join articles a using (url_hash)"
    " where a.same_as is null and m.held_on glob '20*' group by 1, 2",
    "create view people_posts as select p.name, p.post, min(m.held_on) as since, max(m.held_on) as until,"
    " count(distinct m.meeting_id) as meetings, m.division_code, m.division"
    " from people p join meetings m using (meeting_id) join articles a using (url_hash)"
    " where a.same_as is null and p.post != '' and m.held_on glob '20*'"
    " group by p.name, p.post, m.division_code, m.division",
)

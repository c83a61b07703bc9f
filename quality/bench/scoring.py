"""The four-component health score in DuckDB, from the rows of a simulated company: scoring.py load|score|compare ..."""

import json
import sys

import duckdb

TABLES = ["accounts", "contracts", "usage_monthly", "touchpoints", "tickets", "surveys", "opportunities"]

# The rules of docs/method/health.md as far as a simulated company has facts for them on a past day: no days of use, nobody known
# as a sponsor then, no invoices and no acts of advocacy, so those measures are unknown on both sides.
SCORE = """
with
day as (select date '{day}' as d),
running as (
    select account_id, sum(arr_amount) filter (not coalesce(trial, false)) as arr, sum(arr_amount) as paid, sum(seats) as seats
    from contracts, day where starts_on <= d and (ends_on is null or d < ends_on) group by all),
ended as (
    select account_id, max(coalesce(ends_on, date '9999-12-31')) as ended from contracts, day
    where starts_on <= d and arr_amount > 0 and not coalesce(trial, false) group by all),
-- A contract that ran out less than a lapse ago still counts.
owed as (
    select account_id, arr from running where arr > 0
    union all
    select c.account_id, sum(arr_amount) from contracts c join ended e on e.account_id = c.account_id, day
    where e.ended <= d and d - e.ended < 30 and c.starts_on < e.ended and c.ends_on >= e.ended
        and not coalesce(c.trial, false) group by all),
far as (
    select account_id, sum(arr_amount) as paid from contracts, day
    where starts_on <= d - 365 and (ends_on is null or d - 365 < ends_on) group by all),
near as (
    select account_id, sum(arr_amount) as paid from contracts, day
    where starts_on <= d - 90 and (ends_on is null or d - 90 < ends_on) group by all),
months as (
    select usage_monthly.*, last_day(month) as ends, coalesce(feature, '') = '' as whole,
        case when events is null and active_users is null then true
             else coalesce(events, 0) > 0 or coalesce(active_users, 0) > 0 end as used
    from usage_monthly, day where last_day(month) <= d and month >= d - 366),
latest as (
    select account_id, max(ends) as ends, bool_or(active_users is not null) as tell_users,
        bool_or(active_days is not null) as tell_days, bool_or(not whole) as names_features,
        count(distinct feature) filter (not whole and used and d - ends < 90) as features
    from months, day group by all),
counted as (
    select m.account_id, m.ends,
        coalesce(max(active_users) filter (whole), max(active_users) filter (not whole)) as active,
        coalesce(max(licensed_users) filter (whole), max(licensed_users) filter (not whole)) as licensed,
        coalesce(max(active_days) filter (whole), max(active_days) filter (not whole)) as days,
        coalesce(max(events) filter (whole), sum(events) filter (not whole)) as events
    from months m join latest l on l.account_id = m.account_id and l.ends = m.ends, day
    where d - m.ends < 62 group by all),
book as (
    select (select max(ends) from latest) as month,
        (select count(distinct feature) from months where not whole and used and d - ends < 90) as features,
        (select median(events / days) from counted where days > 0) as depth,
        (select max(happened_at::date) from touchpoints where happened_at::date <= d) as touch,
        (select max(happened_at::date) from touchpoints where happened_at::date <= d and kind = 'training'
            and not not_held(outcome)) as training,
        (select max(greatest(opened_at::date, coalesce(case when closed_at::date <= d then closed_at::date end,
            opened_at::date))) from tickets where opened_at::date <= d) as ticket,
        (select max(greatest(opened_on, coalesce(case when closed_on <= d then closed_on end, opened_on)))
            from opportunities where opened_on <= d and kind not in ('renewal', 'new')) as deal
    from day),
use as (
    select l.account_id, l.features,
        case when c.active is not null then c.active
             when c.account_id is null and hears(d, l.ends, b.month, 62) and l.tell_users then 0 end as active,
        case when c.licensed > 0 then c.licensed end as licensed,
        case when hears(d, l.ends, b.month, 62) and l.names_features
             then greatest(b.features, l.features) end as in_book,
        case when c.days is not null then c.days / (20.0 / 28 * day(c.ends))
             when c.account_id is null and hears(d, l.ends, b.month, 62) and l.tell_days then 0 end as frequency,
        case when c.days > 0 and b.depth > 0 then c.events / c.days / (1.5 * b.depth) end as depth
    from latest l left join counted c on c.account_id = l.account_id, book b, day),
talks as (
    select account_id, max(happened_at::date) as until,
        max(happened_at::date) filter (kind = 'training' and held) as training_until,
        count(*) filter (held and kind in ('call', 'meeting', 'onsite') and d - happened_at::date < 90) as live,
        count(*) filter (held and kind not in ('call', 'meeting', 'onsite', 'training') and direction = 'inbound'
            and d - happened_at::date < 90) as written,
        count(*) filter (held and kind = 'training' and d - happened_at::date < 180) as trainings
    from (select *, not not_held(outcome) as held from touchpoints), day
    where happened_at::date <= d and happened_at::date >= d - 366 group by all),
promoters as (
    select account_id, avg(score) as mean from surveys, day
    where kind = 'nps' and responded_on <= d and d - responded_on < 365 and score between 0 and 10 group by all),
told as (
    select account_id, responded_on as told_on, score, 0 as tickets, 1 as surveys from surveys, day
    where kind = 'csat' and responded_on <= d and d - responded_on < 180 and score between 1 and 5
    union all
    select account_id, closed_at::date, satisfaction, 1, 0 from tickets, day
    where closed_at::date <= d and d - closed_at::date < 180 and satisfaction between 1 and 5
        and opened_at::date >= d - 366),
satisfied as (
    select account_id, sum(score * n) / sum(n) as mean from
        (select account_id, told_on, score, greatest(sum(tickets), sum(surveys)) as n from told group by all) group by all),
support as (
    select account_id, max(greatest(opened_at::date, coalesce(case when closed_at::date <= d then closed_at::date end,
            opened_at::date))) as until,
        25 * count(*) filter (escalated and d - opened_at::date < 90)
        + 15 * count(*) filter ((closed_at is null or closed_at::date > d) and d - opened_at::date > 14) as lost
    from tickets, day where opened_at::date <= d and opened_at::date >= d - 366 group by all),
deals as (
    select account_id, max(greatest(opened_on, coalesce(case when closed_on <= d then closed_on end, opened_on))) as until,
        count(*) filter (outcome = 'won' and closed_on <= d and d - closed_on < 365) as won,
        count(*) filter ((closed_on is null or closed_on > d) and d - opened_on < 365) as open
    from opportunities, day where opened_on <= d and opened_on >= d - 366 and kind not in ('renewal', 'new') group by all),
measured as (
    select a.account_id, o.arr,
        u.active / coalesce(u.licensed, nullif(r.seats, 0)) / 0.8 as active_share,
        u.features / nullif(0.5 * u.in_book, 0) as adoption,
        u.frequency, u.depth,
        case when hears(d, t.until, b.touch, 30) then (10 * t.live + least(2 * t.written, 20)) / 60.0 end as quality,
        case when hears(d, t.until, b.touch, 30) and d - greatest(t.training_until, b.training) < 365
             then t.trainings / 2.0 end as training,
        p.mean / 10 as nps, (s.mean - 1) / 4 as csat,
        case when hears(d, q.until, b.ticket, 90) then 1 - q.lost / 100.0 end as support,
        case when f.paid > 0 then (coalesce(r.paid, 0) - f.paid) / f.paid
             when n.paid > 0 then (coalesce(r.paid, 0) - n.paid) / n.paid end as growth,
        (u.active / nullif(r.seats, 0) - 0.4) / 0.5 as utilisation,
        case when hears(d, e.until, b.deal, 365) then case when e.won > 0 then 1 when e.open > 0 then 0.5 else 0 end end
            as expansion
    from accounts a join owed o on o.account_id = a.account_id
        left join running r on r.account_id = a.account_id
        left join far f on f.account_id = a.account_id left join near n on n.account_id = a.account_id
        left join use u on u.account_id = a.account_id left join talks t on t.account_id = a.account_id
        left join promoters p on p.account_id = a.account_id left join satisfied s on s.account_id = a.account_id
        left join support q on q.account_id = a.account_id left join deals e on e.account_id = a.account_id, book b, day
    where o.arr <> 0),
scored as (
    select account_id, arr,
        [part(active_share, 40), part(adoption, 30), part(frequency, 20), part(depth, 10)] as usage,
        [part(quality, 35), part(training, 20)] as engagement,
        [part(nps, 40), part(csat, 30), part(support, 20)] as sentiment,
        [part((growth + 0.2) / 0.3, 40), part(utilisation, 20), part(expansion, 10)] as financial
    from measured),
components as (
    select account_id, arr, [component(usage, 35), component(engagement, 25), component(sentiment, 25),
        component(financial, 15)] as parts from scored)
select account_id, arr,
    case when list_sum([part.known for part in parts]) >= 60
         then list_sum([part.score * part.weight for part in parts])
              / list_sum([case when part.score is null then 0 else part.weight end for part in parts]) end as score
from components order by score nulls last, arr desc, account_id
"""

MACROS = """
create or replace temp macro not_held(outcome) as
    coalesce(lower(trim(outcome)) in ('cancelled', 'canceled', 'no-show', 'no show', 'no_show', 'missed'), false);
create or replace temp macro hears(d, own, book, days) as own is not null and d - greatest(own, book) < days;
create or replace temp macro part(value, weight) as
    {'score': 100 * least(greatest(value, 0), 1), 'weight': case when value is null then 0 else weight end};
create or replace temp macro component(parts, weight) as
    {'score': list_sum([part.score * part.weight for part in parts]) / nullif(list_sum([part.weight for part in parts]), 0),
     'known': weight * list_sum([part.weight for part in parts]) / 100.0, 'weight': weight};
"""


def load(database, folder, day):
    """Brings the tables of a folder into a database, as an import does, and writes down the last day told."""
    con = duckdb.connect(database)
    for table in TABLES:
        con.execute(f"create table {table} as select * from read_csv('{folder}/{table}.csv', sample_size = -1)")
    with open(day, "w") as out:
        out.write(str(con.execute("select last_day(max(month)) from usage_monthly").fetchone()[0]))


def score(database, day, out):
    """Scores and ranks every account that pays, and writes the answer down."""
    con = duckdb.connect(database, read_only=True)
    for macro in MACROS.split(";\n"):
        if macro.strip():
            con.execute(macro)
    con.execute(f"copy ({SCORE.format(day=day)}) to '{out}' (format csv)")


def compare(ours, theirs):
    """Holds both answers against each other and says how far they lie apart."""
    import csv

    report = json.load(open(ours))
    table = [block for block in report["blocks"] if block["block"] == "table" and block["title"] == "Accounts"][0]
    health = {}
    for row in table["rows"]:
        figures = {cell["figure"]["label"]: cell["figure"] for cell in row if isinstance(cell, dict) and "figure" in cell}
        account = figures["ARR"]["evidence"].split(":")[1].split("/")[1]
        health[account] = figures["health"]["value"]
    other = {row["account_id"]: float(row["score"]) if row["score"] else None for row in csv.DictReader(open(theirs))}
    apart = [abs(health[a] - other[a]) for a in health if health[a] is not None and other.get(a) is not None]
    unlike = [a for a in health if (health[a] is None) != (other.get(a) is None)] + [a for a in other if a not in health]
    print(f"| accounts | {len(health)} | {len(other)} |")
    print(f"| scored | {sum(v is not None for v in health.values())} | {sum(v is not None for v in other.values())} |")
    print(f"\nLargest difference of a score: {max(apart, default=0):.1e}. Known on one side only: {len(unlike)}.")
    far = [a for a in health if health[a] is not None and other.get(a) is not None and abs(health[a] - other[a]) > 1e-6]
    if unlike or far:
        print("NOT EQUAL:", sorted(unlike)[:5], [(a, health[a], other[a]) for a in far[:5]])
        sys.exit(1)


if __name__ == "__main__":
    {"load": load, "score": score, "compare": compare}[sys.argv[1]](*sys.argv[2:])

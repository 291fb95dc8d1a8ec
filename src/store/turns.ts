import { sql } from 'kysely';

import type { Database } from './backend.ts';
import type { Claim } from './lease.ts';

/** How many servers a claim asks at most: more than a crew has hands, and a fifth of a millisecond's work. */
const MOST_ASKED = 100;

/** Where the round of servers stands. It is in no database: after a start it may begin anywhere. */
export interface Round {
  /** Whose turn it was last. */
  last: string;
}

/** The server whose turn a lane shares. What belongs to none, as direct messages do, shares one turn of its own. */
const SERVER = sql<string>`coalesce(server_id, '-')`;

/**
 * The longest due lane of each server whose turn it is, going round from where the last claim ended: however many lanes of one
 * server are due, another's first is among the next two.
 *
 * From each server to the next it is one step in an index; a round of which one claim sees only a part is gone on with by the
 * next. Servers of which nothing is due, since their channels pause, are stepped over.
 */
export async function lanesInTurn(db: Database, claim: Claim, round: Round): Promise<number[]> {
  const { now, limit, except = [] } = claim;
  const others = except.length > 0 ? sql`and id not in (${sql.join(except)})` : sql``;
  // UNION drops what is there already: so the walk ends when it is once around.
  const { rows } = await sql<{ server: string; lane: number | null }>`
    with recursive turns (server) as (
      select ${serverAfter(sql`${round.last}`)}
      union
      select ${serverAfter(sql`turns.server`)} from turns where server is not null
    ), asked as (select server from turns where server is not null limit ${MOST_ASKED})
    select server, (
      select id from destinations
      where next_send_at is not null and ${SERVER} = asked.server and next_send_at <= ${now}
        and (claimed_until is null or claimed_until <= ${now}) ${others}
      order by next_send_at, id limit 1
    ) as lane
    from asked`.execute(db);
  const lanes: number[] = [];
  for (const { server, lane } of rows) {
    if (lanes.length === limit) break;
    round.last = server;
    if (lane !== null) lanes.push(lane);
  }
  return lanes;
}

/** The server that comes next, and behind the last one the first. */
function serverAfter(server: ReturnType<typeof sql>) {
  const first = sql`select min(${SERVER}) from destinations where next_send_at is not null`;
  return sql`coalesce((${first} and ${SERVER} > ${server}), (${first}))`;
}

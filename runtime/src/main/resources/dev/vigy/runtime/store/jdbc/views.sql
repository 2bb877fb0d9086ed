-- What users may read with any SQLite. The views show all that is durable: rows as the checkpointer
-- left them, with the open segments on top. Views that start with x_ are parts of the others.

-- Vigies by number; v is what the other tables call them.
CREATE VIEW x_vigy AS
SELECT id AS v, hex AS vigy_id, name AS vigy, CASE WHEN json_valid(body) THEN body END AS body
FROM vigy;

-- States that can be read: a row that somebody broke harms its vigy only.
CREATE VIEW x_state AS
SELECT id, applied, body FROM state
WHERE json_valid(body) AND id NOT IN (SELECT id FROM vigy WHERE broken IS NOT NULL);

-- Lines of segments that the row of their vigy does not hold yet. ord orders them.
CREATE VIEW x_fresh AS
SELECT s.id << 24 | l.key AS ord, l.value ->> '$.v' AS v, l.value AS body
FROM mark m
CROSS JOIN segment s ON s.id > m.applied_to
CROSS JOIN json_each(s.body) l
CROSS JOIN state r ON r.id = l.value ->> '$.v'
WHERE s.id > r.applied;

-- Runs: their vigy, head and rest.
CREATE VIEW x_run AS
SELECT r.value ->> '$.v' AS v, z.value AS head, r.value AS rest
FROM epoch e
CROSS JOIN run_block b ON b.id BETWEEN e.id << 36 AND (e.id << 36) + 68719476735
CROSS JOIN json_each(b.body) r
CROSS JOIN json_each(r.value, '$.z') z
UNION ALL
SELECT r.value ->> '$.v', z.value, r.value
FROM mark m
CROSS JOIN segment s ON s.id > m.compacted_to
CROSS JOIN json_each(s.body) r
CROSS JOIN json_each(r.value, '$.z') z;

-- Runs with their vigy, for the views below.
CREATE VIEW x_said AS
SELECT g.vigy_id, g.vigy, r.head ->> '$[2]' AS run_id, r.head ->> '$[1]' AS seq,
  strftime('%Y-%m-%dT%H:%M:%fZ', (r.head ->> '$[3]') / 1000.0, 'unixepoch') AS started_at,
  r.rest
FROM x_run r JOIN x_vigy g ON g.v = r.v;

CREATE VIEW v_runs AS
SELECT
  r.head ->> '$[2]' AS id,
  g.vigy_id,
  g.vigy,
  r.head ->> '$[1]' AS seq,
  r.head ->> '$[0]' AS position,
  r.rest ->> '$.g' AS generation,
  ifnull(r.rest ->> '$.t', 'schedule') AS trigger,
  strftime('%Y-%m-%dT%H:%M:%fZ', ((r.head ->> '$[3]') + (r.head ->> '$[5]')) / 1000.0,
    'unixepoch') AS nominal_at,
  strftime('%Y-%m-%dT%H:%M:%fZ', (r.head ->> '$[3]') / 1000.0, 'unixepoch') AS started_at,
  strftime('%Y-%m-%dT%H:%M:%fZ', ((r.head ->> '$[3]') + (r.head ->> '$[4]')) / 1000.0,
    'unixepoch') AS ended_at,
  r.head ->> '$[6]' AS duration_us,
  r.head ->> '$[7]' AS steps,
  CASE WHEN r.rest -> '$.e' IS NULL THEN 'ok' ELSE 'failed' END AS result,
  r.rest ->> '$.e.text' AS error,
  json_remove(r.rest -> '$.e', '$.text') AS error_info,
  ifnull(r.rest ->> '$.h', 0) AS stopped,
  ifnull(r.rest -> '$.a', '[]') AS actions,
  (SELECT json_group_array(
      CASE json_array_length(k.value)
        WHEN 1 THEN json_object('key', k.value ->> '$[0]', 'deleted', json('true'))
        ELSE json_object('key', k.value ->> '$[0]', 'value', json(k.value -> '$[1]')) END)
    FROM json_each(r.rest, '$.k') k) AS kv_changes,
  r.rest -> '$.d' AS desired,
  r.rest -> '$.o' AS observed,
  (SELECT json_group_array(json_patch('{}', json_object(
      'name', n.value ->> '$[0]', 'status', n.value ->> '$[1]', 'reason', n.value ->> '$[2]',
      'message', n.value ->> '$[3]',
      'last_transition', strftime('%Y-%m-%dT%H:%M:%fZ', (n.value ->> '$[4]') / 1000.0,
        'unixepoch'),
      'observed_generation', n.value ->> '$[5]')))
    FROM json_each(r.rest, '$.n') n) AS conditions,
  (SELECT json_group_array(json_object('level', l.value ->> '$[0]', 'message', l.value ->> '$[1]'))
    FROM json_each(r.rest, '$.l') l) AS logs,
  ifnull(r.rest -> '$.r', '{}') AS traces,
  ifnull(r.rest -> '$.m', '{}') AS metrics,
  (SELECT json_group_array(json_object('kind', w.value ->> '$[0]', 'message', w.value ->> '$[1]'))
    FROM json_each(r.rest, '$.w') w) AS events,
  ifnull(r.rest ->> '$.p', '') AS output,
  (SELECT json_group_array(
      CASE json_array_length(q.value)
        WHEN 1 THEN json_object('call', json(q.value -> '$[0]'))
        ELSE json_object('call', json(q.value -> '$[0]'), 'answer', json(q.value -> '$[1]')) END)
    FROM json_each(r.rest, '$.q') q) AS probes
FROM x_run r JOIN x_vigy g ON g.v = r.v;

CREATE VIEW v_actions AS
SELECT vigy_id, vigy, run_id, seq, a.key AS "index", vigy_id || '/' || seq || '/' || a.key AS key,
  a.value ->> '$.kind' AS kind, a.value ->> '$.subject' AS subject, a.value -> '$.payload' AS payload,
  a.value ->> '$.result' AS result, a.value ->> '$.message' AS message, started_at
FROM x_said CROSS JOIN json_each(rest, '$.a') a
WHERE rest -> '$.e' IS NULL;

CREATE VIEW v_logs AS
SELECT vigy_id, vigy, run_id, seq, l.key AS "index", started_at AS at,
  l.value ->> '$[0]' AS level, l.value ->> '$[1]' AS message
FROM x_said CROSS JOIN json_each(rest, '$.l') l;

CREATE VIEW v_events AS
SELECT vigy_id, vigy, run_id, seq, w.key AS "index", started_at AS at,
  w.value ->> '$[0]' AS kind, w.value ->> '$[1]' AS message
FROM x_said CROSS JOIN json_each(rest, '$.w') w;

CREATE VIEW v_metrics AS
SELECT vigy_id, vigy, run_id, seq, started_at AS at, m.key AS name, m.value AS value
FROM x_said CROSS JOIN json_each(rest, '$.m') m;

-- The newest numbers of each vigy's state (an array, see StateForm), and where they stand.
CREATE VIEW x_numbers AS
SELECT v, max(ord) AS ord, numbers
FROM (
  SELECT id AS v, 0 AS ord, body -> '$.s' AS numbers FROM x_state
  UNION ALL
  SELECT v, ord, body -> '$.c.s' FROM x_fresh)
GROUP BY v;

-- Desired, observed and conditions: of the newest line that changed them, else of the row. A
-- change may say 1, or a number in the list, for what the run of its line said.
CREATE VIEW x_desired AS
SELECT v, max(ord) AS ord, value
FROM (
  SELECT id AS v, 0 AS ord, body -> '$.d' AS value FROM x_state
  UNION ALL
  SELECT v, ord, CASE body -> '$.c.d' WHEN '1' THEN body -> '$.d' ELSE body -> '$.c.d' END
  FROM x_fresh WHERE body -> '$.c.d' IS NOT NULL)
GROUP BY v;

CREATE VIEW x_observed AS
SELECT v, max(ord) AS ord, value
FROM (
  SELECT id AS v, 0 AS ord, body -> '$.o' AS value FROM x_state
  UNION ALL
  SELECT v, ord, CASE body -> '$.c.o' WHEN '1' THEN body -> '$.o' ELSE body -> '$.c.o' END
  FROM x_fresh WHERE body -> '$.c.o' IS NOT NULL)
GROUP BY v;

CREATE VIEW x_conditions AS
SELECT v, max(ord) AS ord, list, said
FROM (
  SELECT id AS v, 0 AS ord, body -> '$.n' AS list, '[]' AS said FROM x_state
  UNION ALL
  SELECT v, ord, body -> '$.c.n', body -> '$.n'
  FROM x_fresh WHERE body -> '$.c.n' IS NOT NULL)
GROUP BY v;

CREATE VIEW v_vigies AS
SELECT
  g.vigy_id AS id,
  g.vigy AS name,
  CASE
    WHEN p.broken IS NOT NULL THEN 'quarantined'
    WHEN NOT g.body ->> '$.enabled' THEN 'disabled'
    WHEN n.numbers ->> '$[11]' IS NOT NULL THEN 'quarantined'
    WHEN g.body -> '$.pause' IS NOT NULL THEN 'paused'
    ELSE 'active' END AS status,
  g.body ->> '$.generation' AS generation,
  g.body ->> '$.enabled' AS enabled,
  g.body ->> '$.reconciler' AS reconciler,
  g.body -> '$.schedule' AS schedule,
  g.body ->> '$.mode' AS mode,
  g.body -> '$.labels' AS labels,
  g.body -> '$.params' AS params,
  g.body -> '$.allow' AS allow,
  g.body -> '$.budget' AS budget,
  CASE WHEN g.body -> '$.pause' IS NOT NULL THEN
    json_patch('{}', json_object(
      'by', g.body ->> '$.pause.by', 'note', g.body ->> '$.pause.note',
      'since', strftime('%Y-%m-%dT%H:%M:%fZ', (g.body ->> '$.pause.since') / 1000.0, 'unixepoch'),
      'until', strftime('%Y-%m-%dT%H:%M:%fZ', (g.body ->> '$.pause.until') / 1000.0, 'unixepoch')))
    END AS pause,
  ifnull(p.broken, n.numbers ->> '$[11]') AS quarantine,
  g.body ->> '$.doc' AS doc,
  g.body -> '$.warnings' AS warnings,
  strftime('%Y-%m-%dT%H:%M:%fZ', (g.body ->> '$.created_at') / 1000.0, 'unixepoch') AS created_at,
  strftime('%Y-%m-%dT%H:%M:%fZ', (g.body ->> '$.updated_at') / 1000.0, 'unixepoch') AS updated_at,
  n.numbers ->> '$[0]' AS seq,
  n.numbers ->> '$[1]' AS successes,
  n.numbers ->> '$[2]' AS consecutive_failures,
  n.numbers ->> '$[4]' AS revision,
  strftime('%Y-%m-%dT%H:%M:%fZ', (n.numbers ->> '$[5]') / 1000.0, 'unixepoch') AS last_start_at,
  strftime('%Y-%m-%dT%H:%M:%fZ', (n.numbers ->> '$[6]') / 1000.0, 'unixepoch') AS last_success_at,
  strftime('%Y-%m-%dT%H:%M:%fZ', (n.numbers ->> '$[7]') / 1000.0, 'unixepoch') AS last_failure_at,
  strftime('%Y-%m-%dT%H:%M:%fZ', (n.numbers ->> '$[8]') / 1000.0, 'unixepoch') AS last_nominal_at,
  strftime('%Y-%m-%dT%H:%M:%fZ', (n.numbers ->> '$[9]') / 1000.0, 'unixepoch') AS due_at,
  d.value AS desired,
  o.value AS observed,
  ifnull(w.from_seq, 0) AS pruned_from_seq,
  ifnull(w.to_seq, 0) AS pruned_to_seq,
  ifnull(w.quiet + w.others, 0) AS pruned_ok,
  ifnull(w.failed, 0) AS pruned_failed,
  g.body ->> '$.program' AS program
FROM vigy p
JOIN x_vigy g ON g.v = p.id
LEFT JOIN x_state s ON s.id = p.id
LEFT JOIN x_numbers n ON n.v = p.id
LEFT JOIN x_desired d ON d.v = p.id
LEFT JOIN x_observed o ON o.v = p.id
LEFT JOIN gone w ON w.id = p.id
WHERE p.broken IS NOT NULL OR g.body IS NOT NULL AND s.id IS NOT NULL
ORDER BY p.place;

-- For each key the newest change: of a successful run since, else of the row.
CREATE VIEW v_kv AS
SELECT g.vigy_id, g.vigy, k.key, k.value,
  strftime('%Y-%m-%dT%H:%M:%fZ', k.at / 1000.0, 'unixepoch') AS updated_at
FROM (
  SELECT v, max(ord), key, value, at
  FROM (
    SELECT s.id AS v, 0 AS ord, k.value ->> '$[0]' AS key, k.value -> '$[1]' AS value,
      k.value ->> '$[2]' AS at
    FROM x_state s CROSS JOIN json_each(s.body, '$.k') k
    UNION ALL
    SELECT f.v, f.ord, k.value ->> '$[0]', k.value -> '$[1]', f.body ->> '$.z[0][3]'
    FROM x_fresh f CROSS JOIN json_each(f.body, '$.k') k
    WHERE f.body -> '$.e' IS NULL)
  GROUP BY v, key) k
JOIN x_vigy g ON g.v = k.v
WHERE k.value IS NOT NULL
ORDER BY g.vigy, k.key;

CREATE VIEW v_conditions AS
SELECT g.vigy_id, g.vigy, c.value ->> '$[0]' AS name, c.value ->> '$[1]' AS status,
  c.value ->> '$[2]' AS reason, c.value ->> '$[3]' AS message,
  strftime('%Y-%m-%dT%H:%M:%fZ', (c.value ->> '$[4]') / 1000.0, 'unixepoch') AS last_transition,
  c.value ->> '$[5]' AS observed_generation
FROM (
  SELECT l.v, i.key,
    CASE i.type WHEN 'integer' THEN l.said -> ('$[' || i.value || ']') ELSE i.value END AS value
  FROM x_conditions l CROSS JOIN json_each(l.list) i) c
JOIN x_vigy g ON g.v = c.v
ORDER BY g.vigy, c.key;

-- A change keeps the first ranges of the ledger and puts others behind them; what is left in the
-- end are the ranges that every later change kept.
CREATE VIEW v_ledger AS
WITH change AS (
  SELECT v, ord, keep, ranges,
    ifnull(min(keep) OVER (PARTITION BY v ORDER BY ord DESC
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 9223372036854775807) AS kept
  FROM (
    SELECT id AS v, 0 AS ord, 0 AS keep, body -> '$.l' AS ranges FROM x_state
    UNION ALL
    SELECT v, ord, body ->> '$.c.l[0]', body -> '$.c.l[1]'
    FROM x_fresh WHERE body -> '$.c.l' IS NOT NULL))
SELECT g.vigy_id, g.vigy,
  strftime('%Y-%m-%dT%H:%M:%fZ', (r.value ->> '$[0]') / 1000.0, 'unixepoch') AS from_at,
  strftime('%Y-%m-%dT%H:%M:%fZ', (r.value ->> '$[1]') / 1000.0, 'unixepoch') AS to_at,
  r.value ->> '$[2]' AS count, r.value ->> '$[3]' AS fate, r.value ->> '$[4]' AS reason,
  r.value ->> '$[5]' AS from_seq, r.value ->> '$[6]' AS to_seq
FROM change c CROSS JOIN json_each(c.ranges) r JOIN x_vigy g ON g.v = c.v
WHERE c.keep + r.key < c.kept
ORDER BY g.vigy, c.keep + r.key;

CREATE VIEW v_audit AS
SELECT strftime('%Y-%m-%dT%H:%M:%fZ', at / 1000.0, 'unixepoch') AS at, who, what, hex AS vigy_id,
  name AS vigy, note
FROM audit
ORDER BY id;

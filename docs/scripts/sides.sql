-- SQL on the ledger file: actors by side, and how often force was used.
SELECT sides_long.side,
       sides_long.actor,
       count(*) AS incidents,
       sum(incidents_now.severity >= 3) AS with_force,
       max(incidents_now.date_start) AS latest
FROM sides_long
JOIN incidents_now ON incidents_now.id = sides_long.incident_id
WHERE incidents_now.date_start >= '2020'
GROUP BY sides_long.side, sides_long.actor
HAVING count(*) >= 5
ORDER BY incidents DESC, sides_long.actor, sides_long.side;

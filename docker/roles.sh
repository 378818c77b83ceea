#!/bin/sh
# Run by the database's container once, when its data are made: the two roles the README tells of.
set -e
psql -v ON_ERROR_STOP=1 -v owner="$DATABASE_OWNER_PASSWORD" -v program="$DATABASE_PASSWORD" \
  --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
CREATE ROLE fremrykk_owner LOGIN PASSWORD :'owner';
CREATE ROLE fremrykk_app LOGIN PASSWORD :'program';
ALTER DATABASE fremrykk OWNER TO fremrykk_owner;
SQL

#!/bin/sh
# Run by the database's container once, when its data are made: the roles the README tells of.
set -e
psql -v ON_ERROR_STOP=1 -v owner="$DATABASE_OWNER_PASSWORD" -v program="$DATABASE_PASSWORD" -v backup="$DATABASE_BACKUP_PASSWORD" \
  --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
CREATE ROLE fremrykk_owner LOGIN CREATEDB PASSWORD :'owner';
CREATE ROLE fremrykk_app LOGIN PASSWORD :'program';
CREATE ROLE fremrykk_backup LOGIN PASSWORD :'backup';
GRANT pg_read_all_data TO fremrykk_backup;
ALTER DATABASE fremrykk OWNER TO fremrykk_owner;
SQL
